"""The own calendar: weeks and months, what stands in them and what does not, and the address for other programs."""

import re

import pytest

from kuidocs.resources.meeting import Meeting
from kuidocs.security import addresses
from kuidocs.usecases import meetings, notices
from kuidocs.usecases.acting import Act
from tests.usecases.convening import ROOM, ready
from tests.views import making


def text(page):
    return " ".join(page.html.main.get_text(" ", strip=True).split())


def lines(page):
    return [" ".join(one.get_text(" ", strip=True).split()) for one in page.html.select("li.cal-line")]


def hrefs(page):
    return {a.get_text(strip=True): a["href"] for a in page.html.select(".cal-nav a")}


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


def plan(site, day="2026-11-24", state="planned", user="Jonas Ravnsborg", **given):
    def act(case):
        found = making.meeting(case, "clarification", day, state, start="13:30", end="14:40", **given)
        making.notice(case, found, name=user)

    making.change(site, act)


def form(page):
    return next(one for one in page.forms.values() if "__token__" in one.fields)


def test_it_begins_with_this_week(jonas):
    page = jonas.browser.get("/kalender")

    assert "Uge 47, 16.–22. november 2026." in text(page)
    assert page.html.select_one("nav.mainnav a[aria-current]").get_text() == "Kalender"


def test_a_meeting_is_told_with_day_time_name_place_and_state(jonas):
    plan(jonas, place="Rådhuset, mødelokale 1", state="convened")

    page = jonas.browser.get("/kalender?uge=2026-W48")

    assert page.html.select_one("li.cal-day h3").get_text(strip=True) == "Tirsdag 24. november"
    (line,) = lines(page)
    assert line == "13.30–14.40 Koordinerende afklaringsmøde nr. 1 Freja · Rådhuset, mødelokale 1 Indkaldt"
    assert page.html.select_one("li.cal-line a")["href"].endswith("/sager/FLK-2026-0001/moeder/1/")
    assert page.html.select("li.cal-line .state svg")


@pytest.mark.parametrize(
    ("state", "word"), [("planned", "Planlagt"), ("convened", "Indkaldt"), ("cancelled", "Aflyst"), ("held", "Afholdt")]
)
def test_each_state_has_a_word(jonas, state, word):
    plan(jonas, state=state)

    page = jonas.browser.get("/kalender?uge=2026-W48")

    assert lines(page)[0].endswith(word)
    assert bool(page.html.select(".cal-off")) is (state == "cancelled")


def test_a_meeting_that_was_moved_waits_for_its_day(jonas):
    def act(case):
        who = Act(case.__parent__.__parent__.medarbejdere["jonas"].identity(), jonas.system.clock)
        notices.send(ready(case), who, knowledge={}, rooms=(ROOM,))
        drafts = case._p_jar.get_connection("drafts").root()["drafts"]
        meetings.move(case.moeder["1"], drafts, who, reason="Ferie.")

    making.change(jonas, act)

    page = jonas.browser.get("/kalender")

    assert "Uden dag endnu (1)" in text(page)
    assert lines(page) == ["Var 8. december 2026 Koordinerende afklaringsmøde nr. 1 Freja Flyttet"]


def test_a_meeting_that_never_had_a_day_waits_too(jonas):
    plan(jonas, day="")

    assert lines(jonas.browser.get("/kalender"))[0].endswith("Planlagt")


def test_meetings_without_a_time_or_online_are_told_so(jonas):
    def act(case):
        making.meeting(case, "clarification", "2026-11-24")
        making.meeting(case, "clarification", "2026-11-25", start="09:00", online_link="https://video.example")

    making.change(jonas, act)

    first, second = lines(jonas.browser.get("/kalender?uge=2026-W48"))

    assert first.startswith("Tid ikke aftalt Koordinerende")
    assert second.startswith("9.00 Koordinerende")
    assert "Freja · Online" in second


