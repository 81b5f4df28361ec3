"""The agenda on the screen in the room, one item at a time."""

from datetime import datetime

import pytest

from kuidocs.resources.drafts import drafts_of
from kuidocs.services.clock import COPENHAGEN, FixedClock
from kuidocs.usecases import documents
from kuidocs.usecases.acting import Act
from kuidocs.views.room_clock import begun_at, item_clock, meeting_clock
from tests.usecases.convening import DAY, row
from tests.views.making import change, meeting, paper
from tests.web import CASE, serve

PAGE = f"{CASE}/moeder/1/dagsorden"
ITEMS = [
    {"rid": "item-one", "item_no": "1", "heading": "Velkommen", "item_type": "information", "minutes": "5"},
    {
        "rid": "item-two",
        "item_no": "2",
        "heading": "Hvem kører om morgenen?",
        "guiding_question": "Hvad kan lade sig gøre?",
        "item_type": "dialogue",
        "minutes": "15",
        "presenter": {"text": "Louise Grønvang"},
        "preparation": "Se køreplanen.",
    },
    {"rid": "item-three", "item_no": "3", "heading": "Vi aftaler", "topic": "agreements"},
    {"rid": "item-none", "item_no": "4"},
]
AGENDA = {"desired_outcome": "Om bussen passer.", "agenda_items": ITEMS}


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


def slide(page):
    return " ".join(page.html.select_one(".slide").get_text(" ", strip=True).split()).replace("\u00a0", " ")


def lay_out(case, approved=True):
    found = meeting(case, "clarification", DAY, "convened", start="13:30", end="14:40", place="Rådhuset")
    people = [row(case, "Jonas Ravnsborg"), row(case, "Fatma Demirci", "ad_hoc", "Unge og Job")]
    paper(case, "kui.notice", {"participants": people, "purpose": "At forstå morgenen."}, meeting=found)
    paper(case, "kui.agenda.clarification", AGENDA, meeting=found, approved=approved)


@pytest.fixture
def jonas(site):
    change(site, lay_out)
    site.browser.log_in("jonas")
    return site


def at(site, monkeypatch, clock):
    now = datetime.fromisoformat(f"{DAY}T{clock}:00").replace(tzinfo=COPENHAGEN)
    monkeypatch.setattr(site.system, "clock", FixedClock(now))


def test_it_begins_with_what_the_meeting_is_for(jonas):
    page = jonas.browser.get(PAGE)

    for words in ("Koordinerende afklaringsmøde", "Tirsdag den 8. december 2026 kl. 13.30–14.40", "Rådhuset",
                  "At forstå morgenen.", "Om bussen passer."):  # fmt: skip
        assert words in slide(page), words
    assert "Udkast" not in text(page)
    assert "Log ud" not in text(page)


def test_without_a_notice_it_says_the_purpose_of_the_forum(site):
    def alone(case):
        paper(case, "kui.agenda.clarification", AGENDA, meeting=meeting(case, "clarification"))

    change(site, alone)
    site.browser.log_in("jonas")

    assert "At koordinere den unges indsatser og dele viden" in slide(site.browser.get(PAGE))


def test_the_young_person_is_welcomed_by_name(site):
    def together(case):
        found = meeting(case, "followup_with_young")
        content = AGENDA | {"welcome_text": "Godt at se dig, Freja."}
        paper(case, "kui.agenda.followup_with_young", content, meeting=found)

    change(site, together)
    site.browser.log_in("jonas")

    assert "Opfølgningsmøde med Freja" in slide(site.browser.get(PAGE))
    assert "Godt at se dig, Freja." in slide(site.browser.get(PAGE))


