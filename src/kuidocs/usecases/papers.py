"""What the rules of a document may know of the rest of its case, gathered from plain values.

The same for a document that is being written here and for one in a file: both hand over the case as papers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from ..domain.consent_ledger import ledger
from ..domain.rules import Facts
from ..domain.rules.base import LoggedDecision
from ..domain.whole_numbers import whole

OVER = ("achieved", "dropped")
"""The states in which a goal is no longer followed."""
FOLLOWUPS = ("kui.minutes.followup_without_young", "kui.minutes.followup_with_young")
CONSENT, PLAN, NOTICE = "kui.consent", "kui.education_plan", "kui.notice"


@dataclass(frozen=True, slots=True)
class Paper:
    """One version of one document. ``names`` are the ids that lead to it, ``day`` when it was written (ISO text)."""

    names: tuple[str, ...]
    form_key: str
    day: str
    finished: bool
    meeting: str
    content: Mapping[str, Any]
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What happened to it, by the name of the field: withdrawn_at, decision_log."""


@dataclass(frozen=True, slots=True)
class MeetingPaper:
    """A meeting as the case knows it."""

    name: str
    day: str = ""
    no: int | None = None


@dataclass(frozen=True, slots=True)
class CasePapers:
    """A case: the young person, the meetings and the papers."""

    birth_date: str
    custody_holders: tuple[str, ...]
    meetings: Sequence[MeetingPaper]
    papers: Sequence[Paper]
    family: frozenset[str] = frozenset()


def facts_of(case: CasePapers, paper: Paper, today: date) -> Facts:
    """Gather what the rules may know when one paper of a case is read."""
    meeting = next((m for m in case.meetings if paper.meeting and m.name == paper.meeting), None)
    notice = _newest(case, NOTICE, paper, meeting=paper.meeting) if paper.meeting else None
    plan = _newest(case, PLAN, paper)
    goals = plan.content.get("goals") if plan else None
    return Facts(
        today=today,
        birth_date=day_of(case.birth_date),
        meeting_date=day_of(meeting.day) if meeting else None,
        meeting_no=meeting.no if meeting else None,
        meeting_start=_time(notice.content.get("start_time")) if notice else None,
        meeting_end=_time(notice.content.get("end_time")) if notice else None,
        consented_departments=_departments(case, paper),
        goal_numbers=_numbers(goals, ()) if plan else None,
        active_goals=_numbers(goals, OVER) if plan and paper.form_key in FOLLOWUPS else None,
        custody_holders=case.custody_holders,
        family=case.family,
        decision_log=tuple(_logged(paper)),
    )


def _newest(case: CasePapers, form_key: str, before: Paper, meeting: str | None = None) -> Paper | None:
    """Find the newest finished paper of a form that was there before another."""
    found = [
        paper
        for paper in case.papers
        if paper.form_key == form_key
        and paper is not before
        and paper.finished
        and paper.day <= before.day
        and meeting in (None, paper.meeting)
    ]
    return max(found, key=lambda paper: paper.day, default=None)


def _departments(case: CasePapers, paper: Paper) -> frozenset[str] | None:
    """List whom the consent that a paper refers to names on the day that counts; none when it was not valid then."""
    wanted = paper.content.get("consent_ref")
    if not wanted:
        return None
    consent = next((p for p in case.papers if p.form_key == CONSENT and wanted in p.names), None)
    day, birth = day_of(_day_that_counts(paper)), day_of(case.birth_date)
    if consent is None or day is None or birth is None:
        return frozenset()
    groups = {name: mappings(consent.content.get(name)) for name in ("recipients", "external_parties", "given_by")}
    withdrawn = day_of(consent.facts.get("withdrawn_at"))
    return ledger({**consent.content, **groups}, birth, withdrawn_at=withdrawn).attending(day)


def _day_that_counts(paper: Paper) -> str:
    """Return the day of the meeting or of the contact, else the day on which the paper was written."""
    contact = paper.content.get("contact")
    contacted = contact.get("contacted_at") if isinstance(contact, Mapping) else None
    content = paper.content
    found = content.get("held_at") or content.get("meeting_date") or contacted
    return str(found or paper.day)[:10]


def _numbers(goals: object, over: tuple[str, ...]) -> frozenset[int]:
    found = (whole(row.get("goal_no")) for row in mappings(goals) if row.get("status") not in over)
    return frozenset(number for number in found if number is not None)


def _logged(paper: Paper) -> Iterable[LoggedDecision]:
    for row in mappings(paper.facts.get("decision_log")):
        text, meeting = str(row.get("decision_text") or ""), str(row.get("meeting") or "")
        yield LoggedDecision(day_of(row.get("decided_at")), meeting, text)


def mappings(rows: object) -> list[Mapping]:
    """List the rows of a group that can be read as rows."""
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []


def day_of(text: object) -> date | None:
    """Read an ISO day; None for whatever is not one."""
    try:
        return date.fromisoformat(text[:10]) if isinstance(text, str) else None
    except ValueError:
        return None


def _time(text: object) -> time | None:
    try:
        return time.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
