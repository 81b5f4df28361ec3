"""What all rules share: the facts they may know, the register of rules by name, and small helpers.

A rule is a pure function (content, facts, **arguments) -> problems. Content is typed (dates are dates) and may be
incomplete: a rule speaks only about what is there, and about what is missing because of what is there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import wraps
from typing import Any

from ..danish import age_on
from ..problems import Problem

Content = Mapping[str, Any]
Rule = Callable[..., Iterable[Problem]]
Excuse = Callable[["Content", "Facts"], Iterable[str]]

RULES: dict[str, Rule] = {}
"""Every rule by its name, as editions write it: ``name@1``."""
HARD: set[str] = set()
"""The rules that no »not relevant« lifts: R5, R13, R14, R35, R42 (D12)."""
EXCUSES: dict[str, Excuse] = {}
"""The rules that ask for nothing, but say which required fields are not asked for now (D11)."""


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that stood open before the meeting."""

    text: str
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """A line of the log of decisions behind a plan."""

    decided_at: date | None
    meeting: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule may know beside the content. Nothing is looked up; the caller gathers it. None is »not known«:
    what is not known is not demanded."""

    today: date = date.max
    birth_date: date | None = None
    meeting_date: date | None = None
    meeting_no: int | None = None
    """The number of the meeting within its type."""
    meeting_start: time | None = None
    meeting_end: time | None = None
    consented_departments: frozenset[str] | None = None
    """Whom the consent referred to names on the day of the meeting; empty when it is not valid on that day."""
    goal_numbers: frozenset[int] | None = None
    """The goals of the plan in force before this document."""
    active_goals: frozenset[int] | None = None
    """Those of them that a follow-up must say the status of (R46)."""
    open_tasks: tuple[OpenTask, ...] | None = None
    """Demanded only of minutes written in the system (D8)."""
    custody_holders: tuple[str, ...] | None = None
    family: frozenset[str] = frozenset()
    """Everybody whom the case knows as the young person or the family, by each name that they go by."""
    decision_log: tuple[LoggedDecision, ...] = ()
    limits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """What the municipality has set in place of the numbers of the edition: rule, argument, number (D13)."""

    def age_on(self, day: date | None) -> int | None:
        """Count the young person's years on a day, when both dates are known."""
        return None if self.birth_date is None or day is None else age_on(self.birth_date, day)


def rule(function: Rule | None = None, *, version: int = 1, hard: bool = False) -> Any:
    """Register a rule as ``name@version``.

    Its meaning never changes, because old editions go on naming it; a new meaning is the next version.
    """

    def register(named: Rule) -> Rule:
        name = f"{named.__name__}@{version}"
        if name in RULES:
            raise ValueError(f"Two rules are called {name}")
        RULES[name] = named
        if hard:
            HARD.add(name)
        return named

    return register if function is None else register(function)


def excuse(function: Excuse) -> Excuse:
    """Register a rule that names the required fields which are not asked for now."""

    @wraps(function)
    def nothing(content: Content, facts: Facts) -> Iterable[Problem]:
        return ()

    rule(nothing)
    EXCUSES[f"{function.__name__}@1"] = function
    return function


def run(calls: Iterable[tuple[str, Mapping]], content: Content, facts: Facts) -> Iterator[Problem]:
    """Ask every rule of an edition."""
    for name, arguments in calls:
        for found in RULES[name](content, facts, **{**arguments, **facts.limits.get(name, {})}):
            yield replace(found, hard=True) if name in HARD else found


def excused(calls: Iterable[tuple[str, Mapping]], content: Content, facts: Facts) -> frozenset[str]:
    """Name the required fields that an edition's rules do not ask for in this document."""
    return frozenset(field for name, _ in calls if name in EXCUSES for field in EXCUSES[name](content, facts))


def is_hard(name: str) -> bool:
    """Tell whether a section that is not relevant still answers to this rule."""
    return name in HARD


def explanation(name: str) -> str:
    """Give the line that administrators read beside a form: the first of the rule's docstring."""
    return (RULES[name].__doc__ or "").strip().split("\n")[0]


def rows(content: Content, name: str) -> Iterator[tuple[int, Content]]:
    """Go through a repeating group with the number of each row."""
    return enumerate(content.get(name) or ())


def text_of(person: Any) -> str:
    """Give the name of a person as it was written."""
    return str(person.get("text", "")) if isinstance(person, Mapping) else str(person or "")
