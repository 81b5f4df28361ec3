"""From log-in to a sealed PDF and its second version, as two people do it, with JavaScript and without."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import CONTEXT
from tests.browser.tools import log_in, watched
from tests.conftest import kuidocs

MALTHE = "Malthe Kjærbo Vinther"
CASE = "/sager/FLK-2026-0117"
NOTICE = {
    "meeting_date": "2026-12-15",
    "start_time": "13:00",
    "end_time": "14:30",
    "place": "Ungehuset Kajen, lokale 2",
    "convener": "Jonas Ravnsborg",
    "convener_task": "Jeg er plankoordinator.",
    "reason": "Vi skal finde ud af, hvad der kommer efter praktikken.",
    "consent_ref": "FLK-2026-0117-D22",
    "requested_by": "Nanna Kildeager",
}
PEOPLE = (
    ("Jonas Ravnsborg", "Ungekonsulent", "Den Kommunale Ungeindsats"),
    ("Nanna Kildeager", "Kontaktlærer", "FGU Fjordlund"),
)
RELOADS, TIMEOUT = 400, 10_000


class Person:
    """Somebody with a browser of his or her own."""

    def __init__(self, context: BrowserContext, complaints: list[str], user: str, password: str) -> None:
        context.set_default_timeout(TIMEOUT)
        self.page = watched(context.new_page(), complaints)
        log_in(self.page, user, password)

    def press(self, button: str) -> None:
        self.page.locator("main button:not([aria-hidden])", has_text=button).first.click()

    def fill(self, told: dict[str, str]) -> None:
        for name, text in told.items():
            self.page.locator(f"#{name}").fill(text)

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def is_at(self, end: str) -> None:
        # A fragment that was followed stays in the address while forms are sent without JavaScript.
        expect(self.page).to_have_url(re.compile(f"{end}(#.*)?$"))


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def people(request, browser, live_server, demo_password) -> Iterator[dict[str, Person]]:
    """Jonas, who writes, and Kirsten, who leads. The test fails when one of their browsers complained."""
    complaints: list[str] = []
    options = CONTEXT | {"base_url": live_server, "java_script_enabled": request.param}
    contexts = {user: browser.new_context(**options) for user in ("jonas", "kirsten")}
    yield {user: Person(context, complaints, user, demo_password) for user, context in contexts.items()}
    for context in contexts.values():
        context.close()
    assert complaints == []


def opens_the_case(jonas: Person) -> None:
    jonas.page.get_by_role("navigation", name="Hovedmenu").get_by_role("link", name="Mine forløb").click()
    jonas.page.get_by_role("link", name=MALTHE).first.click()
    jonas.is_at(f"{CASE}/?")
    expect(jonas.page.locator("h1")).to_contain_text(MALTHE)


def reads_a_document(jonas: Person) -> None:
    jonas.page.goto(f"{CASE}/dokumenter/FLK-2026-0117-D11")
    jonas.is_at("/versioner/1/?")
    jonas.sees("Værkstedet på FGU Fjordlund")
    jonas.page.get_by_role("link", name=MALTHE).first.click()


def begins(jonas: Person, kind: str, meeting: str) -> str:
    """Begin a document from the case page; return the address of its form."""
    jonas.page.get_by_role("link", name="Nyt dokument", exact=True).click()
    jonas.page.get_by_label(kind, exact=True).check()
    jonas.page.locator("#moede").select_option(meeting)
    jonas.press("Begynd at skrive")
    jonas.is_at("/udkast")
    return jonas.page.url


def saves_half(jonas: Person) -> None:
    jonas.fill({"reason": NOTICE["reason"]})
    jonas.press("Gem kladde")
    expect(jonas.page.locator(".said[role=status]")).to_contain_text("Kladden er gemt kl. 10.00")
    jonas.page.reload()
    expect(jonas.page.locator("#reason")).to_have_value(NOTICE["reason"])


def is_told_what_is_missing(jonas: Person) -> None:
    jonas.press("Send til gennemsyn")
    summary = jonas.page.locator("[data-summary]")
    expect(summary).to_contain_text("Dokumentet kan ikke sendes til gennemsyn endnu")
    expect(jonas.page).to_have_title(re.compile("^Fejl: "))
    summary.locator("a[href='#place']").click()
    expect(jonas.page.locator("#place")).to_be_focused()
    expect(jonas.page.locator("#reason")).to_have_value(NOTICE["reason"])


def invites_nobody_yet(jonas: Person) -> None:
    """Take everybody off the list, whom the last meeting has brought along."""
    rows = jonas.page.locator("#participants > [data-row]")
    while left := rows.count():
        rows.first.locator("summary").first.click()
        rows.first.locator("button[value^='del:']").first.click()
        expect(rows).to_have_count(left - 1)


def invites(jonas: Person, name: str, profession: str, department: str, *roles: str) -> None:
    rows = jonas.page.locator("#participants > [data-row]")
    before = rows.count()
    jonas.page.locator("#participants-add").click()
    expect(rows).to_have_count(before + 1)
    row = rows.nth(before)
    row.locator("[name=name]").fill(name)
    row.locator("[name=profession]").fill(profession)
    row.locator("[name=department]").fill(department)
    row.locator("[name=relation]").select_option("primary")
    row.locator("[name=invited_via]").select_option("system")
    for role in roles:
        row.locator(f"[value={role}]").check()


def submits(jonas: Person) -> None:
    jonas.press("Send til gennemsyn")
    jonas.is_at(r"/versioner/\d+/?")
    jonas.sees("Sendt til gennemsyn.")
    expect(jonas.page.locator(".titleline")).to_contain_text("Til gennemsyn")


def opens_the_review(kirsten: Person, address: str) -> None:
    kirsten.page.goto("/min-dag")
    kirsten.page.locator(f"main a[href*='{address}']").first.click()
    kirsten.is_at("/gennemse")


def sends_back(kirsten: Person, note: str) -> None:
    kirsten.page.get_by_label("Hvad skal rettes?").fill(note)
    kirsten.press("Send tilbage med note")
    kirsten.sees("Dokumentet er sendt tilbage med din note.")


def sees_what_changed(kirsten: Person) -> None:
    """A later version is approved after its comparison with the one that counts."""
    kirsten.sees("Indkaldelse: kan ikke godkendes endnu")
    kirsten.page.get_by_role("link", name="Se, hvad der er ændret").first.click()
    kirsten.is_at("/sammenlign/1..2")
    kirsten.sees("lokale")
    kirsten.page.get_by_role("link", name="Gå til gennemsyn").first.click()
    kirsten.sees("Indkaldelse: klar til din beslutning")


def approves(kirsten: Person) -> None:
    kirsten.press("Godkend")
    kirsten.sees("Dokumentet er godkendt.")


def waits_for_the_seal(jonas: Person, address: str) -> None:
    jonas.page.goto(address)
    sealed = jonas.page.get_by_text("PDF-filen bærer kommunens segl")
    for _ in range(RELOADS):
        if sealed.count():
            return
        jonas.page.reload()
    raise AssertionError("the seal did not come")


def downloads(jonas: Person, folder: Path) -> Path:
    link = jonas.page.get_by_role("link", name="Hent PDF").first
    answer = jonas.page.request.get(link.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    file = folder / "hentet.pdf"
    file.write_bytes(answer.body())
    return file


def proves(file: Path, home: Path) -> None:
    """The file is the municipality's; the same with one byte changed is not."""
    good = kuidocs("verify", file, "--ledger", "development.ini", home=home)
    assert good.returncode == 0, good.stdout + good.stderr
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    file.write_bytes(changed)
    bad = kuidocs("verify", file, "--ledger", "development.ini", home=home)
    assert bad.returncode != 0
    assert "Traceback" not in bad.stderr


