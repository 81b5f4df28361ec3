"""The hand-out of a presentation: everything that stands on the slides, for whoever reads on paper or by ear."""

import pytest

from kuidocs.domain.slides import Deck, Said, Slide
from kuidocs.domain.statistics import Bar, Figure
from kuidocs.services.pdf.api import DeckJob
from tests.outside.vera import vera
from tests.services.pdf import paper

HOSTILE = '<script>x</script><img src="file:///etc/passwd"> ${1+1} 😀 \u202edlrow\ue000 '
FIGURE = Figure("1", "Hvor ofte?", "Antal svar", (Bar("Dagligt", 9, 38), Bar("Sjældent", None)), 24)
SLIDES = (
    Slide("Emnet", opens=True),
    Slide("Formål", (Said("At høre hinanden."),)),
    Slide("Resultater", (Said("Se selv.", "17.10"),), "Blok 2", opens=True),
    Slide("Hvor ofte møder du dem?", (), "Spørgsmål 1", FIGURE, notes="Kun til den, der leder."),
    Slide("Nedslag 1", (Said("Læge", "1."),), "I manegen · 10 min.", ring=("Læge",), minutes=10),
)
CASES = {
    "plain": SLIDES,
    "hostile": (Slide(HOSTILE), Slide(HOSTILE, (Said(HOSTILE, HOSTILE),), HOSTILE, FIGURE, opens=True)),
    "long": (Slide("X"), Slide("Y", (Said("W" * 8000), Said("ord " * 3000)))),
    "empty": (Slide("X"),),
}


def deck(slides, **changed) -> Deck:
    return Deck.of("Unge og søvn", "Klynge Øst", slides, **({"day": "2027-03-01", "made_on": "2026-11-21"} | changed))


@pytest.fixture(scope="module")
def files(service):
    return {name: service.render(DeckJob(deck(slides))) for name, slides in CASES.items()}


def test_it_is_pdf_a_3a_and_pdf_ua(files, tmp_path):
    paths = []
    for name, pdf in files.items():
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(pdf)

    assert vera.broken(paths, "3a", "ua1") == ""


@paper.needs_poppler
def test_it_says_what_the_slides_say_and_not_the_notes(files):
    words = paper.text(files["plain"])

    for said in ("Klynge Øst", "mandag den 1. marts 2027", "Formål", "At høre hinanden.", "17.10 Se selv.",
                 "Dagligt 9 38", "Sjældent vises ikke –", "I manegen · 10 min.", "1. Læge"):  # fmt: skip
        assert said in words
    assert "Kun til den, der leder" not in words


@paper.needs_poppler
def test_no_text_becomes_markup(files):
    words = paper.text(files["hostile"])

    assert "<script>x</script>" in words
    assert "${1+1}" in words


def test_no_level_of_headings_is_left_out(files):
    kinds = [kind for kind, _ in paper.structure(files["plain"]) if kind in ("/H1", "/H2", "/H3")]

    assert sorted(kinds) == ["/H1", "/H2", "/H2", "/H3", "/H3"]


def test_a_long_one_has_more_pages(files):
    assert paper.pages(files["long"]) > 3
    assert paper.pages(files["empty"]) == 1


def test_the_same_deck_gives_the_same_bytes_and_another_gives_others(service, files):
    assert service.render(DeckJob(deck(SLIDES))) == files["plain"]
    assert service.render(DeckJob(deck(SLIDES, day=""))) != files["plain"]
