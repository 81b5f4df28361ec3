"""»Min dag«: what waits, why, by when; and nothing of cases in which one has no part."""

import re
from dataclasses import replace

import pytest

from kuidocs.resources.drafts import drafts_of
from kuidocs.services.index.api import CaseRow, CaseSnapshot, InvolvementRow, MeetingRow, TaskRow
from kuidocs.usecases import drafting
from kuidocs.usecases.acting import Act
from kuidocs.views.dues import due, near_day, near_weekday
from kuidocs.views.min_dag import greeting
from tests import factories
from tests.views import making

TODAY = factories.NOW.date()


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


def link(page, words):
    """The address of the first link whose text begins with some words."""
    return next(a["href"] for a in page.html.select("main a") if a.get_text().startswith(words))


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


def seen(site):
    return site.browser.get("/min-dag")


def minutes(content=None):
    return {"held_at": "2026-11-12", "decisions": [], "who_does_what": []} | (content or {})


def task(rid, deadline, text="Ringer til PPR"):
    return {"rid": rid, "task_text": text, "responsible": {}, "deadline": deadline}


def test_the_demonstration_shows_late_tasks_the_plan_and_the_next_meeting(demo):
    demo.browser.log_in("jonas")

    page = demo.browser.get("/min-dag")

    assert page.html.h1.get_text() == "God formiddag, Jonas"
    assert re.search(r"Du har ingen møder i dag, og \w+ ting venter på dig\. \w+ af dem er over fristen\.", text(page))
    assert "39 dage over" in text(page)
    assert "Bør ses efter" in text(page)
    assert "Tirsdag 8. december" in text(page)
    assert "Indkaldelsen er til gennemsyn." in text(page)
    assert page.html.select("h2#over")


def test_a_task_leads_to_the_line_in_which_it_was_agreed(demo):
    demo.browser.log_in("jonas")

    page = demo.browser.get(link(demo.browser.get("/min-dag"), "Giv status").partition("#")[0])
    (form,) = page.html.select("details.task-form[open]")
    address, _, row = form.find_parent("li").select_one("a")["href"].partition("#")

    assert demo.browser.get(address).follow().html.find(id=row) is not None


def test_nothing_to_do_is_said_kindly(jonas):
    page = seen(jonas)

    assert "Du har ingen møder i dag, og intet venter på dig." in text(page)
    assert page.html.find("h2", id="ro")
    assert not page.html.select(".button-primary")


def test_the_next_meeting_is_named_when_nothing_waits(jonas):
    def plan(case):
        found = making.meeting(case, "clarification", "2026-11-24", start="12:30", place="Biblioteket")
        making.notice(case, found, "chair")

    making.change(jonas, plan)

    assert "Næste møde er tirsdag 24. november kl. 12.30." in text(seen(jonas))


def test_reviewers_without_a_part_in_the_case_see_what_waits_for_them(demo):
    demo.browser.log_in("kirsten")

    page = demo.browser.get("/min-dag")
    line = page.html.find("section", attrs={"aria-labelledby": "gennemsyn"}).li

    assert line.find(class_="who").a is None
    assert "Sendt af Jonas Ravnsborg 19. november." in line.get_text()
    assert "Før mødet 8. december" in line.get_text()
    assert page.click("Gennemse").html.h1.get_text() == "Gennemse: Indkaldelse"


def test_others_see_nothing_of_it(demo):
    demo.browser.log_in("sofie")

    assert "Malthe" not in demo.browser.get("/min-dag")


