"""Two texts that grew from one, put together word by word (D30).

merge3 finds what only one of two writers has changed. What it compares by is ours: difflib, its own choice, takes
half a minute for two long texts that share little, and may miss most of what they share.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from merge3 import Merge3

from kuidocs.services.words.matching import matches
from kuidocs.services.words.tokens import tokens


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


class _Matcher:
    """What merge3 asks of difflib.SequenceMatcher."""

    def __init__(self, _junk: object, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, new

    def get_matching_blocks(self) -> list[tuple[int, int, int]]:
        """List (place in the old, place in the new, length) of what both have, and at last where both end."""
        return [*matches(self.old, self.new), (len(self.old), len(self.new), 0)]
