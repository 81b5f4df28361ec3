"""``/sager/<case_no>/adgang``: »Hvem har adgang – og hvorfor?«, answered from the table that decides it."""

from typing import Any

from pyramid.view import view_config

from ..domain import danish
from ..resources.case import Case
from ..security.permissions import Permission
from ..usecases import access_list
from ..usecases.case_reading import consent
from .layout import BaseView
from .people import case_trail
from .sharing import sharing

PAGE = "kuidocs:templates/pages/adgang.pt"
NAME, PERSON = "adgang", "person"


@view_config(context=Case, name=NAME, permission=Permission.Access.SEE, request_method="GET", renderer=PAGE)
class AccessView(BaseView):
    """The page of who may see a case."""

    context: Case

    def __call__(self) -> dict[str, Any]:
        """Show who has access, who had, and why somebody has not."""
        case, today = self.context, self.clock.today()
        asked = self.root.medarbejdere.get(self.request.GET.get(PERSON, ""))
        self.note_read("access.viewed", {"person": asked.user_id} if asked is not None else {})
        found = access_list.access(case, today)
        return self.page(
            "Hvem har adgang – og hvorfor?",
            case=case,
            trail=case_trail(self, case),
            now=danish.long_date(today),
            lead=_lead(len(found)),
            access=found,
            past=access_list.past(case, today),
            answer=access_list.answer(case, asked, today) if asked is not None else None,
            asked=asked.user_id if asked is not None else "",
            staff=self._staff(),
            soon=[(danish.near_date(day, today), words) for day, words in access_list.soon(case, today)],
            sharing=sharing(case),
            given=consent(case),
            may_tell=bool(self.request.has_permission(Permission.Access.TOLD, case)),
        )

    def _staff(self) -> list[tuple[str, str]]:
        """List everybody who works here, by name."""
        here = [one for one in self.root.medarbejdere.values() if one.works_on(self.clock.today())]
        named = ((", ".join(filter(None, (one.name, one.department))), one.user_id) for one in here)
        return [(user, words) for words, user in sorted(named)]


def _lead(many: int) -> str:
    people = danish.count(many, "medarbejder", "medarbejdere")
    return f"{people[0].upper()}{people[1:]} har adgang. Adgang kræver altid en opgave i forløbet."