def begins_version_two(jonas: Person, address: str) -> None:
    jonas.page.goto(address)
    jonas.page.locator("summary", has_text="Opret version 2").click()
    jonas.page.get_by_label("Hvad skal rettes?").fill("Mødet er flyttet til et andet lokale.")
    jonas.press("Opret version 2")
    jonas.is_at("/udkast")


def test_the_whole_story(people, live_home, tmp_path):
    jonas, kirsten = people["jonas"], people["kirsten"]
    opens_the_case(jonas)
    reads_a_document(jonas)
    form = begins(jonas, "Indkaldelse", "ny:followup_without_young")
    here = form.removesuffix("/udkast")
    address = here.partition(CASE)[2]
    saves_half(jonas)
    is_told_what_is_missing(jonas)
    jonas.fill(NOTICE)
    invites_nobody_yet(jonas)
    invites(jonas, *PEOPLE[0], "convener", "chair")
    invites(jonas, *PEOPLE[1], "minute_taker")
    submits(jonas)

    opens_the_review(kirsten, address)
    sends_back(kirsten, "Skriv også, hvad Louise skal forberede.")
    jonas.page.goto(form)
    jonas.sees("Kirsten Aalund har sendt dokumentet tilbage: »Skriv også, hvad Louise skal forberede.«")
    jonas.fill({"preparation": "Louise: Hvad har vi lært om søvnen?"})
    submits(jonas)
    opens_the_review(kirsten, address)
    kirsten.sees("Louise: Hvad har vi lært om søvnen?")
    approves(kirsten)

    first = f"{here}/versioner/1"
    waits_for_the_seal(jonas, first)
    proves(downloads(jonas, tmp_path), live_home)

    begins_version_two(jonas, first)
    jonas.fill({"place": "Ungehuset Kajen, lokale 4"})
    submits(jonas)
    jonas.page.goto(first)
    expect(jonas.page.locator("main")).not_to_contain_text("Den er erstattet")
    opens_the_review(kirsten, address)
    sees_what_changed(kirsten)
    approves(kirsten)
    jonas.page.goto(first)
    jonas.sees("Du læser version 1. Den er erstattet af version 2 den 21. november 2026.")
    jonas.sees("Ungehuset Kajen, lokale 2")
    jonas.page.get_by_role("link", name="Læs den nyeste version").click()
    jonas.is_at("/versioner/2/?")
    jonas.sees("Ungehuset Kajen, lokale 4")


