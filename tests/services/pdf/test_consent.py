"""The consent on paper speaks to the young person, and leaves out nothing that was answered."""

import json
from dataclasses import replace

import pytest

from kuidocs.forms.registry import shipped_editions
from kuidocs.services.pdf import consent
from kuidocs.services.pdf.items import sections
from kuidocs.services.pdf.sheet import sheet
from kuidocs.services.pdf.text import NB
from tests.services.pdf import demo

CONSENTS = [each["document_id"] for _, each in demo.documents() if each["form_key"] == "kui.consent"]
MALTHE = "FLK-2026-0117-D22"


def made(job):
    return sheet(job, shipped_editions()["kui.consent"])


def without(job, **changes):
    content = {name: value for name, value in (job.content | changes).items() if value is not None}
    return replace(job, content=content)


def pieces(page):
    return {section.title: section.pieces for section in page.sections}


def text(piece):
    return [line for block in piece.item.blocks for line in block.lines]


def test_it_has_the_headings_of_the_design():
    page = made(demo.job(MALTHE))

    assert page.heading == "Ja til, at vi må tale sammen"
    assert page.lede == ("Malthe Kjærbo Vinther", f"Afløser version{NB}1")
    assert (page.frame.label, page.frame.text) == ("Det må vi ikke dele", "»Det, jeg talte med Louise om.«")
    assert list(pieces(page)) == [
        "Hvad siger du ja til?",
        "Hvem må tale sammen?",
        "Hvad må vi dele?",
        "Hvor længe gælder det?",
        "Det har vi forklaret dig",
        "Hvem har sagt ja?",
    ]


def test_a_first_version_takes_the_place_of_none():
    assert made(demo.job(CONSENTS[0])).lede == (demo.find(CONSENTS[0])[0]["young_person"]["full_name"],)


def test_each_direction_of_a_department_stands_by_itself():
    [piece] = pieces(made(demo.job(MALTHE)))["Hvem må tale sammen?"]

    assert [heading for heading, _ in piece.table.columns] == ["Afdeling", "Navn", "Må fortælle", "Må få at vide"]
    said = [[bit.line for cell in row for bit in cell] for row in piece.table.rows]
    assert said[2] == ["Unge og Job", "Fatma Demirci", "Nej", "Ja"]


def test_the_period_is_a_sentence_and_half_a_period_is_not():
    job = demo.job(MALTHE)
    [piece] = pieces(made(job))["Hvor længe gælder det?"]
    assert text(piece)[0].replace(NB, " ").startswith("Fra 22. september 2026 til 21. september 2027. Du kan altid")

    [piece] = pieces(made(without(job, valid_until=None)))["Hvor længe gælder det?"]
    assert piece.item.label == "Gælder fra"


def test_what_was_explained_is_said_to_who_it_was_explained_to():
    told, how, words = pieces(made(demo.job(MALTHE)))["Det har vi forklaret dig"]

    said = [line.replace(NB, " ") for line in text(told)]
    assert said[0] == "Det er frivilligt at sige ja."
    assert said[1].startswith("Du kan altid trække dit ja tilbage. Sig det til Jonas Ravnsborg, på den måde du vil.")
    assert len(said) == 4
    assert (how.heading, words.heading) == ("Sådan talte vi om det", "Det siger du selv")


def test_what_was_not_explained_is_not_said_to_be():
    job = without(demo.job(MALTHE), explained_voluntary="false", explained_access=None, obtained_by=None)

    found = pieces(made(job))["Det har vi forklaret dig"]

    assert len(text(found[0])) == 2
    assert "Sig det til os," in " ".join(text(found[0]))
    assert any(each.item and each.item.id == "explained_voluntary" and each.item.text == "Nej" for each in found)


def test_a_draft_without_answers_says_what_is_missing():
    job = demo.job(MALTHE)
    page = made(replace(job, content={}, facts=replace(job.facts, state="draft")))

    assert {"Hvem må tale sammen?", "Hvad må vi dele?"} <= set(pieces(page))


def test_words_are_quoted_once():
    page = made(without(demo.job(MALTHE), not_to_share="»Allerede citeret.«"))
    assert page.frame.text == "»Allerede citeret.«"
    lines = "Det ene.\nDet andet."
    assert made(without(demo.job(MALTHE), not_to_share=lines)).frame.text == lines
    assert made(without(demo.job(MALTHE), not_to_share=None)).frame is None


@pytest.mark.parametrize("document_id", CONSENTS)
def test_every_answer_of_the_form_is_said(document_id):
    job = demo.job(document_id)
    before = sections(shipped_editions()["kui.consent"].schema, job.content)
    after = consent.said_to_you(before)
    ways = {"may_share", "may_receive", "period", "explained"}
    known = {item.id for group in after for item in group.items} | ways

    lost = {item.id for group in before for item in group.items if item.filled} - known
    assert lost <= {"valid_from", "valid_until", *consent.SENTENCES}
    own = json.dumps(job.content, ensure_ascii=False)
    assert "department" in own


def test_other_sections_stand_as_they_are():
    job = demo.job(MALTHE)
    before = sections(shipped_editions()["kui.consent"].schema, job.content)
    other = replace(before[0], id="local", title="Vores egne spørgsmål")

    assert consent.said_to_you((other,)) == (other,)


def test_a_card_names_the_consent_it_rests_on():
    card = next(each["document_id"] for _, each in demo.documents() if each["form_key"] == "kui.contact_card")
    job = demo.job(card, consent_version="FLK-2026-0117-D22, version 2")
    edition = shipped_editions()["kui.contact_card"]

    assert sheet(job, edition).consent == f"Samtykke: FLK-2026-0117-D22, version{NB}2"
    assert sheet(replace(job, facts=replace(job.facts, consent_version="")), edition).consent == ""
