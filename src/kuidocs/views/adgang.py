"""``/sager/<case_no>/adgang``: »Hvem har adgang – og hvorfor?«, answered from the table that decides it."""

from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.errors import KuiError
from ..resources.base import new_id
from ..resources.case import Case
from ..resources.staff import Staff
from ..security.permissions import Permission
from ..usecases import access_acts, access_list
from ..usecases.case_reading import consent
from .felter import Field, SmallForm, asked
from .layout import BaseView
from .people import case_trail
from .personer import Wrong
from .sharing import sharing

PAGE = "kuidocs:templates/pages/adgang.pt"
NAME, PERSON, WHY = "adgang", "person", "grund"
BLOCK, LIFT = "spaer", "ophaev"
LONGEST = 4000


@view_defaults(context=Case, name=NAME)
class AccessView(BaseView):
    """The page of who may see a case."""

    context: Case

    @view_config(request_method="GET", permission=Permission.Access.SEE, renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show who has access, who had, and why somebody has not."""
        asked = self.root.medarbejdere.get(self.request.GET.get(PERSON, ""))
        self.note_read("access.viewed", {"person": asked.user_id} if asked is not None else {})
        return self.access_page(asked)

    @view_config(request_method="POST", permission=Permission.Access.BLOCK)
    def block(self) -> Any:
        """Keep somebody out, or let him or her in again; what is refused comes back with everything typed."""
        act, user, reason = self.act(self._posted("__token__")[:60]), self._posted(PERSON), self._posted(WHY)
        lifts = self._posted("handling") == LIFT
        try:
            (access_acts.unblock if lifts else access_acts.block)(self.context, act, user, reason)
        except KuiError as refused:
            self.request.tm.doom()
            form = f"{LIFT}-{user}"[:60] if lifts else BLOCK
            wrong = Wrong(form, {PERSON: user, WHY: reason}, refused.code, refused.text, refused.status)
            return self.render(PAGE, self.access_page(None, wrong) | {"wrong": True}, status=refused.status)
        return self.go(self.context, "Spærringen er ophævet." if lifts else "Spærringen gælder nu.", NAME)

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[:LONGEST].replace("\r\n", "\n") if isinstance(found, str) else ""

    def access_page(self, asked: Staff | None, wrong: Wrong | None = None) -> dict[str, Any]:
        """Gather what the template shows."""
        case, now = self.context, self.clock.now()
        found, today = access_list.access(case, now), now.date()
        return self.page(
            "Hvem har adgang – og hvorfor?",
            case=case,
            trail=case_trail(self, case),
            now=danish.long_date(today),
            lead=_lead(len(found)),
            access=found,
            past=[*access_list.opened(case, now), *access_list.past(case, now)],
            answer=access_list.answer(case, asked, now) if asked is not None else None,
            asked=asked.user_id if asked is not None else "",
            staff=self._staff(),
            soon=[(danish.near_date(day, today), words) for day, words in access_list.soon(case, today)],
            sharing=sharing(case),
            given=consent(case),
            kept_out=[(name, words) for _, name, _, words in access_list.kept_out(case)],
            forms=self._forms(wrong or Wrong()) if self._may(Permission.Access.BLOCK) else [],
            problem=wrong.text if wrong else "",
            problem_at=f"{wrong.form}-{wrong.field}" if wrong else "",
            action=self.request.resource_path(case, NAME),
            opens_by=self._opens_by(),
            may_tell=self._may(Permission.Access.TOLD),
        )

    def _opens_by(self) -> str:
        """Name the page by which somebody without a task in the case may open it, "" for who can already."""
        if self._may(Permission.Case.VIEW):
            return ""
        if self._may(Permission.Access.EMERGENCY):
            return "noedadgang"
        return "stikproeve" if self._may(Permission.Access.SAMPLE) else ""

    def _may(self, permission: str) -> bool:
        return bool(self.request.has_permission(permission, self.context))

    def _forms(self, wrong: Wrong) -> list[tuple[str, SmallForm]]:
        """Make the form that keeps somebody out, and one for each who is, to let them in again."""
        who = Field(PERSON, "Hvem må ikke se sagen?", "select", options=tuple(self._staff()))
        why = Field(WHY, "Hvorfor?", "text", "Det bliver stående i forløbet.")
        found = [("Spær for en medarbejder", _form(BLOCK, BLOCK, (who, why), "Spær", wrong))]
        for user, name, counts, _ in access_list.kept_out(self.context):
            if counts:
                form = _form(f"{LIFT}-{user}"[:60], LIFT, (why,), "Ophæv", wrong, (PERSON, user), about=name)
                found.append((f"Ophæv spærringen for {name}", form))
        return found

    def _staff(self) -> list[tuple[str, str]]:
        """List everybody who works here, by name."""
        here = [one for one in self.root.medarbejdere.values() if one.works_on(self.clock.today())]
        named = ((", ".join(filter(None, (one.name, one.department))), one.user_id) for one in here)
        return [(user, words) for words, user in sorted(named)]


def _form(
    id: str,
    act: str,
    fields: tuple[Field, ...],
    button: str,
    wrong: Wrong,
    *hidden: tuple[str, str],
    about: str = "",
) -> SmallForm:
    mine = wrong.form == id
    shown = asked(fields, (wrong.typed or {}) if mine else {}, {wrong.field: wrong.text} if mine else {}, within=id)
    return SmallForm(id, act, shown, button, about, hidden, new_id())


def _lead(many: int) -> str:
    people = danish.count(many, "medarbejder", "medarbejdere")
    return f"{people[0].upper()}{people[1:]} har adgang. Adgang kræver altid en opgave i forløbet."
