"""Break-glass, the auditor's sample and conflict of interest, through the pages."""

from datetime import timedelta

import pytest

from kuidocs.jobs.outbox import run_due
from kuidocs.usecases.read_model import snapshot
from tests.views import making
from tests.views.test_adgang import rows, text
from tests.web import CASE

PAGE, SAMPLE, ACCESS = f"{CASE}/noedadgang", f"{CASE}/stikproeve", f"{CASE}/adgang"
REASON = "Der er kommet en underretning, som skal undersøges i dag."


def open_it(site, page=PAGE, basis="danger", reason=REASON):
    form = site.browser.get(page).forms["aabn"]
    form["grundlag"], form["begrundelse"] = basis, reason
    return form.submit(expect_errors=True)


@pytest.fixture
def kirsten(site):
    site.browser.log_in("kirsten")
    return site


def block(site, user="kirsten", reason="De er i familie."):
    form = site.browser.get(ACCESS).forms["spaer"]
    form["person"], form["grund"] = user, reason
    return form.submit(expect_errors=True)


# Break-glass


def test_without_it_the_case_is_closed_and_with_it_open_for_a_day(kirsten):
    assert kirsten.browser.get(f"{CASE}/", expect_errors=True).status_int == 403

    opened = open_it(kirsten).follow()

    assert "Freja Lundsgaard Holm" in text(opened)
    assert "Kirsten Aalund kan læse sagen til 22. november 2026 kl. 10.00 med en skriftlig grund." in text(opened)
    kirsten.system.clock.advance(timedelta(hours=24))
    assert kirsten.browser.log_in("kirsten").status_int == 303
    assert kirsten.browser.get(f"{CASE}/", expect_errors=True).status_int == 403


def test_every_read_under_it_carries_the_reason(kirsten):
    open_it(kirsten).follow()

    [read] = kirsten.events("case.viewed")
    assert read.data["reason"] == REASON
    assert (read.data["basis"], read.data["access"]) == ("danger", "emergency")
    [made] = kirsten.events("access.emergency_opened")
    assert (made.by, made.data["reason"], made.about["basis"]) == ("kirsten", REASON, "danger")


def test_reads_by_others_carry_none(kirsten):
    open_it(kirsten)
    kirsten.browser.become("jonas")
    kirsten.browser.get(f"{CASE}/")

    assert kirsten.events("case.viewed")[-1].data == {}


def test_it_lets_one_read_and_not_write(kirsten):
    making.change(kirsten, lambda case: making.paper(case, "kui.minutes.coordination", {}))
    open_it(kirsten)

    page = kirsten.browser.get(f"{CASE}/")

    assert "Nyt dokument" not in page.text
    assert kirsten.browser.get(f"{CASE}/nyt-dokument", expect_errors=True).status_int == 403
    assert kirsten.browser.get(page.html.select_one(".docs a[href*=dokumenter]")["href"]).follow().status_int == 200


def test_the_auditor_gets_one_neutral_mail(kirsten):
    open_it(kirsten)

    run_due(kirsten.system)
    run_due(kirsten.system)
    kirsten.system.catch_up()

    mails = list((kirsten.system.settings.data / "mail").rglob("*.eml"))
    assert len(mails) == 1
    written = mails[0].read_text("utf-8")
    assert "jens@fjordlund.example" in written
    assert not any(word in written for word in ("Freja", "Kirsten", "FLK-2026", "underretning"))
    assert [event.about["user_id"] for event in kirsten.events("access.auditor_told")] == ["jens"]


def test_the_page_of_access_and_the_report_tell_of_it(kirsten):
    open_it(kirsten)
    kirsten.browser.become("jonas")

    [row] = [row for row in rows(kirsten.browser.get(ACCESS)) if row[0].startswith("Kirsten")]
    told = text(kirsten.browser.get(f"{CASE}/hvem-har-set"))

    assert row[1].startswith("Læse forløbets papirer")
    assert row[3].replace("\u00a0", " ") == "22. november 2026 kl. 10.00"
    assert "En leder i Den Kommunale Ungeindsats åbnede din sag med nødadgang" in told
    assert "Der er fare for den unge eller andre" in told
    assert "Ingen ledere har brugt nødadgang" not in told


def test_it_can_be_ended_before_time(kirsten):
    open_it(kirsten)

    kirsten.browser.get(PAGE).forms["slut"].submit().follow()

    assert kirsten.browser.get(f"{CASE}/", expect_errors=True).status_int == 403
    assert len(kirsten.events("access.emergency_ended")) == 1
    kirsten.browser.become("jonas")
    assert REASON in text(kirsten.browser.get(ACCESS))


