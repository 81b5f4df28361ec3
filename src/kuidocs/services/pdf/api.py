"""The contract of the PDF service: what is printed, which facts beside the content, and how it can fail."""

from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from kuidocs.domain.comments import Remark
from kuidocs.domain.comparing import Comparison
from kuidocs.domain.errors import KuiError, Refused
from kuidocs.domain.overview import Overview
from kuidocs.domain.redacting import Paper
from kuidocs.domain.seen import Report
from kuidocs.domain.slides import Deck

ARCHIVE, SIGNING = "arkiv", "underskrift"
"""PDF/A-3a with the data inside · PDF/A-2a that the national signing service accepts; both are PDF/UA-1."""
PROFILES = (ARCHIVE, SIGNING)
UNAPPROVED = ("draft", "in_review")
"""The states that are printed with the watermark."""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """The young person as the paper names him or her."""

    full_name: str
    preferred_name: str = ""
    birth_date: str = ""
    address: str = ""
    """For the window of the letter; lines parted by commas. Left empty when name and address are protected."""


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The meeting that the document belongs to. Dates are ISO, times HH:MM."""

    type: str
    """The id of the meeting type."""
    label: str
    no: int | None = None
    date: str = ""
    start: str = ""
    end: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """A signature that came with an import (D18). ``role`` and ``method`` are ids or Danish words."""

    signer: str
    role: str
    method: str
    at: str = ""
    outcome: str = "signed"
    words: str = ""


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """Who the young person answers, on the letter."""

    name: str
    title: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ExtractMark:
    """What stands on top of an extract: for whom, for what, after which consent, when and by whom."""

    receiver: str
    purpose: str
    consent: str
    day: str
    by: str


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """An attachment of the version, as its list names it."""

    title: str
    kind: str
    """In words."""
    received: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SignedRow:
    """One who was asked to sign, on the signature page. Words are Danish, the time is ISO."""

    name: str
    role: str
    how: str
    at: str = ""
    words: str = ""
    artefact: str = ""
    """The SHA-256 of what shows it: the scan, or the file that was signed with MitID."""


@dataclass(frozen=True, slots=True)
class SignedFacts:
    """What the signature page tells: the answers, and the sealed file that they are about (D16)."""

    rows: tuple[SignedRow, ...]
    body_sha256: str
    body_sealed_at: str
    at: str
    """When the last answer was in."""


@dataclass(frozen=True, slots=True)
class RenderFacts:
    """Everything on the paper that is not content; frozen at approval (D17). All times are ISO texts."""

    document_id: str
    case_no: str
    version: int
    state: str
    state_label: str
    title: str
    municipality: str
    person: PersonFacts
    created_at: str
    label: str = ""
    """The document number that people use; the document id when it has none."""
    unit: str = "Kommunal Ungeindsats (KUI)"
    meeting: MeetingFacts | None = None
    next_meeting: MeetingFacts | None = None
    approved_by: str = ""
    approved_at: str = ""
    consent: str = ""
    """Said after the consent's number: »gælder til 2. februar 2027«."""
    consent_version: str = ""
    not_to_share: str = ""
    """Printed on top of papers of meetings that are for professionals only."""
    audit_head: str = ""
    """The hash of the last event of the log when the version was approved, or read in from a file."""
    imported: bool = False
    control_code: str = ""
    """Left empty, it is computed from the job."""
    imported_signatures: tuple[SignatureFacts, ...] = ()
    note: str = ""
    """Why there is a new version."""
    sender: SenderFacts | None = None
    privacy: str = ""
    """The municipality's words about data protection, at the end of consents and letters."""
    extract: ExtractMark | None = None
    """Told on a paper that holds only a part of the document."""
    attachments: tuple[AttachmentFacts, ...] = ()
    """Those that lay with the version when it was approved."""
    signed: SignedFacts | None = None
    """Told on a page of its own after the pages of the body, which stay as they were."""

    def plain(self) -> dict[str, Any]:
        """Give the facts as JSON-safe data, to be stored with the version."""
        data = asdict(self)
        if self.signed:
            data["signed"]["rows"] = list(data["signed"]["rows"])
        return data | {name: list(data[name]) for name in ("imported_signatures", "attachments")}

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """Make the facts from ``plain()`` again; what a later release no longer knows is left out."""
        known = {f.name for f in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        values["person"] = PersonFacts(**values["person"])
        for name, kind in NESTED:
            values[name] = kind(**values[name]) if values.get(name) else None
        for name, row in (("imported_signatures", SignatureFacts), ("attachments", AttachmentFacts)):
            values[name] = tuple(row(**each) for each in values.get(name, ()))
        if signed := values.get("signed"):
            rows = tuple(SignedRow(**each) for each in signed["rows"])
            values["signed"] = SignedFacts(**(signed | {"rows": rows}))
        return cls(**values)


NESTED: tuple[tuple[str, type], ...] = (
    ("meeting", MeetingFacts),
    ("next_meeting", MeetingFacts),
    ("sender", SenderFacts),
    ("extract", ExtractMark),
)
"""The facts that are groups of facts and may be missing."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One document to print: the edition's canonical JSON, the content, the facts."""

    edition: str
    content: dict[str, Any]
    facts: RenderFacts
    profile: str = ARCHIVE


@dataclass(frozen=True, slots=True)
class OverviewJob:
    """The young person's overview: always one page, so the worker leaves out what has no room."""

    overview: Overview


@dataclass(frozen=True, slots=True)
class SeenJob:
    """The report of who has seen a case, as long as it is."""

    report: Report


@dataclass(frozen=True, slots=True)
class CompareJob:
    """Two versions side by side, with what stands above them."""

    comparison: Comparison
    title: str
    municipality: str
    unit: str
    case_no: str
    label: str
    document: str
    """What the document is called and whom it is about."""
    why: str
    day: str
    """The ISO day on which it is printed."""
    consent: str = ""
    """The consent that the copy rests on."""
    draft: bool = False
    """Whether the newest side is not approved, and the paper gets the watermark."""
    remarks: tuple[tuple[str, Remark], ...] = ()
    """The comments, each with the path of the part that it is about; "" for a part that is not there any more."""


@dataclass(frozen=True, slots=True)
class CopyMark:
    """What stands on a copy that is given to somebody who has asked for access."""

    municipality: str
    unit: str
    case_no: str
    number: int
    """Of the paper in the list."""
    places: int
    """In how many places something is left out."""
    why: str
    day: str


@dataclass(frozen=True, slots=True)
class CopyJob:
    """A copy of a paper as text; what is left out has been taken out before, and nothing is embedded."""

    paper: Paper
    mark: CopyMark


@dataclass(frozen=True, slots=True)
class ActRow:
    """One line of the list of papers."""

    number: int
    day: str
    label: str
    title: str
    outcome: str
    why: str
    pages: int = 0
    page: int = 0
    """Where it begins in the one file; 0 for what is not in it."""


@dataclass(frozen=True, slots=True)
class ActList:
    """The list that goes before the papers: what there is, what is given, and why something is not."""

    municipality: str
    unit: str
    case_no: str
    number: int
    asked_by: str
    asked_as: str
    received: str
    scope: str
    law: str
    decided_by: str
    day: str
    lead: tuple[str, ...]
    rows: tuple[ActRow, ...]


@dataclass(frozen=True, slots=True)
class ActListJob:
    """The list of papers to print."""

    acts: ActList


@dataclass(frozen=True, slots=True)
class SheetJob:
    """The page that somebody signs with a pen: it names one signer and one sealed file, and carries their code."""

    title: str
    case_no: str
    number: str
    version: int
    municipality: str
    unit: str
    name: str
    role: str
    code: str
    body_sha256: str
    body_sealed_at: str


@dataclass(frozen=True, slots=True)
class DeckJob:
    """The hand-out of a presentation."""

    deck: Deck


Job = PrintJob | OverviewJob | SeenJob | CompareJob | CopyJob | ActListJob | SheetJob | DeckJob
"""Everything that can be printed."""


class GlyphsMissing(Refused):
    """The document holds characters that none of the package's fonts can draw."""

    def __init__(self, characters: str) -> None:
        named = ", ".join(f"»{c}« (U+{ord(c):04X})" for c in characters[:5])
        more = f" og {len(characters) - 5} andre" if len(characters) > 5 else ""
        text = f"Teksten indeholder tegn, som ikke kan trykkes: {named}{more}. Skriv dem på en anden måde."
        super().__init__("glyphs_missing", text, characters=characters)
        self.characters = characters


class RenderFailed(KuiError):
    """The PDF could not be made; the log of the worker has the reason."""

    status = 500

    def __init__(self, reason: str = "") -> None:
        text = (
            "PDF-filen kunne ikke laves. Dokumentet er gemt. "
            "Prøv igen, og sig det til systemansvarlig, hvis det sker igen."
        )
        super().__init__("render_failed", text, reason=reason)


class RenderTimeout(RenderFailed):
    """The document took longer than a worker may use on one job, most often because the machine has much to do."""

    status = 503


def missing_glyphs(text: str) -> set[str]:
    """Find the characters of a text that none of the package's fonts can draw."""
    # Imported here: the library that reads fonts is loaded by those who ask, not by all who know the contract.
    from kuidocs.services.pdf import glyphs

    return glyphs.missing_glyphs(text)


class PdfService(ABC):
    """Makes PDFs. Same job, same bytes."""

    @abstractmethod
    def render(self, job: Job) -> bytes:
        """Return the PDF of a job, without signatures, to be looked at; perhaps one that was made before."""

    def made_anew(self, job: Job) -> bytes:
        """Make the PDF of a job now, whatever is remembered: for what is sealed, and to prove what was (D17)."""
        return self.render(job)

    def forget(self) -> None:  # noqa: B027 - most services remember nothing
        """Remember no PDF any more: something was deleted, and nobody can tell from a PDF whose it is."""

    @abstractmethod
    def fingerprint(self) -> str:
        """Name the tools, templates, styles and fonts by a hash; equal hashes promise equal bytes (D17)."""

    @abstractmethod
    def tools(self) -> dict[str, str]:
        """Name the tools that make the bytes, with versions."""

    def missing_glyphs(self, text: str) -> set[str]:
        """Find the characters of a text that cannot be printed."""
        return missing_glyphs(text)

    @abstractmethod
    def close(self) -> None:
        """End whatever the service holds; it cannot be used afterwards."""