def test_a_month_has_its_weeks_and_the_empty_ones_say_so(jonas):
    plan(jonas)

    page = jonas.browser.get("/kalender?maaned=2026-11")

    headings = [h.get_text(" ", strip=True) for h in page.html.select(".blockhead h2")]
    assert headings[:3] == ["Uge 44, 1. november", "Uge 45, 2.–8. november", "Uge 46, 9.–15. november"]
    assert "Uge 47, 16.–22. november denne uge" in headings
    assert text(page).count("Ingen møder eller frister i denne uge.") == 5
    assert len(lines(page)) == 1


def test_deadlines_stand_beside_and_can_be_hidden(demo):
    demo.browser.log_in("jonas")
    with_them = demo.browser.get("/kalender?maaned=2026-10")
    without = demo.browser.get(hrefs(with_them)["Skjul frister"])

    assert with_them.html.select("li.cal-task .late")
    assert not without.html.select("li.cal-task")
    assert hrefs(without)["Vis frister"] == "/kalender?maaned=2026-10"
    assert "frister=0" in hrefs(without)["Næste måned"]


def test_a_deadline_leads_to_its_task_and_a_review_to_its_plan(demo):
    demo.browser.log_in("jonas")
    task = demo.browser.get("/kalender?maaned=2026-10").html.select_one("li.cal-task a")["href"]
    plan_ = demo.browser.get("/kalender?maaned=2026-12").html.select_one("li.cal-plan a")["href"]

    row = task.partition("#")[2]
    assert demo.browser.get(task).html.find(id=row) is not None
    assert "uddannelsesplan" in demo.browser.get(plan_).follow().text.lower()


@pytest.mark.parametrize("address", ["/kalender?maaned=2026-12", "/kalender?maaned=2026-10"])
@pytest.mark.parametrize("user", ["eva", "tobias", "mikkel"])
def test_nobody_sees_meetings_of_others(demo, address, user):
    demo.browser.log_in(user)

    assert "Malthe" not in demo.browser.get(address).text


def test_pages_are_turned_over_the_turn_of_the_year(jonas):
    page = jonas.browser.get("/kalender?uge=2026-W53")
    following = jonas.browser.get(hrefs(page)["Næste uge"])

    assert "Uge 53, 28. december 2026–3. januar 2027." in text(page)
    assert "Uge 1, 4.–10. januar 2027." in text(following)
    assert hrefs(following)["Forrige uge"] == "/kalender?uge=2026-W53"
    assert hrefs(following)["Denne uge"] == "/kalender?uge=2026-W47"
    assert hrefs(page)["Måned"] == "/kalender?maaned=2026-12"
    assert hrefs(jonas.browser.get("/kalender?maaned=2026-11"))["Uge"] == "/kalender?uge=2026-W47"


def test_the_year_is_told_where_it_is_another(jonas):
    plan(jonas, day="2027-01-05")

    assert jonas.browser.get("/kalender?uge=2027-W01").html.select_one("li.cal-day h3").get_text() == (
        "Tirsdag 5. januar 2027"
    )


def test_the_calendar_ends(jonas):
    assert "Forrige uge" not in hrefs(jonas.browser.get("/kalender?uge=2000-W01"))
    assert "Næste måned" not in hrefs(jonas.browser.get("/kalender?maaned=2099-12"))


@pytest.mark.parametrize(
    "query",
    [
        "uge=",
        "uge=nu",
        "uge=2026-W99",
        "maaned=2026-13",
        "uge=9999-W52",
        "uge=%00",
        "maaned=%F0%9F%98%80",
        "uge=" + "9" * 999,
    ],
)
def test_what_is_no_week_is_told_and_this_week_is_shown(jonas, query):
    page = jonas.browser.get(f"/kalender?{query}")

    assert "Vi kunne ikke læse, hvilken tid du bad om" in text(page)
    assert "Uge 47," in text(page)


@pytest.mark.parametrize("query", ["uge=2026-W48&uge=x", "frister=nej", "frister=&ukendt=1", "uge=2026-W48&maaned=x"])
def test_other_words_do_no_harm(jonas, query):
    assert jonas.browser.get(f"/kalender?{query}").status_int == 200


def test_bytes_that_are_no_text_are_refused(jonas):
    assert jonas.browser.get("/kalender?uge=%FF", expect_errors=True).status_int == 400


