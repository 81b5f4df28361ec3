"""The job that tells one person that a consent was changed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..domain.identity import SYSTEM
from ..usecases import consent_telling
from ..usecases.acting import Act
from .outbox import handler

if TYPE_CHECKING:
    from ..system import System


@handler(consent_telling.KIND)
def tell(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Hand the mail to the mail server and note that it was taken. Run again it sends nothing twice."""
    act = Act(SYSTEM, system.clock)
    with system.reading() as root:
        before = consent_telling.is_told(root, arguments)
        message = consent_telling.message(root, arguments, system.settings.base_url, act)
    if not before:
        system.mail.send(message)
        system.change(f"consent {arguments['label']}", lambda root: consent_telling.delivered(root, arguments, act))
    return {"delivered_at": act.at}
