"""Looking for what could give somebody away in a case: it warns, and what it found is written down (R74)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .danish import MONTHS

NUMBER, NAME, BIRTH, PLACE, CONTACT = "number", "name", "birth", "place", "contact"
CHECKS: Mapping[str, tuple[str, str]] = {
    NUMBER: ("Ingen tal, der ligner et personnummer", "Et tal ligner et personnummer"),
    NAME: ("Ingen navne på medlemmer eller gæster", "Der står et navn på et medlem eller en gæst"),
    BIRTH: ("Ingen datoer", "Der står en dato, der kan være en fødselsdag"),
    PLACE: ("Ingen adresser", "Der står noget, der ligner en adresse"),
    CONTACT: ("Ingen telefonnumre eller mailadresser", "Der står et telefonnummer eller en mailadresse"),
}
"""What is looked for: what is said when it is not there, and when it is."""
NEVER = frozenset({NUMBER})
"""What no reason can make harmless."""

MONTH = "|".join((*MONTHS, *(month[:3] for month in MONTHS)))
FULL = "|".join(MONTHS)
ORDINALS = (
    "første|anden|tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende|ellevte|tolvte|trettende|fjortende|"
    "femtende|sekstende|syttende|attende|nittende|tyvende|tredivte"
)
ONES = "en|to|tre|fire|fem|seks|syv|otte|ni"
WAYS = (
    "vej|vejen|gade|gaden|allé|alle|stræde|strædet|vænge|vænget|parken|torv|torvet|plads|pladsen|boulevard|"
    "bakken|haven|toften|kvarteret|stien|krogen|lunden|marken|engen"
)
DAY, MONTH_NO, PART = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])", r"(?:0[1-9]|1[0-2])", r"[ .\-–/]{0,2}"
PATTERNS: tuple[tuple[str, re.Pattern], ...] = (
    # Ten digits as a personal number, however they are parted, also with a day that has 60 added.
    (NUMBER, re.compile(rf"(?<!\d){DAY}{PART}{MONTH_NO}{PART}(?:\d\d)?\d\d[ .\-–—/]{{0,3}}\d{{4}}(?!\d)")),
    (NUMBER, re.compile(r"(?<!\d)(?:\d ){9}\d(?!\d)")),
    (NUMBER, re.compile(r"(?<!\d)\d{6}[ \-–]?[xX•*]{4}")),
    (BIRTH, re.compile(rf"(?<!\d)\d{{1,2}}\.? ?(?:{MONTH})\w*(?: \d{{2,4}})?", re.IGNORECASE)),
    (BIRTH, re.compile(r"(?<!\d)\d{1,2}[./\-]\d{1,2}[./\-](?:\d{4}|\d{2})(?!\d)")),
    (BIRTH, re.compile(r"(?<!\d)(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)")),
    (BIRTH, re.compile(r"\bfødt\b[^.]{0,30}\d{4}", re.IGNORECASE)),
    (BIRTH, re.compile(rf"(?<!\d){DAY}{MONTH_NO}\d\d(?!\d)")),
    (BIRTH, re.compile(rf"\b(?:(?:{ONES})og)?(?:{ORDINALS}) (?:dag )?(?:i )?(?:{FULL})\b", re.IGNORECASE)),
    (BIRTH, re.compile(rf"\b(?:{FULL}) (?:19|20)\d\d(?!\d)", re.IGNORECASE)),
    (PLACE, re.compile(rf"\b[\w\-]*(?:{WAYS}) +(?:nr\.? *|nummer +)?\d+", re.IGNORECASE)),
    (PLACE, re.compile(r"\b(?!Omvej|Udvej|Genvej)[A-ZÆØÅ][\w\-]*(?:vej|gade|stræde|vænge|boulevard)(?:en)?\b")),
    (PLACE, re.compile(r"(?<!\d)(?!19\d\d|20\d\d)\d{4} [A-ZÆØÅ][a-zæøå]{2,}")),
    (CONTACT, re.compile(r"(?<![\d.])(?:\+45 ?)?(?:\d ?){7}\d(?![\d])")),
    (CONTACT, re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")),
)
LETTER = r"[a-zæøåéüöä]"
ENDING = r"(?:'s|’s|e?s|ens?|ernes?)?"
UNMISTAKABLE = 6
"""A name of so many letters is hardly a word, so it is also found where it is written without a capital."""
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
COMMON = frozenset({"bo", "du", "en", "et", "my", "sol", "mai", "tove"})
"""First names that are words; alone they say nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing in a text. ``words`` is what stands there."""

    kind: str
    words: str


def look(texts: Iterable[str], names: Iterable[str]) -> list[Found]:
    """Find what could give somebody away, each once, in the order of CHECKS."""
    whole = plain("\n".join(texts))
    found = [*_patterns(whole), *_names(whole, names)]
    order = list(CHECKS)
    return sorted(dict.fromkeys(found), key=lambda one: order.index(one.kind))


def plain(text: str) -> str:
    """Write a text as everybody would: one way for each letter and digit, one dash, and nothing that is not seen."""
    seen = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    return seen.translate(DASHES)


def _patterns(text: str) -> Iterator[Found]:
    taken: list[range] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            here = range(*match.span())
            # Ten digits are a number before they are a telephone.
            if not any(set(here) & set(one) for one in taken):
                taken.append(here)
                yield Found(kind, " ".join(match[0].split()))


def _names(text: str, names: Iterable[str]) -> Iterator[Found]:
    for name in dict.fromkeys(names):
        for word in _parts(plain(name)):
            spelt = re.sub("å|a{2}", "(?:å|a{2})", re.escape(word.lower()))
            for match in re.finditer(rf"(?<!{LETTER}){spelt}{ENDING}(?!{LETTER})", text, re.IGNORECASE):
                # A name is written with a capital; a short word without is a word.
                if match[0][:1].isupper() or len(word) >= UNMISTAKABLE:
                    yield Found(NAME, match[0])


def _parts(name: str) -> Sequence[str]:
    """List the words of a name, and the parts of those with a dash."""
    words = [word.strip(".,") for word in name.split()]
    words += [part for word in words if "-" in word for part in word.split("-")]
    return [word for word in words if len(word) > 2 and word.lower() not in COMMON]


def texts_of(value: object) -> Iterator[str]:
    """Go through every text of a paper."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inside in value.items():
            if name != "rid":
                yield from texts_of(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from texts_of(inside)


def verdict(found: Iterable[Found]) -> list[tuple[str, bool, str, list[str]]]:
    """Say of each check whether it went well, in words, and what was found."""
    by_kind: dict[str, list[str]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one.words)
    return [
        (kind, kind not in by_kind, words[kind in by_kind], by_kind.get(kind, [])) for kind, words in CHECKS.items()
    ]
