"""A town on disk whose days pass, and people at browsers who write into its forms."""

import os
import re
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import CONTEXT, started
from tests.browser.nora import NORA
from tests.browser.tools import log_in, shot, watched
from tests.conftest import FROZEN
from tests.source import ROOT

TIMEOUT = 20_000
WIDTHS = (1280, 390)


class Town:
    """A system on disk and the people before their browsers; each day the server is begun anew."""

    def __init__(self, home: Path, browser: Browser, password: str, complaints: list[str]) -> None:
        self.home, self.browser, self.password, self.complaints = home, browser, password, complaints
        self.running = ExitStack()
        self.number = 0

    def on(self, day: str, hour: str = "10:00") -> None:
        """Let it be a day."""
        self.running.close()
        command = [sys.executable, str(ROOT / "tests/browser/serve.py"), str(self.home / "development.ini")]
        clock = os.environ | FROZEN | {"KUIDOCS_CLOCK": f"{day}T{hour}"}
        server = self.running.enter_context(started(command, self.home, clock))
        port = server.stdout.readline().strip()
        assert port, (self.home / "output.log").read_text()
        self.address = f"http://127.0.0.1:{port}"

    def user(self, name: str) -> "Person":
        """Log somebody in."""
        context = self.browser.new_context(**CONTEXT, base_url=self.address)
        context.set_default_timeout(TIMEOUT)
        self.running.callback(context.close)
        page = watched(context.new_page(), self.complaints)
        log_in(page, name, self.password)
        return Person(self, page)


class Person:
    """Somebody at a page."""

    def __init__(self, town: Town, page: Page) -> None:
        self.town, self.page = town, page

    def opens_the_case(self) -> None:
        self.page.goto("/sager/")
        self.page.get_by_role("link", name=NORA).first.click()
        self.looks("case")

    def follows_the_next_step(self, words: str) -> None:
        """Do what the case page names as the next step."""
        self.opens_the_case()
        step = self.page.locator("section.next").first
        expect(step).to_contain_text(words)
        step.locator("a.button").first.click()
        if "nyt-dokument" in self.page.url:
            self.looks("choose")

    def begins(self, meeting: str = "") -> None:
        if meeting:
            self.page.locator("#moede").select_option(meeting)
        self.presses("Begynd at skrive")
        expect(self.page).to_have_url(re.compile("/udkast"))

    def presses(self, words: str) -> None:
        self.page.locator("main button:not([aria-hidden])", has_text=words).first.click()

    def sees(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def looks(self, name: str) -> None:
        """Take pictures of where somebody is, when pictures are wanted."""
        if "KUIDOCS_SHOTS" in os.environ:
            self.town.number += 1
            for width in WIDTHS:
                shot(self.page, f"story-{self.town.number:02d}-{name}", width)
            self.page.set_viewport_size({"width": 1280, "height": 900})

    # Forms

    def writes(self, told: Mapping[str, Any], within: str = "") -> None:
        """Write into a form: texts, choices, groups, and rows that are added as they are needed."""
        self.page.evaluate("() => document.querySelectorAll('#dokument details').forEach(d => { d.open = true; })")
        for name, value in told.items():
            self._writes(f"{within}{name}", value)

    def _writes(self, id: str, value: Any) -> None:
        if isinstance(value, Mapping):
            self.writes(value, f"{id}-")
        elif isinstance(value, list) and isinstance(value[0], Mapping):
            self._writes_rows(id, value)
        elif isinstance(value, list):
            for one in value:
                self.page.locator(f"#{id} [value='{one}']").check()
        else:
            self.answers(self.page.locator(f"#{id}"), value)

    def _writes_rows(self, id: str, wanted: list[Mapping]) -> None:
        rows = self.page.locator(f"#{id} > [data-row]")
        for number, told in enumerate(wanted):
            if rows.count() <= number:
                self.page.locator(f"#{id}-add").click()
                expect(rows).to_have_count(number + 1)
            self.writes(told, f"{rows.nth(number).get_attribute('data-row')}-")

    def answers(self, field: Locator, value: Any) -> None:
        """Answer one question, whatever kind of field it is."""
        kind = field.evaluate("field => field.tagName + (field.type || '')")
        text = "true" if value is True else value
        if kind.startswith("SELECT"):
            field.select_option(text)
        elif kind.startswith("FIELDSET"):
            field.locator(f"[value='{text}']").check()
        elif value is True:
            field.check()
        else:
            field.fill(value)

    def finishes(self, name: str, button: str = "Gør færdig") -> None:
        """Send a form, and say what is missing when it is not taken."""
        self.looks(f"{name}-form")
        # The page first saves what is on its way, so the answer comes a moment after the press.
        with self.page.expect_navigation():
            self.presses(button)
        missing = self.page.locator("[data-summary] li")
        assert "/versioner/" in self.page.url, missing.all_inner_texts()
        self.looks(name)
