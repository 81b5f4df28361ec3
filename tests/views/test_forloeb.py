"""»Mine forløb«: the list, its filters, its order, the search and what it says when there is nothing."""

import pytest

from kuidocs.resources.case import Case, YoungPerson
from kuidocs.usecases import involvement, people
from tests.views import making


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


def names(page):
    return [row.get_text() for row in page.html.select("table.cases tbody th a")]


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


def add(site, case_no, name, born="2009-05-01", coordinator="Jonas Ravnsborg", state="clarifying", opened="2026-10-02"):
    """Open one more case of Jonas's."""

    def open_case(root):
        case = Case(case_no, YoungPerson(name, born))
        root.sager[case_no] = case
        case.opened_at, case.state = opened, state
        people.add_young_person(case)
        case.plan_coordinator = people.reference(case, root.medarbejdere, coordinator)
        case.contact_person = people.reference(case, root.medarbejdere, "Jonas Ravnsborg")
        involvement.refresh(case)

    site.system.change("test", open_case)
    site.system.catch_up()


def listed(site, query=""):
    return site.browser.get(f"/sager/{query}")


def test_the_demonstration_shows_role_phase_plan_meeting_and_tasks(demo):
    demo.browser.log_in("jonas")

    page = demo.browser.get("/sager/")

    row = next(r for r in page.html.select("table.cases tbody tr") if "Malthe" in r.get_text()).get_text(
        " ", strip=True
    )
    for words in (
        "18 år",
        "Du er plankoordinator, kontaktperson og primær fagperson",
        "Opfølgning",
        "Bør ses efter",
        "8. december",
        "Med Malthe",
        " åbne",
        " over fristen",
    ):
        assert words in row
    assert page.html.h1.get_text() == "Mine forløb"


def test_somebody_else_who_coordinates_is_named(jonas):
    add(jonas, "FLK-2026-0002", "Åse Østergaard", coordinator="Mikkel Aarøe")

    assert "plankoordinator Mikkel Aarøe" in text(listed(jonas))


def test_what_asks_for_most_stands_first_and_names_on_wish(jonas):
    add(jonas, "FLK-2026-0002", "Aksel Æbelø")
    making.change(jonas, lambda case: making.paper(case, "kui.consent", making.CONSENT))

    assert names(listed(jonas)) == ["Aksel Æbelø", "Freja Lundsgaard Holm"]
    making.change(jonas, late_task)
    making.change(jonas, lambda case: making.paper(case, "kui.consent", making.CONSENT), "FLK-2026-0002")

    assert names(listed(jonas)) == ["Freja Lundsgaard Holm", "Aksel Æbelø"]
    by_name = listed(jonas).click("Sortér efter navn")
    assert names(by_name) == ["Aksel Æbelø", "Freja Lundsgaard Holm"]
    assert names(by_name.click("Sortér efter, hvad der kræver mest")) == ["Freja Lundsgaard Holm", "Aksel Æbelø"]


def late_task(case):
    found = making.meeting(case, "coordination", "2026-11-01", "held")
    row = {"rid": "e" * 12, "task_text": "Ringer", "responsible": {}, "deadline": "2026-11-02"}
    making.paper(case, "kui.minutes.coordination", {"held_at": "2026-11-01", "who_does_what": [row]}, meeting=found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?fase=clarifying", ["Aksel Æbelø"]),
        ("?fase=opened", ["Freja Lundsgaard Holm"]),
        ("?fase=ukendt", ["Aksel Æbelø", "Freja Lundsgaard Holm"]),
        ("?rolle=contact_person", ["Aksel Æbelø"]),
        ("?rolle=ad_hoc", []),
        ("?plan=none", ["Aksel Æbelø", "Freja Lundsgaard Holm"]),
        ("?plan=current", []),
        ("?q=%C3%A6bel", ["Aksel Æbelø"]),
        ("?q=0001", ["Freja Lundsgaard Holm"]),
        ("?q=ravnsborg&fase=opened", ["Freja Lundsgaard Holm"]),
    ],
)
def test_filters(jonas, query, found):
    add(jonas, "FLK-2026-0002", "Aksel Æbelø")

    assert sorted(names(listed(jonas, query))) == found


