"""Which characters the package's fonts can draw, told without a renderer."""

import re
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from kuidocs.assets import asset_root
from kuidocs.services.pdf.api import GlyphsMissing

FONTS: Path = asset_root("templates") / "pdf" / "fonts"
REPLACEMENT = "\ufffd"
# A character without a glyph breaks PDF/A, so what has no look is dropped and what has a plain twin becomes that twin.
_HYPHENS = {0x2010: "-", 0x2011: "-"}
_BREAKS = {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n", 0x09: " "}
_CONTROLS = [c for c in (*range(0x20), *range(0x7F, 0xA0)) if c != 0x0A]
# Soft hyphen, direction marks (they let a text read otherwise than it is stored), joiners without a look, variation
# selectors and interlinear marks. The zero width joiner stays, because emoji are made with it.
_INVISIBLE = [
    0xAD,
    0x34F,
    0x61C,
    0x180E,
    0x200C,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
]
_SELECTORS = [*range(0xFE00, 0xFE10), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080), *range(0xE0100, 0xE01F0)]
_PRINTED: dict[int, str | None] = {**dict.fromkeys((*_CONTROLS, *_INVISIBLE, *_SELECTORS)), **_HYPHENS, **_BREAKS}
_SURROGATES = re.compile("[\ud800-\udfff]")


def printable(text: str) -> str:
    """Give the text as it is printed: no control characters, no invisible ones, plain hyphens."""
    # Most texts hold nothing odd, and looking at each kind of letter once is quicker than at every letter.
    if _PRINTED.keys().isdisjoint(map(ord, set(text))):
        return _SURROGATES.sub(REPLACEMENT, text)
    return _SURROGATES.sub(REPLACEMENT, text).translate(_PRINTED)


def missing_glyphs(text: str) -> set[str]:
    """Find the characters that would be printed as an empty box."""
    return _without_glyph(printable(text))


def _without_glyph(text: str) -> set[str]:
    return {c for c in set(text) if c not in " \n" and ord(c) not in covered()}


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """The code points of all fonts of the package; each weight of a family has the same."""
    found: set[int] = set()
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            found |= set(font.getBestCmap())
    return frozenset(found)


def settle(text: str, *, strict: bool) -> str:
    """Make a text ready for paper. A strict one refuses what has no glyph, else it is printed as a sign of loss."""
    text = printable(text)
    if not (missing := _without_glyph(text)):
        return text
    if strict:
        raise GlyphsMissing("".join(sorted(missing)))
    return text.translate(dict.fromkeys(map(ord, missing), REPLACEMENT))
