"""The read model in SQL: the same statements in SQLite and in PostgreSQL."""
# ruff: noqa: S608 (statements are put together from names in this package; what users give is always a ``?``)

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from ..sql import Session, SqlDatabase, prepare_disposable
from . import finding, queries, tables, texts
from .api import (
    Asked,
    CaseOverview,
    CaseRow,
    CaseSnapshot,
    CourseRow,
    DeadlineRow,
    Diary,
    InCase,
    IndexService,
    MyDay,
    NameHit,
    TextRow,
    WorkCase,
)
from .names import folded, pattern, sort_key

NOTHING = bytes(8)


class SqlIndexService(IndexService):
    """The read model over services/sql.py."""

    def __init__(self, database: SqlDatabase) -> None:
        self._database = database
        self._lookup = _lookup(database)
        prepare_disposable(database, f"{tables.ddl()};\n{texts.ddl(self._lookup)}")

    def last_tid(self) -> bytes:
        with self._database.reading() as session:
            return _place(session)

    def apply(self, cases: Mapping[str, CaseSnapshot | None], tid: bytes) -> bool:
        with self._database.transaction(alone=True) as session:
            if _place(session) >= tid:
                return False
            for case_no, snapshot in cases.items():
                _remove(session, case_no)
                texts.put(session, case_no, snapshot.texts if snapshot else ())
                if snapshot is not None:
                    _add(session, case_no, snapshot)
            _move(session, tid)
        return True

    def clear(self) -> None:
        with self._database.transaction(alone=True) as session:
            for table in (*tables.ALL, tables.TEXTS):
                session.run(f"DELETE FROM {table}")
            _move(session, NOTHING)

    def scrub(self) -> None:
        self.clear()
        self._database.scrub()

    def my_cases(self, user_id: str, day: date, *, finished: bool = False) -> list[CaseOverview]:
        with self._database.reading() as session:
            ask = _Asking(session, user_id, day)
            found = ask.cases(queries.cases(queries.FINISHED if finished else queries.ACTIVE))
            parts = _Parts(ask)
        return [parts.overview(case, day) for case in found]

    def my_day(
        self, user_id: str, day: date, *, days_ahead: int = 21, consent_days: int = 30, answer_days: int = 14
    ) -> MyDay:
        tomorrow, last = day + timedelta(days=1), day + timedelta(days=days_ahead)
        with self._database.reading() as session:
            ask = _Asking(session, user_id, day)
            return MyDay(
                meetings_today=ask.in_case("meetings", queries.MEETINGS_BETWEEN, user_id, day, day),
                coming_meetings=ask.in_case("meetings", queries.MEETINGS_BETWEEN, user_id, tomorrow, last),
                minutes_to_write=ask.in_case("meetings", queries.MINUTES_TO_WRITE, user_id, day),
                drafts=ask.in_case("documents", queries.DRAFTS, user_id, user_id),
                to_review=ask.in_case("documents", queries.TO_REVIEW, user_id),
                tasks=ask.in_case("tasks", queries.MY_TASKS, user_id),
                plans_to_review=ask.in_case("plans", queries.PLANS_TO_REVIEW, day),
                ending_consents=ask.in_case(
                    "consents", queries.ENDING_CONSENTS, day, day, day + timedelta(days=consent_days)
                ),
                requests=ask.in_case("requests", queries.REQUESTS, user_id),
                answers=ask.in_case("requests", queries.ANSWERS, user_id, day - timedelta(days=answer_days)),
            )

    def diary(self, user_id: str, day: date, first: date, last: date) -> Diary:
        with self._database.reading() as session:
            ask = _Asking(session, user_id, day)
            return Diary(
                meetings=ask.in_case("meetings", queries.OWN_MEETINGS, user_id, user_id, first, last),
                tasks=ask.in_case("tasks", queries.TASKS_DUE, user_id, first, last),
                plans=ask.in_case("plans", queries.PLANS_DUE, user_id, first, last),
                without_day=ask.in_case("meetings", queries.WITHOUT_DAY, user_id, user_id),
            )

    def courses(self) -> list[CourseRow]:
        with self._database.reading() as session:
            return [tables.row("courses", found) for found in session.all(queries.COURSES)]

    def closed_cases(self) -> list[str]:
        with self._database.reading() as session:
            return [row[0] for row in session.all(queries.CLOSED)]

    def deadlines(self, user_id: str, day: date) -> tuple[InCase[DeadlineRow], ...]:
        with self._database.reading() as session:
            return _Asking(session, user_id, day).in_case("deadlines", queries.DEADLINES, user_id)

    def paper(self, user_id: str, day: date, document_id: str) -> tuple[str, str] | None:
        with self._database.reading() as session:
            found = session.one(queries.PAPER, [user_id, day, day, document_id])
        return (found[0], found[1]) if found else None

    def held_by(self, user_id: str, day: date) -> list[str]:
        with self._database.reading() as session:
            found = session.all(queries.HELD_BY, [user_id, day, day, user_id, user_id, user_id])
        return [case_no for (case_no,) in found]

    def work_list(self, user_id: str, day: date) -> list[WorkCase]:
        with self._database.reading() as session:
            ask = _Asking(session, user_id, day)
            cases = ask.cases(queries.WORK_CASES)
            lamps = _by_case(ask.rows("lamps", queries.WORK_LAMPS))
            meetings = _by_case(ask.rows("meetings", queries.WORK_MEETINGS, day))
            waiting = _by_case(ask.rows("deadlines", queries.WORK_DEADLINES))
        return [
            WorkCase(case, _first(lamps[case.case_no]), _first(meetings[case.case_no]), tuple(waiting[case.case_no]))
            for case in cases
        ]

    def search_names(self, user_id: str, day: date, text: str) -> list[CaseRow]:
        words = text.split()
        where = " AND ".join(["c.search LIKE ? ESCAPE '!'"] * len(words)) or "1 = 1"
        with self._database.reading() as session:
            return _Asking(session, user_id, day).cases(queries.cases(where), *map(pattern, words))

    def find_names(self, user_id: str, day: date, text: str) -> list[NameHit]:
        with self._database.reading() as session:
            return finding.names(_Asking(session, user_id, day), text)

    def find_texts(self, user_id: str, day: date, asked: Asked) -> list[InCase[TextRow]]:
        with self._database.reading() as session:
            return finding.texts(_Asking(session, user_id, day), self._lookup, asked)

    def responsible(self, user_id: str, day: date) -> list[tuple[str, str]]:
        with self._database.reading() as session:
            return finding.responsible(_Asking(session, user_id, day))

    def case(self, user_id: str, day: date, case_no: str) -> CaseSnapshot | None:
        with self._database.reading() as session:
            ask = _Asking(session, user_id, day)
            found = ask.cases(queries.cases("c.case_no = ?"), case_no)
            if not found:
                return None
            lists = {
                table: tuple(ask.rows(table, queries.of_mine(table, "r.case_no = ?"), case_no))
                for table in tables.LISTS
            }
        return CaseSnapshot(found[0], **lists)

    def close(self) -> None:
        self._database.close()


