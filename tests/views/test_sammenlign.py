"""The page of two versions side by side: what it marks, who may see it, and what it notes."""

import re

import pytest

from kuidocs.resources.drafts import drafts_of
from kuidocs.usecases import documents
from kuidocs.usecases.acting import Act
from tests.views import making
from tests.views.comparing import COMPARE, LABEL, NEW, OLD, PLAN, build, comment, plan_of, text
from tests.web import CASE

PAIR = f"{COMPARE}/1..2"


@pytest.fixture
def browser(site):
    making.change(site, build)
    site.browser.log_in("jonas")
    return site.browser


def headings(page):
    return [" ".join(h.get_text(" ", strip=True).split()) for h in page.html.select(".cmp-f h3")]


def test_each_change_is_told_once_in_the_order_of_the_document(browser):
    page = browser.get(PAIR)

    assert page.html.h1.get_text() == "Sammenlign version 1 og version 2"
    assert (
        headings(page)
        == [
            "Det drømmer jeg om , Rettet",
            "Mål 1 »Tage bussen« , Flyttet",
            "Mål 2 »Stå op«: Status , Tilføjet",
            "Mål 2 »Ringe til Ida« , Fjernet",
            "Mål 3 »Svømme« , Tilføjet",
        ]
        or len(headings(page)) == 5
    )
    assert "Stod som mål 3" in text(page)
    assert "Står nu som mål 1" in text(page)
    assert "Det var alle 5 ændringer." in text(page)


def test_words_are_marked_on_their_own_side_and_said_for_who_does_not_see(browser):
    (change,) = [a for a in browser.get(PAIR).html.select(".cmp-f") if "dage om ugen" in a.get_text()]
    old, new = change.select(".cmp-c")

    assert [d.select_one(".t").get_text() for d in old.select("del")] == ["to"]
    assert [i.select_one(".t").get_text() for i in new.select("ins")] == ["tre"]
    assert not old.select("ins")
    assert not new.select("del")
    assert "fjernet: to slut fjernet" in " ".join(old.get_text(" ").split())
    assert [c.select_one(".cmp-cl").get_text() for c in (old, new)] == ["Version 1", "Version 2"]


def test_whole_rows_do_not_repeat_it_for_each_answer(browser):
    (gone,) = [a for a in browser.get(PAIR).html.select(".cmp-f") if "Ringe til Ida" in a.h3.get_text()]

    assert gone.select("del")
    assert "fjernet:" not in gone.get_text()
    assert "Findes ikke i version 2" in gone.get_text()


def test_only_changes_or_all_by_links_that_say_which(browser):
    page = browser.get(PAIR)
    assert page.html.select_one(".cmp-seg [aria-current]").get_text() == "Kun ændringer"
    assert any("uændret" in s.get_text() or "uændrede" in s.get_text() for s in page.html.select("details summary"))

    whole = browser.get(f"{PAIR}?vis=alt")

    assert whole.html.select_one(".cmp-seg [aria-current]").get_text() == "Hele dokumentet"
    assert not whole.html.select("details.cmp-hid")
    assert len(whole.html.select(".cmp-f")) > len(page.html.select(".cmp-f"))


def test_choosing_leads_to_the_address_of_the_pair(browser):
    assert browser.get(COMPARE).location.endswith("/sammenlign/1..2")

    form = next(form for form in browser.get(PAIR).forms.values() if "fra" in form.fields)
    form["fra"], form["til"] = "2", "1"

    assert form.submit().location.endswith("/sammenlign/2..1")
    assert "Der er ingen ændringer" in text(browser.get(f"{COMPARE}/2..2"))


@pytest.mark.parametrize(
    "address",
    [
        "1",
        "1..",
        "..2",
        "1..3",
        "1..2..3",
        "1..2/x",
        "1..udkast",
        "x..y",
        "1..2.pdf.pdf",
        "%00..2",
        "1..FLK:2",
        "99999999..1",
    ],
)
def test_what_is_not_there_is_not_found(browser, address):
    browser.get(f"{COMPARE}/{address}", status=404)


@pytest.mark.parametrize("query", ["fra=x&til=../..", "fra=1%2F2&til=2", "fra=%0d%0aSet-Cookie:x&til=1"])
def test_a_forged_choice_leads_nowhere(browser, query):
    browser.get(f"{COMPARE}?{query}", status=404)


def test_one_version_alone_is_said_to_be(site):
    making.change(site, lambda case: making.paper(case, "kui.contact_note", {}))
    site.browser.log_in("jonas")

    page = site.browser.get(COMPARE).follow().follow()

    assert "Der er kun én version" in text(page)


