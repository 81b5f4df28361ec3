"""Pages that say something about the system itself; anybody may read them."""

from typing import Any

from pyramid.request import Request
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ..resources.root import Root
from ..usecases.information import told_by
from .layout import shell


@view_config(
    context=Root, name="hjaelp", permission=NO_PERMISSION_REQUIRED, renderer="kuidocs:templates/pages/hjaelp.pt"
)
def help_page(context: Root, request: Request) -> dict[str, Any]:
    """Tell how one gets on."""
    return shell(request, "Hjælp")


@view_config(
    context=Root,
    name="tilgaengelighed",
    permission=NO_PERMISSION_REQUIRED,
    renderer="kuidocs:templates/pages/tilgaengelighed.pt",
)
def accessibility(context: Root, request: Request) -> dict[str, Any]:
    """Tell how accessible the system is, and where it is not."""
    return shell(request, "Tilgængelighedserklæring") | {"told": told_by(context.organisation)}


@view_config(
    context=Root,
    name="oplysninger",
    permission=NO_PERMISSION_REQUIRED,
    renderer="kuidocs:templates/pages/oplysninger.pt",
)
def privacy(context: Root, request: Request) -> dict[str, Any]:
    """Tell what is kept about people, and why (GDPR art. 13 and 14)."""
    return shell(request, "Sådan bruger vi oplysninger") | {"told": told_by(context.organisation)}
