"""»Søg«: what is found and how it is shown, and what nobody else finds."""

import pytest

from kuidocs.resources.case import Case, YoungPerson
from kuidocs.usecases import involvement, people
from kuidocs.usecases.acting import root_of
from tests.views import making
from tests.views.asking import calm
from tests.web import CASE

NOTE = {"learned": "Han har højt fravær, og fraværet stiger."}


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


def titles(page, group=""):
    where = f"section[aria-labelledby=g-{group}] " if group else ""
    return [" ".join(link.get_text().split()) for link in page.html.select(f"{where}.hit-title a")]


def search(site, query="", **more):
    return site.browser.get(f"/soeg{query}", **more)


def open_case(root, case_no="FLK-2026-0002", name="Elias Kragh", coordinator="Mikkel Aarøe"):
    case = Case(case_no, YoungPerson(name, "2009-05-01"))
    root.sager[case_no] = case
    case.opened_at = "2026-10-02"
    people.add_young_person(case)
    case.plan_coordinator = people.reference(case, root.medarbejdere, coordinator)
    involvement.refresh(case)
    mikkel = {"user_id": "mikkel", "name": "Mikkel Aarøe"}
    making.paper(case, "kui.contact_note", {"learned": "Elias har fravær."}, by=mikkel)
    return case


def minutes(case):
    meeting = making.meeting(case, "coordination", "2026-11-10", "held", start="09:00", place="Rådhuset")
    jonas = people.reference(case, root_of(case).medarbejdere, "Jonas Ravnsborg")
    content = {
        "held_at": "2026-11-10",
        "decisions": [{"rid": "d1", "decision_text": "Fraværet følges."}],
        "who_does_what": [
            {"rid": "t1", "task_text": "Ringer om fravær", "responsible": jonas, "deadline": "2026-11-15"}
        ],
    }
    making.paper(case, "kui.minutes.coordination", content, meeting=meeting)


@pytest.fixture
def jonas(site):
    """Jonas before his case, which has a note and minutes."""
    making.change(site, lambda case: making.paper(case, "kui.contact_note", NOTE))
    making.change(site, minutes)
    site.browser.log_in("jonas")
    return site


