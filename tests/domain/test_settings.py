"""The numbers that a municipality decides."""

from datetime import date

import pytest

from kuidocs.domain import settings
from kuidocs.domain.rules.base import RULES
from kuidocs.domain.settings import GUARDS, SETTINGS, Change

TODAY = date(2026, 11, 21)


def fact(value, since, key=settings.PLAN_DAYS):
    return {"id": since, "key": key, "value": value, "from": since}


def test_every_default_lies_within_its_bounds_and_says_where_it_comes_from():
    for key, one in SETTINGS.items():
        assert one.key == key
        assert one.least <= one.default <= one.most
        assert one.label
        assert one.help
        assert one.source
        assert one.used_by


def test_every_rule_that_a_setting_names_is_there_and_takes_the_number():
    bound = [one for one in SETTINGS.values() if one.rule]

    assert len(bound) == 3
    for one in bound:
        assert one.argument in RULES[one.rule].__code__.co_varnames


def test_what_nobody_has_set_is_the_default():
    assert settings.value((), settings.PLAN_DAYS, TODAY) == 14
    assert settings.given((), settings.PLAN_DAYS, TODAY) is None
    assert settings.frozen((), TODAY) == {}


def test_a_number_counts_from_its_day_on():
    facts = (fact(10, "2026-11-01"), fact(20, "2026-12-01"))

    days = [date(2026, 10, 31), date(2026, 11, 1), TODAY, date(2026, 12, 1)]

    assert [settings.value(facts, settings.PLAN_DAYS, day) for day in days] == [14, 10, 10, 20]


def test_what_was_set_last_wins_though_its_day_lies_before():
    assert settings.value((fact(20, "2026-11-10"), fact(10, "2026-11-01")), settings.PLAN_DAYS, TODAY) == 10


def test_only_what_forms_are_read_with_is_frozen():
    facts = (fact(10, "2026-11-01"), fact(9, "2026-11-01", settings.ANSWER_DAYS), fact(3, "2026-12-01", "plan_days"))

    found = settings.frozen(facts, TODAY)

    assert found == {settings.PLAN_DAYS: 10}
    assert settings.limits(found) == {"plan_updated_within_days@1": {"days": 10}}


def change(**given):
    told = {"value": 10, "since": TODAY, "reason": "Aftalt.", "now": 14} | given
    return Change(SETTINGS[settings.PLAN_DAYS], TODAY, **told)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, ""),
        ({"value": 1}, ""),
        ({"value": 60}, ""),
        ({"value": None}, "vaerdi"),
        ({"value": 0}, "vaerdi"),
        ({"value": 61}, "vaerdi"),
        ({"value": 14}, "vaerdi"),
        ({"since": None}, "fra"),
        ({"since": date(2026, 11, 20)}, "fra"),
        ({"reason": "  "}, "begrundelse"),
        ({"reason": "x" * 501}, "begrundelse"),
    ],
)
def test_what_will_not_do_is_refused_with_its_sentence(given, name):
    found = [guard for guard in GUARDS if not guard.holds(change(**given))]

    assert [guard.name for guard in found[:1]] == ([name] if name else [])
    assert all("{" not in guard.said(change(**given)) for guard in found)


def test_the_sentence_names_the_bounds():
    assert GUARDS[0].said(change(value=0)) == "Skriv et helt tal fra 1 til 60 dage."
