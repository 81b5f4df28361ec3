"""Nothing that is hidden can be computed: looked at by trying every table that fits, and by linear algebra."""

import random
from fractions import Fraction
from itertools import product

import pytest

from kuidocs.domain.disclosure import LEAST, Cell, Table, exposed, hide_line, hide_table


def cells(*counts):
    return tuple(Cell(count, count) for count in counts)


def table(*rows, closed=(), gone=None):
    made = tuple(cells(*row) for row in rows)
    whole = [sum((row[n] for row in made[1:]), made[0][n]) for n in range(len(made[0]))]
    return Table(made, frozenset(closed), hide_line(whole) if gone is None else frozenset(gone))


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((5, 9, 20), ()),
        ((4, 9, 20), (0, 1)),
        ((9, 0, 20), (1, 0)),
        ((3, 3, 20), (0, 1)),
        ((2, 2, 20), (0, 1, 2)),
        ((0, 0, 20, 30), (0, 1, 2)),
        ((1,), (0,)),
        ((), ()),
        ((0, 0, 6), (0, 1, 2)),
    ],
)
def test_a_small_number_takes_another_with_it(counts, hidden):
    assert hide_line(cells(*counts)) == frozenset(hidden)


def test_a_large_number_of_few_people_is_hidden_too():
    many_meetings_of_one = Cell(40, 1)

    assert 0 in hide_line([many_meetings_of_one, Cell(50, 20), Cell(60, 30)])


def test_what_is_added_is_added_in_both():
    assert Cell(3, 1) + Cell(4, 2) == Cell(7, 3)


def test_a_full_table_hides_nothing():
    assert hide_table(table((5, 6), (7, 8))) == (frozenset(), frozenset())


def test_a_hidden_cell_is_hidden_in_row_and_column():
    found = hide_table(table((2, 9, 9), (9, 10, 11), (12, 13, 14)))

    for row in found:
        assert len(row) != 1
    for column in range(3):
        assert sum(column in row for row in found) != 1
    assert any(not row for row in found), "a slice that needs hide nothing is shown whole"


def test_the_only_slice_hides_what_all_hide():
    assert hide_table(table((3, 3, 20))) == (frozenset({0, 1}),)


def test_a_closed_slice_shows_nothing():
    first, second, third = hide_table(table((2, 1), (3, 4), (30, 40), closed=(0, 1)))

    assert first == second == {0, 1}
    assert third == frozenset()


def test_a_group_that_all_hide_is_hidden_everywhere():
    found = hide_table(table((6, 7, 9), (8, 9, 10), gone=(0, 1)))

    assert all(row >= {0, 1} for row in found)


@pytest.mark.parametrize(
    ("rows", "hidden", "computed"),
    [
        # One hidden cell in a row, and one in a column.
        (((6, 7), (8, 9)), {(0, 0)}, {(0, 0)}),
        (((6, 7), (8, 9)), {(0, 0), (0, 1)}, {(0, 0), (0, 1)}),
        (((6, 7), (8, 9)), {(0, 0), (0, 1), (1, 0), (1, 1)}, set()),
        # Two squares and a bridge between them: every line hides two, and yet the bridge has one value.
        (
            ((6, 6, 9, 9), (6, 6, 6, 9), (9, 9, 6, 6), (9, 9, 6, 6)),
            {(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2), (2, 3), (3, 2), (3, 3)},
            {(1, 2)},
        ),
        # Nothing is left to share out.
        (((0, 0), (6, 7)), {(0, 0), (0, 1), (1, 0), (1, 1)}, {(0, 0), (0, 1), (1, 0), (1, 1)}),
    ],
)
def test_what_can_be_computed_is_seen(rows, hidden, computed):
    assert exposed(table(*rows, gone=()), hidden) == computed


def test_an_unknown_total_protects():
    rows, hidden = ((1, 2), (3, 4), (9, 9)), {(0, 0), (0, 1), (1, 0), (1, 1)}

    assert exposed(table(*rows, closed=(0, 1), gone=()), hidden) == set()
    assert exposed(table((0, 0), (3, 4), gone=()), hidden) == hidden


