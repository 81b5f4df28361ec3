"""Rules about goals and the efforts that support them (R10, R36)."""

from collections.abc import Iterator

from ..problems import Problem, problem
from .base import Content, Facts, rows, rule
from .dates import not_before

GRANTED = frozenset({"granted", "not_needed"})
EFFORTS = ("efforts", "prioritised_efforts")


def own_goals(content: Content) -> frozenset[int]:
    """List the goals that the document itself states."""
    return frozenset(
        goal["goal_no"]
        for group in ("goals", "new_or_changed_goals")
        for _, goal in rows(content, group)
        if "goal_no" in goal
    )


def unknown_goals(content: Content, known: frozenset[int], groups: tuple[str, ...]) -> Iterator[Problem]:
    """Refuse numbers that belong to no goal."""
    for group in groups:
        for number, row in rows(content, group):
            goal_no = row.get("goal_no")
            if goal_no is not None and goal_no not in known:
                yield problem((group, number, "goal_no"), "no_goal", nummer=goal_no)


def unsupported(content: Content, known: frozenset[int]) -> Iterator[Problem]:
    """Refuse efforts for goals that do not exist."""
    for group in EFFORTS:
        for number, effort in rows(content, group):
            for lost in sorted(set(effort.get("goal_nos", ())) - known):
                yield problem((group, number, "goal_nos"), "no_goal", nummer=lost)


@rule
def goal_numbers_exist(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et målnummer peger på et mål i dokumentet eller i den gældende plan (R36)."""
    known = own_goals(content)
    if facts.goal_numbers is not None or content.get("goals"):
        both = known | (facts.goal_numbers or frozenset())
        yield from unknown_goals(content, both, ("who_does_what", "decisions"))
        yield from unsupported(content, both)
    if facts.goal_numbers is not None:
        yield from unknown_goals(content, facts.goal_numbers, ("goal_progress",))


@rule
def goal_numbers_of_the_plan_exist(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et målnummer i planen peger på et mål i planen selv (R36)."""
    if own := own_goals(content):
        yield from unknown_goals(content, own, ("who_does_what",))
        yield from unsupported(content, own)


@rule
def efforts_end_after_they_begin(content: Content, facts: Facts) -> Iterator[Problem]:
    """En indsats slutter ikke, før den begynder."""
    for group in EFFORTS:
        for number, effort in rows(content, group):
            yield from not_before((group, number, "end_date"), effort.get("end_date"), effort.get("start_date"))


@rule
def active_efforts_are_granted(content: Content, facts: Facts) -> Iterator[Problem]:
    """En indsats er først i gang, når den er bevilget eller ikke kræver bevilling."""
    for group in EFFORTS:
        for number, effort in rows(content, group):
            status, grant = effort.get("status"), effort.get("grant_status")
            if status == "active" and grant and grant not in GRANTED:
                yield problem((group, number, "grant_status"), "not_granted")
