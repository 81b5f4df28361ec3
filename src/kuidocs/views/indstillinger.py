"""``/mine-indstillinger``: which reminders one wants by mail."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain.deadlines import KINDS
from ..domain.errors import Refused
from ..resources.root import Root
from ..security.permissions import Permission
from ..usecases import reminding
from .layout import BaseView

PAGE = "kuidocs:templates/pages/indstillinger.pt"
NAME = "mine-indstillinger"


@view_defaults(context=Root, name=NAME, permission=Permission.Page.SEE)
class SettingsView(BaseView):
    """The own settings."""

    section = "indstillinger"
    context: Root

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show what is chosen."""
        return self._page([kind for kind in KINDS if kind not in self._person.reminders_off])

    @view_config(request_method="POST", renderer=PAGE)
    def save(self) -> Any:
        """Take what was chosen."""
        wanted = [str(kind) for kind in self.request.POST.getall("paamind")]
        try:
            reminding.choose(self._person, self.act(), wanted)
        except Refused as refused:
            data = self._page(wanted) | {"problem": refused.text, "wrong": True}
            return self._refused(data, refused.status)
        return self.go(self.context, "Dine indstillinger er gemt.", NAME)

    def _refused(self, data: dict[str, Any], status: int) -> Response:
        self.request.tm.doom()
        return self.render(PAGE, data, status=status)

    @property
    def _person(self) -> Any:
        return self.context.medarbejdere[self.identity.user_id]

    def _page(self, wanted: list[str]) -> dict[str, Any]:
        person = self._person
        return self.page(
            "Mine indstillinger",
            kinds=list(KINDS.values()),
            wanted=wanted,
            address=person.email,
            person=person,
            handover=bool(self.request.has_permission(Permission.Staff.HANDOVER, person)),
            problem="",
        )
