"""What a municipality decides itself: a table of numbers with their bounds, and the dated facts that change them.

A value counts from its day on and never before: what was asked for or held on a day is judged by the number of that
day. A setting that nobody has touched leaves every form as its edition says (D13).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .guards import Guard

CONSENT_MONTHS, PLAN_REVIEW_MONTHS, PLAN_DAYS = "consent_months", "plan_review_months", "plan_days"
ANSWER_DAYS, MINUTES_DAYS, PAUSE_DAYS = "answer_days", "minutes_days", "pause_days"
AD_HOC_DAYS = "ad_hoc_days"
PACKAGE_DAYS = "package_days"
DISPOSAL_YEARS = "disposal_years"
BACKUP_DAYS = "backup_days"
SIGNING_LINK_DAYS, SIGNING_DAYS = "signing_link_days", "signing_days"
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Setting:
    """One number that the municipality decides."""

    key: str
    label: str
    help: str
    unit: str
    least: int
    most: int
    default: int
    source: str
    """What asks for it; the numbers are those of the model's requirements (docs)."""
    used_by: str
    """Where one notices it."""
    rule: str = ""
    """The rule of the forms whose number it stands in place of, as editions name it."""
    argument: str = ""


SETTINGS = {
    one.key: one
    for one in (
        Setting(
            CONSENT_MONTHS,
            "Et samtykke gælder højst",
            "Så lang tid må der højst gå fra den dag, samtykket begynder, til den dag, det slutter.",
            "måneder",
            1,
            24,
            12,
            "KUI-modellen, R5",
            "Samtykker, når de sendes til gennemsyn",
            "consent_ends_within_months@1",
            "months",
        ),
        Setting(
            PLAN_REVIEW_MONTHS,
            "Uddannelsesplanen gennemgås senest efter",
            "Så lang tid må der højst gå mellem to gennemgange af en plan.",
            "måneder",
            1,
            12,
            6,
            "KUI-modellen, R49",
            "Uddannelsesplaner, når de sendes til gennemsyn",
            "plan_is_reviewed_within_months@1",
            "months",
        ),
        Setting(
            PLAN_DAYS,
            "Beslutninger skrives i planen senest efter",
            "Regnes fra mødet. Tallet gælder også, når referatet ikke nævner en dag.",
            "dage",
            1,
            60,
            14,
            "KUI-modellen, R42",
            "Referater med beslutninger, påmindelser og arbejdslisten",
            "plan_updated_within_days@1",
            "days",
        ),
        Setting(
            ANSWER_DAYS,
            "En anmodning om et møde besvares senest efter",
            "Regnes fra den dag, anmodningen er givet.",
            "arbejdsdage",
            1,
            20,
            5,
            "KUI-modellen, R50",
            "Min dag, påmindelser og arbejdslisten",
        ),
        Setting(
            MINUTES_DAYS,
            "Et referat skrives senest efter",
            "Regnes fra mødet. Derefter bliver den, der skriver referat, mindet om det.",
            "arbejdsdage",
            1,
            20,
            5,
            "KUI-modellen, R47",
            "Min dag, påmindelser og arbejdslisten",
        ),
        Setting(
            PAUSE_DAYS,
            "Et forløb på pause ses på igen senest efter",
            "Så langt frem kan dagen for en pause højst sættes.",
            "dage",
            7,
            184,
            92,
            "KUI-modellens faser",
            "Siden, hvor et forløb sættes på pause",
        ),
        Setting(
            AD_HOC_DAYS,
            "Den, der er med ad hoc, kan læse efter mødet i",
            "Regnes fra den dag, mødets referat er godkendt. Med 0 slutter adgangen den dag.",
            "dage",
            0,
            30,
            0,
            "KUI-modellen, R55",
            "Adgangen til forløb",
        ),
        Setting(
            PACKAGE_DAYS,
            "En pakke af et forløb kan hentes i",
            "Regnes fra den er lavet. Derefter bliver filen slettet her; forløbet selv bliver, hvor det er.",
            "dage",
            1,
            90,
            7,
            "Databeskyttelse: kopier skal ikke ligge og vente",
            "Siden »Pakke af forløbet«",
        ),
        Setting(
            DISPOSAL_YEARS,
            "Et forløb kan tidligst kasseres efter",
            "Regnes fra den dag, forløbet blev afsluttet. Kun forløb, der er sat til at blive kasseret, foreslås.",
            "år",
            1,
            30,
            5,
            "Arkivloven og kommunens egne regler",
            "Siden om kassation",
        ),
        Setting(
            BACKUP_DAYS,
            "En sikkerhedskopi slettes efter",
            "Et kasseret forløb er først helt væk, når den sidste kopi med det er slettet. Den nyeste bliver altid.",
            "dage",
            1,
            365,
            30,
            "Databeskyttelse: det kasserede må ikke blive i kopier",
            "Kopierne i den mappe, driften har valgt",
        ),
        Setting(
            SIGNING_LINK_DAYS,
            "Et link til at skrive under med MitID gælder i",
            "Regnes fra den dag, linket bliver lavet. Det kan altid trækkes tilbage.",
            "dage",
            1,
            60,
            14,
            "Kommunens egen regel",
            "Siden med underskrifter",
        ),
        Setting(
            SIGNING_DAYS,
            "Underskrifter skal være samlet senest efter",
            "Regnes fra den dag, dokumentet er godkendt. Derefter bliver plankoordinatoren mindet om det.",
            "dage",
            1,
            90,
            14,
            "Kommunens egen regel",
            "Påmindelser og arbejdslisten",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number that the municipality cannot change here, and why."""

    label: str
    value: str
    why: str


FIXED = (
    Fixed("Et samtykke vises som udløbende", "30 dage før", "Lister og påmindelser bruger samme tal."),
    Fixed("Et samtykke skal gives på ny", "ved 15 og 18 år", "Det følger af loven, hvem der kan give det."),
    Fixed(
        "Når planen ikke følges, tages der kontakt",
        "inden 5 arbejdsdage",
        "Det følger af lov om kommunal indsats for unge.",
    ),
    Fixed(
        "Når planen ikke følges, er der en ny aktivitet",
        "inden 30 dage",
        "Det følger af lov om kommunal indsats for unge.",
    ),
    Fixed("Statistik vises fra", "5 unge", "Med færre kan en enkelt genkendes."),
    Fixed("Kassation godkendes af", "to personer", "Én alene må ikke kunne slette et forløb."),
)
"""What people look for here and do not find."""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants to set: the words as they were typed, read as far as they can be."""

    setting: Setting
    today: date
    value: int | None
    since: date | None
    reason: str
    now: int
    """The value that is to be replaced."""

    @property
    def bounds(self) -> str:
        """The bounds in words."""
        return f"fra {self.setting.least} til {self.setting.most} {self.setting.unit}"


GUARDS: tuple[Guard[Change], ...] = (
    Guard(
        "vaerdi",
        lambda f: f.value is not None and f.setting.least <= f.value <= f.setting.most,
        "Skriv et helt tal {facts.bounds}.",
    ),
    Guard(
        "vaerdi", lambda f: f.value != f.now, "Det er det tal, der gælder allerede. Skriv et andet, eller gå tilbage."
    ),
    Guard(
        "fra",
        lambda f: f.since is not None and f.today <= f.since,
        "Skriv den dag, tallet skal gælde fra. Den kan ikke ligge før i dag.",
    ),
    Guard(
        "begrundelse",
        lambda f: 0 < len(f.reason.strip()) <= LONGEST_REASON,
        "Skriv kort, hvorfor tallet ændres. Det bliver stående i historikken.",
    ),
)


def history(facts: Iterable[Mapping], key: str) -> list[Mapping]:
    """List what was set, in the order in which it was."""
    return [fact for fact in facts if fact["key"] == key]


def given(facts: Iterable[Mapping], key: str, day: date) -> int | None:
    """Return what was set for a day, None when nothing was. What was set last wins over what was set before it."""
    found = [fact for fact in history(facts, key) if fact["from"] <= day.isoformat()]
    return int(found[-1]["value"]) if found else None


def value(facts: Iterable[Mapping], key: str, day: date) -> int:
    """Return what counts on a day."""
    found = given(facts, key, day)
    return SETTINGS[key].default if found is None else found


def frozen(facts: Iterable[Mapping], day: date) -> dict[str, int]:
    """Return the settings that forms are read with on a day, as far as they differ from what the editions say."""
    kept = list(facts)
    found = {key: given(kept, key, day) for key, one in SETTINGS.items() if one.rule}
    return {key: number for key, number in found.items() if number is not None}


def limits(values: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Return the same as arguments of the rules: rule -> argument -> number."""
    return {SETTINGS[key].rule: {SETTINGS[key].argument: number} for key, number in values.items()}
