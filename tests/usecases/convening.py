"""A meeting that is ready to be convened: consent, agenda and a finished notice."""

from typing import Any

from kuidocs.domain.meetings import MEETING_TYPES
from kuidocs.resources.case import Case
from kuidocs.resources.document import Document
from kuidocs.usecases import involvement, meetings, people
from kuidocs.usecases.acting import case_named, root_of
from tests.views import making

DAY, ROOM = "2026-12-08", "Rådhuset, mødelokale 1"
DEPARTMENTS = ("Den Kommunale Ungeindsats", "PPR", "Familie og Børn", "Unge og Job")
SOUGHT = "Hvordan vi kan forstå det, der sker om natten."


def row(case: Case, name: str, relation: str = "primary", department: str = "PPR", **more: Any) -> dict:
    """Somebody on a notice. The row id is made of the name, so that the same person has the same."""
    rid = f"row-{''.join(letter for letter in name.lower() if letter.isascii() and letter.isalpha())}"
    who = people.reference(case, root_of(case).medarbejdere, name)
    place = {"department": department, "profession": "Fagperson"} if relation in ("primary", "ad_hoc") else {}
    return {"rid": rid, "name": who, "relation": relation, **place, **more}


def rows(case: Case, *more: dict) -> list[dict]:
    """Jonas and Louise, and whoever else is named."""
    jonas = row(case, "Jonas Ravnsborg", department="Den Kommunale Ungeindsats", meeting_role=["convener", "chair"])
    return [jonas, row(case, "Louise Grønvang", meeting_role=["minute_taker"]), *more]


def ready(case: Case, *more: dict, kind: str = "clarification", **notice: Any) -> Document:
    """Return a finished notice for a planned meeting, with everything that convening asks for."""
    may = ["share", "receive"]
    recipients = [{"rid": f"to-{n:06d}", "department": name, "may": may} for n, name in enumerate(DEPARTMENTS)]
    making.paper(case, "kui.consent", making.CONSENT | {"recipients": recipients})
    found = making.meeting(case, kind, DAY, start="13:30", end="14:40", place=ROOM)
    making.paper(case, MEETING_TYPES[kind].agenda, {"desired_outcome": "Ro."}, meeting=found)
    content = {"meeting_type": kind, "participants": rows(case, *more), **_time()}
    return making.paper(case, "kui.notice", content | notice, meeting=found)


def _time(day: str = DAY, place: str = ROOM) -> dict[str, str]:
    return {"meeting_date": day, "start_time": "13:30", "end_time": "14:40", "place": place}


def next_notice(document: Document, drafts: Any, act: Any, *more: dict, day: str = DAY, place: str = ROOM) -> None:
    """Finish the next version of a notice, with others on it or another time."""
    case = case_named(document)
    content = document.latest.content() | {"participants": rows(case, *more), **_time(day, place)}
    drafts.remove(document.id)
    document.draft = None
    number, at = document.latest.number + 1, act.at
    making.version(document, content, number=number, at=at)
    meetings.follow_notice(document, act)
    involvement.refresh(case)
