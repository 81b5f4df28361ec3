"""The report of who has seen a case as a paper: whole, readable for all, and made of the same words."""

import io
from dataclasses import replace

import pikepdf
import pytest

from kuidocs.services.pdf.api import SeenJob
from tests.domain.test_seen import BASE, many, whole
from tests.outside.vera import vera
from tests.services.pdf import paper

HOSTILE = '<script>x</script><img src="file:///etc/passwd"> ${1+1} 😀 \u202edlrow '
CASES = {
    "empty": whole(),
    "plain": whole(many(3)),
    "long": whole(many(300)),
    "hostile": whole([replace(one, what=HOSTILE, department=HOSTILE) for one in many(2)]),
    "nobody to ask": whole(many(1), about=replace(BASE, contact=replace(BASE.contact, name=""), name="")),
}


@pytest.fixture(scope="module")
def files(service):
    return {name: service.render(SeenJob(report)) for name, report in CASES.items()}


@paper.needs_poppler
def test_it_says_what_the_report_says(files):
    words = paper.text(files["plain"]).replace("\u00a0", " ")

    for said in ("Hvem har set min sag?", *CASES["plain"].lead, "Til Freja Lundsgaard Holm", "Spørg Jonas Ravnsborg"):
        assert said in words


@paper.needs_poppler
def test_nothing_is_left_out_of_a_long_one(files):
    words = paper.text(files["long"]).replace("\u00a0", " ")

    assert words.count("læste mødet nr.") == 300
    assert paper.pages(files["long"]) > 3


@paper.needs_poppler
def test_words_of_users_are_words(files):
    assert "<script>x</script>" in paper.flat(paper.raw(files["hostile"]))


def test_the_same_report_is_the_same_file(service, files):
    assert service.render(SeenJob(CASES["plain"])) == files["plain"]
    assert service.render(SeenJob(replace(CASES["plain"], day="2026-11-22"))) != files["plain"]


def test_no_name_is_in_the_metadata_and_nothing_is_embedded(files):
    for pdf in files.values():
        with pikepdf.open(io.BytesIO(pdf)) as file:
            assert str(file.docinfo["/Title"]) == "Hvem har set min sag? – sag FLK-2026-0001"
            assert "Freja" not in str(file.open_metadata())
            assert not list(file.attachments)


@pytest.mark.outside
@vera.needs_java
def test_every_one_is_pdf_a_3a_and_pdf_ua(files, tmp_path):
    paths = [tmp_path / f"{name.replace(' ', '-')}.pdf" for name in files]
    for path, pdf in zip(paths, files.values(), strict=True):
        path.write_bytes(pdf)

    assert vera.broken(paths, "3a", "ua1") == ""