def test_reading_it_is_noted_with_both_versions(browser, site):
    browser.get(PAIR)

    (event,) = site.events("document.compared")
    wanted = {"number": 2, "round": 1, "from_number": 1, "from_round": 1, "label": LABEL}
    assert wanted.items() <= event.about.items()
    assert event.by == "jonas"


def test_the_draft_is_for_who_writes(browser, site):
    def begin(root):
        plan, jonas = plan_of(root), root.medarbejdere["jonas"].identity()
        making.fact(plan, "approved", "2026-11-01T10:00:00+01:00", making.JONAS, 2)
        documents.new_version(plan, drafts_of(plan), Act(jonas, site.system.clock), note="Mere")

    site.system.change("test", begin)
    page = browser.get(f"{COMPARE}/2..udkast")
    assert "Udkast til version 3" in text(page)
    assert browser.get(COMPARE).location.endswith("2..udkast")

    browser.become("kirsten")
    browser.get(f"{COMPARE}/2..udkast", status=404)
    assert browser.get(COMPARE).location.endswith("1..2")


def test_others_find_nothing(browser, site):
    browser.become("sofie")

    browser.get(PAIR, status=404)
    browser.get(f"{PAIR}.pdf", status=404)
    assert not site.events("document.compared")


def test_hostile_words_are_words(site):
    evil = '<script>alert(1)</script> ${1+1} "><img src=x onerror=y>'
    making.change(site, lambda case: build(case, new=NEW | {"wishes": evil, "preferred_name": evil}))
    site.browser.log_in("jonas")

    page = site.browser.get(PAIR)

    assert evil in page.html.get_text()
    assert not page.html.select("main script, main img")


def test_a_reader_of_another_department_sees_no_more_than_of_each(site):
    """Whatever the consent does not give of one version is left out of both, so that nothing is told as removed."""
    from tests.usecases import gatherings

    def built(case):
        hidden = {
            "strengths": "Stærk i hemmelighed",
            "goals": [{"rid": "a" * 12, "goal_text": "Hemmeligt", "area": "health"}],
        }
        shown = {"goals": [{"rid": "a" * 12, "goal_text": "Skole", "area": "education"}]}
        plan = making.paper(case, "kui.education_plan", OLD | hidden)
        making.version(plan, NEW | shown, number=2, approved=True)
        gatherings.consented(case, information_types=["education", "efforts"])
        part = {"user_id": "louise", "relation": "primary", "since": "2026-10-01", "until": "", "why": ""}
        case.involvements = (*case.involvements, part)

    making.change(site, built)
    site.browser.log_in("louise")

    page = site.browser.get(PAIR)

    assert "Hemmeligt" not in page
    assert "hemmelighed" not in page
    assert "ikke med i samtykket for din afdeling" in text(page)
    assert "Skole" not in text(page).partition("Mål og delmål")[2].partition("Opfølgning")[0]


def test_who_may_read_neither_is_told_why(site):
    def built(case):
        build(case)
        part = {"user_id": "louise", "relation": "primary", "since": "2026-10-01", "until": "", "why": ""}
        case.involvements = (*case.involvements, part)

    making.change(site, built)
    site.browser.log_in("louise")

    for address in (PAIR, f"{PAIR}.pdf"):
        assert "Tal med plankoordinatoren" in text(site.browser.get(address, status=403))
    assert not site.events("document.compared", "document.comparison_printed")


def test_the_agenda_beside_the_minutes(site):
    def built(case):
        meeting = making.meeting(case, "clarification", "2026-11-01")
        making.paper(case, "kui.agenda.clarification", {"desired_outcome": "Vide mere"}, meeting=meeting)
        making.paper(case, "kui.minutes.clarification", {"held_at": "2026-11-01"}, meeting=meeting)

    making.change(site, built)
    site.browser.log_in("jonas")
    minutes = f"{CASE}/dokumenter/FLK-2026-0001-D02"

    page = site.browser.get(f"{minutes}/historik").click("Sammenlign med dagsorden")

    assert page.html.h1.get_text() == "Sammenlign dagsorden, version 1 og referat, version 1"
    assert "Vide mere" in text(page)
    assert "forskelle i" in text(page)
    assert "Derfor står det meste kun det ene sted" in text(page)
    assert not page.html.select(".cmp-f del, .cmp-f ins")
    back = site.browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D01/historik").click("Sammenlign med referat")
    assert back.status_int == 200
    (one, two) = site.events("document.compared")
    assert {one.about["from_label"], two.about["from_label"]} == {"FLK-2026-0001-D01"}


