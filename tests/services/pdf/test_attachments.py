"""The list of attachments on the last page of a document."""

from dataclasses import replace

import pytest

from kuidocs.services.pdf.api import ARCHIVE, SIGNING, AttachmentFacts
from tests.services.pdf import demo, paper

DRAWING = AttachmentFacts(
    "Hesten på <gården> & 🎈", "Tegning eller brev fra den unge", "2026-11-20", "0123456789abcdef" * 4
)
SIGNED = AttachmentFacts("Aftale", "Underskrevet papir", "2026-11-21", "f" * 64)


def job(*attachments, profile=ARCHIVE, name="FLK-2026-0117-D11", **more):
    found = demo.job(name, profile, **more)
    return replace(found, facts=replace(found.facts, attachments=attachments))


def test_without_any_the_paper_is_as_it_was(service, printed):
    assert service.render(job()) == printed("FLK-2026-0117-D11")


@pytest.mark.parametrize("profile", [ARCHIVE, SIGNING])
def test_the_same_list_gives_the_same_bytes_and_another_gives_others(service, profile):
    first = service.render(job(DRAWING, SIGNED, profile=profile))

    assert service.render(job(DRAWING, SIGNED, profile=profile)) == first
    assert service.render(job(DRAWING, profile=profile)) != first


@paper.needs_poppler
@pytest.mark.parametrize("name", ["FLK-2026-0117-D11", "PLAN-0117-v1", "FLK-2026-0117-D01"])
def test_the_list_says_what_when_and_the_checksum(service, name):
    words = paper.text(service.render(job(DRAWING, SIGNED, name=name)))

    assert "Bilag til dette dokument" in words
    for said in (
        "Hesten på <gården> &",
        "Tegning eller brev",
        "20. november 2026",
        "0123456789abcdef",
        "Aftale",
        "f" * 16,
    ):
        assert said in words.replace("\u00a0", " ")
    assert "0123456789abcdef0" not in words


@paper.needs_poppler
def test_a_paper_without_attachments_has_no_heading_for_them(service):
    assert "Bilag til dette dokument" not in paper.text(service.render(job()))


@paper.needs_poppler
def test_a_title_that_cannot_be_printed_does_not_keep_the_paper_from_being_sealed(service):
    """It is refused where it is written; what is there all the same is printed as a sign of loss."""
    assert "\ufffd" in paper.text(service.render(job(replace(SIGNED, title="\u1234"))))
