"""What somebody sends from a page on which something is hidden: nothing hidden is read, changed or lost by it."""

import pytest

from kuidocs.resources.drafts import drafts_of
from kuidocs.usecases import case_reading
from tests.views import making
from tests.views.gated import EFFORT, GOALS, HEALTH, SCHOOL, build
from tests.views.test_udkast import press, rows
from tests.web import CASE

LABEL = "FLK-2026-0001-D01"
PLAN = f"{CASE}/dokumenter/{LABEL}"
DECISIONS = f"{CASE}/dokumenter/FLK-2026-0001-D02/beslutninger"
MINUTES = f"{CASE}/dokumenter/FLK-2026-0001-D90/udkast"
ROOM = f"{CASE}/moeder/2/hvem-goer-hvad"


@pytest.fixture
def louise(site):
    build("partial", site)
    site.browser.log_in("louise")
    return site


@pytest.fixture
def writer(site):
    """Louise again, in a case that nobody is named to coordinate."""
    build("partial", site, coordinated=False)
    site.browser.log_in("louise")
    return site


def draft(site, label=LABEL):
    with site.system.reading() as root:
        case = root.sager[making.CASE_NO]
        return drafts_of(case).get(case.dokumenter[label].id).content()


def post(site, address, status, **fields):
    return site.browser.post(address, {"csrf_token": site.browser.token()} | fields, status=status)


def form_of(site, address=f"{PLAN}/udkast"):
    return site.browser.get(address).forms["dokument"]


class TestWriting:
    def test_saving_keeps_what_is_hidden(self, writer):
        before = draft(writer)

        form_of(writer).submit("gem", status=303)

        assert draft(writer) == before

    def test_what_is_hidden_stands_in_no_field_of_the_form(self, writer):
        page = writer.browser.get(f"{PLAN}/udkast")

        assert HEALTH not in page
        assert SCHOOL in page
        assert "Fire punkter er skjult" in page.html.select_one(".left-out").get_text()
        assert not page.html.find(id="support_needs")
        assert "sub-health" not in page.html.get_text()

    def test_a_visible_row_is_changed_and_a_new_one_added_around_the_hidden(self, writer):
        form = form_of(writer)
        field = next(one for name, all_ in form.fields.items() for one in all_ if one.value == f"{SCHOOL} mål")
        field.value = f"{SCHOOL} nyt mål"

        form.submit("gem", status=303)

        goals = draft(writer)["goals"]
        assert [goal["rid"] for goal in goals] == ["goal-health", "goal-school"]
        assert goals[0] == GOALS[0]
        assert goals[1]["goal_text"] == f"{SCHOOL} nyt mål"

    def test_a_visible_row_is_removed_and_the_hidden_one_stays(self, writer):
        page = writer.browser.get(f"{PLAN}/udkast")

        changed = press(page, f"del:{rows(page, 'goals')[0]}")
        changed.forms["dokument"].submit("gem", status=303)

        assert [goal["rid"] for goal in draft(writer)["goals"]] == ["goal-health"]

    def test_a_forged_post_cannot_write_over_a_hidden_row_or_answer(self, writer):
        form = form_of(writer)
        controls = [
            (name, value.replace("goal-school", "goal-health") if isinstance(value, str) else value)
            for name, value in form.submit_fields()
        ]
        controls += [("support_needs", "Forfalsket"), ("gem", "1")]

        writer.browser.post(f"{PLAN}/udkast", controls, expect_errors=True)

        found = draft(writer)
        assert next(goal for goal in found["goals"] if goal["rid"] == "goal-health") == GOALS[0]
        assert found["support_needs"] == f"{HEALTH} støtte"

    def test_sending_it_to_review_tells_no_hidden_word_and_gives_no_hidden_row_away(self, writer):
        refused = form_of(writer).submit("send", status=422)

        assert HEALTH not in refused
        assert draft(writer)["goals"][0] == GOALS[0]

    def test_a_version_that_one_submits_oneself_still_hides_what_others_wrote(self, writer):
        def submit(case):
            from kuidocs.resources.base import new_id
            from kuidocs.usecases import reviewing
            from kuidocs.usecases.acting import Act
            from tests import factories

            paper, drafts = case.dokumenter[LABEL], drafts_of(case)
            act = Act(factories.identity("louise"), writer.system.clock, new_id())
            reviewing._freeze(paper, drafts, drafts.get(paper.id).content(), act)
            making.fact(paper, "submitted", act.at, act.by, 2, waiting_for=[])
            making.fact(paper, "approved", act.at, making.JONAS, 2)

        making.change(writer, submit)

        page = writer.browser.get(f"{PLAN}/versioner/2")
        assert HEALTH not in page
        assert SCHOOL in page
        writer.browser.get(f"{PLAN}/versioner/2.pdf", status=403)

    def test_a_new_version_that_one_begins_shows_no_more_than_the_old_one(self, writer):
        def drop(case):
            paper = case.dokumenter[LABEL]
            drafts_of(case).remove(paper.id)
            paper.draft = None

        making.change(writer, drop)

        post(writer, f"{PLAN}/ny-version", 303, note="Mit eget", __token__="a")

        assert HEALTH not in writer.browser.get(f"{PLAN}/udkast")
        assert draft(writer)["goals"][0] == GOALS[0]

    def test_naming_oneself_minute_taker_opens_nothing(self, writer):
        form = form_of(writer, MINUTES)
        for fields in form.fields.values():
            for field in fields:
                if field.id in ("minute_taker", "chair"):
                    field.value = "Louise Grønvang"
        form.submit("gem", status=303)

        assert HEALTH not in writer.browser.get(MINUTES)


