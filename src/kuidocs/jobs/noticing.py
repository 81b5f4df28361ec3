"""The jobs that tell one person, in a neutral mail and once, that there is something to look at: an auditor of a use of
break-glass or of the report of a file, and whoever a changed consent concerns."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from ..domain.identity import SYSTEM
from ..resources.root import Root
from ..services.mail.api import Message
from ..usecases import access_acts, check_reports, consent_telling
from ..usecases.acting import Act
from .outbox import handler

if TYPE_CHECKING:
    from ..system import System


class Telling(Protocol):
    """What a use case says of a mail: whether it was sent, its words, and that it is sent now."""

    def was_told(self, root: Root, arguments: Mapping[str, Any], /) -> bool:
        """Tell whether the mail was sent before."""

    def message(self, root: Root, arguments: Mapping[str, Any], base_url: str, act: Act, /) -> Message:
        """Write the mail."""

    def delivered(self, root: Root, arguments: Mapping[str, Any], act: Act, /) -> None:
        """Write down that the mail was sent."""


@handler(access_acts.MAIL)
def tell_of_opening(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell an auditor that a leader has used break-glass."""
    return _told(system, arguments, access_acts)


@handler(check_reports.MAIL)
def tell_of_report(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell an auditor that somebody has sent a report of a file."""
    return _told(system, arguments, check_reports)


@handler(consent_telling.KIND)
def tell_of_consent(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell one person that a consent was changed."""
    return _told(system, arguments, consent_telling)


def _told(system: "System", arguments: Mapping[str, Any], telling: Telling) -> Mapping[str, Any]:
    """Hand the mail to the mail server and note that it was taken. Run again it sends nothing twice."""
    act = Act(SYSTEM, system.clock)
    with system.reading() as root:
        before = telling.was_told(root, arguments)
        message = telling.message(root, arguments, system.settings.base_url, act)
    if before:
        return {"sent": False}
    system.mail.send(message)
    system.change("tell somebody", lambda root: telling.delivered(root, arguments, act))
    return {"sent": True}
