"""The lamp of the plan, always with its reason."""

from datetime import date

import pytest

from kuidocs.domain.plans import PlanFacts, freshness

TODAY = date(2026, 11, 21)
REVIEWED, REVIEW = date(2026, 10, 6), date(2026, 12, 8)


@pytest.mark.parametrize(
    ("plan", "state", "words"),
    [
        (None, "none", "efter koordinationsmødet"),
        (PlanFacts(REVIEWED, REVIEW, None, 1), "behind", "Én beslutning er ikke skrevet"),
        (PlanFacts(REVIEWED, REVIEW, None, 2), "behind", "To beslutninger er ikke skrevet"),
        (PlanFacts(REVIEWED, date(2026, 11, 20), None), "behind", "senest 20. november"),
        (PlanFacts(REVIEWED, REVIEW, date(2026, 11, 18)), "behind", "siden mødet 18. november"),
        (PlanFacts(REVIEWED, REVIEW, REVIEWED, 0, (("En uge", date(2026, 10, 9)),)), "look", "»En uge«"),
        (PlanFacts(REVIEWED, REVIEW, REVIEWED, told_behind=date(2026, 11, 12)), "behind", "12. november siger"),
        (PlanFacts(REVIEWED, REVIEW, REVIEWED), "current", "igen 8. december"),
        (PlanFacts(REVIEWED, None, None), "current", "skrevet ind"),
        (PlanFacts(None, TODAY, REVIEWED), "current", "21. november"),
    ],
)
def test_the_lamp_and_its_reason(plan, state, words):
    lamp = freshness(plan, TODAY)

    assert lamp.state == state
    assert words in lamp.reason
    assert lamp.label


def test_a_long_sub_goal_is_cut_between_words():
    long = "praktik " * 20

    reason = freshness(PlanFacts(REVIEWED, REVIEW, None, 0, ((long, date(2026, 10, 9)),)), TODAY).reason

    assert "praktik …«" in reason
    assert len(reason) < 120


def test_a_sub_goal_whose_day_has_not_come_says_nothing():
    assert freshness(PlanFacts(REVIEWED, REVIEW, REVIEWED, 0, (("En uge", TODAY),)), TODAY).state == "current"
