"""Every answer of every document of the demonstration stands on its paper."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from kuidocs.forms.changes import apply
from kuidocs.forms.edition import publish, shipped
from kuidocs.forms.outline import Entry, outline
from kuidocs.forms.registry import shipped_editions
from kuidocs.forms.shipped import SHIPPED
from kuidocs.services.pdf.api import MeetingFacts, PrintJob
from kuidocs.services.pdf.text import short_day
from tests.services.pdf import demo, paper

pytestmark = [pytest.mark.outside, paper.needs_poppler]
IDS = [document["document_id"] for _, document in demo.documents()]
TOLD_TWICE = ("kui.notice", "kui.contact_card")
"""A notice to the young person has a letter before it; a contact card has two copies to cut out."""


def entries(parts) -> Iterator[Entry]:
    for part in parts:
        for entry in part.entries:
            yield entry
            yield from entries(entry.rows)


def answers(job: PrintJob) -> list[Entry]:
    """Every answered question, but the import's own id of the meeting."""
    schema = demo.shipped_schema(job)
    found = entries(outline(schema, job.content).sections)
    # Which way a department may tell is printed as two columns of its own (test_consent).
    return [entry for entry in found if entry.text and entry.id not in ("meeting_ref", "may")]


def lines(entry: Entry) -> list[str]:
    # What was chosen may stand as a list.
    parts = entry.text.split(", ") if entry.type == "choices" else entry.text.splitlines()
    return [paper.flat(re.sub(r"^\s*[-•]\s+", "", each)) for each in parts if each.strip()]


def on_paper(entry: Entry, words: str) -> bool:
    shorter = paper.flat(short_day(str(entry.value))) if entry.type == "date" else None
    plain = [each.removeprefix("kl. ") for each in lines(entry)]
    return all(each in words for each in plain) or (shorter is not None and shorter in words)


@pytest.mark.parametrize("document_id", IDS)
def test_every_answer_is_on_the_paper(words, document_id):
    missing = [entry for entry in answers(demo.job(document_id)) if not on_paper(entry, words(document_id))]

    assert missing == []


@pytest.mark.parametrize("document_id", IDS)
def test_no_long_answer_stands_twice(words, document_id):
    job = demo.job(document_id)
    if any(f'"form":"{form}"' in job.edition for form in TOLD_TWICE):
        job = replace(job, content={})
    texts = [each for entry in answers(job) for each in lines(entry) if len(each) > 40]
    twice = [each for each in texts if words(document_id).count(each) != texts.count(each)]

    assert twice == []


@pytest.mark.parametrize("document_id", IDS)
def test_head_and_foot_tell_the_document_and_no_name(printed, document_id):
    pdf, facts = printed(document_id), demo.job(document_id).facts
    last = paper.pages(pdf)
    feet = [paper.flat(paper.raw(pdf, page, top=paper.FOOT, height=70)) for page in range(1, last + 1)]
    heads = [paper.raw(pdf, page, height=paper.HEAD) for page in range(2, last + 1)]

    for page, foot in enumerate(feet, 1):
        assert foot.startswith(f"{document_id} · Version {facts.version} · {facts.state_label} · Kontrolkode ")
        assert foot.endswith(f"Side {page} af {last}")
    assert not any(name in text for name in facts.person.full_name.split() for text in (*heads, *feet))


@pytest.mark.parametrize("document_id", ["FLK-2026-0117-D11", "PLAN-0163-v2"])
def test_the_metadata_tells_no_name(printed, document_id):
    with pikepdf.open(io.BytesIO(printed(document_id))) as file:
        told = " ".join(map(str, file.docinfo.values())) + file.Root.Metadata.read_bytes().decode()

    assert "FLK-2026-" in told
    assert "Kjærbo" not in told
    assert "Bjørnsholt" not in told


@pytest.mark.parametrize("document_id", [each for each in IDS if each.startswith("PLAN") or each.endswith("D11")])
def test_the_contact_is_on_the_first_page_of_what_the_young_person_reads(printed, document_id):
    contact = demo.job(document_id).content["contact_person"]
    first = paper.flat(paper.raw(printed(document_id), 1))

    assert first.count(contact["phone"]) == 1
    assert first.index(contact["name"]["text"]) < first.index(contact["phone"])


def test_a_card_is_one_page(printed):
    assert paper.pages(printed("FLK-2026-0117-D13")) == 1
    assert paper.pages(printed("FLK-2026-0163-D13")) == 1


def test_minutes_for_professionals_say_that_nothing_is_decided(words):
    for document_id in ("FLK-2026-0117-D05", "FLK-2026-0117-D17"):
        assert "Mødet træffer ikke beslutninger om den unge." in words(document_id)


def test_imported_signatures_are_marked_as_such(words):
    assert "oplyst ved import, ikke kontrolleret" in words("PLAN-0117-v3")
    assert "oplyst ved import" not in words("FLK-2026-0117-D10")


