"""Which numbers may be shown, so that nobody can be found behind them: the rule of five, and against subtraction.

1. A number is shown only when at least five young people stand behind it; none is as telling as one.
2. Whoever reads is taken to know every total. So the numbers that are hidden in a line (a row or a column) are at least
   two, and together at least five; else the smallest one that is shown is hidden too.
3. Whoever reads is taken to know rules 1 and 2, and that nothing is counted below zero. If the shown numbers leave a
   hidden one only one value, one more is hidden, until none is left.

A table has a row for each slice (a year, a department) and a column for each group; its last row is all slices
together. Slices of two kinds are never crossed, so one table cannot be used against the other.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

LEAST = 5
MARGIN = -1
"""The place of the totals: the row of all slices, the column of all groups."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, and how many young people stand behind it."""

    count: int
    persons: int

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.count + other.count, self.persons + other.persons)

    @property
    def small(self) -> bool:
        """Whether it may not be shown by itself."""
        return self.persons < LEAST or self.count < LEAST


Row = Sequence[Cell]
Place = tuple[int, int]


def hide_line(cells: Row) -> frozenset[int]:
    """Return which cells of a line are hidden when everybody knows its total (rules 1 and 2)."""
    hidden = {number for number, cell in enumerate(cells) if cell.small}
    while _too_few(cells, hidden) and (more := _smallest(cells, hidden)) is not None:
        hidden.add(more)
    return frozenset(hidden)


def _too_few(cells: Row, hidden: Iterable[int]) -> bool:
    """Tell whether what is hidden in a line can be told from what is not."""
    found = [cells[number] for number in hidden]
    return bool(found) and (len(found) == 1 or sum(cell.count for cell in found) < LEAST)


def _smallest(cells: Row, hidden: Iterable[int]) -> int | None:
    shown = [number for number in range(len(cells)) if number not in hidden]
    return min(shown, key=lambda number: (cells[number].count, number), default=None)


@dataclass(frozen=True, slots=True)
class Table:
    """The slices by the groups. ``closed`` are the slices of which not even the size is shown, ``gone`` the groups
    that are hidden for all slices together."""

    rows: tuple[Row, ...]
    closed: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """How many groups there are."""
        return len(self.rows[0])

    def column(self, number: int) -> tuple[Cell, ...]:
        """Return the numbers of one group in all slices."""
        return tuple(row[number] for row in self.rows)

    def margins(self) -> set[Place]:
        """List the totals that nobody knows."""
        return {(row, MARGIN) for row in self.closed} | {(MARGIN, column) for column in self.gone}


def hide_table(table: Table) -> tuple[frozenset[int], ...]:
    """Return which groups are hidden in each slice.

    A slice that is the only one says the same as all together, so it hides the same.
    """
    if len(table.rows) == 1:
        return (table.gone,)
    hidden = _small(table)
    while (more := _next(table, hidden)) is not None:
        hidden.add(more)
    if exposed(table, hidden):
        hidden = {(row, column) for row in range(len(table.rows)) for column in range(table.width)}
    return tuple(frozenset(c for r, c in hidden if r == row) for row in range(len(table.rows)))


def _small(table: Table) -> set[Place]:
    return {
        (row, column)
        for row, cells in enumerate(table.rows)
        for column, cell in enumerate(cells)
        if cell.small or row in table.closed or column in table.gone
    }


def _next(table: Table, hidden: set[Place]) -> Place | None:
    """Return the next cell that has to be hidden, None when all is well or nothing helps."""
    for found in _weak(table, hidden):
        for place in _line_mates(table, hidden, found):
            return place
    return None


def _weak(table: Table, hidden: set[Place]) -> Iterator[Place]:
    """Go through the lines in which too little is hidden, then through the cells that can be computed."""
    for row, cells in enumerate(table.rows):
        if _too_few(cells, [c for r, c in hidden if r == row]):
            yield row, MARGIN
    for column in range(table.width):
        if column not in table.gone and _too_few(table.column(column), [r for r, c in hidden if c == column]):
            yield MARGIN, column
    yield from sorted(exposed(table, hidden))


def _line_mates(table: Table, hidden: set[Place], place: Place) -> Iterator[Place]:
    """Go through the smallest shown cells in the lines that cross in a place."""
    row, column = place
    if row != MARGIN and (found := _smallest(table.rows[row], [c for r, c in hidden if r == row])) is not None:
        yield row, found
    if column != MARGIN:
        found = _smallest(table.column(column), [r for r, c in hidden if c == column])
        if found is not None:
            yield found, column


def exposed(table: Table, hidden: Iterable[Place]) -> set[Place]:
    """Return the hidden cells that have only one value left, given every number that is shown and every known total.

    A hidden number can be another one when others can make up for it: in its column, then in their rows, and so on
    round to its own row. Going down needs a number above zero.
    """
    cells = set(hidden)
    steps = _Steps(table, cells | table.margins())
    return {place for place in cells if not (steps.can_grow(place) or steps.can_shrink(place))}


class _Steps:
    """How one more or one less moves through the hidden cells of a table."""

    def __init__(self, table: Table, places: set[Place]) -> None:
        self._table = table
        self._lines: defaultdict[tuple[str, int], list[Place]] = defaultdict(list)
        for row, column in sorted(places):
            self._lines["row", row].append((row, column))
            self._lines["column", column].append((row, column))

    def can_grow(self, place: Place) -> bool:
        """Tell whether a cell could be one more: something in its row is then one less, and so on to its column."""
        row, column = place
        return self._reaches(("row", row), ("column", column), place)

    def can_shrink(self, place: Place) -> bool:
        """Tell whether a cell could be one less."""
        row, column = place
        return self._lowers(place) and self._reaches(("column", column), ("row", row), place)

    def _reaches(self, start: tuple[str, int], goal: tuple[str, int], but: Place) -> bool:
        seen, waiting = {start}, deque([start])
        while waiting:
            kind, number = waiting.popleft()
            for other in self._beside(kind, number, but):
                if other == goal:
                    return True
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return False

    def _beside(self, kind: str, number: int, but: Place) -> Iterator[tuple[str, int]]:
        for place in self._lines[kind, number]:
            row, column = place
            if place == but:
                continue
            if kind == "column":
                yield "row", row
            elif self._lowers(place):
                yield "column", column

    def _lowers(self, place: Place) -> bool:
        """A total goes down as far as its parts do, which are asked themselves."""
        row, column = place
        return MARGIN in place or self._table.rows[row][column].count > 0
