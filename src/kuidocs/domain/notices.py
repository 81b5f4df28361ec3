"""Who hears of a meeting in which way, and what the mail says (R26, R27, R56, D37)."""

from dataclasses import dataclass
from datetime import date

from .danish import number, weekday_date
from .meetings import MEETING_TYPES

MAIL, CONTACT, IN_PERSON = "mail", "contact", "in_person"
WAYS = {"primary": MAIL, "ad_hoc": MAIL, "interpreter": MAIL, "secondary": CONTACT}
"""How those with a relation hear of a meeting. Everybody else is family: they are told by a person, never by mail."""
FAMILY_KINDS = ("young_person", "family")
"""Those whom the register of the case knows as family are never mailed, whatever a notice calls them."""
AD_HOC = "ad_hoc"
INVITED, MOVED, CANCELLED = "invited", "moved", "cancelled"
METHODS = {INVITED: "REQUEST", MOVED: "REQUEST", CANCELLED: "CANCEL"}
SUBJECTS = {
    INVITED: "Møde i kuidocs",
    MOVED: "Et møde i kuidocs er ændret",
    CANCELLED: "Et møde i kuidocs er aflyst",
}
BEGINNINGS = {
    INVITED: "Du er indkaldt til et møde {time}.",
    MOVED: "Et møde er ændret. Det er nu {time}.",
    CANCELLED: "Mødet {time} er aflyst.",
}
ENDS = {
    INVITED: "Læg mødet i din kalender med den vedhæftede fil.",
    MOVED: "Den vedhæftede fil retter mødet i din kalender.",
    CANCELLED: "Den vedhæftede fil tager mødet ud af din kalender.",
}
SEE = "Se mødet i kuidocs:"
ANSWER = "Se mødet i kuidocs, og svar, om du kommer:"
ASKS = "Er der noget, du gerne vil have med på mødet, så skriv det samme sted."
OUTSIDE = "Har du ikke adgang til kuidocs, så spørg den, der har aftalt mødet med dig."
AUTOMATIC = "Mailen er sendt af kuidocs og kan ikke besvares."
LEAST_KNOWLEDGE = 10
"""How many letters it takes to say which knowledge is sought."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail's subject and text: a time and a link, and nothing of whom it is about."""

    subject: str
    text: str


def way(relation: str, kind: str) -> str:
    """Return how somebody hears of a meeting, from the relation in the notice and what the register knows."""
    return IN_PERSON if kind in FAMILY_KINDS else WAYS.get(relation, IN_PERSON)


def why_no_mail(found: str, address: str) -> str:
    """Say why somebody gets no mail, "" for those who do."""
    if found == CONTACT:
        return "Sekundære fagpersoner kontaktes på telefon eller sikker mail. Skriv et notat om kontakten."
    if found == IN_PERSON:
        return "Den unge og familien får besked af jer, for eksempel med brevet, og aldrig på mail herfra."
    return "" if address else "Der er ingen mailadresse. Skriv den i indkaldelsen, eller giv besked på en anden måde."


def time_words(day: date, start: str, end: str) -> str:
    """Write »tirsdag den 8. december 2026 kl. 13.30–14.40«."""
    begins, ends = (f"{int(text[:2])}.{text[3:5]}" for text in (start, end))
    return f"{weekday_date(day)} kl. {begins}–{ends}"


def letter(kind: str, time: str, link: str, *, user: bool, asks: bool, consent: str = "") -> Letter:
    """Write a mail. ``user``: the receiver can log in; ``asks``: whoever can is asked what to bring up (R52).

    ``consent`` says which consent the meeting rests on.
    """
    see = ANSWER if user and kind != CANCELLED else SEE
    lines = [BEGINNINGS[kind].format(time=time), f"{see}\n{link}"]
    if asks and user and kind != CANCELLED:
        lines.append(ASKS)
    if not user:
        lines.append(OUTSIDE)
    return Letter(SUBJECTS[kind], "\n\n".join(filter(None, ["Hej", *lines, ENDS[kind], consent, AUTOMATIC])) + "\n")


def how_many(count: int) -> str:
    """Write »Én får« and »To får«."""
    return f"{number(count).capitalize()} får"


def asks_for_input(meeting_type: str) -> bool:
    """Tell whether those involved are asked before a meeting of a type (R52)."""
    return meeting_type in MEETING_TYPES and meeting_type.startswith("followup_")
