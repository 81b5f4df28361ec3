"""Sending a notice from its page: the list, the act, what is refused, and forged posts."""

from urllib.parse import unquote

import pytest

from kuidocs.jobs.outbox import WAITS, run_due
from kuidocs.resources.drafts import drafts_of
from kuidocs.services.mail import MailError
from kuidocs.usecases.acting import Act, root_of
from tests.post_office import calendar_of, everything, read
from tests.usecases.convening import SOUGHT, next_notice, ready, row
from tests.views.making import change
from tests.web import CASE, serve

NOTICE = f"{CASE}/dokumenter/FLK-2026-0001-D03"
PAGE, INPUT, MEETING = f"{NOTICE}/indkaldelse", f"{NOTICE}/tag-med", f"{CASE}/moeder/1"
FATMA = "row-fatmademirci"


@pytest.fixture
def convene(site):
    """Lay out a meeting that is ready to be convened, and log somebody in."""

    def make(*people, user="jonas", kind="clarification", **notice):
        change(site, lambda case: ready(case, *(row(case, *who) for who in people), kind=kind, **notice))
        site.browser.log_in(user)
        return site.browser

    return make


def fatma():
    return "Fatma Demirci", "ad_hoc", "Unge og Job"


def someone(site, user):
    """Another person at another machine."""
    browser = serve(site.system)
    browser.log_in(user)
    return browser


def state(site):
    with site.system.reading() as root:
        case = root.sager["FLK-2026-0001"]
        sent = sum(len(document.facts_of("sent")) for document in case.dokumenter.values())
        return case.moeder["1"].state, sent, len(root.job.open_jobs())


def mails(site):
    return [read(file.read_bytes()) for file in sorted(site.system.settings.data.glob("mail/*.eml"))]


def button(page):
    return next(form for form in page.forms.values() if form.action.endswith("/indkaldelse"))


def test_the_page_says_who_gets_what_before_anything_is_sent(convene, site):
    browser = convene(("Mette Lindekrone", "secondary"), ("Ole Holm", "network"))

    page = browser.get(PAGE)

    for words in (
        "Send indkaldelsen", "Mail med kalenderfil til louise@fjordlund.example", "kontaktes på telefon",
        "aldrig på mail", "Emne:", "Møde i kuidocs", "tirsdag den 8. december 2026 kl. 13.30–14.40", "Intet endnu",
    ):  # fmt: skip
        assert words in page
    site.system.catch_up()
    assert len(site.events("notice.viewed")) == 1


def test_sending_convenes_the_meeting_and_tells_what_happens(convene, site):
    page = button(convene().get(PAGE)).submit().follow()

    assert "Indkaldelsen er sendt. To får en mail om lidt." in page
    assert "Indkaldt: Mailen er på vej." in page
    assert state(site) == ("convened", 1, 2)
    assert not page.html.find("button", string="Send indkaldelsen")

    run_due(site.system)

    assert "Indkaldt på mail 21. november kl." in site.browser.get(PAGE)
    assert {found["To"] for found in mails(site)} == {"jonas@fjordlund.example", "louise@fjordlund.example"}


def test_the_same_page_sent_twice_sends_once(convene, site):
    form = button(convene().get(PAGE))

    form.submit()
    form.submit()

    assert state(site) == ("convened", 1, 2)


def test_an_ad_hoc_one_reads_what_is_sought_in_kuidocs_and_not_in_the_mail(convene, site):
    form = button(convene(fatma()).get(PAGE))
    form[f"viden-{FATMA}"] = SOUGHT
    form.submit()
    run_due(site.system)

    page = someone(site, "fatma").get(PAGE)

    assert f"Vi beder om viden: {SOUGHT}" in page
    assert not any("natten" in everything(found) for found in mails(site))
    assert "natten" not in "".join(calendar_of(found).decode() for found in mails(site))


def test_without_it_the_page_asks_and_nothing_is_done(convene, site):
    form = button(convene(fatma()).get(PAGE))
    form[f"viden-{FATMA}"] = "For kort"

    page = form.submit(status=422)

    assert "Skriv, hvilken viden Fatma Demirci kan hjælpe jer med." in page
    assert page.html.find("a", href=f"#viden-{FATMA}")
    field = page.html.find(id=f"viden-{FATMA}")
    assert (field.text, field["aria-invalid"]) == ("For kort", "true")
    assert state(site) == ("planned", 0, 0)


