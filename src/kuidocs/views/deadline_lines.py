"""Deadlines of the read model in words: what waits, for whom and why, by when, and where it is done."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..domain import danish, deadlines
from ..domain.ages import BIRTHDAYS
from ..domain.deadlines import KINDS
from ..resources.case import Case
from ..resources.document import Document
from ..services.index.api import DeadlineRow
from ..usecases.deadlines import SILENT_AFTER
from .dues import LATE, Due, due
from .layout import BaseView
from .my_day_lines import Line
from .presenting import document_title, meeting_title

LONG = timedelta(days=7)
"""A paper that has waited longer than this for somebody is late."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said of a deadline, and where it is done."""

    what: str
    why: str
    verb: str
    where: tuple[str, ...] = ()
    """Words behind the address of the paper, else of the case."""
    document: Document | None = None
    query: tuple[tuple[str, str], ...] = ()
    anchor: str = ""


def shown(rows: Iterable[DeadlineRow], today: date) -> list[DeadlineRow]:
    """Choose what is shown on a day, each thing once: also what waits for several, and a task that nobody tells of."""
    found: dict[tuple[str, str], DeadlineRow] = {}
    for row in rows:
        if deadlines.is_shown(row.kind, row.day, row.since, today) and (row.kind != deadlines.TASK or row.day < today):
            found.setdefault((row.kind, row.key), row)
    silent = {key for kind, key in found if kind == deadlines.SILENT}
    rows = [row for (kind, key), row in found.items() if not (kind == deadlines.TASK and key in silent)]
    return sorted(rows, key=lambda row: (row.kind == deadlines.AGE, _day(row)))


def _day(row: DeadlineRow) -> date:
    """Return the day that is told: of what nobody has heard of, the deadline."""
    return row.day - SILENT_AFTER if row.kind == deadlines.SILENT else row.day


def when(row: DeadlineRow, today: date) -> Due | None:
    """Say by when: red when it is late."""
    if row.kind in (deadlines.REVIEW, deadlines.SIGN):
        return Due(f"Siden {danish.near_date(row.day, today)}", LATE if today - row.day > LONG else "")
    return Due(danish.long_date(row.day)) if row.kind == deadlines.AGE else due(_day(row), today)


class DeadlineLines:
    """Makes the lines of deadlines on one day, for one reader."""

    def __init__(self, view: BaseView) -> None:
        self.view, self.today = view, view.clock.today()

    def lines(self, case: Case, rows: Iterable[DeadlineRow]) -> Iterator[Line]:
        """Go through the deadlines of a case that this reader may open."""
        for row in rows:
            spoken = WORDS[row.kind](self, case, row)
            if spoken is not None:
                yield self._line(case, row, spoken)

    def _line(self, case: Case, row: DeadlineRow, spoken: Spoken) -> Line:
        href = self.view.request.resource_path(spoken.document or case, *spoken.where, query=spoken.query or None)
        name = KINDS[row.kind].heading
        return Line(name, case, spoken.what, spoken.why, when(row, self.today), spoken.verb, f"{href}{spoken.anchor}")

    def near(self, day: date) -> str:
        """Write a day as it is said today."""
        return danish.near_date(day, self.today)

    def is_me(self, row: DeadlineRow) -> bool:
        """Tell whether it waits for who is reading."""
        return row.user_id == self.view.identity.user_id

    def name(self, user_id: str) -> str:
        """Name a member of staff."""
        person = self.view.root.medarbejdere.get(user_id)
        return "dig" if user_id == self.view.identity.user_id else person.name if person else "en anden"


def _task(on: DeadlineLines, case: Case, row: DeadlineRow) -> Spoken:
    who = "Du har opgaven." if on.is_me(row) else f"{row.who or 'Ingen'} har opgaven."
    return Spoken(row.what, who, "Giv status", ("opgaver",), None, (("opgave", row.key),), f"#t-{row.key}")


def _silent(on: DeadlineLines, case: Case, row: DeadlineRow) -> Spoken:
    last = f"siden {on.near(row.since)}" if row.since else "på den endnu"
    why = f"{row.who or 'Ingen'} har opgaven og har ikke givet status {last}. Ring eller skriv."
    return Spoken(row.what, why, "Giv status", ("opgaver",), None, (("opgave", row.key),), f"#t-{row.key}")


def _minutes(on: DeadlineLines, case: Case, row: DeadlineRow) -> Spoken | None:
    meeting = case.moeder.get(str(row.number))
    if meeting is None:
        return None
    held = f"Mødet var {on.near(row.since)}." if row.since else ""
    why = f"{held} {'Du skriver det' if on.is_me(row) else (row.who or 'Ingen') + ' skriver det'}."
    where = ("moeder", str(row.number))
    return Spoken(f"Referat, {meeting_title(case, meeting)}", why.strip(), "Åbn mødet", where)


