"""The files keep PDF/A and PDF/UA, whatever the document says: asked of veraPDF, once for all files."""

import io
from dataclasses import replace

import pikepdf
import pytest

from kuidocs.services.pdf.api import ARCHIVE, SIGNING, PrintJob
from tests.outside.vera import vera
from tests.services.pdf import demo, paper

pytestmark = [pytest.mark.outside, vera.needs_java]
STATES = {"draft": "Udkast", "in_review": "Til gennemsyn", "approved": "Godkendt", "annulled": "Annulleret"}
OF_EACH_FORM = {document["form_key"]: document["document_id"] for _, document in demo.documents()}


def in_state(job: PrintJob, state: str) -> PrintJob:
    return replace(job, facts=replace(job.facts, state=state, state_label=STATES[state]))


@pytest.fixture(scope="module")
def archive_files(printed, service, tmp_path_factory):
    """Every document of both persons, and each form in each state, empty too."""
    folder = tmp_path_factory.mktemp("arkiv")
    for _, document in demo.documents():
        (folder / f"{document['document_id']}.pdf").write_bytes(printed(document["document_id"]))
    for form, document_id in OF_EACH_FORM.items():
        job = demo.job(document_id)
        for state in STATES:
            (folder / f"{form}.{state}.pdf").write_bytes(service.render(in_state(job, state)))
        (folder / f"{form}.empty.pdf").write_bytes(service.render(in_state(replace(job, content={}), "draft")))
    return sorted(folder.glob("*.pdf"))


def test_archive_files_are_pdf_a_3a_and_pdf_ua(archive_files):
    assert len(archive_files) == 49 + 14 * 5
    assert vera.broken(archive_files, "3a", "ua1") == ""


def test_signing_files_are_pdf_a_2a_and_pdf_ua(service, tmp_path):
    """Each form in each state, empty too."""
    for form, document_id in OF_EACH_FORM.items():
        job = demo.job(document_id, SIGNING)
        for state in STATES:
            (tmp_path / f"{form}.{state}.pdf").write_bytes(service.render(in_state(job, state)))
        (tmp_path / f"{form}.empty.pdf").write_bytes(service.render(in_state(replace(job, content={}), "draft")))

    assert vera.broken(sorted(tmp_path.glob("*.pdf")), "2a", "ua1") == ""


def test_a_file_that_breaks_the_standard_is_seen(printed, tmp_path):
    with pikepdf.open(io.BytesIO(printed("FLK-2026-0117-D14"))) as file:
        del file.Root.StructTreeRoot
        del file.Root.Metadata
        file.save(tmp_path / "broken.pdf")

    assert "FAIL\t3a" in vera.broken([tmp_path / "broken.pdf"], "3a", "ua1")


HOSTILE = {
    "markup": "<b>fed</b> <script>alert(1)</script> &amp; </p></body>",
    "image": '<img src="file:///etc/passwd"><img src="http://127.0.0.1/x">',
    "attachment": '<link rel="attachment" href="file:///etc/passwd"><a rel="attachment" href="file:///etc/passwd">x</a>',
    "style": "<style>@import url(file:///etc/passwd);*{background:url(http://127.0.0.1/)}</style>",
    "template": "${1+1} <tal:x replace='1'/> <?python 1 ?> {% x %}",
    "emoji": "😀 👍🏽 👩‍👩‍👧 ❤️ 1️⃣ 🇩🇰",
    "scripts": "Привет Ελλάδα Łódź Tiếng Việt ",
    "bidi": "\u202edlrow\u202c \u2066a\u2069 \ufeff",
    "invisible": "a\u200bb\u00adc\u2011d\u2010e\u200df\u2060g",
    "marks": "e\u0301\u0302 Z\u0351\u0321 å",
    "long word": "a" * 8000,
    "long text": "Ord " * 2000,
    "list": "- ét\n- to\n• tre\n" * 40,
}


@pytest.fixture(scope="module")
def hostile_files(service, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for name, text in HOSTILE.items():
        (folder / f"{name}.pdf").write_bytes(service.render(said(text)))
    return sorted(folder.glob("*.pdf"))


def said(text: str) -> PrintJob:
    """Minutes in which somebody writes this wherever there is room."""
    job = demo.job("FLK-2026-0117-D11")
    line = text[:150].replace("\n", " ")
    tasks = [task | {"task_text": text} for task in job.content["who_does_what"][:2]]
    goals = [goal | {"goal_text": text, "youth_words": text} for goal in job.content["goals"][:1]]
    changed = {"youth_words": text, "parked_topics": text, "who_does_what": tasks, "goals": goals, "consent_ref": line}
    return PrintJob(job.edition, job.content | changed, job.facts)


def test_hostile_texts_keep_the_standards(hostile_files):
    assert vera.broken(hostile_files, "3a", "ua1") == ""


@paper.needs_poppler
@pytest.mark.parametrize("name", ["markup", "image", "attachment", "style", "template"])
def test_markup_is_printed_as_it_was_written(hostile_files, name):
    file = next(path for path in hostile_files if path.stem == name)
    words = paper.text(file.read_bytes()).replace(" ", "")

    assert HOSTILE[name].replace(" ", "") in words


def test_nothing_is_embedded_but_the_data(hostile_files):
    for path in hostile_files:
        with pikepdf.open(path) as file:
            assert list(file.attachments) == ["kuidocs.json"]
            assert b"root:x" not in path.read_bytes()


def test_the_embedded_data_is_the_job(printed):
    with pikepdf.open(io.BytesIO(printed("FLK-2026-0117-D11"))) as file:
        data = file.attachments["kuidocs.json"].get_file().read_bytes()

    from kuidocs.services.pdf.payload import payload

    job = demo.job("FLK-2026-0117-D11")
    assert data == payload(job, {"form": "kui.minutes.coordination", "number": 1})
    assert job.profile == ARCHIVE