def test_without_consent_nothing_is_done(convene, site):
    form = button(convene(("Nanna Kildeager", "primary", "FGU Fjordlund")).get(PAGE))

    page = form.submit(status=422)

    assert "Der mangler et gældende samtykke, der dækker FGU Fjordlund den 8. december 2026." in page
    assert state(site) == ("planned", 0, 0)


def test_a_forged_post_without_a_token_does_nothing(convene, site):
    browser = convene()

    browser.post(PAGE, {}, status=400)
    browser.post(INPUT, {"text": "Hej"}, status=400)

    assert state(site) == ("planned", 0, 0)


def test_a_followup_is_not_sent_by_a_forged_post_of_another(convene, site):
    browser = convene(user="louise", kind="followup_without_young")

    refused = browser.post(PAGE, {"csrf_token": browser.token()}, status=403)

    assert "plankoordinator" in refused
    assert state(site) == ("planned", 0, 0)


def test_who_may_only_read_does_not_send_by_a_forged_post(convene, site):
    browser = convene(fatma(), user="fatma")

    assert "Send indkaldelsen</button>" not in browser.get(PAGE)
    browser.post(PAGE, {"csrf_token": browser.token(), f"viden-{FATMA}": SOUGHT}, status=403)

    assert state(site) == ("planned", 0, 0)


def test_who_has_no_part_in_the_case_does_not_know_of_it(convene, site):
    browser = convene(user="peter")
    token = browser.token()

    browser.get(PAGE, status=404)
    browser.post(PAGE, {"csrf_token": token}, status=404)
    browser.post(INPUT, {"csrf_token": token, "text": "Hej"}, status=404)

    assert state(site) == ("planned", 0, 0)


@pytest.mark.parametrize("path", ["indkaldelse", "tag-med"])
def test_another_paper_has_no_such_page(convene, site, path):
    browser = convene()

    browser.post(
        f"{CASE}/dokumenter/FLK-2026-0001-D02/{path}", {"csrf_token": browser.token(), "text": "Hej"}, status=404
    )
    browser.get(f"{CASE}/dokumenter/FLK-2026-0001-D02/indkaldelse", status=404)

    assert state(site) == ("planned", 0, 0)


def test_a_draft_is_not_sent_by_a_forged_post(convene, site):
    browser = convene()
    browser.post(f"{NOTICE}/ny-version", {"csrf_token": browser.token(), "note": "Sted"})

    page = browser.get(PAGE)
    browser.post(PAGE, {"csrf_token": browser.token()}, status=422)

    assert "Indkaldelsen er ikke færdig." in page
    assert state(site) == ("planned", 0, 0)


def test_a_second_time_says_who_has_it_already(convene, site):
    browser = convene()
    button(browser.get(PAGE)).submit()

    page = browser.post(PAGE, {"csrf_token": browser.token()}, status=422)

    assert "har allerede fået indkaldelsen" in page
    assert state(site) == ("convened", 1, 2)


def test_cancelling_on_the_page_of_the_meeting_takes_it_out_of_calendars(convene, site):
    browser = convene()
    button(browser.get(PAGE)).submit()
    run_due(site.system)

    browser.post(MEETING, {"csrf_token": browser.token(), "handling": "aflys", "reason": "Freja er flyttet."})
    run_due(site.system)

    page = browser.get(PAGE)
    assert "Aflysning på mail 21. november kl." in page
    assert "Send indkaldelsen</button>" not in page
    assert sorted(found["Subject"] for found in mails(site)) == [
        "Et møde i kuidocs er aflyst",
        "Et møde i kuidocs er aflyst",
        "Møde i kuidocs",
        "Møde i kuidocs",
    ]
    browser.post(PAGE, {"csrf_token": browser.token()}, status=409)


def test_convening_on_the_page_of_the_meeting_leads_here(convene):
    browser = convene()

    page = browser.post(MEETING, {"csrf_token": browser.token(), "handling": "indkald"}).follow()

    assert page.request.path == PAGE
    assert button(page).submit().follow().status_int == 200


def test_a_meeting_that_was_convened_and_not_sent_is_the_next_step(convene, site):
    browser = convene()
    browser.post(MEETING, {"csrf_token": browser.token(), "handling": "indkald"})

    page = browser.get(CASE)
    assert "Der er indkaldt, men ingen har fået mail." in page
    assert "Der er indkaldt, men ingen" not in someone(site, "birgitte").get(CASE, expect_errors=True)
    button(page.click("Send indkaldelsen", index=0)).submit()

    assert "Der er indkaldt, men ingen har fået mail." not in browser.get(CASE)