def _document(case: Case, row: DeadlineRow) -> Document | None:
    return case.dokumenter.get(row.label)


def _review(on: DeadlineLines, case: Case, row: DeadlineRow) -> Spoken | None:
    document = _document(case, row)
    if document is None:
        return None
    title, why = document_title(document, document.number), f"Venter på {on.name(row.user_id)}."
    if on.is_me(row):
        return Spoken(title, why, "Gennemse", ("gennemse",), document)
    return Spoken(title, why, "Læs det", (), document)


def _sign(on: DeadlineLines, case: Case, row: DeadlineRow) -> Spoken | None:
    document = _document(case, row)
    if document is None:
        return None
    title, where = document_title(document, row.number), ("versioner", str(row.number), "underskrifter")
    if row.kind == deadlines.SIGNATURES:
        return Spoken(title, "Der mangler underskrifter fra andre.", "Se, hvem der mangler", where, document)
    verb = "Skriv under" if on.is_me(row) else "Se, hvem der mangler"
    return Spoken(title, f"Venter på {on.name(row.user_id)}.", verb, where, document)


def _decisions(on: DeadlineLines, case: Case, row: DeadlineRow) -> Spoken | None:
    document = _document(case, row)
    if document is None:
        return None
    what = f"{danish.count(row.number, 'beslutning', 'beslutninger').capitalize()} fra referatet"
    who = "Du skriver i planen." if on.is_me(row) else f"{row.who or 'Ingen'} skriver i planen."
    return Spoken(what, who, "Skriv i planen", ("beslutninger",), document)


def _plan(on: DeadlineLines, case: Case, row: DeadlineRow) -> Spoken:
    why = "Se den efter sammen med den unge, og ret den, hvis noget er ændret."
    return Spoken("Uddannelsesplanen", why, "Se planen", (), _document(case, row))


def _consent(on: DeadlineLines, case: Case, row: DeadlineRow) -> Spoken:
    verb = "Fylder" if row.day > on.today else "Fyldte"
    age = f"{verb} {row.number} år den {on.near(row.day)}, og så gælder det ikke længere."
    why = age if row.number else "Uden et nyt samtykke kan I ikke indkalde eller dele."
    return Spoken("Samtykket", why, "Forny", (), _document(case, row))


def _request(on: DeadlineLines, case: Case, row: DeadlineRow) -> Spoken:
    asked = f"Bedt om den {on.near(row.since)}." if row.since else ""
    return Spoken(
        f"{row.who or 'En aktør'} beder om et opfølgningsmøde", asked, "Læs og svar", (), _document(case, row)
    )


TO_DO = {
    deadlines.CONTACT: "Tag kontakt inden fem arbejdsdage",
    deadlines.ACTIVITY: "Find en ny aktivitet inden 30 dage",
}


def _stopped(on: DeadlineLines, case: Case, row: DeadlineRow) -> Spoken:
    since = f"{case.person.called} følger ikke planen siden {on.near(row.since)}." if row.since else ""
    return Spoken(TO_DO[row.kind], since, "Skriv status", ("frister",))


def _age(on: DeadlineLines, case: Case, row: DeadlineRow) -> Spoken:
    verb = "fylder" if row.day > on.today else "er fyldt"
    return Spoken(
        f"{case.person.called} {verb} {row.number} år", BIRTHDAYS[row.number].to_do, "Se fristen", ("frister",)
    )


def _pause(on: DeadlineLines, case: Case, row: DeadlineRow) -> Spoken:
    return Spoken("Forløbet er sat på pause", "I har aftalt at se på det igen.", "Se fasen", ("fase",))


def _insight(on: DeadlineLines, case: Case, row: DeadlineRow) -> Spoken:
    asked = f"Bedt om den {on.near(row.since)}. " if row.since else ""
    why = f"{asked}Der skal som hovedregel svares inden 7 arbejdsdage."
    return Spoken("Anmodning om aktindsigt", why, "Gå til anmodningen", ("aktindsigt", str(row.number)))


WORDS: Mapping[str, Callable[[DeadlineLines, Case, DeadlineRow], Spoken | None]] = {
    deadlines.TASK: _task,
    deadlines.SILENT: _silent,
    deadlines.MINUTES: _minutes,
    deadlines.REVIEW: _review,
    deadlines.SIGN: _sign,
    deadlines.SIGNATURES: _sign,
    deadlines.PLAN_UPDATE: _decisions,
    deadlines.DECISIONS: _decisions,
    deadlines.PLAN_REVIEW: _plan,
    deadlines.CONSENT: _consent,
    deadlines.REQUEST: _request,
    deadlines.CONTACT: _stopped,
    deadlines.ACTIVITY: _stopped,
    deadlines.AGE: _age,
    deadlines.PAUSE: _pause,
    deadlines.INSIGHT: _insight,
}
