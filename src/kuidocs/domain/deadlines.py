"""What is not forgotten: which deadlines there are, when they are shown, when somebody is reminded, in which words.

A row of the table is one kind of thing that waits for somebody (R47, R48, DOMAIN 8 nos. 6, 8). ``stages`` are days
before (minus) or after its day; each stage is reminded of once, and when several have passed while nothing ran, only
the last. What a mail says fits any municipality's any case: no name, no number, no place (no. 8).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .danish import count, number

TASK, MINUTES, REVIEW, PLAN_UPDATE, DECISIONS = "task", "minutes", "review", "plan_update", "decisions"
PLAN_REVIEW, CONSENT, REQUEST, SILENT = "plan_review", "consent", "request", "silent"
CONTACT, ACTIVITY, AGE, PAUSE = "contact", "activity", "age", "pause"
INSIGHT = "insight"
SIGN, SIGNATURES = "sign", "signatures"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that waits."""

    id: str
    label: str
    """What one switches on and off."""
    to: str
    """Who is reminded, and when, in words."""
    stages: tuple[int, ...]
    shown: int
    """How many days before its day lists begin to show it."""
    before: str
    """What the mail says while the day is not past."""
    after: str
    heading: str
    """What the work list calls it."""


KINDS = {
    kind.id: kind
    for kind in (
        Kind(
            TASK,
            "Opgaver, jeg har",
            "To dage før fristen, dagen efter den, og igen efter én og tre uger.",
            (-2, 1, 8, 22),
            0,
            "En opgave, du har, skal snart være gjort.",
            "En opgave, du har, er over fristen.",
            "Opgave over fristen",
        ),
        Kind(
            MINUTES,
            "Referater, jeg skal skrive",
            "Når et referat ikke er skrevet fem arbejdsdage efter mødet, og igen efter en uge.",
            (1, 8),
            14,
            "Et referat mangler.",
            "Et referat mangler efter et møde.",
            "Referat mangler",
        ),
        Kind(
            REVIEW,
            "Dokumenter, der venter på mit gennemsyn",
            "Når et dokument har ventet på dig i tre dage, og igen efter ti.",
            (3, 10),
            0,
            "Et dokument venter på dit gennemsyn.",
            "Et dokument venter på dit gennemsyn.",
            "Venter på gennemsyn",
        ),
        Kind(
            PLAN_UPDATE,
            "Planer, jeg skal skrive beslutninger i",
            "Tre dage før den dag, der er aftalt, dagen efter, og igen efter en uge.",
            (-3, 1, 8),
            14,
            "En plan skal snart være skrevet.",
            "En plan skulle have været skrevet.",
            "Beslutninger skal skrives i planen",
        ),
        Kind(
            DECISIONS,
            "Beslutninger, der ikke står i planen",
            "Dig, der er plankoordinator: når beslutninger stadig ikke står i planen dagen efter fristen, og efter en "
            "uge.",
            (1, 8),
            14,
            "Beslutninger er ikke skrevet i en plan endnu.",
            "Beslutninger er ikke skrevet i en plan endnu.",
            "Beslutninger er ikke i planen",
        ),
        Kind(
            PLAN_REVIEW,
            "Planer, der skal gennemgås",
            "Dig, der er plankoordinator: to uger før, dagen efter, og igen efter to uger.",
            (-14, 1, 15),
            14,
            "En plan skal snart gennemgås.",
            "En plan skulle have været gennemgået.",
            "Planen skal gennemgås",
        ),
        Kind(
            CONSENT,
            "Samtykker, der skal fornyes",
            "Dig, der er plankoordinator: 30 dage før, en uge før, og dagen efter.",
            (-30, -7, 1),
            30,
            "Et samtykke skal snart fornyes.",
            "Et samtykke skal fornyes.",
            "Samtykket skal fornyes",
        ),
        Kind(
            REQUEST,
            "Anmodninger om møde, jeg skal svare på",
            "Dig, der er plankoordinator: når en anmodning ikke er besvaret efter fem arbejdsdage, og igen efter en "
            "uge.",
            (0, 7),
            14,
            "En anmodning om et møde venter på svar.",
            "En anmodning om et møde venter på svar.",
            "Anmodning venter på svar",
        ),
        Kind(
            SILENT,
            "Opgaver, jeg ikke har hørt om",
            "Dig, der er plankoordinator: når en opgave er en uge over fristen, og ingen har givet status.",
            (0, 14),
            0,
            "Der er ikke givet status på en opgave.",
            "Der er ikke givet status på en opgave.",
            "Har ikke givet status",
        ),
        Kind(
            CONTACT,
            "Kontakt, når planen ikke følges",
            "Dig, der er plankoordinator: dagen før fristen og dagen efter.",
            (-1, 1),
            14,
            "En kontakt skal snart være taget.",
            "En kontakt skulle have været taget.",
            "Planen følges ikke",
        ),
        Kind(
            ACTIVITY,
            "Ny aktivitet, når planen ikke følges",
            "Dig, der er plankoordinator: en uge før fristen, dagen efter, og igen efter en uge.",
            (-7, 1, 8),
            30,
            "En ny aktivitet skal snart være i gang.",
            "En ny aktivitet skulle have været i gang.",
            "Planen følges ikke",
        ),
        Kind(
            AGE,
            "Fødselsdage, der ændrer noget",
            "Dig, der er plankoordinator: fire uger før 15, 16, 18 og 25 år, og på dagen.",
            (-28, 0),
            42,
            "En fødselsdag ændrer snart noget i et forløb.",
            "En fødselsdag har ændret noget i et forløb.",
            "Fødselsdag",
        ),
        Kind(
            PAUSE,
            "Forløb på pause, der skal ses på igen",
            "Dig, der er plankoordinator: en uge før den dag, I har valgt, og dagen efter.",
            (-7, 1),
            14,
            "Et forløb på pause skal snart ses på igen.",
            "Et forløb på pause skulle have været set på igen.",
            "Pausen skal ses på igen",
        ),
        Kind(
            INSIGHT,
            "Anmodninger om aktindsigt",
            "Dig, der er plankoordinator, journaliserer eller skal beslutte: tre dage før fristen, dagen før, dagen "
            "efter, og igen efter en uge.",
            (-3, -1, 1, 8),
            30,
            "En anmodning om aktindsigt skal snart besvares.",
            "En anmodning om aktindsigt skulle have været besvaret.",
            "Aktindsigt",
        ),
        Kind(
            SIGN,
            "Dokumenter, der venter på min underskrift",
            "Når et dokument har ventet på din underskrift i tre dage, og igen efter ti.",
            (3, 10),
            0,
            "Et dokument venter på din underskrift.",
            "Et dokument venter på din underskrift.",
            "Venter på underskrift",
        ),
        Kind(
            SIGNATURES,
            "Underskrifter, der mangler",
            "Dig, der er plankoordinator: når andres underskrifter mangler på den dag, de skulle være samlet, og igen "
            "efter to uger.",
            (0, 14),
            0,
            "Et dokument mangler underskrifter.",
            "Et dokument mangler underskrifter.",
            "Underskrifter mangler",
        ),
    )
}
TOO_LATE = 180
"""So many days after a stage nobody is reminded of it any more."""
SUBJECT = "Du har en opgave i kuidocs"
SETTINGS = "Du vælger selv, hvad du får mail om, under »Mine indstillinger«."
AUTOMATIC = "Mailen er sendt af kuidocs og kan ikke besvares."


