"""One document as its template prints it: everything decided, nothing left but to write it down."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kuidocs.forms.edition import Edition
from kuidocs.services.pdf import consent, letter, signatures
from kuidocs.services.pdf.agenda import with_clocks
from kuidocs.services.pdf.api import UNAPPROVED, ExtractMark, PrintJob, RenderFacts
from kuidocs.services.pdf.items import Item, ItemGroup, sections
from kuidocs.services.pdf.payload import control_code, payload
from kuidocs.services.pdf.pieces import FACTS, MOST_FACTS, Fact, Piece, fact, kind_of, pieces
from kuidocs.services.pdf.styles import Style, style_of
from kuidocs.services.pdf.text import NB, Block, blocks, capital, line, long_day, moment, weekday

REPLACED_BY_MEETING = "meeting_ref"
"""The import's id of the meeting; the paper names the meeting itself."""
SHOWN_OF_A_SUM = 16
"""How much of a SHA-256 is printed: enough to tell two files apart by eye."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its pieces."""

    id: str
    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """The box that says whom to ask."""

    title: str
    name: str
    phone: str
    lines: tuple[str, str]
    more: tuple[Item, ...]
    next_meeting: str


@dataclass(frozen=True, slots=True)
class Card:
    """The card for the fridge."""

    name: str
    phone: str
    lines: tuple[str, str]
    more: tuple[Item, ...]
    pieces: tuple[Piece, ...]
    also: str
    """Said when the contact is the plan coordinator too, instead of the same number twice."""
    coordinator: str
    """The plan coordinator when it is somebody else: one quiet line, for there is one number to call."""


