"""Extracts of the plan: what a receiver may get after the consent of the day, and what must hold first (R5, D23).

Only what stands in these tables can be given on; a field that a municipality has added itself is in no extract.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .danish import listed
from .errors import Refused
from .guards import Guard
from .information_types import areas_of_goals, of_row

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the plan that is given as a whole: its fields, and the types of information that they hold."""

    id: str
    label: str
    fields: tuple[str, ...]
    types: frozenset[str] = frozenset()


PARTS = (
    Part("kontakt", "Kontaktperson og plankoordinator", ("contact_person", "plan_coordinator")),
    Part("oensker", "Mine ønsker", ("wishes", "education_goal", "education_wish"), frozenset({"education"})),
    Part(
        "styrker",
        "Mine styrker, og det, der hjælper",
        ("strengths", "interests", "what_works"),
        frozenset({"wellbeing"}),
    ),
    Part("netvaerk", "Mennesker, der er vigtige for mig", ("network",), frozenset({"family"})),
    Part(
        "svaert",
        "Det, der kan være svært, og støtten",
        ("barriers", "support_needs", "others_should_know"),
        frozenset({"wellbeing", "health"}),
    ),
    Part("situation", "Min situation nu", ("current_activity", "current_note"), frozenset({"education", "employment"})),
    Part("skole", "Skole og uddannelse hidtil", ("education_history",), frozenset({"education"})),
    Part("job", "Job, praktik og brobygning", ("work_history",), frozenset({"employment"})),
    Part("pligt", "Pligten for 15-17-årige", ("duty_description", "duty_exemption"), frozenset({"education"})),
    Part("opfoelgning", "Opfølgning", ("last_reviewed", "next_review", "followup_dates")),
)
ROWS = (("goals", "Mål", "goal_text"), ("efforts", "Indsats", "effort_title"), ("who_does_what", "Opgave", "task_text"))
"""What is given row by row: the field, what a row is called, and the field that names it."""

HEADINGS = {"Mål": "Mål", "Indsats": "Indsatser", "Opgave": "Opgaver"}


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be ticked: a part, or one row."""

    id: str
    label: str
    types: frozenset[str]
    kind: str
    """What lists call the rows that it belongs with."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody whom the consent names as one who may receive."""

    id: str
    name: str
    person: str = ""
    limit: str = ""
    """What the consent says that it may be about, of those outside the municipality."""


def items(plan: Row) -> Iterator[Item]:
    """Go through what a plan holds that can be given on."""
    for part in PARTS:
        if any(plan.get(field) for field in part.fields):
            yield Item(part.id, part.label, part.types, "Dele af planen")
    areas = areas_of_goals(plan)
    for field, kind, name in ROWS:
        for row in rows_of(plan, field):
            words = f"{kind}: {row.get(name, '')}"
            yield Item(f"{field}:{row['rid']}", words, of_row(field, row, areas), HEADINGS[kind])


def rows_of(plan: Row, field: str) -> list[Row]:
    """List the rows of a field."""
    found = plan.get(field)
    return list(found) if isinstance(found, list | tuple) else []


def uncovered(item: Item, covered: Collection[str]) -> frozenset[str]:
    """List the types of information that an item holds and the consent does not cover."""
    return item.types - frozenset(covered)


def receivers(consent: Row) -> Iterator[Receiver]:
    """Go through those whom a consent lets receive."""
    for row in rows_of(consent, "recipients"):
        if _may(row, "receive"):
            yield Receiver(f"afdeling:{row['rid']}", str(row.get("department", "")), _person(row))
    for row in rows_of(consent, "external_parties"):
        name, limit = str(row.get("organisation", "")), str(row.get("information", ""))
        yield Receiver(f"uden:{row['rid']}", name, _person(row), limit)


def _person(row: Row) -> str:
    person = row.get("named_person")
    return str(person.get("text", "")) if isinstance(person, Mapping) else ""


