"""``/sager/<case_no>/noedadgang`` and ``/stikproeve``: opening a case without a task in it, with a written reason."""

from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.access_acts import BASES, EMERGENCY, HOURS, LEAST_LETTERS, SAMPLE, active, openings
from ..domain.errors import KuiError
from ..resources.base import new_id
from ..resources.case import Case
from ..security.permissions import Permission
from ..usecases import access_acts
from .felter import Field, SmallForm, asked
from .layout import BaseView
from .presenting import moment_words

PAGE = "kuidocs:templates/pages/noedadgang.pt"
LONGEST = 4000
BASIS, REASON = "grundlag", "begrundelse"


class OpeningView(BaseView):
    """What the two pages have in common: the form, opening, and ending before time."""

    context: Case
    kind = name = title = ""

    def show(self) -> dict[str, Any]:
        """Show the form, or that the case is open and until when; the page tells nothing of the case."""
        return self._page({}, "", "")

    def do(self) -> Any:
        """Open the case, or end it; what is refused comes back with everything that was typed."""
        act = self.act(self._posted("__token__")[:60])
        try:
            if self._posted("handling") == "slut":
                access_acts.end(self.context, act, self.kind)
                return self.go(self.root, "Adgangen er slut.", "min-dag")
            access_acts.open_case(self.context, act, self.kind, self._posted(BASIS), self._posted(REASON))
        except KuiError as refused:
            self.request.tm.doom()
            typed = {name: self._posted(name) for name in (BASIS, REASON)}
            data = self._page(typed, refused.code, refused.text) | {"wrong": True}
            return self.render(PAGE, data, status=refused.status)
        return self.go(self.context, f"Sagen er åben for dig i {HOURS} timer. Alt, du læser, bliver skrevet ned.")

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[:LONGEST].replace("\r\n", "\n") if isinstance(found, str) else ""

    def _page(self, typed: dict[str, str], field: str, problem: str) -> dict[str, Any]:
        now, who = self.clock.now(), self.identity.user_id
        mine = active(self.context.facts, who, now)
        before = [one for one in openings(self.context.facts) if one.user_id == who and one.kind == self.kind]
        return self.page(
            self.title,
            case=self.context,
            trail=[(self.request.resource_path(self.root, "min-dag"), "Min dag")],
            kind=self.kind,
            action=self.request.resource_path(self.context, self.name),
            form=self._form(typed, {field: problem} if field else {}),
            problem=problem,
            problem_at=field if field in (BASIS, REASON) else BASIS,
            hours=HOURS,
            until=danish.moment(mine.until) if mine is not None and mine.kind == self.kind else "",
            token=new_id(),
            before=[(moment_words(one.at, now.date()), one.basis_words, one.reason) for one in before],
        )

    def _form(self, typed: dict[str, str], errors: dict[str, str]) -> SmallForm:
        fields = (
            Field(BASIS, "Hvad er grundlaget?", "radio", options=tuple(BASES[self.kind].items())),
            Field(REASON, "Hvad er grunden?", "text", f"Mindst {LEAST_LETTERS} tegn. Kommunens kontrol læser det."),
        )
        return SmallForm("aabn", "aabn", asked(fields, typed, errors), "Åbn sagen", token=new_id())


@view_defaults(context=Case, name="noedadgang", permission=Permission.Access.EMERGENCY, renderer=PAGE)
class EmergencyView(OpeningView):
    """Break-glass for a leader."""

    kind, name, title = EMERGENCY, "noedadgang", "Nødadgang"

    show = view_config(request_method="GET")(OpeningView.show)
    do = view_config(request_method="POST")(OpeningView.do)


@view_defaults(context=Case, name="stikproeve", permission=Permission.Access.SAMPLE, renderer=PAGE)
class SampleView(OpeningView):
    """A sample for an auditor."""

    kind, name, title = SAMPLE, "stikproeve", "Stikprøve"

    show = view_config(request_method="GET")(OpeningView.show)
    do = view_config(request_method="POST")(OpeningView.do)
