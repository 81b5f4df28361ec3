"""``/skabeloner``: which forms there are, and in which editions."""

from typing import Any

from pyramid.view import view_config

from ..domain.documents import KINDS
from ..resources.skabeloner import TemplateFolder
from ..security.permissions import Permission
from .layout import BaseView


@view_config(
    context=TemplateFolder, permission=Permission.Template.VIEW, renderer="kuidocs:templates/pages/skabeloner.pt"
)
class TemplatesView(BaseView):
    """The list of forms."""

    context: TemplateFolder
    section = ""

    def __call__(self) -> dict[str, Any]:
        """List every edition of every form, in the order of the model."""
        forms = [(self.context[key].newest(), self._editions(key)) for key in KINDS if key in self.context]
        return self.page("Skabeloner", forms=forms)

    def _editions(self, key: str) -> list[dict[str, Any]]:
        return [stored.edition().data for stored in self.context[key].values()]
