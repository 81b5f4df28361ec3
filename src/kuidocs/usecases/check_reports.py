"""Sending what was found of a file that is not genuine to those who watch over the municipality's data.

The page of a check stores nothing, so what it found goes out with its form under our own mark, and counts only when it
comes back unchanged, from the same person and on the same day.
"""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from ..domain.errors import Conflict, NotAllowed
from ..resources.base import new_id
from ..resources.check_report import CheckReport
from ..resources.outbox import Job
from ..resources.root import Root
from ..resources.staff import Staff
from ..security.rules import AUDITOR
from ..services.mail.api import Message
from . import persons
from .acting import Act, done_before, moved

MAIL = "check_report_mail"
"""The kind of the job that tells an auditor."""
SENT, TOLD, READ = "sent", "told", "read"
LASTS = timedelta(hours=12)
LONGEST = 20_000
FOUND = frozenset({"code", "status", "heading", "text", "where", "checks", "sha256", "length", "at"})
SUBJECT = "Der er noget at kontrollere i kuidocs"
LETTER = (
    "Hej\n\nEn medarbejder har sendt en rapport om en fil, der ikke kan stoles på. Log ind, og se den:\n\n{link}\n\n"
    "Mailen nævner ingen navne og ingen sager, for en mail er ikke et sikkert sted.\n\nkuidocs\n"
)
STALE = "Resultatet er ikke gemt, og siden er for gammel til at sende det. Kontrollér filen igen, og send så rapporten."
NOBODY = "Ingen i systemet kan tage imod rapporten. Skriv selv til kommunens databeskyttelsesrådgiver."


def receivers(root: Root) -> list[Staff]:
    """List the auditors, by name."""
    return sorted(root.medarbejdere.with_role(AUDITOR), key=lambda one: one.name)


def marked(root: Root, act: Act, found: Mapping[str, Any], event: str) -> str:
    """Write what was found as a page can carry it; ``event`` is the one that says that the file was checked."""
    told = {"id": new_id(), "user": act.who.user_id, "event": event, "found": dict(found)}
    text = base64.urlsafe_b64encode(json.dumps(told, ensure_ascii=False).encode()).decode()
    return f"{text}.{_mark(root, text)}"


def _mark(root: Root, text: str) -> str:
    return persons.keyed(root.sager, f"check report {text}")


def taken_back(root: Root, act: Act, marked_text: str) -> dict[str, Any]:
    """Return what a page carried: ``id``, ``event`` and ``found``.

    Raises Conflict for what is not ours, too old, or another's.
    """
    text, _, mark = marked_text[:LONGEST].partition(".")
    if not mark.isascii() or not hmac.compare_digest(mark, _mark(root, text)):
        raise Conflict("stale", STALE)
    told: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text))
    age = act.clock.now() - datetime.fromisoformat(told["found"]["at"])
    if told["user"] != act.who.user_id or not timedelta() <= age <= LASTS:
        raise Conflict("stale", STALE)
    return told


def send(root: Root, act: Act, told: Mapping[str, Any], about: Mapping[str, Any]) -> CheckReport:
    """Keep a report and mail the auditors that there is one; the same page sends one.

    ``about``: which paper of ours the file began as. Raises Conflict when nobody could get it.
    """
    there = root.kontrolrapporter.get(told["id"])
    if there is not None:
        return there
    to = receivers(root)
    if not to:
        raise Conflict("nobody", NOBODY)
    made = CheckReport(told["id"], {key: told["found"][key] for key in FOUND}, about, act.by)
    root.report(made)
    moved(made, SENT, "file.reported", act, _about(made), {"to": [one.user_id for one in to]})
    for person in to:
        if person.email:
            arguments = {"report": made.id, "user_id": person.user_id}
            root.job.add(Job(MAIL, f"{MAIL}:{made.id}:{person.user_id}", arguments, act.clock.now()))
    return made


def read(one: CheckReport, act: Act) -> None:
    """Note that an auditor has read it; once.

    Raises NotAllowed for whoever is none.
    """
    if AUDITOR not in act.who.roles:
        raise NotAllowed("who", "Det noterer kommunens kontrol.")
    if not done_before(one, act) and one.last(READ) is None:
        moved(one, READ, "file.report_read", act, _about(one), {})


def unread(root: Root) -> list[CheckReport]:
    """List the reports that no auditor has read, the newest first."""
    return [one for one in root.kontrolrapporter.in_order() if one.last(READ) is None]


def message(root: Root, arguments: Mapping[str, str], base_url: str, act: Act) -> Message:
    """Write the mail: that there is a report, and where."""
    person = root.medarbejdere[arguments["user_id"]]
    text = LETTER.format(link=f"{base_url.rstrip('/')}/kontrolrapporter/{arguments['report']}")
    key = f"{MAIL}:{arguments['report']}:{arguments['user_id']}"
    return Message(person.email, SUBJECT, text, (), key, act.clock.now())


def was_told(root: Root, arguments: Mapping[str, str]) -> bool:
    """Tell whether the auditor has been mailed."""
    facts = root.kontrolrapporter[arguments["report"]].facts
    return any(one["kind"] == TOLD and one["data"]["user_id"] == arguments["user_id"] for one in facts)


def delivered(root: Root, arguments: Mapping[str, str], act: Act) -> None:
    """Write down that an auditor was mailed; once."""
    if not was_told(root, arguments):
        one = root.kontrolrapporter[arguments["report"]]
        moved(one, TOLD, "file.report_told", act, _about(one), {"user_id": arguments["user_id"]})


def _about(one: CheckReport) -> dict[str, Any]:
    return {"report": one.id} | one.about
