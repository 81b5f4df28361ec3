"""The job that mails: one message to one person (D37)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..domain.identity import SYSTEM
from ..usecases import mailings
from ..usecases.acting import Act
from .outbox import handler

if TYPE_CHECKING:
    from ..system import System


@handler("mail")
def mail(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Hand one mail to the mail server and note that it was taken. Run again it sends nothing twice."""
    told = system.settings
    with system.reading() as root:
        wanted = mailings.wanted(root, arguments)
        before = wanted.delivered_at
        message = mailings.message(wanted, system.calendar, told.base_url, told.mail_from, system.clock.now())
    if before:
        return {"delivered_at": before}
    system.mail.send(message)
    act = Act(SYSTEM, system.clock)
    system.change(f"mail {arguments['label']}", lambda root: mailings.delivered(root, arguments, act))
    return {"delivered_at": act.at}
