"""What the papers of a case say of its meetings, gathered for the guards (DOMAIN 4.1, 4.3). Reads only."""

from collections.abc import Iterable, Mapping
from datetime import date

from ..domain import custody, meeting_states, workflow
from ..domain.danish import listed
from ..domain.identity import Identity
from ..domain.meeting_states import CLOSED, CONVENED, HELD, MINUTED, PLANNED, MeetingFacts
from ..domain.meetings import MEETING_TYPES
from ..domain.next_fora import OPEN_CASES, ForaFacts
from ..domain.rules.people import PROFESSIONALS, decider_came, is_family
from ..resources.case import Case
from ..resources.consent import ledger_of
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..security.questions import Question, relations
from ..security.rules import CLERK, leads_the_plan_coordinator
from .case_reading import InForce, approved_minutes, unwritten
from .people import user_id
from .rule_facts import family, person_facts

NOTICE, CLARIFICATION, COORDINATION = "kui.notice", "clarification", "coordination"
INPUT = "input"
"""The kind of the fact on a notice that holds what somebody wants to bring up."""
TOOK_PLACE = (HELD, MINUTED, CLOSED)


def papers(case: Case, meeting: Meeting, form_key: str) -> list[Document]:
    """List the papers of a kind that a meeting has, without those that were given up."""
    own = [d for d in case.dokumenter.of_form(form_key) if d.meeting_number == meeting.number]
    return [document for document in own if document.state != workflow.ANNULLED]


def minutes_of(case: Case, meeting: Meeting) -> Document | None:
    """Return the minutes of a meeting. One that was converted keeps those of its former kind."""
    found = [paper for kind in MEETING_TYPES.values() for paper in papers(case, meeting, kind.minutes)]
    return found[-1] if found else None


