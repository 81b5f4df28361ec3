"""From a link to a signed plan: citizens at the simulated MitID, a colleague with a password, and the file."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Page, expect

from kuidocs.cli.opening import opened, settings_of
from tests.browser.conftest import CONTEXT, _free_port, started
from tests.browser.tools import log_in, shot, watched
from tests.conftest import FROZEN
from tests.services.seal.more_tampering import laid_over
from tests.source import ROOT

CASE = "FLK-2026-0163"
YOUNG, BIRTH = "Elias Bjørnsholt Kragh", "2011-10-02"
MOTHER, FATHER = "Marianne Bjørnsholt", "Henrik Kragh"
NO = "Jeg vil <b>ikke</b> skrive under på skolen. 🙂"
PATIENCE = 60.0


def as_if_written_here(ini: Path) -> str:
    """Let the plan of the demonstration be one that was approved here, so that signatures are asked for."""
    with opened(settings_of(str(ini))) as system:

        def act(root):
            (document,) = [
                one
                for one in root.sager[CASE].dokumenter.values()
                if one.form_key == "kui.education_plan" and len(one.versions) > 1
            ]
            for fact in document.facts:
                fact["data"].pop("source", None)
            document.facts = tuple(
                one for one in document.facts if one["kind"] not in ("signature", "signing_complete")
            )
            return document.label

        return system.change("test", act)


@pytest.fixture
def town(demo_home, tmp_path, browser, demo_password) -> Iterator["Town"]:
    """A server and a signing server, as ``make run`` starts them."""
    home = copytree(demo_home, tmp_path / "home")
    ini = home / "development.ini"
    label = as_if_written_here(ini)
    port, address = _free_port(), _free_port()
    told = {
        "KUIDOCS_SIGNING_SERVER": f"http://127.0.0.1:{port}/sign",
        "KUIDOCS_BASE_URL": f"http://127.0.0.1:{address}",
    }
    environment = os.environ | FROZEN | told
    simulator = [sys.executable, "-m", "kuidocs.cli", "signing-simulator", str(ini), "--with-parent"]
    with started(simulator, home, environment):
        wait_for(home / "var/signing.secret")
        wait_for(home / "var/signing-trust.pem")
        command = [sys.executable, str(ROOT / "tests/browser/serve.py"), str(ini), str(address)]
        with started(command, home, environment) as server:
            assert server.stdout.readline().strip() == str(address), (home / "output.log").read_text()
            made = Town(f"http://127.0.0.1:{address}", browser, demo_password, label)
            yield made
            made.close()


def wait_for(path: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.1)  # It is another process, which says nothing when it is ready.
    assert path.exists()


class Town:
    def __init__(self, address: str, browser, password: str, label: str) -> None:
        self.address, self.browser, self.password, self.label = address, browser, password, label
        self.complaints: list[str] = []
        self.contexts: list = []
        self.page = f"/sager/{CASE}/dokumenter/{label}/versioner/2/underskrifter"

    def visitor(self, **more) -> Page:
        context = self.browser.new_context(**(CONTEXT | {"base_url": self.address} | more))
        context.set_default_timeout(PATIENCE * 1000)
        self.contexts.append(context)
        return watched(context.new_page(), self.complaints)

    def staff(self, user: str) -> Page:
        page = self.visitor()
        log_in(page, user, self.password)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        assert self.complaints == []


def link_for(page: Page, town: Town, name: str) -> str:
    page.goto(town.page)
    page.get_by_role("button", name=f"Lav et link til {name}").click()
    return page.locator(".copy").inner_text().strip()


def to_mitid(page: Page, link: str, name: str, day: str = "") -> None:
    page.goto(link)
    page.get_by_role("button", name="Log ind med MitID").click()
    show_who(page, name, day)


def show_who(page: Page, name: str, day: str = "") -> None:
    page.get_by_label("Fulde navn").fill(name)
    if day:
        page.get_by_label("Fødselsdato").fill(day)
    page.get_by_role("button").click()


def says(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words, timeout=PATIENCE * 1000)


def settled(page: Page, town: Town, words: str) -> None:
    """Wait until a job has done what the page then says."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        page.goto(town.page)
        if words in " ".join(page.locator("main").inner_text().split()):
            return
        page.wait_for_timeout(300)
    raise AssertionError(f"{words!r} did not come: {page.locator('main').inner_text()}")


