"""The list of who leaves, and what is done with it."""

from datetime import timedelta

import pytest

from kuidocs.usecases import people
from kuidocs.usecases.acting import root_of
from tests.views import making
from tests.views.test_beslutninger import minutes_in

HERE = "/medarbejdere/jonas/overdragelse"
TASK = "opgave:FLK-2026-0001:t1aaaa"


def text(page):
    return " ".join(page.html.main.get_text(" ", strip=True).split()).replace("\u00a0", " ")


@pytest.fixture
def site(site):
    def busy(case):
        minutes_in(case)
        meeting = making.meeting(case, "followup_without_young", "2026-12-01")
        making.notice(case, meeting, "chair")
        making.meeting(case, "followup_without_young")
        making.notice(case, case.moeder["3"], "chair")
        making.paper(case, "kui.contact_card", {}, waiting=["kirsten"])

    making.change(site, busy)
    return site


@pytest.fixture
def kirsten(site):
    site.browser.become("kirsten")
    return site


def form_of(page, what):
    return next(form for form in page.forms.values() if "handling" in form.fields and form["handling"].value == what)


def post(site, answer, **fields):
    told = {"csrf_token": site.browser.token(), "handling": "giv", "til": "birgitte", "alle": "1"}
    return site.browser.post(HERE, told | fields, status=answer)


def coordinator(site):
    with site.system.reading() as root:
        case = root.sager[making.CASE_NO]
        return people.user_id(case, case.plan_coordinator)


def leaves(site):
    with site.system.reading() as root:
        return root.medarbejdere["jonas"].leaves_on


def test_the_leader_finds_the_list(kirsten):
    page = kirsten.browser.get("/min-dag").click("Medarbejdere")
    assert "Birgitte Stenløkke" in text(page)
    assert "Fatma Demirci" not in text(page)

    page = page.click("Jonas Ravnsborg")

    assert page.html.h1.get_text() == "Overdragelse fra Jonas Ravnsborg"
    assert "Tre ting i ét forløb kan gives videre til en kollega." in text(page)
    assert [event.about for event in kirsten.events("staff.handover_viewed")] == [{"user_id": "jonas"}]


def test_a_leader_with_a_task_in_the_case_at_another_meeting_reads_no_tasks_of_this_one(kirsten):
    def part(case):
        row = {
            "user_id": "kirsten",
            "relation": "primary",
            "since": "2026-10-01",
            "until": "",
            "why": "",
            "meetings": (),
        }
        case.involvements = (*case.involvements, row)

    making.change(kirsten, part)
    assert "Ringer til banken" not in text(kirsten.browser.get(HERE))

    kirsten.browser.become("jonas")
    assert "Ringer til banken" in text(kirsten.browser.get(HERE))


def test_the_leader_sees_names_where_she_may_and_nothing_of_content(kirsten):
    found = text(kirsten.browser.get(HERE))

    assert "Freja Lundsgaard Holm" in found
    assert "En opgave" in found
    assert "Ringer til banken" not in found
    assert "ét dokument og to møder" in found


def test_of_a_case_that_she_may_not_know_she_sees_no_name(kirsten):
    def others(case):
        case.plan_coordinator = people.reference(case, root_of(case).medarbejdere, "Fatma Demirci")

    making.change(kirsten, others)

    found = text(kirsten.browser.get(HERE))

    assert "Et forløb, du ikke har adgang til" in found
    assert "Freja" not in found


def test_the_own_list_has_everything_and_no_buttons(site):
    site.browser.become("jonas")
    page = site.browser.get("/mine-indstillinger").click("Se alt det, du har")

    assert "Ringer til banken" in text(page)
    assert "tirsdag 1. december" in text(page)
    assert "Kontaktkort" in text(page)
    assert not page.html.select("input[name=valg]")


def test_the_whole_list_is_handed_over(kirsten):
    form = form_of(kirsten.browser.get(HERE), "giv")
    form["til"] = "birgitte"

    page = form.submit("alle").follow()

    assert "Tre ting er givet videre til Birgitte Stenløkke." in page.html.get_text()
    assert coordinator(kirsten) == "birgitte"
    kinds = [
        event.kind for event in kirsten.events("case.plan_coordinator_named", "case.succeeded", "document.task_status")
    ]
    assert sorted(kinds) == ["case.plan_coordinator_named", "case.succeeded", "document.task_status"]
    kirsten.browser.become("birgitte")
    assert "Ringer til banken" in text(kirsten.browser.get("/min-dag"))


