"""What error pages say: what happened, why, and what to do."""

from dataclasses import dataclass
from datetime import date

from ..domain import danish
from ..resources.case import Case
from ..resources.root import Root
from ..security.questions import Question
from ..security.rules import ended
from ..usecases import people
from ..usecases.involvement import RELATIONS


@dataclass(frozen=True, slots=True)
class Words:
    """The text of an error page. ``do`` is a list of things that one can do; ``why`` may be empty."""

    heading: str
    lead: str
    do: tuple[str, ...]
    why: str = ""


WORDS = {
    400: Words(
        "Vi kunne ikke læse det, du sendte",
        "Adressen eller formularen har tegn, som siden ikke kan forstå. Intet er ændret, og intet er gået tabt.",
        ("Gå tilbage, genindlæs siden, og prøv igen.", "Har du skrevet adressen selv, så se efter en slåfejl."),
    ),
    403: Words(
        "Du har ikke adgang til denne side",
        "Siden hører til en opgave, som du ikke har.",
        ("Skal du have opgaven, så tal med din leder.",),
    ),
    404: Words(
        "Vi kan ikke finde siden",
        "Den findes ikke, eller også er det et forløb, du ikke har en opgave i.",
        (),
        "Det kan ske, hvis et link er gammelt, eller hvis et bogstav mangler i adressen. "
        "Intet, du har skrevet, er gået tabt.",
    ),
    409: Words(
        "En anden kom først",
        "Det, du ville ændre, er blevet ændret, siden du åbnede siden. Derfor er din ændring ikke gemt.",
        ("Gå tilbage, genindlæs siden, og se, hvad der er nyt.", "Gør det så igen, hvis det stadig skal gøres."),
    ),
    413: Words(
        "Det, du sendte, er for stort",
        "Et dokument kan højst fylde to millioner tegn. Derfor er dette ikke gemt.",
        ("Gå tilbage, kort teksten ned, og gem igen.", "Alt, hvad du har gemt før, er der stadig."),
    ),
    422: Words(
        "Det kan ikke gøres endnu",
        "En regel i samarbejdsmodellen er ikke opfyldt. Intet er gået tabt.",
        ("Gå tilbage, ret det, der mangler, og prøv igen.",),
    ),
    503: Words(
        "Der er travlt lige nu",
        "Det tog for lang tid, så vi stoppede. Det, du sidst gemte, er der stadig.",
        ("Vent et øjeblik, og prøv igen.", "Sker det igen, så kontakt den, der passer systemet i din kommune."),
    ),
    500: Words(
        "Der skete en fejl hos os",
        "Det er ikke din skyld. Det, du sidst gemte, er der stadig, men det, du lige gjorde, er måske ikke gemt.",
        (
            "Gå tilbage, og prøv igen.",
            "Sker det igen, så kontakt den, der passer systemet i din kommune, og oplys nummeret herunder.",
        ),
    ),
}
EXPIRED = Words(
    "Siden var for gammel",
    "Du er blevet logget ud, eller siden har stået åben for længe. Derfor er intet ændret.",
    ("Gå tilbage, genindlæs siden, og gør det igen.",),
)
SEND_AGAIN = Words(
    "Siden var for gammel",
    "Siden er fra før, du sidst loggede ind. Derfor er intet ændret endnu. Det, du skrev, er her stadig.",
    ("Vælg »Send igen«, hvis det er det, du vil. En adgangskode skal du skrive igen.",),
)
LOGGED_OUT = Words(
    "Du er blevet logget ud",
    "Siden har ikke været brugt i et stykke tid. Det, du skrev, er ikke gemt endnu, men det er ikke gået tabt.",
    ("Log ind i en ny fane.", "Kom tilbage til denne side, og vælg »Send igen«."),
)
LAST_RESORT = """<!DOCTYPE html>
<html lang="da"><head><meta charset="utf-8"><title>Fejl – kuidocs</title></head>
<body><main><h1>Der skete en fejl hos os</h1>
<p>Systemet kan ikke svare lige nu. Det, du har gemt, er der stadig. Prøv igen om lidt.</p>
<p>Sker det igen, så oplys fejlens nummer: {reference}</p></main></body></html>"""


def no_access(question: Question, root: Root) -> Words:
    """Say why somebody who knows of a case may not do this in it, and whom to ask (D24)."""
    if question.case is None:
        return WORDS[403]
    past = ended(question)
    return Words(
        "Du har ikke adgang til dette i forløbet",
        "Adgang kræver en opgave i forløbet, der giver ret til det.",
        (f"Har du fået en ny opgave i forløbet, så {_ask(question.case, root)}.",),
        _past(past) if past else "",
    )


def _past(involvement: dict) -> str:
    relation = RELATIONS[involvement["relation"]].lower()
    until = danish.long_date(date.fromisoformat(involvement["until"]))
    return f"Du var med i forløbet som {relation}. Den adgang sluttede den {until}."


def _ask(case: Case, root: Root) -> str:
    """Name the plankoordinator, with telephone number, where there is one among the staff."""
    person = root.medarbejdere.get(people.user_id(case, case.plan_coordinator))
    if person is None:
        return "tal med den, der har startet forløbet"
    phone = f" ({person.phone})" if person.phone else ""
    return f"tal med plankoordinator {person.name}{phone}"
