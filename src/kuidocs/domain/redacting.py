"""Leaving parts out of a paper before it is printed: rows, fields and words are replaced in the text itself.

Nothing is ever covered up afterwards. A redacted copy is made of what this module gives back and of nothing else, so
what is left out is neither in the page, the bookmarks, the metadata nor in any file inside the PDF.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

OMITTED = "[Ekstraheret]"
"""What stands where something is left out."""
MOST_WORDS, MOST_LETTERS = 60, 120
WHOLE_FROM = 4
"""A word of so many letters is found inside longer words too, and then the longer word goes: »Kirstensgade«."""
TOKEN = re.compile(r"\w+")
BETWEEN = r"[\W_]+"
GENITIVE = re.compile(r"['’]?s\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answer, or with rows of them."""

    path: str
    label: str
    text: str = ""
    rows: tuple["Group", ...] = ()
    own_words: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A section or a row: a heading with lines."""

    path: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as text: what the edition calls it, and everything that it says."""

    label: str
    title: str
    version: int
    day: str
    state: str
    groups: tuple[Group, ...]

    @property
    def paths(self) -> frozenset[str]:
        """Everything that can be left out by itself."""
        return frozenset(_paths(self.groups))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every answer."""
        return tuple(_texts(self.groups))


def _paths(groups: Iterable[Group]) -> Iterator[str]:
    for group in groups:
        if group.path:
            yield group.path
        for line in group.lines:
            yield line.path
            yield from _paths(line.rows)


def _texts(groups: Iterable[Group]) -> Iterator[str]:
    for group in groups:
        for line in group.lines:
            yield line.text
            yield from _texts(line.rows)


# Words


def settled(text: str) -> str:
    """Write a text so that the same word is the same letters: no invisible signs, accents in one way."""
    visible = (letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) != "Cf")
    return "".join(visible)


def phrases(typed: str) -> tuple[str, ...]:
    """Read what somebody typed, a phrase a line, each once."""
    lines = (" ".join(settled(line).split()) for line in typed.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def is_usable(phrase: str) -> bool:
    """Tell whether a phrase can be looked for: one letter alone would take every word."""
    return len("".join(TOKEN.findall(phrase)).replace("_", "")) > 1 and len(phrase) <= MOST_LETTERS


def spans(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Find every place of a phrase in a settled text, as far as the words that it is part of."""
    tokens = TOKEN.findall(phrase)
    if not tokens:
        return
    numeric = all(token.isdigit() for token in tokens)
    parts = list("".join(tokens)) if numeric else tokens
    pattern = (r"[\W_]*" if numeric else BETWEEN).join(map(re.escape, parts))
    for found in re.finditer(pattern, text, re.IGNORECASE):
        place = _whole(text, found.start(), found.end(), tokens)
        if place is not None:
            yield place


def _whole(text: str, start: int, end: int, tokens: Sequence[str]) -> tuple[int, int] | None:
    """Widen a place to whole words; None when a short word was only found inside another."""
    first, last = start, end
    while first and _is_letter(text[first - 1]):
        first -= 1
    while last < len(text) and _is_letter(text[last]):
        last += 1
    if first != start and len(tokens[0]) < WHOLE_FROM:
        return None
    if last != end and len(tokens[-1]) < WHOLE_FROM and not GENITIVE.match(text, end):
        return None
    apostrophe = GENITIVE.match(text, last)
    return first, apostrophe.end() if apostrophe else last


def _is_letter(letter: str) -> bool:
    return letter.isalnum()


def without(text: str, words: Iterable[str]) -> tuple[str, int]:
    """Return a text with each of the words replaced, and in how many places."""
    plain = settled(text)
    places = _merged(sorted({place for word in words for place in spans(plain, word)}))
    found, at = [], 0
    for start, end in places:
        found += [plain[at:start], OMITTED]
        at = end
    return "".join([*found, plain[at:]]), len(places)


def _merged(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in places:
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def holds(paper: Paper, word: str) -> bool:
    """Tell whether a paper says a word anywhere."""
    return any(next(spans(settled(text), word), None) is not None for text in paper.texts)


# Papers


class _Count:
    def __init__(self) -> None:
        self.places = 0


def redact(paper: Paper, paths: Collection[str], words: Sequence[str]) -> tuple[Paper, int]:
    """Return a paper without these rows, fields and words, and in how many places something was left out."""
    count = _Count()
    groups = tuple(_group(group, frozenset(paths), words, count) for group in paper.groups)
    return replace(paper, groups=groups), count.places


def _group(group: Group, paths: frozenset[str], words: Sequence[str], count: _Count) -> Group:
    if group.path in paths:
        count.places += 1
        return Group(group.path, group.title, (Line("", "", OMITTED),))
    return replace(group, lines=tuple(_line(line, paths, words, count) for line in group.lines))


def _line(line: Line, paths: frozenset[str], words: Sequence[str], count: _Count) -> Line:
    if line.path in paths:
        count.places += 1
        return Line(line.path, line.label, OMITTED)
    text, places = without(line.text, words)
    count.places += places
    return replace(line, text=text, rows=tuple(_group(row, paths, words, count) for row in line.rows))
