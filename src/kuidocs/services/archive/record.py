"""The record of one paper, or of one attachment by itself, as XML (templates/journal/record.xsd): what a journal asks
for, and nothing of what the paper says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ...domain.rules.privacy import ID_NUMBER
from .receipts import SPACE

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML can hold, however they are written."""
MASKED = "••••••-••••"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whom the paper is about, from or to. ``outcome`` and ``method`` are those of a signature."""

    role: str
    name: str
    birth_date: str = ""
    outcome: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """A file of the delivery, as the record describes it."""

    role: str
    name: str
    media_type: str
    sha256: str
    length: int


@dataclass(frozen=True, slots=True)
class CaseTold:
    """What a record tells of the case."""

    case_no: str
    kle: str
    municipality: str
    opened: str
    responsible: str
    protected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What every record tells. Dates and moments are ISO text, "" where there is none."""

    key: str
    issue: int
    case: CaseTold
    kind: str
    title: str
    direction: str
    meeting: str
    parties: Sequence[Party]
    files: Sequence[Described]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Filed):
    """All that is told of a paper."""

    document_id: str
    label: str
    source_id: str
    version: int
    replaces: int
    form: str
    edition: int
    written: str
    approved: str
    signed: str
    sealed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRecord(Filed):
    """All that is told of an attachment that is filed by itself."""

    attachment_id: str
    document: str
    """The label and the number of the version that it belongs to, "" and 0 for a case and a meeting."""
    version: int
    replaces: str
    given_by: str
    received: str
    added: str
    withdrawn: str


Texts = Sequence[tuple[str, str]]


def write_record(record: Record) -> bytes:
    """Write a record; the same one gives the same bytes."""
    document = (
        ("documentId", record.document_id),
        ("label", record.label),
        ("sourceId", record.source_id),
        ("version", str(record.version)),
        ("replacesVersion", str(record.replaces) if record.replaces else ""),
        ("form", record.form),
        ("edition", str(record.edition)),
        ("kind", record.kind),
        ("title", record.title),
        ("direction", record.direction),
    )
    dates = (
        ("written", record.written),
        ("approved", record.approved),
        ("signed", record.signed),
        ("sealed", record.sealed),
        ("meeting", record.meeting),
    )
    return _written("record", record, (("document", document), ("dates", dates)))


def write_attachment_record(record: AttachmentRecord) -> bytes:
    """Write the record of an attachment; the same one gives the same bytes."""
    attachment = (
        ("attachmentId", record.attachment_id),
        ("documentLabel", record.document),
        ("version", str(record.version) if record.version else ""),
        ("replacesAttachment", record.replaces),
        ("kind", record.kind),
        ("title", record.title),
        ("direction", record.direction),
        ("givenBy", record.given_by),
    )
    dates = (
        ("received", record.received),
        ("added", record.added),
        ("withdrawn", record.withdrawn),
        ("meeting", record.meeting),
    )
    return _written("attachmentRecord", record, (("attachment", attachment), ("dates", dates)))


def _written(name: str, record: Filed, parts: Sequence[tuple[str, Texts]]) -> bytes:
    """Write what all records have in common around the parts of one kind."""
    ET.register_namespace("", SPACE)
    root = ET.Element(_n(name), {"key": record.key, "issue": str(record.issue)})
    case = (
        ("caseNumber", record.case.case_no),
        ("kle", record.case.kle),
        ("municipality", record.case.municipality),
        ("opened", record.case.opened),
        ("responsible", record.case.responsible),
    )
    for part, told in (("case", case), *parts):
        _texts(ET.SubElement(root, _n(part)), told)
    protected = "true" if record.case.protected else "false"
    ET.SubElement(root, _n("access"), {"level": "confidential", "nameAndAddressProtection": protected})
    _parties(ET.SubElement(root, _n("parties")), record.parties)
    _files(ET.SubElement(root, _n("files")), record.files)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _n(name: str) -> str:
    return f"{{{SPACE}}}{name}"


def _text(text: str) -> str:
    """Return a text as XML can hold it, without the personal number that somebody may have put into a name."""
    return " ".join(ID_NUMBER.sub(MASKED, NOT_XML.sub("\ufffd", text)).split())


def _texts(element: ET.Element, told: Texts) -> None:
    for name, text in told:
        if text:
            ET.SubElement(element, _n(name)).text = _text(text)


def _parties(element: ET.Element, parties: Sequence[Party]) -> None:
    for one in parties:
        more = {"birthDate": one.birth_date, "outcome": one.outcome, "method": one.method}
        told = {"role": one.role} | {name: text for name, text in more.items() if text}
        _texts(ET.SubElement(element, _n("party"), told), (("name", _text(one.name) or "?"),))


def _files(element: ET.Element, files: Sequence[Described]) -> None:
    for one in files:
        told = {"role": one.role, "mediaType": one.media_type, "sha256": one.sha256, "length": str(one.length)}
        ET.SubElement(element, _n("file"), told).text = one.name