def random_table(rng, most=14):
    rows, columns = rng.randint(2, 4), rng.randint(2, 4)
    counts = [[rng.choice((0, 1, 3, rng.randint(0, most))) for _ in range(columns)] for _ in range(rows)]
    counts = [row if sum(row) else [1, *row[1:]] for row in counts]
    sizes = [Cell(sum(row), sum(row)) for row in counts]
    return table(*counts, closed=hide_line(sizes))


def published(found, hidden):
    """What everybody knows: shown cells, and every total but those of closed slices and of groups that all hide."""
    rows, columns = range(len(found.rows)), range(found.width)
    places = list(product(rows, columns))
    known = [({place}, found.rows[place[0]][place[1]].count) for place in places if place[1] not in hidden[place[0]]]
    for row in set(rows) - found.closed:
        known.append(({(row, c) for c in columns}, sum(cell.count for cell in found.rows[row])))
    for column in set(columns) - found.gone:
        known.append(({(r, column) for r in rows}, sum(cell.count for cell in found.column(column))))
    known.append((set(places), sum(cell.count for row in found.rows for cell in row)))
    return places, known


def rank(rows):
    rows, found = [list(map(Fraction, row)) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for r in range(found + 1, len(rows)):
            if rows[r][column]:
                times = rows[r][column] / rows[found][column]
                rows[r] = [a - times * b for a, b in zip(rows[r], rows[found], strict=True)]
        found += 1
    return found


@pytest.mark.parametrize("seed", range(150))
def test_no_hidden_cell_follows_from_what_is_known(seed):
    found = random_table(random.Random(seed))
    hidden = hide_table(found)
    places, known = published(found, hidden)
    matrix = [[int(place in members) for place in places] for members, _ in known]
    before = rank(matrix)

    for row, columns in enumerate(hidden):
        for column in columns:
            one = [int(place == (row, column)) for place in places]
            assert rank([*matrix, one]) > before, (found, hidden)


def others(found, hidden, place):
    """Whether a hidden cell can be one more or one less, by filling the hidden cells in every way that fits."""
    _, known = published(found, hidden)
    free = [(r, c) for r, columns in enumerate(hidden) for c in sorted(columns)]
    truth = {p: found.rows[p[0]][p[1]].count for p in free}
    limits = [
        ({p for p in members if p in truth}, sum(truth[p] for p in members if p in truth)) for members, _ in known
    ]
    limits = [(members, total) for members, total in limits if members]

    def fill(number, values):
        if number == len(free):
            return True
        p = free[number]
        wanted = (truth[p] - 1, truth[p] + 1) if p == place else range(max(0, truth[p] - 1), truth[p] + 2)
        for value in wanted:
            if value < 0:
                continue
            values[p] = value
            if all(_fits(members, total, values) for members, total in limits if p in members) and fill(
                number + 1, values
            ):
                return True
            del values[p]
        return False

    return fill(0, {})


def _fits(members, total, values):
    told = sum(values[p] for p in members if p in values)
    return told <= total if any(p not in values for p in members) else told == total


@pytest.mark.parametrize("seed", range(40))
def test_every_hidden_cell_could_be_another_number_that_is_not_below_zero(seed):
    found = random_table(random.Random(seed), most=8)
    hidden = hide_table(found)

    for row, columns in enumerate(hidden):
        for column in columns:
            assert others(found, hidden, (row, column)), (found, hidden)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_shown_is_never_small(seed):
    found = random_table(random.Random(seed))

    for cells_, hidden in zip(found.rows, hide_table(found), strict=True):
        assert all(cell.count >= LEAST for number, cell in enumerate(cells_) if number not in hidden)


def test_where_nothing_helps_everything_is_hidden():
    """A slice in which one group is everybody: whatever else is hidden, it has to go too."""
    found = Table((cells(5, 0), cells(0, 5)))

    assert hide_table(found) == ({0, 1}, {0, 1})


def test_a_group_that_nobody_is_in_takes_everything_with_it():
    """Everybody knows that the column is empty, so no hiding makes it a secret; then nothing at all is told."""
    found = Table((cells(60, 0), cells(70, 0)))

    assert hide_table(found) == ({0, 1}, {0, 1})
