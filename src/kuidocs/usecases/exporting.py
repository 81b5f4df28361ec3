"""The case-file package (ARCHITECTURE 9): all that is known of a case, one file at a time.

Beside what people read (index.html, PDFs, JSON, metadata) it holds the state of the case, from which another system can
restore it as it was.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..domain import workflow
from ..domain.attachments import own_name
from ..domain.errors import Conflict, NotFound
from ..domain.packages import CERTIFICATE, EVENTS, FORMAT, LEDGER, STATE, STATE_OF_DOCUMENTS, STATE_OF_DRAFTS, safe
from ..forms.edition import Edition
from ..resources.attachments import Attachment
from ..resources.case import Case
from ..resources.consent import consent_mark
from ..resources.document import Document
from ..resources.drafts import Draft, drafts_of
from ..resources.files import Extract, SealedFile
from ..resources.root import Root
from ..resources.version import Version
from ..services.clock.api import Clock
from ..services.package import Bag
from ..services.pdf.api import PdfService
from ..services.proof import ProofService
from ..services.proof.api import canonical
from ..services.seal import SealService
from . import case_told, printing
from .acting import root_of
from .case_codec import encode
from .case_cover import cover_files
from .involvement import edition_of

Tell = Callable[[int, int], None]
"""Is told how many of how many documents are in."""
EXPORTED = "case.exported"
"""The kind of the event by which the making of a package stands in the log."""


@dataclass(frozen=True, slots=True)
class Kit:
    """The services that a package is made with."""

    pdf: PdfService
    seal: SealService
    proof: ProofService
    clock: Clock


def case_named(root: Root, case_no: str) -> Case:
    """Return a case by its number.

    Raises NotFound.
    """
    case = root.sager.get(case_no)
    if case is None:
        raise NotFound("case", f"Der er ikke noget forløb med nummeret {case_no}.")
    return case


def every_document(root: Root) -> Iterator[Document]:
    """Go through all documents of all cases."""
    for case in root.sager.values():
        yield from case.dokumenter.values()


def refuse_filled(out: Path) -> None:
    """Refuse to write among other files.

    Raises Conflict.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Conflict("filled", f"{out} er der allerede og er ikke en tom mappe. Vælg en ny mappe.")


def as_json(data: object) -> bytes:
    """Write JSON for people and programs."""
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def export(case: Case, bag: Bag, kit: Kit, *, drafts: bool = False, tell: Tell = lambda done, total: None) -> int:
    """Write the package of a case into a bag; how many files it has. When anything fails the bag is dropped.

    Raises Conflict when an approved version has no sealed file yet, or a stored file is not what it was.
    """
    try:
        package = _Package(case, bag, kit, drafts)
        package.documents(tell)
        package.rest()
        bag.finish(_info(case, kit.clock), lambda listed: kit.seal.sign(listed, at=kit.clock.now()))
    except BaseException:
        bag.drop()
        raise
    return len(bag.files)


def _info(case: Case, clock: Clock) -> dict[str, str]:
    return {
        "Bag-Software-Agent": "kuidocs",
        "Bagging-Date": clock.today().isoformat(),
        "Source-Organization": root_of(case).organisation.municipality or "kuidocs",
        "External-Identifier": case.case_no,
        "External-Description": "Forløb i den kommunale ungeindsats",
    }


def folder_of(document: Document) -> str:
    """Return the folder of a document in a package."""
    return f"documents/{safe(document.label, document.id)}"


def attachment_path(one: Attachment) -> str:
    """Say where an attachment lies: its own name came from outside, and is only told in the manifest."""
    return f"attachments/{one.id}/{own_name(one.kind, one.received, one.media_type)}"


