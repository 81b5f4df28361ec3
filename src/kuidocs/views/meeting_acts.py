"""What may be done with a meeting or a case now, as pages show it: the acts, and for each what is still in the way."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.documents import KINDS
from ..domain.guards import Guard, Move, failing, may
from ..domain.meetings import MEETING_TYPES
from ..resources.base import new_id
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..security.permissions import Permission
from ..usecases.meeting_reading import minutes_of, papers
from .layout import BaseView

WRITTEN_HERE = frozenset(
    {
        "reason",
        "attendance",
        "review_on",
        "tasks_note",
        "young_told",
        "basis",
        "withdrawn_on",
        "kle",
        "fate",
        "dispose_on",
    }
)
"""What is mended in the form of the act itself, and so is no reason to hide the form."""
NOUNS = {"notice": "indkaldelsen", "agenda": "dagsordenen", "minutes": "referatet"}
NOTHING = {"href": "", "verb": ""}


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One reason why something cannot be done yet, and where it is mended."""

    text: str
    href: str = ""
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Doable:
    """One act of the table as a page offers it."""

    act: str
    label: str
    mine: bool
    who_says: str
    hindrances: tuple[Hindrance, ...]
    token: str

    @property
    def ready(self) -> bool:
        """Whether the form is shown."""
        return self.mine and not self.hindrances


def doable(
    moves: Iterable[Move[Any]], facts: Any, roles: Collection[str], mend: Callable[[str], Mapping[str, str]]
) -> list[Doable]:
    """Make what a page shows of each act."""
    return [
        Doable(move.act, move.label, may(move, roles), move.who_says, _hindrances(move, facts, mend), new_id())
        for move in moves
    ]


def _hindrances(move: Move[Any], facts: Any, mend: Callable[[str], Mapping[str, str]]) -> tuple[Hindrance, ...]:
    return tuple(Hindrance(guard.said(facts), **mend(guard.mends)) for guard in hindering(move, facts))


def hindering(move: Move[Any], facts: Any) -> list[Guard[Any]]:
    """List the guards that do not hold, but for those that the form of the act itself asks for."""
    return [guard for guard in failing(move, facts) if guard.mends not in WRITTEN_HERE]


def mending(view: BaseView, case: Case, what: str, meeting: Meeting | None = None) -> dict[str, str]:
    """Say where something is mended: the address and the words of the link; both are empty when nowhere."""
    if meeting is not None and what in NOUNS:
        return _paper(view, case, meeting, what)
    if meeting is not None and what == "plan":
        return _decisions(view, case, meeting)
    return ELSEWHERE[what](view, case) if what in ELSEWHERE else dict(NOTHING)


def _paper(view: BaseView, case: Case, meeting: Meeting, what: str) -> dict[str, str]:
    kind = MEETING_TYPES[meeting.meeting_type]
    form_key = {"notice": "kui.notice", "agenda": kind.agenda, "minutes": kind.minutes}[what]
    minutes = minutes_of(case, meeting) if what == "minutes" else None
    there = [minutes] if minutes else papers(case, meeting, form_key)
    if there:
        return {"href": view.request.resource_path(there[-1]), "verb": f"Åbn {NOUNS[what]}"}
    query = {"form": form_key, "moede": str(meeting.number)}
    return {"href": _new(view, case, query), "verb": f"Skriv {NOUNS[what]}"}


def _decisions(view: BaseView, case: Case, meeting: Meeting) -> dict[str, str]:
    """Lead to where decisions are written into the plan, whoever may do that."""
    minutes = minutes_of(case, meeting)
    if minutes is None or not view.request.has_permission(Permission.Plan.WRITE, minutes):
        return dict(NOTHING)
    return {"href": view.request.resource_path(minutes, "beslutninger"), "verb": "Skriv beslutningerne i planen"}


def _new(view: BaseView, case: Case, query: Mapping[str, str]) -> str:
    return view.request.resource_path(case, "nyt-dokument", query=dict(query))


def _one_of(form_key: str) -> Callable[[BaseView, Case], dict[str, str]]:
    """Make what leads to the one document of a kind, or to beginning it."""

    def found(view: BaseView, case: Case) -> dict[str, str]:
        own = [document for document in case.dokumenter.of_form(form_key) if document.state != "annulled"]
        name = KINDS[form_key].label.lower()
        if own:
            return {"href": view.request.resource_path(own[-1]), "verb": f"Åbn {name}"}
        return {"href": _new(view, case, {"form": form_key}), "verb": f"Skriv {name}"}

    return found


def _phase(view: BaseView, case: Case) -> dict[str, str]:
    return {"href": view.request.resource_path(case, "fase"), "verb": "Se fasen, og hvem der er valgt"}


def _last_meeting(meeting_type: str) -> Callable[[BaseView, Case], dict[str, str]]:
    """Make what leads to the last meeting of a kind, or to planning the first."""

    def found(view: BaseView, case: Case) -> dict[str, str]:
        own = [meeting for meeting in case.moeder.of_type(meeting_type) if meeting.state != "cancelled"]
        if own:
            return {"href": view.request.resource_path(own[-1]), "verb": "Åbn mødet"}
        query = {"form": "kui.notice", "moede": f"ny:{meeting_type}"}
        return {"href": _new(view, case, query), "verb": "Planlæg mødet"}

    return found


def _clarification_minutes(view: BaseView, case: Case) -> dict[str, str]:
    own: list[Document] = case.dokumenter.of_form("kui.minutes.clarification")
    if own:
        return {"href": view.request.resource_path(own[-1]), "verb": "Åbn referatet"}
    return _last_meeting("clarification")(view, case)


def _request(view: BaseView, case: Case) -> dict[str, str]:
    return {"href": view.request.resource_path(case, "bed-om-opfoelgning"), "verb": "Bed om et opfølgningsmøde"}


def _meetings(view: BaseView, case: Case) -> dict[str, str]:
    return {"href": f"{view.request.resource_path(case)}#dok", "verb": "Se møderne"}


ELSEWHERE: Mapping[str, Callable[[BaseView, Case], dict[str, str]]] = {
    "consent": _one_of("kui.consent"),
    "plan": _one_of("kui.education_plan"),
    "phase": _phase,
    "clarification_minutes": _clarification_minutes,
    "coordination": _last_meeting("coordination"),
    "request": _request,
    "meetings": _meetings,
}