class TestMeetingsToday:
    def day(self, site, *roles, agenda=None, start="10:30", **given):
        def plan(case):
            found = making.meeting(case, "clarification", making.today(), start=start, end="11:30", **given)
            making.notice(case, found, *roles)
            if agenda is not None:
                making.paper(case, "kui.agenda.clarification", {"desired_outcome": "Ro"}, meeting=found, **agenda)

        making.change(site, plan)
        return seen(site)

    def test_the_chair_is_told_and_may_write_the_agenda(self, jonas):
        page = self.day(jonas, "chair", place="Rådhuset, lokale 3")

        assert "Du har ét møde i dag" in text(page)
        assert "Du er mødeleder. Der er ingen dagsorden endnu." in text(page)
        assert "Koordinerende afklaringsmøde nr. 1 · Rådhuset, lokale 3" in text(page)
        button = page.html.select_one("a.button-primary")
        assert "form=kui.agenda.clarification" in button["href"]

    def test_the_minute_taker_reads_the_agenda_that_is_ready(self, jonas):
        page = self.day(jonas, "minute_taker", agenda={}, online_link="https://moede.example")

        assert "Du er referent. Dagsordenen er klar." in text(page)
        assert "· online" in text(page)
        assert page.click("Læs dagsordenen").follow().html.h1.get_text().startswith("Dagsorden")

    def test_an_agenda_in_review_is_said_to_be(self, jonas):
        page = self.day(jonas, "participant", agenda={"waiting": ["kirsten"]})

        assert "Du deltager. Dagsordenen er til gennemsyn." in text(page)

    def test_a_meeting_that_is_over_has_no_filled_button(self, jonas):
        page = self.day(jonas, "chair", start="08:00")
        assert page.html.select("a.button-primary")

        making.change(jonas, lambda case: setattr(case.moeder["1"], "end", "09:00"))
        assert not seen(jonas).html.select("a.button-primary")

    def test_a_paper_for_todays_meeting_has_to_be_read_before_it(self, jonas):
        def plan(case):
            found = making.meeting(case, "clarification", making.today(), start="13:30")
            making.paper(case, "kui.notice", {}, meeting=found, waiting=["jonas"], by={"user_id": "x", "name": "Fatma"})
            bare = making.meeting(case, "clarification", making.today())
            making.paper(case, "kui.notice", {}, meeting=bare, waiting=["jonas"])

        making.change(jonas, plan)
        page = text(seen(jonas))

        assert "Før mødet kl. 13.30" in page
        assert "Før mødet i dag" in page
        assert "To af dem skal nås i dag." in page

    def test_who_only_reads_is_led_to_the_case(self, site):
        def plan(case):
            found = making.meeting(case, "clarification", making.today())
            person = {"rid": "d" * 12, "relation": "ad_hoc", "meeting_role": []}
            notice = making.notice(case, found, name="Fatma Demirci")
            making.version(notice, _with(notice, person), number=2)
            making.involvement.refresh(case)

        making.change(site, plan)
        site.browser.log_in("fatma")

        page = seen(site)
        assert page.click("Åbn forløbet").html.h1.get_text().startswith("Freja")

    def test_an_agenda_that_is_being_written_is_written_on(self, jonas):
        def plan(case):
            found = making.meeting(case, "clarification", making.today())
            making.notice(case, found)
            _draft(jonas, case, "kui.agenda.clarification", found)

        making.change(jonas, plan)

        assert "Dagsordenen er under udarbejdelse." in text(seen(jonas))
        assert seen(jonas).click("Skriv dagsordenen færdig").status_int == 200


def _with(notice, more):
    content = notice.versions[-1].content()
    content["participants"][0] |= more
    return content


def _draft(site, case, form_key, meeting=None, content=None):
    label = f"{case.case_no}-D{len(case.dokumenter) + 1:02d}"
    document = making.Document(label, form_key, making.JONAS, "2026-11-13T09:00:00+01:00")
    document.meeting_number = meeting.number if meeting else 0
    case.dokumenter[label] = document
    act = Act(factories.identity("jonas"), site.system.clock)
    edition = making.root_of(case).skabeloner[form_key].newest()
    drafting.begin(document, drafts_of(case), content or {}, edition.data["number"], act)
    return document


def test_minutes_that_nobody_began_wait_for_the_minute_taker(jonas):
    def hold(case):
        found = making.meeting(case, "coordination", "2026-11-12", "held")
        making.notice(case, found, "minute_taker")

    making.change(jonas, hold)
    page = seen(jonas)

    assert "Referat, Koordinationsmøde" in text(page)
    assert "Holdt 12. november. Referatet er ikke begyndt." in text(page)
    assert "form=kui.minutes.coordination" in link(page, "Skriv referatet")


