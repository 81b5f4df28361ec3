"""The queries. Each names its cases through ``mine``: those in which the user has a part on the day."""
# ruff: noqa: S608 (statements are put together from names in this package; what users give is always a ``?``)

from .api import FINISHED_CASES, OPEN_TASKS
from .tables import columns

MINE = (
    "WITH mine AS (SELECT DISTINCT case_no FROM involvements"
    " WHERE user_id = ? AND since <= ? AND (until IS NULL OR until >= ?)) "
)
"""Takes user, day, day. Comes first in every query, so its values do too."""


COORDINATED = (
    "WITH mine AS (SELECT DISTINCT case_no FROM involvements"
    " WHERE user_id = ? AND since <= ? AND (until IS NULL OR until >= ?)"
    " AND relation IN ('plan_coordinator', 'deputy')) "
)
"""The same for those whom the user coordinates, or is deputy for."""


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def listed(table: str, short: str) -> str:
    """Write the columns of a table that has a short name in the query."""
    return ", ".join(f'{short}."{name}"' for name in columns(table))


FINISHED = f"c.state IN ({_quoted(FINISHED_CASES)})"
ACTIVE = f"NOT {FINISHED}"
OPEN = f"r.status IN ({_quoted(OPEN_TASKS)})"
TAKES_PLACE = "r.state <> 'cancelled'"
CASES = f"SELECT {listed('cases', 'c')} FROM cases c JOIN mine ON mine.case_no = c.case_no "
BY_NAME = " ORDER BY c.name_key, c.case_no"


def cases(where: str) -> str:
    """Write a query for the user's cases."""
    return f"{MINE}{CASES}WHERE {where}{BY_NAME}"


def in_case(table: str, where: str, order: str, *, among: str = ACTIVE) -> str:
    """Write a query for rows of a table in the user's active cases, or others, each with its case before it."""
    return (
        f"{MINE}SELECT {listed('cases', 'c')}, {listed(table, 'r')} FROM {table} r"
        f" JOIN mine ON mine.case_no = r.case_no JOIN cases c ON c.case_no = r.case_no"
        f" WHERE {among} AND {where} ORDER BY {order}, c.name_key, c.case_no"
    )


def of_mine(table: str, where: str, order: str = "r.case_no") -> str:
    """Write a query for rows of a table in the user's cases, without the case."""
    return (
        f"{MINE}SELECT {listed(table, 'r')} FROM {table} r"
        f" JOIN mine ON mine.case_no = r.case_no WHERE {where} ORDER BY {order}"
    )


ATTENDING = "EXISTS (SELECT 1 FROM attending a WHERE a.case_no = r.case_no AND a.number = r.number AND a.user_id = ?)"
WAITING = "EXISTS (SELECT 1 FROM waiting w WHERE w.case_no = r.case_no AND w.label = r.label AND w.user_id = ?)"
HAS_MINUTES = (
    "EXISTS (SELECT 1 FROM documents d WHERE d.case_no = r.case_no AND d.meeting_no = r.number"
    " AND d.form_key LIKE 'kui.minutes.%' AND d.state <> 'annulled')"
)
VALID_CONSENT = "r.withdrawn IS NULL AND r.valid_from <= ? AND r.valid_until >= ?"

MEETINGS_BETWEEN = in_case("meetings", f"{TAKES_PLACE} AND {ATTENDING} AND r.day BETWEEN ? AND ?", "r.day, r.start")
MINUTES_TO_WRITE = in_case(
    "meetings", f"{TAKES_PLACE} AND r.minute_taker_id = ? AND r.day < ? AND NOT {HAS_MINUTES}", "r.day"
)
# Said outright, because the two databases put nothing first or last as they please.
SOONEST = "r.due IS NULL, r.due, r.updated_at IS NULL, r.updated_at"
DRAFTS = in_case("documents", f"r.state = 'draft' AND (r.author_id = ? OR {WAITING})", SOONEST)
"""Takes the user twice: who began it, and who has to write it."""
TO_REVIEW = (
    f"{MINE}SELECT {listed('cases', 'c')}, {listed('documents', 'r')}"
    # SQLite keeps this order: the few papers that wait for somebody come first, not every paper in review.
    " FROM waiting w CROSS JOIN documents r CROSS JOIN cases c"
    f" WHERE r.case_no = w.case_no AND r.label = w.label AND c.case_no = r.case_no AND {ACTIVE}"
    f" AND r.state = 'in_review' AND w.user_id = ? ORDER BY {SOONEST}, c.name_key, c.case_no"
)
"""Being asked to review is a part of its own: whoever approves a paper need not know anything else of the case."""
MY_TASKS = in_case("tasks", f"{OPEN} AND r.responsible_id = ? AND r.deadline IS NOT NULL", "r.deadline, r.rid")
PLANS_TO_REVIEW = in_case("plans", "r.in_force = 1 AND r.next_review <= ?", "r.next_review")
ENDING_CONSENTS = in_case("consents", f"{VALID_CONSENT} AND r.valid_until <= ?", "r.valid_until")

