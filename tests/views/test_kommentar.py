"""Comments through the pages: writing, replying, resolving, and everything that nobody should be able to do."""

import pytest

from kuidocs.domain import comments
from tests.views import making
from tests.views.comparing import (
    COMPARE,
    PLAN,
    REVIEW,
    SAY,
    answer,
    build,
    comment,
    follow_up,
    plan_of,
    text,
)


@pytest.fixture
def browser(site):
    making.change(site, build)
    site.browser.log_in("kirsten")
    return site.browser


def threads(site):
    with site.system.reading() as root:
        return comments.threads(plan_of(root).facts)


def ways(page):
    """What can be done with words that were refused."""
    return [button.get_text() for button in page.html.select("#ord button")]


def test_a_comment_leads_back_to_itself(browser, site):
    answered = comment(browser, citat="tre dage om ugen")

    assert answered.location.endswith("/sammenlign/1..2#k1")
    (thread,) = threads(site)
    assert (thread.path, thread.quote, thread.said.text) == ("wishes", "tre dage om ugen", "Hvilke dage?")
    assert [event.by for event in site.events("document.comment")] == ["kirsten"]
    assert "Kommentaren er gemt." in text(answered.follow())


def test_it_is_shown_where_one_works(browser, site):
    comment(browser, citat="tre dage om ugen")

    for address in (REVIEW, f"{COMPARE}/1..2", f"{PLAN}/versioner/2"):
        page = text(browser.get(address))
        assert "Hvilke dage?" in page
        assert "tre dage om ugen" in page.split("Til: »")[1].split("«")[0]


def test_the_forms_on_the_pages_work_without_a_script(browser, site):
    form = next(f for f in browser.get(REVIEW).forms.values() if "felt" in f.fields)
    form["citat"], form["tekst"] = "tre dage", "Hvilke?"
    page = form.submit("handling").follow()
    form = next(f for f in page.forms.values() if "kommentar" in f.fields)
    form["tekst"] = "Tirsdag."
    page = form.submit("handling", index=0).follow()
    form = next(f for f in page.forms.values() if "kommentar" in f.fields)
    page = form.submit("handling", index=1).follow()
    form = next(f for f in page.forms.values() if "kommentar" in f.fields)
    form["tekst"] = "Nej."
    form.submit("handling")

    (thread,) = threads(site)
    assert thread.path == "wishes"
    assert [said.text for said in thread.replies] == ["Tirsdag.", "Nej."]
    assert thread.open


def test_a_comment_form_stands_at_each_change(browser, site):
    page = browser.get(f"{COMPARE}/1..2")
    form = next(f for f in page.forms.values() if f.fields.get("felt") and f["felt"].value == "wishes")
    form["tekst"] = "Hvilke dage?"

    form.submit("handling")

    assert threads(site)[0].path == "wishes"


def test_a_page_sent_twice_says_it_once(browser, site):
    for _ in range(2):
        comment(browser, __token__="side-1")

    assert len(threads(site)) == 1


@pytest.mark.parametrize(
    ("given", "words", "field"),
    [
        ({"tekst": "  "}, "Skriv din kommentar", "tekst"),
        ({"tekst": "x" * 8001}, "8001 tegn", "tekst"),
        ({"felt": "", "citat": ""}, "Vælg det felt", "felt"),
        ({"felt": "", "citat": "age"}, "Ordene »age« står flere steder", "felt"),
        ({"felt": "", "citat": "<b>nej"}, "Ordene »<b>nej« står ikke i teksten", "citat"),
        ({"citat": "<b>nej"}, "Ordene »<b>nej« står ikke i feltet »", "citat"),
        ({"felt": "../../etc", "tekst": "Bevar mig"}, "Feltet findes ikke længere", "felt"),
    ],
)
def test_what_is_refused_loses_nothing(browser, site, given, words, field):
    page = comment(browser, status=422, **({"citat": "dage om ugen"} | given))

    assert words in text(page)
    assert page.html.select_one(".summary a")["href"] == f"#{field}"
    assert page.html.find(id=field)["aria-invalid"] == "true"
    assert page.html.find(id="citat")["value"] == given.get("citat", "dage om ugen")
    assert page.html.find(id="tekst").get_text() == given.get("tekst", "Hvilke dage?")
    assert threads(site) == []


def test_the_refused_page_can_be_sent_again(browser, site):
    page = comment(browser, status=422, felt="", tekst="Hvilke dage?")
    form = next(f for f in page.forms.values() if "felt" in f.fields)
    form["felt"] = "wishes"

    assert form.submit("handling").location.endswith("#k1")
    assert len(threads(site)) == 1


@pytest.mark.parametrize(
    "side",
    ["", "https://ondt.example", "//ondt.example", "../../../log-ud", "gennemse/../x", "versioner/1#x", "a\r\nb"],
)
def test_the_way_back_is_one_of_ours(browser, side):
    location = comment(browser, side=side).location

    assert location.rpartition("#")[0].rstrip("/").endswith(PLAN)


