"""What was put together without asking: told where one chooses, and kept in the history of the version."""

from dataclasses import replace

import pytest

from kuidocs.domain.fields import ROWS, order
from kuidocs.forms.registry import shipped_editions
from kuidocs.resources.drafts import drafts_of
from kuidocs.services.words import Piece
from kuidocs.usecases import drafting
from kuidocs.usecases.acting import Act
from kuidocs.usecases.writing import Change
from kuidocs.views.history_writing import field_name
from kuidocs.views.written_lines import AROUND, named, shortened
from tests import factories
from tests.views import making
from tests.views.test_udkast import CARD, begin, fill
from tests.web import CASE

LABEL = "FLK-2026-0001-D01"
HERE = f"{CASE}/dokumenter/{LABEL}"
IDA = replace(factories.identity(), user_id="ida", name="Ida Holm")
KIRSTEN = replace(factories.identity(), user_id="kirsten", name="Kirsten Aalund")


@pytest.fixture
def jonas(browser):
    browser.log_in("jonas")
    return browser


def ida_writes(site, who=IDA, /, **fields):
    """Another page, of another, says what its fields became."""

    def write(case):
        document = case.dokumenter[LABEL]
        drafts = drafts_of(document)
        draft = drafting.open_draft(document, drafts)
        revs = draft.revisions()
        changes = [Change(path, value, revs.get(path, 0), seen=revs) for path, value in fields.items()]
        drafting.save_fields(document, drafts, changes, Act(who, site.system.clock), client="ida-page")

    making.change(site, write)


def words(place):
    return " ".join(place.get_text(" ", strip=True).split())


def test_where_one_chooses_the_silent_merges_are_listed(jonas, site):
    card = begin(jonas)
    ida_writes(site, acute_help="Ring til Ida.", when_to_contact="Altid.")

    met = fill(card, {"acute_help": "Ring til Jonas."}).submit("gem", status=409)

    assert "Ida Holm skrev på samme sted, mens du skrev." in words(met.html.select_one(".note-box"))
    assert "Ét felt skal du tage stilling til." in met
    assert [words(h) for h in met.html.select(".threeway h3")] == [
        "Før I begyndte kl. 10.00", "Din tekst kl. 10.00", "Idas tekst kl. 10.00"
    ]  # fmt: skip
    assert words(met.html.select_one("#flettet")) == "Én ændring er flettet af sig selv"
    (row,) = met.html.select("#flettet ~ table tbody tr")
    assert "Altid." in words(row.select_one("ins"))
    assert words(row.select_one("[data-l=Hvem]")) == "Ida Holm"
    assert [words(one) for one in met.html.select(".picks label")][:2] == [
        "Brug min tekst »Ring til Jonas.«", "Brug Idas tekst »Ring til Ida.«"
    ]  # fmt: skip
    assert met.html.select_one("textarea").text.strip() == "Ring til Jonas Ida."


def test_rows_that_were_added_moved_and_taken_out_are_listed_and_come_back(jonas, site):
    page = begin(jonas, "kui.agenda.clarification", "ny:clarification")
    with site.system.reading() as root:
        document = root.sager["FLK-2026-0001"].dokumenter[LABEL]
        draft = drafts_of(document).get(document.id)
        rids = order(draft.field("agenda_items").value)
        heading = draft.field(f"agenda_items/{rids[0]}/heading").value
    new = "f" * 12
    ida_writes(
        site,
        agenda_items={ROWS: [*rids[1:-2], rids[-1], rids[-2], new]},
        **{f"agenda_items/{new}/heading": "Et nyt punkt", "desired_outcome": "Ida vil."},
    )

    met = fill(page, {"desired_outcome": "Jonas vil."}).submit("gem", status=409)

    told = [words(row) for row in met.html.select("#flettet ~ table tbody tr")]
    assert len(told) == 3, told
    assert any("Flyttet fra plads" in one for one in told)
    assert any("Tilføjet: tilføjet: Et nyt punkt" in one for one in told)
    assert any("Fjernet" in one and heading in one and "Fortryd" in one for one in told), (told, heading)
    back = next(form for form in met.forms.values() if "fortryd" in form.fields)
    again = back.submit("fortryd").follow()
    assert "Rækken er tilbage." in again
    assert not any("Fjernet" in words(row) for row in again.html.select("#flettet ~ table tbody tr"))


def test_a_row_that_never_was_does_not_come_back(jonas, site):
    begin(jonas)

    answer = jonas.post(f"{HERE}/forslag", {"csrf_token": jonas.token(), "fortryd": "goals:" + "e" * 12})

    assert answer.status_int == 303
    jonas.post(f"{HERE}/forslag", {"csrf_token": "falsk", "fortryd": "x"}, status=400)


