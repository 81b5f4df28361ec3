"""What is refused about access to papers, the deadline, parents, protection, and who may."""

import pytest

from tests.views import making
from tests.views.insight import (
    LIST,
    ONE,
    REASON,
    SECRET,
    act,
    decision,
    grant,
    hides,
    links,
    open_paper,
    paper,
    register,
    text,
)
from tests.web import CASE


@pytest.fixture
def jonas(site):
    making.change(site, paper)
    site.browser.log_in("jonas")
    return site


# What is refused


def problem(page):
    return text(page).split("Der er ikke g", 1)[-1] if page.status_int == 422 else ""


@pytest.mark.parametrize(
    ("who", "changed", "said"),
    [
        ("", {}, "Vælg, hvem der beder om aktindsigt."),
        ("party", {}, "Skriv navnet på den, der beder om aktindsigt."),
        ("young_person", {"modtaget": "2026-11-22"}, "Den kan ikke ligge efter i dag."),
        ("young_person", {"modtaget": "x"}, "Skriv den dag, I fik anmodningen."),
        ("young_person", {"omfang": ""}, "Skriv, hvad der er bedt om"),
    ],
)
def test_a_request_that_lacks_something_is_refused_and_kept(jonas, who, changed, said):
    form = jonas.browser.get(LIST).forms["ny"]
    told = {"csrf_token": form["csrf_token"].value, "__token__": "t", "hvem": who, "navn": "", "modtaget": "2026-11-20"}
    refused = jonas.browser.post(LIST, told | {"omfang": "Hele sagen"} | changed, status=422)

    assert said in text(refused)
    assert jonas.events("insight.registered") == []


def test_a_request_sent_twice_is_written_once(jonas):
    form = jonas.browser.get(LIST).forms["ny"]
    form["hvem"] = "young_person"
    form.submit()
    form.submit()

    assert len(jonas.events("insight.registered")) == 1


@pytest.mark.parametrize(
    ("outcome", "words", "basis", "reason", "said"),
    [
        ("redact", "Findesikke", "private", REASON, "»Findesikke« står ikke i papiret."),
        ("redact", "", "private", REASON, "Sæt hak ved mindst én del"),
        ("redact", "x", "private", REASON, "Et af ordene er for kort"),
        ("redact", SECRET, "", REASON, "Vælg den regel"),
        ("redact", SECRET, "internal", REASON, "Vælg den regel"),
        ("redact", SECRET, "private", "kort", "Skriv, hvorfor det udelades"),
        ("redact", SECRET, "private", f"Fordi det handler om {SECRET}", "Begrundelsen gentager noget"),
        ("withhold", "", "", REASON, "Vælg den regel"),
    ],
)
def test_a_decision_that_lacks_something_is_refused_and_kept(jonas, outcome, words, basis, reason, said):
    register(jonas).follow()

    refused = decision(open_paper(jonas), outcome, words, basis=basis, reason=reason)

    assert refused.status_int == 422
    assert said in text(refused)
    assert jonas.events("insight.decided") == []
    assert words in refused.html.select_one("#ord").get_text()
    assert refused.html.select_one(f"#u-{outcome}").has_attr("checked")


def test_forged_parts_and_outcomes_are_refused(jonas):
    register(jonas).follow()
    page = open_paper(jonas)
    told = {"csrf_token": jonas.browser.token(), "__token__": "t", "grundlag": "private", "begrundelse": REASON}

    for more in (
        {"udfald": "redact", "del": "findes/ikke"},
        {"udfald": "burn"},
        {"udfald": "redact", "del": ["a"] * 99},
    ):
        assert jonas.browser.post(page.request.path, told | more, expect_errors=True).status_int == 422
    assert jonas.browser.post(f"{ONE}papir/findes-ikke", told, expect_errors=True).status_int == 404
    assert jonas.browser.post(ONE, {"csrf_token": told["csrf_token"], "handling": "x"}).status_int == 303


def test_nothing_is_sent_before_all_is_gone_through(jonas):
    register(jonas).follow()

    assert "Der mangler stadig ét papir." in text(act(jonas, "send", expect=422))


def test_who_prepared_it_cannot_approve_it_and_nobody_skips_a_step(jonas):
    register(jonas).follow()
    token = {"csrf_token": jonas.browser.token(), "__token__": "q"}

    assert jonas.browser.post(ONE, token | {"handling": "godkend"}, expect_errors=True).status_int == 403
    for name in ("givet", "tilbage"):
        answer = jonas.browser.post(ONE, token | {"handling": name}, expect_errors=True)
        assert answer.status_int in (403, 422)
    assert jonas.events("insight.granted", "insight.handed_out", "insight.returned") == []