@pytest.mark.parametrize(
    "given",
    [
        {"handling": "slet"},
        {"handling": ""},
        {"version": "9"},
        {"version": "x"},
        {"runde": "٣"},
        {"version": "1", "runde": "2"},
    ],
)
def test_what_no_page_of_ours_sends_is_not_found(browser, site, given):
    comment(browser, status=404, **given)

    assert threads(site) == []


@pytest.mark.parametrize("handling", ["svar", "loes", "aabn"])
@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "", "99999"])
def test_a_comment_that_is_not_there(browser, handling, number):
    comment(browser)

    follow_up(browser, handling, 404, kommentar=number, tekst="Hm")


def test_a_file_instead_of_words(browser, site):
    posted = {"csrf_token": browser.token(), "version": "2", "runde": "1", "felt": "wishes", "handling": "skriv"}

    browser.post(SAY, posted, upload_files=[("tekst", "x.txt", b"hej")], status=422)

    assert threads(site) == []


def test_without_the_token_of_the_session_nothing_happens(browser, site):
    browser.post(SAY, {"handling": "skriv", "tekst": "x", "felt": "wishes", "version": "2", "runde": "1"}, status=400)

    assert threads(site) == []


def test_two_tabs_that_resolve_are_told_of_each_other_and_words_are_kept(browser, site):
    comment(browser)
    follow_up(browser, "loes")

    twice = follow_up(browser, "loes", 409, tekst="Også herfra")
    assert "allerede løst af Kirsten Aalund" in text(twice)
    assert twice.html.find(id="tekst").get_text() == "Også herfra"
    late = follow_up(browser, "svar", 409, tekst="Vent lidt")
    assert late.html.find(id="tekst").get_text() == "Vent lidt"
    assert ways(late) == ["Åbn igen med dit svar", "Gem som ny kommentar"]
    late.forms["ord"].submit("handling", value="aabn")
    assert [said.text for said in threads(site)[0].replies] == ["Vent lidt"]
    again = follow_up(browser, "aabn", 409, tekst="Åben, tak")
    assert "allerede åben" in text(again)
    assert ways(again) == ["Send som svar"]


def test_who_may_not_open_it_again_says_it_as_a_new_comment(browser, site):
    comment(browser)
    follow_up(browser, "loes")
    browser.become("jonas")

    late = follow_up(browser, "svar", 409, tekst="Tirsdag og onsdag.")
    assert ways(late) == ["Gem som ny kommentar"]
    late.forms["ord"].submit("handling", value="skriv")

    assert [(one.path, one.said.text) for one in threads(site)] == [
        ("wishes", "Hvilke dage?"),
        ("wishes", "Tirsdag og onsdag."),
    ]


def test_the_writer_replies_but_does_not_resolve(browser, site):
    comment(browser)
    browser.become("jonas")
    page = text(browser.get(f"{COMPARE}/1..2"))
    assert "Svar på kommentar 1" in page
    assert "Marker som løst" not in page

    follow_up(browser, "svar", tekst="Tirsdag og onsdag.", side="sammenlign/1..2")
    refused = follow_up(browser, "loes", 403)

    assert "Svar i stedet" in text(refused)
    assert ways(refused) == ["Send som svar"]
    assert threads(site)[0].open


def test_who_only_reads_does_not_comment(site):
    def built(case):
        build(case)
        part = {"user_id": "fatma", "relation": "ad_hoc", "since": "2026-10-01", "until": "", "why": ""}
        case.involvements = (*case.involvements, part)

    making.change(site, built)
    site.browser.log_in("fatma")

    comment(site.browser, status=403)

    assert threads(site) == []


def test_others_do_not_know_of_it(browser, site):
    comment(browser)
    browser.become("sofie")

    comment(browser, status=404)
    follow_up(browser, "svar", 404, tekst="Hej")
    assert len(threads(site)) == 1


def test_hostile_words_stay_words_wherever_they_are_shown(browser):
    evil = '</textarea><script>alert(1)</script>${1+1}"><img src=x>'
    comment(browser, tekst=evil)

    for address in (REVIEW, f"{COMPARE}/1..2", f"{PLAN}/historik", f"{PLAN}/versioner/2"):
        page = browser.get(address)
        assert evil in page.html.get_text()
        assert not page.html.select("main script, main img")
    refused = comment(browser, status=422, felt="x", tekst=evil)
    assert refused.html.find(id="tekst").get_text() == evil


def test_after_a_return_they_stand_at_the_draft_with_a_way_to_the_field(browser, site):
    comment(browser, citat="tre dage")
    form = answer(browser.get(REVIEW))
    form["note"] = "Skriv dagene."
    form.submit("tilbage")
    browser.become("jonas")

    page = browser.get(f"{PLAN}/udkast")

    assert "Hvilke dage?" in text(page)
    (link,) = page.html.select("#k1 p a")
    assert page.html.find(id=link["href"][1:]) is not None
    follow_up(browser, "svar", tekst="Ja.", side="udkast")
    assert len(threads(site)[0].replies) == 1


def test_no_words_are_in_the_log(browser, site):
    comment(browser, tekst="Meget følsomt", citat="tre dage")
    follow_up(browser, "svar", tekst="Også følsomt")

    told = str(site.events("document.comment", "document.comment_reply"))

    assert "følsomt" not in told
    assert "tre dage" not in told