def test_ending_what_is_not_open_does_nothing(kirsten):
    token = {"csrf_token": kirsten.browser.token(), "__token__": "t", "handling": "slut"}

    assert kirsten.browser.post(PAGE, token).status_int == 303
    assert kirsten.events("access.emergency_ended") == []


def test_the_same_page_sent_twice_opens_once_and_a_new_one_again(kirsten):
    form = kirsten.browser.get(PAGE).forms["aabn"]
    form["grundlag"], form["begrundelse"] = "danger", REASON
    form.submit()
    form.submit()
    assert len(kirsten.events("access.emergency_opened")) == 1

    open_it(kirsten)

    assert len(kirsten.events("access.emergency_opened")) == 2


@pytest.mark.parametrize(
    ("basis", "reason", "said"),
    [("danger", "kort", "mindst 30 tegn"), ("plan", REASON, "Vælg det grundlag"), ("", REASON, "Vælg det grundlag")],
)
def test_without_basis_and_reason_it_stays_closed_and_nothing_typed_is_lost(kirsten, basis, reason, said):
    posted = {"csrf_token": kirsten.browser.token(), "__token__": "t", "handling": "aabn"}

    page = kirsten.browser.post(PAGE, posted | {"grundlag": basis, "begrundelse": reason}, expect_errors=True)

    assert page.status_int == 422
    assert said in text(page)
    assert page.forms["aabn"]["begrundelse"].value == reason
    assert kirsten.events("access.emergency_opened") == []


def test_it_ends_with_the_role(kirsten):
    open_it(kirsten)
    kirsten.system.change("role", lambda root: setattr(root.medarbejdere["kirsten"], "roles", ("caseworker",)))

    assert kirsten.browser.get(f"{CASE}/", expect_errors=True).status_int == 404


