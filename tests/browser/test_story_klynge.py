"""Another cluster's meeting in a real browser, from an empty cluster to the closed meeting with its follow-up.

Kirstine coordinates nine doctors and six guests, and little goes as planned: dates are out of order, the questionnaire
is late, a guest is cancelled, a link taken back, another one too old.
"""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.practice import (
    CLUSTER,
    DAY,
    GUEST_ROWS,
    GUESTS,
    KIRSTINE,
    KIRSTINE_MAIL,
    MEMBERS,
    MINUTES,
    OWN_CASE,
    TOPIC,
    Practice,
)
from tests.cli.conftest import done


@pytest.fixture
def practice(demo_home, tmp_path, browser, demo_password) -> Iterator[Practice]:
    """A system in which somebody has begun a cluster by the command."""
    home = shutil.copytree(demo_home, tmp_path / "home")
    ini = home / "development.ini"
    done("cluster", ini, CLUSTER, "--coordinator", KIRSTINE, "--email", KIRSTINE_MAIL)
    complaints: list[str] = []
    found = Practice(home, browser, demo_password, complaints)
    yield found
    found.running.close()
    assert complaints == []


def test_a_cluster_meets(practice):
    an_empty_cluster_gets_its_members(practice)
    a_plan_is_begun_and_guests_are_written(practice)
    guests_answer_and_one_is_cancelled(practice)
    the_questionnaire_is_changed_and_sent_late(practice)
    members_answer(practice)
    results_and_cases_are_shared(practice)
    programme_and_slides_are_made(practice)
    the_meeting_is_held(practice)
    it_is_followed_up_and_closed(practice)
    old_links_lead_nowhere(practice)

    assert practice.faults == []


def an_empty_cluster_gets_its_members(town: Practice) -> None:
    town.on("2026-11-24")
    town.visitor().chooses_a_password(town.link(KIRSTINE_MAIL, "adgang"))
    kirstine = town.doctor(KIRSTINE_MAIL)
    kirstine.looks("home-empty")
    kirstine.goes(CLUSTER)
    kirstine.sees("Der er ingen møder endnu.")
    kirstine.looks("cluster-empty")
    kirstine.goes("Ret medlemmer og adgang")
    for name, email, role in MEMBERS:
        kirstine.page.locator("#n-name").fill(name)
        kirstine.page.locator("#n-email").fill(email)
        kirstine.page.locator("#n-role").select_option(role)
        kirstine.presses("Tilføj")
        kirstine.sees("Medlemmet er tilføjet.")
    kirstine.looks("members")
    for name in ("Åse Ærøskov", "Omar El-Khatib", "Fie Facil"):
        row = kirstine.page.locator(".kl-member", has_text=name)
        row.locator("summary").click()
        row.get_by_role("button", name="Send adgang").click()
        kirstine.sees("Der er sendt en mail")
    town.mail_goes_out("2026-11-24")
    for email in ("aase@strandhede.example", "omar@strandhede.example", "fie@facil.example"):
        town.visitor().chooses_a_password(town.link(email, "adgang"))