def test_a_draft_names_what_is_missing_and_an_approved_one_does_not(service, words):
    approved = replace(demo.job("FLK-2026-0163-D24"), content={})
    approved = replace(approved, facts=replace(approved.facts, state="approved", state_label="Godkendt"))

    assert "Hvem gør hvad Ikke udfyldt endnu." in words("FLK-2026-0163-D24")
    assert "Ikke udfyldt" not in paper.text(service.render(approved))


def test_the_letter_has_only_the_address_in_its_window(printed):
    pdf, millimetre = printed("FLK-2026-0117-D09"), 72 / 25.4
    area = [str(round(each * millimetre)) for each in (15, 38, 105, 52)]
    window = paper.run(
        ["pdftotext", "-l", "1", "-x", area[0], "-y", area[1], "-W", area[2], "-H", area[3], "-", "-"], pdf
    )

    assert window.decode().split("\n")[:3] == ["Malthe Kjærbo Vinther", "Bådebyggervej 14", "9999 Fjordlund"]
    assert not "".join(window.decode().split("\n")[3:]).strip()


@pytest.mark.parametrize("document_id", [d["document_id"] for _, d in demo.documents() if demo.with_letter(d)])
def test_a_letter_is_one_page(printed, document_id):
    second = paper.raw(printed(document_id), 2, top=paper.HEAD, height=paper.FOOT - paper.HEAD)

    assert paper.flat(second).startswith("Indkaldelse Den unge")


def test_a_notice_for_professionals_has_no_letter(words):
    assert "Vil du mødes med os" in words("FLK-2026-0117-D09")
    assert "Vil du mødes med os" not in words("FLK-2026-0117-D03")


def test_a_protected_address_is_not_printed(service):
    job = demo.job("FLK-2026-0117-D09")
    hidden = replace(job, facts=replace(job.facts, person=replace(job.facts.person, address="")))

    assert "Bådebyggervej" not in paper.text(service.render(hidden))


def test_the_next_meeting_stands_in_the_contact_box(service):
    job = demo.job("PLAN-0117-v3")
    following = MeetingFacts("followup_with_young", "Opfølgningsmøde", 3, "2026-12-08", "13:30")
    pdf = service.render(replace(job, facts=replace(job.facts, next_meeting=following)))

    assert "Næste møde: tirsdag den 8. december 2026 kl. 13.30" in paper.flat(paper.raw(pdf, 1))


def local_edition(form: str, *changes: dict):
    definition = apply(shipped(SHIPPED[form]), list(changes))
    return publish(definition, number=2, effective=date(2026, 12, 1), by="u-lone")


def test_local_fields_and_new_labels_are_printed():
    job = demo.job("FLK-2026-0117-D11")
    edition = local_edition(
        "kui.minutes.coordination",
        {"change": "relabel", "field": "who_does_what.deadline", "label": "Inden hvornår?"},
        {"change": "relabel", "field": "parked_topics", "label": "Det lader vi ligge"},
        {"change": "add_field", "section": "voice", "id": "lokal_musik", "type": "text", "label": "Musik, du hører"},
    )
    content = job.content | {"lokal_musik": "- Trommer\n- Bas"}

    words = paper.text(demo.inline().render(replace(job, edition=edition.text, content=content)))

    for said in ("Inden hvornår?", "Det lader vi ligge", "Musik, du hører", "Trommer", "Bas"):
        assert said in words
    assert "Det venter vi med" not in words


def test_a_field_that_no_column_names_is_printed_in_the_row():
    job = demo.job("FLK-2026-0117-D11")
    edition = json.loads(job.edition)
    field = next(f for s in edition["sections"] for f in s["fields"] if f["id"] == "decisions")
    line = next(f for f in field["fields"] if f["type"] == "text")
    field["fields"].append(line | {"id": "lokal_pris", "label": "Hvad koster det?", "requirement": "O"})
    decisions = [row | {"lokal_pris": f"{n} hundrede kroner"} for n, row in enumerate(job.content["decisions"], 1)]

    pdf = demo.inline().render(
        replace(job, edition=json.dumps(edition), content=job.content | {"decisions": decisions})
    )

    assert "Hvad koster det? 2 hundrede kroner" in paper.text(pdf)


def test_a_form_without_a_style_is_printed_completely():
    job = demo.job("FLK-2026-0117-D02")
    text = job.edition.replace('"form":"kui.contact_note"', '"form":"kui.unknown"')

    words = paper.text(demo.inline().render(replace(job, edition=text)))

    assert [entry for entry in answers(job) if not on_paper(entry, words)] == []


def test_every_shipped_form_has_a_style():
    from kuidocs.services.pdf.styles import STYLES

    assert set(STYLES) == set(shipped_editions())
