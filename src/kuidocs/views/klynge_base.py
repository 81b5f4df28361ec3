"""What the pages of the clusters share."""

from datetime import date
from typing import Any

from pyramid.response import Response

from ..domain import danish
from ..domain.clusters import DONE, IN_PROGRESS, NOT_RELEVANT, NOT_STARTED, STATES
from ..domain.errors import KuiError
from ..forms.shipped.vocabularies import STEP_STATUS
from ..resources.base import new_id
from ..resources.klynger import Cluster, ClusterMeeting, above
from ..security.permissions import Permission
from ..usecases.cluster_papers import day_of
from .klynge_shell import HOME, WORDS
from .layout import BaseView
from .presenting import Chip

CHIPS = {
    DONE: Chip(STEP_STATUS.labels[DONE], "state-approved", "check"),
    IN_PROGRESS: Chip(STEP_STATUS.labels[IN_PROGRESS], "state-review", "edit"),
    NOT_STARTED: Chip(STEP_STATUS.labels[NOT_STARTED], "state-draft", "minus"),
    NOT_RELEVANT: Chip(STEP_STATUS.labels[NOT_RELEVANT], "state-old", "minus"),
}
LONGEST = 20_000


class ClusterView(BaseView):
    """One page of a cluster."""

    section = HOME

    @property
    def cluster(self) -> Cluster:
        """The cluster."""
        return above(self.context, Cluster)

    @property
    def meeting(self) -> ClusterMeeting:
        """The meeting."""
        return above(self.context, ClusterMeeting)

    def may(self, permission: str, context: Any = None) -> bool:
        """Tell whether whoever is here may do something here."""
        return bool(self.request.has_permission(permission, self.context if context is None else context))

    @property
    def keeps(self) -> bool:
        """Whether whoever is here plans the meetings."""
        return self.may(Permission.Klynge.PLAN)

    def trail(self, *more: tuple[str, str]) -> list[tuple[str, str]]:
        """Return the way from the first page to here."""
        path = self.request.resource_path
        found = [(path(self.root, HOME, ""), WORDS)]
        if self.cluster is not None:
            found.append((path(self.cluster), self.cluster.name))
        if self.meeting is not None:
            found.append((path(self.meeting), f"Drejebog: {topic(self.meeting)}"))
        return [*found, *more]

    def posted(self, name: str) -> str:
        """Return what was typed in a field."""
        found = self.request.POST.get(name, "")
        return found[:LONGEST].replace("\r\n", "\n").strip() if isinstance(found, str) else ""

    def acting(self) -> Any:
        """Make the act of the page that was posted."""
        return self.act(self.posted("__token__")[:40])

    def page(self, title: str, **data: Any) -> dict[str, Any]:
        """Return what a template gets."""
        common = {"token": new_id(), "problem": "", "wrong_field": "", "typed": {}, "keeps": False}
        return super().page(title, **(common | data))

    def again(self, template: str, data: dict[str, Any], refused: KuiError) -> Response:
        """Show the page again with what was typed and why it was refused."""
        typed = {name: self.posted(name) for name in self.request.POST if isinstance(name, str)}
        told = {"problem": refused.text, "wrong": True, "wrong_field": refused.code, "typed": typed}
        return self.render(template, data | told, status=refused.status)

    def day(self, day: date | None) -> str:
        """Write a day, "" for none."""
        return danish.weekday_date(day) if day else ""


def topic(meeting: ClusterMeeting) -> str:
    """Return what a meeting is about."""
    return str(meeting.plan.content().get("topic", "")) or f"Møde {meeting.number}"


def when(meeting: ClusterMeeting, today: date) -> str:
    """Write how far off a meeting is, "" when it has no day or was long ago."""
    day = day_of(meeting)
    if day is None:
        return ""
    return danish.days_between(day, today) if day >= today else f"for {(today - day).days} dage siden"


def state_chip(meeting: ClusterMeeting) -> Chip:
    """Return the chip of a meeting's state."""
    looks = {
        "preparing": ("state-draft", "edit"),
        "ready": ("state-approved", "check"),
        "held": ("state-review", "account"),
        "following_up": ("state-review", "calendar-month"),
        "closed": ("state-filed", "check"),
    }
    return Chip(STATES[meeting.state], *looks[meeting.state])
