"""Who has seen a case, gathered from the audit chain for the young person's report (DOMAIN 6.6). Reads only."""

from collections.abc import Iterator
from datetime import date

from ..domain import danish
from ..domain.access_acts import BASES
from ..domain.documents import title
from ..domain.seen import MASTER, UNKNOWN, About, Report, Seen, report
from ..domain.seen_words import ROWS
from ..resources.case import Case
from ..resources.meeting import Meeting
from ..resources.staff import StaffFolder
from ..security.rules import CLERK
from ..services.clock import COPENHAGEN
from ..services.proof import AuditEvent, ProofService
from .acting import root_of
from .case_reading import consent
from .overview import contact_of
from .people import user_id

AT_ONCE = 5000
ITSELF, COMMANDS = "system", "system:"
"""What kuidocs does by itself is not told; what somebody does by a command is."""


def seen(case: Case, proof: ProofService, since: date, until: date, today: date, made_by: str) -> Report:
    """Make the report of a case for a period."""
    staff = root_of(case).medarbejdere
    events = (_seen(case, staff, one) for one in events_of(proof, case.case_no) if one.by != ITSELF)
    return report(_about(case, staff, made_by), events, since, until, today)


def events_of(proof: ProofService, case_no: str) -> Iterator[AuditEvent]:
    """Go through the events of a case, some at a time."""
    after = 0
    while found := proof.events(case_no=case_no, after=after, limit=AT_ONCE):
        yield from (one.event for one in found)
        after = found[-1].number


def _about(case: Case, staff: StaffFolder, made_by: str) -> About:
    organisation, given = root_of(case).organisation, consent(case)
    keeper = staff.get(user_id(case, case.plan_coordinator))
    return About(
        case_no=case.case_no,
        # A lost page must not tell where somebody who is protected can be found.
        name="" if case.person.name_address_protection else case.person.full_name,
        municipality=organisation.municipality,
        unit=organisation.unit,
        made_by=made_by,
        own=keeper.department if keeper else organisation.unit,
        covered=frozenset(given.departments) if given and not given.withdrawn_at else frozenset(),
        filing=frozenset(one.department for one in staff.with_role(CLERK)),
        contact=contact_of(case),
    )


def _seen(case: Case, staff: StaffFolder, event: AuditEvent) -> Seen:
    person, about = staff.get(event.by), event.about
    department = MASTER if event.by.startswith(COMMANDS) else person.department if person else UNKNOWN
    return Seen(
        event.at.astimezone(COPENHAGEN),
        event.by,
        department or UNKNOWN,
        event.kind if event.kind in ROWS else "",
        str(about.get("part", "")),
        _what(case, event),
        any(one["user_id"] == event.by for one in case.involvements),
        _detail(event),
    )


def _detail(event: AuditEvent) -> str:
    """Say to whom an extract went, or on what a case was opened."""
    words = BASES.get(str(event.about.get("access")), {}).get(str(event.about.get("basis")), "")
    return words or str(event.data.get("receiver", ""))


def _what(case: Case, event: AuditEvent) -> str:
    """Name the paper or the meeting that an event is about."""
    label, meeting = _label(event), event.about.get("meeting")
    document = case.dokumenter.get(label) if label else None
    if document is not None:
        of = case.moeder.get(str(document.meeting_number)) if document.meeting_number else None
        number = event.about.get("number")
        words = title(document.form_key, number if isinstance(number, int) else 0)
        return f"»{words}«" + (f" til {_meeting(of)}" if of is not None else "")
    found = case.moeder.get(str(meeting)) if meeting is not None else None
    return _meeting(found) if found is not None else ""


def _label(event: AuditEvent) -> str:
    """Return the label of the paper; a refusal only knows the address that was asked for."""
    about = event.about
    if about.get("label"):
        return str(about["label"])
    parts = str(about.get("place", "")).split("/")
    after = parts.index("dokumenter") + 1 if "dokumenter" in parts else len(parts)
    return parts[after] if after < len(parts) else ""


def _meeting(meeting: Meeting) -> str:
    return f"mødet den {danish.long_date(date.fromisoformat(meeting.date))}" if meeting.date else "et møde uden dato"