def test_new_papers_send_it_back(jonas):
    register(jonas).follow()
    decision(open_paper(jonas), "give")
    act(jonas, "send")
    making.change(jonas, paper)
    jonas.browser.become("kirsten")

    assert "Der er kommet nyt i sagen" in text(act(jonas, "godkend", expect=422))
    act(jonas, "tilbage", bemaerkning="Se det nye papir igennem.")
    jonas.browser.become("jonas")
    assert "Mangler" in text(jonas.browser.get(ONE))


def test_nothing_is_changed_after_it_was_sent(jonas):
    register(jonas).follow()
    decision(open_paper(jonas), "give")
    page = open_paper(jonas)
    act(jonas, "send")

    assert decision(page, "withhold").status_int == 409


# The deadline


def test_the_deadline_is_seven_working_days_and_a_late_answer_says_why(jonas):
    register(jonas, modtaget="2026-11-10").follow()
    decision(open_paper(jonas), "give")
    act(jonas, "send")
    grant(jonas)
    jonas.browser.become("jonas")

    page = text(jonas.browser.get(ONE))
    assert "torsdag den 19. november 2026" in page
    assert "2 dage over" in page
    assert "Fristen på 7 arbejdsdage er ikke holdt" in text(
        act(jonas, "givet", expect=422, maade="paper", dag="2026-11-21")
    )
    act(jonas, "udsaet", grund="Lederen var syg i ugen.", ventes="2026-11-23")
    act(jonas, "givet", maade="paper", dag="2026-11-21")
    assert "Lederen var syg i ugen." in text(jonas.browser.get(ONE))


def test_it_stands_on_min_dag_of_the_coordinator_and_of_the_clerk_and_then_of_the_leader(jonas):
    register(jonas).follow()

    assert "Anmodning om aktindsigt" in text(jonas.browser.get("/min-dag"))
    jonas.browser.become("inge")
    mine = jonas.browser.get("/min-dag")
    assert "Sag FLK-2026-0001" in text(mine)
    assert "Freja" not in text(mine)
    assert "Sag FLK-2026-0001" in text(jonas.browser.get("/aktindsigt"))
    decision(open_paper(jonas), "give")
    act(jonas, "send")
    assert "Anmodning om aktindsigt" not in text(jonas.browser.get("/min-dag"))
    jonas.browser.become("kirsten")
    assert "Anmodning om aktindsigt" in text(jonas.browser.get("/min-dag"))


def test_a_request_that_was_closed_waits_no_more(jonas):
    register(jonas).follow()
    act(jonas, "luk", grund="Freja har fået det, hun ville.")

    assert "Lukket uden svar" in text(jonas.browser.get(ONE))
    assert "Anmodning om aktindsigt" not in text(jonas.browser.get("/min-dag"))


# Parents and protection


def test_a_parent_of_somebody_over_fifteen_waits_for_the_young_persons_words(jonas):
    register(jonas, "custody_holder", "Ida Holm").follow()
    decision(open_paper(jonas), "give")

    assert "Freja er fyldt 15 år" in text(jonas.browser.get(ONE))
    assert "Den unge er fyldt 15 år. Spørg" in text(act(jonas, "send", expect=422))
    act(jonas, "send", oensker="Freja siger, at mor må se det hele.")


def test_a_parent_of_an_adult_is_no_custody_holder(jonas):
    making.change(jonas, lambda case: setattr(case.person, "birth_date", "2008-11-21"))

    assert "Den unge er fyldt 18 år" in text(register(jonas, "custody_holder", "Ida Holm"))


def protect(case):
    case.person.name_address_protection = True
    case.person.address = "Lindevej 7, 5500 Fjordby"
    case.person.school = "Fjordskolen"


def test_a_protected_address_is_left_out_for_others_and_cannot_be_given(jonas):
    making.change(jonas, protect)
    register(jonas, "custody_holder", "Ida Holm").follow()

    page = open_paper(jonas)
    assert page.html.select_one("#ord").get_text() == "Lindevej 7"
    assert page.html.select_one("#u-redact").has_attr("checked")
    refused = decision(page, "give")
    assert "navne- og adressebeskyttelse" in text(refused)
    assert decision(open_paper(jonas), "redact", SECRET).status_int == 422
    assert decision(open_paper(jonas), "redact", f"Lindevej 7\n{SECRET}", basis="protected").status_int == 303
    copy = jonas.browser.get(f"{links(jonas.browser.get(ONE))[0]}/kopi.pdf").body
    assert hides(copy, "Lindevej")


