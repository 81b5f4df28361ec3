"""Why somebody may do something, or may not: the table of permissions read aloud, condition by condition.

The answer is made by walking the same lines as ``permits`` does, so a page that explains cannot disagree with
the rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ..domain.danish import long_date
from ..domain.information_types import in_words
from . import cluster_rules, rules
from .questions import Predicate, Question
from .reading import Sight
from .rules import TABLE, Line


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a condition that holds, and of one that does not."""

    holds: str
    lacks: str


WORDS: Mapping[Predicate, Words] = {
    rules.logged_in: Words("Er bruger af kuidocs", "Er ikke bruger af kuidocs"),
    rules.is_no_administrator: Words(
        "Passer ikke systemet", "Passer systemet, og den, der gør det, ser aldrig indholdet af en sag"
    ),
    rules.reads_in_the_case: Words("Har en opgave i forløbet", "Ingen opgave i forløbet"),
    rules.writes_in_the_case: Words("Har en opgave i forløbet", "Ingen opgave i forløbet, hvor der skal skrives"),
    rules.comes_to_the_paper: Words(
        "Holder forløbet sammen eller er med til mødet", "Er ikke med til det møde, som det hører til"
    ),
    rules.is_asked_to_review: Words("Er bedt om at godkende et papir", "Er ikke bedt om at godkende et papir"),
    rules.is_asked_to_sign: Words("Er bedt om at skrive under", "Er ikke bedt om at skrive under"),
    rules.has_reviewed: Words("Har godkendt eller sendt et papir tilbage", "Har ikke godkendt et papir i forløbet"),
    rules.leads_the_plan_coordinator: Words(
        "Er leder i plankoordinatorens afdeling", "Er ikke leder i plankoordinatorens afdeling"
    ),
    rules.is_not_kept_out: Words("Er ikke spærret ude", "Er spærret ude af forløbet på grund af inhabilitet"),
    rules.leads_somebody_in_the_case: Words(
        "Er leder for en, der har en opgave i forløbet", "Er ikke leder for nogen i forløbet"
    ),
    rules.has_opened_it_with_a_reason: Words(
        "Har åbnet sagen med en skriftlig grund", "Har ikke åbnet sagen med en skriftlig grund"
    ),
    rules.leads_the_person: Words("Er leder i medarbejderens afdeling", "Er ikke leder i medarbejderens afdeling"),
    rules.is_the_person: Words("Er medarbejderen selv", "Er ikke medarbejderen selv"),
    rules.is_a_plan: Words("Papiret er en uddannelsesplan", "Papiret er ikke en uddannelsesplan"),
    rules.is_a_consent: Words("Papiret er samtykket", "Papiret er ikke samtykket"),
    rules.coordinates_the_plan: Words(
        "Er plankoordinator eller stedfortræder", "Er hverken plankoordinator eller stedfortræder"
    ),
    rules.writes_this_kind_of_paper: Words(
        "Må skrive den slags papir",
        "Planen skrives af plankoordinatoren, og samtykket af dem, der holder forløbet sammen",
    ),
    rules.is_the_contact_person: Words("Er kontaktperson", "Er ikke kontaktperson"),
    rules.keeps_the_case: Words("Tager sig af forløbet", "Tager sig ikke af forløbet"),
    rules.may_open_cases: Words("Må åbne forløb", "Har ikke en rolle, der må åbne forløb"),
    rules.files_what_is_closed: Words(
        "Journaliserer, og forløbet er afsluttet", "Journaliserer ikke, eller forløbet er ikke afsluttet"
    ),
    rules.is_named_to_write_the_plan: Words(
        "Står i referatet som den, der skriver planen", "Står ikke i referatet som den, der skriver planen"
    ),
    cluster_rules.is_of_the_municipality: Words("Er ansat i kommunen", "Er ikke ansat i kommunen"),
    cluster_rules.is_of_the_clusters: Words("Er bruger i en klynge", "Er ikke bruger i en klynge"),
    cluster_rules.is_in_the_cluster: Words("Er med i klyngen", "Er ikke med i klyngen"),
    cluster_rules.keeps_the_cluster: Words(
        "Er klyngekoordinator eller i bestyrelsen", "Er hverken klyngekoordinator eller i bestyrelsen"
    ),
    cluster_rules.coordinates_the_cluster: Words("Er klyngekoordinator", "Er ikke klyngekoordinator"),
    cluster_rules.is_a_member: Words("Er medlem af klyngen", "Er ikke medlem af klyngen"),
    cluster_rules.the_questionnaire_is_closed: Words("Spørgeskemaet er lukket", "Spørgeskemaet er ikke lukket"),
    cluster_rules.the_results_are_shared: Words("Resultaterne er delt", "Resultaterne er ikke delt"),
    rules.files_papers: Words("Journaliserer og arkiverer", "Journaliserer ikke"),
    rules.is_about_a_running_request: Words(
        "Der er bedt om aktindsigt, og der er ikke svaret", "Der er ikke en anmodning om aktindsigt, der venter"
    ),
    rules.is_administrator: Words("Passer systemet", "Passer ikke systemet"),
    rules.leads: Words("Er leder", "Er ikke leder"),
    rules.sent_the_report: Words("Har sendt rapporten", "Har ikke sendt rapporten"),
    rules.audits: Words("Er kommunens kontrol", "Er ikke kommunens kontrol"),
}
"""Every condition of the table, in words."""
UNSAID = frozenset(
    {
        cluster_rules.is_of_the_municipality,
        cluster_rules.is_of_the_clusters,
        rules.is_a_consent,
        rules.is_a_plan,
        rules.is_no_administrator,
        rules.is_not_kept_out,
        rules.logged_in,
    }
)
"""Conditions that are not worth a word while they hold."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a line, and whether it holds."""

    holds: bool
    said: str