def _may(row: Row, what: str) -> bool:
    may = row.get("may")
    return isinstance(may, list | tuple) and what in may


@dataclass(frozen=True, slots=True)
class ExtractFacts:
    """What the guards ask about one extract."""

    plan_in_force: bool = False
    consent_valid: bool = False
    consent_words: str = ""
    department: str = ""
    sender_named: bool = False
    receiver: Receiver | None = None
    purpose: str = ""
    chosen: Sequence[Item] = ()
    unknown: bool = False
    """Whether something was chosen that the plan does not hold."""
    not_covered: Sequence[str] = ()
    confirmed: bool = False

    @property
    def not_covered_words(self) -> str:
        """Name what the consent does not cover."""
        return listed([f"»{label}«" for label in self.not_covered])

    @property
    def own(self) -> str:
        """Name the department of the sender."""
        return self.department or "Din afdeling"


Line = Guard[ExtractFacts]
BEFORE: tuple[Line, ...] = (
    Guard(
        "no_plan",
        lambda f: f.plan_in_force,
        "Der er ingen godkendt uddannelsesplan, så der er intet at give et uddrag af. Skriv planen først.",
    ),
    Guard(
        "no_consent",
        lambda f: f.consent_valid,
        "Der kan ikke gives uddrag, for samtykket gælder ikke i dag. {facts.consent_words}",
    ),
    Guard(
        "sender",
        lambda f: f.sender_named,
        "{facts.own} står ikke i samtykket som en afdeling, der må dele. Bed en fra en afdeling, der må, eller forny "
        "samtykket.",
    ),
)
"""What must hold before anything can be chosen."""
CHOOSING: tuple[Line, ...] = (
    Guard(
        "receiver",
        lambda f: f.receiver is not None,
        "Vælg en modtager fra listen. Kun dem, som samtykket siger må modtage, kan få et uddrag.",
    ),
    Guard(
        "purpose",
        lambda f: len(f.purpose.strip()) >= 10,
        "Skriv, hvad modtageren skal bruge uddraget til, så den unge kan forstå det.",
    ),
    Guard("unknown", lambda f: not f.unknown, "Planen er ændret, eller delen findes ikke. Vælg igen fra listen."),
    Guard("chosen", lambda f: bool(f.chosen), "Vælg mindst én del af planen."),
    Guard(
        "not_covered",
        lambda f: not f.not_covered,
        "Samtykket dækker ikke {facts.not_covered_words}. Vælg det fra, eller forny samtykket.",
    ),
)
"""What must hold for a choice to be looked at."""
GIVING: tuple[Line, ...] = (
    Guard(
        "confirmed",
        lambda f: f.confirmed,
        "Sæt hak ved, at du har læst uddraget, og at det holder sig inden for samtykket.",
    ),
)
"""What must hold before it leaves the house."""


def check(facts: ExtractFacts, *, giving: bool) -> None:
    """Refuse an extract for the first guard that does not hold.

    Raises Refused.
    """
    for guard in (*BEFORE, *CHOOSING, *(GIVING if giving else ())):
        if not guard.holds(facts):
            raise Refused(guard.name, guard.said(facts))


def hindrance(facts: ExtractFacts) -> str:
    """Say what is in the way of any extract, "" when nothing is."""
    return next((guard.said(facts) for guard in BEFORE if not guard.holds(facts)), "")


def reduced(plan: Row, chosen: Collection[Item]) -> dict[str, object]:
    """Return the content of a plan with nothing but what was chosen."""
    ids = {item.id for item in chosen}
    fields = [field for part in PARTS if part.id in ids for field in part.fields]
    found: dict[str, object] = {field: plan[field] for field in fields if plan.get(field)}
    for field, _, _ in ROWS:
        rows = [row for row in rows_of(plan, field) if f"{field}:{row['rid']}" in ids]
        if rows:
            found[field] = rows
    return found