def a_plan_is_begun_and_guests_are_written(town: Practice) -> None:
    kirstine = town.doctor(KIRSTINE_MAIL)
    kirstine.goes(CLUSTER)
    kirstine.goes("Planlæg et nyt klyngemøde")
    kirstine.looks("new-meeting")
    kirstine.page.locator("[name=topic]").fill(TOPIC)
    kirstine.page.locator("[name=meeting_date]").fill("2026-11-01")
    kirstine.page.locator("[name=venue]").fill("Lægehuset, 1. sal")
    kirstine.page.locator("main form button[type=submit]").first.click()
    kirstine.sees("Vælg en dato for mødet, der ligger efter i dag.")
    expect(kirstine.page.locator("[name=topic]")).to_have_value(TOPIC)
    kirstine.page.locator("[name=meeting_date]").fill(DAY)
    kirstine.page.locator("main form button[type=submit]").first.click()
    kirstine.sees("Drejebogen er begyndt.")
    kirstine.looks("plan-empty")
    for menu in ("Gæster", "Spørgeskema", "Cases", "Aftaler"):
        kirstine.turns_to(menu)
        kirstine.looks(f"empty-{menu[:4]}")
    kirstine.sets_step(5, "I gang", "Trinnet skal være gjort før mødet", deadline="2027-03-01")
    kirstine.looks("step-refused")
    kirstine.opens_step(1)
    kirstine.goes("Skriv, hvem I vil mødes med")
    kirstine.writes({"guests": GUEST_ROWS, "pre_meeting_date": "2027-02-10"})
    kirstine.looks("guests-form")
    kirstine.saves()
    kirstine.sees("kun medarbejdere blandt gæsterne")
    kirstine.looks("guests-one-level")
    kirstine.goes("Ret gæster og formøde")
    kirstine.page.locator("[id^='guests-'][id$='-level']").last.select_option("leader")
    kirstine.saves()
    kirstine.opens_step(4)
    kirstine.goes("Invitér gæsterne")
    for name, *_ in GUESTS:
        kirstine.page.locator(".kl-member", has_text=name).get_by_role("button", name="Send invitation").click()
        expect(kirstine.page.locator(".kl-member", has_text=name)).to_contain_text("igen")
    kirstine.sets_step(1)
    kirstine.sets_step(2, words="Skriv, hvornår modellen er drøftet")
    kirstine.goes("Skriv, hvad bestyrelsen har valgt")
    kirstine.writes({"arena_discussed_at": "2026-11-20", "arena_used": True})
    kirstine.saves()
    kirstine.sets_step(2)
    kirstine.sets_step(3, "Ikke relevant", note="Vi har haft emnet før.")
    kirstine.looks("plan-begun")


def guests_answer_and_one_is_cancelled(town: Practice) -> None:
    town.mail_goes_out("2026-11-25")
    odd = "Vi kan\u2028ringe 😀 <script>alert(1)</script> " + "meget " * 60
    for place, (_, email, *_) in enumerate(GUESTS[:4]):
        guest = town.visitor()
        guest.page.goto(town.link(email, "Invitation"))
        if place == 0:
            guest.presses("Send svar")
            guest.sees("Vælg, om du deltager.")
        guest.page.locator(f"label[for=reply-{'no' if place == 3 else 'yes'}]").click()
        guest.page.locator("label[for=pre-ja]").click()
        guest.page.locator("#contribution").fill(odd if place == 1 else "En fast telefontid.")
        guest.presses("Send svar")
        guest.sees("Dit svar er gemt.")
        if place < 2:
            guest.looks(f"guest-{place}")
        assert not guest.page.context.cookies()
    kirstine = town.doctor(KIRSTINE_MAIL)
    kirstine.opens_the_plan()
    kirstine.sees("Formødet ligger sent")
    kirstine.turns_to("Gæster")
    ulla = kirstine.page.locator(".kl-member", has_text="Ulla Uden Svar")
    ulla.get_by_role("button", name="Tag linket tilbage").click()
    kirstine.looks("guests-answered")
    gone = town.visitor()
    gone.page.goto(town.link("ulla@by.example", "Invitation"))
    gone.sees("Linket virker ikke")
    gone.looks("no-link")


