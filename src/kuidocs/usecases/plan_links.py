"""Writing decisions into the education plan, linked both ways, and taking that back (R42, R43, D1, D39)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ..domain import danish, plan_writing, workflow
from ..domain.errors import Conflict, NotFound, Refused, not_found
from ..domain.meetings import MEETING_TYPES, type_of_form
from ..domain.plan_writing import KINDS, Change, Source, Written
from ..domain.problems import Problem, problem
from ..domain.rules.people import came
from ..forms.edition import Edition
from ..forms.places import node_at
from ..forms.reading import random_id, read
from ..resources.case import Case
from ..resources.document import Document
from ..resources.drafts import DraftFolder
from . import documents, drafting
from .acting import Act, case_named, done_before, event, fact, root_of, subject
from .case_reading import InForce, approved_minutes, in_force, unwritten
from .meeting_reading import could_decide
from .plan_standing import BEHIND, PLAN, PLAN_LINK, UNDONE, links_to, text, written


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants written: which decision, how, where, with which words."""

    decision: str
    """The row id of the decision."""
    kind: str
    place: str = ""
    """The row id in the plan, where one is pointed at."""
    answers: Mapping[str, str] = field(default_factory=dict)
    also: bool = False
    """Whether a decision that stands in the plan already is to be written once more, in another way."""


