"""What is counted, and that what is shown of one choice cannot be used against what is hidden in another."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from kuidocs.domain.disclosure import LEAST, Cell
from kuidocs.domain.meetings import MEETING_TYPES
from kuidocs.domain.statistics import (
    ALL,
    DEPARTMENT,
    FAMILIES,
    MEASURES,
    NO_DEPARTMENT,
    NO_YEAR,
    YEAR,
    Choice,
    choices,
    merged,
    report,
    slices,
)

TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Course:
    state: str = "following_up"
    department: str = "Ungeindsatsen"
    started: date | None = date(2026, 3, 2)
    clarifications: int = 2
    first_meeting: date | None = date(2026, 3, 20)
    plan_approved: date | None = date(2026, 5, 20)
    goals_reached: int = 1
    goals_adjusted: int = 0
    goals_open: int = 2
    tasks_on_time: int = 1
    tasks_late: int = 1
    tasks_open: tuple[str, ...] = ("2026-11-20", "2026-11-21")
    meetings: tuple[str, ...] = ("clarification", "clarification", "coordination")
    consent_withdrawn: bool = False


def many(number, **values):
    return [Course(**values) for _ in range(number)]


def figure(found, key):
    return next(one for one in found.figures if one.key == key)


def bars(found, key):
    return {bar.label: bar.count for bar in figure(found, key).bars}


def crowd(seed, size=60):
    """Sixty courses as they may be."""
    rng = random.Random(seed)

    def one():
        started = date(rng.choice((2024, 2025, 2025, 2026, 2026, 2026)), rng.randint(1, 12), 3)
        met = started + timedelta(days=rng.randint(5, 40)) if rng.random() < 0.8 else None
        plan = met + timedelta(days=rng.randint(10, 220)) if met and rng.random() < 0.8 else None
        return Course(
            rng.choice(("opened", "clarifying", "coordinating", "following_up", "following_up", "paused", "closed")),
            rng.choice(("Ungeindsatsen", "Ungeindsatsen", "PPR", "Unge og Job", "")),
            started,
            rng.choice((0, 1, 2, 2, 2, 3, 5)),
            met,
            plan,
            *(rng.randint(0, 2) for _ in range(5)),
            tuple(rng.choice(("2026-10-01", "2027-01-01")) for _ in range(rng.randint(0, 3))),
            tuple(rng.choice(list(MEETING_TYPES)) for _ in range(rng.randint(0, 6))),
            rng.random() < 0.1,
        )

    return [one() for _ in range(size)]


def test_every_measure_counts_as_many_groups_as_it_names():
    for measure in MEASURES:
        assert len(measure.count(Course(), TODAY)) == len(measure.groups)
        assert 0 <= measure.ordered <= len(measure.groups)


@pytest.mark.parametrize("key", ["stand", "samklang", "plan", "samtykker"])
def test_a_measure_of_courses_counts_each_course_once(key):
    (measure,) = [one for one in MEASURES if one.key == key]

    assert all(sum(measure.count(course, TODAY)) == 1 for course in crowd(1))


def test_all_is_counted():
    courses = many(6) + many(
        7, state="closed", clarifications=3, plan_approved=date(2026, 4, 1), consent_withdrawn=True
    )
    found = report(courses, TODAY)

    assert found.size == 13
    assert bars(found, "startet") == {"2026": 13}
    assert bars(found, "samtykker") == {"Trukket tilbage, helt eller en overgang": 7, "Ikke trukket tilbage": 6}
    assert bars(found, "maal")["Nået"] is None, "nobody's goal was adjusted, so another number has to go"
    assert figure(found, "moeder").total == 39


def test_goals_tasks_and_meetings_are_counted_by_themselves():
    courses = many(6, goals_adjusted=1, meetings=tuple(MEETING_TYPES) * 2)
    found = report(courses, TODAY)

    assert list(bars(found, "maal").values()) == [6, 6, 12]
    assert list(bars(found, "opgaver").values()) == [6, 6, 6, 6]
    assert list(bars(found, "moeder").values()) == [12, 12, 12, 12]
    assert [bar.share for bar in figure(found, "maal").bars] == [25, 25, 50]


def test_many_things_of_few_people_are_hidden():
    courses = [*many(4, goals_reached=30, goals_adjusted=1), *many(6, goals_reached=0, goals_adjusted=1)]

    assert bars(report(courses, TODAY), "maal")["Nået"] is None


def test_mean_and_median_are_told_where_all_groups_are():
    found = report([*many(5, clarifications=1), *many(5, clarifications=2), *many(5, clarifications=0)], TODAY)
    told = figure(found, "samklang")

    assert [bar.label for bar in told.bars] == ["1 møde", "2 møder eller flere", "Endnu ikke samklang"]
    assert (told.mean, told.median, told.value_unit) == (1.5, 1.5, "møder")
    assert told.merged


def test_mean_and_median_are_hidden_with_a_group():
    found = report([*many(5, clarifications=1), *many(5, clarifications=2), *many(2, clarifications=0)], TODAY)
    told = figure(found, "samklang")

    assert (told.mean, told.median) == (None, None)
    assert told.hides


def test_neighbours_are_named_together():
    told = {1: 5, 2: 2, 3: 3, 4: 5, 0: 5}
    found = report([one for number, size in told.items() for one in many(size, clarifications=number)], TODAY)

    assert list(bars(found, "samklang")) == ["1 møde", "2–3 møder", "4 møder eller flere", "Endnu ikke samklang"]


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        ([10] * 5 + [45] * 2 + [70] * 3 + [400] * 5, ["Under 30 dage", "30–89 dage", "90 dage eller mere"]),
        ([10] * 2 + [45] * 3 + [400] * 5, ["Under 60 dage", "60 dage eller mere"]),
        ([10] * 3, ["Planen er godkendt"]),
    ],
)
def test_times_are_named_together(days, labels):
    first = date(2026, 1, 1)
    courses = [Course(first_meeting=first, plan_approved=first + timedelta(days=n)) for n in days]
    courses += many(5, plan_approved=None)

    assert list(bars(report(courses, TODAY), "plan"))[:-1] == labels


def test_too_few_in_any_order_are_one_group():
    courses = many(3) + many(7, clarifications=0)

    assert list(bars(report(courses, TODAY), "samklang")) == ["Samklang er nået", "Endnu ikke samklang"]


@pytest.mark.parametrize("first", [None, date(2026, 6, 1)])
def test_a_plan_before_the_first_meeting_took_no_time(first):
    (measure,) = [one for one in MEASURES if one.key == "plan"]

    assert measure.value(Course(first_meeting=first)) == (0 if first else None)


@pytest.mark.parametrize("size", [0, 1, 2, 4])
def test_of_a_handful_nothing_is_told(size):
    found = report(many(size), TODAY)

    assert found.size is None
    assert not any(one.tells or one.total is not None or one.mean for one in found.figures)
    assert choices(many(size)) == [ALL]


def test_small_years_and_departments_cannot_be_chosen():
    courses = (
        many(9, started=date(2025, 1, 1)) + many(3, started=date(2024, 1, 1)) + many(8) + many(20, department="PPR")
    )

    assert choices(courses) == [
        ALL,
        Choice(YEAR, "2026"),
        Choice(DEPARTMENT, "PPR"),
        Choice(DEPARTMENT, "Ungeindsatsen"),
    ]


def test_what_has_no_year_or_department_is_told_so():
    parts = [slices([Course(started=None, department="")], kind) for kind in FAMILIES]

    assert [list(part) for part in parts] == [[NO_YEAR], [NO_DEPARTMENT]]


def test_a_year_is_told_by_its_months():
    courses = [Course(started=date(2026, month, 1)) for month in (1, 1, 2, 2, 2, 3, 7, 7, 7, 7, 7, 12)]
    courses += many(10, started=date(2025, 5, 1))
    found = report(courses, TODAY, Choice(YEAR, "2026"))

    assert bars(found, "startet") == {"Januar–februar": 5, "Marts–december": 7}
    assert [one.key for one in found.figures].count("afdelinger") == 0


def test_courses_without_a_day_have_no_months():
    courses = many(6, started=None) + many(6)

    assert "startet" not in [one.key for one in report(courses, TODAY, Choice(YEAR, NO_YEAR)).figures]


def test_a_department_is_not_told_by_years():
    courses = many(6, department="PPR") + many(6)

    assert "startet" not in [one.key for one in report(courses, TODAY, Choice(DEPARTMENT, "PPR")).figures]


@pytest.mark.parametrize(
    ("counts", "blocks"),
    [
        ([5, 5], [(0,), (1,)]),
        ([1, 2, 3, 9], [(0, 1, 2), (3,)]),
        ([9, 1], [(0, 1)]),
        ([1, 1], [(0, 1)]),
        ([], []),
    ],
)
def test_neighbours_are_put_together_until_they_are_five(counts, blocks):
    assert merged([Cell(n, n) for n in counts], len(counts)) == blocks


def test_those_behind_the_order_stay_alone():
    assert merged([Cell(1, 1), Cell(1, 1), Cell(1, 1)], 2) == [(0, 1), (2,)]


@pytest.mark.parametrize("seed", range(12))
def test_no_number_below_five_is_shown_of_any_choice(seed):
    courses = crowd(seed)

    for choice in choices(courses):
        for one in report(courses, TODAY, choice).figures:
            assert all(bar.count is None or bar.count >= LEAST for bar in one.bars)


def rank(rows):
    """The rank of a matrix over a prime field: that of the rationals, but for an accident that would only hide."""
    prime, found = 2_147_483_647, 0
    rows = [list(row) for row in rows]
    for column in range(len(rows[0])):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column] % prime), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column], -1, prime)
        for r in range(found + 1, len(rows)):
            if rows[r][column]:
                times = rows[r][column] * inverse % prime
                rows[r] = [(a - times * b) % prime for a, b in zip(rows[r], rows[found], strict=True)]
        found += 1
    return found


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("key", ["stand", "samklang", "plan", "samtykker"])
def test_years_departments_and_all_together_give_nothing_away(seed, key):
    """Everything that all pages and files show of a measure, as equations in (year, department, group)."""
    courses = crowd(seed, size=45)
    parts = {kind: list(slices(courses, kind)) for kind in FAMILIES}
    offered = choices(courses)
    reports = {choice: figure(report(courses, TODAY, choice), key) for choice in offered}
    width = len(reports[ALL].bars)
    atoms = [(y, d, g) for y in parts[YEAR] for d in parts[DEPARTMENT] for g in range(width)]

    def inside(atom, choice):
        return not choice.kind or atom[list(FAMILIES).index(choice.kind)] == choice.name

    def equation(choice, group=None):
        return [int(inside(atom, choice) and group in (None, atom[2])) for atom in atoms]

    shown, hidden = [equation(choice) for choice in offered], []
    for choice, one in reports.items():
        for group, bar in enumerate(one.bars):
            (hidden if bar.count is None else shown).append(equation(choice, group))
    before = rank(shown)

    assert all(rank([*shown, one]) > before for one in hidden)


def test_a_rank_is_that_of_the_rationals():
    assert rank([[1, 2], [2, 4]]) == 1
    assert rank([[1, 2], [2, 5]]) == 2
