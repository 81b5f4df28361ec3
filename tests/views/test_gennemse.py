"""The page of review: reading, approving, sending back."""

import pytest

from kuidocs.resources.version import Stamp
from kuidocs.usecases import reviewing
from tests.usecases import gatherings
from tests.views import comparing, making
from tests.web import CASE

LABEL = "FLK-2026-0001-D01"
PAGE = f"{CASE}/dokumenter/{LABEL}/gennemse"
MIKKEL = {"user_id": "mikkel", "name": "Mikkel Aarøe"}


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split())


def waiting(site, user="jonas", form="kui.contact_note", by=MIKKEL):
    """A paper of Mikkel's waits for somebody, who has logged in."""
    making.change(site, lambda case: making.paper(case, form, {}, by=by, waiting=[user]))
    site.browser.log_in(user)
    return site.browser


def state(site):
    with site.system.reading() as root:
        return root.sager["FLK-2026-0001"].dokumenter[LABEL].state


def answer(page):
    return next(form for form in page.forms.values() if form.action.endswith("gennemse"))


def test_the_whole_text_and_two_answers_are_there(site):
    page = waiting(site).get(PAGE)

    assert page.html.h1.get_text() == "Gennemse: Kontaktnotat"
    assert "Skrevet af Mikkel Aarøe" in text(page)
    buttons = [button.get_text() for button in page.html.select("aside button")]
    assert buttons == ["Godkend", "Send tilbage med note"]
    assert [event.by for event in site.events("document.opened_for_review")] == ["jonas"]


def test_approving_leads_to_the_case(site):
    browser = waiting(site)

    page = answer(browser.get(PAGE)).submit("godkend").follow()

    assert state(site) == "approved"
    assert page.request.path == f"{CASE}/"
    assert "Dokumentet er godkendt." in text(page)


def test_a_reviewer_without_a_part_in_the_case_is_led_to_the_day(site):
    browser = waiting(site, "kirsten")
    page = browser.get(PAGE)
    assert [a.get_text() for a in page.html.select("nav.crumbs a")] == ["Min dag"]

    after = answer(page).submit("godkend").follow()

    assert after.request.path == "/min-dag"
    assert browser.get(f"{CASE}/dokumenter/{LABEL}/versioner/1").status_int == 200
    browser.get(f"{CASE}/", status=403)


def test_sending_back_needs_a_note_and_loses_nothing(site):
    browser = waiting(site)

    refused = answer(browser.get(PAGE)).submit("tilbage", status=422)

    assert "Dit svar er ikke sendt" in text(refused)
    assert refused.html.select_one(".summary a")["href"] == "#note"
    assert refused.html.find(id="note")["aria-invalid"] == "true"
    assert refused.html.title.get_text().startswith("Fejl: ")
    assert state(site) == "in_review"


def test_sending_back_with_a_note_makes_a_draft_again(site):
    browser = waiting(site)
    form = answer(browser.get(PAGE))
    form["note"] = "Skriv, hvem der ringede."

    page = form.submit("tilbage").follow()

    assert state(site) == "draft"
    assert "Dokumentet er sendt tilbage med din note." in text(page)


def test_a_plan_is_approved_by_the_leader_or_with_a_reason(site):
    browser = waiting(site, form="kui.education_plan")
    form = answer(browser.get(PAGE))
    assert "override" in form.fields

    refused = form.submit("godkend", status=403)
    assert refused.html.select_one(".summary a")["href"] == "#override"
    assert refused.html.find(id="override")["aria-invalid"] == "true"

    form = answer(refused)
    form["override"] = "Vi er kun to."
    assert "godkendt" in text(form.submit("godkend").follow())
    assert state(site) == "approved"


def test_the_author_is_told_that_somebody_else_reads(site):
    browser = waiting(site, by=making.JONAS)

    page = browser.get(PAGE)

    assert "Du har selv skrevet dokumentet. En anden skal læse det igennem." in text(page)
    assert not page.html.select("aside form")


def test_approving_without_having_opened_the_page_is_refused(site):
    browser = waiting(site)
    posted = {"csrf_token": browser.token(), "number": "1", "round": "1", "godkend": "1"}

    refused = browser.post(PAGE, posted, status=422)

    assert "Læs hele dokumentet igennem, før du godkender det." in text(refused)
    assert refused.html.select_one(".summary a")["href"] == "#foer"
    assert refused.html.find(id="foer") is not None


@pytest.mark.parametrize("number", ["", "x", "2", "٣"])
def test_an_old_page_is_told_of_the_newest_text(site, number):
    browser = waiting(site)
    posted = {"csrf_token": browser.token(), "number": number, "round": "1", "godkend": "1"}

    page = browser.post(PAGE, posted, status=409)

    assert "Dit svar er ikke sendt" in text(page)
    assert state(site) == "in_review"


