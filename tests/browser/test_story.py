"""A third person's story in a real browser: Nora, 15, from the first notice to the second version of her plan.

Four people at four machines go where the pages lead them. The server is begun anew for each day, for its clock stands.
"""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from kuidocs.config import read_settings
from kuidocs.resources.case import Case, YoungPerson
from kuidocs.services.pdf.inline import InlinePdfService
from kuidocs.system import open_system
from kuidocs.usecases import involvement, people
from tests.browser import nora
from tests.browser.nora import (
    BIRGITTE,
    CONTACT,
    COORDINATION,
    ESBEN,
    FAMILY,
    FIRST,
    FOLLOWUP,
    JONAS,
    KUI,
    LOUISE,
    NO,
    NORA,
    NOTICE,
    PPR,
    SIGNE,
    rows_of,
)
from tests.browser.town import Person, Town
from tests.conftest import FROZEN
from tests.post_office import calendar_of, everything, read
from tests.rfc5545 import event_of


@pytest.fixture
def town(demo_home, tmp_path, browser, demo_password) -> Iterator[Town]:
    """A municipality in which Birgitte has just opened a case for Nora."""
    home = shutil.copytree(demo_home, tmp_path / "home")
    _open_case(home)
    complaints: list[str] = []
    found = Town(home, browser, demo_password, complaints)
    yield found
    found.running.close()
    assert complaints == []


def _open_case(home: Path) -> None:
    system = open_system(read_settings({"kuidocs.data": str(home / "var")}, FROZEN), pdf=InlinePdfService())

    def act(root: Any) -> None:
        young = YoungPerson(NORA, "2011-03-11")
        young.address, young.preferred_name = "Strandvej 4, 9999 Fjordlund", "Nora"
        young.custody = tuple({"name": n, "relation": r, "custody": True} for n, r in ((SIGNE, "Mor"), (ESBEN, "Far")))
        case = Case(NO, young)
        root.sager[NO] = case
        case.title, case.opened_at = f"KUI-forløb, {NORA}", "2026-11-23"
        people.add_young_person(case)
        case.opened_by = people.reference(case, root.medarbejdere, BIRGITTE)
        involvement.refresh(case)

    system.change("story", act)
    system.catch_up()
    system.close()


def a_first_notice(town: Town) -> None:
    """Birgitte gets Nora's consent and calls PPR."""
    town.on("2026-11-23")
    birgitte = town.user("birgitte")
    birgitte.follows_the_next_step("Begynd med samtykket")
    birgitte.begins()
    birgitte.writes(nora.CONSENT)
    birgitte.finishes("consent")
    birgitte.follows_the_next_step("Indkald til det første møde")
    birgitte.begins("ny:clarification")
    known = {"known_goals": "Hun vil spille i et band.", "known_challenges": "Larm og lange timer."}
    team = rows_of((BIRGITTE, KUI, "convener"), (LOUISE, PPR, "minute_taker"))
    team[0]["meeting_role"] = ["convener", "chair"]
    birgitte.writes(NOTICE | known | {"meeting_date": FIRST, "convener": BIRGITTE, "participants": team})
    birgitte.finishes("notice")
    birgitte.follows_the_next_step("Skriv dagsordenen")
    birgitte.begins()
    birgitte.writes(nora.AGENDA)
    birgitte.finishes("agenda")
    convenes(birgitte)


def convenes(person: Person) -> None:
    person.follows_the_next_step("Indkald til")
    person.looks("meeting")
    person.presses("Indkald til mødet")
    person.looks("notice-page")
    person.presses("Send indkaldelsen")
    person.sees("Indkaldelsen er sendt.")


def holds(person: Person, *came: str) -> None:
    """Say who came, on the page that the next step leads to."""
    person.follows_the_next_step("Skriv, hvem der kom")
    choices = person.page.locator("select[name^='kom-']")
    for number, answer in enumerate(came):
        choices.nth(number).select_option(answer)
    person.looks("who-came")
    person.presses("Mødet er holdt")
    person.sees("Nu kan referatet skrives.")