def fills_a_card(jonas: Person) -> str:
    jonas.page.goto(CASE)
    form = begins(jonas, "Kontaktkort", "")
    for group in ("contact_person", "plan_coordinator"):
        told = {"name": "Jonas Ravnsborg", "department": "Den Kommunale Ungeindsats", "phone": "00 00 10 02"}
        jonas.fill({f"{group}-{name}": text for name, text in told.items()})
    return form


def test_going_back_after_sending_leads_to_what_was_sent(people):
    jonas = people["jonas"]
    fills_a_card(jonas)
    submits(jonas)
    sent = jonas.page.url

    jonas.page.go_back()

    expect(jonas.page).to_have_url(sent)
    expect(jonas.page.locator("h1")).to_have_text("Kontaktkort")


def test_going_back_after_giving_up_leads_to_the_case(people):
    jonas = people["jonas"]
    fills_a_card(jonas)
    jonas.page.locator("summary", has_text="Annuller udkastet").click()
    jonas.page.get_by_label("Hvorfor skal udkastet annulleres?").fill("Det var en prøve.")
    jonas.press("Annuller udkastet")
    jonas.sees("Udkastet er annulleret.")

    jonas.page.go_back()

    jonas.is_at(f"{CASE}/?")
    jonas.sees("Dokumentet blev annulleret, mens det var et udkast")


def test_what_one_tab_writes_after_the_other_has_sent_is_not_lost(people):
    jonas = people["jonas"]
    form = fills_a_card(jonas)
    other = jonas.page.context.new_page()
    other.goto(form)
    other.locator("#acute_help").fill("Det, jeg skrev i den anden fane.")
    submits(jonas)

    other.locator(".bar button", has_text="Gem kladde").click()

    expect(other.locator("[data-summary]")).to_contain_text("Der skrives ikke længere på dokumentet")
    expect(other.locator("#acute_help")).to_have_value("Det, jeg skrev i den anden fane.")


def tab_to(page: Page, target: str) -> None:
    """Press Tab until a button or field has the focus."""
    for _ in range(300):
        if page.evaluate("target => document.activeElement.matches(target)", target):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {target}")


def test_rows_by_keyboard_alone(people):
    jonas = people["jonas"]
    jonas.page.goto(CASE)
    begins(jonas, "Indkaldelse", "ny:followup_without_young")
    invites_nobody_yet(jonas)
    page, rows = jonas.page, jonas.page.locator("#participants > [data-row]")
    for number, name in enumerate(("Jonas Ravnsborg", "Louise Grønvang"), start=1):
        tab_to(page, "#participants-add")
        page.keyboard.press("Enter")
        expect(rows).to_have_count(number)
        tab_to(page, f"#{rows.nth(number - 1).get_attribute('data-row')}-name")
        page.keyboard.type(name)
    page.evaluate("document.activeElement.blur()")
    second = rows.nth(1).get_attribute("data-row")
    tab_to(page, f"[data-row='{second}'] summary")
    page.keyboard.press("Enter")
    tab_to(page, f"[value='up:{second}']")
    page.keyboard.press("Enter")

    expect(rows.first).to_have_attribute("data-row", second)
    expect(rows.first.locator("[name=name]")).to_have_value("Louise Grønvang")
    jonas.press("Gem kladde")
    expect(page.locator(".said[role=status]")).to_contain_text("Kladden er gemt")
    expect(rows.first.locator("[name=name]")).to_have_value("Louise Grønvang")
    expect(rows).to_have_count(2)
