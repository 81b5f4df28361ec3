"""Rules about numbers that people refer to: they count from 1 without gaps, or are used only once."""

from collections.abc import Iterator

from ..problems import Problem, problem
from .base import Content, Facts, rows, rule


def consecutive(content: Content, group: str, name: str) -> Iterator[Problem]:
    """Refuse numbers that are used twice or lie outside 1..n, where n is the number of rows."""
    numbers = [row.get(name) for _, row in rows(content, group)]
    unused = sorted(set(range(1, len(numbers) + 1)) - set(numbers))
    for row, number in enumerate(numbers):
        if number is not None and (number in numbers[:row] or not 1 <= number <= len(numbers)):
            free = ", ".join(map(str, unused))
            yield problem((group, row, name), "number_order", nummer=number, ledige=free)


@rule
def agreements_are_numbered_in_order(content: Content, facts: Facts) -> Iterator[Problem]:
    """Aftaler er nummereret fortløbende fra 1."""
    return consecutive(content, "agreements", "agreement_no")


@rule
def decisions_are_numbered_in_order(content: Content, facts: Facts) -> Iterator[Problem]:
    """Beslutninger er nummereret fortløbende fra 1."""
    return consecutive(content, "decisions", "decision_no")


@rule
def items_are_numbered_in_order(content: Content, facts: Facts) -> Iterator[Problem]:
    """Dagsordenens punkter er nummereret fortløbende fra 1."""
    return consecutive(content, "agenda_items", "item_no")


@rule
def priorities_are_in_order(content: Content, facts: Facts) -> Iterator[Problem]:
    """Indsatser er prioriteret fortløbende fra 1, uden at to har samme nummer (R35)."""
    yield from consecutive(content, "prioritised_efforts", "priority")
    yield from consecutive(content, "efforts", "priority")


@rule
def unique_goal_numbers(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et målnummer bruges kun til ét mål."""
    for group in ("goals", "new_or_changed_goals", "goal_progress"):
        seen: set[int] = set()
        for number, goal in rows(content, group):
            goal_no = goal.get("goal_no")
            if goal_no in seen:
                yield problem((group, number, "goal_no"), "twice", nummer=goal_no)
            seen |= {goal_no} if goal_no is not None else set()
