"""Documents of a case: versions, and what happened to them."""

import re
from collections.abc import Mapping
from typing import Any

from ..domain import workflow
from .base import Folder, Resource, new_id
from .events import EventLog
from .files import Extract, SealedFile
from .signing import Artefact, ArtefactFolder
from .version import Version

NUMBER = re.compile(r"[0-9]{1,5}(-[0-9]{1,5})?")


class Document(Resource):
    """One document through all its versions.

    ``facts`` are plain data, only ever appended (D1); every state is computed from them (domain.workflow).
    ``draft`` is None or {"number", "round", "by", "at"}; the text of a draft lies in the database of drafts (D30).
    """

    external_id = ""
    meeting_number = 0
    draft: dict | None = None
    extracts: tuple[Extract, ...] = ()
    """What was given of a plan to others."""
    artefacts: tuple[Artefact, ...] = ()
    """Scans and signed files that show who has signed."""
    token = ""
    """Of the page that it was begun from: sent twice, it begins one document."""

    def __init__(self, label: str, form_key: str, created_by: Mapping[str, str], created_at: str) -> None:
        self.id = new_id()
        self.label = label
        self.form_key = form_key
        self.created_by, self.created_at = dict(created_by), created_at
        self.versions: tuple[Version, ...] = ()
        self.facts: tuple[dict, ...] = ()
        self.files: tuple[SealedFile, ...] = ()
        self.log = EventLog()

    def __getitem__(self, name: str) -> Any:
        if name == "versioner":
            return VersionFolder(self)
        if name == "underskriftsbilag":
            return ArtefactFolder(self)
        if name == "uddrag" and self.form_key == "kui.education_plan":
            return ExtractFolder(self)
        raise KeyError(name)

    @property
    def latest(self) -> Version | None:
        """The newest version, None while there is only a draft."""
        return self.versions[-1] if self.versions else None

    @property
    def number(self) -> int:
        """The version number that is being worked on, or the newest one."""
        if self.draft:
            return self.draft["number"]
        return self.versions[-1].number if self.versions else 1

    @property
    def state(self) -> str:
        """The state of the number that is being worked on."""
        return workflow.state(self.facts, self.number)

    def version(self, number: int, round: int | None = None) -> Version | None:
        """Return a version; without a round the last round of the number."""
        found = [v for v in self.versions if v.number == number and round in (None, v.round)]
        return found[-1] if found else None

    def in_force(self) -> Version | None:
        """Return the newest approved version, None when there is none."""
        numbers = workflow.approved_numbers(self.facts)
        return self.version(max(numbers)) if numbers else None

    def shown_state(self, number: int) -> str:
        """Return the state of a version as readers are told (D4)."""
        return workflow.shown_state(self.form_key, list(self.facts), number)

    def facts_of(self, kind: str, number: int | None = None) -> list[dict]:
        """List the facts of a kind, about one version number or all."""
        return [f for f in self.facts if f["kind"] == kind and (number is None or workflow.about(f, number))]

    def file(self, number: int, profile: str = "arkiv") -> SealedFile | None:
        """Return the sealed file of a version number, None while it is being made or was never approved."""
        found = [f for f in self.files if f.number == number and f.profile == profile]
        return found[-1] if found else None


class DocumentFolder(Folder):
    """Documents by label. A name from a file that was imported leads to the same document (D2)."""

    def __getitem__(self, name: str) -> Any:
        if name in self.children:
            return self.children[name]
        for document in self.values():
            if name in (document.id, document.external_id) or any(v.external_id == name for v in document.versions):
                return document
        raise KeyError(name)

    def in_order(self) -> list[Document]:
        """List the documents as they were begun."""
        return sorted(self.values(), key=lambda document: (document.created_at, document.label))

    def of_form(self, form_key: str) -> list[Document]:
        """List the documents of a form as they were begun."""
        return [document for document in self.in_order() if document.form_key == form_key]


class VersionFolder:
    """``/versioner``: the versions of a document by number, each also as ``<number>.pdf``."""

    __name__ = "versioner"

    def __init__(self, document: Document) -> None:
        self.__parent__ = document

    def __getitem__(self, name: str) -> Any:
        number, dot, suffix = name.partition(".")
        first, _, round_ = number.partition("-")
        if not NUMBER.fullmatch(number):
            raise KeyError(name)
        version = self.__parent__.version(int(first), int(round_) if round_ else None)
        if version is None or (dot and suffix != "pdf"):
            raise KeyError(name)
        return PrintedVersion(self, version) if dot else version


class PrintedVersion:
    """``/versioner/<number>.pdf``."""

    def __init__(self, folder: VersionFolder, version: Version) -> None:
        self.__parent__ = version
        self.__name__ = f"{version.number}.pdf"
        self.version = version


class ExtractFolder:
    """``/uddrag`` of a plan: what was given to others, each as ``<number>.pdf``."""

    __name__ = "uddrag"

    def __init__(self, document: Document) -> None:
        self.__parent__ = document

    def __getitem__(self, name: str) -> "PrintedExtract":
        for one in self.__parent__.extracts:
            if name == f"{one.number}.pdf":
                return PrintedExtract(self, one)
        raise KeyError(name)


class PrintedExtract:
    """``/uddrag/<number>.pdf``."""

    def __init__(self, folder: ExtractFolder, extract: Extract) -> None:
        self.__parent__ = folder
        self.__name__ = f"{extract.number}.pdf"
        self.extract = extract