def minutes(person: Person, told: Mapping[str, Any], name: str) -> None:
    person.follows_the_next_step("Skriv referatet")
    person.begins()
    person.writes(told)
    person.finishes(name, "Send til gennemsyn")


def approves(person: Person) -> None:
    """Find on one's own day what waits, read it, approve it."""
    person.page.goto("/min-dag")
    person.looks("my-day")
    person.page.locator(f"main a[href*='{NO}'][href*='gennemse']").first.click()
    if "kan ikke godkendes endnu" in person.page.locator("main").inner_text():
        person.page.get_by_role("link", name="Se, hvad der er ændret").first.click()
        person.looks("compare")
        person.page.get_by_role("link", name="Gå til gennemsyn").first.click()
    person.presses("Godkend")
    person.sees("Dokumentet er godkendt.")


def closes(person: Person) -> None:
    person.follows_the_next_step("Afslut")
    person.presses("Afslut mødet")
    person.sees("Mødet er afsluttet.")


def a_first_meeting(town: Town) -> None:
    """Among professionals; they agree, and name Jonas."""
    town.on(FIRST, "15:00")
    birgitte, louise = town.user("birgitte"), town.user("louise")
    holds(birgitte, "present", "present")
    minutes(louise, nora.CLARIFIED, "minutes")
    approves(birgitte)
    closes(birgitte)


def nora_is_invited(town: Town) -> None:
    """Jonas, who keeps the plan from now on, asks Nora what she wishes, and convenes."""
    town.on("2026-12-04")
    jonas = town.user("jonas")
    jonas.follows_the_next_step("Indkald til koordinationsmødet")
    jonas.begins()
    staff = rows_of((JONAS, KUI, "convener"), (LOUISE, PPR, "minute_taker"))
    staff[0]["meeting_role"] = ["convener", "chair"]
    told = NOTICE | nora.INVITATION | {"meeting_date": COORDINATION, "convener": JONAS}
    jonas.writes(told)
    invites_besides_the_family(jonas, staff)
    jonas.finishes("notice-with-nora")
    jonas.follows_the_next_step("Skriv dagsordenen")
    jonas.begins()
    jonas.writes(nora.AGENDA | nora.WELCOME)
    jonas.finishes("agenda-with-nora")
    convenes(jonas)


def invites_besides_the_family(person: Person, staff: list[dict]) -> None:
    """Write the professionals over those who are proposed after the family."""
    person.writes({"participants": [*FAMILY, *staff]})
    rows = person.page.locator("#participants > [data-row]")
    while rows.count() > len(FAMILY) + len(staff):
        rows.last.locator("button[value^='del:']").first.click()


def nora_decides(town: Town) -> None:
    town.on(COORDINATION, "15:00")
    jonas, louise = town.user("jonas"), town.user("louise")
    holds(jonas, "present", "present", "absent", "present", "present")
    minutes(louise, nora.COORDINATED, "minutes-with-nora")
    approves(jonas)


def the_decision_becomes_a_plan(town: Town) -> None:
    town.on("2026-12-16")
    jonas, kirsten = town.user("jonas"), town.user("kirsten")
    jonas.follows_the_next_step("Skriv beslutningerne i uddannelsesplanen")
    jonas.looks("decisions")
    writes_decision(jonas, "new_effort")
    jonas.sees("Alle beslutninger står i planen")
    jonas.looks("decisions-written")
    jonas.page.get_by_role("link", name="Åbn planudkastet").first.click()
    jonas.writes(nora.PLAN)
    jonas.finishes("plan", "Send til gennemsyn")
    approves(kirsten)
    jonas.follows_the_next_step("Gå videre til opfølgning")
    jonas.looks("phase")
    jonas.presses("Gå videre til opfølgning")
    jonas.sees("Forløbet er nu i opfølgning.")
    closes(jonas)


