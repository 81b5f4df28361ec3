"""Departments, rooms, the ad hoc list, the settings and the log, as the administrator meets them."""

from datetime import date, timedelta

import pytest

from kuidocs.domain.deadlines import MINUTES
from kuidocs.domain.settings import MINUTES_DAYS, PLAN_DAYS, SETTINGS
from kuidocs.resources.meeting import Meeting
from kuidocs.services.clock import FixedClock
from kuidocs.usecases import organisation
from kuidocs.usecases.acting import Act
from tests import web
from tests.views.test_admin import hidden, send


@pytest.fixture
def keeper(browser):
    browser.log_in("tobias")
    return browser


class TestLists:
    def test_rooms_are_kept_and_a_stale_tab_is_refused(self, site, keeper):
        one, other = hidden(keeper, "/admin/lokaler"), hidden(keeper, "/admin/lokaler")
        assert keeper.post("/admin/lokaler", one | {"liste": "Kajen\r\nSalen"}).follow().html.find(id="liste")
        answer = keeper.post("/admin/lokaler", other | {"liste": "Andet"}, status=409)

        assert "Andet" in answer.html.find("textarea").get_text()
        with site.system.reading() as root:
            assert root.organisation.rooms == ("Kajen", "Salen")

    def test_the_ad_hoc_list_is_offered_where_a_profession_is_written(self, keeper):
        assert "gemt" in send(keeper, "/admin/ad-hoc", liste="Jordemoder").follow()
        assert send(keeper, "/admin/ad-hoc", liste="x" * 101).status_int == 422
        keeper.become("jonas")
        begun = keeper.post(
            web.CASE + "/nyt-dokument",
            {"csrf_token": keeper.token(), "form": "kui.notice", "moede": "ny:clarification"},
            expect_errors=True,
        )
        page = begun.follow() if begun.status_int == 303 else begun

        assert page.html.find("datalist", id="professions").option["value"] == "Jordemoder"

    def test_departments_are_added_renamed_and_closed(self, site, keeper):
        def begin(root):
            root.organisation.departments = ("Den Kommunale Ungeindsats", "PPR")

        site.system.change("departments", begin)
        assert "er oprettet" in send(keeper, "/admin/afdelinger", handling="opret", navn="Nyt hold").follow()
        said = send(keeper, "/admin/afdelinger", handling="omdoeb", afdeling="PPR", navn="Skolepsykologerne").follow()
        assert "To medarbejdere er fulgt med" in said
        assert send(keeper, "/admin/afdelinger", handling="omdoeb", afdeling="PPR", navn="X").status_int == 409
        refused = send(keeper, "/admin/afdelinger", handling="luk", afdeling="Skolepsykologerne")
        assert refused.status_int == 422
        assert "Lukkede" not in refused
        assert "lukket" in send(keeper, "/admin/afdelinger", handling="luk", afdeling="Nyt hold").follow()
        assert "Lukkede afdelinger" in keeper.get("/admin/afdelinger")
        assert send(keeper, "/admin/afdelinger", handling="slet").status_int == 422


class TestSettings:
    def send(self, browser, told, **fields):
        typed = {"noegle": PLAN_DAYS, "vaerdi": "10", "fra": "2026-11-21", "begrundelse": "Aftalt."} | fields
        return browser.post("/admin/indstillinger", told | typed, expect_errors=True)

    def told(self, browser):
        found = browser.get("/admin/indstillinger").forms.values()
        form = next(form for form in found if "noegle" in form.fields and form["noegle"].value == PLAN_DAYS)
        return {name: form[name].value for name in ("csrf_token", "__token__", "base")}

    def test_a_number_is_set_and_its_history_told(self, keeper):
        self.send(keeper, self.told(keeper))
        page = self.send(keeper, self.told(keeper), vaerdi="30", fra="2027-01-01").follow()

        heading = page.html.find(id=f"i-{PLAN_DAYS}").get_text()
        assert heading.endswith("senest efter 10 dage")
        assert "Fra 1. januar 2027: 30 dage" in page
        assert "Aftalt." in page
        assert "Fra 10 til 30, gælder fra 1. januar 2027" in keeper.get("/admin/log")

    def test_a_stale_tab_is_refused_and_keeps_what_was_typed(self, keeper):
        one, other = self.told(keeper), self.told(keeper)
        self.send(keeper, one)

        answer = self.send(keeper, other, vaerdi="20")

        assert answer.status_int == 409
        assert answer.html.find(id=f"v-{PLAN_DAYS}")["value"] == "20"

    @pytest.mark.parametrize(
        "fields", [{"vaerdi": "999"}, {"vaerdi": "<b>"}, {"fra": "2020-01-01"}, {"begrundelse": ""}]
    )
    def test_what_will_not_do_is_refused(self, site, keeper, fields):
        answer = self.send(keeper, self.told(keeper), **fields)

        assert answer.status_int == 422
        assert "<title>Fejl: " in answer
        with site.system.reading() as root:
            assert root.organisation.setting_facts == ()

    def test_a_setting_that_is_none_is_not_there(self, keeper):
        assert self.send(keeper, self.told(keeper), noegle="mode").status_int == 404

    def test_every_setting_has_a_form(self, keeper):
        page = keeper.get("/admin/indstillinger")

        assert len(page.html.find_all("input", attrs={"name": "noegle"})) == len(SETTINGS)


def test_the_log_is_turned_page_by_page(site, keeper):
    def many(root):
        for number in range(60):
            clock = FixedClock(site.system.clock.now() + timedelta(minutes=number))
            seen = organisation.stamp(root.organisation.departments)
            act = Act(root.medarbejdere["tobias"].identity(), clock)
            organisation.add_department(root, act, f"Afdeling {number:02d}", seen)

    site.system.change("many", many)

    first, then = keeper.get("/admin/log"), keeper.get("/admin/log?side=2")

    assert "Afdeling 59" in first
    assert "Afdeling 05" not in first
    assert "Afdeling 05" in then
    assert then.html.find("nav", class_="pager").a.get_text() == "Nyere"


def test_a_setting_reaches_the_lists_at_once(site, keeper):
    """The rows of every case are made anew, though nobody wrote in a case."""

    def hold(root):
        meeting = Meeting(1, "clarification", 1)
        meeting.date = "2026-11-02"
        root.sager["FLK-2026-0001"].moeder["1"] = meeting

    site.system.change("a meeting", hold)
    site.system.catch_up()

    def due():
        (case,) = site.system.index.work_list("jonas", date(2026, 11, 21))
        return [row.day for row in case.deadlines if row.kind == MINUTES]

    assert due() == [date(2026, 11, 9)]

    def shorten(root):
        fact = {"id": "s", "key": MINUTES_DAYS, "value": 2, "from": "2026-01-01", "by": {}, "at": "", "reason": ""}
        root.organisation.setting_facts = (fact,)

    site.system.change("a setting", shorten)
    site.system.catch_up()

    assert due() == [date(2026, 11, 4)]
