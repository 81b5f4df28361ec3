"""What the page of a request for access is made of: its papers, what to think of, how far the bundle is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..domain import danish, insight
from ..domain.insight import BASES, SAID
from ..jobs.disclosing import board_key
from ..resources.insight import InsightRequest
from ..system import System
from ..usecases import insight as acts
from ..usecases.insight_papers import items, place_of
from .layout import BaseView


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of the list, with what was decided."""

    number: int
    day: str
    title: str
    outcome: str
    why: str
    href: str
    copy: str
    """Where the copy with something left out is; "" when there is none."""


def paper_lines(view: BaseView, one: InsightRequest) -> list[PaperLine]:
    """List the papers with what was decided about each."""
    known, found = one.decisions(), []
    for number, item in enumerate(items(place_of(one)), 1):
        told = known.get(item.key, {})
        href = view.request.resource_path(one, "papir", item.key)
        basis = BASES.get(told.get("basis", ""))
        why = f"{told['reason']} {basis.label}." if basis else ""
        name = "kopi" if item.kind == insight.ATTACHMENT else "kopi.pdf"
        copy = f"{href}/{name}" if told.get("outcome") == insight.REDACT else ""
        outcome = SAID[told["outcome"]] if told else ""
        found.append(PaperLine(number, danish.long_date(item.day), item.title, outcome, why, href, copy))
    return found


def warnings(one: InsightRequest, today: date) -> Iterator[str]:
    """Go through what somebody should think of before giving anything to this asker."""
    person, asker = place_of(one).person, one.told["asker"]
    if acts.asks_the_young(one, today):
        yield (
            f"{person.called} er fyldt 15 år og skal have lov at sige sin mening. Spørg, om der er noget, forælderen "
            "ikke skal se. En leder beslutter, og grunden skal skrives."
        )
    if person.name_address_protection and asker != insight.YOUNG:
        yield (
            "Den unge har navne- og adressebeskyttelse. Adresse og skole bliver udeladt af de papirer, der nævner dem. "
            "Tjek selv resten, også bilagene."
        )
    if asker == insight.PARENT:
        yield (
            "En forælder uden forældremyndighed har kun ret til at få noget at vide om barnets forhold, ikke om andres."
        )
    if asker == insight.OTHER:
        yield "Den, der beder om det, er ikke part. Den unges private forhold skal som hovedregel udelades."


def progress_words(system: System, one: InsightRequest) -> str:
    """Say how far the bundle is, "" when none is being made."""
    if one.state != insight.GRANTED:
        return ""
    found = system.state.progress.of(board_key(place_of(one).case_no, one.number))
    if found is None:
        return "Pakken er på vej. Genindlæs siden om lidt."
    return f"{found.done} af {found.total} papirer er lavet. Genindlæs siden om lidt."
