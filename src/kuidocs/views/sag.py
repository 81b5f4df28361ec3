"""``/sager/<case_no>``: the case page. Where are we, what is the next step, who does what, all documents."""

from datetime import date
from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain import consents, danish, meetings
from ..domain.danish import near_date
from ..resources.case import Case
from ..security.permissions import Permission
from ..usecases.case_reading import case_tasks, consent, in_force, lamp
from .figure import figure
from .layout import BaseView
from .next_step import next_step
from .sag_lists import documents_by_meeting, efforts, people_with_access, task_line
from .sharing import sharing

LAMPS = {"active": "current", "expiring": "look"}


@view_defaults(context=Case, permission=Permission.Case.VIEW)
class CaseView(BaseView):
    """The case page."""

    context: Case

    @view_config(renderer="kuidocs:templates/pages/sag.pt")
    def show(self) -> dict[str, Any]:
        """Show the case."""
        self.note_read("case.viewed", {})
        case, today = self.context, self.clock.today()
        writer = bool(self.request.has_permission(Permission.Case.WRITE, case))
        groups = documents_by_meeting(case, today)
        return self.page(
            case.person.full_name,
            case=case,
            writer=writer,
            age=danish.age_on(date.fromisoformat(case.person.birth_date), today),
            state=meetings.CASE_STATES[case.state],
            consent=self._consent(today),
            lamp=lamp(case, today),
            next=next_step(case, self.identity, today) if writer else None,
            figure=figure(case, today),
            tasks=[task_line(task, today) for task in case_tasks(case) if task.is_open],
            efforts=efforts(case),
            groups=groups,
            count=len(case.dokumenter),
            access=people_with_access(case, self.root.medarbejdere, today),
            sharing=sharing(case),
            known=self._good_to_know(today),
            opened=self._opened(today),
        )

    def _consent(self, today: date) -> dict[str, str]:
        given, birth = consent(self.context), date.fromisoformat(self.context.person.birth_date)
        state = consents.status(given, today, birth)
        covers = f" Dækker {danish.listed(given.departments)}." if given and state in LAMPS else ""
        words = consents.in_words(given, today, birth)
        lamp_state = "none" if state == "none" else LAMPS.get(state, "behind")
        return {"state": lamp_state, "label": consents.LABELS[state], "reason": f"{words.rstrip('.')}.{covers}"}

    def _good_to_know(self, today: date) -> dict[str, str]:
        """What the young person has said in the plan that others should know."""
        plan = in_force(self.context, "kui.education_plan")
        if plan is None:
            return {}
        day = near_date(self.moment(plan.document.facts_of("approved")[-1]["at"]).date(), today)
        names = ("education_goal", "others_should_know", "what_works")
        return {name: str(plan.content.get(name, "")) for name in names} | {"day": day}

    def _opened(self, today: date) -> str:
        case = self.context
        by = case.opened_by.get("text") or case.opened_by.get("name", "")
        day = danish.long_date(date.fromisoformat(case.opened_at[:10])) if case.opened_at else ""
        return f"{day} af {by}" if by else day
