"""The file itself: its bytes, its tag tree, its ink, and what the renderer may ask for."""

import io
import logging
import os
import re
import subprocess
import sys
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image

from kuidocs.services.pdf.api import ARCHIVE, SIGNING, GlyphsMissing
from kuidocs.services.pdf.paper import stamp
from kuidocs.services.pdf.payload import payload
from tests.services.pdf import demo, paper

SAMPLE = ("FLK-2026-0117-D05", "FLK-2026-0117-D09", "FLK-2026-0117-D11", "FLK-2026-0117-D13", "FLK-2026-0163-D24")
HASHES = """
import hashlib
from tests.services.pdf import demo
for name in ("FLK-2026-0117-D11", "FLK-2026-0163-D24"):
    for profile in ("arkiv", "underskrift"):
        print(hashlib.sha256(demo.inline().render(demo.job(name, profile))).hexdigest())
"""


def elsewhere(**environment: str) -> str:
    """Render in a process of its own, under other circumstances."""
    command = [sys.executable, "-W", "ignore", "-c", HASHES]
    done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def test_same_job_same_bytes_everywhere(tmp_path):
    first = elsewhere(PYTHONHASHSEED="0", TZ="Asia/Tokyo", LC_ALL="C", HOME=str(tmp_path))
    second = elsewhere(PYTHONHASHSEED="1", TZ="America/New_York", LC_ALL="C.UTF-8", LANG="de_DE.UTF-8")

    assert first == second
    assert len(set(first.split())) == 4


@pytest.mark.parametrize("document_id", SAMPLE)
def test_twice_in_one_process(service, printed, document_id):
    assert service.render(demo.job(document_id)) == printed(document_id)


def test_other_content_gives_other_bytes(service, printed):
    job = demo.job("FLK-2026-0117-D14")

    assert service.render(replace(job, content=job.content | {"reason": "Noget andet."})) != printed(
        "FLK-2026-0117-D14"
    )


def test_weasyprint_has_nothing_to_say(service, caplog):
    with caplog.at_level(logging.INFO, "weasyprint"):
        for document_id in SAMPLE:
            service.render(demo.job(document_id))

    assert [record.getMessage() for record in caplog.records if record.name == "weasyprint"] == []


@pytest.mark.parametrize("document_id", SAMPLE)
def test_the_tag_tree_has_lists_and_scoped_heads(printed, document_id):
    elements = paper.structure(printed(document_id))
    levels = [int(kind[2:]) for kind, _ in elements if re.fullmatch(r"/H\d", kind)]

    assert {scope for kind, scope in elements if kind == "/TH"} <= {"/Row", "/Column"}
    assert levels.count(1) == 1
    assert set(levels) <= {1, 2, 3}


@pytest.mark.outside
@paper.needs_poppler
@pytest.mark.parametrize("document_id", SAMPLE)
def test_head_and_foot_are_not_in_the_tag_tree(printed, document_id):
    told = paper.run(["pdfinfo", "-struct-text", "-"], printed(document_id)).decode()

    assert "Kontrolkode" not in told
    assert "Side 1 af" not in told
    assert demo.job(document_id).facts.case_no in told


@pytest.mark.outside
@paper.needs_poppler
@pytest.mark.parametrize("document_id", [document["document_id"] for _, document in demo.documents()])
def test_the_zones_for_holes_are_free_of_ink(printed, document_id):
    pdf = printed(document_id)
    for page in range(1, paper.pages(pdf) + 1):
        png = paper.run(["pdftoppm", "-r", "50", "-gray", "-png", "-f", str(page), "-l", str(page), "-"], pdf)
        dark = Image.open(io.BytesIO(png)).convert("L").point(lambda value: 255 if value < 200 else 0)
        left, right = round(20 / 25.4 * 50), round(194 / 25.4 * 50)
        zones = dark.crop((0, 0, left, dark.height)), dark.crop((right, 0, dark.width, dark.height))
        marks = [zone.getbbox() for zone in zones]

        # The letter's fold marks are the only ink at the edge.
        assert marks == [None, None] or (page == 1 and marks[0] and marks[0][0] < 16 and marks[1] is None)


