"""The twin of each row of the guard tables: a case in which all holds but that guard, and what is posted to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kuidocs.domain.case_states import ARCHIVE, FOLLOW_UP, PAUSE, REOPEN, RESUME, TRANSFER, WITHDRAW
from kuidocs.domain.case_states import CLOSE as CLOSE_CASE
from kuidocs.domain.meeting_states import CANCEL, CLOSE, CONVENE, CONVERT, HOLD, MOVE
from kuidocs.usecases.meeting_reading import finished_notice, notice_mark
from tests import factories
from tests.usecases import gatherings
from tests.usecases.gatherings import clarified, consented, coordinated, held, invited, planned
from tests.usecases.plan_story import D1
from tests.views import making

TODAY = factories.NOW.date()

METTE = {"user_id": "mette", "name": "Mette Lindekrone"}
TIME_AGO = "2026-11-20T10:00:00+01:00"
DECISION = {"rid": D1, "decision_no": "1", "decision_text": "Freja begynder.", "goal_no": "1"}


@dataclass(frozen=True)
class Twin:
    """How a case is made in which one guard does not hold, and what is posted."""

    make: Callable[[Any], Any]
    post: dict = field(default_factory=dict)
    user: str = "jonas"


def words(text):
    return " ".join(text.split()).replace("\u00a0", " ")


def said(page):
    return words(page.html.get_text(" ", strip=True))


# Meetings


def before(case, kind):
    """Make what must have been before a meeting of this kind."""
    consented(case)
    {"clarification": lambda _: None, "coordination": clarified}.get(kind, coordinated)(case)


def waiting(kind, then=lambda case, meeting: None, **notice):
    """Make a meeting that waits for being convened, and spoil one thing."""

    def make(case):
        before(case, kind)
        meeting = planned(case, kind, **notice)
        then(case, meeting)
        return meeting

    return make


def rows_of(kind, *, drop="", **more):
    """Make a notice for others than usual."""

    def make(case):
        before(case, kind)
        own = [row | more for row in invited(case, kind) if row["relation"] != drop]
        return planned(case, kind, participants=own)

    return make


def without_agenda(kind):
    def make(case):
        before(case, kind)
        meeting = making.meeting(case, kind, gatherings.DAY, start="09:30")
        gatherings.notice(case, meeting)
        return meeting

    return make


def unclear(**content):
    """Make a coordination meeting after clarification minutes that do not lead to one."""

    def make(case):
        consented(case)
        clarified(case, **content)
        return planned(case, "coordination")

    return make


def old_notice(case, meeting):
    data = {"notice": notice_mark(finished_notice(case, meeting)), "reason": "Syg.", "time": {}}
    moved = {"id": "x", "kind": "moved", "by": dict(making.JONAS), "at": TIME_AGO, "data": data}
    meeting.facts = (*meeting.facts, moved)


def no_consent(case, meeting=None):
    (paper,) = case.dokumenter.of_form("kui.consent")
    making.fact(paper, "withdrawn_at", TIME_AGO, value="2026-11-20")


def family(kind):
    """Make a notice on which the young person's mother stands as a professional."""

    def make(case):
        before(case, kind)
        mother = gatherings.row(case, "Ida Holm", "primary", rid="p8", department="PPR")
        return planned(case, kind, participants=[*invited(case, kind), mother])

    return make


def grown_up(kind):
    """Make a notice to a parent of somebody who has come of age."""

    def make(case):
        before(case, kind)
        case.person.birth_date = "2008-01-01"
        mother = gatherings.row(case, "Ida Holm", "custody_holder", rid="p9")
        return planned(case, kind, participants=[*invited(case, kind), mother])

    return make


def unnamed(case, meeting):
    case.contact_person = {}


def of_all(kind):
    """The twins that convening has for every kind of meeting."""
    return {
        "case_open": Twin(waiting(kind, lambda case, _: setattr(case, "state", "paused"))),
        "notice": Twin(waiting(kind, old_notice)),
        "day": Twin(waiting(kind, lambda _, meeting: setattr(meeting, "date", TODAY.isoformat()))),
        "no_consent": Twin(waiting(kind, no_consent)),
        "agenda": Twin(without_agenda(kind)),
        "of_age": Twin(grown_up(kind)),
    }


def of_with(kind):
    """The twins of the meetings to which the young person comes."""
    return {"no_young_person": Twin(rows_of(kind, drop="young_person")), "wishes": Twin(waiting(kind, youth_wishes=""))}


CONVENING = {
    "clarification": of_all("clarification")
    | {
        "participant": Twin(family("clarification")),
        "two_departments": Twin(rows_of("clarification", department="PPR")),
    },
    "coordination": of_all("coordination")
    | of_with("coordination")
    | {
        "minutes_approved": Twin(unclear(approved=False)),
        "consonance": Twin(unclear(consonance="no")),
        "next_step": Twin(unclear(next_step="another_clarification")),
        "contact_and_coordinator": Twin(waiting("coordination", unnamed)),
    },
    "followup_without_young": of_all("followup_without_young")
    | {"participant": Twin(family("followup_without_young"))},
    "followup_with_young": of_all("followup_with_young") | of_with("followup_with_young"),
}


def convened(kind="followup_with_young", day=gatherings.BEFORE, **notice):
    return waiting(kind, lambda _, meeting: setattr(meeting, "state", "convened"), day=day, **notice)


