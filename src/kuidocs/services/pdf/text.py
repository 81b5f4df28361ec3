"""User text made ready for a line of print: what must stay together, where a line may break, what is a list."""

import re
from dataclasses import dataclass
from datetime import date

from kuidocs.domain.danish import MONTHS

NB = "\u00a0"
BREAK = "\u200b"
_MONTH = "|".join(MONTHS)
_TOGETHER = (
    (re.compile(r"\bkl\. (?=\d)"), f"kl.{NB}"),
    (re.compile(rf"(\d)\. (?=(?:{_MONTH})\b)"), rf"\1.{NB}"),
    (re.compile(r"(?<=\b\d\d) (?=\d\d\b)"), NB),
    (re.compile(r"§ (?=\d)"), f"§{NB}"),
    (re.compile(r"\b(uge|stk\.|[Mm]ål|[Vv]ersion|side|nr\.) (?=\d)"), rf"\1{NB}"),
)
# Without a place to break, a line is found by laying out all of the text, and a document in quadratic time. The places
# must be close, because WeasyPrint looks only a little past the end of a line; a zero width space leaves no trace.
_LONGEST, _PIECE = 200, 8
_LONG = re.compile(rf"\S{{{_LONGEST + 1},}}")
_PIECES = re.compile(rf"\S{{{_PIECE}}}(?=\S)")
_BULLET = re.compile(r"\s*[-•]\s+(?=\S)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (``kind`` p, one line) or a list (``kind`` ul)."""

    kind: str
    lines: tuple[str, ...]


def line(text: str) -> str:
    """Make one line of text ready: numbers stay with their words, and endless words can break."""
    text = text.replace(BREAK, "")
    for pattern, joined in _TOGETHER:
        text = pattern.sub(joined, text)
    return _LONG.sub(_with_breaks, text)


def _with_breaks(found: re.Match[str]) -> str:
    return _PIECES.sub(lambda piece: piece[0] + BREAK, found[0])


def blocks(text: str) -> tuple[Block, ...]:
    """Part a text into paragraphs and lists; neighbouring lines that begin with a dash or a dot are one list."""
    found: list[Block] = []
    for raw in text.splitlines():
        if not raw.strip():
            continue
        bullet = _BULLET.match(raw)
        words = line((raw[bullet.end() :] if bullet else raw).strip())
        if bullet is None:
            found.append(Block("p", (words,)))
        elif found and found[-1].kind == "ul":
            found[-1] = Block("ul", (*found[-1].lines, words))
        else:
            found.append(Block("ul", (words,)))
    return tuple(found)


def long_day(iso: str) -> str:
    """Write »24. marts 2026« of an ISO day or moment, unbroken."""
    if not _DAY.match(iso):
        return iso
    year, month, day = iso[:10].split("-")
    return f"{int(day)}.{NB}{MONTHS[int(month) - 1]}{NB}{year}"


def short_day(iso: str) -> str:
    """Write »24. apr. 2026«, for a narrow column."""
    if not _DAY.match(iso):
        return iso
    year, month, day = iso[:10].split("-")
    name = MONTHS[int(month) - 1]
    return f"{int(day)}.{NB}{name if len(name) < 5 else name[:3] + '.'}{NB}{year}"


def weekday(iso: str) -> str:
    """Write »tirsdag den 24. marts 2026«."""
    if not _DAY.match(iso):
        return iso
    name = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")[
        date.fromisoformat(iso[:10]).weekday()
    ]
    return f"{name} den {long_day(iso)}"


def moment(iso: str) -> str:
    """Write a day, with the clock when the text has one."""
    return long_day(iso) + (f" kl.{NB}{clock(iso[11:16])}" if len(iso) > 10 else "")


def clock(time: str) -> str:
    """Write »9.30« of »09:30«."""
    hour, _, minute = time.partition(":")
    return f"{int(hour)}.{minute}" if hour.isdigit() and minute else time


def capital(text: str) -> str:
    """Begin a line with a capital letter."""
    return text[:1].upper() + text[1:]


def in_eights(digits: str) -> str:
    """Part a checksum so that it can be read and broken."""
    return " ".join(digits[start : start + 8] for start in range(0, len(digits), 8))
