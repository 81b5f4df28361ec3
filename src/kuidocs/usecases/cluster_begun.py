"""What a paper of a meeting begins with, taken from what is known already (R77)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..domain import tally
from ..domain.clusters import CASES
from ..domain.questionnaires import SCALE, questions_of
from ..resources.base import new_id
from ..resources.klynger import Cluster, ClusterFolder, ClusterMeeting, Paper, Survey, above
from .cluster_guests import guests, named

BLOCKS: tuple[tuple[str, str, tuple[tuple[int, str, str], ...]], ...] = (
    (
        "Introduktion",
        "At alle ved, hvem der er i rummet, og hvorfor.",
        ((15, "Velkommen og mødets ramme", "plenary"), (20, "Sådan er vejene ind hos gæsterne", "plenary")),
    ),
    (
        "Resultater af spørgeskemaundersøgelsen",
        "At se, hvad vi oplever hver især, og hvad vi har til fælles.",
        ((20, "Det viste spørgeskemaet", "plenary"), (15, "To og to: Hvad undrer os?", "groups")),
    ),
    (
        "Erfaringsudveksling og dialog i manegen",
        "At høre hinanden tænke højt om tre forløb.",
        tuple((20, f"Case {n} i manegen", "arena") for n in CASES),
    ),
)
CLOSING = (
    (15, "Vi aftaler: hvem gør hvad hvornår", "plenary"),
    (5, "Én ting, jeg gør anderledes fra i morgen", "plenary"),
)
STARTS = 17 * 60


def begun(paper: Paper, today: date) -> dict[str, Any]:
    """Return what a paper that nobody has written begins with."""
    makers = {"klynge.programme": programme, "klynge.minutes": minutes, "klynge.case": _case}
    maker = makers.get(paper.form_key)
    return maker(paper, today) if maker else {}


def programme(paper: Paper, today: date) -> dict[str, Any]:
    """Propose three blocks whose times add up."""
    meeting = above(paper, ClusterMeeting)
    plan, who = meeting.plan.content(), meeting.plan.content().get("coordinator") or {}
    at, blocks = STARTS, []
    for number, (heading, aim, items) in enumerate(BLOCKS, start=1):
        rows, at = _items(items, at, who)
        blocks.append({"rid": new_id(), "block_no": str(number), "heading": heading, "aim": aim, "items": rows})
    closing, at = _items(CLOSING, at, who)
    told = {name: plan[name] for name in ("cluster_name", "topic", "meeting_date", "venue") if plan.get(name)}
    return told | {
        "start_time": _clock(STARTS),
        "end_time": _clock(at),
        "aim": "At forstå hinandens muligheder bedre og gå hjem med få, konkrete aftaler.",
        "blocks": blocks,
        "closing_items": closing,
    }


def _items(told: Sequence[tuple[int, str, str]], at: int, who: Mapping) -> tuple[list[dict], int]:
    rows = []
    for length, heading, form in told:
        row = {"rid": new_id(), "start": _clock(at), "minutes": str(length), "heading": heading, "format": form}
        rows.append(row | ({"responsible": dict(who)} if who else {}))
        at += length
    return rows, at


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _case(paper: Paper, today: date) -> dict[str, Any]:
    return {"case_no": paper.label.rpartition("-")[2], "source": "own"}


def minutes(paper: Paper, today: date) -> dict[str, Any]:
    """Propose who was there, what the questionnaire showed, and a row for each case."""
    meeting = above(paper, ClusterMeeting)
    plan = meeting.plan.content()
    cluster, users = above(meeting, Cluster), above(meeting, ClusterFolder).users
    found: dict[str, Any] = {
        "held_at": min(plan.get("meeting_date") or today.isoformat(), today.isoformat()),
        "members_present": sorted(users[one].name for one in cluster.people(today)),
        "guests_present": [named(one) for one in guests(meeting) if one.get("reply") == "yes"],
        "survey_summary": summary(meeting.survey),
        "case_outcomes": [
            {"rid": new_id(), "case_ref": str(one.content().get("title") or f"Case {one.case_number}")}
            for one in meeting.cases
        ],
        "agreements": [],
    }
    if plan.get("coordinator"):
        found["chair"] = plan["coordinator"]
    return {name: value for name, value in found.items() if value}


def summary(survey: Survey) -> str:
    """Tell what a questionnaire showed in a few lines: only what guests may see, for they read the minutes."""
    if not survey.closed_at:
        return ""
    lines = [f"{survey.answered} af {survey.asked} medlemmer svarede."]
    for question in questions_of(survey.content()):
        result = tally.for_guests(tally.count(question, survey.final), survey.answered)
        shown = [one for one in result.groups if one.count is not None]
        if not shown:
            continue
        told = ", ".join(f"{one.label} {one.count}" for one in shown)
        mean = f" (gennemsnit {result.mean:.1f})".replace(".", ",") if question.kind == SCALE and result.mean else ""
        lines.append(f"{question.asked} {told}{mean}.")
    return "\n".join(lines)