class NotWritten(Refused):
    """A writing that lacks something, with the sentence for each field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("not_written", "Beslutningen er ikke skrevet i planen endnu. Intet er gået tabt.")
        self.problems = problems


def minutes_text(minutes: Document) -> dict:
    """Return the approved text of minutes of a meeting that decides.

    Raises NotFound for other documents, Conflict while the minutes are not approved.
    """
    kind = MEETING_TYPES.get(type_of_form(minutes.form_key) or "")
    if kind is None or not kind.decides or minutes.form_key != kind.minutes:
        raise not_found()
    version = minutes.in_force()
    if version is None:
        raise Conflict("not_approved", "Referatet er ikke godkendt endnu. Beslutninger skrives i planen, når det er.")
    return version.content()


def plan_of(case: Case) -> Document | None:
    """Return the plan of a case, as far along as it is; None when there is none."""
    found = [plan for plan in case.dokumenter.of_form(PLAN) if plan.state != workflow.ANNULLED]
    return found[-1] if found else None


def plan_text(plan: Document | None) -> dict:
    """Return the plan as it stands: its draft, else what is in review, else what is in force."""
    return (text(plan, plan.number) or {}) if plan else {}


def source(minutes: Document, rid: str) -> Source:
    """Gather what a decision is written from.

    Raises NotFound when the minutes have no such decision.
    """
    content, case = minutes_text(minutes), case_named(minutes)
    decision = next((row for row in content.get("decisions", ()) if row["rid"] == rid), None)
    if decision is None:
        raise NotFound("decision", "Beslutningen findes ikke i referatet.")
    plan = plan_of(case)
    used = {n for version in (plan.versions if plan else ()) for n in plan_writing.goal_numbers(version.content())}
    return Source(plan_text(plan), content, decision, used)


def write(minutes: Document, drafts: DraftFolder, act: Act, wanted: Wanted, *, label: str = "") -> None:
    """Write one decision into the plan's draft, and link both ways.

    ``label`` names the plan when there is none yet. Raises NotWritten, Conflict, NotFound.
    """
    if done_before(minutes, act):
        return
    found = source(minutes, wanted.decision)
    if written(minutes).get(wanted.decision) and not wanted.also:
        raise Conflict("written", "Beslutningen står allerede i planen. Genindlæs siden.")
    done = _written(minutes, found, wanted)
    plan = _put(minutes, drafts, act, wanted, done, label)
    _link(minutes, plan, act, wanted, done)


def _written(minutes: Document, found: Source, wanted: Wanted) -> Written:
    """Make the plan as it will be, read it as its own edition does, and refuse what cannot be read."""
    problems = plan_writing.lacking(wanted.kind, wanted.answers, found.plan, wanted.place)
    edition = plan_edition(minutes)
    if problems:
        raise NotWritten(_named(edition, wanted, found, problems))
    done = plan_writing.write(wanted.kind, found, wanted.answers, lambda: random_id(()), wanted.place)
    reading = read(edition.schema, done.plan)
    if wrong := {str(one.path[-1]): one.text for one in reading.errors if _about(done, reading.content, one.path)}:
        raise NotWritten(wrong)
    changes = tuple(one for one in _as_stored(reading.content, done) if one.before != one.after)
    if wanted.kind == plan_writing.CHANGE and not changes:
        raise NotWritten({"place": plan_writing.NO_CHANGE})
    return replace(done, plan=reading.content, changes=changes)


def _about(done: Written, plan: Mapping, path: tuple) -> bool:
    """Tell whether a problem lies in the row that was written."""
    at: Any = plan
    for step in path[:-1]:
        at = at[step]
        if isinstance(at, Mapping) and at.get("rid") == done.rid:
            return True
    return False


def _as_stored(plan: Mapping, done: Written) -> Iterator[Change]:
    """Take what was written as the edition stores it: a typed day as a date, a name as a person."""
    found = plan_writing.place(plan, done.rid)
    rows = [found.row, *found.row.get(plan_writing.SUB_GOALS, ())[:1]] if found else []
    for change in done.changes:
        stored = next((row[change.name] for row in rows if change.name in row), None)
        yield Change(change.name, change.before, stored)


def _named(edition: Edition, wanted: Wanted, found: Source, problems: Mapping[str, str]) -> dict[str, str]:
    """Put the labels of the edition into the sentences."""
    labels = {node.name: node.title for node in field_nodes(edition, wanted.kind, found.plan, wanted.place)}
    return {name: words.replace("{felt}", labels.get(name, name)) for name, words in problems.items()}


def field_nodes(edition: Edition, kind: str, plan: Mapping, rid: str = "") -> list[Any]:
    """List the questions of the plan that a kind of writing asks, in its order."""
    group = _group(kind, plan, rid)
    found = {node.name: node for path in GROUP_PATHS.get(group, ()) for node in node_at(edition.schema, path).children}
    return [found[name] for name in plan_writing.fields(kind, plan, rid) if name in found]


GROUP_PATHS: Mapping[str, tuple[tuple, ...]] = {
    plan_writing.GOALS: (("goals", 0, "sub_goals", 0), ("goals", 0)),
    plan_writing.SUB_GOALS: (("goals", 0, "sub_goals", 0),),
    plan_writing.EFFORTS: (("efforts", 0),),
    plan_writing.TASKS: (("who_does_what", 0),),
}
"""Where the questions of a group stand in the form; a new goal is asked for with its first sub-goal."""


def _group(kind: str, plan: Mapping, rid: str) -> str:
    found = plan_writing.place(plan, rid) if rid else None
    if kind in KINDS and KINDS[kind].group:
        return KINDS[kind].group
    return found.group if found else ""


def plan_edition(minutes: Document) -> Edition:
    """Return the edition that the plan is or will be written in."""
    templates, plan = root_of(minutes).skabeloner, plan_of(case_named(minutes))
    drafts = plan.draft if plan else None
    if plan is None or (drafts and plan.latest is None):
        return templates[PLAN].newest()
    assert plan.latest is not None, "a plan is a draft or has a version"
    edition = templates.edition(PLAN, plan.latest.edition_number)
    assert edition is not None, "editions are never removed"
    return edition


def _put(
    minutes: Document, drafts: DraftFolder, act: Act, wanted: Wanted, done: Written, label: str
) -> Document | None:
    """Put what was written into the plan's draft, and return the plan that the decision stands in."""
    if wanted.kind in (plan_writing.ALREADY, plan_writing.UNCHANGED):
        return plan_of(case_named(minutes)) if done.rid else None
    plain = replace(act, token="")
    plan = _open_draft(minutes, drafts, plain, label)
    draft = drafting.open_draft(plan, drafts)
    begun = {name: value for name, value in draft.content().items() if name not in done.plan}
    drafting.save(plan, drafts, begun | done.plan, draft.revisions(), plain)
    return plan


