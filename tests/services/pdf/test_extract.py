"""An extract prints what it is, and nothing of the plan that was not chosen."""

from dataclasses import replace

import pytest

from kuidocs.services.pdf.api import ExtractMark, PersonFacts, RenderFacts
from tests.outside.vera import vera
from tests.services.pdf import demo, paper

MARK = ExtractMark("FGU Fjordlund, Nanna", "Praktik", "D22, version 2", "2026-11-21", "Jonas Ravnsborg")


@pytest.fixture(scope="module")
def job():
    whole = demo.job("PLAN-0117-v3")
    printed = replace(
        whole.facts,
        extract=MARK,
        title="Uddrag af KUI-uddannelsesplan, version 3",
        state_label="Uddrag",
        person=PersonFacts("Malthe Kjærbo Vinther"),
        imported_signatures=(),
        approved_by="",
        approved_at="",
    )
    return replace(whole, content={"wishes": "At svejse", "goals": whole.content["goals"][:1]}, facts=printed)


@paper.needs_poppler
def test_the_mark_stands_on_top(service, job):
    words = paper.text(service.render(job)).replace("\u00a0", " ")

    assert "Uddrag af KUI-uddannelsesplan, version 3" in words
    assert "Uddrag til FGU Fjordlund, Nanna" in words
    assert "Formål Praktik" in words
    assert "Efter samtykke D22, version 2" in words
    assert "Givet 21. november 2026, Jonas Ravnsborg" in words
    assert "Min uddannelsesplan" not in words
    assert "MitID" not in words


@paper.needs_poppler
def test_the_whole_plan_has_no_mark(words):
    assert "Uddrag til" not in words("PLAN-0117-v3")


def test_the_mark_is_kept_with_the_facts(job):
    assert RenderFacts.of(job.facts.plain()) == job.facts
    assert RenderFacts.of(replace(job.facts, extract=None).plain()).extract is None


@pytest.mark.outside
@vera.needs_java
def test_it_is_pdf_a_3a_and_pdf_ua(service, job, tmp_path):
    path = tmp_path / "extract.pdf"
    path.write_bytes(service.render(job))

    assert vera.broken([path], "3a", "ua1") == ""
