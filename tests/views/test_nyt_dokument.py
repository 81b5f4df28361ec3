"""Choosing what to write."""

import pytest

from kuidocs.domain.documents import KINDS
from kuidocs.domain.meetings import MEETING_TYPES
from tests.usecases import gatherings
from tests.views import making
from tests.web import CASE

PAGE = f"{CASE}/nyt-dokument"


def choose(page, form_key, meeting=""):
    form = next(form for form in page.forms.values() if "moede" in form.fields)
    form["form"] = form_key
    form["moede"] = meeting
    return form


def meeting_for(kind):
    """The number of a meeting that the kind belongs to, in a case that has one of each."""
    return str(list(MEETING_TYPES).index(kind.meeting if kind.meeting != "any" else "clarification") + 1)


@pytest.fixture
def jonas(browser):
    browser.log_in("jonas")
    return browser


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.form_key)
def test_every_form_can_be_begun_and_saved_empty(jonas, site, kind):
    making.change(site, lambda case: [making.meeting(case, each) for each in MEETING_TYPES])

    draft = choose(jonas.get(PAGE), kind.form_key, meeting_for(kind) if kind.meeting else "").submit().follow()

    saved = draft.forms["dokument"].submit("gem")

    assert draft.html.h1.text
    assert saved.status_int == 303


@pytest.mark.parametrize(
    ("form_key", "meeting", "words"),
    [
        ("kui.notice", "", "Vælg det møde"),
        ("kui.minutes.coordination", "ny:clarification", "anden slags møde"),
        ("kui.notice", "ny:cluster", "hvilken slags møde"),
        ("kui.notice", "99", "Vælg det møde"),
        ("klynge.plan", "", "Vælg, hvad du vil skrive"),
        ("", "", "Vælg, hvad du vil skrive"),
    ],
)
def test_a_choice_that_does_not_fit_is_refused_and_nothing_is_begun(jonas, site, form_key, meeting, words):
    token = jonas.token()

    refused = jonas.post(PAGE, {"csrf_token": token, "form": form_key, "moede": meeting}, status=422)

    assert words in refused
    with site.system.reading() as root:
        case = root.sager["FLK-2026-0001"]
        assert (len(case.dokumenter), len(case.moeder)) == (0, 0)


def offered(page):
    return [option["value"] for option in page.html.select("#moede option") if option["value"].startswith("ny:")]


class TestNextFora:
    """Exactly the fora that may come next are offered, and no other is planned by a forged post (R45)."""

    def test_first_a_clarification(self, jonas):
        page = jonas.get(PAGE)

        assert offered(page) == ["ny:clarification"]
        assert "Møder, der ikke kan planlægges nu" in page
        assert "Hold koordinationsmødet først." in page

    @pytest.mark.parametrize(
        ("prepare", "types"),
        [
            (gatherings.clarified, ["clarification", "coordination"]),
            (gatherings.coordinated, ["followup_without_young", "followup_with_young"]),
            (lambda case: setattr(case, "state", "paused"), []),
        ],
    )
    def test_then_what_the_papers_say(self, jonas, site, prepare, types):
        making.change(site, prepare)

        assert offered(jonas.get(PAGE)) == [f"ny:{kind}" for kind in types]

    @pytest.mark.parametrize("kind", ["coordination", "followup_without_young", "followup_with_young"])
    def test_the_others_are_refused(self, jonas, site, kind):
        refused = jonas.post(
            PAGE, {"csrf_token": jonas.token(), "form": "kui.notice", "moede": f"ny:{kind}"}, status=422
        )

        assert refused.html.select(".summary")
        with site.system.reading() as root:
            assert len(root.sager["FLK-2026-0001"].moeder) == 0

    def test_followups_are_not_for_others_than_the_coordinator(self, site):
        making.change(site, gatherings.coordinated)
        site.browser.log_in("louise")

        page = site.browser.get(PAGE)
        told = {"csrf_token": site.browser.token(), "form": "kui.notice", "moede": "ny:followup_with_young"}
        site.browser.post(PAGE, told, status=403)

        assert offered(page) == []
        assert "Bed om et opfølgningsmøde" in page

    def test_the_fourth_clarification_asks_what_is_missing(self, jonas, site):
        making.change(site, lambda case: [making.meeting(case, "clarification") for _ in range(3)])

        assert "afklarende møde nr. 4" in jonas.get(PAGE)

    def test_the_same_page_sent_twice_plans_and_begins_once(self, jonas, site):
        form = choose(jonas.get(PAGE), "kui.notice", "ny:clarification")

        assert form.submit().location == form.submit().location
        with site.system.reading() as root:
            case = root.sager["FLK-2026-0001"]
            assert (len(case.moeder), len(case.dokumenter)) == (1, 1)

    def test_nothing_more_is_written_to_a_cancelled_one(self, jonas, site):
        making.change(site, lambda case: making.meeting(case, "clarification", "2026-12-01", "cancelled"))

        assert not jonas.get(PAGE).html.select('#moede option[value="1"]')
        told = {"csrf_token": jonas.token(), "form": "kui.notice", "moede": "1"}
        assert "Mødet er aflyst" in jonas.post(PAGE, told, status=422)


def test_a_second_plan_is_refused_and_the_page_says_so(jonas):
    choose(jonas.get(PAGE), "kui.education_plan").submit()

    page = jonas.get(PAGE)
    refused = choose(page, "kui.education_plan").submit(status=409)

    assert "Findes allerede" in page
    assert "har allerede en uddannelsesplan" in refused


def test_a_link_can_have_chosen_already(jonas):
    choose(jonas.get(PAGE), "kui.notice", "ny:clarification").submit()

    page = jonas.get(PAGE, {"form": "kui.agenda.clarification", "moede": "1"})

    form = next(form for form in page.forms.values() if "moede" in form.fields)
    assert (form["form"].value, form["moede"].value) == ("kui.agenda.clarification", "1")


def test_papers_of_one_meeting_share_it(jonas, site):
    choose(jonas.get(PAGE), "kui.notice", "ny:clarification").submit()
    choose(jonas.get(PAGE), "kui.agenda.clarification", "1").submit()

    with site.system.reading() as root:
        case = root.sager["FLK-2026-0001"]
        assert [d.meeting_number for d in case.dokumenter.values()] == [1, 1]
        assert len(case.moeder) == 1
