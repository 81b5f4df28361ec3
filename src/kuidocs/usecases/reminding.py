"""Reminders: who is told of what on a day, gathered into one mail a person, and never told the same twice (R47)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..domain import deadlines
from ..domain.errors import Refused
from ..resources.outbox import Job
from ..resources.root import Root
from ..resources.staff import Staff
from ..security.rules import ADMINISTRATOR
from ..services.index.api import DeadlineRow
from ..services.mail.api import Message
from .acting import Act, event

KEPT = timedelta(days=400)
"""How long it is known what was reminded of: longer than any stage can be late."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing to remind somebody of: it, with its stage, and what a mail may say of it."""

    key: str
    kind: str
    day: date


def is_reminded(person: Staff, today: date) -> bool:
    """Tell whether somebody may get mail at all. Who cares for the system sees no content, so nothing waits there."""
    return person.works_on(today) and bool(person.email) and ADMINISTRATOR not in person.roles


def reasons(person: Staff, rows: Iterable[DeadlineRow], today: date) -> list[Reason]:
    """List what somebody is reminded of today: what has come to a stage, is wanted, and was not told before."""
    return [one for one in _due(rows, today) if one.kind not in person.reminders_off and one.key not in person.reminded]


def _due(rows: Iterable[DeadlineRow], today: date) -> Iterator[Reason]:
    for row in rows:
        stage = deadlines.stage(row.kind, row.day, today)
        if stage is not None:
            yield Reason(f"{row.case_no}/{row.kind}/{row.key}/{row.day}/{stage}", row.kind, row.day)


def remind(root: Root, act: Act, user_id: str, rows: Iterable[DeadlineRow]) -> bool:
    """Ask for the mail of a day to one person, and write down of what; False when there is nothing to tell."""
    person, today = root.medarbejdere[user_id], act.clock.today()
    found = reasons(person, rows, today) if is_reminded(person, today) else []
    if not found:
        return False
    told = [{"kind": one.kind, "day": one.day.isoformat()} for one in found]
    arguments = {"user_id": user_id, "day": today.isoformat(), "told": told}
    if not root.job.add_once(Job("reminder", f"reminder:{today}:{user_id}", arguments, act.clock.now())):
        return False
    kept = {key: day for key, day in person.reminded.items() if date.fromisoformat(day) > today - KEPT}
    person.reminded = kept | {one.key: today.isoformat() for one in found}
    kinds = sorted(one.kind for one in found)
    event(root.medarbejdere, "reminder.asked_for", act, {"user_id": user_id}, {"kinds": kinds})
    return True


def message(person: Staff, arguments: Mapping, base_url: str, act: Act) -> Message:
    """Write the mail: what waits, in words that fit anybody's case, and a link to the own day."""
    base, today = base_url.rstrip("/"), date.fromisoformat(arguments["day"])
    said = [deadlines.sentence(one["kind"], date.fromisoformat(one["day"]), today) for one in arguments["told"]]
    text = deadlines.letter(said, f"{base}/min-dag", f"{base}/mine-indstillinger")
    return Message(person.email, deadlines.SUBJECT, text, (), key_of(arguments), act.clock.now())


def key_of(arguments: Mapping) -> str:
    """Return what a mail is known by."""
    return f"reminder:{arguments['day']}:{arguments['user_id']}"


def delivered(root: Root, arguments: Mapping, act: Act) -> None:
    """Write down that the mail server has taken the mail; once."""
    person = root.medarbejdere[arguments["user_id"]]
    if person.mailed != key_of(arguments):
        person.mailed = key_of(arguments)
        event(root.medarbejdere, "reminder.delivered", act, {"user_id": person.user_id}, {"day": arguments["day"]})


def choose(person: Staff, act: Act, wanted: Collection[str]) -> None:
    """Let somebody choose which reminders to get; those that are not named are off.

    Raises Refused.
    """
    if not set(wanted) <= set(deadlines.KINDS):
        raise Refused("kind", "Vælg fra listen, hvad du vil have mail om.")
    off = tuple(kind for kind in deadlines.KINDS if kind not in wanted)
    if off != person.reminders_off:
        person.reminders_off = off
        event(person.__parent__, "reminder.chosen", act, {"user_id": person.user_id}, {"off": list(off)})