def stage(kind: str, day: date, today: date) -> int | None:
    """Return the last stage that has come, None while none has, and when it came so long ago that a mail is idle."""
    away = (today - day).days
    found = max((one for one in KINDS[kind].stages if one <= away), default=None)
    return found if found is not None and away - found <= TOO_LATE else None


def is_shown(kind: str, day: date, since: date | None, today: date) -> bool:
    """Tell whether lists show it today: near enough, and not before it has begun."""
    begun = since is None or since < today or (since == today and kind != MINUTES)
    return begun and day - today <= timedelta(days=KINDS[kind].shown)


def sentence(kind: str, day: date, today: date) -> str:
    """Say what waits, as a mail may say it."""
    return KINDS[kind].after if day < today else KINDS[kind].before


def letter(sentences: Sequence[str], link: str, settings: str) -> str:
    """Write the one mail of a day: what waits, how many of each, where to see it, and how to be rid of it."""
    many = {text: sentences.count(text) for text in dict.fromkeys(sentences)}
    lines = [f"- {text}{f' ({number(times)} gange)' if times > 1 else ''}" for text, times in many.items()]
    waits = count(len(sentences), "ting", "ting").capitalize()
    told = f"{waits} venter på dig i kuidocs:\n\n" + "\n".join(lines)
    parts = ["Hej", told, f"Se det i kuidocs:\n{link}", f"{SETTINGS}\n{settings}", AUTOMATIC]
    return "\n\n".join(parts) + "\n"