@pytest.mark.parametrize("user", ["jens", "peter", "tobias"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_opens_a_case_so(site, user, method):
    site.browser.log_in(user)
    posted = ({"csrf_token": site.browser.token(), "handling": "aabn", "grundlag": "danger", "begrundelse": REASON},)

    found = getattr(site.browser, method)(PAGE, *posted[: method == "post"], expect_errors=True)

    assert found.status_int == 404
    assert site.events("access.emergency_opened") == []


def test_a_leader_of_a_colleague_in_the_case_may_but_not_one_of_strangers(site):
    site.system.change("role", lambda root: setattr(root.medarbejdere["peter"], "roles", ("department_leader",)))
    site.browser.log_in("peter")
    assert site.browser.get(PAGE, expect_errors=True).status_int == 404

    def primary(case):
        row = {"user_id": "mette", "relation": "primary", "since": "2026-10-01", "until": "", "why": ""}
        case.involvements = (*case.involvements, row)

    making.change(site, primary)

    assert open_it(site).follow().status_int == 200


def test_a_leader_with_a_part_in_the_case_has_no_use_for_it(site):
    def primary(case):
        row = {"user_id": "kirsten", "relation": "primary", "since": "2026-10-01", "until": "", "why": ""}
        case.involvements = (*case.involvements, row)

    making.change(site, primary)
    site.browser.log_in("kirsten")

    assert "Du har allerede en opgave i forløbet." in text(open_it(site))


def test_a_leader_finds_it_from_the_phase_of_the_case(kirsten):
    page = kirsten.browser.get(f"{CASE}/fase").click("Hvem har adgang").click("Nødadgang")

    assert page.request.path == PAGE
    open_it(kirsten)
    assert "Nødadgang" not in text(kirsten.browser.get(ACCESS))


def test_an_auditor_finds_the_sample_and_a_coordinator_neither(site):
    site.browser.log_in("jens")
    assert site.browser.get(ACCESS).click("Åbn sagen som stikprøve").request.path == SAMPLE
    site.browser.become("jonas")
    assert "stikprøve" not in text(site.browser.get(ACCESS))


# The sample


def test_an_auditor_opens_a_case_with_a_reason_and_no_mail(site):
    site.browser.log_in("jens")
    assert site.browser.get(f"{CASE}/", expect_errors=True).status_int == 404

    assert open_it(site, SAMPLE, "plan").follow().status_int == 200

    assert site.events("case.viewed")[0].data["access"] == "sample"
    assert run_due(site.system) == 0
    site.browser.get(SAMPLE).forms["slut"].submit()
    assert site.browser.get(f"{CASE}/", expect_errors=True).status_int == 404
    site.browser.become("jonas")
    assert "Kommunens kontrol åbnede din sag for at kontrollere den" in text(site.browser.get(f"{CASE}/hvem-har-set"))


@pytest.mark.parametrize(("user", "status"), [("kirsten", 403), ("jonas", 403), ("peter", 404)])
def test_only_an_auditor_takes_samples(site, user, status):
    site.browser.log_in(user)

    assert site.browser.get(SAMPLE, expect_errors=True).status_int == status


# Conflict of interest


def test_who_is_kept_out_gets_404_everywhere_also_against_break_glass(kirsten):
    open_it(kirsten)
    kirsten.browser.become("jonas")
    assert "Spærringen gælder nu." in text(block(kirsten).follow())

    kirsten.browser.become("kirsten")

    for address in (f"{CASE}/", PAGE, ACCESS, f"{CASE}/fase", f"{CASE}/hvem-har-set"):
        assert kirsten.browser.get(address, expect_errors=True).status_int == 404
    [event] = kirsten.events("access.blocked")
    assert (event.by, event.about["user_id"]) == ("jonas", "kirsten")


def test_a_colleague_with_a_part_is_kept_out_of_lists_and_search(site):
    def primary(case):
        row = {"user_id": "nanna", "relation": "primary", "since": "2026-10-01", "until": "", "why": ""}
        case.involvements = (*case.involvements, row)

    making.change(site, primary)
    site.browser.log_in("nanna")
    assert "Freja" in site.browser.get("/soeg?q=freja").html.find(id="indhold").get_text()
    site.browser.become("jonas")
    block(site, "nanna")
    site.browser.become("nanna")

    for address in ("/sager/", "/soeg?q=lundsgaard", "/min-dag", "/kalender"):
        assert "Freja" not in site.browser.get(address).html.find(id="indhold").get_text()
    assert site.browser.get(f"{CASE}/", expect_errors=True).status_int == 404
    with site.system.reading() as root:
        assert "nanna" not in {one.user_id for one in snapshot(root.sager["FLK-2026-0001"]).involvements}


def test_it_is_lifted_with_a_reason_and_both_stay_in_the_history(kirsten):
    kirsten.browser.become("jonas")
    block(kirsten)
    form = kirsten.browser.get(ACCESS).forms["ophaev-kirsten"]
    refused = form.submit(expect_errors=True)
    assert refused.status_int == 422
    form["grund"] = "Det var en anden med samme navn."

    page = text(form.submit().follow())

    assert "De er i familie." in page
    assert "Det var en anden med samme navn." in page
    kirsten.browser.become("kirsten")
    assert kirsten.browser.get(PAGE).status_int == 200


@pytest.mark.parametrize(
    ("user", "reason", "said"),
    [("", "Onkel", "Vælg en medarbejder"), ("peter", "", "Skriv hvorfor"), ("jonas", "Onkel", "Du kan ikke spærre")],
)
def test_a_block_needs_a_person_and_a_reason(site, user, reason, said):
    site.browser.log_in("jonas")

    page = block(site, user, reason)

    assert page.status_int == 422
    assert said in text(page)
    assert page.forms["spaer"]["grund"].value == reason
    assert site.events("access.blocked") == []


def test_the_plan_coordinator_is_replaced_before_he_is_kept_out(kirsten):
    assert "Jonas Ravnsborg er plankoordinator. Vælg først en anden" in text(block(kirsten, "jonas"))


def test_who_is_kept_out_gets_no_task(site):
    site.browser.log_in("jonas")
    block(site, "nanna")
    form = site.browser.get(f"{CASE}/personer").forms["tag-med"]
    form["person"], form["opgave"] = "nanna", "Praktik"

    page = form.submit(expect_errors=True)

    assert page.status_int == 422
    assert "spærret ude af forløbet på grund af inhabilitet" in text(page)


@pytest.mark.parametrize(("user", "status"), [("jens", 403), ("peter", 404), ("tobias", 404)])
def test_nobody_else_keeps_anybody_out(site, user, status):
    site.browser.log_in(user)
    posted = {"csrf_token": site.browser.token(), "handling": "spaer", "person": "kirsten", "grund": "x"}

    assert site.browser.post(ACCESS, posted, expect_errors=True).status_int in (status, 404)
    assert site.events("access.blocked") == []