class TestFinding:
    def test_a_word_leads_to_the_place_where_it_stands(self, jonas):
        page = search(jonas, "?q=frav%C3%A6r")

        assert [mark.get_text() for mark in page.html.select("mark")][:3] == ["fravær", "Fraværet", "fravær"]
        assert titles(page, "dokumenter") == ["Referat, Koordinationsmøde", "Kontaktnotat"]
        assert titles(page, "opgaver") == ["Ringer om fravær"]
        link = page.html.select_one(".places a")["href"]
        there = jonas.browser.get(link)
        assert there.html.find(id=link.partition("#")[2])

    def test_every_place_of_the_demonstration_is_on_its_page(self, demo):
        demo.browser.log_in("jonas")
        pages, wrong = {}, []
        for query in ("?form=kui.education_plan", "?q=malthe&type=dokumenter", "?q=cykel", "?q=m%C3%B8de+tid"):
            for link in search(demo, query).html.select(".places a"):
                address, _, anchor = link["href"].partition("#")
                pages[address] = pages.get(address) or demo.browser.get(address)
                wrong += [] if pages[address].html.find(id=anchor) else [link["href"]]

        assert len(pages) > 10
        assert wrong == []

    def test_tasks_and_meetings_lead_to_their_pages(self, jonas):
        task = search(jonas, "?q=ringer").html.select_one("section[aria-labelledby=g-opgaver] .hit-title a")["href"]
        meeting = search(jonas, "?q=koordinationsm%C3%B8der").html.select_one("[aria-labelledby=g-moeder] .hit a")[
            "href"
        ]

        assert jonas.browser.get(task).html.find(id=task.partition("#")[2])
        assert meeting.rstrip("/") == f"{CASE}/moeder/1"
        assert jonas.browser.get(meeting)

    def test_cases_and_people_stand_first(self, jonas):
        page = search(jonas, "?q=holm")

        assert titles(page, "forloeb") == ["Freja Lundsgaard Holm", "Ida Holm"]
        assert page.html.select("section h2")[0].get_text(strip=True).startswith("Forløb og personer")
        assert "17 år · Oprettet · FLK-2026-0001" in text(page)

    def test_what_each_hit_says_of_itself(self, jonas):
        page = text(search(jonas, "?q=frav%C3%A6r"))

        assert "10. november · Jonas Ravnsborg" in page
        assert "Jonas Ravnsborg · Aftalt 6 dage over" in page
        assert "3 resultater for »fravær«" in page

    def test_an_old_version_is_marked(self, jonas):
        making.change(jonas, lambda case: making.version(case.dokumenter["FLK-2026-0001-D01"], NOTE, number=2))

        page = search(jonas, "?q=stiger")

        assert "version 1" in text(page)
        assert len(titles(page, "dokumenter")) == 2
        assert "Erstattet" in text(page)

    def test_a_name_with_a_slip_is_found_and_the_right_one_offered(self, jonas):
        page = search(jonas, "?q=Freia")

        assert "Ingen hedder »Freia«. Mente du Freja Lundsgaard Holm ?" in text(page)
        assert titles(page.click("^Freja Lundsgaard Holm$", index=0), "forloeb") == ["Freja Lundsgaard Holm"]

    def test_the_box_on_top_leads_here(self, jonas):
        form = jonas.browser.get("/min-dag").forms[0]
        form["q"] = "freja"

        assert titles(form.submit(), "forloeb") == ["Freja Lundsgaard Holm"]

    def test_nothing_asked_for_explains_and_is_not_written_down(self, jonas):
        page = search(jonas, "?q=+&type=dokumenter")

        assert "Her finder du forløb, personer, godkendte dokumenter" in text(page)
        assert jonas.events("search.made") == []

    def test_nothing_found_gives_advice(self, jonas):
        page = search(jonas, "?q=zebra&type=opgaver")

        assert "Vi fandt ikke noget med »zebra«." in text(page)
        assert page.click("søge i alt igen uden at afgrænse")
        assert "Vi fandt ikke noget." in text(search(jonas, "?form=kui.consent"))

    def test_small_words_alone_are_told_so(self, jonas):
        assert "»og i« er kun småord" in text(search(jonas, "?q=og+i"))


class TestNarrowing:
    @pytest.mark.parametrize(
        ("query", "groups"),
        [
            ("?q=frav%C3%A6r&type=dokumenter", {"dokumenter"}),
            ("?q=freja&type=forloeb", {"forloeb"}),
            ("?q=frav%C3%A6r&type=opgaver", {"opgaver"}),
            ("?q=koordinationsm%C3%B8de&type=moeder", {"moeder"}),
            ("?q=frav%C3%A6r&type=ukendt", {"dokumenter", "opgaver"}),
            ("?form=kui.contact_note", {"dokumenter"}),
            ("?q=holm&form=kui.contact_note", set()),
            ("?form=nope", set()),
            ("?fra=2026-11-12", {"opgaver"}),
            ("?til=1.10.2026", {"dokumenter"}),
            ("?fra=10/11-2026&til=10-11-2026", {"dokumenter", "moeder"}),
            ("?forsinket=1", {"opgaver"}),
            ("?ansvarlig=jonas", {"dokumenter", "opgaver"}),
            ("?ansvarlig=mikkel", set()),
            ("?ansvarlig=%22", set()),
        ],
    )
    def test_filters(self, jonas, query, groups):
        page = search(jonas, query)

        assert {h["aria-labelledby"][2:] for h in page.html.select("section[aria-labelledby^=g-]")} == groups

    def test_the_form_keeps_what_was_chosen(self, jonas):
        query = "?q=frav%C3%A6r&type=dokumenter&form=kui.contact_note&fra=2026-01-01&ansvarlig=jonas&forsinket=1"
        form = search(jonas, f"{query}&sorter=dato").forms[2]

        assert [form[name].value for name in ("q", "type", "form", "fra", "ansvarlig", "sorter")] == [
            *("fravær", "dokumenter", "kui.contact_note", "2026-01-01", "jonas", "dato"),
        ]
        assert form["forsinket"].checked
        assert form["ansvarlig"].options[1][2] == "Jonas Ravnsborg (dig)"

    @pytest.mark.parametrize("day", ["i+g%C3%A5r", "2026-13-01", "31.02.2026", "9" * 300])
    def test_a_day_that_is_none_is_told(self, jonas, day):
        page = search(jonas, f"?q=frav%C3%A6r&fra={day}")

        assert "Det er ikke en dato." in text(page)
        assert page.html.select_one("#fra")["aria-invalid"] == "true"
        assert titles(page, "dokumenter")

    def test_by_day(self, jonas):
        making.change(
            jonas, lambda case: making.paper(case, "kui.contact_note", {"learned": "Skolefravær."}, at=NEWEST)
        )

        assert titles(search(jonas, "?q=frav%C3%A6r"), "dokumenter")[-1] == "Kontaktnotat"
        assert titles(search(jonas, "?q=frav%C3%A6r&sorter=dato"), "dokumenter")[0] == "Kontaktnotat"

    def test_many_hits_are_on_pages(self, jonas):
        def many(case):
            for n in range(23):
                making.paper(case, "kui.contact_note", {"learned": f"Pause nummer {n}."})

        making.change(jonas, many)
        page = search(jonas, "?q=pause")
        assert len(titles(page)) == 5

        first = page.click("Vis alle 23")
        second = first.click("Næste side")

        assert (len(titles(first)), len(titles(second))) == (20, 3)
        assert "Side 2 af 2" in text(second)
        assert titles(second.click("Forrige side")) == titles(first)
        assert not set(links(first)) & set(links(second))

    @pytest.mark.parametrize("side", ["0", "-1", "x", "99999", "9999", "%C2%B2", "1e3"])
    def test_a_page_that_is_not_there_is_empty_or_the_first(self, jonas, side):
        calm(search(jonas, f"?q=frav%C3%A6r&type=dokumenter&side={side}"), 200)