def _open_draft(minutes: Document, drafts: DraftFolder, act: Act, label: str) -> Document:
    """Return the plan with a draft, which is begun when there is none (R42).

    Raises Conflict while the plan is in review, for its text cannot change there.
    """
    case, root = case_named(minutes), root_of(minutes)
    plan = plan_of(case)
    if plan is None:
        plan = documents.create(case, root, drafts, act, form_key=PLAN, label=label)
        draft = drafting.open_draft(plan, drafts)
        drafting.save(plan, drafts, draft.content() | _first(minutes), draft.revisions(), act)
    elif plan.state == workflow.IN_REVIEW:
        raise Conflict(
            "plan_in_review",
            "Planen er til gennemsyn og kan ikke ændres imens. Bed om at få den sendt tilbage, eller vent på svaret.",
        )
    elif plan.draft is None:
        documents.new_version(plan, drafts, act, note=version_note(minutes))
    return plan


def version_note(minutes: Document) -> str:
    """Say what a new version of the plan is for."""
    kind, held = MEETING_TYPES[str(type_of_form(minutes.form_key))], minutes_text(minutes).get("held_at", "")
    day = f" den {danish.long_date(date.fromisoformat(held))}" if held else ""
    return f"Beslutninger fra {kind.label[0].lower()}{kind.label[1:]}{day}"


def _first(minutes: Document) -> dict:
    """Begin the first plan with what the minutes say already: who the contact and the plan coordinator are."""
    content, person = minutes_text(minutes), case_named(minutes).person
    known = {name: content[name] for name in ("contact_person", "plan_coordinator") if content.get(name)}
    return known | {"plan_reason": "first", "preferred_name": person.called}


def _link(minutes: Document, plan: Document | None, act: Act, wanted: Wanted, done: Written) -> None:
    version = minutes.in_force()
    assert version is not None, "minutes_text has said so"
    target: dict[str, Any] = {"how": wanted.kind, "value": done.words}
    if plan is not None:
        number = _number(plan, wanted, done)
        where = {"document": plan.label, "number": number, "row": done.rid, "group": done.group}
        changes = [{"name": one.name, "before": one.before, "after": one.after} for one in done.changes]
        target |= where | {"changes": changes}
    number, round_ = version.number, version.round
    link = fact(minutes, PLAN_LINK, act, number=number, round=round_, data=target, rid=wanted.decision)
    if plan is not None:
        back = {"document": minutes.label, "number": version.number, "row": wanted.decision, "link": link["id"]}
        round_ = _round(plan, target["number"])
        fact(plan, BEHIND, replace(act, token=""), number=target["number"], round=round_, data=back, rid=done.rid)


def _number(plan: Document, wanted: Wanted, done: Written) -> int:
    """Return the version number in which a decision stands; what stood in force already does not wait for a draft."""
    counts = plan.in_force()
    if wanted.kind == plan_writing.ALREADY and counts and plan_writing.place(counts.content(), done.rid):
        return counts.number
    return plan.number


def _round(plan: Document, number: int) -> int:
    if plan.draft is not None and plan.draft["number"] == number:
        return plan.draft["round"]
    version = plan.version(number)
    return version.round if version else 1


def undo(minutes: Document, drafts: DraftFolder, act: Act, *, decision: str) -> None:
    """Take a decision out of the plan's draft again, so that it waits to be written (D39).

    Raises Conflict when it does not stand there, or stands in what is in review or approved.
    """
    if done_before(minutes, act):
        return
    links = written(minutes).get(decision, [])
    if not links:
        raise Conflict("not_there", "Beslutningen står ikke i planen længere. Genindlæs siden.")
    for link in links:
        _take_back(case_named(minutes), drafts, replace(act, token=""), link["data"])
    for number, link in enumerate(links):
        _undone(minutes, replace(act, token="") if number else act, link)


