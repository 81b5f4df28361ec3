"""The job of the day: who has left, which birthdays have come, and one mail to everybody for whom something waits.

There is one such job a day, whichever processes run and however often they are started. What a day missed while
nothing ran is made good on the next: each part asks what has come since, never what day it is.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ..domain.identity import SYSTEM
from ..resources.outbox import Job
from ..resources.root import Root
from ..usecases import leaving, reminding, timekeeping
from ..usecases.acting import Act
from . import clusters, examining
from .filing import sweep
from .outbox import handler
from .packaging import expire
from .renewing import ask_for_renewals

if TYPE_CHECKING:
    from ..system import System


def schedule(system: "System") -> bool:
    """Put the job of today into the outbox, unless it is there; tells whether it was put there now."""
    key = f"daily:{system.clock.today()}"
    with system.reading() as root:
        if key in root.job:
            return False
    job = Job("daily", key, {}, system.clock.now())
    return system.change(f"schedule {key}", lambda root: root.job.add_once(job))


@handler("daily")
def daily(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Do the work of the day. Run again on the same day it does nothing."""
    left, reached = _leave(system), system.change("birthdays", lambda root: _birthdays(root, _act(system)))
    system.tailer.catch_up()
    told = clusters.daily(system)
    expire(system)
    found = {"left": left, "birthdays": reached, "filed": sweep(system), "reminded": _remind(system)}
    return found | told | {"renewals": ask_for_renewals(system), "to_examine": examining.sweep(system)}


def _act(system: "System") -> Act:
    return Act(SYSTEM, system.clock)


def _leave(system: "System") -> int:
    gone = system.change("leave", lambda root: leaving.close_accounts(root, _act(system)))
    for user_id in gone:
        system.state.sessions.end_all(user_id)
    return len(gone)


def _birthdays(root: Root, act: Act) -> int:
    return sum(timekeeping.reach_ages(case, act) for case in timekeeping.open_cases(root))


def _remind(system: "System") -> int:
    """Look up what waits for everybody; each person is a transaction of his or her own."""
    today, count = system.clock.today(), 0
    with system.reading() as root:
        users = [one.user_id for one in root.medarbejdere.values() if reminding.is_reminded(one, today)]
    for user_id in users:
        rows = [one.row for one in system.index.deadlines(user_id, today)]
        if rows:
            asked = partial(reminding.remind, act=_act(system), user_id=user_id, rows=rows)
            count += system.change("remind", asked)
    return count


@handler("reminder")
def reminder(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Hand the mail of a day to the mail server and note that it was taken. Run again it sends nothing twice."""
    act = _act(system)
    with system.reading() as root:
        person = root.medarbejdere[arguments["user_id"]]
        here = reminding.is_reminded(person, system.clock.today())
        before = person.mailed == reminding.key_of(arguments)
        message = reminding.message(person, arguments, system.settings.base_url, act)
    if before or not here:
        return {"sent": False}
    system.mail.send(message)
    system.change("reminder", lambda root: reminding.delivered(root, arguments, act))
    return {"sent": True}