def test_what_is_answered_already_is_said_to_be(site):
    browser = waiting(site)
    answer(browser.get(PAGE)).submit("godkend")

    page = browser.get(PAGE).follow().follow()

    assert "Dokumentet er ikke til gennemsyn længere." in text(page)


def test_a_paper_that_was_never_sent_has_nothing_to_review(site):
    browser = site.browser
    browser.log_in("jonas")
    form = browser.get(f"{CASE}/nyt-dokument").forms[2]
    form["form"] = "kui.contact_card"
    form.submit()

    said = browser.post(PAGE, {"csrf_token": browser.token()}).follow()

    assert said.location.endswith("/udkast")
    assert browser.get(PAGE).status_int == 303


def test_others_find_nothing(site):
    waiting(site).reset()
    site.browser.log_in("sofie")

    site.browser.get(PAGE, status=404)


def later(site, user="kirsten"):
    """A plan in its second version waits for the leader."""
    making.change(site, comparing.build)
    site.browser.log_in(user)
    return site.browser


def plan_state(site):
    with site.system.reading() as root:
        return comparing.plan_of(root).state


def conditions(page):
    return [" ".join(li.get_text(" ", strip=True).split()) for li in page.html.select(".conds li.is-no")]


def test_a_later_version_is_approved_after_its_comparison(site):
    browser = later(site)
    page = browser.get(comparing.REVIEW)
    assert conditions(page) == ["Mangler: Du har ikke åbnet sammenligningen med version 1 Se, hvad der er ændret"]
    assert page.html.find("button", attrs={"name": "godkend"})["aria-disabled"] == "true"
    refused = answer(page).submit("godkend", status=422)
    assert "Åbn sammenligningen med version 1" in text(refused)

    compared = page.click("Se, hvad der er ændret", index=0)
    ready = compared.click("Gå til gennemsyn", index=0)

    assert conditions(ready) == []
    assert "klar til din beslutning" in text(ready)
    assert ready.html.find("button", attrs={"name": "godkend"}).get("aria-disabled") is None
    answer(ready).submit("godkend")
    assert plan_state(site) == "approved"


@pytest.mark.parametrize("address", ["1..1", "2..1", "2..2", "1..2.pdf"])
def test_another_comparison_or_the_paper_does_not_count(site, address):
    browser = later(site)
    browser.get(f"{comparing.COMPARE}/{address}")

    answer(browser.get(comparing.REVIEW)).submit("godkend", status=422)

    assert plan_state(site) == "in_review"


def test_what_somebody_else_opened_does_not_count(site):
    browser = later(site, "jonas")
    browser.get(f"{comparing.COMPARE}/1..2")
    browser.become("kirsten")

    answer(browser.get(comparing.REVIEW)).submit("godkend", status=422)

    assert plan_state(site) == "in_review"


def test_after_a_correction_the_comparison_is_opened_again(site):
    browser = later(site)
    browser.get(f"{comparing.COMPARE}/1..2")
    form = answer(browser.get(comparing.REVIEW))
    form["note"] = "Skriv dagene."
    form.submit("tilbage")

    def again(root):
        plan, jonas = comparing.plan_of(root), root.medarbejdere["jonas"].identity()
        plan.draft = None
        edition = plan.versions[-1]
        content = comparing.NEW | {"preferred_name": "Freja L."}
        stamp = Stamp(
            2, 2, edition.edition_number, edition.edition_sha256, jonas.as_data(), "2026-11-20T09:00:00+01:00"
        )
        reviewing.add_version(plan, content, stamp)
        making.fact(plan, "submitted", stamp.at, jonas.as_data(), 2, waiting_for=["kirsten"])

    site.system.change("test", again)
    page = browser.get(comparing.REVIEW)
    assert "Dokumentet er rettet og sendt til gennemsyn igen." in text(page)
    assert "6 ændringer, heraf 1 ny, siden dokumentet blev sendt tilbage." in text(page)
    answer(page).submit("godkend", status=422)

    page.click("Se, hvad der er ændret", index=0)
    assert "efter den seneste rettelse" in text(browser.get(comparing.REVIEW))
    answer(browser.get(comparing.REVIEW)).submit("godkend")
    assert plan_state(site) == "approved"


def test_open_comments_stand_in_the_way_and_say_so(site):
    browser = later(site)
    browser.get(f"{comparing.COMPARE}/1..2")
    comparing.comment(browser)

    page = browser.get(comparing.REVIEW)
    assert conditions(page)[0].startswith("Mangler: 1 kommentar er ikke løst")
    assert "kan ikke godkendes endnu" in text(page)
    refused = answer(page).submit("godkend", status=422)
    assert refused.html.select_one(".summary a")["href"] == "#kom"
    assert refused.html.find(id="kom") is not None

    comparing.follow_up(browser, "loes")
    answer(browser.get(comparing.REVIEW)).submit("godkend")
    assert plan_state(site) == "approved"


