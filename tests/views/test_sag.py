"""The case page: where we are, what comes next, who does what, and what is kept from whom."""

import pytest

from tests.views import making
from tests.web import CASE


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


@pytest.fixture
def malthe(demo):
    demo.browser.log_in("jonas")
    return demo.browser.get("/sager/FLK-2026-0117/")


def person(site, **given):
    def change(case):
        for name, value in given.items():
            setattr(case.person, name, value)

    making.change(site, change)


def test_the_whole_case_is_there(malthe):
    page = text(malthe)

    assert malthe.html.h1.get_text() == "Malthe Kjærbo Vinther 18 år"
    for words in (
        "Jonas Ravnsborg (dig)",
        "Til 21. september 2027. Dækker Den Kommunale Ungeindsats, FGU Fjordlund og Unge og Job.",
        "Skriv dagsordenen til mødet med Malthe den 8. december",
        "6 møder holdt, 2 samtykker, 3 planversioner",
        "Hjælper Malthe med at sortere Digital Post én gang om måneden. Fra mødet 29. september",
        "Mål 1: At komme i gang på et værksted",
        "Slutter 18. december",
        "Uddannelsesplan, version 3",
        "Gælder fra 6. oktober",
        "Hos Kirsten Aalund siden 19. november",
        "29. september 2026 · 1 dokument, alle journaliseret",
        "Skole og uddannelse, job og praktik, trivsel og hverdag og indsatser fra kommunen.",
        "Må ikke deles:",
        "Ad hoc-fagperson, kun til mødet",
        "2. februar 2026 af Birgitte Stenløkke",
    ):
        assert words in page, words


def test_one_button_is_filled(malthe):
    assert len(malthe.html.select("a.button-primary, button.button-primary")) == 1


def test_meetings_stand_newest_first_and_old_ones_are_closed(malthe):
    groups = malthe.html.select("section[aria-labelledby=dok] details")

    assert [group.h3.contents[0].strip() for group in groups][:3] == [
        "Planer, samtykke og notater",
        "Opfølgningsmøde med Malthe, nr. 3",
        "Opfølgningsmøde med Malthe, nr. 2",
    ]
    assert [group.has_attr("open") for group in groups][:4] == [True, True, False, False]


def test_every_link_of_the_list_of_events_opens(malthe, demo):
    links = [a["href"] for a in malthe.html.select("ol.events a")]

    assert len(links) == 13
    assert all(demo.browser.get(link).status_int in (200, 303) for link in links)


class TestIdNumber:
    def test_it_is_masked(self, jonas):
        person(jonas, id_number="140309-4321", id_number_type="cpr")
        page = jonas.browser.get(f"{CASE}/")

        assert "140309-••••" in text(page)
        assert "4321" not in page
        assert "Personnummer" in text(page)

    def test_it_is_shown_once_and_that_is_written_down(self, jonas):
        person(jonas, id_number="140309-4321", id_number_type="replacement", person_id="YP-7")

        shown = jonas.browser.get(f"{CASE}/").forms["vis-nummer"].submit()

        assert "140309-4321" in text(shown)
        assert "Erstatningspersonnummer" in text(shown)
        assert "4321" not in jonas.browser.get(f"{CASE}/")
        (event,) = jonas.events("person.id_number_shown")
        assert (event.by, event.about["person_id"], event.case_no) == ("jonas", "YP-7", "FLK-2026-0001")
        assert "4321" not in event.canonical()

    def test_asking_by_a_link_or_without_the_token_shows_nothing(self, jonas):
        person(jonas, id_number="140309-4321")

        jonas.browser.get(f"{CASE}/personnummer", status=404)
        refused = jonas.browser.post(f"{CASE}/personnummer", status=400)

        assert "4321" not in refused
        assert jonas.events("person.id_number_shown") == []

    def test_somebody_without_a_part_gets_nothing(self, site):
        person(site, id_number="140309-4321")
        site.browser.log_in("sofie")

        answer = site.browser.post(f"{CASE}/personnummer", {"csrf_token": site.browser.token()}, status=404)

        assert "4321" not in answer
        assert site.events("person.id_number_shown") == []

    def test_nobody_has_a_button_for_a_number_that_is_not_known(self, jonas):
        assert "vis-nummer" not in jonas.browser.get(f"{CASE}/").forms


def test_reading_is_written_down(jonas):
    jonas.browser.get(f"{CASE}/")

    assert [event.by for event in jonas.events("case.viewed")] == ["jonas"]


def test_an_address_is_shown(jonas):
    person(jonas, address="Skolevej 1", school="Skovskolen")

    assert "Skolevej 1" in text(jonas.browser.get(f"{CASE}/"))


def test_a_protected_address_is_on_no_page(jonas):
    person(jonas, address="Skolevej 1", name_address_protection=True, interpreter_needed=True, language="arabisk")

    page = jonas.browser.get(f"{CASE}/")

    assert "Skolevej" not in page
    assert "Navne- og adressebeskyttelse" in text(page)
    assert "Beskyttet. Den vises ikke her." in text(page)
    assert "Har brug for tolk: arabisk" in text(page)


def test_a_case_with_nothing_in_it(jonas):
    page = text(jonas.browser.get(f"{CASE}/"))

    for words in (
        "Begynd med samtykket",
        "I kan ikke indkalde eller dele, før Freja har sagt ja.",
        "Ingen åbne opgaver. Nye kommer, når et referat bliver godkendt.",
        "Ingen indsatser endnu. De skrives på koordinationsmødet.",
        "Her kommer dokumenterne. Begynd med samtykket.",
        "Der er ikke sket noget endnu",
        "Ingen plan endnu",
        "Ikke valgt endnu kontaktperson Jonas Ravnsborg (dig) plankoordinator",
    ):
        assert words in page, words


