"""Two texts that grew from one, put together word by word (D30).

merge3 finds what only one of two writers has changed. What it compares by is ours: difflib, its own choice, takes
half a minute for two long texts that share little, and may miss most of what they share.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from diff_match_patch import diff_match_patch
from merge3 import Merge3

from kuidocs.services.words.tokens import tokens

PATIENCE = 0.5
"""Seconds for finding what two texts share; what is not found by then counts as changed, so it is asked, not lost."""
FIRST, HALVES, HALF_COUNT = 0x4E00, 0xD800, 0x800
"""Where the characters that stand for words begin, and the half characters among them that are left out."""
MOST = 0x110000 - FIRST - HALF_COUNT


SAME, OUT, IN = "same", "out", "in"


class Span(NamedTuple):
    """A stretch of the merged text. With ``theirs`` None all agree on it, or only one has changed it."""

    text: str
    theirs: str | None = None


def merge_words(base: str, mine: str, theirs: str) -> str | None:
    """Put together what two people made of a text; None when they wrote different words in the same place."""
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    found = list(spans(base, mine, theirs))
    return "".join(span.text for span in found) if all(span.theirs is None for span in found) else None


def spans(base: str, mine: str, theirs: str) -> Iterator[Span]:
    """Go through the merged text; where both wrote in the same place, a span holds what each of them wrote."""
    merge = Merge3(tokens(base), tokens(mine), tokens(theirs), sequence_matcher=_Matcher)
    for kind, *parts in merge.merge_groups():
        if kind == "conflict":
            yield Span("".join(parts[1]), "".join(parts[2]))
        else:
            yield Span("".join(parts[0]))


def changes(base: str, text: str) -> list[tuple[str, str]]:
    """Say how a text grew from another: each stretch with whether it stayed, was taken out, or came in."""
    old, new = tokens(base), tokens(text)
    found, a, b = [], 0, 0
    for at, to, length in _Matcher(None, old, new).get_matching_blocks():
        found += [(OUT, "".join(old[a:at])), (IN, "".join(new[b:to])), (SAME, "".join(old[at : at + length]))]
        a, b = at + length, to + length
    return [(kind, piece) for kind, piece in found if piece]


class _Matcher:
    """What merge3 asks of difflib.SequenceMatcher, answered by diff-match-patch."""

    def __init__(self, _junk: object, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, new

    def get_matching_blocks(self) -> list[tuple[int, int, int]]:
        """List (place in the old, place in the new, length) of what both have."""
        found, a, b = [], 0, 0
        for kind, text in self._differences():
            if kind == diff_match_patch.DIFF_EQUAL:
                found.append((a, b, len(text)))
            a += len(text) if kind != diff_match_patch.DIFF_INSERT else 0
            b += len(text) if kind != diff_match_patch.DIFF_DELETE else 0
        return [*found, (len(self.old), len(self.new), 0)]

    def _differences(self) -> list[tuple[int, str]]:
        numbers: dict[str, int] = {}
        old, new = (
            [numbers.setdefault(token, len(numbers)) for token in sequence] for sequence in (self.old, self.new)
        )
        if len(numbers) > MOST:
            return [(diff_match_patch.DIFF_DELETE, "x" * len(old)), (diff_match_patch.DIFF_INSERT, "x" * len(new))]
        tool = diff_match_patch()
        tool.Diff_Timeout = PATIENCE
        return tool.diff_main("".join(map(_sign, old)), "".join(map(_sign, new)), False)


def _sign(number: int) -> str:
    """Give the character that stands for a word."""
    place = FIRST + number
    return chr(place if place < HALVES else place + HALF_COUNT)