def test_what_was_not_chosen_stands_in_the_history(jonas, site):
    card = begin(jonas)
    ida_writes(site, KIRSTEN, acute_help="Ring til Ida.")
    met = fill(card, {"acute_help": "Ring til Jonas."}).submit("gem", status=409)
    form = next(form for form in met.forms.values() if "valg:acute_help" in form.fields)
    form.submit()

    page = jonas.get(f"{HERE}/historik")

    (step,) = [one for one in page.html.select(".log-list li") if "valgte mellem 2 tekster i »" in one.text]
    assert "Ring til Ida." in words(step.select_one("dl"))
    assert "Ring til Jonas." in words(step.select_one("dl"))
    assert "skrev samtidig med Kirsten Aalund i »" in page


def test_what_each_wrote_in_one_field_is_kept_with_the_version(jonas, site):
    card = begin(jonas)
    fill(card, CARD | {"acute_help": "Ring 112. Skriv til Jonas."}).submit("gem")
    mine = jonas.get(card.request.path)
    ida_writes(site, acute_help="Ring straks 112. Skriv til Jonas.")
    fill(mine, {"acute_help": "Ring 112. Skriv til Jonas eller Ida."}).submit("gem")

    writing = jonas.get(f"{HERE}/historik")
    told = [words(one) for one in writing.html.select(".merged li")]
    fill(jonas.get(card.request.path), {}).submit("faerdig")
    kept = [words(one) for one in jonas.get(f"{HERE}/historik").html.select(".merged li")]

    assert kept == told
    assert any("Ida Holm, kl. 10.00 Rettet: Ring tilføjet: straks" in one for one in kept), kept
    assert any("Jonas Ravnsborg, kl. 10.00 Rettet" in one and "eller Ida" in one for one in kept), kept
    with site.system.reading() as root:
        version = root.sager["FLK-2026-0001"].dokumenter[LABEL].latest
        assert [one["path"] for one in version.merges] == ["acute_help"]


def test_who_only_reads_is_not_told_of_words_that_nobody_submitted(jonas, site):
    card = begin(jonas)
    fill(card, CARD | {"acute_help": "Ring 112. Skriv til Jonas."}).submit("gem")
    ida_writes(site, acute_help="Ring straks 112. Skriv til Jonas.")
    fill(jonas.get(card.request.path), {}).submit("faerdig")
    jonas.become("kirsten")

    page = jonas.get(f"{HERE}/historik", status="*")

    assert "straks" not in page
    assert "skrev samtidig" not in page


def test_long_texts_are_shown_around_what_changed():
    long = "ord " * 100
    pieces = [Piece("same", long), Piece("in", "nyt"), Piece("same", long), Piece("out", "væk"), Piece("same", "Slut.")]

    found = shortened(pieces)

    assert [len(piece.text) < 3 * AROUND for piece in found] == [True] * 5
    assert found[0].text.startswith(" … ")
    assert found[2].text.count("…") == 1
    assert (found[1], found[3], found[4]) == (pieces[1], pieces[3], pieces[4])


def test_people_are_named_to_one_of_them():
    name = named("jonas")

    assert [name(making.JONAS), name({"user_id": "ida", "name": "Ida"}), name({})] == ["Dig", "Ida", "flere"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("wishes", "»Det drømmer jeg om«"),
        ("goals", "»Mål«"),
        ("goals/aaaaaaaaaaaa", "en række under »Mål«"),
        ("goals/aaaaaaaaaaaa/goal_text", "« under »Mål«"),
        ("ukendt", "et felt"),
    ],
)
def test_fields_are_named_in_the_history(path, said):
    assert said in field_name(shipped_editions()["kui.education_plan"].schema, path)


def test_a_form_that_still_shows_a_row_that_another_took_out_does_not_bring_it_back(jonas, site):
    page = begin(jonas, "kui.agenda.clarification", "ny:clarification")
    with site.system.reading() as root:
        document = root.sager["FLK-2026-0001"].dokumenter[LABEL]
        rids = order(drafts_of(document).get(document.id).field("agenda_items").value)
    ida_writes(site, agenda_items={ROWS: rids[1:]})

    fill(page, {"desired_outcome": "Jonas vil."}).submit("gem")

    with site.system.reading() as root:
        document = root.sager["FLK-2026-0001"].dokumenter[LABEL]
        draft = drafts_of(document).get(document.id)
        assert order(draft.field("agenda_items").value) == rids[1:]
        assert draft.field(f"agenda_items/{rids[0]}/topic").rev == 1