def finished_notice(case: Case, meeting: Meeting) -> InForce | None:
    """Return the notice of a meeting that was finished last."""
    found = [
        (document.facts_of("approved")[-1]["at"], InForce(document, version, version.content()))
        for document in papers(case, meeting, NOTICE)
        if (version := document.in_force())
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def notice_mark(notice: InForce | None) -> list:
    """Name a finished notice, so that one that comes later can be told from it."""
    return [notice.document.label, notice.version.number] if notice else []


def convened(case: Case, meeting: Meeting) -> list[dict]:
    """List the rows of those who are convened, from the finished notice, else from the newest one that was sent on."""
    notice = finished_notice(case, meeting)
    if notice is not None:
        return list(notice.content.get("participants", ()))
    sent = [paper.latest for paper in papers(case, meeting, NOTICE) if paper.latest]
    return list(sent[-1].content().get("participants", ())) if sent else []


def attendance(case: Case, meeting: Meeting) -> list[dict]:
    """List who came and who did not: as the minutes say, else as it was noted when the meeting was held."""
    minutes = minutes_of(case, meeting)
    version = (minutes.in_force() or minutes.latest) if minutes else None
    if version is not None:
        return list(version.content().get("participants", ()))
    held = [fact for fact in meeting.facts if fact["kind"] == "held"]
    return list(held[-1]["data"]["attendance"]) if held else []


def could_decide(case: Case, meeting: Meeting, rows: Iterable[Mapping] | None = None) -> bool:
    """Tell whether somebody came who can decide (R35). Of a meeting that nobody has told of it is taken for true."""
    found = list(attendance(case, meeting) if rows is None else rows)
    known = person_facts(case.person)
    day = date.fromisoformat(meeting.date) if meeting.date else None
    return not found or decider_came({"participants": found}, known, day)


def roles(case: Case, who: Identity, today: date, meeting: Meeting | None = None) -> frozenset[str]:
    """Return what somebody is in a case, and in one of its meetings."""
    question = Question(who, case, today)
    found = set(relations(question))
    if leads_the_plan_coordinator(question):
        found.add("leader")
    if CLERK in who.roles:
        found.add(CLERK)
    return frozenset(found | (_roles_in(case, meeting, who.user_id) if meeting else set()))


def _roles_in(case: Case, meeting: Meeting, user: str) -> set[str]:
    rows = attendance(case, meeting) or convened(case, meeting)
    own = [role for row in rows if user_id(case, row.get("name")) == user for role in row.get("meeting_role", ())]
    planned = any(fact["kind"] == "planned" and fact["by"]["user_id"] == user for fact in meeting.facts)
    named = {"meeting_convener" if role == "convener" else role for role in own}
    return named | ({"meeting_convener"} if planned else set())


def reopened_after(case: Case) -> int | None:
    """Return the number of the last meeting before clarification was opened again; None when it never was."""
    found = [fact for fact in case.facts if fact["kind"] == "reopened"]
    return found[-1]["data"]["after"] if found else None


def _round(case: Case, meeting_type: str) -> list[Meeting]:
    """List the meetings of a type since clarification began, for the first time or again; cancelled ones are none."""
    after = reopened_after(case) or 0
    return [m for m in case.moeder.of_type(meeting_type) if m.number > after and m.state != "cancelled"]


def deciding_meetings(case: Case) -> list[Meeting]:
    """List the coordination meetings in which decisions were possible (R45, D46)."""
    held = [meeting for meeting in case.moeder.of_type(COORDINATION) if meeting.state in TOOK_PLACE]
    return [meeting for meeting in held if could_decide(case, meeting)]


def fora_facts(case: Case) -> ForaFacts:
    """Gather what the order of the meetings depends on."""
    after, deciders = reopened_after(case), deciding_meetings(case)
    clarifications, approved = _round(case, CLARIFICATION), _clarification_minutes(case)
    last = approved[-1].content if approved else {}
    told = {one.document.meeting_number for one in approved}
    return ForaFacts(
        case_state=case.state,
        clarifications=len([m for m in case.moeder.of_type(CLARIFICATION) if m.state != "cancelled"]),
        decided=bool(deciders),
        reopened=after is not None and all(meeting.number <= after for meeting in deciders),
        minutes_waiting=any(m.state in (HELD, MINUTED) and m.number not in told for m in clarifications),
        consonance=last.get("consonance", ""),
        next_step=last.get("next_step", ""),
        contact_named=bool(case.contact_person.get("text") or last.get("contact_person")),
        coordinator_named=bool(case.plan_coordinator.get("text") or last.get("plan_coordinator")),
        coordination_underway=any(m.state in (PLANNED, CONVENED) for m in _round(case, COORDINATION)),
    )


def _clarification_minutes(case: Case) -> list[InForce]:
    numbers = {meeting.number for meeting in _round(case, CLARIFICATION)}
    return [
        one
        for one in approved_minutes(case)
        if one.document.form_key == "kui.minutes.clarification" and one.document.meeting_number in numbers
    ]


def meeting_facts(
    case: Case, meeting: Meeting, today: date, *, reason: str = "", told: Mapping[str, str] | None = None
) -> MeetingFacts:
    """Gather what the guards of a meeting may know.

    ``told``: whether each of those who are convened came, by row id, when that is being said.
    """
    day = date.fromisoformat(meeting.date) if meeting.date else None
    rows = convened(case, meeting)
    return MeetingFacts(
        meeting_type=meeting.meeting_type,
        today=today,
        day=day,
        timed=bool(meeting.start),
        case_open=case.state in OPEN_CASES,
        case_opened=case.state == "opened",
        agenda_there=any(paper.latest for paper in papers(case, meeting, MEETING_TYPES[meeting.meeting_type].agenda)),
        departments=frozenset(department for row in rows for department in _departments(row)),
        invited=frozenset(row.get("relation", "") for row in rows),
        family_named=any(is_family(row, family(case.person)) for row in rows),
        fora=fora_facts(case),
        attendance_unknown=tuple(row["name"]["text"] for row in rows if not _came_or_not(row, told or {})),
        decides=could_decide(case, meeting),
        reason=reason,
        of_age=of_age(case, rows, day or today),
        **_of_notice(case, meeting),
        **_of_consent(case, rows, day or today),
        **_of_minutes(case, meeting),
    )


def of_age(case: Case, rows: Iterable[Mapping], day: date) -> str:
    """Say that parents are on a notice who have no part in it any more; "" when there are none."""
    birth = date.fromisoformat(case.person.birth_date)
    return custody.of_age_words(case.person.called, custody.out_of_place(rows, birth, day))


def _departments(row: Mapping) -> list[str]:
    """Name the departments of a professional; »PPR/Skolen« are two (D9)."""
    if row.get("relation") not in PROFESSIONALS:
        return []
    return [part.strip() for part in row.get("department", "").split("/") if part.strip()]


def _came_or_not(row: Mapping, told: Mapping[str, str]) -> bool:
    return "name" not in row or told.get(row["rid"]) in meeting_states.ATTENDANCE


def _of_notice(case: Case, meeting: Meeting) -> dict:
    notice = finished_notice(case, meeting)
    moves = [fact for fact in meeting.facts if fact["kind"] == "moved"]
    newer = notice is not None and (not moves or moves[-1]["data"]["notice"] != notice_mark(notice))
    wishes = notice.content.get("youth_wishes", "") if notice else ""
    return {"notice_finished": newer, "wishes": bool(wishes.strip())}


def _of_consent(case: Case, rows: Iterable[Mapping], day: date) -> dict:
    """Say whether the consent holds on a day, and which departments it does not name (D21)."""
    given = ledger_of(case)
    named = dict.fromkeys(department for row in rows for department in _departments(row))
    lacking = [name for name in named if given is None or not given.covers(name, day, receiving=False)]
    return {"consent_valid": given is not None and given.holds_on(day), "uncovered": tuple(lacking)}


def consent_lost(case: Case, meeting: Meeting, today: date) -> str:
    """Say of a meeting that is convened and to come that the consent does not cover it any more; "" when it does."""
    facts = meeting_facts(case, meeting, today)
    coming = meeting.state == CONVENED and facts.day is not None and facts.day >= today
    if coming and facts.of_age:
        return facts.of_age
    if not coming or (facts.consent_valid and not facts.uncovered):
        return ""
    who = listed(facts.uncovered) or "mødet"
    return f"Samtykket dækker ikke længere {who}. Ret indkaldelsen, eller flyt eller aflys mødet, før det skal holdes."


def _of_minutes(case: Case, meeting: Meeting) -> dict:
    minutes = minutes_of(case, meeting)
    version = minutes.in_force() if minutes else None
    if minutes is None or version is None:
        return {"minutes_begun": minutes is not None}
    found = InForce(minutes, version, version.content())
    told = any(found.content.get(name, "").strip() for name in ("young_informed_by", "read_through"))
    return {
        "minutes_begun": True,
        "minutes_approved": True,
        "unwritten": len(list(unwritten(found))),
        "young_informed": told,
    }


def brought_up(case: Case, meeting: Meeting) -> list[dict]:
    """List what was brought up before a meeting, from all its notices, in order (R52)."""
    own = [document for document in case.dokumenter.of_form(NOTICE) if document.meeting_number == meeting.number]
    return sorted((one for document in own for one in document.facts_of(INPUT)), key=lambda one: one["at"])