class TestThePlanOfACoordinatedCase:
    """Others than the plankoordinator read it, comment and propose (DOMAIN 5)."""

    def test_others_do_not_write_in_it(self, louise):
        before = draft(louise)

        louise.browser.get(f"{PLAN}/udkast", status=403)
        post(louise, f"{PLAN}/udkast", 403, gem="1")
        post(louise, f"{PLAN}/annuller", 403, __token__="a", grund="Nej")

        assert draft(louise) == before

    def test_they_are_not_led_to_writing_it(self, louise):
        page = louise.browser.get(CASE)
        assert "Se uddannelsesplanen" in page
        assert "Ret uddannelsesplanen" not in page
        assert not louise.browser.get(f"{CASE}/nyt-dokument").html.find("option", value="kui.education_plan")
        assert not louise.browser.get(f"{CASE}/nyt-dokument").html.find("input", value="kui.education_plan")

    def test_beginning_one_by_a_forged_post_is_refused_with_its_sentence(self, louise):
        refused = post(louise, f"{CASE}/nyt-dokument", 422, form="kui.education_plan", moede="", __token__="a")

        assert "Uddannelsesplanen skrives af plankoordinatoren." in refused


class TestBeginning:
    @pytest.mark.parametrize("form", ["kui.minutes.followup_without_young", "kui.agenda.followup_without_young"])
    def test_a_new_paper_begins_with_nothing_hidden(self, louise, form):
        page = next(one for one in louise.browser.get(f"{CASE}/nyt-dokument").forms.values() if "form" in one.fields)
        page["form"], page["moede"] = form, "2"

        begun = page.submit().follow()

        assert HEALTH not in begun
        assert SCHOOL in begun
        label = begun.request.path.split("/")[-2]
        assert HEALTH not in str(draft(louise, label))

    def test_without_a_consent_it_begins_with_nothing_of_others(self, site):
        build("withdrawn", site)
        site.browser.log_in("louise")
        page = next(one for one in site.browser.get(f"{CASE}/nyt-dokument").forms.values() if "form" in one.fields)
        page["form"], page["moede"] = "kui.minutes.followup_without_young", "2"

        begun = page.submit().follow()

        assert not any(word in begun for word in (HEALTH, SCHOOL, EFFORT))

    def test_the_plan_coordinator_begins_with_all_of_it(self, site):
        build("withdrawn", site)
        site.browser.log_in("jonas")
        page = next(one for one in site.browser.get(f"{CASE}/nyt-dokument").forms.values() if "form" in one.fields)
        page["form"], page["moede"] = "kui.minutes.followup_without_young", "2"

        assert HEALTH in page.submit().follow()


class TestTheRoom:
    @pytest.mark.parametrize("act", ["ret", "fjern", "fortryd"])
    def test_a_hidden_task_is_not_there(self, louise, act):
        before = draft(louise, "FLK-2026-0001-D90")
        fields = {"handling": act, "opgave": "task-health", "hvad": "Forfalsket", "__base__": ""}

        refused = post(louise, ROOM, 404, **fields)

        assert HEALTH not in refused
        assert draft(louise, "FLK-2026-0001-D90") == before

    def test_a_task_that_was_taken_out_is_not_told_to_who_may_not_read_it(self, louise):
        def remove(case):
            from kuidocs.usecases import room
            from kuidocs.usecases.acting import Act
            from tests import factories

            drafts, act = drafts_of(case), Act(factories.identity("jonas"), louise.system.clock)
            base = drafts.get(case.dokumenter["FLK-2026-0001-D90"].id).revisions()
            room.remove(case.moeder["2"], drafts, act, "task-health", base)

        making.change(louise, remove)

        assert HEALTH not in louise.browser.get(f"{ROOM}?fjernet=task-health")
        post(louise, ROOM, 404, handling="fortryd", opgave="task-health")
        louise.browser.become("jonas")
        assert HEALTH in louise.browser.get(f"{ROOM}?fjernet=task-health")

    def test_adding_one_leaves_the_hidden_where_they_are(self, louise):
        post(louise, ROOM, 303, handling="tilfoej", hvad="Skriver til skolen", hvem="", maal="2")

        tasks = [task["rid"] for task in draft(louise, "FLK-2026-0001-D90")["who_does_what"]]
        assert tasks[:2] == ["task-health", "task-school"]
        assert len(tasks) == 3


