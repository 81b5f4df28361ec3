"""The KUI model as a picture with the case's place in it, and the case on a time axis (R1, R4; DESIGN 10)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..domain import consents, danish
from ..domain.meetings import CASE_STATES, MEETING_TYPES
from ..resources.case import Case
from ..resources.meeting import Meeting
from ..services.index.api import FINISHED_CASES
from ..usecases.case_reading import consent
from ..usecases.cases import phase_of
from .events import HELD, Event, events
from .people import genitive
from .timeline import Timeline, timeline

BOXES = ((1, 148), (187, 190), (415, 184), (637, 221))
"""Where the four boxes of the wide picture begin, and how wide they are."""
HEIGHT, GAP, FLAG = 64, 26, 20
"""Of the narrow picture: how high a box is, the gap before the next one, and what the flag takes besides."""
LETTER = 6.2
"""How wide a letter of the small text is, nearly always less."""
HERE = {"opened": "clarification", "clarifying": "clarification", "coordinating": "coordination"}
TITLES = {
    "clarification": ("Koordinerende", "afklaringsmøde"),
    "coordination": ("Koordinationsmøde",),
    "followup": ("Opfølgningsmøder",),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One step of the model: ``x`` and ``width`` in the wide picture, ``y`` in the narrow one.

    ``down`` is how far the arrow to the next box goes in the narrow one; 0 when there is none.
    """

    title: tuple[str, ...]
    lines: tuple[str, ...]
    here: bool
    done: bool
    x: int = 0
    width: int = 0
    y: int = 0
    down: int = 0

    @property
    def narrow(self) -> str:
        """The lines as the one line that the narrow picture has room for."""
        return ". ".join(self.lines[:2])

    @property
    def arrow(self) -> int:
        """Where the arrow to the next box begins."""
        return self.x + self.width + 7

    @property
    def flag(self) -> int:
        """Where the flag stands, over the box."""
        return self.x + min(16, (self.width - 98) // 2)


@dataclass(frozen=True, slots=True)
class Figure:
    """Everything that the template draws."""

    boxes: tuple[Box, ...]
    line: Timeline
    events: tuple[Event, ...]
    summary: str
    title: str
    told: str
    """The description for who does not see the picture."""
    plan: str


def figure(case: Case, today: date) -> Figure:
    """Draw the case."""
    boxes = tuple(_placed(list(_boxes(case, today))))
    found, line = events(case, today), timeline(case, today)
    whose = genitive(case.person.called)
    return Figure(
        boxes,
        line,
        tuple(found),
        _summary(found),
        f"KUI-modellen og {whose} forløb",
        _told(case, line),
        f"Beslutninger skrives i {whose if len(whose) < 22 else 'den unges'} uddannelsesplan",
    )


def _placed(boxes: list[Box]) -> Iterator[Box]:
    """Put the boxes in their places, with the lines that fit in them."""
    y = 2
    for n, (box, (x, width)) in enumerate(zip(boxes, BOXES, strict=True)):
        y += FLAG + GAP // 2 if box.here and n == 0 else FLAG if box.here else 0
        last = n + 1 == len(boxes)
        down = 0 if last else GAP - 10 + (FLAG - 2 if boxes[n + 1].here else 0)
        lines = tuple(line for line in box.lines if len(line) * LETTER <= width - 20)
        yield replace(box, lines=lines or box.lines[:1], x=x, width=width, y=y, down=down)
        y += HEIGHT + GAP


def _boxes(case: Case, today: date) -> Iterator[Box]:
    worth = consents.status(consent(case), today, date.fromisoformat(case.person.birth_date))
    valid = worth in (consents.ACTIVE, consents.EXPIRING)
    started = bool(case.moeder.in_order())
    over = case.state in FINISHED_CASES
    lines = (f"{'✓ ' if valid else ''}{_worth(worth)}", *_givers(case))
    yield Box(("Samtykke",), lines, worth == consents.NONE and not started and not over, valid)
    current = "" if over or not (valid or started) else HERE.get(phase_of(case), "followup")
    for key, title in TITLES.items():
        held, coming = _counted(case, key)
        here = key == current
        yield Box(title, _lines(case, held, coming, today, here), here, bool(held) and not here)


def _worth(state: str) -> str:
    return "Ikke givet endnu" if state == consents.NONE else consents.LABELS[state]


def _givers(case: Case) -> Iterator[str]:
    given = consent(case)
    if given is None or not given.givers:
        return
    if given.givers == (case.person.full_name,):
        yield f"Givet af {case.person.called} selv"
        yield "Givet af den unge"
    else:
        yield f"Givet af {danish.number(len(given.givers))}"


def _counted(case: Case, key: str) -> tuple[list[Meeting], list[Meeting]]:
    own = [m for m in case.moeder.in_order() if m.meeting_type.startswith(key)]
    return [m for m in own if m.state in HELD], [m for m in own if m.state in ("planned", "convened") and m.date]


def _lines(case: Case, held: list[Meeting], coming: list[Meeting], today: date, here: bool) -> tuple[str, ...]:
    mark = "" if here else "✓ "
    lines = []
    if len(held) == 1 and held[0].date:
        lines.append(f"{mark}Holdt {danish.near_date(date.fromisoformat(held[0].date), today)}")
    elif held:
        lines.append(f"{mark}Holdt {danish.count(len(held), 'gang', 'gange')}")
    if coming:
        lines.append(f"Næste: {_with(case, coming[0], today)}")
    elif held and MEETING_TYPES[held[-1].meeting_type].with_young and not here:
        lines.append(f"Sammen med {case.person.called}")
    return tuple(lines) or ("Ikke holdt endnu",)


def _with(case: Case, meeting: Meeting, today: date) -> str:
    day = danish.near_date(date.fromisoformat(meeting.date), today)
    short = MEETING_TYPES[meeting.meeting_type].short.replace("den unge", case.person.called)
    words = f"{day}, {short[0].lower()}{short[1:]}" if "unge" in MEETING_TYPES[meeting.meeting_type].short else day
    return words if len(words) < 22 else day


def _summary(found: list[Event]) -> str:
    """Count what the list holds: »6 møder holdt, 2 samtykker, 3 planversioner«."""
    held = sum(event.kind == "meeting" and not event.planned for event in found)
    given = sum(event.kind == "kui.consent" for event in found)
    plans = sum(event.kind == "kui.education_plan" for event in found)
    if not found:
        return "Der er ikke sket noget endnu"
    return ", ".join(
        (
            f"{held} {'møde' if held == 1 else 'møder'} holdt",
            f"{given} {'samtykke' if given == 1 else 'samtykker'}",
            f"{plans} {'planversion' if plans == 1 else 'planversioner'}",
        )
    )


def _told(case: Case, line: Timeline) -> str:
    where = f"{case.person.called} er i fasen {CASE_STATES[case.state].lower()}."
    return (
        "Modellen har fire led: samtykke, koordinerende afklaringsmøder, koordinationsmøde og opfølgningsmøder. "
        f"{where} Tidslinjen viser møder, anmodninger om møder, samtykker og planversioner fra "
        f"{danish.long_date(line.first)} til {danish.long_date(line.last)}. "
        "De samme oplysninger står som liste under figuren."
    )
