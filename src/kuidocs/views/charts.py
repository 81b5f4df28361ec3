"""Bars as numbers for a picture 360 wide, which a phone shows as it is (DESIGN 9)."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from ..domain.statistics import Bar, Figure

WIDTH, TRACK, LETTERS = 360, 300, 44
"""How wide the picture and the track of a bar are, and how many letters stand in a line above it."""
LINE, BAR, GAP = 19, 18, 12
DASHED = 62
"""How wide the box of a hidden number is; it is always the same and says nothing."""
HIDDEN_WORDS = "vises ikke"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One bar: the lines above it with where each stands, where it lies, and how wide it is."""

    lines: tuple[tuple[int, str], ...]
    y: int
    width: int
    value: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the template draws, and the same in words."""

    height: int
    bars: tuple[Drawn, ...]
    told: str


def chart(figure: Figure) -> Chart:
    """Draw a figure. The longest track is the total, so that all bars of a figure can be compared."""
    return _drawn(figure.heading, figure.bars, figure.total or 1)


def _drawn(heading: str, rows: Sequence[Bar], whole: int) -> Chart:
    y, bars = 0, []
    for bar in rows:
        words = textwrap.wrap(bar.label, LETTERS)
        lines = tuple((y + 15 + n * LINE, word) for n, word in enumerate(words))
        top = y + len(words) * LINE + 2
        width = round(TRACK * (bar.count or 0) / whole)
        bars.append(Drawn(lines, top, width, _value(bar), bar.count is None))
        y = top + BAR + GAP
    return Chart(max(y - GAP, 1), tuple(bars), _told(heading, rows))


def bars(heading: str, counted: Sequence[tuple[str, int]]) -> Chart:
    """Draw counts of which none is hidden; the longest is as long as the track."""
    most = max((count for _, count in counted), default=1)
    rows = tuple(Bar(label, count, None) for label, count in counted)
    return _drawn(heading, rows, most)


def _value(bar: Bar) -> str:
    return HIDDEN_WORDS if bar.count is None else str(bar.count)


def _told(heading: str, bars: Sequence[Bar]) -> str:
    return f"{heading} {'; '.join(f'{bar.label}: {_value(bar)}' for bar in bars)}."