def test_nobody_has_to_log_in(site):
    assert "/log-ind" in site.browser.get("/kalender").location


def test_the_print_says_when_and_by_whom(jonas):
    assert "Udskrevet 21. november 2026 kl. 10.00 af Jonas Ravnsborg." in text(jonas.browser.get("/kalender"))


def test_a_list_behind_the_tree_does_no_harm(jonas):
    plan(jonas)
    jonas.system.change("test", lambda root: root.sager[making.CASE_NO].moeder.children.clear())

    assert lines(jonas.browser.get("/kalender?uge=2026-W48")) == []


class TestAddress:
    def test_it_is_shown_once_and_opens_the_calendar(self, jonas):
        made = form(jonas.browser.get("/kalender")).submit("adresse", value="ny")
        address = made.html.find(id="adresse")["value"]
        secret = re.search("/kalender/([^/]+).ics$", address)[1]

        assert jonas.browser.get(f"/kalender/{secret}.ics").content_type == "text/calendar"
        again = jonas.browser.get("/kalender")
        assert secret not in again.text
        assert "Du har en adresse, lavet 21. november 2026 kl." in text(again)
        assert made.headers["Cache-Control"] == "no-store"

    def test_only_its_hash_is_stored(self, jonas):
        made = form(jonas.browser.get("/kalender")).submit("adresse", value="ny")
        secret = made.html.find(id="adresse")["value"].rsplit("/", 1)[1].removesuffix(".ics")

        with jonas.system.reading() as root:
            assert root.medarbejdere["jonas"].feed_hash == addresses.digest(secret)
        assert not any(secret in found.event.canonical() for found in jonas.system.proof.events())

    def test_it_is_renewed_and_taken_back_and_all_is_written_down(self, jonas):
        form(jonas.browser.get("/kalender")).submit("adresse", value="ny")
        form(jonas.browser.get("/kalender")).submit("adresse", value="ny")
        back = form(jonas.browser.get("/kalender")).submit("adresse", value="tilbage")

        assert "Adressen er taget tilbage." in back.follow().text
        kinds = [event.kind for event in jonas.events("staff.feed_made", "staff.feed_renewed", "staff.feed_revoked")]
        assert kinds == ["staff.feed_made", "staff.feed_renewed", "staff.feed_revoked"]

    def test_the_same_page_sent_twice_makes_one(self, jonas):
        page = form(jonas.browser.get("/kalender"))
        page.submit("adresse", value="ny")
        again = page.submit("adresse", value="ny", expect_errors=True)

        assert again.status_int == 409
        assert "vises kun én gang" in text(again)
        assert len(jonas.events("staff.feed_made", "staff.feed_renewed")) == 1

    def test_a_button_that_is_none_is_refused(self, jonas):
        refused = form(jonas.browser.get("/kalender")).submit("adresse", value="slet-alt", expect_errors=True)

        assert refused.status_int == 422
        assert "Vælg en af knapperne." in text(refused)

    def test_a_forged_form_is_refused(self, jonas):
        refused = jonas.browser.post("/kalender", {"adresse": "ny"}, expect_errors=True)

        assert refused.status_int == 400
        with jonas.system.reading() as root:
            assert root.medarbejdere["jonas"].feed_hash == ""

    def test_nobody_makes_one_for_another(self, jonas):
        token = jonas.browser.token()
        jonas.browser.post("/kalender", {"csrf_token": token, "adresse": "ny", "bruger": "mikkel", "user_id": "mikkel"})

        with jonas.system.reading() as root:
            assert root.medarbejdere["mikkel"].feed_hash == ""


def test_a_meeting_has_one_name_for_calendars():
    first, second = Meeting(1, "clarification", 1), Meeting(1, "clarification", 1)

    assert first.uid == first.uid != second.uid
    assert first.id not in first.uid


def test_the_links_from_week_to_week_come_to_an_end(jonas):
    seen, address = 0, "/kalender"
    while link := jonas.browser.get(address).html.find("a", rel="next"):
        seen, address = seen + 1, link["href"]

    assert 100 < seen < 110
