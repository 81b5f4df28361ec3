"""Receipts: what is written can be read, fits the schema, and nothing else is believed."""

import pytest
from lxml import etree

from kuidocs.assets import asset_root
from kuidocs.services.archive import ArchiveError, Receipt
from kuidocs.services.archive.receipts import MOST_BYTES, read_receipt, write_receipt
from tests import factories
from tests.contracts.archive_contract import delivery
from tests.journal_server import RECEIPT

ONE = delivery()
TOLD = {"id": "ESDH-1", "key": ONE.key, "sha256": ONE.paper.sha256, "at": "2026-11-21T10:00:00+01:00"}
SCHEMA = etree.XMLSchema(etree.parse(asset_root("templates") / "journal/receipt.xsd"))


def written(**changed):
    return RECEIPT.format(**(TOLD | changed)).encode()


def refusal(data):
    with pytest.raises(ArchiveError) as refused:
        read_receipt(data, ONE)
    return refused.value.code


def test_what_is_written_is_read_and_fits_the_schema():
    receipt = Receipt("mappe-1", factories.NOW)

    data = write_receipt(ONE, receipt)

    assert read_receipt(data, ONE) == receipt
    SCHEMA.assertValid(etree.fromstring(data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_receipts_of_others_are_read(encoding):
    data = RECEIPT.replace("UTF-8", encoding).format(**(TOLD | {"sha256": ONE.paper.sha256.upper()})).encode(encoding)

    assert read_receipt(data, ONE).id == "ESDH-1"


def test_the_order_of_the_four_does_not_matter_and_there_may_be_room():
    head, _, rest = written().decode().partition("<id>ESDH-1</id>")
    moved = rest.replace("</receipt>", "\n <id> ESDH-1 </id>\n</receipt>")

    assert read_receipt((head + moved).encode(), ONE).id == "ESDH-1"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"key": ""}, "wrong_receipt"),
        ({"key": "abcd-1-10"}, "wrong_receipt"),
        ({"sha256": ""}, "wrong_receipt"),
        ({"at": "2026-11-21T10:00:00"}, "broken_receipt"),
        ({"at": "2026-13-41"}, "broken_receipt"),
        ({"id": "x" * 201}, "broken_receipt"),
        ({"id": "linje&#10;skift"}, "broken_receipt"),
        ({"id": "bag&#x202E;fra"}, "broken_receipt"),
    ],
)
def test_each_part_is_asked(changed, code):
    assert refusal(written(**changed)) == code


BOMB = b"""<?xml version="1.0"?><!DOCTYPE receipt [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<receipt xmlns="urn:kuidocs:journal:1"><id>&b;</id></receipt>"""
FILE = b"""<!DOCTYPE receipt [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<receipt xmlns="urn:kuidocs:journal:1"><id>&x;</id></receipt>"""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 50,
        BOMB,
        FILE,
        BOMB.decode().replace('version="1.0"', 'version="1.0" encoding="utf-16"').encode("utf-16"),
        b'<?xml version="1.0" encoding="findes-ikke"?><receipt/>',
        written() + b"<mere/>",
        written().replace(b"urn:kuidocs:journal:1", b"urn:kuidocs:journal:2"),
        written().replace(b"<at>", b"<id>ESDH-2</id><at>"),
        written().replace(b"<id>ESDH-1</id>", b""),
        written().replace(b"receipt", b"record"),
        written() + b" " * MOST_BYTES,
        b"<a>" * 20_000,
    ],
)
def test_what_is_no_receipt(data):
    assert refusal(data) == "broken_receipt"
