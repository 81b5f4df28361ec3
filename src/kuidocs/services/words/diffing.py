"""How two texts differ, word by word.

Words are mapped to characters and handed to diff-match-patch, whose time limit is off: the same two texts always give
the same answer. What bounds the time instead is where it may look: lines first, then between words that stand once in
both texts. A stretch that is too large to look through, and a text of which most is another, is told as replaced.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from diff_match_patch import diff_match_patch

from kuidocs.domain.comparing import IN, OUT, SAME, Piece, Sides, rising
from kuidocs.services.words.tokens import tokens

MOST_CHANGED = 0.6
"""When a larger part of the words than this differs, the whole text is told as replaced, not a confetti of words."""
ROOM = 600
"""So many tokens of both texts together are looked through for the best answer; more, and the stretch is replaced."""
RUNS = (1, 5, 9)
"""How long a run of tokens is that is looked for in both texts: a word, three words, five words with their blanks."""
DEEPEST = 8
"""So often is a stretch between two landmarks searched for landmarks of its own."""
FIRST, HALVES, HALF_COUNT = 0x4E00, 0xD800, 0x800
"""Where the characters for words begin, and the half characters among them that are left out."""
MOST_WORDS = 0x110000 - FIRST - HALF_COUNT
JOINERS = "\u200d\ufe0e\ufe0f"
SKIN = range(0x1F3FB, 0x1F400)


def two_sides(old: str, new: str) -> Sides:
    """Part the old and the new text into what both have and what only the one has."""
    found = differences(old, new)
    return Sides(tuple(one for one in found if one.kind != IN), tuple(one for one in found if one.kind != OUT))


def differences(old: str, new: str) -> list[Piece]:
    """Say how a text became another: what stayed, what was taken out, what came in, in that order."""
    if old == new:
        return [Piece(SAME, old)] if old else []
    before, after = _whole_signs(tokens(old)), _whole_signs(tokens(new))
    if _too_different(before, after):
        return _replaced(old, new)
    found = _tidied(_by_lines(before, after))
    kept = sum(len(_words(tokens(text))) for kind, text in found if kind == SAME)
    return found if _share(kept, before, after) else _replaced(old, new)


def _replaced(old: str, new: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in ((OUT, old), (IN, new)) if text]


def _whole_signs(found: list[str]) -> list[str]:
    """Keep accents, joined emoji and skin tones with what they stand on, so that no mark cuts a sign in two."""
    whole: list[str] = []
    for token in found:
        if whole and (_leans(token[0]) or whole[-1].endswith("\u200d")):
            whole[-1] += token
        else:
            whole.append(token)
    return whole


def _leans(character: str) -> bool:
    return character in JOINERS or ord(character) in SKIN or unicodedata.category(character) in ("Mn", "Mc", "Me")


def _words(found: Iterable[str]) -> list[str]:
    return [token for token in found if not token.isspace()]


def _share(kept: int, before: list[str], after: list[str]) -> bool:
    """Tell whether enough of the longer text was kept to show single words."""
    longest = max(len(_words(before)), len(_words(after)), 1)
    shorter = min(len(_words(before)), len(_words(after)))
    # A text that only grew or shrank keeps all of the shorter one, however long the other is.
    return kept >= longest * (1 - MOST_CHANGED) or (shorter > 0 and kept >= shorter * (1 - MOST_CHANGED / 3))


def _too_different(before: list[str], after: list[str]) -> bool:
    """Tell from the words alone, without looking for their places, that most is another."""
    common = sum((Counter(_words(before)) & Counter(_words(after))).values())
    return not _share(common, before, after) or len({*before, *after}) > MOST_WORDS


def _lines(found: list[str]) -> list[str]:
    """Gather tokens to lines; the blanks that hold the line's end belong to it."""
    lines, line = [], ""
    for token in found:
        line += token
        if "\n" in token:
            lines.append(line)
            line = ""
    return [*lines, line] if line else lines


