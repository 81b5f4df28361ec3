"""Taking a case in from its package: the same ids, texts, files, facts and hashes, or nothing at all."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..domain.documents import KINDS
from ..domain.errors import KuiError
from ..domain.packages import (
    EVENTS,
    FORMAT,
    LEDGER,
    STATE,
    STATE_OF_DOCUMENTS,
    STATE_OF_DRAFTS,
    PackageRefused,
    refused,
)
from ..domain.problems import Problem
from ..forms.edition import Edition, EditionRefused
from ..resources.base import place
from ..resources.case import Case
from ..resources.document import Document, DocumentFolder
from ..resources.drafts import DraftFolder
from ..resources.origin import Origin
from ..resources.outbox import Job
from ..resources.root import Root
from ..resources.version import Damaged, Version
from ..services.package import OpenBag
from ..services.storage import write_blob
from . import persons
from .acting import Act, event
from .case_checks import check_case, check_document, check_proof
from .case_codec import NOT_OURS, Reader
from .importing_text import ImportRefused, parse
from .read_model import snapshot

KIND = "restore_proof"
"""The job that takes the audit extract and the ledger of a package into the own ones."""
RESTORED = "case.restored"
AT_ONCE = 50
"""So many documents are read before memory is given back."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a package has brought."""

    case_no: str
    documents: int
    versions: int
    drafts: bool
    warnings: tuple[Problem, ...]


