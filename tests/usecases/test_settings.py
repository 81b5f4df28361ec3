"""Setting what the municipality decides, and where the numbers are noticed."""

from datetime import date, timedelta

import pytest

from kuidocs.domain import deadlines as kinds
from kuidocs.domain.case_states import LONGEST_PAUSE
from kuidocs.domain.errors import Conflict, NotFound, Refused
from kuidocs.domain.rules.base import Facts, run
from kuidocs.domain.settings import AD_HOC_DAYS, ANSWER_DAYS, CONSENT_MONTHS, MINUTES_DAYS, PAUSE_DAYS, PLAN_DAYS
from kuidocs.resources.case import Case, YoungPerson
from kuidocs.resources.meeting import Meeting
from kuidocs.usecases import involvement, reviewing, settings
from kuidocs.usecases.cases import case_facts
from kuidocs.usecases.deadlines import deadlines
from kuidocs.usecases.rule_facts import rule_facts
from tests.usecases.cards import card

TODAY = "2026-11-21"


def change(world, key=PLAN_DAYS, *, token="", base=None, value="10", since=TODAY, reason="Aftalt i ledelsen."):
    organisation = world.root.organisation
    seen = settings.stamp(organisation, key) if base is None else base
    settings.change(organisation, world.act("tobias", token), key, value=value, since=since, reason=reason, base=seen)


def test_a_number_is_set_with_who_when_and_why(world):
    change(world)

    (fact,) = world.root.organisation.setting_facts
    assert (fact["key"], fact["value"], fact["from"]) == (PLAN_DAYS, 10, TODAY)
    assert (fact["by"]["user_id"], fact["reason"]) == ("tobias", "Aftalt i ledelsen.")
    (event,) = world.root.organisation.log
    assert event.kind == "setting.changed"
    assert (event.data["before"], event.data["after"]) == (14, 10)


def test_sent_twice_it_is_set_once(world):
    change(world, token="t", base="")
    change(world, token="t", base="")

    assert len(world.root.organisation.setting_facts) == 1


def test_two_tabs_do_not_overwrite_each_other(world):
    change(world, base="")

    with pytest.raises(Conflict, match="imens"):
        change(world, base="", value="20")
    assert settings.setting(world.root, PLAN_DAYS, date(2026, 11, 21)) == 10


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"value": "mange"}, "vaerdi"),
        ({"value": "0"}, "vaerdi"),
        ({"value": "14"}, "vaerdi"),
        ({"since": "i morgen"}, "fra"),
        ({"since": "2026-11-20"}, "fra"),
        ({"reason": " "}, "begrundelse"),
    ],
)
def test_what_will_not_do_is_refused(world, given, code):
    with pytest.raises(Refused) as refused:
        change(world, **given)
    assert refused.value.code == code
    assert world.root.organisation.setting_facts == ()


def test_a_setting_that_is_none_is_not_there(world):
    with pytest.raises(NotFound):
        change(world, "attachment_mb")


def test_what_lies_in_no_tree_has_the_defaults():
    assert settings.setting(Case("X", YoungPerson("A", "2009-01-01")), ANSWER_DAYS, date(2026, 11, 21)) == 5


def given(world, key, value, since="2026-01-01"):
    """Set a number long ago."""
    fact = {"id": key, "key": key, "value": value, "from": since, "by": {}, "at": "", "reason": ""}
    world.root.organisation.setting_facts += (fact,)


def test_a_pause_may_be_as_long_as_is_set(world):
    assert case_facts(world.case, world.clock.today()).longest_pause == LONGEST_PAUSE
    given(world, PAUSE_DAYS, 30)

    found = case_facts(world.case, world.clock.today())

    assert found.longest_pause == timedelta(days=30)
    assert found.pause_words == "30 dage"


def test_minutes_are_due_by_the_number_of_the_day_of_the_meeting(world):
    meeting = Meeting(1, "clarification", 1)
    meeting.date = "2026-11-02"
    world.case.moeder[str(1)] = meeting
    row = next(one for one in deadlines(world.case) if one.kind == kinds.MINUTES)
    assert row.day == date(2026, 11, 9)

    given(world, MINUTES_DAYS, 2, "2026-11-03")
    assert next(one for one in deadlines(world.case) if one.kind == kinds.MINUTES).day == date(2026, 11, 9)
    given(world, MINUTES_DAYS, 2, "2026-11-02")
    assert next(one for one in deadlines(world.case) if one.kind == kinds.MINUTES).day == date(2026, 11, 4)


def test_a_rule_of_an_edition_is_read_with_the_number_that_is_set():
    calls = [("consent_ends_within_months@1", {"months": 12})]
    content = {"valid_from": date(2026, 11, 21), "valid_until": date(2027, 9, 1)}
    limits = {"consent_ends_within_months@1": {"months": 6}}

    assert list(run(calls, content, Facts())) == []
    (found,) = run(calls, content, Facts(limits=limits))
    assert "6 måneder" in found.text


def test_ad_hoc_readers_have_the_days_that_were_set_when_the_minutes_were_approved(world):
    assert involvement._readable_until(world.case, "2026-11-10") == "2026-11-10"
    given(world, AD_HOC_DAYS, 14)

    assert involvement._readable_until(world.case, "2026-11-10") == "2026-11-24"


def test_what_a_document_was_judged_by_is_frozen_with_it(world):
    document = card(world)
    assert rule_facts(document, world.clock).limits == {}
    given(world, CONSENT_MONTHS, 6)

    assert rule_facts(document, world.clock).limits == {"consent_ends_within_months@1": {"months": 6}}
    reviewing.submit(document, world.drafts, world.act())

    (submitted,) = document.facts_of("submitted")
    assert submitted["data"] == {"waiting_for": ["kirsten"], "settings": {CONSENT_MONTHS: 6}}
