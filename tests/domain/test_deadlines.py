"""The table of what is not forgotten."""

from datetime import date, timedelta

import pytest

from kuidocs.domain import deadlines
from kuidocs.domain.deadlines import KINDS, is_shown, letter, sentence, stage

TODAY = date(2026, 11, 21)


def day(away):
    return TODAY + timedelta(days=away)


def test_every_row_is_whole_and_its_stages_are_few_and_in_order():
    for id, kind in KINDS.items():
        assert kind.id == id
        assert kind.stages == tuple(sorted(set(kind.stages)))
        assert len(kind.stages) <= 4
        assert all((kind.label, kind.to, kind.before, kind.after, kind.heading))


@pytest.mark.parametrize(
    ("away", "wanted"),
    [(3, None), (2, -2), (1, -2), (0, -2), (-1, 1), (-7, 1), (-8, 8), (-22, 22), (-202, 22), (-203, None)],
)
def test_the_last_stage_that_has_come(away, wanted):
    assert stage(deadlines.TASK, day(away), TODAY) == wanted


@pytest.mark.parametrize(
    ("kind", "away", "since", "wanted"),
    [
        (deadlines.CONSENT, 30, None, True),
        (deadlines.CONSENT, 31, None, False),
        (deadlines.CONSENT, -400, None, True),
        (deadlines.MINUTES, 5, day(-1), True),
        (deadlines.MINUTES, 5, TODAY, False),
        (deadlines.MINUTES, 5, day(1), False),
        (deadlines.REQUEST, 5, TODAY, True),
        (deadlines.REQUEST, 5, day(1), False),
    ],
)
def test_what_lists_show(kind, away, since, wanted):
    assert is_shown(kind, day(away), since, TODAY) is wanted


def test_a_mail_says_before_and_after():
    assert sentence(deadlines.TASK, TODAY, TODAY) == "En opgave, du har, skal snart være gjort."
    assert sentence(deadlines.TASK, day(-1), TODAY) == "En opgave, du har, er over fristen."


def test_one_mail_gathers_all_and_counts_alike():
    text = letter(["A.", "B.", "A."], "https://k.example/min-dag", "https://k.example/x")

    assert "Tre ting venter på dig i kuidocs:\n\n- A. (to gange)\n- B.\n" in text
    assert "https://k.example/min-dag" in text
    assert "»Mine indstillinger«.\nhttps://k.example/x" in text
    assert letter(["A."], "", "").startswith("Hej\n\nÉn ting venter på dig i kuidocs:\n\n- A.\n")


def test_no_sentence_of_a_mail_can_be_filled_with_anything():
    assert not any(sign in kind.before + kind.after for kind in KINDS.values() for sign in "{}%0123456789")
