"""The page of a case's phase, and what is posted to it."""

import pytest

from tests.usecases import gatherings
from tests.views import making
from tests.web import CASE

HERE = f"{CASE}/fase"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


@pytest.fixture
def jonas(site):
    making.change(site, gatherings.consented)
    site.browser.log_in("jonas")
    return site


def state(site):
    with site.system.reading() as root:
        return root.sager["FLK-2026-0001"].state


def form_of(page, act, relation=""):
    return next(
        form
        for form in page.forms.values()
        if "handling" in form.fields
        and form["handling"].value == act
        and (not relation or form["relation"].value == relation)
    )


def post(site, act, status, **more):
    return site.browser.post(HERE, {"csrf_token": site.browser.token(), "handling": act} | more, status=status)


def test_a_pause_and_its_end(jonas):
    form = form_of(jonas.browser.get(HERE), "pause")
    form["reason"], form["review_on"] = "Freja er indlagt.", "2027-01-15"

    page = form.submit().follow()

    assert state(jonas) == "paused"
    assert "Sat på pause (Oprettet)" in text(page)
    assert "»Freja er indlagt.« I ser på det igen 15. januar 2027." in text(page)
    assert "Forløbet er sat på pause" in text(jonas.browser.get(f"{CASE}/"))
    form_of(page, "genoptag").submit()
    assert state(jonas) == "opened"
    assert [event.kind for event in jonas.events("case.paused", "case.resumed")] == ["case.paused", "case.resumed"]


@pytest.mark.parametrize("act", ["x", "vaelg"])
def test_a_page_that_was_sent_comes_again_with_another_act(jonas, act):
    given = {"reason": "Freja er indlagt.", "review_on": "2027-01-15", "__token__": "t1"}
    post(jonas, "pause", 303, **given)

    again = post(jonas, act, 303, **given | {"relation": "x", "person": "x"})

    assert "Siden var allerede sendt. Der er ikke gjort mere." in again.follow().text
    assert [event.kind for event in jonas.events("case.paused")] == ["case.paused"]


@pytest.mark.parametrize(("given", "field"), [({}, "reason"), ({"reason": "x", "review_on": "igår"}, "review_on")])
def test_what_is_missing_is_pointed_at_and_nothing_typed_is_lost(jonas, given, field):
    refused = post(jonas, "pause", 422, **given)

    assert refused.html.select_one(f'.summary a[href="#pause-{field}"]')
    assert form_of(refused, "pause")["reason"].value == given.get("reason", "")
    assert state(jonas) == "opened"


def test_clarification_is_opened_again(jonas):
    def coordinated(case):
        gatherings.coordinated(case)
        case.state = "following_up"

    making.change(jonas, coordinated)
    form = form_of(jonas.browser.get(HERE), "genaabn")
    form["reason"] = "Familien er flyttet."
    form.submit()

    assert state(jonas) == "clarifying"
    assert "ny:clarification" in jonas.browser.get(f"{CASE}/nyt-dokument")


def test_follow_up_says_what_is_in_the_way_and_begins_when_nothing_is(jonas):
    making.change(jonas, gatherings.coordinated)
    page = jonas.browser.get(HERE)
    assert "planen er ikke godkendt" in text(page)
    post(jonas, "opfoelgning", 422)
    assert state(jonas) == "coordinating"

    making.change(jonas, lambda case: making.paper(case, "kui.education_plan", {}))
    assert "Gå videre til opfølgning" in text(jonas.browser.get(f"{CASE}/"))
    form_of(jonas.browser.get(HERE), "opfoelgning").submit()
    assert state(jonas) == "following_up"


def test_closing(jonas):
    form = form_of(jonas.browser.get(HERE), "afslut")
    form["reason"], form["young_told"] = "Alt er nået.", "Jonas, i går."

    page = form.submit().follow()

    assert "Forløbet er slut" in text(page)
    assert "Alt er nået. Jonas, i går." in text(page)
    post(jonas, "pause", 409)


def test_the_leader_hands_over_and_sees_no_more_of_the_case(jonas):
    post(jonas, "overdrag", 403, reason="Flyttet.", basis="none")
    jonas.browser.reset()
    jonas.browser.log_in("kirsten")
    form = form_of(jonas.browser.get(HERE), "overdrag")
    form["reason"] = "Flyttet til Odense."
    assert form.submit(status=422)
    form["basis"] = "none"
    form.submit()

    assert state(jonas) == "transferred"
    jonas.browser.get(f"{CASE}/", status=403)


class TestNaming:
    def test_a_deputy_and_a_new_coordinator(self, jonas):
        for relation in ("deputy", "plan_coordinator"):
            form = form_of(jonas.browser.get(HERE), "vaelg", relation)
            form["person"] = "mikkel"
            page = form.submit().follow()

        assert "Stedfortræder for plankoordinator valgt" in text(page)
        assert "»Før: Jonas Ravnsborg«" in text(page)

    def test_not_anybody_and_not_by_anybody(self, jonas):
        post(jonas, "vaelg", 422, relation="plan_coordinator", person="ingen")
        post(jonas, "vaelg", 422, relation="leader", person="mikkel")
        making.change(jonas, lambda case: gatherings.held(case, "clarification"))
        jonas.browser.reset()
        jonas.browser.log_in("louise")

        page = jonas.browser.get(HERE)
        post(jonas, "vaelg", 403, relation="plan_coordinator", person="louise")

        assert "vaelg" not in [form["handling"].value for form in page.forms.values() if "handling" in form.fields]