def test_it_is_printed_as_a_file_without_names_in_its_name(browser, site):
    page = browser.get(PAIR)
    pdf = page.click("Hent som PDF")

    assert pdf.content_type == "application/pdf"
    assert pdf.headers["Content-Disposition"] == f'inline; filename="{LABEL}-sammenlign-1-2.pdf"'
    assert len(site.events("document.comparison_printed")) == 1


def test_the_file_holds_the_comments(browser, monkeypatch, site):
    comment(browser, citat="tre dage")
    comment(browser, felt="preferred_name", tekst="Er det sådan?")
    jobs = []
    monkeypatch.setattr(site.system.pdf, "render", lambda job: jobs.append(job) or b"%PDF")

    browser.get(f"{PAIR}.pdf")

    (job,) = jobs
    told = dict(job.remarks)
    assert (told["wishes"].head, told["wishes"].quote) == ("Kommentar 1, åben", "tre dage")
    assert told["preferred_name"].said[0][1] == "Er det sådan?"


def test_comments_stand_beside_what_they_are_about(browser):
    comment(browser, citat="tre dage")
    comment(browser, felt="preferred_name", tekst="Er det sådan?")

    page = browser.get(PAIR)

    first = page.html.find(id="k1").find_parent(class_="cmp-f")
    assert "dage om ugen" in first.get_text()
    second = page.html.find(id="k2").find_parent(class_="cmp-f")
    assert "Uændret" in second.get_text()
    assert re.search(r"2 åbne", text(page))


def test_a_comment_to_a_row_that_is_gone_is_listed_apart(browser, site):
    comment(browser, version="1", felt="goals/" + "b" * 12, tekst="Ida er flyttet")

    page = browser.get(PAIR)

    section = page.html.find(id="k-vaek").find_parent("section")
    assert "Feltet findes ikke længere. Kommentaren blev skrevet til version 1." in section.get_text()


def test_the_order_of_reading_is_heading_old_new_comments(browser):
    comment(browser, citat="tre dage")

    article = browser.get(PAIR).html.find(id="k1").find_parent(class_="cmp-f")

    order = [
        tag.get("class", [""])[0]
        for tag in article.find_all(["div", "h3"])
        if tag.name == "h3" or tag.get("class", [""])[0] in ("cmp-c", "talk")
    ]
    assert order == ["", "cmp-c", "cmp-c", "talk"]
    assert article.h3 is article.find(["h3", "h4", "p"])


def test_a_reviewer_is_led_on_to_the_answer(browser):
    assert "Gå til gennemsyn" not in text(browser.get(PAIR))

    browser.become("kirsten")

    assert browser.get(PAIR).html.find("a", string="Gå til gennemsyn")["href"].endswith("/gennemse")


def test_the_version_page_leads_here(browser):
    page = browser.get(f"{PLAN}/versioner/2")

    assert page.click("Se, hvad der er ændret").location.endswith("1..2")


def test_words_that_a_comment_quotes_are_marked_and_lead_to_it_and_back(browser):
    comment(browser, citat="FGU tre dage om")
    comment(browser, felt="goals", citat="Svømme", tekst="Hvor?")

    page = browser.get(PAIR)

    marked = page.html.find_all(class_="cmp-q")[1:]
    assert "".join(one.get_text() for one in marked if one.find_parent("article").find(id="k1")) == "FGU tre dage om"
    assert page.html.find(id="q1").get_text() == "FGU "
    (first, second) = page.html.find_all("a", class_="cmp-ref")
    assert [(one["href"], one["aria-label"]) for one in (first, second)] == [
        ("#k1", "Kommentar 1"),
        ("#k2", "Kommentar 2"),
    ]
    assert page.html.find(id="k1").blockquote.a["href"] == "#q1"
    assert "tekst med kommentar" in page


def test_a_version_against_itself_and_backwards_is_explained(browser):
    page = browser.get(f"{COMPARE}/2..2")
    assert page.html.h1.get_text() == "Sammenlign version 2 med sig selv"
    assert "Det er den samme tekst på begge sider." in text(page)

    page = browser.get(f"{COMPARE}/2..1")
    assert "Version 2 er nyere end version 1." in text(page)
    assert page.html.find("a", string="Byt om på de to")["href"].endswith("/sammenlign/1..2")
    assert "Byt om" not in text(browser.get(PAIR))


def test_a_field_that_was_emptied_is_named_once_and_focus_has_somewhere_to_go(site):
    making.change(site, lambda case: build(case, new={"preferred_name": "Freja", "goals": OLD["goals"]}))
    site.browser.log_in("jonas")

    (gone,) = site.browser.get(PAIR).html.select(".cmp-f")

    assert not gone.select("dt")
    assert gone["tabindex"] == "-1"
