"""Attachments in a real browser: dropped on the form, by the keyboard, without any script; and their pages."""

import base64

import pytest
from playwright.sync_api import Page

from tests.browser.checks import faults
from tests.browser.test_pages import ELIAS, tab  # noqa: F401 - a fixture
from tests.browser.tools import axe, log_in
from tests.hostile_files import EXE, pdf, picture

PAGE = f"{ELIAS}/bilag"
DROP = """([files]) => {
    const carried = new DataTransfer();
    for (const [name, type, data] of files) {
        carried.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name, { type }));
    }
    const zone = document.querySelector("[data-drop]");
    for (const kind of ["dragover", "drop"]) {
        zone.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: carried }));
    }
}"""


def say(page: Page, kind: str = "young_work", title: str = "") -> None:
    """Answer the questions of the form."""
    page.goto(PAGE)
    page.get_by_label("Hvad er det?").select_option(kind)
    page.get_by_label("Hvem har givet det?").select_option("young")
    page.get_by_label("Titel (kan udelades)").fill(title)


def drop(page: Page, *files: tuple[str, str, bytes]) -> None:
    """Drop files on the form."""
    page.evaluate(DROP, [[[name, kind, base64.b64encode(data).decode()] for name, kind, data in files]])


def titles(page: Page) -> list[str]:
    return page.locator("section[aria-labelledby=alle] .att-title").all_inner_texts()


@pytest.mark.parametrize("user", ["mikkel"])
def test_dropped_files_are_put_in(user, tab, vnu):  # noqa: F811
    say(tab, title="Hesten på marken")
    drop(tab, ("hest.jpg", "image/jpeg", picture(place=True)))
    assert "hest.jpg er valgt." in tab.locator("[data-attach-status]").inner_text()
    assert axe(tab) == []

    with tab.expect_navigation():
        tab.get_by_role("button", name="Læg ind").click()

    assert "Hesten på marken" in titles(tab)
    with tab.expect_navigation() as coming:
        tab.get_by_role("link", name="Hesten på marken", exact=True).click()
    assert tab.evaluate("document.querySelector('img').naturalWidth") == 40
    assert faults(tab, coming.value.text(), vnu) == []
    answer = tab.goto(PAGE)
    tab.locator(".att-change summary").first.click()
    assert faults(tab, answer.text(), vnu) == []
    assert faults(tab, tab.goto(ELIAS).text(), vnu) == []


def test_each_file_is_answered_by_itself(page, demo_password):
    log_in(page, "mikkel", demo_password)
    say(page, "scan")
    large = ("stor.txt", "text/plain", b"x" * 20_000_001)
    drop(page, ("brev fra skolen.pdf", "application/pdf", pdf()), ("virus.pdf", "application/pdf", EXE), large)
    page.get_by_role("button", name="Læg ind").focus()

    page.keyboard.press("Enter")
    page.locator(".att-chosen .bad", has_text="Den type fil tager vi ikke imod.").wait_for()

    rows = page.locator(".att-chosen > li").all_inner_texts()
    assert "Lagt ind." in rows[0]
    assert "Den type fil tager vi ikke imod." in rows[1]
    assert "Filen er for stor. Den må højst fylde 20 MB." in rows[2]
    assert page.get_by_label("Hvad er det?").input_value() == "scan"
    assert axe(page) == []
    page.get_by_role("button", name="Fjern virus.pdf").press("Enter")
    assert page.evaluate("document.activeElement.id") == "fil"
    page.goto(PAGE)
    assert "brev fra skolen" in titles(page)


def test_without_scripts_the_same_form_sends_all_files(page_without_script, demo_password):
    page = page_without_script
    log_in(page, "mikkel", demo_password)
    say(page, "signed_paper", "Aftale")
    kinds = {"mimeType": "application/octet-stream"}
    files = [("a.pdf", pdf(lambda made: made.add_blank_page())), ("b.png", picture("PNG"))]
    page.locator("#fil").set_input_files([{"name": name, "buffer": data} | kinds for name, data in files])

    page.get_by_role("button", name="Læg ind").click()

    assert {"Aftale (1)", "Aftale (2)"} <= set(titles(page))
    assert page.locator("[data-drop-hint]").is_hidden()
