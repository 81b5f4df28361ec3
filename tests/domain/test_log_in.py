"""The steps on the way in, and what a password must be."""

import pytest

from kuidocs.domain.log_in import CODE, ENROL, RENEW, STEPS, Standing, next_step, password_problem

GOOD = "fire hatte på en varm hylde"


def name(standing, *done):
    step = next_step(standing, frozenset(done))
    return step.name if step else ""


def test_a_password_alone_is_enough_where_nothing_more_is_asked():
    assert name(Standing()) == ""


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing(has_second=True), CODE),
        (Standing(has_second=True, second_required=True), CODE),
        (Standing(second_required=True), ENROL),
        (Standing(must_renew=True), RENEW),
        (Standing(has_second=True, must_renew=True), CODE),
        (Standing(second_required=True, must_renew=True), ENROL),
    ],
)
def test_the_first_step(standing, expected):
    assert name(standing) == expected


def test_a_step_that_is_done_is_not_asked_for_again():
    assert name(Standing(has_second=True), CODE) == ""
    assert name(Standing(has_second=True, must_renew=True), CODE) == RENEW


def test_who_has_just_set_up_a_second_factor_has_shown_it():
    assert name(Standing(has_second=True, second_required=True), ENROL) == ""


def test_a_later_step_does_not_do_for_an_earlier_one():
    assert name(Standing(has_second=True, must_renew=True), RENEW) == CODE


def test_every_step_has_a_title_of_its_own():
    assert len({step.title for step in STEPS}) == len(STEPS)


def test_a_long_password_of_ones_own_is_taken():
    assert password_problem(GOOD, {"jonas", "Jonas", "Ravnsborg"}) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kort", "for kort"),
        ("elleve tegn", "for kort"),
        ("x" * 2000, "for lang"),
        ("abababababababab", "gentager"),
        ("Jonas er meget glad", "dit navn"),
        ("RAVNSBORG er en god by", "dit navn"),
    ],
)
def test_what_others_guess_is_refused_with_a_reason(text, words):
    assert words in password_problem(text, {"jonas", "Ravnsborg"})


def test_short_words_do_not_forbid_half_the_language():
    assert password_problem(GOOD, {"Bo", "en", "på"}) == ""
