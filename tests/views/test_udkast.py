"""Writing a draft in the browser, without JavaScript."""

import pytest

from tests.usecases import gatherings
from tests.views import making
from tests.web import CASE, PASSWORD

CARD = {
    "contact_person-name": "Jonas Ravnsborg",
    "contact_person-department": "Den Kommunale Ungeindsats",
    "contact_person-phone": "00 00 10 02",
    "plan_coordinator-name": "Jonas Ravnsborg",
    "plan_coordinator-department": "Den Kommunale Ungeindsats",
    "plan_coordinator-phone": "00 00 10 02",
}


def begin(browser, form_key="kui.contact_card", meeting=""):
    """Begin a document by the page that asks for its kind."""
    form = chooser(browser)
    form["form"] = form_key
    form["moede"] = meeting
    return form.submit().follow()


def chooser(browser):
    page = browser.get(f"{CASE}/nyt-dokument")
    return next(form for form in page.forms.values() if "moede" in form.fields)


def fill(page, values):
    """Type into fields by their id on the page."""
    form = page.forms["dokument"]
    for field_id, value in values.items():
        field = next(f for fields in form.fields.values() for f in fields if f.id == field_id)
        field.value = value
    return form


def value(page, field_id):
    form = page.forms["dokument"]
    return next(f.value for fields in form.fields.values() for f in fields if f.id == field_id)


@pytest.fixture
def card(jonas):
    return begin(jonas)


def case_of(site):
    with site.system.reading() as root:
        return root.sager["FLK-2026-0001"]


def state(site, label="FLK-2026-0001-D01"):
    with site.system.reading() as root:
        return root.sager["FLK-2026-0001"].dokumenter[label].state


def test_a_new_document_opens_as_a_form_with_its_first_texts(card):
    assert card.request.path == f"{CASE}/dokumenter/FLK-2026-0001-D01/udkast"
    assert "Hvis du er i tvivl" in value(card, "when_to_contact")
    assert "felt mangler" in card


def test_a_half_filled_draft_is_saved_and_still_there_tomorrow(card, jonas):
    form = fill(card, {"contact_person-name": "Jonas Ravnsborg", "acute_help": "Ring 112.\r\nEller skriv."})

    saved = form.submit("gem").follow()

    assert "Kladden er gemt kl. 10.00" in saved
    again = jonas.get(card.request.path)
    assert value(again, "contact_person-name") == "Jonas Ravnsborg"
    assert value(again, "acute_help").replace("\r\n", "\n") == "Ring 112.\nEller skriv."


def test_saving_and_closing_leads_to_the_case(card):
    closed = card.forms["dokument"].submit("luk")

    assert closed.status_int == 303
    assert closed.location.endswith(f"{CASE}/") or closed.location.endswith(CASE)


def test_what_is_missing_is_told_in_one_list_and_nothing_is_lost(card, site):
    form = fill(card, {"contact_person-name": "Jonas Ravnsborg", "acute_help": ""})

    refused = form.submit("faerdig", status=422)

    assert "Dokumentet kan ikke sendes til gennemsyn endnu" in refused
    assert refused.html.title.text.startswith("Fejl: ")
    links = [a["href"] for a in refused.html.select(".summary a")]
    assert "#acute_help" in links
    assert all(refused.html.find(id=href.lstrip("#")) is not None for href in links)
    assert value(refused, "contact_person-name") == "Jonas Ravnsborg"
    assert state(site) == "draft"


def test_the_author_finishes_a_card_and_the_pdf_is_asked_for(card, site):
    done = fill(card, CARD).submit("faerdig")

    assert done.status_int == 303
    assert done.location.endswith("/versioner/1/") or done.location.endswith("/versioner/1")
    assert state(site) == "approved"
    with site.system.reading() as root:
        assert [job.kind for job in root.job.values()] == ["seal"]


def test_a_finished_document_has_no_draft_to_write_in(card, jonas):
    fill(card, CARD).submit("faerdig")

    gone = jonas.get(card.request.path)

    assert gone.status_int == 303
    assert "udkast" not in gone.location


def test_a_document_is_sent_to_review(card, site):
    fill(card, CARD).submit("send")

    assert state(site) == "in_review"
    assert site.events("document.submitted")[0].by == "jonas"


def test_a_wrong_date_is_kept_as_it_was_typed(jonas):
    page = begin(jonas, "kui.notice", "ny:clarification")

    again = fill(page, {"meeting_date": "snart", "reason": "Vi mangler et overblik."}).submit("gem")

    assert again.status_int == 200
    assert "Skriv datoen i" in again
    assert value(again, "meeting_date") == "snart"
    assert value(again, "reason") == "Vi mangler et overblik."


def test_markup_in_a_text_is_text(card):
    saved = fill(card, {"acute_help": '<script>alert("x")</script> & »æøå«'}).submit("gem").follow()

    assert value(saved, "acute_help") == '<script>alert("x")</script> & »æøå«'
    assert "<script>alert" not in saved.text


