"""People who write in one document, each in a browser of their own, with a server that can die and come back."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.tools import log_in, watched
from tests.conftest import FROZEN
from tests.source import ROOT

CASE = "/sager/FLK-2026-0117"
WAIT = 20_000
NETWORK = ("ERR_", "Failed to load resource")
"""How the browser itself tells of a network that is down; the tests take it down."""


class Host:
    """A server on one port that is killed and started again."""

    def __init__(self, home: Path) -> None:
        self.home, self.port, self.process = home, "0", None
        self.start()

    def start(self) -> None:
        """Start on the port that it had before."""
        command = [sys.executable, str(ROOT / "tests/browser/serve.py"), str(self.home / "development.ini"), self.port]
        with (self.home / "output.log").open("a") as log:
            self.process = subprocess.Popen(
                command, cwd=self.home, env=os.environ | FROZEN, stdout=subprocess.PIPE, stderr=log, text=True
            )
        self.port = self.process.stdout.readline().strip()
        assert self.port, (self.home / "output.log").read_text()

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it, gently or not."""
        self.process.send_signal(how)
        self.process.wait(60)
        self.process.stdout.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Writer:
    """One person with one window."""

    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> "Writer":
        self.page.goto(path)
        expect(self.page.locator("form[data-draft-url]")).to_be_visible()
        return self

    def field(self, oid: str):
        return self.page.locator(f"[id='{oid}']")

    def type(self, oid: str, text: str) -> "Writer":
        """Type at the end of a field, key by key."""
        self.field(oid).focus()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)
        return self

    def leave_field(self) -> "Writer":
        self.page.evaluate("document.activeElement.blur()")
        return self

    def saved(self) -> "Writer":
        """Wait until the server has everything."""
        until(self.page, "sessionStorage.length === 0")
        expect(self.page.locator("[data-save-status]")).to_contain_text("Gemt kl.", timeout=WAIT)
        return self

    def hears(self) -> "Writer":
        """Ask the server now, as the page does every few seconds."""
        self.page.evaluate("window.dispatchEvent(new Event('online'))")
        return self

    def offline(self, cut: bool = True) -> "Writer":
        self.context.set_offline(cut)
        return self

    @property
    def status(self):
        return self.page.locator("[data-save-status]")


def until(page: Page, condition: str) -> None:
    """Wait for a condition in the page; Playwright's own way of waiting is stopped by the content policy."""
    for _ in range(WAIT // 100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


@contextmanager
def writer(browser: Browser, host: str, user: str, password: str, **options: object) -> Iterator[Writer]:
    """Log somebody in; at the end the browser must not have complained, but for the network."""
    context = browser.new_context(
        locale="da-DK", timezone_id="Europe/Copenhagen", reduced_motion="reduce", base_url=host, **options
    )
    complaints: list[str] = []
    found = Writer(context, watched(context.new_page(), complaints), complaints)
    if user:
        log_in(found.page, user, password)
    yield found
    context.close()
    left = [one for one in complaints if not any(word in one for word in NETWORK)]
    assert left == [], left


def begin(one: Writer, form_key: str, meeting: str = "") -> str:
    """Begin a document and return the path of its form."""
    one.page.goto(f"{CASE}/nyt-dokument")
    token = one.page.locator("input[name=csrf_token]").first.input_value()
    fields = {"csrf_token": token, "form": form_key, "moede": meeting}
    answer = one.context.request.post(f"{CASE}/nyt-dokument", form=fields, max_redirects=0)
    assert answer.status == 303, answer.text()
    return urlsplit(answer.headers["location"]).path