def restore(root: Root, drafts: DraftFolder, bag: OpenBag, act: Act) -> Restored:
    """Put the case of a package into the tree.

    Raises PackageRefused; the caller must then abort the transaction.
    """
    try:
        return _Restoring(root, drafts, bag, act).run()
    except (PackageRefused, ImportRefused):
        raise
    except (KuiError, Damaged, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        # The parts fit their own descriptions and yet not one another: no page of ours could show such a case.
        raise refused(STATE, f"Oplysningerne i pakken hænger ikke sammen. {NOT_OURS}.") from error


class _Restoring:
    """One package that is being taken in."""

    def __init__(self, root: Root, drafts: DraftFolder, bag: OpenBag, act: Act) -> None:
        self.root, self.drafts, self.bag, self.act = root, drafts, bag, act
        self.manifest = _object(self.json("manifest.json"), "manifest.json")
        self.editions: dict[tuple[str, int], str] = {}
        self.files: dict[str, str] = {}
        """SHA-256 -> path of the files that were taken in."""
        self.versions = 0

    def json(self, path: str) -> Any:
        """Read a file of the package as JSON, strictly."""
        try:
            return parse(self.bag.read(path))
        except ImportRefused as error:
            raise PackageRefused([(f"data/{path}", problem.text) for problem in error.problems]) from None

    def run(self) -> Restored:
        if self.manifest.get("format") != FORMAT:
            text = "Pakken er skrevet af en anden udgave af kuidocs. Læs den ind med den samme eller en nyere udgave."
            raise refused("data/manifest.json", text)
        self._editions()
        case, counter = self._case()
        self.root.sager[case.case_no] = case
        self._documents(case)
        proof = check_proof(self.bag.read(EVENTS), self.bag.read(LEDGER), self.files, case)
        self._all_known()
        self._remember(case, counter)
        # If the lists cannot be made of it here, they could not after the commit either.
        snapshot(case)
        self._note(case, proof)
        return Restored(
            case.case_no,
            len(case.dokumenter),
            self.versions,
            self.manifest.get("drafts") is True,
            tuple(self._warnings(case)),
        )

    def _all_known(self) -> None:
        """Refuse what lies in the package and is no part of it: it would be lost here without a word."""
        told = self.manifest.get("files")
        known = {one["path"] for one in told} if isinstance(told, list) else set()
        for path in sorted(self.bag.paths() - known - {"manifest.json"}):
            raise refused(f"data/{path}", f"Filen hører ikke til forløbet i pakken. {NOT_OURS}.")

    def _editions(self) -> None:
        """Take in the editions that the texts were written in; one that is here already must be the same."""
        for path in sorted(one for one in self.bag.paths() if one.startswith("editions/")):
            where = f"data/{path}"
            try:
                edition = Edition.from_text(self.bag.read(path).decode())
                key = edition.form, edition.number
                assert edition.schema is not None
            except (EditionRefused, ValueError, LookupError, TypeError, AttributeError) as error:
                raise refused(where, f"Udgaven af formularen kan ikke læses. {NOT_OURS}.") from error
            here = self.root.skabeloner.edition(*key)
            if key[0] not in KINDS or not isinstance(key[1], int):
                raise refused(where, f"Formularen »{str(key[0])[:60]}« kendes ikke her.")
            if here is not None and here.sha256 != edition.sha256:
                text = (
                    f"Formularen {key[0]} har en anden udgave {key[1]} her. Så kan dokumenterne ikke vises, som de er."
                )
                raise refused(where, text)
            if here is None:
                self.root.skabeloner.publish(edition, self.act.clock.now())
            self.editions[key] = edition.sha256

    def _case(self) -> tuple[Case, int]:
        told = _object(self.json(STATE), STATE)
        reader = Reader(f"data/{STATE}", self.take)
        case = reader.object(told.get("case"), "Case", parent=self.root.sager)
        counter = told.get("counter")
        if not isinstance(counter, int) or isinstance(counter, bool) or not 0 <= counter < 1_000_000:
            raise reader.wrong("counter", f"{NOT_OURS}.")
        case.dokumenter = place(DocumentFolder(), case, "dokumenter")
        check_case(case, self.root, self.manifest)
        return case, counter

    def _documents(self, case: Case) -> None:
        states = sorted(one for one in self.bag.paths() if one.startswith(f"{STATE_OF_DOCUMENTS}/"))
        for number, path in enumerate(states, 1):
            document = self._document(case, path)
            check_document(document, case, self.root, self.editions, f"data/{path}")
            case.dokumenter[document.label] = document
            self._draft(document, path)
            self.versions += len(document.versions)
            if number % AT_ONCE == 0:
                self.root._p_jar.transaction_manager.savepoint(optimistic=True)
                self.root._p_jar.cacheGC()

    def _document(self, case: Case, path: str) -> Document:
        told = _object(self.json(path), path)
        texts, told["versions"] = told.get("versions"), {"$tuple": []}
        reader = Reader(f"data/{path}", self.take)
        document = reader.object(told, "Document", parent=case.dokumenter)
        if not isinstance(texts, list):
            raise reader.wrong("versions", f"{NOT_OURS}.")
        for number, text in enumerate(texts):
            version = self._version(reader, document, text, f"versions.{number}")
            document.versions = (*document.versions, version)
        return document

    def _version(self, reader: Reader, document: Document, told: Any, where: str) -> Version:
        told = dict(_object(told, reader.file))
        path = told.pop("$content", None)
        found = reader.object(told, "Version", where, document)
        if not isinstance(path, str):
            raise reader.wrong(where, f"{NOT_OURS}.")
        content = _object(self.json(path), path).get("data")
        try:
            again = Version.again(vars(found), _object(content, path), document.versions)
        except Damaged:
            text = "Teksten er ikke den, der blev gemt: kontrolsummen passer ikke til den."
            raise refused(f"data/{path}", text) from None
        return again

    def _draft(self, document: Document, path: str) -> None:
        path = f"{STATE_OF_DRAFTS}/{path.rpartition('/')[2]}"
        if document.draft is None:
            return
        if path not in self.bag.paths():
            raise refused(f"data/{path}", "Dokumentet har et udkast, men dets tekst er ikke i pakken.")
        draft = Reader(f"data/{path}", self.take).object(self.json(path), "Draft")
        if draft.document_id != document.id or (draft.form_key, draft.edition_number) not in self.editions:
            raise refused(f"data/{path}", f"Udkastet hører til et andet dokument. {NOT_OURS}.")
        self.drafts.add(draft)

    def take(self, path: str, sha256: str) -> Any:
        """Make a blob of a file of the package."""
        data = self.bag.read(path)
        self.files[sha256] = path
        if hashlib.sha256(data).hexdigest() != sha256:
            raise refused(f"data/{path}", "Filen er ikke den, der hører til: kontrolsummen passer ikke til den.")
        return write_blob(data)

    def _remember(self, case: Case, counter: int) -> None:
        names, counters = self.root.sager.names, self.root._p_jar.root()["labels"]
        for document in case.dokumenter.values():
            for name in names_of(document):
                names[name] = case.case_no
        counters[case.case_no] = max(counters.get(case.case_no, 0), counter)
        persons.remember(case)

    def _note(self, case: Case, proof: bytes) -> None:
        """Keep what proves the past, and ask for it to be taken into the own chain and ledger."""
        signed = self.bag.signed
        told = {
            "package": signed.digest,
            "made_at": str(self.manifest.get("made_at", "")),
            "signed_by": signed.name,
            "known": signed.known,
            "chain": dict(_object(self.manifest.get("chain"), "data/manifest.json")),
        }
        case.origin = place(Origin(write_blob(proof), told), case, "origin")
        event(case, RESTORED, self.act, data={"package": signed.digest, "made_at": told["made_at"]})
        self.root.job.add(Job(KIND, KIND, {"case_no": case.case_no}, self.act.clock.now()))

    def _warnings(self, case: Case) -> Iterator[Problem]:
        """Say what the administrator should know: who is not here, and what was not in the package."""
        staff = self.root.medarbejdere
        users = {one["user_id"] for one in case.involvements if ":" not in one["user_id"]} - set(staff)
        for user in sorted(users):
            text = f"Medarbejderen »{user}« er ikke i systemet her og får først adgang, når organisationen er læst ind."
            yield Problem(("involvements",), "staff", text, True)
        if not self.bag.signed.known:
            name = self.bag.signed.name
            text = (
                f"Pakken er forseglet af »{name}«, som ikke kendes her. Kendes det, så nævn certifikatet med --trust."
            )
            yield Problem(("signature.p7s",), "seal", text, True)
        if self.manifest.get("drafts") is not True:
            text = "Pakken er lavet uden udkast og tekster til gennemsyn, så de er ikke med."
            yield Problem(("manifest.json",), "drafts", text, True)
        if case.person.name_address_protection:
            yield Problem(("person",), "address", "En beskyttet adresse er ikke med i pakker. Slå den op igen.", True)


def names_of(document: Document) -> Iterator[str]:
    """List the names by which a document is found: its label, and the ids that it had in files."""
    yield document.label
    yield from filter(None, (document.external_id, *(version.external_id for version in document.versions)))


def _object(told: Any, where: str) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise refused(where, f"Her skal stå et JSON-objekt. {NOT_OURS}.")
    return told


def proof_of(case: Case) -> list[Mapping[str, Any]]:
    """Return the lines of the package that a case came from: events with their links, and rows of the ledger."""
    return [json.loads(line) for line in case.origin.bytes().splitlines()] if case.origin is not None else []