def test_one_goes_through_it_item_by_item(jonas):
    page = jonas.browser.get(PAGE).click("Begynd", index=0)
    assert slide(page).startswith("Punkt 1 Velkommen")

    page = page.click("Næste punkt")
    for words in ("Punkt 2", "Hvem kører om morgenen?", "Hvad kan lade sig gøre?", "Drøftelse", "Louise begynder",
                  "15 min.", "Se køreplanen.", "0 af 15 min. brugt"):  # fmt: skip
        assert words in slide(page), words
    assert "Grønvang" not in text(page)
    assert "Punkt 2 af 3" in text(page)

    page = page.click("Næste punkt")
    assert "min. brugt" not in slide(page)
    page = page.click("^Slut$")
    assert "Inden I går" in slide(page)
    assert page.click("Forrige punkt").request.params["punkt"] == "3"


def test_the_end_leads_to_who_does_what_and_the_minutes(jonas):
    end = jonas.browser.get(f"{PAGE}?punkt=99")

    assert end.click("Hvem gør hvad").html.h1.get_text() == "Hvem gør hvad?"
    assert "nyt-dokument" in end.click("Skriv referatet").request.path
    change(jonas, lambda case: paper(case, "kui.minutes.clarification", {}, meeting=case.moeder["1"]))
    assert "/dokumenter/" in jonas.browser.get(f"{PAGE}?punkt=99").html.find("a", string="Åbn referatet")["href"]


def test_the_overview_leads_to_every_item_and_says_where_one_is(jonas):
    page = jonas.browser.get(f"{PAGE}?punkt=2")
    nav = page.html.select_one("nav.overview ol")

    assert [a.get_text() for a in nav.select("a")] == [
        "Velkommen", "1. Velkommen", "2. Hvem kører om morgenen?", "3. Vi aftaler", "Inden I går",
    ]  # fmt: skip
    assert nav.select_one("[aria-current=step]").get_text() == "2. Hvem kører om morgenen?"
    keys = {key for one in page.html.select("[data-keys]") for key in one["data-keys"].split()}
    assert keys >= {"ArrowLeft", "ArrowRight", "Space", "Home", "End"}


def test_all_of_it_is_there_for_print(jonas):
    whole = jonas.browser.get(PAGE).html.select_one(".slide-list").get_text(" ")

    assert all(words in whole for words in ("Velkommen", "Hvem kører om morgenen?", "Vi aftaler", "Se køreplanen."))


@pytest.mark.parametrize("place", ["-1", "x", "1e3", "٣", "0001", ""])
def test_an_address_that_is_no_number_begins_at_the_beginning(jonas, place):
    page = jonas.browser.get(PAGE, params={"punkt": place})

    assert "Koordinerende afklaringsmøde" in slide(page)


def test_the_clocks_go_by_the_server(jonas, monkeypatch):
    at(jonas, monkeypatch, "13:58")

    page = jonas.browser.get(f"{PAGE}?punkt=2&fra=1350")

    meeting_, item = page.html.select("[data-clock]")
    assert "42 min. tilbage" in meeting_.get_text()
    assert "8 af 15 min. brugt" in item.get_text()
    assert item.select_one("[data-bar]")["width"] == "53"
    assert item["data-begun"] == "1350"


def test_an_item_begins_when_it_is_opened(jonas, monkeypatch):
    at(jonas, monkeypatch, "13:58")

    item = jonas.browser.get(f"{PAGE}?punkt=2").html.select("[data-clock]")[1]

    assert "0 af 15 min. brugt" in item.get_text()
    assert item["data-begun"] == "1358"


def test_what_is_in_review_says_so(site):
    change(site, lambda case: lay_out(case, approved=False))
    site.browser.log_in("jonas")

    assert "Til gennemsyn" in text(site.browser.get(PAGE))


def draft(site, kind="clarification"):
    def begin(root):
        case = root.sager["FLK-2026-0001"]
        found = meeting(case, kind, DAY, "convened")
        people = [row(case, "Jonas Ravnsborg"), row(case, "Fatma Demirci", "ad_hoc", "Unge og Job")]
        paper(case, "kui.notice", {"participants": people}, meeting=found)
        act = Act(root.medarbejdere["jonas"].identity(), site.system.clock)
        told = {"form_key": f"kui.agenda.{kind}", "label": "FLK-2026-0001-D50", "meeting": found}
        documents.create(case, root, drafts_of(case), act, **told)

    site.system.change("test", begin)
    site.system.catch_up()