def test_the_way_from_a_link_to_the_signed_file(town, tmp_path):
    mikkel = town.staff("mikkel")
    settled(mikkel, town, "Lav et link til")

    elias = town.visitor()
    elias.goto(link_for(mikkel, town, YOUNG))
    shot(mikkel, "signing-link")
    shot(elias, "signing-door", 390)
    expect(elias.locator("body")).not_to_contain_text("Elias")
    to_mitid(elias, elias.url, YOUNG, BIRTH)
    says(elias, "Hej Elias")
    shot(elias, "signing-read", 390)
    elias.get_by_role("button", name="Skriv under med MitID").click()
    show_who(elias, YOUNG)
    says(elias, "Du kan lukke siden")
    shot(elias, "signing-done", 390)
    settled(mikkel, town, "Hent det underskrevne fra Elias")

    # Somebody else with the mother's link is shown nothing.
    link = link_for(mikkel, town, MOTHER)
    stranger = town.visitor()
    to_mitid(stranger, link, "Kim Fremmed")
    says(stranger, "Du er ikke den, der er bedt om at skrive under")
    expect(stranger.locator("body")).not_to_contain_text("Elias")
    shot(stranger, "signing-stranger")

    # She herself says no, in her own words.
    mother = town.visitor()
    to_mitid(mother, link, MOTHER)
    mother.get_by_label("Dine egne ord").fill(NO)
    mother.get_by_role("button", name="Sig nej tak").click()
    says(mother, "Du kan lukke siden")
    settled(mikkel, town, NO)
    mother.goto(link)
    says(mother, "Dine ord er skrevet ned")
    stranger.goto(link)
    says(stranger, "gælder ikke længere")

    # The father has told his no by telephone; then it is the coordinator's turn.
    mikkel.get_by_label("Hvem siger nej tak?").select_option(label=FATHER)
    mikkel.get_by_label("Hvornår?").fill("2026-11-20")
    mikkel.get_by_label("Personens egne ord").fill("Ikke nu.")
    mikkel.get_by_role("button", name="Notér nej tak").click()
    mikkel.get_by_label("Din adgangskode").fill(town.password)
    mikkel.get_by_role("button", name="Skriv under").first.click()
    settled(mikkel, town, "Det underskrevne dokument ligger på samme sted")
    shot(mikkel, "signing-all")

    # The file that came of it is genuine, and says who has signed.
    signed = tmp_path / "plan.pdf"
    signed.write_bytes(mikkel.request.get(f"/sager/{CASE}/dokumenter/{town.label}/versioner/2.pdf").body())
    mikkel.goto("/kontrol")
    mikkel.get_by_label("PDF-fil fra kuidocs").set_input_files(signed)
    mikkel.get_by_role("button", name="Kontrollér").click()
    for words in (
        "Dokumentet er ægte og uændret",
        "Underskrift med MitID",
        NO,
        "byte for byte",
        "forventede 1 og fandt 1",
    ):
        says(mikkel, words)
    shot(mikkel, "signing-checked")
    shot(mikkel, "signing-checked", 390)

    # Words laid over a page stand beside those that were sealed.
    signed.write_bytes(laid_over(signed.read_bytes(), page=1, text="Fem samtaler om ugen", at=(70, 700)))
    mikkel.get_by_label("PDF-fil fra kuidocs").set_input_files(signed)
    mikkel.get_by_role("button", name="Kontrollér").click()
    says(mikkel, "Dokumentet er ændret efter underskrift. Brug det ikke.")
    expect(mikkel.locator("main ins")).to_contain_text("Fem samtaler om ugen")
    shot(mikkel, "signing-changed")
    shot(mikkel, "signing-changed", 390)