def test_nothing_to_do_is_said_calmly(jonas):
    def all_well(case):
        making.paper(case, "kui.consent", making.CONSENT)
        found = making.meeting(case, "clarification", "2026-11-30", "convened")
        for form in ("kui.notice", "kui.agenda.clarification"):
            making.paper(case, form, {}, meeting=found)

    making.change(jonas, all_well)

    assert "Der er ikke noget, du skal gøre lige nu" in text(jonas.browser.get(f"{CASE}/"))


def test_a_closed_case_offers_nothing_to_write(jonas):
    making.change(jonas, lambda case: setattr(case, "state", "closed"))

    page = jonas.browser.get(f"{CASE}/")

    assert "Forløbet er slut" in text(page)
    assert not page.html.select("details.more")


def test_who_may_only_read_is_offered_nothing_to_do(demo):
    demo.browser.log_in("fatma")

    page = demo.browser.get("/sager/FLK-2026-0117/")

    assert not page.html.select("section.next")
    assert "Nyt dokument" not in text(page)


def test_others_do_not_learn_that_the_case_exists(demo):
    demo.browser.log_in("sofie")

    assert "Malthe" not in demo.browser.get("/sager/FLK-2026-0117/", status=404)


def test_consents_that_are_worth_nothing_say_why(jonas):
    making.change(jonas, lambda case: making.paper(case, "kui.consent", making.CONSENT | {"valid_until": "2026-11-01"}))

    page = text(jonas.browser.get(f"{CASE}/"))

    assert "Udløbet Den 1. november. Forny det, før I indkalder eller deler." in page
    assert "Forny samtykket" in page


class TestLists:
    def show(self, site, act):
        making.change(site, act)
        return text(site.browser.get(f"{CASE}/"))

    def test_drafts_name_their_writer(self, jonas):
        def write(case):
            paper = making.paper(case, "kui.contact_note", {}, approved=False)
            paper.draft = {"number": 1, "round": 1, "by": making.JONAS, "at": "2026-11-20T08:00:00+01:00"}
            paper.facts = ()

        assert "Jonas Ravnsborg, 20. november" in self.show(jonas, write)

    def test_many_reviewers_are_not_listed(self, jonas):
        page = self.show(
            jonas, lambda c: making.paper(c, "kui.contact_note", {}, waiting=["jonas", "mikkel", "kirsten"])
        )

        assert "Venter på gennemsyn siden 1. oktober" in page

    def test_annulled_papers_say_their_version(self, jonas):
        def annul(case):
            paper = making.paper(case, "kui.contact_note", {}, approved=False)
            paper.facts = ()
            making.fact(paper, "annulled", "2026-10-02")

        page = self.show(jonas, annul)
        assert "Annulleret Version 1" in page

    def test_meetings_tell_their_time_and_what_is_not_begun(self, jonas):
        page = self.show(jonas, lambda c: making.meeting(c, "clarification", "2026-11-30", start="09:30"))
        assert "30. november 2026 kl. 9.30 · planlagt" in page.replace("\u00a0", " ")
        assert "Indkaldelse Ikke begyndt" in page

    def test_a_meeting_without_a_day_says_so(self, jonas):
        assert "Tid er ikke aftalt · aflyst" in self.show(
            jonas, lambda c: making.meeting(c, "clarification", state="cancelled")
        )

    def test_tasks_without_deadline_or_meeting(self, jonas):
        def agree(case):
            found = making.meeting(case, "coordination", "", "held")
            rows = [{"rid": "e" * 12, "task_text": "Ringer"}, {"rid": "f" * 12, "task_text": "Ser på det"}]
            rows[1] |= {"deadline": making.today(), "goal_no": "2"}
            making.paper(case, "kui.minutes.coordination", {"who_does_what": rows}, meeting=found)

        page = self.show(jonas, agree)
        assert "Uden dato" in page
        assert "Ingen frist" in page
        assert "21. november, i dag" in page
        assert "Ingen valgt" in page

    def test_a_plan_shows_its_efforts(self, jonas):
        effort = {"rid": "e" * 12, "effort_title": "Mentor", "status": "active", "goal_nos": ["1", "2"]}
        effort |= {"end_date": "2026-10-31"}
        over = {"rid": "f" * 12, "effort_title": "Fritid", "status": "stopped", "end_date": "2026-10-30"}
        plan = {"efforts": [effort, over, {"rid": "0" * 12}], "others_should_know": "Skriv."}

        page = self.show(jonas, lambda c: making.paper(c, "kui.education_plan", plan))

        assert "Mål 1 og 2" in page
        assert "Skulle slutte 31. oktober" in page
        assert "Sluttede 30. oktober" in page
        assert "»Skriv.«" in page
        assert "Det hjælper" not in page


def test_efforts_say_what_is_done_with_the_young_person(malthe):
    section = malthe.html.find(id="ind").find_parent("section")

    assert "To korte dage om ugen." in section.get_text()


def test_how_the_contact_person_is_reached_stands_on_top(malthe):
    assert "00 00 10 02, sms hverdage kl. 9–15" in malthe.html.select_one("dl.keyfacts").get_text()
