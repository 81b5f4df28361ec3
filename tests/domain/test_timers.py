"""The two deadlines of a plan that is not followed (DOMAIN 6.2)."""

from dataclasses import replace
from datetime import date

import pytest

from kuidocs.domain import timers
from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.domain.guards import check, choose
from kuidocs.domain.timers import ACTIVITY, CONTACT, MOVES, STOPPED, TimerFacts, running, state, stops

TODAY = date(2026, 11, 21)
GOOD = TimerFacts(TODAY, "following_up", True, None, TODAY, "Kommer ikke i praktik.")


def fact(kind, day, *, id="s1", of="", note="Kommer ikke."):
    data = {"date": day, "note": note} | ({"of": of} if of else {})
    return {"id": id, "kind": kind, "by": {"user_id": "jonas", "name": "Jonas"}, "at": f"{day}T10:00", "data": data}


STOP = fact(STOPPED, "2026-11-19")


def test_nothing_runs_before_anything_is_said():
    assert running([{"id": "x", "kind": "paused", "data": {}}]) is None
    assert state(None) == timers.QUIET


def test_the_two_days():
    stop = running([STOP])

    assert (stop.contact_by, stop.activity_by) == (date(2026, 11, 26), date(2026, 12, 19))
    assert (state(stop), stop.note, stop.by) == (timers.RUNNING, "Kommer ikke.", "Jonas")


def test_contact_ends_the_first_and_activity_both():
    contacted = [STOP, fact(CONTACT, "2026-11-20", id="c1", of="s1")]
    stop = running(contacted)
    assert (state(stop), stop.contacted, stop.over) == (timers.CONTACTED, date(2026, 11, 20), False)

    assert running([*contacted, fact(ACTIVITY, "2026-11-21", id="a1", of="s1")]) is None
    (found,) = stops([STOP, fact(ACTIVITY, "2026-11-21", id="a1", of="s1")])
    assert (found.contacted, found.active) == (date(2026, 11, 21), date(2026, 11, 21))


def test_it_can_happen_again():
    facts = [STOP, fact(ACTIVITY, "2026-11-20", id="a1", of="s1"), fact(STOPPED, "2026-11-21", id="s2")]

    assert running(facts).id == "s2"
    assert [one.over for one in stops(facts)] == [True, False]


def told(act, at=timers.QUIET, who=("plan_coordinator",), **changed):
    check(choose(MOVES, act, at), replace(GOOD, **changed), who)


@pytest.mark.parametrize("who", ["plan_coordinator", "deputy", "contact_person"])
def test_those_who_look_after_the_young_person_tell(who):
    told(STOPPED, who=(who,))


@pytest.mark.parametrize("who", ["primary", "ad_hoc", "leader", ""])
def test_others_do_not(who):
    with pytest.raises(NotAllowed):
        told(STOPPED, who=(who,))


@pytest.mark.parametrize(
    ("changed", "guard"),
    [
        ({"case_state": "paused"}, "case_open"),
        ({"plan_active": False}, "plan"),
        ({"day": None}, "date"),
        ({"day": date(2026, 11, 22)}, "date"),
        ({"note": "  "}, "note"),
    ],
)
def test_what_is_refused(changed, guard):
    with pytest.raises(Refused) as refused:
        told(STOPPED, **changed)
    assert refused.value.code == guard


@pytest.mark.parametrize(("day", "ok"), [(date(2026, 11, 19), True), (date(2026, 11, 18), False)])
def test_contact_comes_after_the_day_on_which_it_stopped(day, ok):
    given = {"at": timers.RUNNING, "since": date(2026, 11, 19), "day": day}
    if ok:
        told(CONTACT, **given)
        return
    with pytest.raises(Refused, match="før den dag"):
        told(CONTACT, **given)


@pytest.mark.parametrize(
    ("act", "at"),
    [
        (STOPPED, timers.RUNNING),
        (STOPPED, timers.CONTACTED),
        (CONTACT, timers.QUIET),
        (CONTACT, timers.CONTACTED),
        (ACTIVITY, timers.QUIET),
    ],
)
def test_what_does_not_begin_from_here(act, at):
    with pytest.raises(Conflict):
        told(act, at)
