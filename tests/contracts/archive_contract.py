"""What a journal does, whichever it is."""

import pytest

from kuidocs.services.archive import ArchiveError, ArchiveFile, ArchiveService, Delivery

PDF = b"%PDF-1.7 " + bytes(range(256)) * 40 + b"\r\n--\r\n%%EOF"
RECORD = '<?xml version="1.0"?><record xmlns="urn:kuidocs:journal:1">Æøå</record>'.encode()


def delivery(key: str = "abcd-1-1", pdf: bytes = PDF, record: bytes = RECORD) -> Delivery:
    """Make a delivery of a paper with one attachment."""
    paper = ArchiveFile("FLK-2026-0001-D01-v1.pdf", "application/pdf", pdf)
    return Delivery(key, record, (paper, ArchiveFile("FLK-2026-0001-D01-v1-1-brev.png", "image/png", b"\x89PNG\r\n")))


class ArchiveContract:
    """Run against every implementation. ``arrived()`` gives what lies there: key -> {name: bytes}."""

    @pytest.fixture
    def archive(self) -> ArchiveService:
        raise NotImplementedError

    @pytest.fixture
    def arrived(self):
        raise NotImplementedError

    def test_everything_arrives_byte_for_byte_and_there_is_a_receipt(self, archive, arrived):
        receipt = archive.deliver(delivery())

        (found,) = arrived().values()
        assert (found["record.xml"], found["FLK-2026-0001-D01-v1.pdf"]) == (RECORD, PDF)
        assert found["FLK-2026-0001-D01-v1-1-brev.png"] == b"\x89PNG\r\n"
        assert receipt.id
        assert receipt.at.tzinfo is not None

    def test_the_same_delivery_again_gives_the_same_receipt_and_lies_there_once(self, archive, arrived):
        first = archive.deliver(delivery())

        assert archive.deliver(delivery()) == first
        assert len(arrived()) == 1

    def test_the_same_key_with_a_newer_record_is_still_the_first_delivery(self, archive, arrived):
        first = archive.deliver(delivery())

        assert archive.deliver(delivery(record=RECORD + b"<!-- -->")) == first
        assert arrived()["abcd-1-1"]["record.xml"] == RECORD

    def test_another_paper_under_the_same_key_is_refused_for_good(self, archive, arrived):
        archive.deliver(delivery())

        with pytest.raises(ArchiveError) as refused:
            archive.deliver(delivery(pdf=PDF + b" "))

        assert refused.value.permanent
        assert arrived()["abcd-1-1"]["FLK-2026-0001-D01-v1.pdf"] == PDF

    def test_two_deliveries_are_two(self, archive, arrived):
        one, other = archive.deliver(delivery()), archive.deliver(delivery("abcd-1-2"))

        assert one.id != other.id
        assert set(arrived()) == {"abcd-1-1", "abcd-1-2"}

    def test_it_says_what_it_is(self, archive):
        assert archive.name
