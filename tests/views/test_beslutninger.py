"""From decision to plan in the browser: every way of writing, and what nobody gets written by a forged post."""

import copy

import pytest

from kuidocs.domain import plan_writing as pw
from kuidocs.forms.shipped.vocabularies import INFORMATION_TYPE
from kuidocs.resources.drafts import drafts_of
from kuidocs.usecases import case_reading, drafting, involvement, people, plan_links, reviewing
from kuidocs.usecases.acting import Act, root_of
from tests.usecases.plan_story import D1, D2, D3, MINUTES, PLAN
from tests.views import making
from tests.web import CASE

LABEL = "FLK-2026-0001-D01"
PAPER = f"{CASE}/dokumenter/{LABEL}"
PAGE = f"{PAPER}/beslutninger"


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


def minutes_in(case, **more):
    """Put approved minutes with three decisions and three tasks into the case."""
    found = making.meeting(case, "coordination", MINUTES["held_at"], "held")
    edition = root_of(case).skabeloner["kui.minutes.coordination"].newest()
    content = copy.deepcopy(MINUTES)
    people.resolve(case, root_of(case).medarbejdere, edition.schema, content)
    making.paper(case, "kui.minutes.coordination", content, meeting=found, **more)
    involvement.refresh(case)


def given_to(department):
    """A consent under which a department may have everything."""
    kinds = list(INFORMATION_TYPE.labels)
    recipients = [{"rid": "a" * 12, "department": department, "may": ["share", "receive"]}]
    return making.CONSENT | {"information_types": kinds, "recipients": recipients}


@pytest.fixture
def jonas(site):
    site.system.labels.document(making.CASE_NO)
    making.change(site, minutes_in)
    site.browser.log_in("jonas")
    return site


def waiting(site):
    with site.system.reading() as root:
        case = root.sager[making.CASE_NO]
        return [row["rid"] for one in case_reading.approved_minutes(case) for row in case_reading.unwritten(one)]


def draft(site):
    with site.system.reading() as root:
        case = root.sager[making.CASE_NO]
        plan = plan_links.plan_of(case)
        return drafts_of(case).get(plan.id).content() if plan else None


def form_of(page):
    """The form on the card that is being written."""
    return next(form for form in page.forms.values() if "slags" in form.fields)


def written(site, rid, kind, **fields):
    """Write a decision as one does without JavaScript: choose how, look at the questions, answer, send."""
    form = form_of(site.browser.get(PAGE, {"beslutning": rid}))
    form["slags"] = kind
    form = form_of(form.submit("vis"))
    for name, value in fields.items():
        form[name if name == "sted" else f"f-{name}"] = value
    return form.submit().follow()


def test_the_page_says_what_is_left_in_words_and_as_a_bar(jonas):
    page = jonas.browser.get(PAGE)

    assert page.html.h1.get_text() == "Fra beslutning til plan"
    assert "Tre beslutninger er endnu ikke skrevet i uddannelsesplanen" in text(page)
    assert "0 af 3 er skrevet ind 3 mangler" in text(page)
    bar = page.html.select_one("svg.flow-bar")
    assert bar["aria-label"] == "0 af 3 beslutninger er skrevet i planen"
    assert [rect["class"] for rect in bar.select("rect")] == [["open"]] * 3
    assert "Freja siger Enig Ansvarlig Jonas Ravnsborg Senest 18. december 2026" in text(page)
    assert "Mangler – du er her" in text(page.html.select_one(".is-now").find_parent("li") or page)
    assert len(page.html.select("button.button-primary")) == 1
    assert [event.by for event in jonas.events("document.read")] == ["jonas"]


def test_the_first_form_is_filled_with_what_the_minutes_say(jonas):
    form = form_of(jonas.browser.get(PAGE))

    assert (form["beslutning"].value, form["slags"].value) == (D1, "new_goal")
    assert form["f-goal_text"].value == "At styre mine egne breve"
    assert form["f-youth_words"].value == "»Det er mange breve.«"
    assert (form["f-area"].value, form["f-deadline"].value) == ("economy", "2027-01-08")


def test_all_three_in_their_own_way_and_the_plan_is_up_to_date(jonas):
    page = form_of(jonas.browser.get(PAGE)).submit().follow()
    assert "Beslutningen er skrevet i planens udkast." in text(page)
    assert "1 af 3 er skrevet ind 2 mangler" in text(page)
    assert "fjernet" not in page.html.find(id=f"b-{D1}").get_text()
    assert "tilføjet: At styre mine egne breve" in text(page)
    written(jonas, D2, "new_effort")
    page = written(jonas, D3, "new_task", task_text="Sorterer post sammen med Freja.")

    assert "Alle beslutninger står i planen" in text(page)
    assert "3 af 3 er skrevet ind ingen mangler" in text(page)
    assert waiting(jonas) == []

    approve_plan(jonas)
    case = jonas.browser.get(f"{CASE}/")
    assert "Uddannelsesplan Ajour" in text(case)
    tasks = jonas.browser.get(f"{CASE}/opgaver")
    assert "Sorterer post sammen med Freja." in text(tasks)


