"""The ten steps as a picture: numbers for a drawing 1200 wide, for one of 5 × 2 on phones, and the same in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..domain import danish
from ..domain.clusters import DONE, IN_PROGRESS, NOT_RELEVANT, NOT_STARTED, STEPS, numbers
from ..forms.shipped.vocabularies import STEP_STATUS

WORDS = {DONE: "er udført", IN_PROGRESS: "er i gang", NOT_STARTED: "er ikke begyndt", NOT_RELEVANT: "er ikke relevant"}
FIRST, APART = 60, 120


@dataclass(frozen=True, slots=True)
class Ring:
    """One step in the drawing: where it stands wide and narrow, and how it looks."""

    number: int
    short: str
    status: str
    label: str
    x: int
    narrow_x: int
    narrow_y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing, and what a screen reader says of it."""

    rings: tuple[Ring, ...]
    told: str
    head: str
    more: str


def picture(statuses: Mapping[int, str]) -> Picture:
    """Draw how far a meeting is."""
    rings = tuple(_ring(step.number, step.short, statuses) for step in STEPS)
    counts = {status: numbers(statuses, status) for status in WORDS}
    parts = [f"{danish.listed([str(n) for n in found])} {WORDS[status]}" for status, found in counts.items() if found]
    told = f"Ti trin: {'. '.join(parts)}. Trin 6 giver resultater til trin 4. Klyngemødet ligger mellem trin 9 og 10."
    done = len(counts[DONE])
    more = [f"{len(counts[status])} {WORDS[status].removeprefix('er ')}" for status in (IN_PROGRESS, NOT_STARTED,
            NOT_RELEVANT) if counts[status]]  # fmt: skip
    return Picture(rings, told, f"{done} af {len(STEPS)} trin er udført", " · ".join(more))


def _ring(number: int, short: str, statuses: Mapping[int, str]) -> Ring:
    status, place = statuses.get(number, NOT_STARTED), number - 1
    narrow = (36 + 72 * (place % 5), 40 + 90 * (place // 5))
    return Ring(number, short, status, STEP_STATUS.labels[status], FIRST + APART * place, *narrow)