def test_one_thing_is_handed_over(kirsten):
    form = form_of(kirsten.browser.get(HERE), "giv")
    form["til"] = "birgitte"
    boxes = form.fields["valg"]
    boxes[0].checked = True

    page = form.submit().follow()

    assert "Én ting er givet videre til Birgitte Stenløkke." in page.html.get_text()
    assert coordinator(kirsten) == "birgitte"


@pytest.mark.parametrize(
    ("to", "chosen", "words"),
    [
        ("", TASK, "Vælg den kollega, der overtager."),
        ("fatma", TASK, "Fatma Demirci er fra en anden afdeling"),
        ("birgitte", "", "Vælg mindst én ting, der skal gives videre."),
    ],
)
def test_what_is_missing_is_said_and_what_was_chosen_is_kept(kirsten, to, chosen, words):
    told = {"csrf_token": kirsten.browser.token(), "handling": "giv", "til": to, "valg": chosen}

    page = kirsten.browser.post(HERE, told, status=422)

    assert words in page.html.select_one(".summary").get_text()
    assert form_of(page, "giv")["til"].value == to
    assert [box["value"] for box in page.html.select("input[name=valg][checked]")] == ([chosen] if chosen else [])
    assert kirsten.events("case.succeeded", "document.task_status") == []


class TestTheLastDay:
    def test_from_the_day_after_nobody_gets_in(self, kirsten):
        form = form_of(kirsten.browser.get(HERE), "stopper")
        form["dag"] = "2026-11-21"
        page = form.submit().follow()
        assert "Sidste arbejdsdag 21. november 2026" in text(page)
        assert "Sidste arbejdsdag 21. november 2026" in text(kirsten.browser.get("/medarbejdere/"))
        kirsten.browser.become("jonas")
        assert kirsten.browser.get("/min-dag").status_int == 200

        kirsten.system.clock.advance(timedelta(hours=14))

        assert kirsten.browser.get("/min-dag").status_int in (302, 303)
        assert "forkert" in kirsten.browser.log_in("jonas").html.get_text()

    def test_it_is_taken_back(self, kirsten):
        post(kirsten, 303, handling="stopper", dag="2026-12-31")
        page = post(kirsten, 303, handling="stopper", dag="").follow()

        assert "Datoen er fjernet." in page.html.get_text()
        assert leaves(kirsten) == ""

    @pytest.mark.parametrize("day", ["2026-11-20", "snart"])
    def test_a_day_that_is_none(self, kirsten, day):
        page = post(kirsten, 422, handling="stopper", dag=day)

        assert page.html.select_one(".summary a")["href"] == "#dag"
        assert leaves(kirsten) == ""

    def test_who_leaves_hands_over_the_own_list(self, kirsten):
        post(kirsten, 303, handling="stopper", dag="2026-12-31")
        kirsten.browser.become("jonas")

        post(kirsten, 303)

        assert coordinator(kirsten) == "birgitte"


class TestForged:
    @pytest.mark.parametrize("user", ["mette", "birgitte", "tobias", "jens", "fatma"])
    def test_others_do_not_get_in(self, site, user):
        site.browser.become(user)

        site.browser.get(HERE, status=403)
        post(site, 403)
        post(site, 403, handling="stopper", dag="2026-12-31")
        assert (coordinator(site), leaves(site)) == ("jonas", "")

    @pytest.mark.parametrize("handling", ["giv", "stopper"])
    def test_the_own_list_before_the_day_is_known(self, site, handling):
        site.browser.become("jonas")

        post(site, 403, handling=handling, dag="2026-12-31")

        assert (coordinator(site), leaves(site)) == ("jonas", "")

    @pytest.mark.parametrize(
        "valg", ["rolle:FLK-2026-0001:deputy", "opgave:FLK-2026-0001:t3aaaa", "x" * 500, "rolle::"]
    )
    def test_what_he_does_not_have(self, kirsten, valg):
        told = {"csrf_token": kirsten.browser.token(), "handling": "giv", "til": "birgitte", "valg": valg}

        kirsten.browser.post(HERE, told, status=422)

    def test_without_the_token_of_the_session(self, kirsten):
        post(kirsten, 400, csrf_token="nope")

        assert coordinator(kirsten) == "jonas"

    def test_nobody_of_that_name(self, kirsten):
        kirsten.browser.get("/medarbejdere/nobody/overdragelse", status=404)

    @pytest.mark.parametrize("user", ["jonas", "mette", "tobias"])
    def test_the_list_of_a_department_is_its_leaders(self, site, user):
        site.browser.become(user)

        site.browser.get("/medarbejdere/", status=403)
