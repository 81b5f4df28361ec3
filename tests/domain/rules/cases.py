"""The shape of the tables in which every rule has content that it accepts and a twin that it refuses."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kuidocs.domain.rules import Facts, run

TODAY = date(2026, 11, 21)
HELD = date(2026, 11, 18)
NEXT = date(2026, 12, 8)
CHILD, YOUTH, ADULT = date(2012, 1, 1), date(2009, 9, 20), date(2008, 9, 20)
KNOWN = Facts(today=TODAY)


@dataclass(frozen=True)
class Case:
    """One rule with content that it accepts, content that it refuses, and what it then says where."""

    rule: str
    ok: dict
    bad: dict
    found: tuple[str, ...]
    facts: Facts = KNOWN
    bad_facts: Facts | None = None
    arguments: dict = field(default_factory=dict)
    warning: bool = False

    @property
    def id(self) -> str:
        return f"{self.rule} {' '.join(self.found)}"


def problems(rule: str, content: dict, facts: Facts = KNOWN, **arguments: Any) -> list:
    """Ask one rule."""
    return list(run([(f"{rule}@1", arguments)], content, facts))


def told(rule: str, content: dict, facts: Facts = KNOWN, **arguments: Any) -> list[str]:
    """Ask one rule, and give what it says as »where code«."""
    return [f"{p.where} {p.code}" for p in problems(rule, content, facts, **arguments)]


def check(case: Case) -> None:
    """Assert that the rule accepts the one and refuses its twin, with sentences that have no hole left but {felt}."""
    assert told(case.rule, case.ok, case.facts, **case.arguments) == []

    found = problems(case.rule, case.bad, case.bad_facts or case.facts, **case.arguments)
    assert tuple(f"{p.where} {p.code}" for p in found) == case.found
    assert {p.warning for p in found} == {case.warning}
    assert all("{" not in p.text.replace("{felt}", "") for p in found)


def known(**facts: Any) -> Facts:
    """Make facts with today's date."""
    return replace(KNOWN, **facts)


def person(relation: str, attendance: str = "present", **more: Any) -> dict:
    """Make a participant."""
    return {"name": {"text": "Navn"}, "relation": relation, "attendance": attendance} | more


def people(*participants: dict, **more: Any) -> dict:
    """Make minutes with participants, held on the day of these tests."""
    return {"held_at": HELD, "participants": list(participants)} | more
