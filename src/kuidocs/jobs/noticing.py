"""The jobs that tell an auditor that a leader has used break-glass, and that somebody has sent a report of a file: a
neutral mail, once."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..domain.identity import SYSTEM
from ..usecases import access_acts, check_reports
from ..usecases.acting import Act
from .outbox import handler

if TYPE_CHECKING:
    from ..system import System


@handler(access_acts.MAIL)
def tell_auditor(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Hand the mail to the mail server and note that it was taken. Run again it sends nothing twice."""
    act = Act(SYSTEM, system.clock)
    with system.reading() as root:
        before = access_acts.was_told(root, arguments)
        message = access_acts.message(root, arguments, system.settings.base_url, act)
    if before:
        return {"sent": False}
    system.mail.send(message)
    system.change("tell auditor", lambda root: access_acts.delivered(root, arguments, act))
    return {"sent": True}


@handler(check_reports.MAIL)
def tell_of_report(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Hand the mail to the mail server and note that it was taken. Run again it sends nothing twice."""
    act = Act(SYSTEM, system.clock)
    with system.reading() as root:
        before = check_reports.was_told(root, arguments)
        message = check_reports.message(root, arguments, system.settings.base_url, act)
    if before:
        return {"sent": False}
    system.mail.send(message)
    system.change("tell of a report", lambda root: check_reports.delivered(root, arguments, act))
    return {"sent": True}
