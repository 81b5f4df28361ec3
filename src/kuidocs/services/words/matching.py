"""What two rows of tokens have in common: the same answer every time, in time that their size bounds.

No clock decides how well is looked. A short stretch is looked through for the best answer by diff-match-patch. A long
one is first parted at its landmarks, the tokens or runs of tokens that stand once in both; where it has none, the best
answer is looked for as long as few tokens differ. What is not found counts as changed: shown or asked, never lost.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from diff_match_patch import diff_match_patch

from kuidocs.domain.comparing import rising

ROOM = 600
"""So many tokens of both rows together are looked through for the best answer."""
RUNS = (1, 5, 9)
"""How long a run of tokens is that is looked for in both rows: a word, three words, five words with their blanks."""
DEEPEST = 8
"""So often is a stretch between two landmarks searched for landmarks of its own."""
EDITS = 400
"""So many tokens may differ in a long stretch without landmarks."""
EFFORT = 1_000_000
"""So many pairs of tokens are held against each other in such a stretch."""
SHORT = 3
"""So many times longer than what they have in common must the changes around it be for it to count as changed."""
FIRST = 0x4E00
"""The first of the characters that stand for tokens; a short stretch has fewer tokens than that script has signs."""


class Match(NamedTuple):
    """A run of tokens that stands in both rows: where in the old one, where in the new one, how long."""

    old: int
    new: int
    length: int


def matches(old: Sequence[str], new: Sequence[str], *, tidy: bool = False) -> list[Match]:
    """List what two rows have in common, in order. ``tidy``: a word or two between larger changes count as changed."""
    found: list[Match] = []
    for match in _between(old, new, 0):
        last = found[-1] if found else None
        if last and (last.old + last.length, last.new + last.length) == match[:2]:
            found[-1] = Match(last.old, last.new, last.length + match.length)
        elif match.length:
            found.append(match)
    return list(_tidied(found, old, new)) if tidy else found


def _tidied(found: list[Match], old: Sequence[str], new: Sequence[str]) -> Iterator[Match]:
    """Leave out what is too short beside the changes on both sides of it to be worth a stop for the eye."""
    words, others = _words_before(old), _words_before(new)
    a = b = 0
    for match, (next_a, next_b, _) in zip(found, [*found[1:], Match(len(old), len(new), 0)], strict=False):
        end_a, end_b = match.old + match.length, match.new + match.length
        before = max(words[match.old] - words[a], others[match.new] - others[b])
        after = max(words[next_a] - words[end_a], others[next_b] - others[end_b])
        if SHORT * (words[end_a] - words[match.old]) > min(before, after) or not before or not after:
            yield match
            a, b = end_a, end_b


def _words_before(row: Sequence[str]) -> list[int]:
    """Count the words before each place; blanks are none."""
    return list(accumulate((not token.isspace() for token in row), initial=0))


def _between(old: Sequence[str], new: Sequence[str], deep: int) -> Iterator[Match]:
    if not old or not new:
        return
    if len(old) + len(new) <= ROOM:
        yield from _looked_through(old, new)
        return
    head = _alike(zip(old, new, strict=False))
    tail = _alike(zip(reversed(old[head:]), reversed(new[head:]), strict=False))
    yield Match(0, 0, head)
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    yield from _moved(_inside(*middle, deep), head, head)
    yield Match(len(old) - tail, len(new) - tail, tail)


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    """Count the pairs from the beginning that are the same."""
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _moved(found: Iterable[Match], old: int, new: int) -> Iterator[Match]:
    return (Match(match.old + old, match.new + new, match.length) for match in found)


def _inside(old: Sequence[str], new: Sequence[str], deep: int) -> Iterator[Match]:
    """Match what begins and ends differently."""
    if not old or not new:
        return
    if len(old) + len(new) <= ROOM:
        yield from _looked_through(old, new)
        return
    landmarks = _landmarks(old, new) if deep < DEEPEST else []
    if not landmarks:
        yield from _few_edits(old, new)
        return
    for (a, b), (to_a, to_b) in pairwise([(-1, -1), *landmarks, (len(old), len(new))]):
        yield from _moved(_between(old[a + 1 : to_a], new[b + 1 : to_b], deep + 1), a + 1, b + 1)
        if to_a < len(old):
            yield Match(to_a, to_b, 1)


def _landmarks(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """List the places from which matching can go on: single tokens, or else runs of tokens that stand once."""
    for length in RUNS:
        if found := _anchors(_runs(old, length), _runs(new, length)):
            return found
    return []


def _runs(row: Sequence[str], length: int) -> list[str]:
    return list(row) if length == 1 else ["\0".join(row[at : at + length]) for at in range(len(row) - length + 1)]


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """List the places of what stands once in both and can be kept in order: the longest such row."""
    times_old, times_new = Counter(old), Counter(new)
    places = {token: n for n, token in enumerate(new) if times_new[token] == 1}
    pairs = [(n, places[token]) for n, token in enumerate(old) if times_old[token] == 1 and token in places]
    return [pairs[at] for at in rising([place for _, place in pairs])]


def _looked_through(old: Sequence[str], new: Sequence[str]) -> Iterator[Match]:
    """Find the best answer for a short stretch."""
    coded: dict[str, str] = {}
    texts = ["".join(coded.setdefault(token, chr(FIRST + len(coded))) for token in side) for side in (old, new)]
    tool = diff_match_patch()
    tool.Diff_Timeout = 0
    found = tool.diff_main(*texts, False)
    a = b = 0
    for kind, text in found:
        if kind == tool.DIFF_EQUAL:
            yield Match(a, b, len(text))
        a += len(text) * (kind != tool.DIFF_INSERT)
        b += len(text) * (kind != tool.DIFF_DELETE)


def _few_edits(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """Find the best answer for a long stretch of which little differs (Myers); nothing when that is too much."""
    work, reach = 0, {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(EDITS + 1):
        trail.append(dict(reach))
        for diagonal in range(-edits, edits + 1, 2):
            a = _begun(reach, diagonal, edits)[0]
            begun = a
            while a < len(old) and a - diagonal < len(new) and old[a] == new[a - diagonal]:
                a += 1
            reach[diagonal] = a
            work += a - begun + 1
            if (a, a - diagonal) == (len(old), len(new)):
                return _walked_back(trail, len(old), len(new))
            if work > EFFORT:
                return []
    return []


def _begun(reach: dict[int, int], diagonal: int, edits: int) -> tuple[int, int]:
    """Say how far in the old row a diagonal is begun, and from which one: a token came in, or one was taken out."""
    if diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1]):
        return reach[diagonal + 1], diagonal + 1
    return reach[diagonal - 1] + 1, diagonal - 1


def _walked_back(trail: list[dict[int, int]], a: int, b: int) -> list[Match]:
    """Go back through what was reached with fewer and fewer edits, and gather what was the same."""
    found, diagonal = [], a - b
    for edits in range(len(trail) - 1, -1, -1):
        begun, before = _begun(trail[edits], diagonal, edits)
        found.append(Match(begun, begun - diagonal, a - begun))
        a, diagonal = trail[edits][before], before
    return found[::-1]