def test_drafts_say_what_is_missing_and_who_sent_them_back(jonas):
    def write(case):
        found = making.meeting(case, "coordination", "2026-11-12", "held")
        _draft(jonas, case, "kui.minutes.coordination", found)
        note = _draft(jonas, case, "kui.contact_note")
        making.fact(note, "returned", making.today(), {"user_id": "k", "name": "Kirsten Aalund"}, note="Skriv mere.")

    making.change(jonas, write)
    page = text(seen(jonas))

    assert "Holdt 12. november. I udkastet:" in page
    assert "felter mangler." in page
    assert "Kirsten Aalund har sendt det tilbage: »Skriv mere.«" in page


def test_own_tasks_come_late_first_and_then_the_next_ones(jonas):
    def agree(case):
        found = making.meeting(case, "coordination", "2026-11-12", "held")
        me = {"responsible": dict(case.plan_coordinator)}
        rows = [task("e" * 12, "2026-11-20"), task("f" * 12, making.today(), "Skriver"), task("0" * 12, "2026-11-22")]
        content = minutes({"who_does_what": [row | me for row in rows]})
        making.paper(case, "kui.minutes.coordination", content, meeting=found)

    making.change(jonas, agree)
    page = text(seen(jonas))

    assert "1 dag over" in page
    assert "Senest i dag" in page
    assert "Senest i morgen" in page
    assert "Én af dem" in page


def test_consents_that_end_or_are_over_are_listed(jonas):
    making.change(jonas, lambda case: making.paper(case, "kui.consent", making.CONSENT | {"valid_until": "2026-12-01"}))
    assert "Om ti dage, 1. december" in text(seen(jonas))

    making.change(jonas, lambda case: making.version(case.dokumenter["FLK-2026-0001-D01"], _ended(), number=2))
    assert "Udløbet. Den 1. november." in text(seen(jonas))


def _ended():
    return making.CONSENT | {"valid_until": "2026-11-01"}


def test_rows_that_no_longer_lead_anywhere_are_left_out(jonas):
    row = CaseRow("FLK-1", "Væk Væksen", "Væk", "following_up")
    me = InvolvementRow("FLK-1", "jonas", "plan_coordinator", TODAY)
    gone = CaseSnapshot(
        row,
        (me,),
        meetings=(
            MeetingRow("FLK-1", 1, "coordination", 1, "planned", TODAY, attendees=("jonas",)),
            MeetingRow("FLK-1", 2, "coordination", 2, "held", TODAY.replace(day=1), minute_taker_id="jonas"),
        ),
        tasks=(TaskRow("FLK-1", "a", "Opgave", "open", "L", "jonas", deadline=TODAY),),
    )
    jonas.system.index.apply({"FLK-1": gone, "FLK-2": replace_case(gone)}, b"\xff" * 8)

    assert "Væk" not in seen(jonas)


def replace_case(gone):
    return replace(gone, case=replace(gone.case, case_no="FLK-2"), involvements=(), meetings=(), tasks=())


@pytest.mark.parametrize(
    ("hour", "words"),
    [(3, "Hej"), (8, "God morgen"), (11, "God formiddag"), (15, "God eftermiddag"), (22, "God aften")],
)
def test_one_is_greeted_by_the_hour(hour, words):
    assert greeting(hour) == words


def test_days_are_told_as_near_as_they_are():
    assert due(None, TODAY) is None
    assert near_weekday(TODAY, TODAY) == "I dag, lørdag 21. november"
    assert near_weekday(TODAY.replace(day=22), TODAY) == "I morgen, søndag 22. november"
    assert near_day(TODAY.replace(day=22), TODAY) == "I morgen"
    assert near_day(TODAY.replace(day=30), TODAY) == "30. november"
    assert due(TODAY.replace(day=30), TODAY).text == "Senest 30. november"