def test_a_draft_says_so_to_those_who_write(site):
    draft(site)
    site.browser.log_in("jonas")

    page = site.browser.get(f"{PAGE}?punkt=3")

    assert "Udkast" in text(page)
    assert "Den unges perspektiv" in slide(page)


def test_a_draft_is_not_shown_to_those_who_only_read(site):
    draft(site)
    site.browser.log_in("fatma")

    page = site.browser.get(f"{PAGE}?punkt=3")

    assert "Der er ingen dagsorden" in slide(page)
    assert "Den unges perspektiv" not in page
    assert "Skriv dagsordenen" not in page


def test_without_one_it_leads_to_writing_it(site):
    change(site, lambda case: meeting(case, "clarification"))
    site.browser.log_in("jonas")

    page = site.browser.get(PAGE)

    assert "Der er ingen dagsorden" in slide(page)
    assert page.click("Skriv dagsordenen").html.h1.get_text() == "Nyt dokument"


def test_one_that_was_given_up_is_none(site):
    change(site, lambda case: lay_out(case, approved=False))

    def give_up(case):
        found = case.dokumenter.of_form("kui.agenda.clarification")[0]
        found.facts = ({"kind": "annulled", "about": {"number": 1}, "data": {}, "at": "", "by": {}},)

    change(site, give_up)
    site.browser.log_in("jonas")

    assert "Der er ingen dagsorden" in slide(site.browser.get(PAGE))


def test_a_meeting_that_was_converted_keeps_its_agenda(site):
    def convert(case):
        found = meeting(case, "followup_with_young", "2026-11-20", "held", start="09:30", end="10:30")
        found.facts = ({"id": "x", "kind": "held", "data": {"attendance": []}, "by": {}, "at": ""},)
        paper(case, "kui.agenda.followup_with_young", AGENDA, meeting=found)
        found.meeting_type = "followup_without_young"

    change(site, convert)
    site.browser.log_in("jonas")

    assert "Velkommen" in slide(site.browser.get(f"{PAGE}?punkt=1"))


def test_who_reads_in_the_case_sees_it_and_it_is_noted(jonas):
    jonas.browser.get(PAGE)

    (event,) = jonas.events("meeting.viewed")
    assert (event.by, event.about["part"], event.about["label"]) == ("jonas", "agenda", "FLK-2026-0001-D02")


def test_an_ad_hoc_one_sees_the_agenda_and_writes_nothing(jonas):
    fatma = serve(jonas.system)
    fatma.log_in("fatma")
    page = fatma.get(f"{PAGE}?punkt=99")

    assert "Hvem gør hvad" not in [a.get_text() for a in page.html.select("a")]
    assert "Skriv referatet" not in page


@pytest.mark.parametrize("user", ["peter", "tobias"])
def test_others_do_not_know_of_it(jonas, user):
    browser = serve(jonas.system)
    browser.log_in(user)

    browser.get(PAGE, status=404)


NOW = datetime(2026, 12, 8, 14, 0, 30, tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("told", "hour", "minute"),
    [("1350", 13, 50), ("0005", 0, 5), ("1501", 14, 0), ("2460", 14, 0), ("2400", 14, 0), ("", 14, 0), ("13:5", 14, 0)],
)
def test_when_an_item_was_begun_is_read_and_never_lies_ahead(told, hour, minute):
    found = begun_at(told, NOW)

    assert (found.hour, found.minute) == (hour, minute)


def test_a_meeting_without_times_has_no_clock(site):
    with site.system.reading() as root:
        found = meeting(root.sager["FLK-2026-0001"], "clarification", DAY, start="13:30")
        assert meeting_clock(found, NOW) is None
        found.end = "14:40"
        assert meeting_clock(found, NOW).spent.words == "40 min. tilbage"
        assert meeting_clock(found, NOW.replace(day=9)) is None


def test_the_clock_of_an_item_knows_its_end():
    found = item_clock(15, NOW, NOW)

    assert found.end - found.start == 15 * 60 * 1000