def test_the_young_person_may_know_where_he_or_she_lives(jonas):
    making.change(jonas, protect)
    register(jonas).follow()

    assert open_paper(jonas).html.select_one("#ord").get_text() == ""
    assert decision(open_paper(jonas), "give").status_int == 303


# Who may


def test_an_auditor_sees_how_far_a_request_is_and_nothing_of_the_papers(jonas):
    register(jonas).follow()
    where = links(jonas.browser.get(ONE))[0]
    jonas.browser.become("jens")

    assert jonas.browser.get(LIST).status_int == 200
    page = jonas.browser.get(ONE)
    assert not links(page)
    fields = {"csrf_token": jonas.browser.token(), "handling": "luk", "grund": "Nej", "__token__": "a"}
    assert jonas.browser.post(ONE, fields, expect_errors=True).status_int == 403
    for address in (where, f"{where}/kopi.pdf", f"{ONE}aktindsigt.pdf"):
        assert jonas.browser.get(address, expect_errors=True).status_int in (403, 404)


@pytest.mark.parametrize("user", ["mette", "tobias"])
def test_others_do_not_know_that_there_is_a_request(jonas, user):
    register(jonas).follow()
    where = links(jonas.browser.get(ONE))[0]
    jonas.browser.become(user)

    for address in (LIST, ONE, where, f"{where}/kopi.pdf", f"{ONE}aktindsigt.pdf"):
        assert jonas.browser.get(address, expect_errors=True).status_int in (403, 404)


def test_a_clerk_reads_papers_only_while_somebody_waits(jonas):
    register(jonas).follow()
    where = links(jonas.browser.get(ONE))[0]
    jonas.browser.become("inge")
    assert jonas.browser.get(where).status_int == 200
    act(jonas, "luk", grund="Anmodningen er trukket tilbage.")

    assert jonas.browser.get(where, expect_errors=True).status_int in (403, 404)
    assert links(jonas.browser.get(ONE)) == []


def test_the_desk_says_the_same_of_every_number_that_leads_nowhere(jonas):
    jonas.browser.become("inge")
    form = jonas.browser.get("/aktindsigt").forms["find-sag"]
    form["sag"] = "flk-2026-0001"
    assert form.submit().status_int == 303
    form["sag"] = "FLK-9999-0001"

    assert "Der er ikke en sag med det nummer" in text(form.submit(status=422))
    jonas.browser.become("jonas")
    assert jonas.browser.get("/aktindsigt", expect_errors=True).status_int == 403


def test_a_draft_is_never_given_and_stands_on_the_list(jonas):
    form = jonas.browser.get(f"{CASE}/nyt-dokument").forms
    token = {"csrf_token": jonas.browser.token(), "form": "kui.contact_note", "moede": ""}
    jonas.browser.post(f"{CASE}/nyt-dokument", token, status=303)
    register(jonas).follow()

    page = jonas.browser.get(ONE)

    assert form
    assert "Kontaktnotat, udkast" in text(page)
    assert "Papiret er ikke skrevet færdigt." in text(page)
    draft = jonas.browser.get(links(page)[-1])
    assert [box["value"] for box in draft.html.select("input[name=udfald]")] == ["withhold", "outside"]


def test_the_case_page_and_the_report_tell_of_it(jonas):
    register(jonas).follow()

    assert "Nr. 1: Den unge selv" in text(jonas.browser.get(f"{CASE}/"))
    assert "skrev ned, at nogen har bedt om aktindsigt i din sag" in text(jonas.browser.get(f"{CASE}/hvem-har-set"))


def test_a_parent_has_no_right_any_more_when_the_young_person_is_of_age(jonas):
    register(jonas, "custody_holder", "Ida Holm").follow()
    decision(open_paper(jonas), "give")
    making.change(jonas, lambda case: setattr(case.person, "birth_date", "2008-11-21"))

    refused = act(jonas, "send", 422)

    assert "Den unge er fyldt 18 år, så en forælder har ikke længere ret til papirerne." in refused