class _Package:
    """One package that is being written."""

    def __init__(self, case: Case, bag: Bag, kit: Kit, drafts: bool) -> None:
        self.case, self.bag, self.kit, self.drafts = case, bag, kit, drafts
        self.listed: list[dict[str, Any]] = []
        """What the first page tells of each document."""

    def documents(self, tell: Tell) -> None:
        """Put the documents in, and forget each at once: a case may have a thousand."""
        chosen = [one for one in self.case.dokumenter.in_order() if self.drafts or last_approved(one)]
        for done, document in enumerate(chosen):
            tell(done, len(chosen))
            self._document(document)
            if self.case._p_jar is not None:
                self.case._p_jar.cacheGC()
        tell(len(chosen), len(chosen))

    def rest(self) -> None:
        """Put in what is about the case as a whole; what lists the other files comes last."""
        case, put = self.case, self.bag.put
        put("case.json", as_json(case_told.case(case)))
        for one in case.bilag.in_order():
            self.put_file(one)
        known = (self.kit.seal.certificate(), *self.kit.seal.trusted())
        put(CERTIFICATE, b"".join(case_told.pem(one) for one in known))
        put(LEDGER, _lines(row.facts() for row in self._ledger()))
        head, events = _events(self.kit.proof, case.case_no)
        put(EVENTS, events)
        put(STATE, as_json(self._state()))
        manifest = self._manifest(head)
        for path, data in cover_files(case, manifest, self.listed, self.bag.files):
            put(path, data)
        files = [
            {"path": path, "sha256": sha256, "length": length}
            for path, (sha256, length) in sorted(self.bag.files.items())
        ]
        put("manifest.json", as_json(manifest | {"files": files}))

    def _manifest(self, head: dict[str, Any]) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "case_no": self.case.case_no,
            "made_at": self.kit.clock.now().isoformat(timespec="seconds"),
            "drafts": self.drafts,
            "rests_on": consent_mark(self.case, self.kit.clock.today()),
            "chain": head,
            "attachments": [
                {"path": attachment_path(one)} | case_told.attachment(one) for one in self.case.bilag.in_order()
            ],
        }

    def _document(self, document: Document) -> None:
        where, numbers = folder_of(document), last_approved(document)
        kept = versions_in(document, drafts=self.drafts)
        for version in kept:
            self._version(document, version)
        state = encode(document, self.put_file)
        state["versions"] = [self._version_state(document, version) for version in kept]
        if not self.drafts:
            state["draft"] = None
            facts = [fact for fact in document.facts if fact["about"].get("number", 0) <= numbers]
            state["facts"] = encode(tuple(facts), self.put_file)
        self.bag.put(f"{STATE_OF_DOCUMENTS}/{safe(document.label, document.id)}.json", as_json(state))
        if self.drafts and document.draft:
            self._draft(document, where)
        self.listed.append(case_told.listed(document, kept, where, drafts=self.drafts))

    def _version(self, document: Document, version: Version) -> None:
        edition = edition_of(version)
        self._edition(edition)
        self.bag.put(version_path(document, version), as_json(case_told.version(document, version)))
        if document.version(version.number) is not version:
            return  # It was returned; the round that came after it has the PDF.
        pdf = f"{folder_of(document)}/versions/{version.number}.pdf"
        if not document.facts_of("approved", version.number):
            self.bag.put(pdf, self.kit.pdf.render(printing.job_for(version)))
        elif document.file(version.number) is None:
            raise Conflict(
                "unsealed",
                f"PDF-filen af {document.label}, version {version.number}, er ikke lavet endnu. "
                "Vent, til serveren har lavet den, eller kør »kuidocs worker«.",
            )

    def _version_state(self, document: Document, version: Version) -> dict[str, Any]:
        return encode(version, self.put_file) | {"$content": version_path(document, version)}

    def _edition(self, edition: Edition) -> None:
        self.bag.put(f"editions/{edition.form}-{edition.number}.json", edition.text.encode())

    def _draft(self, document: Document, where: str) -> None:
        draft = drafts_of(document).get(document.id)
        edition = root_of(document).skabeloner.edition(document.form_key, draft.edition_number) if draft else None
        if draft is None or edition is None:
            return
        self._edition(edition)
        self.bag.put(f"{where}/draft.json", as_json(case_told.draft(document, edition, draft.content())))
        job = printing.draft_job(document, edition.text, draft.content(), document.draft["at"])  # type: ignore[index]
        self.bag.put(f"{where}/draft.pdf", self.kit.pdf.render(job))
        self.bag.put(f"{STATE_OF_DRAFTS}/{safe(document.label, document.id)}.json", as_json(self._written(draft)))

    def _written(self, draft: Draft) -> dict[str, Any]:
        return encode(draft, self.put_file)

    def put_file(self, one: Any) -> str:
        """Put the file of an object in, and say where.

        Raises Conflict when it is not what was stored.
        """
        path, data = file_path(one), one.bytes()
        if hashlib.sha256(data).hexdigest() != one.sha256:
            raise Conflict("damaged", f"{path} er ikke den fil, der blev gemt. Kør »kuidocs check«, og gendan den.")
        self.bag.put(path, data)
        return path

    def _ledger(self) -> Iterator[Any]:
        """Go through the rows of the files that are in."""
        there = {sha256 for sha256, _ in self.bag.files.values()}
        for document in self.case.dokumenter.in_order():
            for row in self.kit.proof.ledger_rows(document.label):
                if row.case_no == self.case.case_no and row.sha256 in there:
                    yield row

    def _state(self) -> dict[str, Any]:
        case = self.case
        state = encode(case, self.put_file)
        if case.person.name_address_protection:
            state["person"]["address"] = ""
        counters = case._p_jar.root().get("labels", {}) if case._p_jar is not None else {}
        return {"case": state, "counter": counters.get(case.case_no, 0)}


