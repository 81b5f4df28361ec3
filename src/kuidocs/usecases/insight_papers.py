"""The papers of a case as a request for access sees them: which there are, and each as text with its parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..domain import danish, workflow
from ..domain.attachments import KINDS as ATTACHMENT_KINDS
from ..domain.documents import KINDS
from ..domain.errors import NotFound
from ..domain.insight import ATTACHMENT, DRAFT, PAPER, YOUNG
from ..domain.redacting import Group, Line, Paper, holds
from ..forms.outline import Entry, Part, outline
from ..resources.attachments import Attachment
from ..resources.case import Case
from ..resources.document import Document
from ..resources.insight import InsightRequest
from ..resources.version import Version
from ..services.pdf.api import RenderFacts
from .involvement import edition_of
from .printing import facts_of

ABOUT = "om"
"""The part of a paper that no form has: who approved it, when, and what lies with it."""
TOLD_LATER = {
    "returned": ("note", "Sendt tilbage med ordene"),
    "coordinator_answer": ("value", "Svar på anmodningen"),
    "withdrawn_note": ("value", "Sagt, da samtykket blev trukket tilbage"),
    "task_status": ("note", "Status på en opgave"),
    "annulled": ("note", "Annulleret med ordene"),
}
"""What was written of a paper after it was finished: kind of fact, where its words lie, what they are called."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be given or not."""

    key: str
    kind: str
    label: str
    title: str
    """What the list of papers calls it when it is given."""
    neutral: str
    """What it is called when it is not given: a file's own title may tell what is in it."""
    day: date
    version: Version | None = None
    attachment: Attachment | None = None


def items(case: Case) -> list[Item]:
    """List everything in a case that a request can be about, the oldest first."""
    found = [*_papers(case), *_attachments(case)]
    return sorted(found, key=lambda one: (one.day, one.label, one.key))


def item(case: Case, key: str) -> Item:
    """Return one of them.

    Raises NotFound.
    """
    for one in items(case):
        if one.key == key:
            return one
    raise NotFound("paper", "Papiret er ikke i sagen.")


def _papers(case: Case) -> Iterator[Item]:
    for document in case.dokumenter.in_order():
        for version in document.versions:
            if document.version(version.number) is version and not _is_unfinished(document, version):
                yield _paper(document, version)
        if document.draft is not None or not document.versions:
            yield _draft(document)


def _is_unfinished(document: Document, version: Version) -> bool:
    """A text that was sent back is a draft again, and stands as one."""
    return workflow.state(document.facts, version.number) == workflow.DRAFT


def _paper(document: Document, version: Version) -> Item:
    name = KINDS[document.form_key].label if document.form_key in KINDS else document.form_key
    title = f"{edition_of(version).title}, version {version.number}"
    key = f"{document.label}-v{version.number}"
    return Item(key, PAPER, document.label, title, f"{name}, version {version.number}", _day(version.at), version)


def _draft(document: Document) -> Item:
    name = KINDS[document.form_key].label if document.form_key in KINDS else document.form_key
    at = document.draft["at"] if document.draft else document.created_at
    return Item(f"{document.label}-udkast", DRAFT, document.label, f"{name}, udkast", f"{name}, udkast", _day(at))


def _attachments(case: Case) -> Iterator[Item]:
    for one in case.bilag.in_order():
        kind = f"Bilag: {ATTACHMENT_KINDS[one.kind].label.lower()}"
        out = ", taget ud af sagen" if one.withdrawn else ""
        title = f"Bilag: {one.title}{out}"
        yield Item(f"bilag-{one.id}", ATTACHMENT, "Bilag", title, f"{kind}{out}", _day(one.received), None, one)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


# Papers as text


def paper_of(version: Version) -> Paper:
    """Write a version as text with its parts, with everything that its sealed file says."""
    document, edition = version.__parent__, edition_of(version)
    facts = facts_of(document, version)
    told = outline(edition.schema, version.content())
    groups = tuple(_section(part) for part in told.sections)
    about = Group("", "Om papiret", tuple(_about(document, version, facts)))
    return Paper(
        document.label,
        edition.title,
        version.number,
        facts.created_at,
        workflow.LABELS[document.shown_state(version.number)],
        (*groups, about),
    )


def _section(part: Part) -> Group:
    return Group("", part.title, tuple(map(_line, part.entries)))


def _line(entry: Entry) -> Line:
    rows = tuple(_row(entry, row) for row in entry.rows)
    return Line(entry.path, entry.label, entry.text, rows, entry.own_words)


def _row(entry: Entry, row: Part) -> Group:
    """A single group has no row of its own to leave out, only its questions."""
    path = f"{entry.path}/{row.id}" if row.id else ""
    return Group(path, row.title or entry.label, tuple(map(_line, row.entries)))


def _about(document: Document, version: Version, facts: RenderFacts) -> Iterator[Line]:
    """Go through what the paper says beside its form."""
    meeting = facts.meeting
    told = {
        "ung": ("Den unge", facts.person.full_name),
        "foedt": ("Født", danish.long_date(_day(facts.person.birth_date)) if facts.person.birth_date else ""),
        "adresse": ("Adresse", facts.person.address),
        "moede": ("Møde", f"{meeting.label} {_when(meeting.date)}".strip() if meeting else ""),
        "sted": ("Sted", meeting.place if meeting else ""),
        "skrevet": ("Skrevet af", version.author.get("name", "")),
        "godkendt": ("Godkendt af", ", ".join(filter(None, (facts.approved_by, _when(facts.approved_at))))),
        "version": ("Om denne version", facts.note),
        "samtykke": ("Samtykke", facts.consent_version),
        "deles": ("Må ikke deles", facts.not_to_share),
        "underskrift": ("Underskrifter", "\n".join(f"{one.signer}, {one.words}" for one in facts.imported_signatures)),
        "bilag": ("Bilag", "\n".join(one.title for one in facts.attachments)),
    }
    for name, (label, text) in told.items():
        if text:
            yield Line(f"{ABOUT}/{name}", label, text.rstrip(", "))
    for number, (label, text) in enumerate(_later(document, version.number), 1):
        yield Line(f"{ABOUT}/bagefter-{number}", label, text)


def _when(text: str) -> str:
    return danish.long_date(_day(text)) if text else ""


def _later(document: Document, number: int) -> Iterator[tuple[str, str]]:
    for fact in document.facts:
        if fact["kind"] in TOLD_LATER and workflow.about(fact, number):
            name, label = TOLD_LATER[fact["kind"]]
            text = fact["data"].get(name, "")
            if isinstance(text, str) and text:
                yield f"{label}, {_when(fact['at'])}", f"{fact['by'].get('name', '')}: {text}"


# What is protected


def protected(case: Case, asked: InsightRequest) -> tuple[str, ...]:
    """List the words that tell where somebody who is protected can be found; the young person may know."""
    person = case.person
    if not person.name_address_protection or asked.told["asker"] == YOUNG:
        return ()
    parts = [person.address, *person.address.split(","), person.school]
    words = (" ".join(part.split()) for part in parts)
    return tuple(dict.fromkeys(word for word in words if len(word) > 1))


def proposed(paper: Paper, words: tuple[str, ...]) -> tuple[str, ...]:
    """Choose the protected words that a paper says: they are left out unless somebody decides otherwise."""
    return tuple(word for word in words if holds(paper, word))


def place_of(asked: InsightRequest) -> Case:
    """Return the case of a request."""
    return asked.__parent__.__parent__