def test_a_newer_version_is_told_and_the_note_is_kept(site):
    browser = waiting(site)
    form = answer(browser.get(PAGE))
    form["note"] = "Skriv, hvem der ringede."
    form["round"].force_value("7")

    page = form.submit("tilbage", status=409)

    assert "Der er kommet en nyere udgave" in text(page)
    assert page.html.find(id="note").get_text() == "Skriv, hvem der ringede."
    assert answer(page)["round"].value == "1"
    answer(page).submit("tilbage")
    assert state(site) == "draft"


def test_an_answer_that_comes_too_late_keeps_its_note(site):
    browser = waiting(site)
    late, form = answer(browser.get(PAGE)), answer(browser.get(PAGE))
    form.submit("godkend")
    late["note"] = "Skriv, hvem der ringede."

    page = late.submit("tilbage", status=409)

    assert "ikke til gennemsyn længere" in text(page)
    assert page.html.find(id="min-note").get_text() == "Skriv, hvem der ringede."
    assert not page.html.select("aside form")


def test_who_was_only_asked_is_told_that_it_is_answered_and_keeps_the_words(site):
    browser = waiting(site, "kirsten")
    page = browser.get(PAGE)
    answer(page).submit("godkend")

    twice = answer(page).submit("godkend")

    assert "Der er svaret." in text(twice.follow().maybe_follow())
    assert browser.get(PAGE).location.endswith(f"{LABEL}/")
    late = answer(page)
    late["note"] = "Skriv, <b>hvem</b> der ringede."
    assert "»Skriv, <b>hvem</b> der ringede.«" in text(late.submit("tilbage", status=409))
    said = {"csrf_token": browser.token(), "handling": "skriv", "tekst": "Hvem ringede?"}
    assert "»Hvem ringede?«" in text(browser.post(PAGE.replace("gennemse", "kommentar"), said, status=409))
    assert state(site) == "approved"


def test_who_was_asked_and_may_not_read_what_was_answered_is_led_to_the_day(site):
    waiting(site, "kirsten")
    about, at = {"number": 1, "round": 1}, "2026-11-20T10:00:00+01:00"
    back = {"id": "b", "kind": "returned", "about": about, "by": MIKKEL, "at": at, "data": {"note": "Ret."}}

    def returned(case):
        case.dokumenter[LABEL].facts = (*case.dokumenter[LABEL].facts, back)

    making.change(site, returned)

    assert site.browser.get(PAGE).location.endswith("/min-dag")
    site.browser.become("sofie")
    site.browser.get(PAGE, status=404)
    site.browser.reset()
    assert "/log-ind" in site.browser.get(PAGE).location


def remark(page):
    return [" ".join(li.get_text(" ", strip=True).split()) for li in page.html.select(".conds li.is-note")]


def of_the_consent(site, **given):
    """A plan about schooling waits for the leader, under a consent."""

    def act(case):
        gatherings.consented(case, **given)
        making.paper(case, "kui.education_plan", {"education_goal": "FGU"}, by=MIKKEL, waiting=["kirsten"])

    making.change(site, act)
    site.browser.log_in("kirsten")
    return site.browser.get(PAGE.replace("D01", "D02"))


def test_a_consent_that_covers_the_text_is_a_point_that_is_right(site):
    page = of_the_consent(site, information_types=["education", "efforts"])

    assert remark(page) == []
    covered = "Opfyldt: Samtykket dækker det, der står i dokumentet Samtykke af"
    assert covered in text(page)
    assert "skole og uddannelse" in text(page)
    assert "Alle fem punkter er opfyldt." in text(page)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"information_types": ["health"]},
            "Samtykket dækker ikke alt det, der står i dokumentet Det omfatter ikke skole og uddannelse.",
        ),
        (
            {"valid_until": "2026-11-20"},
            "Der er ikke et gældende samtykke Samtykket gælder kun til den 20. november 2026.",
        ),
    ],
)
def test_what_the_consent_does_not_cover_is_remarked_and_stops_nobody(site, given, said):
    page = of_the_consent(site, **given)

    assert remark(page)[0].startswith(f"Bemærk: {said} Du kan godkende alligevel")
    assert "Læs bemærkningen om samtykket først." in text(page)
    button = page.html.find("button", attrs={"name": "godkend"})
    assert button.get("aria-disabled") is None
    assert "godkendt" in text(answer(page).submit("godkend").follow())


def test_without_a_consent_it_is_said_and_a_consent_itself_is_not_held_against_itself(site):
    page = waiting(site).get(PAGE)
    assert remark(page)[0].startswith("Bemærk: Der er ikke et gældende samtykke Der er intet samtykke.")
    assert page.html.select_one(".conds .is-note a")["href"].endswith("/samtykke")

    making.change(site, lambda case: making.paper(case, "kui.consent", {}, by=MIKKEL, waiting=["jonas"]))
    assert remark(site.browser.get(PAGE.replace("D01", "D02"))) == []
