"""»Hvem har set min sag?«: the report for the young person, made of events (DOMAIN 6.6). No names of staff are in it.

What is counted is what is listed: the number in the first sentence is the sum of the table and the length of the list.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from . import danish
from .overview import Contact
from .seen_words import EMERGENCY, EXTRACT, PRINT, REFUSED, SAMPLE, row

MONTHS = 2
"""How far back the report goes when nobody asks for another period."""
NO, WAIT, OK = "no", "wait", "ok"
"""How a line of »Det skal du vide« looks: somebody was stopped · something went out · nothing to tell."""
UNKNOWN = "En afdeling, der ikke findes mere"
MOST_REASONS = 2
MASTER = "Den, der passer kommunens it"


@dataclass(frozen=True, slots=True)
class Seen:
    """One event of a case, with what is needed to say it."""

    at: datetime
    user_id: str
    department: str
    kind: str
    part: str = ""
    what: str = ""
    """The paper or the meeting, in words; "" when none is known."""
    involved: bool = True
    """Whether who did it has had a part in the case."""
    detail: str = ""
    """To whom, or by which law."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list, day by day."""

    at: datetime
    department: str
    words: str
    because: str
    group: str

    @property
    def who(self) -> str:
        """Who, as a sentence begins with it."""
        return _subject(self.department)

    @property
    def when(self) -> str:
        """The moment: »torsdag den 19. november kl. 9.41«."""
        return (
            f"{danish.DAYS[self.at.weekday()]} den {danish.short_date(self.at.date())} kl.\u00a0{danish.clock(self.at)}"
        )