def approve_plan(site):
    """Finish the draft, and let the leader approve it."""

    def act(root):
        case = root.sager[making.CASE_NO]
        plan, drafts = plan_links.plan_of(case), drafts_of(case)
        draft = drafts.get(plan.id)
        jonas = making_act(site, root, "jonas")
        drafting.save(plan, drafts, draft.content() | PLAN, draft.revisions(), jonas)
        reviewing.submit(plan, drafts, jonas)
        leader = making_act(site, root, "kirsten")
        reviewing.approve(plan, leader, number=1, round_=1, opened=True, audit_head="h")

    site.system.change("test", act)
    site.system.catch_up()


def making_act(site, root, user):
    return Act(root.medarbejdere[user].identity(), site.system.clock)


def test_both_papers_show_the_way_to_each_other(jonas):
    form_of(jonas.browser.get(PAGE)).submit()
    drafted = jonas.browser.get(f"{PAPER}/versioner/1")
    assert "Skrevet i planens udkast, mål 1: At styre mine egne breve" in text(drafted)
    written(jonas, D2, "new_effort")
    written(jonas, D3, "new_task")
    approve_plan(jonas)

    minutes = jonas.browser.get(f"{PAPER}/versioner/1")
    links = [a["href"] for a in minutes.html.select(".after a")]
    assert len(links) == 3
    plan = jonas.browser.get(links[0].partition("#")[0])
    assert all(plan.html.find(id=link.partition("#")[2]) for link in links)
    assert "Beslutningen bag Mødet 18. november 2026, beslutning 1 : Freja vil selv styre sine breve." in text(plan)
    back = [a["href"] for a in plan.html.select(".after a")]
    assert len(back) == 3
    assert all(link.startswith(f"{PAPER}/versioner/1#") for link in back)


def test_the_reading_page_leads_here(jonas):
    page = jonas.browser.get(f"{PAPER}/versioner/1").click("Skriv i uddannelsesplanen")

    assert page.html.h1.get_text() == "Fra beslutning til plan"
    for rid in (D1, D2, D3):
        written(jonas, rid, "unchanged")
    assert "Se beslutningerne i planen" in text(jonas.browser.get(f"{PAPER}/versioner/1"))


def test_a_change_shows_before_and_after(jonas):
    form_of(jonas.browser.get(PAGE)).submit()
    form = form_of(jonas.browser.get(PAGE, {"beslutning": D2}))
    form["slags"] = "change"
    form = form_of(form.submit("vis"))
    form["sted"] = "m1aaaa"
    form = form_of(form.submit())
    assert form["f-goal_text"].value == "At styre mine egne breve", "another place asks its own questions first"
    assert waiting(jonas) == [D2, D3]
    form["f-goal_text"] = "At styre mine breve og aftaler"

    page = form.submit().follow()

    line = page.html.find(id=f"b-{D2}").select_one(".flow-to dd")
    assert line.find("del").get_text() == "fjernet: At styre mine egne breve slut fjernet "
    assert line.find("ins").get_text() == "tilføjet: At styre mine breve og aftaler slut tilføjet"


def test_pointing_at_a_place(jonas):
    form_of(jonas.browser.get(PAGE)).submit()

    page = written(jonas, D2, "already", sted="m1aaaa")

    assert "Står allerede i planen Mål 1: At styre mine egne breve" in text(page)


def test_taking_it_back(jonas):
    page = form_of(jonas.browser.get(PAGE)).submit().follow()
    form = next(form for form in page.forms.values() if "fortryd" in form.fields)

    page = form.submit("fortryd").follow()

    assert "taget ud af planens udkast igen" in text(page)
    assert "goals" not in draft(jonas)
    assert waiting(jonas) == [D1, D2, D3]


def test_something_more_from_the_same_decision(jonas):
    page = form_of(jonas.browser.get(PAGE)).submit().follow()
    form = form_of(page.click("Skriv også noget andet ind"))
    form["slags"] = "new_task"
    page = form_of(form.submit("vis")).submit().follow()

    card = page.html.find(id=f"b-{D1}")
    assert [h4.get_text() for h4 in card.select("h4")] == ["Nyt mål", "Ny opgave"]


