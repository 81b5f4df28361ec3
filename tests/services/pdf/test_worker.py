"""What a worker answers, asked in this process; the pool's tests ask it in its own."""

from dataclasses import replace

from kuidocs.services.pdf.worker import answer
from tests.services.pdf import demo

JOB = demo.job("FLK-2026-0117-D14")


def test_a_job_is_answered_with_a_file():
    kind, pdf = answer(JOB)

    assert kind == "pdf"
    assert pdf.startswith(b"%PDF-1.7")


def test_characters_without_glyph_are_named():
    assert answer(replace(JOB, content=JOB.content | {"reason": "漢"})) == ("glyphs", "漢")


def test_a_broken_job_tells_its_kind_and_not_its_text(caplog):
    assert answer(replace(JOB, edition='{"Malthe":1}')) == ("failed", "KeyError")
    assert "Malthe" not in caplog.records[-1].getMessage()


def test_a_question_for_the_tools():
    kind, tools = answer("tools")

    assert kind == "tools"
    assert tools["weasyprint"] == "70.0"
    assert tools["harfbuzz-subset"] == "present"
