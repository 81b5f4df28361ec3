"""Danish words as search sees them: compared without case and accents, as stems, and as parts of compounds."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from .names import folded

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 80
MOST_WORDS = 8
SHORT_STEM = 3
"""A stem of so few letters is looked for only at the end of compounds: »mål« in »delmål«, not in »måltid«."""
LEAST_HEAD, LEAST_BEFORE = 5, 3
"""How long the last part of a compound must be to be looked for alone, and what stands before it."""
SPELLINGS = (("ae", "æ"), ("oe", "ø"))
ENDINGS = frozenset({"else", "ende", "ering", "lig", "ling", "ning", "ring", "sion", "skab", "ter", "tion", "som"})
"""Words that so many others end in that they are no parts of compounds."""
STOP_TEXT = """
ad af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig din disse dog du efter
eller en end er et for fra ham han hans har havde have hen hende hendes her hos hun hvad hvis hvor i ikke ind
jeg jer jo kan kunne man mange med meget men mig min mine mit mod ned noget nogle nu når og også om op os over
på selv sig sin sine sit skal skulle som sådan thi til ud under var vi vil ville vor være været
"""
STOP = frozenset(re.findall(r"\w+", STOP_TEXT))
"""Words that stand in every text."""

_own = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a search."""

    exact: str
    stem: str
    heads: tuple[str, ...] = ()
    """Stems that the word may be a compound of: »skolefravær« is also looked for as »fravær«."""
    part: str = ""
    """What stands in the stems of compounds with this word; at their end when it ends with a space."""

    def is_in(self, token: str) -> bool:
        """Tell whether a word of a text is found by this one."""
        other = stem(token)
        return self.exact == token or other == self.stem or other in self.heads or _holds(self.part, other)


def _holds(part: str, other: str) -> bool:
    return bool(part) and part in f"{other} "


def spelled(text: str) -> str:
    """Return text as names and words are compared: æ, ø and å however they were written, no case, no accents."""
    found = folded(text)
    for two, one in SPELLINGS:
        found = found.replace(two, one)
    return found


def tokens(text: str) -> Iterator[str]:
    """Go through the words of a text, as they are compared."""
    return (as_token(found) for found in WORD.findall(unicodedata.normalize("NFC", text)))


def as_token(written: str) -> str:
    """Return a word as it is compared; nothing but letters and digits is left."""
    return "".join(letter for letter in spelled(written) if letter.isalnum())[:LONGEST_WORD]


@lru_cache(maxsize=50_000)
def stem(token: str) -> str:
    """Return what the forms of a word share."""
    stemmer = getattr(_own, "stemmer", None)
    if stemmer is None:
        # One for each thread: a stemmer keeps what it is working on.
        stemmer = _own.stemmer = Stemmer.Stemmer("danish")
    return str(stemmer.stemWord(token))


def words(text: str) -> list[Word]:
    """Return what to look for; words that every text has are left out."""
    asked = dict.fromkeys(token for token in tokens(text) if token not in STOP)
    return [_word(token) for token in list(asked)[:MOST_WORDS]]


def _word(token: str) -> Word:
    found = stem(token)
    last = range(LEAST_BEFORE, len(found) - LEAST_HEAD + 1)
    return Word(token, found, tuple(found[start:] for start in last), _part(found))


def _part(found: str) -> str:
    if len(found) < SHORT_STEM or found in ENDINGS or found.isdigit():
        return ""
    return f"{found} " if len(found) == SHORT_STEM else found


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of a text, marked when it is what was looked for."""

    text: str
    marked: bool = False


BEFORE, LENGTH = 60, 240


def snippet(text: str, asked: str, *, length: int = LENGTH) -> list[Piece]:
    """Return the place of a text where most of what was asked for stands, with the words marked."""
    text, wanted = " ".join(unicodedata.normalize("NFC", text).split()), words(asked)
    hits = [m.span() for m in WORD.finditer(text) if any(one.is_in(as_token(m[0])) for one in wanted)]
    start, end = _window(text, hits, length)
    pieces = list(_pieces(text, [hit for hit in hits if start <= hit[0] and hit[1] <= end], start, end))
    before, after = ["… "] * (start > 0), [" …"] * (end < len(text))
    return [*map(Piece, before), *pieces, *map(Piece, after)]


def _window(text: str, hits: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """Choose from where to where: around the hit with most hits after it, cut between words."""
    if len(text) <= length:
        return 0, len(text)
    best = max(
        hits, key=lambda hit: sum(hit[0] <= other[0] < hit[0] + length - BEFORE for other in hits), default=(0, 0)
    )
    start = max(0, min(best[0] - BEFORE, len(text) - length))
    start = text.rfind(" ", 0, start + 1) + 1 if best[0] - start < BEFORE * 2 else start
    end = text.rfind(" ", max(start, best[1]), start + length)
    return start, end if end > best[1] else min(len(text), max(start + length, best[1]))


def _pieces(text: str, hits: list[tuple[int, int]], start: int, end: int) -> Iterator[Piece]:
    at = start
    for first, last in hits:
        if first > at:
            yield Piece(text[at:first])
        yield Piece(text[first:last], True)
        at = last
    if at < end:
        yield Piece(text[at:end])