def _by_lines(before: list[str], after: list[str]) -> Iterator[Piece]:
    """Compare whole lines first, and words only where the lines differ."""
    found = _between(_lines(before), _lines(after))
    for changed, run in groupby(found, lambda piece: piece.kind != SAME):
        stretch = list(run)
        if not changed:
            yield from stretch
            continue
        old, new = ("".join(p.text for p in stretch if p.kind == kind) for kind in (OUT, IN))
        yield from _between(_whole_signs(tokens(old)), _whole_signs(tokens(new)))


def _between(before: list[str], after: list[str], deep: int = 0) -> Iterator[Piece]:
    """Compare stretch by stretch between what stands once in both, in the same order."""
    start = here = 0
    for old_at, new_at in [*_landmarks(before, after), (len(before), len(after))]:
        old, new = before[start:old_at], after[here:new_at]
        again = deep < DEEPEST and len(old) < len(before) and old and new and len(old) + len(new) > ROOM
        yield from _between(old, new, deep + 1) if again else _looked_through(old, new)
        if old_at < len(before):
            yield Piece(SAME, before[old_at])
        start, here = old_at + 1, new_at + 1


def _landmarks(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """List the places from which a comparison can go on: single words, or else runs of words that stand once."""
    if len(before) + len(after) <= ROOM:
        return []
    for length in RUNS:
        if found := _anchors(_runs(before, length), _runs(after, length)):
            return found
    return []


def _runs(found: list[str], length: int) -> list[str]:
    return found if length == 1 else ["\0".join(found[at : at + length]) for at in range(len(found) - length + 1)]


def _anchors(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """List the places of what stands once in both and can be kept in order: the longest such row."""
    times_old, times_new = Counter(before), Counter(after)
    places = {token: n for n, token in enumerate(after) if times_new[token] == 1}
    pairs = [(n, places[token]) for n, token in enumerate(before) if times_old[token] == 1 and token in places]
    return [pairs[at] for at in rising([new for _, new in pairs])]


def _looked_through(before: list[str], after: list[str]) -> Iterator[Piece]:
    if not before or not after or len(before) + len(after) > ROOM:
        yield from _replaced("".join(before), "".join(after))
        return
    coded: dict[str, str] = {}
    texts = ["".join(coded.setdefault(t, _character(len(coded))) for t in side) for side in (before, after)]
    tool = diff_match_patch()
    tool.Diff_Timeout = 0
    found = tool.diff_main(texts[0], texts[1], False)
    tool.diff_cleanupSemantic(found)
    words = {character: token for token, character in coded.items()}
    for sign, text in found:
        yield Piece({0: SAME, -1: OUT, 1: IN}[sign], "".join(words[character] for character in text))


def _character(number: int) -> str:
    """Give the character that stands for a word; halves of characters are no characters."""
    code = FIRST + number
    return chr(code if code < HALVES else code + HALF_COUNT)


def _tidied(pieces: Iterable[Piece]) -> list[Piece]:
    """Put neighbours together: a blank between two changed words is changed with them; taken out stands before in."""
    found: list[Piece] = []
    for changed, run in groupby(_bridged(list(pieces)), lambda piece: piece.kind != SAME):
        stretch = list(run)
        for kind in (OUT, IN) if changed else (SAME,):
            if text := "".join(piece.text for piece in stretch if piece.kind == kind):
                found.append(Piece(kind, text))
    return found


def _bridged(pieces: list[Piece]) -> Iterator[Piece]:
    for at, piece in enumerate(pieces):
        around = pieces[at - 1 : at] + pieces[at + 1 : at + 2]
        blank = piece.kind == SAME and piece.text.isspace() and "\n" not in piece.text
        if blank and len(around) == 2 and all(one.kind != SAME for one in around):
            yield from (Piece(OUT, piece.text), Piece(IN, piece.text))
        else:
            yield piece