def test_drafts_have_the_watermark_and_approved_ones_not(printed, service):
    draft = demo.job("FLK-2026-0163-D24")
    approved = replace(draft, facts=replace(draft.facts, state="approved"))

    # The word is drawn as lines, so it is found by its colour: #d9d9d9.
    assert b"0.85098" in drawn(printed("FLK-2026-0163-D24"))
    assert b"0.85098" not in drawn(service.render(approved))


def drawn(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        streams = [each for each in file.objects if isinstance(each, pikepdf.Stream)]
        return b"".join(each.read_bytes() for each in streams if each.get("/Subtype") in ("/Form", None))


def test_the_reference_table_is_classic(printed):
    for profile in (ARCHIVE, SIGNING):
        pdf = printed("FLK-2026-0117-D14", profile)
        assert b"\nxref\n" in pdf
        assert b"/ObjStm" not in pdf


def test_a_signing_file_embeds_nothing_and_renames_fonts(printed):
    with pikepdf.open(io.BytesIO(printed("FLK-2026-0117-D11", SIGNING))) as file:
        fonts = {name for page in file.pages for name in page.Resources.Font}
        assert list(file.attachments) == []
        assert "/AcroForm" not in file.Root
        assert all(re.fullmatch(r"/F\d", name) for name in fonts)


def test_the_archive_file_names_its_attachment_once(printed):
    with pikepdf.open(io.BytesIO(printed("FLK-2026-0117-D11"))) as file:
        assert len(file.Root.AF) == 1


def test_only_the_fonts_of_the_package_are_used(printed):
    with pikepdf.open(io.BytesIO(printed("FLK-2026-0117-D11"))) as file:
        names = {
            str(each.FontName) for each in file.objects if isinstance(each, pikepdf.Dictionary) and "/FontName" in each
        }

    assert names
    assert all("Plex" in name for name in names)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1/", "kui:../fonts.conf", "data:text/css,x"])
def test_the_fetcher_serves_the_package_only(url):
    from weasyprint.urls import FatalURLFetchingError

    from kuidocs.services.pdf.engine import PackageFetcher

    with pytest.raises(FatalURLFetchingError) as refused:
        PackageFetcher().fetch(url)
    with pytest.raises(FatalURLFetchingError):
        PackageFetcher().open(url)
    assert url not in str(refused.value)


def test_the_fetcher_serves_the_drawings():
    from kuidocs.services.pdf.engine import PackageFetcher

    assert b"<svg" in PackageFetcher().fetch("kui:logo.svg").read()


def test_characters_without_glyph_stop_what_is_approved_but_not_a_draft(service):
    draft = demo.job("FLK-2026-0163-D24")
    draft = replace(draft, content=draft.content | {"successes": "漢"})
    approved = replace(draft, facts=replace(draft.facts, state="approved"))

    assert service.render(draft).startswith(b"%PDF")
    with pytest.raises(GlyphsMissing, match="U\\+6F22"):
        service.render(approved)


@paper.needs_poppler
def test_a_name_without_glyphs_does_not_keep_a_paper_from_being_sealed(service):
    named = demo.job("FLK-2026-0163-D20")
    person = replace(named.facts.person, full_name="Åse 張", preferred_name="張")

    assert "Åse \ufffd" in paper.text(service.render(replace(named, facts=replace(named.facts, person=person))))


def test_no_template_prints_without_escaping():
    from kuidocs.services.pdf.glyphs import FONTS

    for template in FONTS.parent.glob("*.pt"):
        assert "structure" not in template.read_text("utf-8")


def test_the_data_in_the_file_has_no_facts():
    job = demo.job("FLK-2026-0117-D11")

    assert b"Kontrolkode" not in payload(job, {"form": "x", "number": 1})
    assert job.facts.audit_head.encode() not in payload(job, {"form": "x", "number": 1})


@pytest.mark.parametrize(
    ("told", "stamped"),
    [
        ("2026-03-24", "2026-03-24T12:00:00+01:00"),
        ("2026-07-24", "2026-07-24T12:00:00+02:00"),
        ("2026-07-24T09:05", "2026-07-24T09:05:00+02:00"),
        ("2026-07-24T09:05:07+02:00", "2026-07-24T09:05:07+02:00"),
    ],
)
def test_moments_have_their_offset(told, stamped):
    assert stamp(told) == stamped