def rows(page, group):
    found = [tag["data-row"] for tag in page.html.select("[data-row]")]
    return [row for row in found if row.startswith(f"{group}-") and "__" not in row]


def press(page, command):
    """Press a row button: it is a submit button inside the form."""
    form = page.forms["dokument"]
    fields = [(name, val) for name, val in form.submit_fields() if name != "__rows__"]
    return page.test_app.post(form.action or page.request.path, [*fields, ("__rows__", command)])


def test_rows_are_added_moved_and_removed_without_javascript(jonas):
    page = begin(jonas, "kui.agenda.clarification", "ny:clarification")
    first, second = rows(page, "agenda_items")[:2]

    added = press(page, "add:agenda_items")
    assert len(rows(added, "agenda_items")) == 11

    moved = press(added, f"down:{first}")
    assert rows(moved, "agenda_items")[:2] == [second, first]

    removed = press(moved, f"del:{second}")
    assert second not in rows(removed, "agenda_items")
    assert rows(removed, "agenda_items")[0] == first


def test_what_was_typed_before_a_row_button_is_kept(jonas):
    page = begin(jonas, "kui.agenda.clarification", "ny:clarification")
    fill(page, {"desired_outcome": "At forstå, hvad der hjælper."})

    added = press(page, "add:agenda_items")

    assert value(added, "desired_outcome") == "At forstå, hvad der hjælper."
    saved = added.forms["dokument"].submit("gem").follow()
    assert value(saved, "desired_outcome") == "At forstå, hvad der hjælper."


def test_two_tabs_in_different_fields_both_count(card, jonas):
    other = jonas.get(card.request.path)

    fill(card, {"acute_help": "Ring 112."}).submit("gem")
    fill(other, {"when_to_contact": "Altid."}).submit("gem")

    now = jonas.get(card.request.path)
    assert (value(now, "acute_help"), value(now, "when_to_contact")) == ("Ring 112.", "Altid.")


def test_the_draft_that_somebody_submitted_meanwhile_keeps_what_was_typed(card, jonas):
    other = jonas.get(card.request.path)
    fill(card, CARD).submit("send")

    gone = fill(other, {"acute_help": "Min lange tekst."}).submit("gem", status=409)

    assert "skrives ikke længere på dokumentet" in gone
    assert "Min lange tekst." in gone


def test_an_expired_page_loses_nothing(card, jonas, site):
    form = fill(card, {"acute_help": "Min lange tekst."})
    form["csrf_token"] = "gammel"

    refused = form.submit("gem", status=400)

    assert "Siden var for gammel" in refused
    assert value(refused, "acute_help") == "Min lange tekst."
    assert "112" in value(jonas.get(card.request.path), "acute_help")
    saved = refused.forms["dokument"].submit("gem").follow()
    assert value(saved, "acute_help") == "Min lange tekst."


@pytest.mark.parametrize(
    "controls",
    [
        [("__start__", "x:mapping")],
        [("__end__", "x:mapping")],
        [("__start__", "goals:sequence")] * 20,
        [("__base__", "ikke base64")],
        [("__base__", "eJwrBgAAdAB0")],
        [("__base__", "bnVsbA==")],
        [("acute_help", "a" * 2_100_000)],
    ],
    ids=["open", "close", "deep", "base", "zlib", "json", "large"],
)
def test_a_post_that_no_form_of_ours_made_is_refused(card, jonas, controls):
    token = card.forms["dokument"]["csrf_token"].value

    refused = jonas.post(card.request.path, [("csrf_token", token), *controls], expect_errors=True)

    assert refused.status_int in (400, 413)
    assert "Traceback" not in refused


def test_fields_that_do_not_exist_are_not_saved(card, jonas, site):
    token = card.forms["dokument"]["csrf_token"].value

    jonas.post(card.request.path, [("csrf_token", token), ("hemmelig", "x")], expect_errors=True)

    assert "hemmelig" not in jonas.get(card.request.path)


def test_somebody_without_a_part_in_the_case_finds_nothing(card, jonas, site):
    jonas.post("/log-ud", {"csrf_token": jonas.token()})
    jonas.log_in("anders")

    assert jonas.get(card.request.path, status=404)
    assert jonas.get(f"{CASE}/nyt-dokument", status=404)


def test_the_draft_can_be_given_up(card, jonas, site):
    form = next(form for form in card.forms.values() if form.action.endswith("/annuller"))
    form["note"] = "Skrevet ved en fejl."

    done = form.submit()

    assert done.status_int == 303
    assert state(site) == "annulled"