NEWEST = "2026-11-20T10:00:00+01:00"


def links(page):
    return [link["href"] for link in page.html.select(".hit-title a")]


class TestOthers:
    @pytest.mark.parametrize("query", ["?q=freja", "?q=frav%C3%A6r", "?q=Freia", "?forsinket=1", "?ansvarlig=jonas"])
    @pytest.mark.parametrize("user", ["mikkel", "tobias", "kirsten"])
    def test_nobody_else_finds_anything(self, jonas, query, user):
        jonas.browser.post("/log-ud", {"csrf_token": jonas.browser.token()})
        jonas.browser.log_in(user)

        page = search(jonas, query)

        assert titles(page) == []
        assert "Vi fandt ikke noget" in text(page)
        assert not {"Holm", "Ravnsborg", "FLK-2026-0001", "Mente du"} & set(text(page).split())

    def test_nothing_of_a_case_of_others_is_found_named_or_counted(self, jonas):
        jonas.system.change("test", open_case)
        jonas.system.catch_up()

        assert "3 resultater for »fravær«" in text(search(jonas, "?q=frav%C3%A6r"))
        for query in ("?q=elias", "?q=Elas", "?q=kragh", "?q=0002", "?q=elias+frav%C3%A6r"):
            page = text(search(jonas, query))
            assert "Vi fandt ikke noget" in page
            assert "Mente du" not in page
            assert "Kragh" not in page

    def test_a_part_that_has_ended_finds_nothing(self, jonas):
        def end(case):
            case.involvements = tuple(one | {"until": "2026-11-20"} for one in case.involvements)

        making.change(jonas, end)

        assert titles(search(jonas, "?q=freja")) == titles(search(jonas, "?q=frav%C3%A6r")) == []

    def test_who_is_not_logged_in_is_asked_to(self, site):
        assert search(site, "?q=freja").location.endswith("/log-ind?videre=%2Fsoeg%3Fq%3Dfreja")


class TestWrittenDown:
    def test_each_search_is_an_event(self, jonas):
        search(jonas, "?q=Frav%C3%A6r&type=dokumenter")

        (event,) = jonas.events("search.made")
        assert event.by == "jonas"
        assert event.about == {"query": "Fravær", "filters": ["type"], "hits": 2, "cases": ["FLK-2026-0001"]}

    def test_one_that_finds_nothing_too(self, jonas):
        search(jonas, "?q=zebra")
        search(jonas, "?q=zebra")

        assert [event.about["hits"] for event in jonas.events("search.made")] == [0, 0]
