"""``/sager/<case_no>``: the case page. Where are we, what is the next step, who does what, all documents."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain import consents, danish, meetings
from ..domain.danish import near_date
from ..domain.insight import ASKERS, STATES
from ..resources.case import Case
from ..resources.document import Document
from ..resources.staff import Staff
from ..security.permissions import Permission
from ..services.index.api import FINISHED_CASES
from ..usecases.access_acts import under_way
from ..usecases.case_reading import consent, in_force, lamp
from ..usecases.overview import contact_of
from ..usecases.people import user_id
from .attachment_list import of_case
from .figure import figure
from .followup_lines import request_lines
from .frister import case_timers
from .gate import own_tasks, sight
from .layout import BaseView
from .next_step import next_step, others
from .people import sees
from .sag_lists import documents_by_meeting, efforts, open_tasks, people_with_access
from .sharing import sharing
from .uddrag import given_lines

PAGE = "kuidocs:templates/pages/sag.pt"
PLAN = "kui.education_plan"
LAMPS = {"active": "current", "expiring": "look"}
ID_NUMBERS = {"cpr": "Personnummer", "replacement": "Erstatningspersonnummer"}


@view_defaults(context=Case, permission=Permission.Case.VIEW)
class CaseView(BaseView):
    """The case page."""

    context: Case

    @view_config(renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show the case."""
        self.note_read("case.viewed", {})
        return self._page()

    @view_config(name="personnummer", request_method="POST", renderer=PAGE)
    def show_id_number(self) -> dict[str, Any]:
        """Show the same page once with the whole id number, when that is written down (DOMAIN 6.10)."""
        self.note_read("person.id_number_shown", {"person_id": self.context.person.person_id})
        return self._page(id_number=self.context.person.id_number)

    def _may_read(self, document: Document) -> bool:
        permitted = bool(self.request.has_permission(Permission.Document.READ, document))
        return permitted and sight(self, self.context).paper(document).allowed

    def _page(self, id_number: str = "") -> dict[str, Any]:
        case, today = self.context, self.clock.today()
        plan, seen = in_force(case, PLAN), sight(self, case)
        in_plan = seen.paper(plan.document if plan else None)
        tasks, told = own_tasks(open_tasks(case, today), seen, lambda task: task.responsible == self.identity.name)
        efforts_ = efforts(case, today)
        shown = [one for one in efforts_ if in_plan.shows(one.rid)]
        writer = bool(self.request.has_permission(Permission.Case.WRITE, case))
        return self.page(
            case.person.full_name,
            case=case,
            writer=writer,
            next=next_step(case, self.identity, today) if writer else None,
            others=others(case, self.identity, today) if writer else [],
            figure=figure(case, today),
            timers=case_timers(case, today),
            tasks=tasks,
            tasks_left_out=told,
            efforts=[one if in_plan.shows(one.goal) else replace(one, goals=one.goal_numbers) for one in shown],
            efforts_left_out=in_plan.told or in_plan.reason if plan else "",
            plan=plan,
            extracts=given_lines(self, plan.document) if plan and self._may_read(plan.document) else None,
            groups=documents_by_meeting(case, today),
            count=len(case.dokumenter),
            **of_case(self, case),
            access=people_with_access(case, self.root.medarbejdere, today),
            with_reason=[(one.name, danish.moment(one.until)) for one in under_way(case, self.act())],
            may_pack=bool(self.request.has_permission(Permission.Case.PACKAGE, case)),
            may_tell=bool(self.request.has_permission(Permission.Access.TOLD, case)),
            insights=self._insights() if self.request.has_permission(Permission.Insight.SEE, case) else None,
            sharing=sharing(case),
            shared=_sentence(sharing(case)["types"]),
            requests=list(request_lines(case, today)),
            earlier=[old for no in case.earlier if (old := self.root.sager.get(no)) is not None and sees(self, old)],
            over=case.state in FINISHED_CASES,
            opens=bool(self.request.has_permission(Permission.Page.OPEN_CASE, self.root.sager)),
            **self._head(today),
            **self._about(id_number),
        )

    def _head(self, today: date) -> dict[str, Any]:
        """What stands in the band on top."""
        case = self.context
        return {
            "age": danish.age_on(date.fromisoformat(case.person.birth_date), today),
            "state": meetings.CASE_STATES[case.state],
            "consent": self._consent(today),
            "lamp": lamp(case, today, sight(self, case).row),
            "contacts": list(self._contacts()),
            "known": self._good_to_know(today),
        }

    def _consent(self, today: date) -> dict[str, str]:
        given, birth = consent(self.context), date.fromisoformat(self.context.person.birth_date)
        state = consents.status(given, today, birth)
        covers = f" Dækker {danish.listed(given.departments)}." if given and state in LAMPS else ""
        if given is None:
            words = f"I kan ikke indkalde eller dele, før {self.context.person.called} har sagt ja"
        else:
            words = consents.in_words(given, today, birth)
        lamp_state = "none" if given is None else LAMPS.get(state, "behind")
        return {"state": lamp_state, "label": consents.LABELS[state], "reason": f"{words.rstrip('.')}.{covers}"}

    def _contacts(self) -> Any:
        """Name contact person and plan coordinator; one person with both tasks is named once."""
        case = self.context
        contact, coordinator = case.contact_person, case.plan_coordinator
        if contact and contact == coordinator:
            yield self._contact("", contact)
            return
        yield self._contact("kontaktperson", contact)
        yield self._contact("plankoordinator", coordinator)

    def _contact(self, role: str, person: dict) -> dict[str, str]:
        user = user_id(self.context, person)
        staff: Staff | None = self.root.medarbejdere.get(user)
        me = " (dig)" if user and user == self.identity.user_id else ""
        name = f"{person['text']}{me}" if person.get("text") else "Ikke valgt endnu"
        told = contact_of(self.context)
        phone, when = (told.phone, told.when) if told.name == person.get("text") else ("", "")
        words = (staff.phone if staff and staff.phone else phone, when[:1].lower() + when[1:])
        return {"role": role, "name": name, "phone": ", ".join(filter(None, words))}

    def _good_to_know(self, today: date) -> dict[str, str]:
        """What the young person has said in the plan that others should know."""
        plan = in_force(self.context, PLAN)
        if plan is None:
            return {}
        day = near_date(self.moment(plan.document.facts_of("approved")[-1]["at"]).date(), today)
        names = ("wishes", "education_goal", "others_should_know", "what_works")
        found = sight(self, self.context).version(plan.version)
        return {name: str(plan.content.get(name, "")) if found.answers(name) else "" for name in names} | {"day": day}

    def _insights(self) -> list[tuple[str, str, str]]:
        """List who has asked to see the papers, and how far the answer is."""
        return [
            (f"Nr. {one.number}: {ASKERS[one.told['asker']].label}", STATES[one.state], self.request.resource_path(one))
            for one in self.context.aktindsigt.in_order()
        ]

    def _about(self, id_number: str) -> dict[str, Any]:
        """What is known of the person. Who is protected has no address on any page."""
        case, person = self.context, self.context.person
        opened = danish.long_date(date.fromisoformat(case.opened_at[:10])) if case.opened_at else ""
        by = case.opened_by.get("text") or case.opened_by.get("name", "")
        return {
            "id_label": ID_NUMBERS.get(person.id_number_type, ID_NUMBERS["cpr"]),
            "id_number": id_number or danish.mask_id_number(person.id_number),
            "id_shown": bool(id_number),
            "protected": person.name_address_protection,
            "address": "" if person.name_address_protection else person.address,
            "family": [_relative(one, person.custody_on(self.clock.today())) for one in person.custody],
            "opened": " af ".join(filter(None, (opened, by))),
        }


def _relative(one: dict, holders: Collection[Mapping]) -> dict[str, str]:
    """Say who somebody of the family is: »Mor, har forældremyndighed«."""
    words = [one.get("relation", ""), "har forældremyndighed" if one in holders else ""]
    return {"name": one["name"], "what": ", ".join(filter(None, words))}


def _sentence(words: list[str]) -> str:
    """Write a list of headings as running text."""
    lower = [f"{word[0].lower()}{word[1:]}" for word in words if word]
    text = danish.listed(lower)
    return f"{text[0].upper()}{text[1:]}." if text else ""
