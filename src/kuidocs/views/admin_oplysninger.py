"""``/admin/oplysninger``: what the municipality tells those whose data it keeps (GDPR art. 13 and 14)."""

from collections.abc import Mapping
from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain import danish, information
from ..domain.errors import KuiError
from ..domain.information import LINES
from ..resources.base import new_id
from ..resources.root import Admin
from ..security.permissions import Permission
from ..usecases import information as acts
from .care import CareView
from .felter import Field, SmallForm, asked

PAGE = "kuidocs:templates/pages/admin_oplysninger.pt"


@view_defaults(context=Admin, name="oplysninger", permission=Permission.Admin.SETTINGS)
class InformationCareView(CareView):
    """The texts."""

    context: Admin
    here = "oplysninger"

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show the lines, and what they become on paper."""
        told = acts.told_by(self.root.organisation)
        return self._page({name: getattr(told, name) for name in LINES})

    @view_config(request_method="POST", renderer=PAGE)
    def save(self) -> Any:
        """Change the lines; what is refused comes back with everything that was typed."""
        said = {name: self.posted(name) for name in LINES}
        try:
            changed = acts.change(self.root.organisation, self.asked(), said, self.posted("base"))
        except KuiError as refused:
            return self.again(PAGE, self._page(said), refused, "oplysninger")
        done = "Teksterne er gemt. De står på de næste papirer." if changed else "Der er ikke ændret noget."
        return self.go(self.context, done, "oplysninger")

    def _page(self, values: Mapping[str, str]) -> dict[str, Any]:
        organisation = self.root.organisation
        told = acts.told_by(organisation)
        fields = [Field(one.id, one.label, "text", one.hint) for one in LINES.values()]
        base = (("base", acts.stamp(organisation)),)
        form = SmallForm("tekster", "tekster", asked(fields, values), "Gem teksterne", hidden=base, token=new_id())
        return self.care_page(
            "Oplysningspligt",
            form=form,
            action=self.request.resource_path(self.context, "oplysninger"),
            missing=danish.listed([one.lower() for one in told.missing]),
            letter=information.in_letter(told),
            consent=information.on_consent(told).splitlines(),
            history=[
                (danish.moment(self.moment(fact["at"])), fact["by"]["name"])
                for fact in reversed(organisation.information_facts)
            ],
        )
