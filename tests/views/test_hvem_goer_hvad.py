"""The screen in the room: what it shows, and writing by forms alone."""

import pytest

from kuidocs.services.clock import FixedClock
from tests import factories
from tests.usecases.convening import DAY
from tests.views.rooms import PAGE, add, draft, form_of, tasks, text
from tests.web import CASE

# What it shows


def test_goals_words_and_first_names_stand_on_it(room):
    add(room.browser, hvem="louise", naar="2026-12-15", maal="1", med="Jonas")

    page = room.browser.get(PAGE)

    told = text(page)
    for words in ("Hvem gør hvad?", "Mål 1 Et værksted", "»Mit bord.«", "Ringer til FGU", "Louise",
                  "sammen med Jonas", "tirsdag 15. december", "Luk visning"):  # fmt: skip
        assert words in told, words
    assert "Grønvang" not in told
    assert "Holm" not in told
    assert "Log ud" not in told


def test_what_is_missing_is_asked_for_and_leads_to_its_field(room):
    add(room.browser)

    page = room.browser.get(PAGE)
    assert "Opgave 1 mangler et navn og en dato" in text(page)
    fields = [page.click(href="felt=hvem"), page.click(href="felt=naar")]

    assert [page.html.select_one("form [autofocus]")["id"] for page in fields] == ["hvem", "naar"]


def test_the_task_that_is_talked_of_is_framed(room):
    add(room.browser)
    add(room.browser, "Skriver til banken")

    page = room.browser.get(PAGE).click("Første opgave").click("Næste opgave")

    (now,) = page.html.select("tr[aria-current=true]")
    assert "Skriver til banken" in now.get_text()
    assert "Vi taler om denne nu" in now.get_text()
    assert "Ringer til FGU" in page.click("Forrige opgave").html.select_one("tr[aria-current=true]").get_text()


def test_opening_it_writes_nothing_but_that_it_was_read(room):
    room.browser.get(PAGE)
    room.browser.get(f"{PAGE}?nu=findes-ikke&ret=findes-ikke&fjernet=x&ny=1")

    assert draft(room) is None
    assert [event.by for event in room.events("meeting.viewed")] == ["jonas", "jonas"]


def test_the_clock_says_what_is_left_while_the_meeting_lasts(room, monkeypatch):
    at = factories.NOW.fromisoformat(f"{DAY}T14:35:00+01:00")
    monkeypatch.setattr(room.system, "clock", FixedClock(at))

    page = room.browser.get(PAGE)

    clock = page.html.select_one("[data-clock]")
    assert "5 min. tilbage" in clock.get_text()
    assert clock.select_one("[data-pie]")["stroke-dasharray"] == "92 100"
    assert int(clock["data-end"]) - int(clock["data-now"]) == 5 * 60 * 1000


def test_on_another_day_there_is_no_clock(room):
    assert not room.browser.get(PAGE).html.select("[data-clock]")


def test_the_meeting_page_leads_here_and_back(room):
    page = room.browser.get(f"{CASE}/moeder/1").click("Hvem gør hvad")

    assert page.html.h1.get_text() == "Hvem gør hvad?"
    assert page.click("Luk visning").request.path.rstrip("/") == f"{CASE}/moeder/1"


# Writing by forms alone


def test_adding_one_begins_the_minutes_and_offers_the_next(room):
    page = add(room.browser, hvem="Freja", naar="2026-12-15", maal="1").follow()

    content = draft(room)
    (task,) = content["who_does_what"]
    assert (task["responsible"]["text"], task["deadline"], task["goal_no"]) == (
        "Freja Lundsgaard Holm",
        "2026-12-15",
        "1",
    )
    assert [one["name"]["text"] for one in content["participants"]][:2] == ["Jonas Ravnsborg", "Louise Grønvang"]
    assert "Opgaven er skrevet på." in page
    assert page.html.find(id="hvad").get_text() == ""
    assert page.html.select_one("#maal option[selected]")["value"] == "1"


def test_the_same_form_sent_twice_adds_once(room):
    form = form_of(room.browser.get(f"{PAGE}?ny=1"), "tilfoej")
    form["hvad"] = "Ringer til FGU"
    form.submit()
    form.submit()

    assert tasks(room) == ["Ringer til FGU"]


def test_a_task_is_changed(room):
    page = add(room.browser, hvem="Louise").follow().click("Ret", href="ret=")
    form = form_of(page, "ret")
    assert form["hvem"].value == "Louise"
    form["hvad"], form["naar"] = "Besøger FGU", "2026-12-20"

    page = form.submit().follow()

    assert "Opgaven er rettet." in page
    assert "søndag 20. december" in text(page)
    assert tasks(room) == ["Besøger FGU"]


def test_a_task_is_removed_and_brought_back(room):
    page = add(room.browser).follow().click("Ret", href="ret=")

    page = form_of(page, "fjern").submit().follow()
    assert tasks(room) == []
    assert "Fjernet: »Ringer til FGU«" in text(page)
    page = form_of(page, "fortryd").submit().follow()

    assert "Opgaven er tilbage." in page
    assert tasks(room) == ["Ringer til FGU"]
    assert not [
        form for form in page.forms.values() if "handling" in form.fields and form["handling"].value == "fortryd"
    ]


def test_nothing_typed_is_lost_when_it_cannot_be_read(room):
    form = form_of(room.browser.get(f"{PAGE}?ny=1"), "tilfoej")
    form["hvem"], form["med"] = "Louise", "Jonas"

    page = form.submit(status=422)

    assert page.html.title.get_text().startswith("Fejl:")
    assert "Skriv, hvad der skal gøres." in page
    assert (form_of(page, "tilfoej")["hvem"].value, form_of(page, "tilfoej")["med"].value) == ("Louise", "Jonas")
    assert page.html.find(id="hvad")["aria-invalid"] == "true"
    assert draft(room) is None


@pytest.mark.parametrize(("field", "value"), [("naar", "i morgen"), ("maal", "x")])
def test_a_field_that_is_wrong_says_so(room, field, value):
    told = {"csrf_token": room.browser.token(), "handling": "tilfoej", "hvad": "Ringer til FGU", field: value}

    page = room.browser.post(PAGE, told, status=422)

    assert page.html.find(id=f"{field}-e").get_text().endswith(".")
    assert page.html.find(id="hvad").get_text() == "Ringer til FGU"
