"""A presentation as plain data, the same for a .pptx, a hand-out and the screen: what stands on which slide.

No slide holds more than has room: long texts go on over more slides, each with a heading of its own.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from .statistics import Bar, Figure

WIDE, NARROW, SMALL = 68, 40, 92
"""How many letters a line has: alone, beside a picture, and in the smaller letters under a chart."""
LINES, BESIDE, UNDER = 12, 11, 4
"""How many lines a slide has room for: alone, beside the picture of the ring, and under a chart."""
FEW = 6
"""With no more lines than these, narrow ones, letters are larger."""
BARS = 8
HEADING, LABEL = 130, 60
"""The most letters of a heading and of what stands beside a bar; the whole text then stands somewhere else."""
BETWEEN = 0.3
"""The room between two paragraphs, in lines."""
MOST_NOTES = 6000
MOST = 200
"""How many slides a presentation can have; nobody sees more in an evening."""
_GONE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LOST = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph. ``lead`` stands in bold before it."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide. ``ring``: who sits in the arena; ``minutes``: how long they have, for the clock."""

    heading: str
    lines: tuple[Said, ...] = ()
    over: str = ""
    figure: Figure | None = None
    ring: tuple[str, ...] = ()
    minutes: int = 0
    notes: str = ""
    opens: bool = False
    """Whether it is the first slide, or one that opens a part."""


@dataclass(frozen=True, slots=True)
class Deck:
    """A whole presentation."""

    title: str
    cluster: str
    day: str
    """Of the meeting, ISO; "" while there is none."""
    made_on: str
    """ISO."""
    slides: tuple[Slide, ...]

    @classmethod
    def of(cls, title: str, cluster: str, slides: Iterable[Slide], *, day: str, made_on: str) -> Self:
        """Make a deck of slides as they come: cleaned, and parted where they are too full."""
        return cls(_line(title), _line(cluster), day, made_on, fitted(slides))


def clean(text: str) -> str:
    """Take out what no file can hold and what makes a text read otherwise than it is stored; lines stay."""
    return _GONE.sub("", _LOST.sub("\ufffd", _BREAKS.sub("\n", text))).replace("\t", " ")


def fitted(slides: Iterable[Slide]) -> tuple[Slide, ...]:
    """Clean the slides, part those that are too full, and give each a heading that no other has."""
    parted = [part for slide in slides for part in _parted(_short_heading(_cleaned(slide)))]
    if len(parted) > MOST:
        rest = Slide("Der er ikke plads til mere", (Said(f"Præsentationen slutter efter {MOST} billeder."),))
        parted = [*parted[: MOST - 1], rest]
    return tuple(_named(parted))


def _cleaned(slide: Slide) -> Slide:
    lines = tuple(
        Said(part, lead if number == 0 else "")
        for lead, text in ((clean(one.lead).replace("\n", " "), clean(one.text)) for one in slide.lines)
        for number, part in enumerate(one.strip() for one in text.split("\n"))
        if part or (lead and number == 0)
    )
    figure = slide.figure
    if figure is not None:
        bars = tuple(replace(one, label=_line(one.label)) for one in figure.bars)
        figure = replace(figure, heading=_line(figure.heading), bars=bars)
    return replace(
        slide,
        heading=_line(slide.heading) or "Uden overskrift",
        over=_line(slide.over),
        lines=lines,
        ring=tuple(_line(one) for one in slide.ring),
        figure=figure,
        notes=clipped(clean(slide.notes), MOST_NOTES),
    )


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def clipped(text: str, most: int) -> str:
    """Cut a text between two words, and say that it was cut."""
    if len(text) <= most:
        return text
    head, _, _ = text[:most].rpartition(" ")
    return f"{(head if len(head) > most // 2 else text[: most - 1]).rstrip()}…"