def test_the_address_of_a_draft_that_was_given_up_leads_to_the_case(card, jonas, site):
    form = next(form for form in card.forms.values() if form.action.endswith("/annuller"))
    form["note"] = "Skrevet ved en fejl."
    form.submit()

    document = jonas.get(card.request.path).follow()

    assert document.location.rstrip("/").endswith(CASE)
    assert "annulleret, mens det var et udkast" in document.follow()


def test_giving_up_needs_a_reason(card, jonas, site):
    form = next(form for form in card.forms.values() if form.action.endswith("/annuller"))

    form.submit()

    assert state(site) == "draft"


def test_version_two_is_begun_from_the_page_of_version_one(card, jonas, site):
    fill(card, CARD).submit("faerdig")
    token = jonas.token()
    here = card.request.path.removesuffix("/udkast")

    begun = jonas.post(f"{here}/ny-version", {"csrf_token": token, "note": "Nyt nummer."})
    draft = begun.follow()

    assert value(draft, "contact_person-phone") == "00 00 10 02"
    done = fill(draft, {"contact_person-phone": "00 00 10 99"}).submit("faerdig")
    assert done.status_int == 303
    old = jonas.get(f"{here}/versioner/1")
    assert "Du læser version 1. Den er erstattet af version 2 den 21. november 2026." in old
    assert "00 00 10 02" in old


def test_a_new_version_without_a_reason_is_refused(card, jonas, site):
    fill(card, CARD).submit("faerdig")
    here = card.request.path.removesuffix("/udkast")

    jonas.post(f"{here}/ny-version", {"csrf_token": jonas.token(), "note": " "})

    assert state(site) == "approved"


def test_review_from_submission_to_approval(card, jonas, site):
    fill(card, CARD).submit("send")
    here = card.request.path.removesuffix("/udkast")
    jonas.post("/log-ud", {"csrf_token": jonas.token()})
    jonas.log_in("kirsten", PASSWORD)

    page = jonas.get(f"{here}/gennemse")
    form = next(form for form in page.forms.values() if "number" in form.fields)
    form["note"] = "Skriv også Idas nummer."
    assert form.submit("tilbage").status_int == 303
    assert state(site) == "draft"

    jonas.post("/log-ud", {"csrf_token": jonas.token()})
    jonas.log_in("jonas")
    again = jonas.get(f"{here}/udkast")
    assert "Skriv også Idas nummer." in again
    again.forms["dokument"].submit("send")
    jonas.post("/log-ud", {"csrf_token": jonas.token()})
    jonas.log_in("kirsten", PASSWORD)
    page = jonas.get(f"{here}/gennemse")
    next(form for form in page.forms.values() if "number" in form.fields).submit("godkend")
    assert state(site) == "approved"


class TestNobodyCameWhoCanDecide:
    """D11: decisions that were typed are no decisions, and are not lost."""

    def minutes(self, site, came):
        def hold(case):
            gatherings.consented(case)
            meeting = gatherings.planned(case, "coordination", day=gatherings.BEFORE)
            meeting.state = "held"

        making.change(site, hold)
        site.browser.log_in("jonas")
        page = begin(site.browser, "kui.minutes.coordination", "1")
        answers = zip(rows(page, "participants"), ("present", "present", came), strict=True)
        fill(page, {f"{row}-attendance": answer for row, answer in answers})
        added = press(page, "add:decisions")
        (row,) = rows(added, "decisions")
        fill(added, {f"{row}-decision_text": "Freja begynder i praktik."})
        return added

    def test_they_are_refused_as_decisions_and_kept_as_proposals(self, site):
        page = self.minutes(site, "absent")
        refused = page.forms["dokument"].submit("send", status=422)
        assert "Den unge deltog ikke. Referatet kan indeholde aftaler" in refused.text

        kept = refused.forms["dokument"].submit("forslag").follow()

        assert "gemt som forslag til det næste møde" in kept.text
        assert "Freja begynder i praktik." not in kept.forms["dokument"].text
        assert "Forslag til næste møde" in site.browser.get(f"{CASE}/moeder/1").text
        assert "Freja begynder i praktik." in site.browser.get(f"{CASE}/moeder/1").text

    def test_what_can_be_decided_is_not_taken_out(self, site):
        page = self.minutes(site, "present")
        saved = page.forms["dokument"].submit("gem").maybe_follow()
        assert not saved.html.select("[name=forslag], [value=forslag]")

        controls = [*saved.forms["dokument"].submit_fields(), ("forslag", "1")]
        site.browser.post(saved.request.path, controls, status=422)


def test_a_paper_that_a_colleague_gave_up_meanwhile_shows_what_was_typed(site):
    site.browser.log_in("jonas")
    card = begin(site.browser)
    typed = fill(card, {"acute_help": "Ring 112 straks."})
    form = next(form for form in card.forms.values() if form.action.endswith("/annuller"))
    form["note"] = "Skrevet ved en fejl."
    form.submit()
    assert state(site) == "annulled"

    refused = typed.submit("gem", status=409)

    assert "Ring 112 straks." in refused
