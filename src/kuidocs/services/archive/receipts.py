"""Receipts as XML (templates/journal/receipt.xsd): written by our folder, read from whoever answers.

What is read came from outside: it is small, it declares nothing, and it must name exactly what was delivered.
"""

from datetime import datetime
from xml.etree import ElementTree as ET
from xml.parsers import expat

from .api import ArchiveError, Delivery, Receipt

SPACE = "urn:kuidocs:journal:1"
MOST_BYTES = 64_000
LONGEST_ID = 200
NAMES = ("id", "key", "sha256", "at")


def write_receipt(delivery: Delivery, receipt: Receipt) -> bytes:
    """Write the receipt of a delivery."""
    ET.register_namespace("", SPACE)
    root = ET.Element(f"{{{SPACE}}}receipt")
    told = (receipt.id, delivery.key, delivery.paper.sha256, receipt.at.isoformat(timespec="seconds"))
    for name, text in zip(NAMES, told, strict=True):
        ET.SubElement(root, f"{{{SPACE}}}{name}").text = text
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def read_receipt(data: bytes, delivery: Delivery) -> Receipt:
    """Read the receipt of a delivery.

    Raises ArchiveError: ``broken_receipt`` for what is none, ``wrong_receipt`` for that of something else.
    """
    told = _told(data)
    if (told["key"], told["sha256"].lower()) != (delivery.key, delivery.paper.sha256):
        raise ArchiveError("wrong_receipt")
    try:
        at = datetime.fromisoformat(told["at"])
    except ValueError:
        raise ArchiveError("broken_receipt", "at") from None
    if at.tzinfo is None or not _is_id(told["id"]):
        raise ArchiveError("broken_receipt", "at or id")
    return Receipt(told["id"], at)


def _is_id(text: str) -> bool:
    return 0 < len(text) <= LONGEST_ID and text.isprintable()


def _told(data: bytes) -> dict[str, str]:
    """Return the four texts of a receipt, each of which stands there once."""
    if len(data) > MOST_BYTES:
        raise ArchiveError("broken_receipt", "too long")
    _refuse_declarations(data)
    root = ET.fromstring(data)  # noqa: S314 - it is small and declares nothing; both were asked above
    found = [(child.tag, (child.text or "").strip()) for child in root]
    names = [f"{{{SPACE}}}{name}" for name in NAMES]
    if root.tag != f"{{{SPACE}}}receipt" or sorted(tag for tag, _ in found) != sorted(names):
        raise ArchiveError("broken_receipt", "not a receipt")
    return {tag.rpartition("}")[2]: text for tag, text in found}


def _refuse_declarations(data: bytes) -> None:
    """Refuse what is no XML, and what declares entities: they could grow without end or name files."""

    def declares(*_: object) -> None:
        raise ArchiveError("broken_receipt", "declarations")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declares
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise ArchiveError("broken_receipt", "not XML") from None