def _lookup(database: SqlDatabase) -> texts.Lookup:
    """Return how this database looks words up."""
    if database.kind == "sqlite":
        return texts.SqliteLookup()
    with database.reading() as session:
        found = session.one(
            "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
            " WHERE e.extname = 'pg_trgm'"
        )
    return texts.PostgresqlLookup(str(found[0]) if found else "")


def _place(session: Session) -> bytes:
    found = session.one("SELECT tid FROM place")
    return bytes(found[0]) if found else NOTHING


def _move(session: Session, tid: bytes) -> None:
    session.run("DELETE FROM place")
    session.run("INSERT INTO place (tid) VALUES (?)", [tid])


def _remove(session: Session, case_no: str) -> None:
    for table in tables.ALL:
        session.run(f"DELETE FROM {table} WHERE case_no = ?", [case_no])


def _add(session: Session, case_no: str, snapshot: CaseSnapshot) -> None:
    case = snapshot.case
    if case.case_no != case_no:
        raise ValueError(f"{case.case_no} given as {case_no}")
    names = (case.person_name, case.preferred_name, case_no, case.coordinator_name)
    made = [sort_key(case.person_name), folded(" ".join(names))]
    session.run(tables.insert("cases"), tables.values(case) + made)
    for table in tables.LISTS:
        session.many(tables.insert(table), [tables.values(row) for row in getattr(snapshot, table)])
    for table, (_, own, _) in tables.LINKS.items():
        statement = f"INSERT INTO {table} (case_no, {own}, user_id) VALUES (?, ?, ?)"
        session.many(statement, tables.link_values(table, snapshot))


class _Asking:
    """Queries on behalf of one user on one day."""

    def __init__(self, session: Session, user_id: str, day: date) -> None:
        self._session = session
        self.user_id = user_id
        self.day = day

    def plainly(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what a query gives."""
        return self._session.all(sql, [self.user_id, self.day, self.day, *values])

    def rows(self, table: str, sql: str, *values: object) -> list[Any]:
        """Return rows of a table."""
        return [tables.row(table, found) for found in self.plainly(sql, *values)]

    def cases(self, sql: str, *values: object) -> list[CaseRow]:
        """Return cases."""
        return self.rows("cases", sql, *values)

    def in_case(self, table: str, sql: str, *values: object) -> tuple[InCase[Any], ...]:
        """Return rows of a table, each with its case."""
        width, end = len(tables.columns("cases")), len(tables.columns("cases")) + len(tables.columns(table))
        return tuple(
            InCase(tables.row("cases", found[:width]), tables.row(table, found[width:end]))
            for found in self.plainly(sql, *values)
        )


class _Parts:
    """What the overviews of all the user's cases are made of: one query for each kind, not one for each case."""

    def __init__(self, ask: _Asking) -> None:
        user, day = ask.user_id, ask.day
        self._relations = _by_case(ask.rows("involvements", queries.RELATIONS, user, day, day))
        self._meetings = _by_case(ask.rows("meetings", queries.NEXT_MEETINGS, day))
        self._plans = _by_case(ask.rows("plans", queries.PLANS_IN_FORCE))
        self._consents = _by_case(ask.rows("consents", queries.CONSENTS, day, day))
        self._tasks = _by_case(ask.rows("tasks", queries.OPEN_TASKS_OF_CASES))
        self._waiting = _by_case(ask.rows("documents", queries.WAITING_DOCUMENTS, user))

    def overview(self, case: CaseRow, day: date) -> CaseOverview:
        """Put one line together."""
        tasks = self._tasks[case.case_no]
        return CaseOverview(
            case=case,
            relations=tuple(dict.fromkeys(row.relation for row in self._relations[case.case_no])),
            next_meeting=next(iter(self._meetings[case.case_no]), None),
            plan=next(reversed(self._plans[case.case_no]), None),
            consents=tuple(self._consents[case.case_no]),
            open_tasks=len(tasks),
            overdue_tasks=sum(1 for task in tasks if task.deadline and task.deadline < day),
            waiting_documents=len(self._waiting[case.case_no]),
        )


def _by_case(rows: Iterable[Any]) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_no].append(row)
    return found


def _first(rows: list[Any]) -> Any:
    return next(iter(rows), None)