def test_the_notice_leads_to_the_page(convene):
    browser = convene()

    page = browser.get(f"{NOTICE}/versioner/1").click("Send indkaldelsen")
    button(page).submit()

    assert "Hvem har fået indkaldelsen" in browser.get(f"{NOTICE}/versioner/1")


def test_a_mail_that_does_not_get_through_is_told_on_the_page_and_to_the_administrator(convene, site, monkeypatch):
    def fails(message):
        raise MailError("the server did not take the message")

    browser = convene()
    monkeypatch.setattr(site.system.mail, "send", fails)
    button(browser.get(PAGE)).submit()
    run_due(site.system)
    assert "Mailen er ikke afleveret endnu." in browser.get(PAGE)

    for wait in WAITS:
        site.system.clock.advance(wait)
        run_due(site.system)

    assert "Mailen kunne ikke afleveres." in someone(site, "louise").get(PAGE)
    jobs = someone(site, "tobias").get("/admin/job")
    assert "Send mail" in jobs
    assert "Prøv igen" in jobs


# R52


def test_who_is_invited_writes_what_to_bring_and_all_read_it(convene, site):
    browser = convene(fatma(), user="fatma")
    form = next(form for form in browser.get(PAGE).forms.values() if form.action.endswith("/tag-med"))
    form["text"] = "Praktikken <b>slutter</b>\ni uge 50."

    page = form.submit().follow()

    assert "Praktikken &lt;b&gt;slutter&lt;/b&gt;\ni uge 50." in page
    assert "Fatma Demirci, 21. november" in page


def test_nothing_is_not_written_down(convene, site):
    browser = convene()

    page = browser.post(INPUT, {"csrf_token": browser.token(), "text": " "}, status=422)

    assert page.html.find(id="tag-med")["aria-invalid"] == "true"
    assert "Ingen har skrevet noget endnu." in page


def test_a_personal_number_is_not_written_down_but_stays_in_the_field(convene):
    browser = convene()

    page = browser.post(INPUT, {"csrf_token": browser.token(), "text": "140309-1234 kommer"}, status=422)

    assert page.html.find(id="tag-med").text == "140309-1234 kommer"
    assert "ligner et personnummer" in page


def test_somebody_who_was_taken_off_hears_of_it(convene, site):
    browser = convene(("Mette Lindekrone", "primary", "Familie og Børn"))
    button(browser.get(PAGE)).submit()

    def shorter(case):
        act = Act(root_of(case).medarbejdere["jonas"].identity(), site.system.clock)
        next_notice(case.dokumenter["FLK-2026-0001-D03"], drafts_of(case), act)

    change(site, shorter)
    page = browser.get(PAGE)
    assert "Send indkaldelsen</button>" in page
    said = button(page).submit().follow()

    assert "De, der ikke er indkaldt længere, får en aflysning på mail." in said


class TestTheAddressInMails:
    """It names no case, and leads on only who has a part in it."""

    @pytest.fixture
    def address(self, convene, site):
        convene(fatma())
        site.system.catch_up()
        with site.system.reading() as root:
            return f"/indkaldelse/{root.sager['FLK-2026-0001'].dokumenter['FLK-2026-0001-D03'].id}"

    @pytest.mark.parametrize("user", ["jonas", "louise", "fatma"])
    def test_it_leads_to_the_notice(self, address, site, user):
        answer = someone(site, user).get(address)

        assert answer.location == f"http://localhost{PAGE}"
        assert answer.follow().status_int in (200, 303)

    @pytest.mark.parametrize("user", ["birgitte", "tobias", "jens"])
    def test_others_are_told_the_same_as_of_an_id_that_there_is_not(self, address, site, user):
        browser = someone(site, user)
        real, made_up = browser.get(address, status=404), browser.get("/indkaldelse/findesikke", status=404)

        assert real.html.main.get_text() == made_up.html.main.get_text()

    @pytest.mark.parametrize("more", ["", "/", "/a/b", "/%00", "/'"])
    def test_half_an_address_leads_nowhere(self, convene, more):
        convene().get(f"/indkaldelse{more}", status=404)

    def test_who_is_not_logged_in_logs_in_and_comes_there(self, address, site):
        asked = serve(site.system).get(address)

        assert unquote(asked.location) == f"http://localhost/log-ind?videre={address}"
