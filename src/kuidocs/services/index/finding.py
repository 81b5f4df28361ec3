"""Searching the read model: names in Python, for they are few and may be misspelled; texts in the database."""
# ruff: noqa: S608 (statements are put together from names in this package; what users give is always a ``?``)

from collections.abc import Sequence
from typing import Any

from . import queries, tables
from .api import DOCUMENT, PERSON, Asked, CaseRow, InCase, NameHit, TextRow
from .names import sort_key
from .similar import holds, nearly_holds
from .stems import Word, tokens, words
from .texts import Condition, Lookup, closeness, condition, every

LEAST_NAME = 3
"""So long is a word that may name the case in a search of texts."""
PEOPLE = queries.of_mine(tables.TEXTS, f"r.kind = '{PERSON}'", "r.text, r.case_no")
RESPONSIBLE = (
    f"{queries.MINE}SELECT DISTINCT r.who_id, r.who FROM texts r JOIN mine ON mine.case_no = r.case_no"
    " WHERE r.who_id <> ''"
)


def names(ask: Any, text: str) -> list[NameHit]:
    """Find cases, then people, whose names hold every word; those that nearly do when there are none."""
    asked = [word.exact for word in words(text)]
    cases = ask.cases(queries.cases("1 = 1"))
    by_number = {case.case_no: case for case in cases}
    known = [(NameHit(case), _names(case)) for case in cases]
    known += [(NameHit(by_number[row.case_no], row), row.text) for row in ask.rows(tables.TEXTS, PEOPLE)]
    right = [hit for hit, name in known if holds(name, asked)]
    return right or [NameHit(hit.case, hit.person, near=True) for hit, name in known if nearly_holds(name, asked)]


def _names(case: CaseRow) -> str:
    return f"{case.person_name} {case.preferred_name} {case.case_no}"


def texts(ask: Any, lookup: Lookup, asked: Asked) -> list[InCase[TextRow]]:
    """Find texts."""
    wanted = words(asked.text)
    filters = _filters(ask, asked)
    if not wanted and (not filters or any(tokens(asked.text))):
        return []
    named = _named(ask, wanted) if len(wanted) > 1 else {}
    where = every([_kinds(asked.kinds), *filters, condition(lookup, wanted, named)])
    close = closeness(lookup, wanted, named)
    statement = _statement(close, where, asked.by_date)
    return list(ask.in_case(tables.TEXTS, statement, *close.values, *where.values, asked.most))


def _named(ask: Any, wanted: Sequence[Word]) -> dict[str, list[str]]:
    """Say of which cases each word is a name."""
    cases = ask.cases(queries.cases("1 = 1"))
    long = [word.exact for word in wanted if len(word.exact) >= LEAST_NAME]
    return {word: [case.case_no for case in cases if holds(_names(case), [word])] for word in long}


def _statement(close: Condition, where: Condition, by_date: bool) -> str:
    order = "r.day IS NULL, r.day DESC, close" if by_date else "close, r.old, r.day IS NULL, r.day DESC"
    columns = f"{queries.listed('cases', 'c')}, {queries.listed(tables.TEXTS, 'r')}"
    return (
        f"{queries.MINE}SELECT {columns}, {close.sql} AS close"
        f" FROM {tables.TEXTS} r JOIN mine ON mine.case_no = r.case_no JOIN cases c ON c.case_no = r.case_no"
        f" WHERE {where.sql} ORDER BY {order}, r.case_no, r.label, r.number DESC, r.id LIMIT ?"
    )


def _kinds(kinds: Sequence[str]) -> Condition:
    return Condition(f"r.kind IN ({', '.join('?' * len(kinds))})", tuple(kinds))


def _filters(ask: Any, asked: Asked) -> list[Condition]:
    given = (
        (asked.form_key, Condition("r.kind = ? AND r.form_key = ?", (DOCUMENT, asked.form_key))),
        (asked.since, Condition("r.day >= ?", (asked.since,))),
        (asked.until, Condition("r.day <= ?", (asked.until,))),
        (asked.overdue, Condition("r.open = 1 AND r.deadline < ?", (ask.day,))),
        (asked.who_id, Condition("r.who_id = ?", (asked.who_id,))),
    )
    return [found for value, found in given if value]


def responsible(ask: Any) -> list[tuple[str, str]]:
    """List who has to do with what can be found."""
    return sorted(dict(ask.plainly(RESPONSIBLE)).items(), key=lambda one: sort_key(one[1]))