def writes_decision(person: Person, kind: str, **fields: str) -> None:
    person.page.locator(f"#k-{kind}").check()
    person.presses("Vis felterne")
    if kind == "change":
        person.page.locator("#sted").select_option(index=1)
        person.presses("Vis felterne")
    for name, value in fields.items():
        person.answers(person.page.locator(f"#f-{name}"), value)
    person.looks(f"decision-{kind}")
    person.presses("Skriv ind i planen")


def a_follow_up_with_nora(town: Town) -> None:
    town.on("2027-01-11")
    jonas = town.user("jonas")
    jonas.follows_the_next_step("Lav et kontaktkort til Nora")
    jonas.begins()
    jonas.writes({"contact_person": CONTACT, "plan_coordinator": CONTACT})
    jonas.finishes("card")
    jonas.follows_the_next_step("Giv Nora kontaktkortet")
    gives_the_card(jonas)
    jonas.follows_the_next_step("Indkald til mødet med Nora")
    jonas.begins()
    staff = rows_of((JONAS, KUI, "convener"), (LOUISE, PPR, "minute_taker"))
    staff[0]["meeting_role"] = ["convener", "chair"]
    jonas.writes(NOTICE | nora.INVITATION | {"meeting_date": FOLLOWUP, "convener": JONAS})
    invites_besides_the_family(jonas, staff)
    jonas.finishes("notice-follow-up")
    jonas.follows_the_next_step("Skriv dagsordenen")
    jonas.begins()
    jonas.writes(nora.AGENDA | nora.WELCOME)
    jonas.finishes("agenda-follow-up")
    convenes(jonas)


def gives_the_card(person: Person) -> None:
    """Say on the card's page who got it."""
    form = person.page.locator("form[action$='/givet']")
    form.locator("#k-til").select_option("both")
    if form.locator("[name=dag]").count():
        form.locator("[name=dag]").fill("2027-01-11")
    form.locator("button").click()
    person.sees("Det er skrevet ned, hvem der har fået kontaktkortet.")


def the_second_version(town: Town) -> None:
    town.on(FOLLOWUP, "15:00")
    jonas, louise, kirsten = (town.user(name) for name in ("jonas", "louise", "kirsten"))
    holds(jonas, "present", "present", "present", "present", "present")
    minutes(louise, nora.FOLLOWED, "minutes-follow-up")
    approves(jonas)
    jonas.follows_the_next_step("Skriv beslutningerne i uddannelsesplanen")
    writes_decision(jonas, "change", goal_text="At være i klassen i fire timer")
    jonas.page.get_by_role("link", name="Åbn planudkastet").first.click()
    ahead = {"last_reviewed": FOLLOWUP, "next_review": "2027-04-20", "plan_reason": "followup"}
    jonas.writes(ahead | {"followup_dates": [{"date": "2027-04-20", "meeting_type": "followup_with_young"}]})
    jonas.finishes("plan-2", "Send til gennemsyn")
    approves(kirsten)
    closes(jonas)
    jonas.opens_the_case()
    jonas.sees("Ajour")


def nothing_of_nora_in_the_mail(town: Town) -> None:
    mails = [read(file.read_bytes()) for file in sorted(town.home.glob("var/mail/*.eml"))]
    for mail in mails:
        told = everything(mail)
        assert not [word for word in nora.SECRET if word.casefold() in told.casefold()], mail["Subject"]
    invitations = [mail for mail in mails if any(mail.iter_attachments())]
    assert len(invitations) >= 6
    for mail in invitations:
        method, event = event_of(calendar_of(mail))
        assert (method, event.one("SEQUENCE"), event.one("SUMMARY")) == ("REQUEST", "0", "Møde i kuidocs")


def test_the_story(town):
    a_first_notice(town)
    a_first_meeting(town)
    nora_is_invited(town)
    nora_decides(town)
    the_decision_becomes_a_plan(town)
    a_follow_up_with_nora(town)
    the_second_version(town)
    nothing_of_nora_in_the_mail(town)
