"""Two versions side by side as a paper: black and white, readable for all, and made of the same words as the page."""

import io
from dataclasses import replace

import pikepdf
import pytest

from kuidocs.domain.comments import Remark
from kuidocs.domain.comparing import (
    ADDED,
    EDITED,
    IN,
    MOVED,
    OUT,
    SAME,
    Answer,
    Area,
    Change,
    Comparison,
    Named,
    Note,
    Piece,
    numbered,
)
from kuidocs.services.pdf.api import CompareJob
from tests.outside.vera import vera
from tests.services.pdf import paper

HOSTILE = '<script>x</script><img src="file:///etc/passwd"> ${1+1} 😀 \u202edlrow '


def answer(old, new, label="Uddybning"):
    return Answer("felt", label, (Piece(SAME, "På FGU "), Piece(OUT, old)), (Piece(SAME, "På FGU "), Piece(IN, new)))


def comparison(*changes, **more):
    area = Area("a", "Min situation nu", tuple(changes))
    return Comparison(
        Named("Version 2", "23. juni 2026 · Erstattet"), Named("Version 3", "6. oktober 2026"), numbered([area]), **more
    )


EDITED_ONE = Change("f", "Uddybning", (EDITED,), (answer("to dage", "tre dage"),))
MOVED_ONE = Change("g", "Mål 1 »Stå op«", (MOVED,), (answer("før", "nu", "Tegn"),), "Mål 3", "Mål 1", row=True)
NEW_ROW = Change("h", "Opgave 2", (ADDED,), (Answer("h/t", "Hvad", (), (Piece(IN, "Ringe\ntil Ida"),)),), row=True)
WHOLE = comparison(
    EDITED_ONE,
    MOVED_ONE,
    NEW_ROW,
    notes=(Note("Nyt felt", "»Brobygning«"),),
    editions="Version 2 er skrevet i udgave 1.",
    left_out=True,
)
JOB = CompareJob(
    WHOLE,
    title="Sammenlign version 2 og version 3",
    municipality="Fjordlund Kommune",
    unit="Kommunal Ungeindsats (KUI)",
    case_no="FLK-2026-0001",
    label="FLK-2026-0001-D01",
    document="KUI-uddannelsesplan, Freja Lundsgaard Holm",
    why="18 år: pligten er slut.",
    day="2026-11-21",
)
TALK = Remark(
    "Kommentar 1, åben",
    "tre dage",
    (("Kirsten Aalund, i går kl. 10.00", "Hvilke dage?"), ("Jonas Ravnsborg, i går kl. 11.00", "Mandag\nog tirsdag.")),
    "Teksten er ændret siden. Kommentaren blev skrevet til version 2.",
)
DONE = Remark("Kommentar 2, løst", "", (("Kirsten Aalund", "Er det rigtigt?"), ("Løst af Jonas Ravnsborg", "")))
UNCHANGED = Change(
    "u", "Urørt felt", (), (Answer("u", "Urørt felt", (Piece(SAME, "Samme."),), (Piece(SAME, "Samme."),)),)
)
TALKED = replace(
    JOB, comparison=comparison(EDITED_ONE, UNCHANGED), remarks=(("f", TALK), ("u", DONE), ("", TALK), ("", DONE))
)
SAID = (
    "[–to dage]",
    "[+tre dage]",
    "Stod som mål 3",
    "Står nu som mål 1",
    "Findes ikke",
    "Rettet",
    "Tilføjet",
    "3 ændringer i 1 afsnit",
    "Formularen er også ændret",
    "ikke med i samtykket",
    "18 år: pligten er slut.",
)
LONG = Change("l", "Meget lang", (EDITED,), (answer("ord " * 2000, "andre ord\n" * 800),))
CASES = {
    "whole": JOB,
    "nothing": replace(JOB, comparison=comparison(), why=""),
    "draft": replace(JOB, draft=True),
    "long": replace(JOB, comparison=comparison(*[EDITED_ONE] * 60, LONG)),
    "talked": TALKED,
    "hostile": replace(
        JOB,
        document=HOSTILE,
        why=HOSTILE,
        remarks=(("x", Remark(HOSTILE, HOSTILE, ((HOSTILE, HOSTILE),), HOSTILE)),),
        comparison=comparison(Change("x", HOSTILE, (EDITED,), (answer(HOSTILE, HOSTILE),))),
    ),
}


@pytest.fixture(scope="module")
def files(service):
    return {name: service.render(job) for name, job in CASES.items()}


@paper.needs_poppler
def test_it_says_what_the_page_says(files):
    words = " ".join(paper.text(files["whole"]).replace("\u00a0", " ").split())

    for said in SAID:
        assert said in words


@paper.needs_poppler
def test_comments_stand_under_their_field_also_where_nothing_changed(files):
    words = " ".join(paper.text(files["talked"]).replace("\u00a0", " ").split())

    for said in ("Kommentar 1, åben", "Hvilke dage?", "Teksten er ændret siden", "Kommentar 2, løst", "Urørt felt"):
        assert said in words
    assert "Uændret" in words
    assert "Kommentarer til felter, der ikke findes mere" in words


@paper.needs_poppler
def test_a_long_one_is_whole(files):
    words = paper.text(files["long"])

    assert words.count("tre dage") == 60
    assert words.count("ord") >= 2000
    assert paper.pages(files["long"]) > 5


@paper.needs_poppler
def test_nothing_to_tell_is_told(files):
    assert "Der er ingen ændringer" in paper.text(files["nothing"]).replace("\u00a0", " ")


@paper.needs_poppler
def test_words_of_users_are_words(files):
    assert "<script>x</script>" in paper.flat(paper.raw(files["hostile"]))


def test_the_same_comparison_is_the_same_file(service, files):
    assert service.render(JOB) == files["whole"]
    assert files["draft"] != files["whole"]


def test_no_name_is_in_the_metadata_and_nothing_is_embedded(files):
    for pdf in files.values():
        with pikepdf.open(io.BytesIO(pdf)) as file:
            assert str(file.docinfo["/Title"]) == "Sammenligning af to versioner – sag FLK-2026-0001"
            assert "Freja" not in str(file.open_metadata())
            assert not list(file.attachments)


@pytest.mark.outside
@vera.needs_java
def test_every_one_is_pdf_a_3a_and_pdf_ua(files, tmp_path):
    paths = [tmp_path / f"{name}.pdf" for name in files]
    for path, pdf in zip(paths, files.values(), strict=True):
        path.write_bytes(pdf)

    assert vera.broken(paths, "3a", "ua1") == ""