def the_questionnaire_is_changed_and_sent_late(town: Practice) -> None:
    town.on("2027-02-08")
    kirstine = town.doctor(KIRSTINE_MAIL)
    kirstine.opens_the_plan()
    kirstine.sees("Spørgeskemaet skal ud")
    kirstine.turns_to("Spørgeskema")
    kirstine.presses("Kopiér skabelonen")
    kirstine.goes("Ret spørgsmålene")
    rows = kirstine.page.locator("#questions > [data-row]")
    expect(rows).to_have_count(12)
    kirstine.opens_all()
    first = rows.first.get_attribute("data-row")
    kirstine.page.locator(f"#{first}-text").fill("Hvor ofte møder du børn med skolefravær?")
    rows.nth(1).locator("button[value^='up:']").click()
    expect(rows.nth(1)).to_have_attribute("data-row", first or "")
    rows.nth(11).locator("button[value^='del:']").click()
    expect(rows).to_have_count(11)
    kirstine.page.locator("#questions-add").click()
    expect(rows).to_have_count(12)
    new = rows.nth(11).get_attribute("data-row")
    told = {"text": "Hvilken dag passer bedst?", "question_type": "single", "required": True}
    kirstine.writes(told | {"unordered": True}, f"{new}-")
    kirstine.page.locator(f"#{new}-options").fill("Mandag\nOnsdag\nFredag")
    kirstine.looks("questionnaire-form")
    kirstine.page.get_by_role("button", name="se efter, om alt er med").click()
    kirstine.sees("Send det til medlemmerne")
    kirstine.looks("questionnaire-ready")
    kirstine.presses("Send spørgeskemaet")
    kirstine.sees("0 af 9 har svaret")
    kirstine.opens_the_plan()
    kirstine.sees("Spørgeskemaet er sendt sent")