@pytest.mark.parametrize("user", ["sofie", "tobias", "inge"])
def test_others_get_nothing(site, user):
    site.browser.log_in(user)

    site.browser.get(HERE, status=404)
    post(site, "pause", 404, reason="x", review_on="2027-01-15")

    assert state(site) == "opened"


def test_an_act_that_is_none_is_refused(jonas):
    post(jonas, "slet", 409)
    jonas.browser.post(HERE, {"handling": "afslut"}, status=400)

    assert state(jonas) == "opened"


def test_a_consent_is_withdrawn_at_once_and_pauses_the_case(jonas):
    form = form_of(jonas.browser.get(HERE), "traek_samtykke")
    form["withdrawn_on"], form["words"] = "2026-11-20", "»Jeg vil ikke mere.«"

    page = form.submit().follow()

    assert state(jonas) == "paused"
    assert "Forløbet er sat på pause: »Samtykket er trukket tilbage.«" in text(page)
    assert "Samtykket er trukket tilbage. Forløbet kan genoptages, når der er et nyt." in text(page)
    assert "Trukket tilbage" in text(jonas.browser.get(f"{CASE}/"))


def test_a_withdrawal_without_a_day_changes_nothing_and_keeps_what_was_typed(jonas):
    refused = post(jonas, "traek_samtykke", 422, words="»Nej.«", withdrawn_on="")

    assert "Skriv den dag, samtykket blev trukket tilbage." in refused.text
    assert "»Nej.«" in refused.text
    assert state(jonas) == "opened"


class TestTheArchive:
    @pytest.fixture
    def closed(self, jonas):
        def close(case):
            case.state = "closed"
            fact = {"id": "1", "kind": "closed", "by": making.JONAS, "at": "2026-11-20T10:00:00+01:00"}
            case.facts = ({**fact, "data": {"reason": "Freja er glad.", "from": "opened", "to": "closed", "after": 0}},)

        making.change(jonas, close)
        return jonas

    def clerk(self, site):
        site.browser.reset()
        site.browser.log_in("inge")
        return site

    def file(self, case):
        for document in case.dokumenter.values():
            making.fact(document, "filed", "2026-11-20T10:00:00+01:00")

    def test_a_clerk_sees_what_is_missing_and_no_word_of_the_case(self, closed):
        page = self.clerk(closed).browser.get(HERE)

        assert "Der er ét dokument, som ikke er journaliseret" in text(page)
        assert "Freja er glad" not in page
        assert post(closed, "arkiver", 422, kle="27.69.40", fate="preserve")
        closed.browser.get(f"{CASE}/", status=404)

    def test_a_clerk_finds_it_on_min_dag_by_its_number_only(self, closed):
        day = self.clerk(closed).browser.get("/min-dag")

        assert "Freja" not in day
        assert "Arkivér forløbet" in text(day.click("Se, hvad der mangler"))
        closed.browser.reset()
        closed.browser.log_in("mikkel")
        assert "FLK-2026-0001" not in closed.browser.get("/min-dag")

    def test_a_case_is_archived_with_subject_and_fate(self, closed):
        making.change(closed, self.file)
        form = form_of(self.clerk(closed).browser.get(HERE), "arkiver")
        form["kle"], form["fate"] = "27.69.40", "dispose"
        refused = form.submit(status=422)
        assert refused.html.select_one('.summary a[href="#arkiver-dispose_on"]')
        form = form_of(refused, "arkiver")
        assert (form["kle"].value, form["fate"].value) == ("27.69.40", "dispose")
        form["dispose_on"] = "2036-11-21"

        page = form.submit().follow()

        assert state(closed) == "archived"
        assert "Kasseres tidligst 21. november 2036" in text(page)
        assert [event.kind for event in closed.events("case.archived")] == ["case.archived"]

    def test_only_a_clerk_archives(self, closed):
        making.change(closed, self.file)

        assert "Arkivér forløbet" not in closed.browser.get(HERE)
        post(closed, "arkiver", 403, kle="27.69.40", fate="preserve")
        assert state(closed) == "closed"

    def test_a_draft_and_what_was_never_finished_keep_it_open(self, closed):
        def more(case):
            self.file(case)
            making.paper(case, "kui.contact_note", {}, approved=False)

        making.change(closed, more)
        assert "Der er ét dokument" in text(self.clerk(closed).browser.get(HERE))
        making.change(
            closed,
            lambda case: making.fact(
                case.dokumenter.of_form("kui.contact_note")[0], "annulled", "2026-11-20T10:00:00+01:00"
            ),
        )
        assert form_of(closed.browser.get(HERE), "arkiver")
