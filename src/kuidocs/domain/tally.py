"""What a questionnaire showed: everything for the cluster, and for guests only what gives nobody away (R71).

For guests, who are taken to know these rules and how many have answered:

1. Fewer than five answers show nothing. Free text is never shown.
2. Answers in an order: neighbours are put together until each group has five. A last group that could be told apart
   again is put together once more.
3. Answers without an order: small ones are hidden, and more with them until they cannot be reckoned out. Where a
   hidden number still has one value only, for whoever tries all of them, nothing of the question is shown.
4. Where several may be chosen, a count is also hidden when fewer than five did *not* choose it.
5. Where a question need not be answered, those who did not are a group like any other: with fewer than five of them
   nothing of the question is shown, because the rest would say how many they are.
6. A mean has one decimal, and is told only where it, and its being left out, leave each hidden number two values.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from .disclosure import LEAST, Cell, hide_line
from .questionnaires import MULTI, SCALE, TEXT, Answers, Question

NONE = "Ikke besvaret"
MOST_TRIED = 200_000
"""How many ways to fill groups are tried; beyond that many people, a decimal says too little to reckon with."""
Group = tuple[int, int]
"""The first and the last place of options that are put together."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One question with everything that was answered."""

    question: Question
    answered: int
    counts: tuple[int, ...] = ()
    mean: float | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One group of answers as it is shown; ``count`` is None when it is hidden."""

    label: str
    count: int | None
    share: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One question as it is shown to somebody."""

    question: Question
    groups: tuple[Shown, ...] = ()
    answered: int | None = None
    mean: float | None = None
    texts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether anything is shown."""
        return bool(self.texts) or any(one.count is not None for one in self.groups)


def count(question: Question, answers: Sequence[Answers]) -> Counted:
    """Count the answers to one question."""
    given = [one[question.rid] for one in answers if question.rid in one]
    if question.kind == TEXT:
        return Counted(question, len(given), texts=tuple(str(one) for one in given))
    counts = tuple(sum(_chose(one, option) for one in given) for option in question.chosen_from)
    scores = [int(str(one)) for one in given] if question.kind == SCALE else []
    return Counted(question, len(given), counts, sum(scores) / len(scores) if scores else None)


def _chose(answer: object, option: str) -> bool:
    return option in answer if isinstance(answer, list | tuple) else answer == option


def for_cluster(counted: Counted, total: int) -> Result:
    """Show everything, when at least five have answered."""
    if total < LEAST:
        return hidden(counted.question)
    rows = zip(counted.question.chosen_from, counted.counts, strict=False)
    groups = tuple(Shown(label, n, _share(n, counted.answered)) for label, n in rows)
    return Result(counted.question, groups, counted.answered, counted.mean, counted.texts, _several(counted.question))


def for_guests(counted: Counted, total: int) -> Result:
    """Show what gives nobody away."""
    question = counted.question
    one_each = question.kind != MULTI or question.most == 1
    few_silent = one_each and not question.required and total - counted.answered < LEAST
    if total < LEAST or question.kind == TEXT or few_silent:
        return hidden(question)
    if question.kind == MULTI and question.most != 1:
        return _several_chosen(counted, total)
    return _in_order(counted, total) if question.ordered and question.kind != MULTI else _without_order(counted, total)


def hidden(question: Question) -> Result:
    """Show nothing of a question."""
    return Result(question)


def _share(n: int, of: int) -> int:
    return round(100 * n / of) if of else 0


def _several(question: Question) -> tuple[str, ...]:
    several = question.kind == MULTI
    return ("Man kunne vælge flere, så tallene kan give mere end antallet af svar.",) if several else ()


# Answers in an order


def merged(counts: Sequence[int]) -> list[Group]:
    """Put neighbours together until each group has five; nothing is left when they do not have five together."""
    groups: list[Group] = []
    first = last = held = 0
    for place, n in enumerate(counts):
        held, last = held + n, place
        if held >= LEAST:
            groups.append((first, place))
            first, held = place + 1, 0
    if groups and first <= last:
        groups[-1] = (groups[-1][0], last)
        # Whoever knows these rules knows that the last group had five before the rest was added: five are not enough.
        if len(groups) > 1 and _size(counts, groups[-1]) == LEAST:
            groups[-2:] = [(groups[-2][0], last)]
    return groups


def _size(counts: Sequence[int], group: Group) -> int:
    return sum(counts[group[0] : group[1] + 1])


def _in_order(counted: Counted, total: int) -> Result:
    question, groups = counted.question, merged(counted.counts)
    if len(groups) < 2:
        return hidden(question)
    sizes = [_size(counted.counts, group) for group in groups]
    labels = [_span(question.chosen_from, group) for group in groups]
    shown = list(_line(labels, sizes, (), total))
    if not question.required:
        shown += _line([NONE], [total - counted.answered], (), total)
    mean = _safe_mean(counted, groups)
    notes = tuple(_together(question.chosen_from, group) for group in groups if group[0] != group[1])
    return Result(question, tuple(shown), None, mean, (), notes)


def _line(labels: Sequence[str], sizes: Sequence[int], gone: Iterable[int], of: int) -> Iterator[Shown]:
    for place, (label, n) in enumerate(zip(labels, sizes, strict=True)):
        yield Shown(label, None) if place in gone else Shown(label, n, _share(n, of))


def _span(options: Sequence[str], group: Group) -> str:
    first, last = group
    if first == last:
        return options[first]
    if options == ("1", "2", "3", "4", "5"):
        return f"{options[first]}–{options[last]}"
    names = options[first : last + 1]
    return " eller ".join([names[0], *(f"{one[:1].lower()}{one[1:]}" for one in names[1:])])


def _together(options: Sequence[str], group: Group) -> str:
    names = [f"»{one}«" for one in options[group[0] : group[1] + 1]]
    return f"{', '.join(names[:-1])} og {names[-1]} er lagt sammen, så små tal ikke kan ses."


def _safe_mean(counted: Counted, groups: Sequence[Group]) -> float | None:
    """Return the mean in one decimal, None where it, or its being left out, would give a hidden number away."""
    if counted.mean is None:
        return None
    told = round(counted.mean, 1)
    return None if told in _untold(counted, groups) else told


Places = list[set[int]]
"""For each hidden number the values that it may have."""


def _untold(counted: Counted, groups: Sequence[Group]) -> set[float]:
    """Return the means that are not told with these groups: those that leave too little open, and then as many more
    as it takes for their being left out to leave enough open."""
    wide = [place for first, last in groups if first != last for place in range(first, last + 1)]
    values = _values(counted, groups)
    untold = {mean for mean, places in values.items() if not _open([places], wide)}
    for mean in sorted(values, key=lambda one: (sum(map(len, values[one])), one)):
        if not untold or _open([values[one] for one in untold], wide):
            break
        untold.add(mean)
    return untold


def _open(known: Sequence[Places], wide: Sequence[int]) -> bool:
    return all(len(set().union(*(places[place] for places in known))) > 1 for place in wide)


def _values(counted: Counted, groups: Sequence[Group]) -> dict[float, Places]:
    """Return for each mean that is possible what every number may be; nothing for a crowd too large to try."""
    sizes = [_size(counted.counts, group) for group in groups]
    ways = [list(_parts(size, last - first + 1)) for size, (first, last) in zip(sizes, groups, strict=True)]
    tries = 1
    for one in ways:
        tries *= len(one)
    seen: dict[float, Places] = {}
    for filling in product(*ways) if tries <= MOST_TRIED else ():
        counts = [n for part in filling for n in part]
        # Only what these rules would have put together in the same way.
        if merged(counts) == list(groups):
            mean = round(sum(n * score for score, n in enumerate(counts, start=1)) / counted.answered, 1)
            for place, n in enumerate(counts):
                seen.setdefault(mean, [set() for _ in counts])[place].add(n)
    return seen


def _parts(size: int, width: int) -> Iterator[tuple[int, ...]]:
    if width == 1:
        yield (size,)
        return
    for first in range(size + 1):
        for rest in _parts(size - first, width - 1):
            yield (first, *rest)


# Answers without an order


def _without_order(counted: Counted, total: int) -> Result:
    question = counted.question
    labels, sizes = list(question.chosen_from), list(counted.counts)
    if not question.required:
        labels, sizes = [*labels, NONE], [*sizes, total - counted.answered]
    gone = hide_line([Cell(n, n) for n in sizes])
    if len(gone) == len(sizes) or not _doubtful(sizes, gone, silent=not question.required):
        return hidden(question)
    return Result(question, tuple(_line(labels, sizes, gone, total)))


def _doubtful(sizes: Sequence[int], gone: frozenset[int], *, silent: bool) -> bool:
    """Tell whether every hidden number may be another one, for whoever tries all that would look the same.

    ``silent``: the last number is of those who did not answer, and is known to be five at least.
    """
    places, left = sorted(gone), {place for place in gone if sizes[place] < LEAST}
    held = sum(sizes[place] for place in places)
    tries = 0
    ways = _parts(held, len(places)) if places else iter(())
    while left and tries < MOST_TRIED and (way := next(ways, None)) is not None:
        tries += 1
        tried = list(sizes)
        for place, n in zip(places, way, strict=True):
            tried[place] = n
        others = {place for place in left if tried[place] != sizes[place]}
        if others and not (silent and tried[-1] < LEAST) and hide_line([Cell(n, n) for n in tried]) == gone:
            left -= others
    return not left


def _several_chosen(counted: Counted, total: int) -> Result:
    question, counts = counted.question, counted.counts
    gone = {place for place, n in enumerate(counts) if n < LEAST or total - n < LEAST}
    by_size = sorted(set(range(len(counts))) - gone, key=lambda place: counts[place])
    if by_size and gone and _bounded(question, [counts[one] for one in by_size], len(gone), total):
        gone.add(by_size[0])
    if len(gone) == len(counts):
        return hidden(question)
    shown = tuple(_line(question.chosen_from, counts, gone, total))
    return Result(question, shown, notes=_several(question))


def _bounded(question: Question, shown: Sequence[int], hidden_: int, total: int) -> bool:
    """Tell whether the least or the most that people could choose nearly says what is hidden."""
    least = question.required and total - sum(shown) > (LEAST - 2) * hidden_
    return least or (question.most is not None and question.most * total - sum(shown) < 1)


def same(one: Counted, told: dict) -> bool:
    """Tell whether a tally that a file brings says what was counted here."""
    counts = dict(zip(one.question.chosen_from, one.counts, strict=False))
    right = told.get("answered") in (None, one.answered)
    if isinstance(told.get("counts"), dict):
        right = right and {str(k): v for k, v in told["counts"].items() if v} == {k: v for k, v in counts.items() if v}
    if isinstance(told.get("mean"), int | float):
        right = right and one.mean is not None and abs(one.mean - told["mean"]) < 0.006
    if isinstance(told.get("texts"), list):
        right = right and sorted(map(str, told["texts"])) == sorted(one.texts)
    return right
