"""Rules about the papers of a cluster meeting (R58–R79). A warning is advice; the meeting is the cluster's own."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from ..danish import long_date
from ..problems import Path, Problem, missing, problem
from .base import Content, Facts, rows, rule
from .dates import add_months, after, not_before, within
from .numbering import consecutive

STEPS = 10
CHOSEN = frozenset({"single", "multi"})
MONTHS_AFTER = 6


def _before(path: Path, day: date | None, base: date | None, *, warning: bool = False) -> Iterator[Problem]:
    if day and base and day >= base:
        yield problem(path, "before", dato=long_date(base), warning=warning)


@rule
def ten_steps(content: Content, facts: Facts) -> Iterator[Problem]:
    """Drejebogen har de ti trin i deres rækkefølge (R58)."""
    return consecutive(content, "steps", "step_no")


@rule
def steps_before_the_cluster_meeting(content: Content, facts: Facts) -> Iterator[Problem]:
    """Trin 1–9 ligger før mødet, og trin 10 højst et halvt år efter."""
    held = content.get("meeting_date")
    for number, row in rows(content, "steps"):
        path, day = ("steps", number, "deadline"), row.get("deadline")
        if row.get("step_no") != STEPS:
            yield from _before(path, day, held)
        elif held:
            yield from within(path, day, add_months(held, MONTHS_AFTER), "seks måneder efter mødet")


@rule
def guests_of_both_levels(content: Content, facts: Facts) -> Iterator[Problem]:
    """Det er en fordel, at både medarbejdere og ledere deltager (R60)."""
    levels = {row["level"] for _, row in rows(content, "guests") if row.get("level") and row.get("reply") != "no"}
    if len(levels) == 1:
        yield problem(("guests",), "only_employees" if "employee" in levels else "only_leaders", warning=True)


@rule
def guests_who_are_invited_can_be_reached(content: Content, facts: Facts) -> Iterator[Problem]:
    """En inviteret gæst har en mailadresse, og den, der har svaret, har et navn."""
    for number, row in rows(content, "guests"):
        if row.get("invited_at") and not row.get("email"):
            yield problem(("guests", number, "email"), "guest_unreachable", warning=True)
        if row.get("reply") not in (None, "pending") and not row.get("name"):
            yield missing(("guests", number, "name"), "required")


@rule
def pre_meeting_well_before_the_meeting(content: Content, facts: Facts, days: int) -> Iterator[Problem]:
    """Formødet ligger i god tid inden klyngemødet (R66)."""
    held, day = content.get("meeting_date"), content.get("pre_meeting_date")
    yield from _before(("pre_meeting_date",), day, held)
    if held and day and held - timedelta(days=days) < day < held:
        yield problem(("pre_meeting_date",), "pre_meeting_late", dage=days, warning=True)


@rule
def questionnaire_well_before_the_meeting(content: Content, facts: Facts, days: int) -> Iterator[Problem]:
    """Spørgeskemaet sendes i god tid, så der også er tid til at gøre det op (R70)."""
    held, day = content.get("meeting_date"), content.get("survey_sent_at")
    if held and day and day > held - timedelta(days=days):
        yield problem(("survey_sent_at",), "questionnaire_late", dage=days, warning=True)


@rule
def guests_know_of_the_arena(content: Content, facts: Facts) -> Iterator[Problem]:
    """Gæsterne er forberedt på manegemodellen, når den bruges (R67)."""
    if content.get("arena_used") is True and content.get("guests_prepared_for_arena") is None:
        yield missing(("guests_prepared_for_arena",), "required")


@rule
def facilitation_without_the_arena(content: Content, facts: Facts) -> Iterator[Problem]:
    """Bruges manegemodellen ikke, er det skrevet, hvem der hjælper med mødets form (R63)."""
    if content.get("arena_used") is False and not content.get("external_facilitation"):
        yield missing(("external_facilitation",), "required")


@rule
def shared_before_the_cluster_meeting(content: Content, facts: Facts) -> Iterator[Problem]:
    """Spørgeskemaet er gjort op, og resultater og cases er delt, før mødet holdes (R68, R74)."""
    for name in ("survey_tallied_at", "results_shared_at", "cases_shared_at"):
        yield from _before((name,), content.get(name), content.get("meeting_date"))


@rule
def questionnaire_closes_after_it_opens(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et spørgeskema lukker efter, at det er åbnet, og før mødet."""
    yield from after(("closes_at",), content.get("closes_at"), content.get("opens_at"))
    yield from _before(("closes_at",), content.get("closes_at"), facts.meeting_date)


@rule
def questions_are_numbered_in_order(content: Content, facts: Facts) -> Iterator[Problem]:
    """Spørgsmål er nummereret fortløbende fra 1."""
    return consecutive(content, "questions", "question_no")


@rule
def questions_have_options(content: Content, facts: Facts) -> Iterator[Problem]:
    """Hvor der vælges, er der mindst to forskellige svar at vælge mellem."""
    for number, row in rows(content, "questions"):
        options, kind = row.get("options") or [], row.get("question_type")
        if kind in CHOSEN and len(set(options)) < max(2, len(options)):
            yield problem(("questions", number, "options"), "two_options")
        if row.get("max_answers") is not None and kind != "multi":
            yield problem(("questions", number, "max_answers"), "only_multi")


@rule
def focus_points_are_numbered_in_order(content: Content, facts: Facts) -> Iterator[Problem]:
    """Nedslag er nummereret fortløbende fra 1."""
    return consecutive(content, "focus_points", "point_no")


@rule
def programme_fits_the_time(content: Content, facts: Facts) -> Iterator[Problem]:
    """Programmets punkter følger efter hinanden fra mødets begyndelse til dets slutning (R76)."""
    at, end = _minutes(content.get("start_time")), _minutes(content.get("end_time"))
    for path, row in _items(content):
        start, length = _minutes(row.get("start")), row.get("minutes")
        if at is not None and start is not None and start != at:
            yield problem((*path, "start"), "programme_gap", kl=_clock(at))
        at = None if start is None or length is None else start + length
    if at is not None and end is not None and at != end:
        yield problem(("end_time",), "programme_ends", kl=_clock(at))


def _items(content: Content) -> Iterator[tuple[Path, Content]]:
    for block, inside in rows(content, "blocks"):
        for number, row in rows(inside, "items"):
            yield ("blocks", block, "items", number), row
    for number, row in rows(content, "closing_items"):
        yield ("closing_items", number), row


def _minutes(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24}.{minutes % 60:02d}"


@rule
def cluster_agreements_after_the_meeting(content: Content, facts: Facts) -> Iterator[Problem]:
    """En aftale har frist på mødets dag eller senere (R79)."""
    for number, row in rows(content, "agreements"):
        yield from not_before(("agreements", number, "deadline"), row.get("deadline"), content.get("held_at"))


@rule
def cluster_followup_after_the_meeting(content: Content, facts: Facts) -> Iterator[Problem]:
    """Opfølgningen ligger efter mødet (R79)."""
    yield from after(("followup_date",), content.get("followup_date"), content.get("held_at"))
