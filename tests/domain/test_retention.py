"""When a case may be deleted, and by whom (D34, DOMAIN 6.9): each guard with the twin that it refuses."""

from dataclasses import replace
from datetime import date

import pytest

from kuidocs.domain import retention
from kuidocs.domain.retention import APPROVING, DROPPING, PACKAGED, PRESERVE, PROPOSED, PROPOSING, READY, Standing

TODAY = date(2026, 11, 21)
READY_ONE = Standing(TODAY, dispose_on=date(2026, 1, 1), closed_on=date(2020, 11, 21), years=5)
PROPOSED_ONE = replace(READY_ONE, reason="Byrådets beslutning af 3. marts")
PACKAGED_ONE = replace(READY_ONE, state=PACKAGED, who="inge", proposed_by="kirsten", receipt="SA-2026-17")


class TestTheDay:
    def test_both_the_day_and_the_years_must_be_over(self):
        assert READY_ONE.earliest == date(2026, 1, 1)
        assert replace(READY_ONE, years=7).earliest == date(2027, 11, 21)

    @pytest.mark.parametrize("change", [{"dispose_on": None}, {"closed_on": None}])
    def test_without_one_of_them_it_never_comes(self, change):
        assert replace(READY_ONE, **change).earliest is None

    def test_a_day_that_is_not_every_year(self):
        assert retention.years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)
        assert retention.years_after(date(2024, 2, 29), 5) == date(2029, 3, 1)

    def test_backups_keep_it_for_some_days_more(self):
        assert retention.backups_gone(date(2026, 12, 20), 30) == date(2027, 1, 19)


def refused(guards, standing):
    """List the sentences of the guards that do not hold."""
    return [guard.said(standing) for guard in guards if not guard.holds(standing)]


def test_a_case_whose_time_is_over_is_proposed_approved_or_dropped():
    assert refused(READY, READY_ONE) == []
    assert refused(PROPOSING, PROPOSED_ONE) == []
    assert refused(APPROVING, PACKAGED_ONE) == []
    assert refused(DROPPING, replace(PROPOSED_ONE, state=PROPOSED)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"archived": False}, "ikke arkiveret"),
        ({"fate": PRESERVE}, "skal bevares"),
        ({"fate": "noget andet"}, "skal bevares"),
        ({"dispose_on": date(2026, 11, 22)}, "Tiden er ikke gået"),
        ({"dispose_on": None}, "Tiden er ikke gået"),
        ({"asked_for": True}, "aktindsigt"),
    ],
)
@pytest.mark.parametrize(("guards", "one"), [(PROPOSING, PROPOSED_ONE), (APPROVING, PACKAGED_ONE)])
def test_what_must_hold_is_asked_both_times(guards, one, change, words):
    [said] = refused(guards, replace(one, **change))

    assert words in said


@pytest.mark.parametrize(
    ("guards", "one", "change", "words"),
    [
        (PROPOSING, PROPOSED_ONE, {"under_way": True}, "foreslået allerede"),
        (PROPOSING, PROPOSED_ONE, {"reason": "  kort   "}, "efter hvilken beslutning"),
        (PROPOSING, PROPOSED_ONE, {"reason": "a" * 1001}, "efter hvilken beslutning"),
        (APPROVING, PACKAGED_ONE, {"state": PROPOSED}, "kan ikke godkendes nu"),
        (APPROVING, PACKAGED_ONE, {"who": "kirsten"}, "En anden skal godkende"),
        (APPROVING, PACKAGED_ONE, {"receipt": " x "}, "kvittering"),
        (DROPPING, PROPOSED_ONE, {"state": retention.APPROVED}, "kan ikke stoppes nu"),
        (DROPPING, PROPOSED_ONE, {"state": PACKAGED, "reason": "nej"}, "hvorfor det stoppes"),
    ],
)
def test_each_step_asks_for_its_own(guards, one, change, words):
    [said] = refused(guards, replace(one, **change))

    assert words in said


def test_the_last_fact_tells_where_it_is_and_every_place_has_words():
    facts = [{"kind": kind} for kind in (PROPOSED, PACKAGED)]

    assert retention.state(facts) == PACKAGED
    assert set(retention.STATES) == {"proposed", "packaged", "approved", "removed", "done", "dropped"}