def test_the_form_keeps_what_was_chosen(jonas):
    form = listed(jonas, "?q=freja&fase=opened&sorter=navn").forms[2]

    assert (form["q"].value, form["fase"].value, form["sorter"].value) == ("freja", "opened", "navn")
    assert names(form.submit()) == ["Freja Lundsgaard Holm"]


def test_a_name_that_is_nearly_right_is_suggested(jonas):
    page = listed(jonas, "?q=Freia")

    assert "Ingen af dine forløb passer til »Freia«. Mente du Freja ?" in text(page)
    assert names(page.click("^Freja$")) == ["Freja Lundsgaard Holm"]


def test_a_name_of_others_is_neither_found_nor_suggested(demo):
    demo.browser.log_in("jonas")

    page = demo.browser.get("/sager/?q=Elias")

    assert "Mente du" not in text(page)
    assert "Du kan kun søge i forløb, hvor du har en opgave." in text(page)


def test_filters_without_a_case_say_so(jonas):
    assert "Ingen af dine forløb passer til det, du har valgt." in text(listed(jonas, "?plan=behind"))


def test_searches_are_written_down_without_their_words(jonas):
    listed(jonas, "?q=Freja")

    assert [event.about for event in jonas.events("cases.searched")] == [{"query_length": 5}]


def test_finished_cases_are_shown_on_wish(jonas):
    add(jonas, "FLK-2025-0009", "Noah Elmegaard", state="closed")
    page = listed(jonas)
    assert names(page) == ["Freja Lundsgaard Holm"]

    both = page.click(r"Vis også afsluttede \(1\)")

    assert names(both) == ["Freja Lundsgaard Holm", "Noah Elmegaard"]
    assert names(both.click("Vis kun aktive")) == ["Freja Lundsgaard Holm"]


def test_who_has_no_case_is_told_how_they_come(site):
    site.browser.log_in("sofie")

    page = listed(site)

    assert "Du har ingen forløb endnu." in text(page)
    assert not page.html.select("form.filters")


def test_the_consent_warns(jonas):
    assert "Der er intet samtykke" in text(listed(jonas))
    making.change(jonas, lambda c: making.paper(c, "kui.consent", making.CONSENT | {"valid_until": "2026-12-01"}))
    assert "Samtykket udløber 1. december" in text(listed(jonas))
    making.change(
        jonas,
        lambda c: making.fact(c.dokumenter["FLK-2026-0001-D01"], "withdrawn_at", making.today(), value="2026-11-20"),
    )
    assert "Samtykket er trukket tilbage" in text(listed(jonas))


def test_what_waits_and_the_next_meeting_are_told(jonas):
    def plan(case):
        found = making.meeting(case, "clarification", "2026-11-22", start="09:00")
        making.paper(case, "kui.notice", {}, meeting=found, waiting=["jonas"])

    making.change(jonas, plan)
    page = text(listed(jonas))

    assert "1 venter på dig" in page
    assert "I morgen kl. 9.00 Afklaringsmøde nr. 1" in page.replace("\u00a0", " ")


def test_a_coordination_meeting_is_called_so(jonas):
    making.change(jonas, lambda case: making.meeting(case, "coordination", "2026-11-30"))

    assert "30. november Koordinationsmøde" in text(listed(jonas))


def test_who_has_only_written_is_told_that(site):
    by = {"user_id": "sofie", "name": "Sofie Winding Hald"}
    making.change(site, lambda case: making.paper(case, "kui.contact_note", {}, by=by))
    site.browser.log_in("sofie")

    assert "Du har skrevet i forløbet" in text(listed(site))