@dataclass(frozen=True, slots=True)
class Month:
    """The lines of a month, the newest first."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """How often a department was in the case, when last, and why."""

    name: str
    times: int
    last: date
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that one should know, also that there was none of it."""

    look: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class About:
    """Whose report it is, who made it, and what the consent says."""

    case_no: str
    name: str
    municipality: str
    unit: str
    made_by: str
    own: str
    """The department that is responsible for the plan."""
    covered: frozenset[str]
    """The departments that the consent in force names."""
    filing: frozenset[str]
    """The departments that file papers and cannot read them."""
    contact: Contact


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report, as page and paper show it."""

    about: About
    since: date
    until: date
    day: str
    lead: tuple[str, ...]
    departments: tuple[Department, ...]
    told: tuple[Told, ...]
    months: tuple[Month, ...]

    @property
    def count(self) -> int:
        """How many times the case was opened or written in."""
        return sum(one.times for one in self.departments)

    @property
    def period(self) -> str:
        """The period: »22. september – 21. november 2026«."""
        begun = danish.near_date(self.since, self.until)
        return f"{begun} – {danish.long_date(self.until)}"


def default_since(today: date) -> date:
    """Return the first day of the period that is shown when nobody asks for another."""
    month = today.month - MONTHS
    year, month = (today.year, month) if month > 0 else (today.year - 1, month + 12)
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(today.day, last)) + timedelta(days=1)


def report(about: About, events: Iterable[Seen], since: date, until: date, today: date) -> Report:
    """Make the report of a period, both days with it."""
    among = sorted((one for one in events if since <= one.at.date() <= until), key=lambda one: one.at, reverse=True)
    refused = [one for one in among if row(one.kind).group == REFUSED]
    lines = list(_lines(one for one in among if row(one.kind).group != REFUSED))
    departments = tuple(_departments(lines))
    return Report(
        about,
        since,
        until,
        today.isoformat(),
        tuple(_lead(about, departments, refused, (since, until), today)),
        departments,
        tuple(_told(among)),
        tuple(_months(lines)),
    )


def _subject(department: str) -> str:
    """Close a name that has a comma in it with another, before what was done is said."""
    return f"{department}," if "," in department else department


def _lines(events: Iterable[Seen]) -> Iterator[Line]:
    """Say each event; what one person did in one minute by one click is said once."""
    said: set[tuple[str, str, str]] = set()
    for one in events:
        found = row(one.kind, one.part)
        words = found.words.format(what=one.what or "et papir")
        same = (one.user_id, words, one.at.isoformat(timespec="minutes"))
        if same not in said:
            said.add(same)
            yield Line(one.at, one.department, words, found.because, found.group)


def _departments(lines: Sequence[Line]) -> Iterator[Department]:
    """Count by department, the most first."""
    times = Counter(line.department for line in lines)
    for name in sorted(times, key=lambda name: (-times[name], name)):
        mine = [line for line in lines if line.department == name]
        yield Department(name, times[name], mine[0].at.date(), _why(mine))


def _why(lines: Sequence[Line]) -> str:
    """Say the reasons that a department had most often."""
    reasons = [reason for reason, _ in Counter(line.because for line in lines).most_common(MOST_REASONS)]
    text = danish.listed(reasons)
    return f"{text[0].upper()}{text[1:]}."


def _lead(
    about: About, found: Sequence[Department], refused: Sequence[Seen], period: tuple[date, date], today: date
) -> Iterator[str]:
    times, during = sum(one.times for one in found), _during(*period, today)
    if not times:
        yield f"{during} har ingen åbnet din sag."
    else:
        where = danish.count(len(found), "afdeling", "afdelinger")
        opened = danish.count(times, "gang", "gange")
        yield f"{during} er din sag blevet åbnet eller skrevet i {opened} fra {where}."
        yield from _who(about, {one.name for one in found})
    if refused:
        many = danish.count(len(refused), "gang", "gange")
        yield f"{many[0].upper()}{many[1:]} har nogen prøvet noget, de ikke måtte. De kom ikke ind."


def _during(since: date, until: date, today: date) -> str:
    if (since, until) == (default_since(today), today):
        return "I de sidste to måneder"
    return f"Fra {danish.near_date(since, until)} til {danish.long_date(until)}"


def _who(about: About, names: set[str]) -> Iterator[str]:
    """Say why these departments may be there; a department about which nothing is known is named as such."""
    named = sorted(names & about.covered - {about.own})
    filing = sorted(names & about.filing - about.covered - {about.own})
    others = sorted(names - about.covered - about.filing - {about.own, MASTER})
    if about.own in names:
        yield f"{about.own} har ansvaret for dit forløb."
    if named:
        yield f"{danish.listed(named)} står i dit samtykke."
    if filing:
        yield f"{danish.listed(filing)} gemmer dine papirer."
    if MASTER in names:
        yield f"{MASTER}, har lagt noget ind eller taget kopier."
    if others:
        yield f"{danish.listed(others)} står ikke i det samtykke, der gælder nu."


def _months(lines: Iterable[Line]) -> Iterator[Month]:
    for (year, month), some in groupby(lines, key=lambda line: (line.at.year, line.at.month)):
        yield Month(f"{danish.MONTHS[month - 1]} {year}", tuple(some))


# »Det skal du vide«


def _told(events: Sequence[Seen]) -> Iterator[Told]:
    """Say what is not everyday, and say so when there was none."""
    groups = {name: [one for one in events if row(one.kind).group == name] for name in (*SPECIAL, SAMPLE)}
    for name, none in SPECIAL.items():
        yield from _of(name, groups[name]) if groups[name] else [none]
    yield from _of(SAMPLE, groups[SAMPLE])


SPECIAL: dict[str, Told] = {
    REFUSED: Told(
        OK, "Ingen har prøvet at åbne noget uden at have lov", "Hver gang nogen bliver afvist, skrives det ned."
    ),
    EXTRACT: Told(OK, "Ingen har fået et uddrag af din plan", "Et uddrag er en del af planen, som en anden får."),
    PRINT: Told(OK, "Ingen har printet dine papirer", "Også filer, der bliver hentet, tæller med."),
    EMERGENCY: Told(
        OK, "Ingen ledere har brugt nødadgang", "Nødadgang kræver en skriftlig grund og bliver altid kontrolleret."
    ),
}
"""The groups that are told first, and what is said when there was none of them."""


def _of(group: str, events: Sequence[Seen]) -> Iterator[Told]:
    """Say the events of a group, those of one day, department and kind in one line."""

    def together(one: Seen) -> tuple:
        return one.at.date(), one.department, row(one.kind).words, one.what, one.detail, one.involved

    found: dict[tuple, list[Seen]] = {}
    for one in events:
        found.setdefault(together(one), []).append(one)
    for ones in found.values():
        yield SAID[group](ones[0], len(ones))


def _day(one: Seen) -> str:
    return danish.short_date(one.at.date())


def _times(many: int) -> str:
    return f" {danish.count(many, 'gang', 'gange')}" if many > 1 else ""


def _refused(one: Seen, many: int) -> Told:
    what = one.what or "noget i din sag"
    text = (
        "Adgangen blev afvist, fordi opgaven i forløbet ikke giver lov til det."
        if one.involved
        else "Adgangen blev afvist, fordi de ikke har en opgave i dit forløb."
    )
    return Told(NO, f"{_day(one)}: En medarbejder i {one.department} prøvede{_times(many)} at åbne {what}", text)


def _extract(one: Seen, many: int) -> Told:
    to = one.detail or "Nogen"
    return Told(WAIT, f"{_day(one)}: {to} fik et uddrag af din plan", f"{one.department} gav det videre.")


def _printed(one: Seen, many: int) -> Told:
    words = row(one.kind).words.format(what=one.what or "et papir")
    return Told(
        WAIT, f"{_day(one)}: {_subject(one.department)} {words}{_times(many)}", f"Det skete, {row(one.kind).because}."
    )


def _emergency(one: Seen, many: int) -> Told:
    return Told(
        NO,
        f"{_day(one)}: En leder i {one.department} {row(one.kind).words}",
        f"{one.detail or 'Grunden er skrevet ned'}. Kommunens kontrol har fået besked.",
    )


def _sample(one: Seen, many: int) -> Told:
    words = row(one.kind).words
    return Told(WAIT, f"{_day(one)}: Kommunens kontrol {words}", "Det sker for at se, om reglerne bliver fulgt.")


SAID = {REFUSED: _refused, EXTRACT: _extract, PRINT: _printed, EMERGENCY: _emergency, SAMPLE: _sample}
"""How the groups are said."""