ANSWERING = "EXISTS (SELECT 1 FROM answering a WHERE a.case_no = r.case_no AND a.id = r.id AND a.user_id = ?)"
REQUESTS = in_case("requests", f"r.answered_on IS NULL AND {ANSWERING}", "r.due, r.id")
ANSWERS = (
    f"{MINE}SELECT {listed('cases', 'c')}, {listed('requests', 'r')} FROM requests r"
    " JOIN cases c ON c.case_no = r.case_no WHERE r.asker_id = ? AND r.answered_on >= ? ORDER BY r.answered_on, r.id"
)
"""Who asked to join and was refused has no part in the case, but gets the answer."""
CLOSED = "SELECT case_no FROM cases WHERE state = 'closed' ORDER BY case_no"
RELATIONS = of_mine(
    "involvements", "r.user_id = ? AND r.since <= ? AND (r.until IS NULL OR r.until >= ?)", "r.relation"
)
NEXT_MEETINGS = of_mine("meetings", f"{TAKES_PLACE} AND r.day >= ?", "r.day, r.start")
PLANS_IN_FORCE = of_mine("plans", "r.in_force = 1", "r.version")
CONSENTS = of_mine("consents", VALID_CONSENT, "r.valid_until")
OPEN_TASKS_OF_CASES = of_mine("tasks", OPEN)
WAITING_DOCUMENTS = of_mine("documents", f"r.state = 'in_review' AND {WAITING}")

PAPER = (
    f"{MINE}SELECT r.case_no, r.label FROM documents r JOIN mine ON mine.case_no = r.case_no WHERE r.document_id = ?"
)

ANY_CASE = "1 = 1"
"""Meetings that were held stand in the calendar also when the case is over."""
OWN = f"({ATTENDING} OR c.coordinator_id = ?)"
OWN_MEETINGS = in_case("meetings", f"{OWN} AND r.day BETWEEN ? AND ?", "r.day, r.start", among=ANY_CASE)
WITHOUT_DAY = in_case("meetings", f"{OWN} AND r.day IS NULL AND r.state = 'planned'", "r.number")
TASKS_DUE = in_case("tasks", f"{OPEN} AND r.responsible_id = ? AND r.deadline BETWEEN ? AND ?", "r.deadline, r.rid")
PLANS_DUE = in_case(
    "plans", "r.in_force = 1 AND c.coordinator_id = ? AND r.next_review BETWEEN ? AND ?", "r.next_review"
)
COURSES = f"SELECT {listed('courses', 'r')} FROM courses r ORDER BY r.case_no"
"""Takes nothing: whoever may see statistics sees them of all cases, and of no case by itself."""

DEADLINES = (
    f"{MINE}SELECT {listed('cases', 'c')}, {listed('deadlines', 'r')} FROM deadlines r"
    f" JOIN cases c ON c.case_no = r.case_no WHERE ({ACTIVE} OR r.kind = 'insight') AND r.user_id = ?"
    " AND (r.kind IN ('review', 'insight') OR r.case_no IN (SELECT case_no FROM mine))"
    " ORDER BY r.day, c.name_key, c.case_no, r.kind, r.key"
)
"""Whoever is asked to review, or to answer a request for access, need not have any other part in the case; and for
access one can ask when the case is over."""
WORK_CASES = f"{COORDINATED}{CASES}WHERE {ACTIVE}{BY_NAME}"
WORK_MEETINGS = NEXT_MEETINGS.replace(MINE, COORDINATED)
WORK_LAMPS = of_mine("lamps", "1 = 1").replace(MINE, COORDINATED)
WORK_DEADLINES = of_mine("deadlines", "1 = 1", "r.day, r.kind, r.key").replace(MINE, COORDINATED)

HELD_BY = (
    f"{MINE}SELECT c.case_no FROM cases c WHERE {ACTIVE} AND (c.case_no IN (SELECT case_no FROM mine)"
    f" OR c.case_no IN (SELECT r.case_no FROM tasks r WHERE r.responsible_id = ? AND {OPEN})"
    " OR c.case_no IN (SELECT r.case_no FROM documents r WHERE r.author_id = ? AND r.state IN ('draft', 'in_review'))"
    " OR c.case_no IN (SELECT w.case_no FROM waiting w WHERE w.user_id = ?))"
    f"{BY_NAME}"
)
