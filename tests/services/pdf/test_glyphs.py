"""Characters that can be printed, and those that cannot."""

import hashlib

import pytest

from kuidocs.services.pdf.api import GlyphsMissing
from kuidocs.services.pdf.glyphs import FONTS, REPLACEMENT, missing_glyphs, printable, settle


@pytest.mark.parametrize(
    "text", ["Ærøskøbing, Łukasz, Þórdís", "Привет", "Ελλάδα", "😀👍🏽", "→ ✓", "a\u00adb\u2011c\u2010d"]
)
def test_covered(text):
    assert missing_glyphs(text) == set()


@pytest.mark.parametrize(("text", "missing"), [("漢字", {"漢", "字"}), ("☐ nej", {"☐"}), ("\ue000", {"\ue000"})])
def test_not_covered(text, missing):
    assert missing_glyphs(text) == missing


def test_invisible_characters_and_controls_are_dropped():
    assert printable("a\u202eb\u2066c\ufeffd\x07e\u00adf\ufe0fg") == "abcdefg"


def test_hyphens_and_line_breaks_become_plain():
    assert printable("a\u2011b\u2010c\u2028d\x0be\tf") == "a-b-c\nd\ne f"


def test_half_a_character_is_shown_as_lost():
    assert printable("a\ud800b") == f"a{REPLACEMENT}b"


def test_a_strict_text_is_refused_in_danish():
    with pytest.raises(GlyphsMissing) as refused:
        settle("Hej 漢字", strict=True)

    assert refused.value.characters == "字漢"
    assert "»字« (U+5B57)" in refused.value.text
    assert "Skriv dem på en anden måde" in refused.value.text


def test_many_characters_are_counted():
    assert "og 3 andre" in GlyphsMissing("12345678").text


def test_a_draft_shows_what_is_lost():
    assert settle("Hej 漢", strict=False) == f"Hej {REPLACEMENT}"


def test_the_service_answers_without_a_renderer(service):
    assert service.missing_glyphs("漢 ok") == {"漢"}


def test_the_fonts_are_those_that_the_vendor_file_names():
    listed = (FONTS / "VENDOR").read_text("utf-8").partition("SHA-256:\n")[2].split()
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FONTS.glob("*.ttf")}

    assert dict(zip(listed[1::2], listed[::2], strict=True)) == found