@dataclass(frozen=True, slots=True)
class Explained:
    """The answer to one question: the lines of the table with their conditions."""

    lines: tuple[tuple[Condition, ...], ...]

    @property
    def allowed(self) -> bool:
        """Whether one line holds in all its conditions."""
        return any(all(one.holds for one in line) for line in self.lines)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is allowed: what is said of the first line that holds."""
        found = next((line for line in self.lines if all(one.holds for one in line)), ())
        return tuple(one.said for one in found if one.said)

    @property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """What is missing, way by way; any one of the ways is enough, but all of it must be there."""
        if self.allowed:
            return ()
        ways = (tuple(one.said for one in line if not one.holds) for line in self.lines)
        return tuple(dict.fromkeys(ways))


BY_TASK = "Kender hele forløbet gennem sin opgave. Det begrænser samtykket ikke."
BY_LAW = "Læser efter loven og ikke efter samtykket, og kun så længe det er nødvendigt."
NOTHING = "{why} Læser kun det, som {department} selv har skrevet."
HEARD = "Samtykket giver {department} lov til at læse om {types} til og med {until}."


def consent_says(seen: Sight) -> str:
    """Say what the consent lets somebody read, by the rule that pages ask."""
    if seen.all:
        return BY_TASK if seen.relations else BY_LAW
    if seen.why_nothing or seen.ledger is None:
        return NOTHING.format(why=seen.why_nothing, department=seen.who.department or "afdelingen")
    types, until = in_words(seen.heard) or "ingenting", long_date(seen.ledger.valid_until)
    return HEARD.format(department=seen.who.department, types=types, until=until)


def explain(permission: str, question: Question) -> Explained:
    """Answer a question of the table with its reasons."""
    return Explained(tuple(_line(line, question) for line in TABLE.get(permission, ())))


def _line(line: Line, question: Question) -> tuple[Condition, ...]:
    return tuple(_condition(predicate, question) for predicate in line)


def _condition(predicate: Predicate, question: Question) -> Condition:
    holds, words = predicate(question), WORDS[predicate]
    said = words.lacks if not holds else "" if predicate in UNSAID else words.holds
    return Condition(holds, said)
