"""What is told of finished files that were examined."""

import pytest

from kuidocs.domain.soundness import COULD_NOT, FAILED, MISSING, MUTE, PASSED, SLOW, WHY, doubts, flaws, sound

FILE = {"label": "FLK-2026-0117-D01", "number": 2, "own": "", "standard": "", "rules": [], "why": ""}


def told(**given):
    file = FILE | given
    return list(flaws(file)), list(doubts(file)), sound(file)


@pytest.mark.parametrize("standard", ["", PASSED])
def test_of_a_sound_file_nothing_is_told(standard):
    assert told(standard=standard) == ([], [], True)


def test_our_own_check_is_quoted():
    assert told(own="Filen er en anden.")[0::2] == (
        ["FLK-2026-0117-D01, version 2: Vores egen kontrol af PDF-filen siger: »Filen er en anden.«"],
        False,
    )


def test_broken_rules_are_named_with_their_standard():
    assert told(standard=FAILED, rules=["3a 6.1.2-1", "ua1 7.1-8", "x 1-1", ""])[0] == [
        "FLK-2026-0117-D01, version 2: PDF-filen følger ikke standarden. "
        "Regler, der er brudt: PDF/A-3a 6.1.2-1, PDF/UA-1 7.1-8, x 1-1, ."
    ]


def test_of_many_rules_the_first_are_named():
    (text,), _, _ = told(standard=FAILED, rules=[f"3a 6.1-{n}" for n in range(23)])

    assert text.endswith("PDF/A-3a 6.1-19 og 3 til.")


def test_both_can_be_wrong():
    assert len(told(own="x", standard=FAILED, rules=["3a 1-1"])[0]) == 2


@pytest.mark.parametrize("why", [MISSING, SLOW, MUTE])
def test_what_could_not_be_found_out_is_a_doubt_and_no_flaw(why):
    (none, (text,), good) = told(standard=COULD_NOT, why=why)

    assert (none, good) == ([], False)
    assert WHY[why] in text
    assert text.endswith("Det prøves igen.")
