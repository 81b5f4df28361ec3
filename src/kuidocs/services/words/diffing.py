"""How two texts differ, word by word.

Lines are matched first, then the words of the lines that differ. A text of which most is another is told as replaced.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from kuidocs.domain.comparing import IN, OUT, SAME, Piece, Sides
from kuidocs.services.words.matching import Match, matches
from kuidocs.services.words.tokens import tokens

MOST_CHANGED = 0.6
"""When a larger part of the words than this differs, the whole text is told as replaced, not a confetti of words."""
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
    # Each sign is put together once: a text may hold a letter with a hundred thousand accents.
    whole: list[list[str]] = []
    for token in found:
        if whole and (_leans(token[0]) or whole[-1][-1].endswith("\u200d")):
            whole[-1].append(token)
        else:
            whole.append([token])
    return ["".join(one) for one in whole]


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
    return not _share(common, before, after)


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
    found = _between(_lines(before), _lines(after), tidy=False)
    for changed, run in groupby(found, lambda piece: piece.kind != SAME):
        stretch = list(run)
        if not changed:
            yield from stretch
            continue
        old, new = ("".join(p.text for p in stretch if p.kind == kind) for kind in (OUT, IN))
        yield from _between(_whole_signs(tokens(old)), _whole_signs(tokens(new)))


def _between(before: list[str], after: list[str], *, tidy: bool = True) -> Iterator[Piece]:
    """Tell what two rows of tokens have in common, and what stands between."""
    a = b = 0
    for old, new, length in [*matches(before, after, tidy=tidy), Match(len(before), len(after), 0)]:
        yield from _replaced("".join(before[a:old]), "".join(after[b:new]))
        a, b = old + length, new + length
        if length:
            yield Piece(SAME, "".join(before[old:a]))


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
