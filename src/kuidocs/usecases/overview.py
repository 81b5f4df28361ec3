"""What the overview says of a case: only what the young person has taken part in, and his or her own (R9). Reads only.

Tasks that professionals agreed among themselves, other people's wishes, addresses and id numbers are not on it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ..domain import consents, danish
from ..domain.meetings import MEETING_TYPES
from ..domain.overview import LEADS, Contact, Effort, Goal, Overview, Task, grouped
from ..domain.tasks import Task as Agreed
from ..forms.outline import show
from ..forms.places import node_at
from ..resources.case import Case
from ..resources.consent import consent_of, named
from ..resources.meeting import Meeting
from ..security.reading import EVERYTHING, TASKS, Sight
from .acting import root_of
from .case_reading import InForce, approved_minutes, case_tasks, consent, in_force
from .involvement import edition_of
from .people import user_id

PLAN, CONSENT, CARD = "kui.education_plan", "kui.consent", "kui.contact_card"
YOU = "Du"
OVER = ("achieved", "dropped", "completed", "stopped")
COMING = ("planned", "convened")
ACTIVE = (consents.ACTIVE, consents.EXPIRING)
GIVERS = {"young_person": "du", "custody_holder": "dine forældre", "guardian": "din værge"}
MOST_NAMED = 4
NO_PLAN = "Du har ikke en plan endnu. Vi skriver den sammen med dig, når vi holder koordinationsmøde."


def overview(case: Case, seen: Sight) -> Overview:
    """Gather the overview as things stand on a day, as far as who makes it may read it."""
    organisation, plan, today = root_of(case).organisation, in_force(case, PLAN), seen.today
    found = consent_of(case)
    contact = contact_of(case)
    return Overview(
        case_no=case.case_no,
        municipality=organisation.municipality,
        unit=organisation.unit,
        # A lost page must not tell where somebody who is protected can be found.
        heading="Dit overblik" if case.person.name_address_protection else f"Dit overblik, {case.person.called}",
        contact=contact,
        next_meeting=_next_meeting(case, today),
        sharing=_sharing(case, contact, today),
        printed=f"Udskrevet {danish.long_date(today)}",
        day=today.isoformat(),
        consent=f"Samtykke {named(found[1])}" if found else "Intet samtykke",
        tasks=grouped(tuple(_tasks(case, seen)), YOU),
        **(
            _of_plan(plan, seen)
            if plan
            else {"basis": "Bygger ikke på en plan, for den er ikke skrevet.", "no_plan": NO_PLAN}
        ),
    )


def left_out(case: Case, seen: Sight) -> str:
    """Say what who makes the overview may not read of what is on it; "" when that is nothing."""
    plan = in_force(case, PLAN)
    found = seen.version(plan.version) if plan else EVERYTHING
    tasks = [task for task in case_tasks(case) if task.is_open and _known(task) and not _is_read(case, task, seen)]
    return found.told or found.reason or seen.told(len(tasks), noun=TASKS)


def _is_read(case: Case, task: Agreed, seen: Sight) -> bool:
    return seen.row(case.dokumenter.get(task.label), task.rid)


def _of_plan(plan: InForce, seen: Sight) -> dict[str, Any]:
    day = date.fromisoformat(plan.document.facts_of("approved", plan.version.number)[-1]["at"][:10])
    plan = replace(plan, content=seen.version(plan.version).left(plan.content))
    return {
        "basis": f"Bygger på plan version {plan.version.number} af {danish.long_date(day)}.",
        "dream": plan.content.get("wishes", ""),
        "aim": plan.content.get("education_goal", ""),
        "goals": tuple(_goals(plan)),
        "efforts": tuple(_efforts(plan)),
    }


def contact_of(case: Case) -> Contact:
    """Return the one person to ask, with the details that papers last gave of him or her (R8)."""
    person = case.contact_person or case.plan_coordinator
    name = person.get("text", "")
    details = next((one for one in _details(case) if one.get("name", {}).get("text") == name), {})
    staff = root_of(case).medarbejdere.get(user_id(case, person))
    phone = details.get("phone") or (staff.phone if staff else "")
    return Contact(name, phone, details.get("best_reached", ""))


def _details(case: Case) -> Iterator[Mapping[str, Any]]:
    """Go through what papers say of contact persons, the newest kind of paper first."""
    card, plan = in_force(case, CARD), in_force(case, PLAN)
    papers = (one for one in (card, plan, *reversed(approved_minutes(case))) if one)
    return (paper.content["contact_person"] for paper in papers if paper.content.get("contact_person"))


def _next_meeting(case: Case, today: date) -> str:
    day = today.isoformat()
    for meeting in sorted(case.moeder.in_order(), key=lambda one: one.date):
        if meeting.state in COMING and meeting.date >= day and MEETING_TYPES[meeting.meeting_type].with_young:
            return _meeting_words(case, meeting)
    return ""


def _meeting_words(case: Case, meeting: Meeting) -> str:
    at = f" kl. {meeting.start.lstrip('0').replace(':', '.')}" if meeting.start else ""
    place = "" if case.person.name_address_protection else meeting.place
    words = f"{danish.weekday_date(date.fromisoformat(meeting.date))}{at}{f', {place}' if place else ''}"
    return words if meeting.state == "convened" else f"{words}. Du får en indkaldelse"


def _goals(plan: InForce) -> Iterator[Goal]:
    for row in plan.content.get("goals", ()):
        yield Goal(
            f"Mål {row.get('goal_no', '')}: {row.get('goal_text', '')}",
            LEADS.get(row.get("area", ""), ""),
            row.get("youth_words", "").strip("»«"),
            _label(plan, ("goals", 0), "status", row),
            row.get("status") in OVER,
        )


def _efforts(plan: InForce) -> Iterator[Effort]:
    rows = sorted(plan.content.get("efforts", ()), key=lambda row: row.get("status") in OVER)
    for row in rows:
        yield Effort(
            row.get("effort_title", ""),
            row.get("department", ""),
            row.get("responsible", {}).get("text", ""),
            row.get("description", ""),
            _since(row),
            _label(plan, ("efforts", 0), "status", row),
            row.get("status") in OVER,
        )


def _since(row: Mapping[str, Any]) -> str:
    """Say since when; of what is over the day on which it began would read as the day on which it ended."""
    start = row.get("start_date") if row.get("status") not in OVER else None
    words = "fra" if row.get("status") == "planned" else "siden"
    return f"{words} {danish.long_date(date.fromisoformat(start))}" if start else ""


def _label(plan: InForce, path: tuple[str | int, ...], name: str, row: Mapping[str, Any]) -> str:
    group = node_at(edition_of(plan.version).schema, path)
    node = next(child for child in group.children if child.name == name)
    return show(node, row.get(name)) if row.get(name) else ""


def _tasks(case: Case, seen: Sight) -> Iterator[Task]:
    """Go through the open tasks that the young person knows of: agreed at a meeting with him or her, or in the plan."""
    found = [task for task in case_tasks(case) if task.is_open and _known(task) and _is_read(case, task, seen)]
    today = seen.today
    # What is to come stands before what should have been done; nobody can do the latter in time any more.
    coming = sorted((one for one in found if not one.is_late(today)), key=lambda one: one.deadline or date.max)
    late = sorted((one for one in found if one.is_late(today)), key=lambda one: one.deadline or today, reverse=True)
    for task in (*coming, *late):
        yield Task(_who(case, task), task.text.rstrip("."), _until(task, today))


def _known(task: Agreed) -> bool:
    kind = MEETING_TYPES.get(task.meeting_type)
    return kind is None or kind.with_young


def _who(case: Case, task: Agreed) -> str:
    actor = case.register.get(task.actor_id, {})
    return YOU if actor.get("kind") == "young_person" else task.responsible


def _until(task: Agreed, today: date) -> str:
    if task.deadline is None:
        return ""
    return f"{'skulle være gjort' if task.deadline < today else 'senest'} {danish.near_date(task.deadline, today)}"


def _sharing(case: Case, contact: Contact, today: date) -> str:
    given, found = consent(case), in_force(case, CONSENT)
    if given is None or found is None:
        return "Der er ikke sagt ja til, at vi må dele noget om dig. Derfor deler vi ikke noget mellem afdelingerne."
    state = consents.status(given, today, date.fromisoformat(case.person.birth_date))
    if state not in ACTIVE:
        return f"Samtykket gælder ikke lige nu ({consents.LABELS[state].lower()}). Derfor deler vi ikke mere om dig."
    who = danish.listed(list(dict.fromkeys(_givers(found.content)))) or "du"
    node = node_at(edition_of(found.version).schema, ("information_types",))
    types = _some(
        [word[:1].lower() + word[1:] for word in show(node, found.content.get("information_types")).split(", ")]
    )
    return (
        f"{who[:1].upper()}{who[1:]} har sagt ja til, at {_some(list(given.departments))} må dele viden om {types} "
        f"indtil {danish.long_date(given.valid_until)}. Du kan altid trække dit ja tilbage. "
        f"Sig det til {contact.called}."
    )


def _givers(content: Mapping[str, Any]) -> Iterator[str]:
    roles = [row.get("role") for row in content.get("given_by", ())]
    for role, words in GIVERS.items():
        if role in roles:
            yield "din forælder" if role == "custody_holder" and roles.count(role) == 1 else words


def _some(words: list[str]) -> str:
    """Name a few; a long list is not read."""
    found = [word for word in words if word]
    left = len(found) - MOST_NAMED
    if left < 2:
        return danish.listed(found)
    return danish.listed([*found[:MOST_NAMED], f"{left} andre"])