@dataclass(frozen=True, slots=True)
class Attached:
    """One line of the list of attachments."""

    title: str
    kind: str
    received: str
    checksum: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a template prints."""

    facts: RenderFacts
    style: Style
    title: str
    heading: str
    lede: tuple[str, ...]
    css: str
    state: str
    number: str
    code: str
    top: tuple[Fact, ...]
    frame: Item | None
    contact: Contact | None
    card: Card | None
    sections: tuple[Section, ...]
    last: tuple[Piece, ...]
    about: tuple[Fact, ...]
    signed: tuple[signatures.Signature, ...]
    attachments: tuple["Attached", ...]
    letter: "letter.Letter | None"
    privacy: tuple[Block, ...]
    groups: tuple[ItemGroup, ...]

    @property
    def foot(self) -> str:
        """The words at the foot of every page: no name, so that a lost page does not tell who."""
        parts = (self.number, f"Version{NB}{self.facts.version}", self.state, f"Kontrolkode{NB}{self.code}")
        return " · ".join(parts)

    @property
    def metadata_title(self) -> str:
        """The title of the file."""
        return f"{self.title} – sag {self.facts.case_no}, version {self.facts.version}"

    @property
    def log(self) -> str:
        """The place in the log as one line, for papers without a list of facts; "" before approval."""
        label, rows = log_line(self.facts)
        return f"{label}: {' '.join(rows)}" if self.facts.audit_head else ""

    @property
    def consent(self) -> str:
        """The consent that it rests on as one line, for papers without a list of facts; "" for the consent itself."""
        return f"Samtykke: {line(self.facts.consent_version)}" if self.facts.consent_version else ""

    @property
    def dated(self) -> str:
        """The day of this version."""
        return long_day(self.facts.created_at)

    def find(self, name: str) -> Item | None:
        """Find an answered question anywhere in the document."""
        return next((item for group in self.groups if (item := group.get(name)) and item.filled), None)


def sheet(job: PrintJob, edition: Edition) -> Sheet:
    """Decide how a document is printed."""
    data = edition.data
    return _Making(job, edition, data).sheet()


class _Making:
    """The decisions, one method each; every answer is taken once."""

    def __init__(self, job: PrintJob, edition: Edition, data: dict[str, Any]) -> None:
        self.job, self.facts, self.data = job, job.facts, data
        self.style = style_of(data["form"])
        self.groups = sections(edition.schema, job.content)
        if data["form"] == consent.FORM:
            self.groups = consent.said_to_you(self.groups)
        self.items = {item.id: item for group in self.groups for item in group.items}
        self.taken: set[str] = set()
        self.draft = job.facts.state == "draft"
        self.young = "ung" in self.style.css.split()

    def sheet(self) -> Sheet:
        facts, title = self.facts, _short_title(self.facts.title)
        note = letter.letter_of(self.groups, facts) if self.style.template == "notice" else None
        # The order of these calls is the order in which answers are taken away from their sections.
        lede = tuple(self._lede())
        contact, card, frame, last = self._contact(), self._card(), self._frame(), self._last()
        top = self._top()
        return Sheet(
            facts=facts,
            style=self.style,
            title=title,
            heading=title if facts.extract else self.style.heading or title,
            lede=lede,
            css=self._css(letter=note is not None),
            state=facts.state_label,
            number=facts.label or facts.document_id,
            code=facts.control_code or control_code(payload(self.job, self.data)),
            top=top,
            frame=frame,
            contact=contact,
            card=card,
            sections=tuple(self._sections()),
            last=last,
            about=tuple(self._about()),
            signed=signatures.signatures(facts.imported_signatures),
            attachments=tuple(self._attached()),
            letter=note,
            privacy=blocks(facts.privacy),
            groups=self.groups,
        )

    def _css(self, *, letter: bool) -> str:
        words = [self.style.css]
        if letter:
            words.append("posted")
        if self.facts.state in UNAPPROVED:
            words.append("draft")
        return " ".join(words)

    def _take(self, name: str) -> Item | None:
        """Take an answer out of its section. In a draft an empty one stays there, where it is missed."""
        item = self.items.get(name)
        if item is None or not item.filled:
            return None
        self.taken.add(name)
        return item

    def _lede(self) -> Iterator[str]:
        if not self.young or self.style.template == "contact_card":
            return
        name = line(self.facts.person.full_name)
        born = self.facts.person.birth_date
        yield f"{name}, født {long_day(born)}" if born and self.style.under else name
        if self.style.template == "agenda":
            return
        if self.data["form"] == consent.FORM and self.facts.version > 1:
            yield f"Afløser version{NB}{self.facts.version - 1}"
        held = [item for name in self.style.lede if (item := self._take(name))]
        if when := self._when(str(held[0].value) if held else ""):
            yield capital(when)
        if self.facts.meeting and self.facts.meeting.place:
            yield line(self.facts.meeting.place)
        if self.style.under:
            yield self.style.under

    def _when(self, day: str) -> str:
        meeting = self.facts.meeting
        if meeting is None:
            return weekday(day) if day else ""
        return weekday(day or meeting.date) + letter.hours(meeting.start, meeting.end)

    def _contact(self) -> Contact | None:
        if not self.style.contact or (item := self._take(self.style.contact[0])) is None:
            return None
        who = item.rows[0]
        more = tuple(each for name in self.style.contact[1:] if (each := self._take(name)))
        following = self.facts.next_meeting
        when = weekday(following.date) + letter.hours(following.start, following.end) if following else ""
        return Contact(item.label, who.said("name"), who.said("phone"), _lines(who), (*_local(who), *more), when)

    def _card(self) -> Card | None:
        if self.style.template != "contact_card" or (item := self._take("contact_person")) is None:
            return None
        who = item.rows[0]
        coordinator, also, other = self._take("plan_coordinator"), "", ""
        if coordinator and _texts(coordinator) == _texts(item):
            also = f"{who.said('name')} er også din plankoordinator."
        elif coordinator:
            other = f"{line(coordinator.label)}: {', '.join(_texts(coordinator))}"
        said = [each for name in ("when_to_contact", "acute_help") if (each := self._take(name))]
        texts = pieces("", said, missing=False)
        return Card(who.said("name"), who.said("phone"), _lines(who), _local(who), texts, also, other)

    def _frame(self) -> Item | None:
        return self._take(self.style.frame) if self.style.frame else None

    def _last(self) -> tuple[Piece, ...]:
        found = [item for name in self.style.last if (item := self._take(name))]
        return pieces("", found, missing=False)

    def _top(self) -> tuple[Fact, ...]:
        """The box of facts on papers for professionals and on agendas: the system's, then the first section's."""
        if self.facts.extract:
            return tuple(_extract_facts(self.facts.extract))
        if self.young and self.style.template != "agenda":
            return ()
        own = tuple(self._system_facts())
        first = self.groups[0].items if self.groups else ()
        short = [item for item in first if item.filled and item.id not in self.taken and kind_of(item) == FACTS]
        short = short[: MOST_FACTS - len(own)]
        self.taken |= {item.id for item in short}
        return (*own, *(self._fact(item) for item in short))

    def _system_facts(self) -> Iterator[Fact]:
        facts, meeting = self.facts, self.facts.meeting
        if not self.young:
            yield Fact("Den unge", (line(facts.person.full_name),))
        if meeting and self.style.template != "notice":
            number = f" nr.{NB}{meeting.no}" if meeting.no else ""
            if "held_at" not in self.items:
                yield Fact("Møde", (line(meeting.label) + number,))
            self.taken.add(REPLACED_BY_MEETING)
            yield Fact("Tid og sted", tuple(filter(None, (capital(self._when("")), line(meeting.place)))))
        if facts.not_to_share and not self.young:
            yield Fact("Må ikke deles", (line(facts.not_to_share),))

    def _fact(self, item: Item) -> Fact:
        if item.id == "consent_ref" and self.facts.consent:
            return Fact(item.label, (f"{item.line}, {line(self.facts.consent)}",))
        return fact(item)

    def _sections(self) -> Iterator[Section]:
        for group in self.groups:
            left = [item for item in group.items if item.id not in self.taken]
            if group.id == "meeting":
                # The short facts of the meeting stand together, before who came.
                left.sort(key=lambda item: kind_of(item) != FACTS)
            found = pieces(group.title, left, missing=self.draft)
            if self.style.template == "agenda" and self.facts.meeting:
                found = tuple(with_clocks(piece, self.facts.meeting.start) for piece in found)
            if found:
                yield Section(group.id, group.title, found)

    def _attached(self) -> Iterator[Attached]:
        for one in self.facts.attachments:
            yield Attached(line(one.title), line(one.kind), long_day(one.received), one.sha256[:SHOWN_OF_A_SUM])

    def _about(self) -> Iterator[Fact]:
        facts = self.facts
        if facts.approved_by or facts.approved_at:
            words = (facts.approved_by, moment(facts.approved_at) if facts.approved_at else "")
            yield Fact("Godkendt af", (line(", ".join(filter(None, words))),))
        if facts.note:
            yield Fact("Om denne version", (line(facts.note),))
        if facts.consent_version:
            yield Fact("Samtykke", (line(facts.consent_version),))
        title = self.data["title"]
        provisional = " (foreløbig)" if self.data["provisional"] and "foreløbig" not in title else ""
        yield Fact("Skabelon", (line(f"{title}, udgave {self.data['number']}{provisional}"),))
        if facts.audit_head:
            yield Fact(*log_line(facts))


def log_line(facts: RenderFacts) -> tuple[str, tuple[str, ...]]:
    """Say where in the log the paper was approved: the whole hash, in groups that an eye can follow."""
    groups = [facts.audit_head[start : start + 16] for start in range(0, len(facts.audit_head), 16)]
    label = "Log ved indlæsning" if facts.imported else "Log ved godkendelsen"
    return label, (" ".join(groups[:2]), " ".join(groups[2:])) if len(groups) > 2 else (" ".join(groups),)


def _extract_facts(mark: ExtractMark) -> Iterator[Fact]:
    yield Fact("Uddrag til", (line(mark.receiver),))
    yield Fact("Formål", (line(mark.purpose),))
    yield Fact("Efter samtykke", (line(mark.consent),))
    yield Fact("Givet", (f"{long_day(mark.day)}, {line(mark.by)}",))
    yield Fact("Det er ikke hele planen", ("Resten er ikke givet videre. Spørg den unge, før du deler mere.",))


KNOWN_OF_A_CONTACT = {"name", "phone", "title", "department", "best_reached", "email"}


def _lines(who: ItemGroup) -> tuple[str, str]:
    return _joined(who, ", ", "title", "department"), _joined(who, " · ", "best_reached", "email")


def _local(who: ItemGroup) -> tuple[Item, ...]:
    """What an edition says of a contact beyond the known."""
    return tuple(each for each in who.items if each.filled and each.id not in KNOWN_OF_A_CONTACT)


def _texts(item: Item) -> list[str]:
    return [each.line for each in item.rows[0].items if each.filled]


def _joined(group: ItemGroup, between: str, *names: str) -> str:
    return between.join(filter(None, map(group.said, names)))


def _short_title(title: str) -> str:
    """The title without what stands in brackets after it: »(Vi aftaler)«, »(foreløbig)«."""
    return title.partition(" (")[0]