class TestTheRest:
    @pytest.mark.parametrize("what", ["ret", "tag-ud"])
    def test_a_hidden_file_is_not_changed(self, louise, what):
        with louise.system.reading() as root:
            [hidden] = [one for one in root.sager[making.CASE_NO].bilag.in_order() if one.information_type == "health"]

        refused = post(louise, f"{CASE}/bilag/{hidden.id}/{what}", 403, titel="Ny", grund="Nej", __token__="a")

        assert "ikke dækker helbred og behandling for PPR" in refused
        with louise.system.reading() as root:
            assert root.sager[making.CASE_NO].bilag[hidden.id].facts == ()

    def test_a_hidden_file_is_not_replaced(self, louise):
        with louise.system.reading() as root:
            [hidden] = [one for one in root.sager[making.CASE_NO].bilag.in_order() if one.information_type == "health"]
        fields = {"slags": "scan", "fra": "staff", "modtaget": "2026-11-20", "erstatter": hidden.id, "__token__": "a"}
        fields |= {"csrf_token": louise.browser.token()}

        files = [("fil", "a.txt", b"tekst")]
        louise.browser.post(f"{CASE}/bilag", fields, upload_files=files, status=403)

        with louise.system.reading() as root:
            assert not root.sager[making.CASE_NO].bilag[hidden.id].withdrawn

    @pytest.mark.parametrize("address", ["overblik.pdf", f"dokumenter/{LABEL}/uddrag/1.pdf"])
    def test_a_copy_is_whole_or_none(self, louise, address):
        assert HEALTH not in louise.browser.get(f"{CASE}/{address}", status=403)
        louise.browser.become("jonas")
        assert louise.browser.get(f"{CASE}/{address}").content_type == "application/pdf"

    def test_a_hidden_decision_is_not_written_into_the_plan(self, louise):
        def name(case):
            part = {"user_id": "louise", "relation": "author", "since": "2026-10-01", "until": "", "why": ""}
            case.involvements = (*case.involvements, part)
            minutes = case.dokumenter["FLK-2026-0001-D02"]
            actor = next(one for one in case.register.values() if one["name"] == "Jonas Ravnsborg")
            assert minutes
            assert actor

        making.change(louise, name)
        fields = {"beslutning": "dec-health", "slags": "new_task", "f-task_text": "Forfalsket", "vist": "new_task"}

        refused = louise.browser.post(DECISIONS, {"csrf_token": louise.browser.token()} | fields, expect_errors=True)

        assert refused.status_int in (403, 404)
        assert "Forfalsket" not in str(draft(louise))

    def test_a_task_that_is_hidden_cannot_be_reported_on(self, louise):
        fields = {"opgave": "task-health", "status": "done", "besked": "x", "csrf_token": louise.browser.token()}

        refused = louise.browser.post(f"{CASE}/opgaver", fields, status=403)

        assert HEALTH not in refused
        with louise.system.reading() as root:
            tasks = case_reading.case_tasks(root.sager[making.CASE_NO])
            assert next(task for task in tasks if task.rid == "task-health").is_open


def test_every_copy_and_read_names_the_consent_in_the_log(site):
    build("valid", site)
    site.browser.log_in("louise")
    site.browser.get(f"{PLAN}/versioner/1")
    site.browser.get(f"{CASE}/overblik.pdf")
    site.browser.get(f"{PLAN}/uddrag/1.pdf")
    with site.system.reading() as root:
        one = root.sager[making.CASE_NO].bilag.in_order()[0]
    site.browser.get(f"{CASE}/bilag/{one.id}")

    for kind in ("document.read", "overview.printed", "extract.read", "attachment.read"):
        about = site.events(kind)[-1].about
        assert about["consent"].endswith(", version 1"), kind
        assert about["consent_state"] == "active", kind


def test_a_copy_without_a_consent_says_that_there_was_none(site):
    build("none", site)
    site.browser.log_in("jonas")
    site.browser.get(f"{CASE}/overblik.pdf")

    about = site.events("overview.printed")[-1].about
    assert (about["consent"], about["consent_state"]) == ("", "none")