def _short_heading(slide: Slide) -> Slide:
    if _width(slide.heading) <= HEADING:
        return slide
    whole = Said(slide.heading)
    return replace(slide, heading=clipped(slide.heading, 2 * HEADING // 3), lines=(whole, *slide.lines))


# How much has room


def is_short(slide: Slide) -> bool:
    """Tell whether so little stands on a slide that its letters can be larger."""
    bare = slide.figure is None and not slide.ring
    return bare and sum(len(wrapped(f"{one.lead} {one.text}", NARROW)) for one in slide.lines) <= FEW


def is_long(heading: str) -> bool:
    """Tell whether a heading needs smaller letters."""
    return _width(heading) > 2 * HEADING // 3


def _width(text: str) -> int:
    """Reckon how wide a text is in letters of the usual width; signs as wide as they are high count for two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" or ord(c) > 0x1F000 else 1 for c in text) + (
        sum(c.isupper() for c in text) // 3
    )


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines as a slide does: between words, and inside a word that is longer than a line."""
    found, line = [], ""
    for word in text.split():
        for piece in _pieces(word, width):
            longer = f"{line} {piece}" if line else piece
            if _width(longer) <= width:
                line = longer
            else:
                found.append(line)
                line = piece
    return [*found, line] if line else found or [""]


def _pieces(word: str, width: int) -> Iterator[str]:
    while _width(word) > width:
        most = width // 2 if _width(word[:width]) > width else width
        yield word[:most]
        word = word[most:]
    yield word


def _room(slide: Slide) -> tuple[int, int]:
    """Say how many lines a slide has, and how many letters a line."""
    if slide.figure is not None:
        return UNDER, SMALL
    return (BESIDE, NARROW) if slide.ring else (LINES, WIDE)


def _parted(slide: Slide) -> Iterator[Slide]:
    pages = list(_pages(slide.lines, *_room(slide)))
    figures = list(_figures(slide.figure)) if slide.figure else []
    if slide.figure and len(pages) > 1:
        # What has no room under a chart comes after it, on slides of its own.
        bare = replace(slide, figure=None, ring=(), minutes=0)
        yield from (replace(slide, figure=one, lines=()) for one in figures)
        yield from (replace(bare, lines=page) for page in _pages(slide.lines, LINES, WIDE))
    elif figures:
        yield from (replace(slide, figure=one, lines=pages[0] if pages else ()) for one in figures)
    else:
        yield from (replace(slide, lines=page) for page in pages or [()])


def _figures(figure: Figure) -> Iterator[Figure]:
    for first in range(0, max(len(figure.bars), 1), BARS):
        yield replace(figure, bars=figure.bars[first : first + BARS])


def _pages(lines: Iterable[Said], room: int, width: int) -> Iterator[tuple[Said, ...]]:
    page: list[Said] = []
    left = float(room)
    for one in _whole(lines, room, width):
        needed = len(wrapped(f"{one.lead} {one.text}", width)) + BETWEEN
        if page and needed > left:
            yield tuple(page)
            page, left = [], float(room)
        page.append(one)
        left -= needed
    if page:
        yield tuple(page)


def _whole(lines: Iterable[Said], room: int, width: int) -> Iterator[Said]:
    """Break a paragraph that is longer than a slide; the others stay whole."""
    for one in lines:
        found = wrapped(f"{one.lead} {one.text}" if one.lead else one.text, width)
        if len(found) < room:
            yield one
            continue
        words, lead = wrapped(one.text, width), one.lead
        for first in range(0, len(words), room - 2):
            yield Said(" ".join(words[first : first + room - 2]), lead)
            lead = ""


def _named(slides: list[Slide]) -> Iterator[Slide]:
    """Number the slides that one text goes on over, and those that happen to be called the same."""
    names = [_name(one) for one in slides]
    seen: dict[str, int] = {}
    for slide, name in zip(slides, names, strict=True):
        seen[name] = seen.get(name, 0) + 1
        count = names.count(name)
        yield replace(slide, heading=f"{slide.heading} ({seen[name]} af {count})") if count > 1 else slide


def _name(slide: Slide) -> str:
    return slide.heading.casefold()


# In words


def short_label(bar: Bar) -> str:
    """Write what stands beside a bar; a number that is not shown is said to be so."""
    label = clipped(bar.label, LABEL)
    return f"{label} (vises ikke)" if bar.count is None else label


def told(figure: Figure) -> str:
    """Tell a chart in words, for whoever cannot see it."""
    return f"{figure.heading} {'; '.join(f'{one.label}: {_value(one)}' for one in figure.bars)}."


def _value(bar: Bar) -> str:
    if bar.count is None:
        return "vises ikke"
    return f"{bar.count}" if bar.share is None else f"{bar.count} ({bar.share} %)"