def _take_back(case: Case, drafts: DraftFolder, act: Act, data: Mapping) -> None:
    plan = case.dokumenter.get(data.get("document", ""))
    if plan is None or data.get("how") in (plan_writing.ALREADY, plan_writing.UNCHANGED):
        return
    if plan.draft is None or plan.draft["number"] != data["number"]:
        raise Conflict("not_in_draft", "Planen er sendt til gennemsyn eller godkendt. Ret den i en ny version.")
    draft = drafting.open_draft(plan, drafts)
    changes = [Change(one["name"], one["before"], one["after"]) for one in data.get("changes", ())]
    content = plan_writing.taken_back(draft.content(), data.get("how", plan_writing.ALREADY), data["row"], changes)
    drafting.save(plan, drafts, content, draft.revisions(), act)


def _undone(minutes: Document, act: Act, link: Mapping, why: str = "") -> None:
    about = {"number": link["about"]["number"], "round": link["about"]["round"]}
    data = {"link": link["id"]} | ({"note": why} if why else {})
    fact(minutes, UNDONE, act, **about, data=data, rid=link["about"].get("rid", ""))


def reopen(plan: Document, act: Act, *, number: int, note: str) -> None:
    """Open the decisions again that stood in a draft which was given up (D39)."""
    if plan.form_key != PLAN:
        return
    for minutes, link in list(links_to(case_named(plan), plan.label)):
        if link["data"].get("number") == number and link["data"].get("how") != plan_writing.ALREADY:
            _undone(minutes, replace(act, token=""), link, note)
            event(minutes, "document.decision_reopened", act, subject(minutes) | {"rid": link["about"].get("rid", "")})


def transition_problems(plan: Document, content: Mapping, today: date) -> list[Problem]:
    """Find what keeps a plan from being sent to review (DOMAIN 4.6); nothing for other documents.

    A status may be updated by whoever keeps the plan; new goals and changed efforts are decided with the young person.
    """
    if plan.form_key != PLAN:
        return []
    case = case_named(plan)
    before = in_force(case, PLAN)
    decided = {link["data"].get("row", "") for _, link in links_to(case, plan.label)}
    new = plan_writing.undecided(before.content if before else {}, content, decided, [*_agreed(case)])
    return [*new, *_ahead(content, today), *_unwritten(case), *_untold(case)]


def _agreed(case: Case) -> Iterator[dict]:
    """Go through the goals and efforts that meetings which could decide have written down."""
    for one in filter(_could_decide, approved_minutes(case)):
        for group in ("goals", "new_or_changed_goals", "prioritised_efforts"):
            yield from one.content.get(group, ())


def _could_decide(minutes: InForce) -> bool:
    """Goals that minutes hold though nobody came who can decide are proposals (D11)."""
    case = case_named(minutes.document)
    meeting = case.moeder.get(str(minutes.document.meeting_number))
    return meeting is None or could_decide(case, meeting)


def _ahead(content: Mapping, today: date) -> Iterator[Problem]:
    days = [row.get("date", "") for row in content.get("followup_dates", ())]
    if days and not any(day > today.isoformat() for day in days):
        yield problem(("followup_dates",), "no_followup_ahead")


def _untold(case: Case) -> Iterator[Problem]:
    """When only parents came, the plan waits until the young person has been told what was decided (DOMAIN 4.3)."""
    for one in approved_minutes(case):
        content = one.content
        alone = came(content, {"custody_holder", "guardian"}) and not came(content, {"young_person"})
        if alone and content.get("decisions") and not content.get("read_through", "").strip():
            yield problem((), "young_not_told", referat=one.document.label)


def _unwritten(case: Case) -> Iterator[Problem]:
    waiting = sum(len(list(unwritten(one))) for one in approved_minutes(case))
    if waiting:
        said = danish.count(waiting, "beslutning", "beslutninger").capitalize()
        yield Problem((), "decisions_unwritten", problem((), "decisions_unwritten", antal=said).text)