class TestRefused:
    def test_what_is_missing_is_said_at_the_field_and_nothing_typed_is_lost(self, jonas):
        form = form_of(jonas.browser.get(PAGE))
        form["f-goal_text"], form["f-youth_words"] = "", "»Mine ord.«"

        page = form.submit(status=422)

        field = page.html.find(id="f-goal_text")
        assert field["aria-invalid"] == "true"
        assert page.html.find(id=field["aria-describedby"].split()[-1]).get_text() == "Udfyld »Mål«."
        assert form_of(page)["f-youth_words"].value == "»Mine ord.«"
        assert page.html.title.get_text().startswith("Fejl: ")
        assert draft(jonas) is None

    def post(self, site, status, **fields):
        told = {"beslutning": D1, "slags": "unchanged", "vist": "unchanged", "vist_sted": "", "__token__": "t"}
        return site.browser.post(PAGE, {"csrf_token": site.browser.token()} | told | fields, status=status)

    def test_without_the_token_of_the_session(self, jonas):
        self.post(jonas, 400, csrf_token="nope")

        assert waiting(jonas) == [D1, D2, D3]

    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            ({"beslutning": "d9aaaa"}, 404),
            ({"slags": "decree", "vist": "decree"}, 422),
            ({"slags": "already", "vist": "already", "sted": "nowhere"}, 422),
            ({"slags": "new_task", "vist": "new_task"}, 422),
            ({"fortryd": "1"}, 409),
        ],
    )
    def test_a_forged_post(self, jonas, fields, status):
        self.post(jonas, status, **fields)

        assert waiting(jonas) == [D1, D2, D3]
        assert draft(jonas) is None

    def test_twice_is_once(self, jonas):
        self.post(jonas, 303)
        self.post(jonas, 303)
        self.post(jonas, 409, **{"__token__": "another"})

        assert waiting(jonas) == [D2, D3]

    @pytest.mark.parametrize(("user", "status"), [("mette", 403), ("louise", 403), ("sofie", 404)])
    def test_others_write_nothing(self, site, user, status):
        making.change(site, minutes_in)
        site.browser.log_in(user)

        self.post(site, status)

        assert waiting(site) == [D1, D2, D3]

    def test_who_only_reads_sees_it_without_a_form(self, site):
        making.change(site, minutes_in)
        making.change(site, lambda case: making.paper(case, "kui.consent", given_to("Familie og Børn")))
        site.browser.log_in("mette")

        page = site.browser.get(PAGE)

        assert "Plankoordinatoren skriver beslutningerne ind i planen." in text(page)
        assert not [form for form in page.forms.values() if "slags" in form.fields]
        assert "Skriv i uddannelsesplanen" not in text(site.browser.get(f"{PAPER}/versioner/1"))

    def test_the_one_whom_the_minutes_name_may_write(self, site):
        def named(case):
            mette = people.reference(case, root_of(case).medarbejdere, "Mette Lindekrone")
            minutes_in(case)
            paper = case.dokumenter[LABEL]
            making.version(paper, paper.latest.content() | {"plan_updated_by": mette}, number=2)

        making.change(site, named)
        site.browser.log_in("mette")

        self.post(site, 303)

        assert waiting(site) == [D2, D3]

    def test_the_one_whom_the_minutes_name_writes_in_the_draft_by_that_page_and_by_no_other(self, site):
        def named(case):
            mette = people.reference(case, root_of(case).medarbejdere, "Mette Lindekrone")
            minutes_in(case)
            paper = case.dokumenter[LABEL]
            making.version(paper, paper.latest.content() | {"plan_updated_by": mette}, number=2)

        site.system.labels.document(making.CASE_NO)
        making.change(site, named)
        site.browser.log_in("jonas")
        written(site, D1, "new_goal", goal_text="Jonas var først.", area="education")
        site.browser.become("mette")
        page = written(site, D3, "new_task", task_text="Sorterer post sammen med Freja.")

        assert waiting(site) == [D2]
        assert "Sorterer post sammen med Freja." in str(draft(site))
        with site.system.reading() as root:
            label = plan_links.plan_of(root.sager[making.CASE_NO]).label
        assert f"{label}/udkast" not in page
        site.browser.get(f"{CASE}/dokumenter/{label}/udkast", status=403)

    def test_minutes_that_wait_for_approval_are_not_written_from(self, jonas):
        making.change(jonas, lambda case: minutes_in(case, waiting=["kirsten"]))
        page = f"{CASE}/dokumenter/FLK-2026-0001-D02/beslutninger"

        assert "ikke godkendt endnu" in text(jonas.browser.get(page).follow().follow())
        posted = {"csrf_token": jonas.browser.token(), "beslutning": D1, "slags": "unchanged", "vist": "unchanged"}
        assert jonas.browser.post(page, posted).status_int == 303
        assert waiting(jonas) == [D1, D2, D3]

    def test_papers_that_decide_nothing_have_no_such_page(self, jonas):
        making.change(jonas, lambda case: making.paper(case, "kui.contact_note", {}))

        jonas.browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D02/beslutninger", status=404)


def test_minutes_without_decisions_say_so(site):
    def change(case):
        found = making.meeting(case, "coordination", "2026-11-18", "held")
        making.paper(case, "kui.minutes.coordination", {"held_at": "2026-11-18"}, meeting=found)

    making.change(site, change)
    site.browser.log_in("jonas")

    assert "Der blev ikke truffet beslutninger på mødet." in text(site.browser.get(PAGE))


def test_the_demonstration_shows_where_its_decisions_went(demo):
    demo.browser.log_in("jonas")

    page = demo.browser.get("/sager/FLK-2026-0117/dokumenter/FLK-2026-0117-D11/beslutninger")

    assert "Alle beslutninger står i planen" in text(page)
    assert "Indsats 1: " in text(page)
    assert not [form for form in page.forms.values() if "fortryd" in form.fields]


def test_kinds_are_all_there(jonas):
    page = jonas.browser.get(PAGE)

    assert [radio["value"] for radio in page.html.select("input[name=slags]")] == list(pw.KINDS)
