"""Access to the papers of a case, through the pages: asked for, gone through, decided, made and handed out."""

import io
import zipfile

import pikepdf
import pytest

from kuidocs.domain.redacting import OMITTED
from kuidocs.jobs import disclosing
from tests.outside.vera import vera
from tests.views import making
from tests.views.insight import (
    REASON,
    SECRET,
    act,
    bundle,
    decision,
    extracted,
    grant,
    hides,
    open_paper,
    paper,
    register,
)


@pytest.fixture
def jonas(site):
    making.change(site, paper)
    site.browser.log_in("jonas")
    return site


# The whole way


def test_a_request_goes_all_the_way_and_nothing_that_was_left_out_is_in_the_files(jonas):
    register(jonas).follow()
    decision(open_paper(jonas), "redact", SECRET)
    act(jonas, "send")
    grant(jonas)
    jonas.browser.become("jonas")

    pdf, packed = bundle(jonas, "pdf"), bundle(jonas, "zip")

    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        names = opened.namelist()
        copy = opened.read(names[1])
    assert names == ["00 aktliste.pdf", "01 FLK-2026-0001-D01 v1.pdf"]
    for file in (pdf, copy):
        assert hides(file, SECRET)
        assert OMITTED in extracted(file)
        assert "Freja trives" in extracted(file)
    assert "Ekstraheret kopi" in extracted(copy)
    assert "Noget er udeladt" in extracted(copy)
    with pikepdf.open(io.BytesIO(copy)) as opened:
        assert not opened.attachments
        assert "/StructTreeRoot" in opened.Root
    listed = extracted(pdf)
    assert "Aktliste" in listed
    assert "Givet, ekstraheret" in " ".join(listed.split())
    assert "fra side 2" in " ".join(listed.split()).replace("\u00a0", " ")
    act(jonas, "givet", maade="in_person", dag="2026-11-21")
    kinds = [event.kind for event in jonas.events() if event.kind.startswith("insight.")]
    for wanted in ("registered", "decided", "submitted", "granted", "made", "file_read", "handed_out"):
        assert f"insight.{wanted}" in kinds


@pytest.mark.outside
@vera.needs_java
def test_the_list_the_copy_and_the_bound_file_keep_the_standards(jonas, tmp_path):
    register(jonas).follow()
    decision(open_paper(jonas), "redact", SECRET)
    act(jonas, "send")
    grant(jonas)
    jonas.browser.become("jonas")

    with zipfile.ZipFile(io.BytesIO(bundle(jonas, "zip"))) as opened:
        opened.extractall(tmp_path / "zip")
    (tmp_path / "bound.pdf").write_bytes(bundle(jonas, "pdf"))

    assert vera.broken(sorted((tmp_path / "zip").glob("*.pdf")), "3a", "ua1") == ""
    assert vera.broken([tmp_path / "bound.pdf"], "ua1") == ""


def test_a_sealed_paper_that_is_given_whole_is_the_sealed_file(jonas):
    register(jonas).follow()
    decision(open_paper(jonas), "give")
    act(jonas, "send")
    grant(jonas)
    jonas.browser.become("jonas")

    with zipfile.ZipFile(io.BytesIO(bundle(jonas, "zip"))) as opened:
        given = opened.read(opened.namelist()[1])

    with jonas.system.reading() as root:
        document = next(iter(root.sager[making.CASE_NO].dokumenter.values()))
        assert given == document.files[0].bytes()
    assert not hides(given, SECRET)


def test_a_paper_that_is_withheld_is_only_a_line_of_the_list(jonas):
    register(jonas).follow()
    decision(open_paper(jonas), "withhold")
    act(jonas, "send")
    grant(jonas)
    jonas.browser.become("jonas")

    pdf, packed = bundle(jonas, "pdf"), bundle(jonas, "zip")

    assert hides(pdf, SECRET)
    assert zipfile.ZipFile(io.BytesIO(packed)).namelist() == ["00 aktliste.pdf"]
    told = " ".join(extracted(pdf).split())
    assert "Ikke givet" in told
    assert REASON.rstrip(".") in told.replace("\u00a0", " ")
    assert "§ 15 b" in told.replace("\u00a0", " ")


def test_the_job_run_again_keeps_the_same_bundle(jonas):
    register(jonas).follow()
    decision(open_paper(jonas), "give")
    act(jonas, "send")
    grant(jonas)
    with jonas.system.reading() as root:
        asked = root.sager[making.CASE_NO].aktindsigt["1"]
        before, granted = [file.sha256 for file in asked.files], asked.last("granted")["id"]
    again = disclosing.bundle(jonas.system, {"case_no": making.CASE_NO, "number": 1, "granted": granted})

    assert again["kept"] is False
    with jonas.system.reading() as root:
        assert [file.sha256 for file in root.sager[making.CASE_NO].aktindsigt["1"].files] == before