def file_path(one: Any) -> str:
    """Say where the file of an object lies."""
    if isinstance(one, Attachment):
        return attachment_path(one)
    if isinstance(one, Extract):
        return f"{folder_of(one.__parent__)}/extracts/{one.number}.pdf"
    if isinstance(one, SealedFile):
        where = folder_of(one.__parent__)
        if one.__parent__.file(one.number) is one:
            return f"{where}/versions/{one.number}.pdf"
        return f"{where}/files/{one.number}-{one.round}-{safe(one.profile, 'fil')}-{one.sha256[:8]}.pdf"
    return f"files/{type(one).__name__}-{one.sha256[:16]}.bin"


def version_path(document: Document, version: Version) -> str:
    """Say where the text of a version lies: the last round of a number has the number's name."""
    last = document.version(version.number) is version
    name = f"{version.number}" if last else f"{version.number}-{version.round}"
    return f"{folder_of(document)}/versions/{name}.json"


def last_approved(document: Document) -> int:
    """Return the highest version number that was approved, 0 when none was."""
    return max(workflow.approved_numbers(document.facts), default=0)


def versions_in(document: Document, *, drafts: bool) -> list[Version]:
    """List the versions that belong in a package: up to the last that was approved, or with the drafts all."""
    last = last_approved(document)
    return [version for version in document.versions if drafts or version.number <= last]


def _events(proof: ProofService, case_no: str) -> tuple[dict[str, Any], bytes]:
    """Write the audit extract of a case, each event with the links of the chain; and where the chain is now."""
    head = {"number": proof.count(), "hash": proof.head()}
    found, after = bytearray(), 0
    while page := proof.events(case_no=case_no, after=after):
        after = page[-1].number
        for one in page:
            event = json.loads(one.event.canonical())
            told = {"number": one.number, "previous": one.previous, "hash": one.hash, "event": event}
            found += canonical(told).encode() + b"\n"
    return head, bytes(found)


def _lines(rows: Iterator[dict[str, Any]]) -> bytes:
    return b"".join(canonical(row).encode() + b"\n" for row in rows)
