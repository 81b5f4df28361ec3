"""What people are told of their data: the words, what the municipality fills in, and where it stands."""

import pytest

from kuidocs.domain import information
from kuidocs.domain.documents import KINDS
from kuidocs.domain.information import GUARDS, LINES, Told, in_letter, on_consent, printed, told

FILLED = {"contact": "Rådhuset, tlf. 00 00 10 00", "dpo": "dpo@fjordlund.example", "law": "en lov", "keep": "Kort tid."}


def test_what_nobody_has_written_is_told_in_words_that_are_true():
    one = told("Fjordlund Kommune", [])

    assert one.missing == (LINES["contact"].label, LINES["dpo"].label)
    assert "Spørg os" in one.adviser
    assert "arkivloven" in one.keep


def test_what_was_written_last_counts_and_an_empty_line_is_the_words_of_kuidocs_again():
    facts = [{"values": FILLED}, {"values": FILLED | {"keep": "", "dpo": "tlf. 00 00 10 01", "stranger": "x"}}]

    one = told("Fjordlund Kommune", facts)

    assert one.dpo == "tlf. 00 00 10 01"
    assert one.keep == LINES["keep"].default
    assert one.missing == ()


@pytest.mark.parametrize("write", [in_letter, on_consent])
def test_everything_that_must_be_told_is_told(write):
    text = write(Told("Fjordlund Kommune", **FILLED))

    for word in ("Fjordlund Kommune", "Rådhuset", "dpo@fjordlund.example", "ret til at", "Datatilsynet", "Kort tid."):
        assert word in text


def test_a_letter_has_room_for_it():
    longest = dict.fromkeys(LINES, "x" * 20)

    assert len(in_letter(Told("Fjordlund Kommune"))) < 1000
    assert len(in_letter(Told("Fjordlund Kommune", **longest))) < 1000


def test_nobody_without_a_name():
    assert in_letter(Told("")).startswith("Kommunen er ansvarlig")


@pytest.mark.parametrize("form", KINDS)
def test_it_stands_on_consents_and_notices_and_on_no_other_paper(form):
    assert bool(printed(form, Told("Fjordlund Kommune"))) is (form in ("kui.consent", "kui.notice"))


@pytest.mark.parametrize(
    ("values", "wrong"), [(FILLED, []), ({"dpo": "x" * 601}, ["lang"]), ({"contact": "200908-4991"}, ["nummer"])]
)
def test_what_may_be_written(values, wrong):
    assert [guard.name for guard in GUARDS if not guard.holds(values)] == wrong


def test_the_papers_are_the_table():
    assert set(information.FORMS) <= set(KINDS)
