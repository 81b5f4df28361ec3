"""The overview is one page that can be read, whatever the case holds."""

import io
import re
from dataclasses import replace

import pikepdf
import pytest

from kuidocs.services.pdf.api import OverviewJob
from tests.domain.test_overview import EFFORT, GOAL, TASK, whole
from tests.outside.vera import vera
from tests.services.pdf import paper

LONG = "Ord og meget lange sætninger om alt muligt, som nogen har skrevet. " * 30
HOSTILE = '<script>x</script><img src="file:///etc/passwd"> ${1+1} 😀 \u202edlrow\ue000 '
CASES = {
    "plain": whole(),
    "empty": whole(goals=(), efforts=(), tasks=(), no_plan="Du har ikke en plan endnu.", next_meeting=""),
    "many": whole(goals=(GOAL,) * 12, efforts=(EFFORT,) * 30, tasks=(TASK,) * 40, dream=LONG, aim=LONG),
    "long": whole(
        goals=(replace(GOAL, title=LONG, words=LONG),) * 9,
        efforts=(replace(EFFORT, title=LONG, what=LONG, department=LONG, person=LONG),) * 9,
        tasks=(replace(TASK, who=LONG, text=LONG),) * 9,
        next_meeting=LONG,
        sharing=LONG,
    ),
    "long words": whole(dream="a" * 4000, tasks=(replace(TASK, text="b" * 4000),)),
    "hostile": whole(dream=HOSTILE, tasks=(replace(TASK, text=HOSTILE),)),
}


@pytest.fixture(scope="module")
def files(service):
    return {name: service.render(OverviewJob(overview)) for name, overview in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_it_is_one_page(files, name):
    assert paper.pages(files[name]) == 1


@paper.needs_poppler
def test_it_says_everything_there_is_room_for(files):
    words = paper.flat(paper.raw(files["plain"]))

    for said in (
        "Dit overblik, Freja",
        "Spørg Jonas Ravnsborg, tlf. 00 00 10 02",
        "Mål 1: At komme i gang",
        "Det er et skridt mod et job.",
        "Du siger: »Jeg vil«",
        "Nanna Kildeager, FGU Fjordlund",
        "I gang siden 7. april 2026",
        "Du: Ringer til værkstedet (senest 1. december)",
        "FGU betyder forberedende grunduddannelse.",
        "Udskrevet 21. november 2026 · Bygger på plan version 1 af 1. oktober 2026.",
    ):
        assert said in words.replace("\u00a0", " ")
    assert "spørg Jonas" not in words


@paper.needs_poppler
def test_what_has_no_room_is_counted(files):
    words = paper.flat(paper.raw(files["many"]))
    shown = words.count("To dage om ugen")

    assert re.search(rf"og {30 - shown} mere – spørg Jonas", words)
    assert shown >= 4


def test_no_letter_is_smaller_than_12_points(files):
    for name, pdf in files.items():
        # The drawing is in pixels of three quarters of a point.
        sizes = {float(size) * 0.75 for size in re.findall(rb"/\S+ ([\d.]+) Tf", content(pdf))}
        assert min(sizes) == 12, (name, sizes)


def content(pdf: bytes) -> bytes:
    """The drawing of the page."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return file.pages[0].Contents.read_bytes()


def test_the_same_case_gives_the_same_bytes(service, files):
    assert service.render(OverviewJob(CASES["many"])) == files["many"]
    assert service.render(OverviewJob(replace(CASES["many"], day="2026-11-22"))) != files["many"]


def test_no_name_is_in_the_metadata_and_nothing_is_embedded(files):
    for pdf in files.values():
        with pikepdf.open(io.BytesIO(pdf)) as file:
            assert str(file.docinfo["/Title"]) == "Overblik – sag FLK-2026-0001"
            assert "Freja" not in str(file.open_metadata())
            assert not list(file.attachments)


@paper.needs_poppler
def test_markup_is_printed_as_it_was_written(files):
    words = paper.raw(files["hostile"])

    assert "<script>x</script>" in words
    assert "${1+1}" in words
    assert b"root:x" not in files["hostile"]


@pytest.mark.outside
@vera.needs_java
def test_every_one_is_pdf_a_3a_and_pdf_ua(files, tmp_path):
    paths = [tmp_path / f"{name.replace(' ', '-')}.pdf" for name in files]
    for path, pdf in zip(paths, files.values(), strict=True):
        path.write_bytes(pdf)

    assert vera.broken(paths, "3a", "ua1") == ""