def members_answer(town: Practice) -> None:
    town.mail_goes_out("2027-02-09")
    people = [(KIRSTINE, KIRSTINE_MAIL, ""), *MEMBERS[:-1]]
    for place, (_, email, _) in enumerate(people[:7]):
        member = town.visitor(viewport={"width": 390, "height": 844}, java_script_enabled=place != 1)
        member.page.goto(town.link(email, "Spørgeskema"))
        if place == 0:
            member.looks("answer-page-1")
        member.answers_the_questionnaire({"0": place, "1": place // 2, "2": place // 3}, "Svar nr. <b>x</b>")
        if place == 0:
            member.looks("answered")
            member.page.goto(town.link(email, "Spørgeskema"))
            member.sees("Tak for dit svar")
    kirstine = town.doctor(KIRSTINE_MAIL)
    kirstine.opens_the_plan()
    kirstine.turns_to("Spørgeskema")
    kirstine.sees("7 af 9 har svaret (78 %)")
    kirstine.sees("kan ikke ændres")
    kirstine.presses("Mind dem, der mangler")
    kirstine.sees("Påmindelsen er på vej")
    town.mail_goes_out("2027-02-12")
    reminded = {email for _, email, _ in people if town.links(email, "Påmindelse")}
    assert reminded == {people[7][1], people[8][1]}
    kirstine = town.doctor(KIRSTINE_MAIL)
    kirstine.opens_the_plan()
    kirstine.turns_to("Spørgeskema")
    kirstine.presses("Luk, og gør op")
    kirstine.sees("7 svar – hvad siger de?")
    kirstine.looks("tally-cluster")
    kirstine.goes("Som gæsterne ser det")
    kirstine.sees("Små tal er skjult for gæster")
    kirstine.looks("tally-guests")
    late = town.visitor()
    late.page.goto(town.link(people[8][1], "Påmindelse"))
    late.sees("spørgeskemaet er lukket")


def results_and_cases_are_shared(town: Practice) -> None:
    fie = town.doctor("fie@facil.example")
    fie.opens_the_plan()
    expect(fie.page.get_by_role("link", name="Opgørelse")).to_have_count(0)
    kirstine = town.doctor(KIRSTINE_MAIL)
    kirstine.opens_the_plan()
    kirstine.turns_to("Cases")
    for key in ("mave", "retur"):
        row = kirstine.page.locator(f"input[name=pakke][value={key}]").locator("xpath=..")
        row.get_by_role("button", name="Vælg").click()
        kirstine.looks(f"case-{key}")
        kirstine.turns_to("Cases")
    kirstine.goes("Skriv jeres egen case")
    kirstine.writes(OWN_CASE)
    kirstine.page.get_by_role("button", name="se efter, om alt er med").click()
    kirstine.sees("»El-Khatib«")
    kirstine.looks("case-with-name")
    kirstine.goes("Ret casen")
    kirstine.page.locator("#background").fill("Et barn i udskolingen sover dårligt.")
    kirstine.page.get_by_role("button", name="se efter, om alt er med").click()
    for number in (1, 2, 3):
        kirstine.turns_to("Cases")
        kirstine.page.locator(f"main a[href$='case-{number}/']").first.click()
        kirstine.page.locator("label[for=read]").click()
        if kirstine.page.locator("#why").count():
            # A guest is called Leder, and leaders sit in the arena.
            kirstine.presses("Bekræft")
            kirstine.sees("Skriv, hvorfor det, vi har fundet")
            kirstine.page.locator("#why").fill("Det er en rolle og intet navn.")
        kirstine.presses("Bekræft")
        kirstine.sees("Anonymitet bekræftet")
    kirstine.looks("case-confirmed")
    kirstine.turns_to("Gæster")
    for words in ("Del resultaterne", "Del de tre cases"):
        with kirstine.page.expect_navigation():
            kirstine.page.get_by_role("button", name=words).click()
    kirstine.looks("shared")
    for number in (4, 5, 6, 7):
        if number == 4:
            kirstine.opens_step(4)
            kirstine.goes("Skriv om formødet")
            kirstine.writes({"pre_meeting_notes": "Vi er enige.", "guests_prepared_for_arena": True})
            kirstine.saves()
        kirstine.sets_step(number)
    kirstine.sets_step(8, "Ikke relevant")
    town.mail_goes_out("2027-02-13")
    guest = town.visitor(viewport={"width": 390, "height": 844})
    guest.page.goto(town.link("zahra@hospital.example", "Resultater"))
    guest.goes("Resultater")
    guest.sees("7 af 9 medlemmer har svaret")
    guest.looks("guest-results")
    guest.goes("Cases")
    guest.page.locator("textarea").first.fill("Vi kan ringe dagen efter.")
    guest.presses("Send jeres bidrag")
    guest.sees("Dit svar er gemt.")
    guest.looks("guest-cases")


def programme_and_slides_are_made(town: Practice) -> None:
    kirstine = town.doctor(KIRSTINE_MAIL)
    kirstine.opens_the_plan()
    kirstine.sets_step(9, words="Programmets tre blokke er ikke skrevet")
    kirstine.goes("Skriv programmet")
    kirstine.looks("programme-empty")
    kirstine.page.locator("main a[href$='rediger']").first.click()
    end = kirstine.page.locator("#end_time").input_value()
    kirstine.page.locator("#end_time").fill("17:30")
    kirstine.page.get_by_role("button", name="se efter, om alt er med").click()
    expect(kirstine.page.locator("[data-summary], .summary")).to_be_visible()
    kirstine.looks("programme-refused")
    kirstine.page.locator("#end_time").fill(end)
    kirstine.page.get_by_role("button", name="se efter, om alt er med").click()
    kirstine.opens_step(9)
    kirstine.goes("Lav præsentationen")
    kirstine.looks("slides-none")
    kirstine.page.locator("main form button[type=submit]").first.click()
    kirstine.sees("Præsentationen er lavet.")
    kirstine.looks("slides")
    with kirstine.page.expect_download() as caught:
        kirstine.page.locator("main a[href*='praesentation.pptx']").first.click()
    assert caught.value.suggested_filename == "klyngemoede-1.pptx"
    kirstine.sets_step(9)
    kirstine.page.get_by_role("button", name="Meld mødet").click()
    kirstine.sees("Mødet er nu meldt »klar«.")
    kirstine.looks("ready")


def the_meeting_is_held(town: Practice) -> None:
    town.on(DAY, "17:05")
    fie = town.doctor("fie@facil.example")
    fie.opens_the_plan()
    fie.goes("Præsentation")
    fie.page.locator("main a[href$='/vis']").first.click()
    fie.page.wait_for_url("**/vis")
    fie.page.keyboard.press("ArrowRight")
    fie.page.wait_for_url("**/vis?side=2")
    fie.looks("screen")
    kirstine = town.doctor(KIRSTINE_MAIL)
    kirstine.opens_the_plan()
    kirstine.page.get_by_role("button", name="Meld mødet").click()
    kirstine.turns_to("Aftaler")
    kirstine.goes("Skriv referat og aftaler")
    kirstine.writes(MINUTES)
    for field in kirstine.page.locator("[id$='-heard'], [id$='-learned']").all():
        field.fill("Vi hørte, at der ringes for sent.")
    kirstine.looks("minutes-form")
    kirstine.page.get_by_role("button", name="se efter, om alt er med").click()
    kirstine.sees("PPR svarer inden for en uge.")
    kirstine.looks("minutes")
    kirstine.opens_the_plan()
    kirstine.page.get_by_role("button", name="Meld mødet").click()
    kirstine.sees("Mødet er nu meldt »opfølgning«.")


def it_is_followed_up_and_closed(town: Practice) -> None:
    town.on("2027-04-10")
    kirstine = town.doctor(KIRSTINE_MAIL)
    kirstine.opens_the_plan()
    kirstine.turns_to("Aftaler")
    kirstine.presses("Spørg")
    kirstine.sees("Én samarbejdspartner har fået en mail.")
    kirstine.looks("agreements")
    town.mail_goes_out("2027-04-15")
    partner = town.visitor(viewport={"width": 390, "height": 844})
    partner.page.goto(town.link("lone@by.example", "Hvordan går det"))
    partner.page.locator("select[name=status]").select_option("done")
    partner.page.locator("input[name=note]").fill("Vi svarer nu på fire dage.")
    partner.presses("Send status")
    partner.sees("Dit svar er gemt.")
    partner.looks("partner")
    omar = town.doctor("omar@strandhede.example")
    omar.opens_the_plan()
    omar.turns_to("Aftaler")
    own = omar.page.locator(".kl-agreement", has_text="En fælles side om søvn.")
    own.locator("summary").first.click()
    own.locator("select[name=status]").select_option("cancelled")
    own.locator("[name=note]").fill("Siden fandtes allerede.")
    own.get_by_role("button", name="Gem").click()
    omar.sees("Status er gemt.")
    omar.looks("member-agreements")
    kirstine = town.doctor(KIRSTINE_MAIL)
    kirstine.opens_the_plan()
    kirstine.turns_to("Aftaler")
    kirstine.page.locator("input[name=day]").fill("2027-04-15")
    kirstine.page.get_by_role("button", name="Skriv det ned").click()
    kirstine.opens_the_plan()
    kirstine.page.get_by_role("button", name="Meld mødet").click()
    kirstine.sees("Mødet er nu meldt »afsluttet«.")
    kirstine.turns_to("Aftaler")
    kirstine.sees("Hvad blev der af aftalerne?")
    kirstine.sees("1 af 2 aftaler er udført, 1 er bortfaldet.")
    kirstine.sees("»Vi svarer nu på fire dage.«")
    kirstine.looks("closed")
    with kirstine.page.expect_download() as caught:
        kirstine.page.locator("a[href$='deltagere.csv']").click()
    with open(caught.value.path(), encoding="utf-8-sig") as file:
        lines = file.read().splitlines()
    assert any("'=SUM(A1) Formel" in one for one in lines)
    assert not [one for one in lines if ";=" in one or one.startswith("=")]


def old_links_lead_nowhere(town: Practice) -> None:
    town.on("2027-09-01")
    for email in ("lone@by.example", "zahra@hospital.example", "per@by.example"):
        guest = town.visitor()
        guest.page.goto(town.link(email, "Invitation"))
        guest.sees("Linket virker ikke")