def come(state, kind="followup_with_young", came="present", **more):
    """Make a meeting that was held, with minutes."""

    def make(case):
        before(case, kind)
        return held(case, kind, state, came, **more)

    return make


def came_without_minutes(case):
    meeting = convened()(case)
    meeting.state = "held"
    attendance = [row | {"attendance": "present"} for row in invited(case, "followup_with_young")]
    fact = {"id": "h", "kind": "held", "by": dict(making.JONAS), "at": TIME_AGO, "data": {"attendance": attendance}}
    meeting.facts = (*meeting.facts, fact)
    return meeting


TOLD = {"kom-p1": "present", "kom-p2": "online", "kom-p3": "absent"}
ACTS = {
    (HOLD, "not_before"): Twin(convened(day=gatherings.DAY), TOLD),
    (HOLD, "attendance"): Twin(convened(), TOLD | {"kom-p3": ""}),
    (CONVERT, "decides"): Twin(came_without_minutes),
    (CONVERT, "minutes_begun"): Twin(come("held", came="absent", approved=False)),
    (CLOSE, "minutes_approved"): Twin(come("minuted", approved=False)),
    (CLOSE, "unwritten"): Twin(come("minuted", read_through="Sammen.", decisions=[DECISION])),
    (CLOSE, "young_informed"): Twin(come("minuted")),
    (MOVE, "reason"): Twin(convened(), {"reason": " "}),
    (CANCEL, "reason"): Twin(convened(), {"reason": ""}),
}
OF_MEETINGS = {(CONVENE, kind, name): twin for kind, twins in CONVENING.items() for name, twin in twins.items()} | {
    (act, "", name): twin for (act, name), twin in ACTS.items()
}


# Cases


def in_state(state, then=lambda case: None):
    def make(case):
        consented(case)
        case.state = state
        then(case)

    return make


def coordinated_with(**content):
    def make(case):
        consented(case)
        coordinated(case, **content)

    return make


def meeting_ahead(case):
    making.meeting(case, "clarification", gatherings.DAY)


def open_task(case):
    task = {"rid": "t1aaaa", "task_text": "Ringer", "responsible": {"text": "Jonas Ravnsborg"}}
    held(case, "coordination", "closed", who_does_what=[task])


def filed(case):
    for document in case.dokumenter.in_order():
        making.fact(document, "filed", TIME_AGO)


ARCHIVING = {"kle": "27.69.40", "fate": "preserve"}
ENDING = {"reason": "Alt er nået.", "young_told": "Jonas.", "tasks_note": ""}
OF_CASES = {
    (FOLLOW_UP, "coordination_approved"): Twin(in_state("coordinating")),
    (FOLLOW_UP, "unwritten"): Twin(coordinated_with(decisions=[DECISION])),
    (FOLLOW_UP, "plan"): Twin(coordinated_with()),
    (REOPEN, "reason"): Twin(in_state("following_up")),
    (PAUSE, "reason"): Twin(in_state("opened"), {"review_on": "2026-12-01"}),
    (PAUSE, "review_on"): Twin(in_state("opened"), {"reason": "Indlagt.", "review_on": "2027-11-21"}),
    (RESUME, "consent"): Twin(in_state("paused", no_consent)),
    (WITHDRAW, "consent_there"): Twin(in_state("opened", no_consent), {"withdrawn_on": "2026-11-21"}),
    (WITHDRAW, "withdrawn_on"): Twin(in_state("opened"), {"withdrawn_on": "2026-11-22"}),
    (CLOSE_CASE, "meetings"): Twin(in_state("following_up", meeting_ahead), ENDING),
    (CLOSE_CASE, "tasks"): Twin(in_state("following_up", open_task), ENDING),
    (CLOSE_CASE, "reason"): Twin(in_state("following_up"), ENDING | {"reason": ""}),
    (CLOSE_CASE, "young_told"): Twin(in_state("following_up"), ENDING | {"young_told": ""}),
    (ARCHIVE, "filed"): Twin(in_state("closed"), ARCHIVING, "inge"),
    (ARCHIVE, "kle"): Twin(in_state("closed", filed), ARCHIVING | {"kle": "Unge"}, "inge"),
    (ARCHIVE, "fate"): Twin(in_state("closed", filed), ARCHIVING | {"fate": ""}, "inge"),
    (ARCHIVE, "dispose_on"): Twin(in_state("closed", filed), ARCHIVING | {"fate": "dispose"}, "inge"),
    (TRANSFER, "reason"): Twin(in_state("opened"), {"basis": "none"}, "kirsten"),
    (TRANSFER, "basis"): Twin(in_state("opened"), {"reason": "Flyttet.", "basis": "alt"}, "kirsten"),
}


# The order of the fora


def two_coordinations(case):
    consented(case)
    clarified(case)
    making.meeting(case, "coordination", gatherings.DAY)


FORA_TWINS = {
    "case_open": Twin(in_state("closed")),
    "only_followups": Twin(coordinated_with()),
    "after_coordination": Twin(in_state("clarifying")),
    "minutes_approved": Twin(lambda case: unclear(approved=False)(case)),
    "consonance": Twin(lambda case: clarified(case, consonance="no")),
    "next_step": Twin(lambda case: clarified(case, next_step="another_clarification")),
    "contact_and_coordinator": Twin(lambda case: (clarified(case), unnamed(case, None))),
    "one_coordination": Twin(two_coordinations),
}
