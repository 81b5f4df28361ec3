"""What the frame of a page shows to somebody of a cluster: another name, another menu (R80)."""

from typing import Any

from pyramid.request import Request

from ..domain.clusters import KLYNGE
from ..resources.klynger import Cluster, ClusterMeeting, above, in_klynge
from ..security.permissions import Permission

HOME = "klynger"
WORDS = "Klyngemøder"
Nav = list[tuple[str, str, str]]


def cluster_shell(request: Request) -> dict[str, Any]:
    """Return what the frame has in place of the municipality's; nothing on the municipality's own pages."""
    identity = request.identity
    mine = identity is not None and identity.world == KLYNGE
    context = getattr(request, "context", None)
    here = in_klynge(context) if hasattr(context, "__parent__") else False
    if not mine and not here:
        return {}
    cluster = above(context, Cluster) if here and mine else None
    told = {"municipality": cluster.name if cluster is not None else WORDS, "unit": "", "world": KLYNGE}
    return told | {"nav": _nav(request, cluster) if mine else []}


def _nav(request: Request, cluster: Cluster | None) -> Nav:
    path = request.resource_path
    nav: Nav = [(path(request.root_resource, HOME, ""), "Mine klyngemøder", HOME)]
    if cluster is None or not request.has_permission(Permission.Klynge.VIEW, cluster):
        return nav
    nav.append((path(cluster), "Klyngen", "klyngen"))
    meeting = above(request.context, ClusterMeeting)
    if meeting is None:
        return nav
    keeps = request.has_permission(Permission.Klynge.PLAN, meeting)
    nav.append((path(meeting), "Drejebog", "drejebog"))
    if keeps:
        nav.append((path(meeting, "gaester"), "Gæster", "gaester"))
        nav.append((path(meeting.survey), "Spørgeskema", "skema"))
    elif request.has_permission(Permission.Klynge.TALLY, meeting):
        nav.append((path(meeting.survey, "opgoerelse"), "Opgørelse", "skema"))
    nav.append((path(meeting, "cases"), "Cases", "cases"))
    nav.append((path(meeting, "aftaler"), "Aftaler", "aftaler"))
    return nav
