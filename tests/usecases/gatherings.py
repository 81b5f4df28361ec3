"""Meetings as far along as a test wants them, with the papers that their guards ask for."""

from kuidocs.domain.meetings import MEETING_TYPES
from kuidocs.usecases import people
from kuidocs.usecases.acting import root_of
from tests.views import making

CONSENT = making.CONSENT | {
    "recipients": [
        {"rid": "a" * 12, "department": "PPR", "may": ["share", "receive"]},
        {"rid": "d" * 12, "department": "Den Kommunale Ungeindsats", "may": ["share", "receive"]},
    ]
}
DAY = "2026-12-08"
BEFORE = "2026-11-20"


def row(case, name, relation, *roles, rid, department="", **more):
    """A row of the participants."""
    told = {"rid": rid, "name": people.reference(case, root_of(case).medarbejdere, name), "relation": relation}
    return told | {"meeting_role": list(roles)} | ({"department": department} if department else {}) | more


def invited(case, kind, **more):
    """Jonas convenes and leads, Louise of PPR writes; the young person where the kind wants it."""
    rows = [
        row(case, "Jonas Ravnsborg", "primary", "convener", "chair", rid="p1", department="Den Kommunale Ungeindsats"),
        row(case, "Louise Grønvang", "primary", "minute_taker", rid="p2", department="PPR"),
    ]
    young = [row(case, case.person.full_name, "young_person", "participant", rid="p3")]
    return [one | more for one in (*rows, *(young if MEETING_TYPES[kind].with_young else ()))]


def consented(case, **more):
    """Give the consent that covers both departments."""
    return making.paper(case, "kui.consent", CONSENT | more)


def notice(case, meeting, **more):
    """Finish the notice of a meeting."""
    content = {"meeting_date": meeting.date, "start_time": meeting.start, "youth_wishes": "Ingen."}
    content |= {"participants": invited(case, meeting.meeting_type)} | more
    return making.paper(case, "kui.notice", content, meeting=meeting)


def planned(case, kind, day=DAY, **more):
    """A meeting that only waits for being convened."""
    meeting = making.meeting(case, kind, day, start="09:30")
    notice(case, meeting, **more)
    making.paper(case, MEETING_TYPES[kind].agenda, {}, meeting=meeting)
    return meeting


def held(case, kind, state="minuted", came="present", *, approved=True, **content):
    """A meeting with minutes."""
    meeting = making.meeting(case, kind, BEFORE, state, start="09:30")
    content = {"held_at": BEFORE, "participants": invited(case, kind, attendance=came)} | content
    making.paper(case, MEETING_TYPES[kind].minutes, content, meeting=meeting, approved=approved)
    return meeting


def clarified(case, **content):
    """A clarification meeting after which the young person can be invited."""
    case.state, case.contact_person = "clarifying", case.plan_coordinator
    told = {"consonance": "yes", "next_step": "coordination", "young_informed_by": "Jonas ringer."}
    return held(case, "clarification", "closed", **told | content)


def coordinated(case, **content):
    """A coordination meeting at which the young person was."""
    clarified(case)
    case.state = "coordinating"
    return held(case, "coordination", "closed", **{"read_through": "Sammen."} | content)
