"""What the browser tests ask of a page: axe, vnu, its width, a picture."""

import json
import os
import re
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection
from pathlib import Path

from playwright.sync_api import Page

VENDOR = Path(__file__).parent / "vendor/axe-core-4.14.1"
SHOTS = Path(os.environ.get("KUIDOCS_SHOTS", ".make/shots"))
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
CHECKED = {"Content-Type": "text/html; charset=utf-8", "User-Agent": "kuidocs tests"}  # it insists on a name
NARROW = 320  # 1280 pixels at 400 % zoom


@lru_cache(maxsize=1)
def axe_source() -> str:
    return (VENDOR / "axe.min.js").read_text(encoding="utf-8")


def axe(page: Page) -> list[str]:
    """List what axe finds wrong, one line for each element."""
    # A page that has only just been turned to has no elements yet.
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [f"{v['id']} ({v['impact']}): {node['target']} {v['help']}" for v in found for node in v["nodes"]]


@dataclass(frozen=True)
class Vnu:
    """The W3C's HTML checker, running on a port of this machine."""

    port: int

    def __call__(self, html: str) -> list[str]:
        """List the errors and warnings of a whole page, as it came from the server."""
        with closing(HTTPConnection("127.0.0.1", self.port)) as connection:
            connection.request("POST", "/?out=json", html.encode(), CHECKED)
            with connection.getresponse() as answer:
                said = answer.read().decode()
                assert answer.status == 200, said
        messages = json.loads(said)["messages"]
        told = [m for m in messages if m["type"] != "info" or m.get("subType") == "warning"]
        return [f"{m.get('lastLine')}: {m['message']} … {m.get('extract', '')}" for m in told]


def too_wide(page: Page, width: int = NARROW) -> list[str]:
    """List the elements that make the page scroll sideways at this width."""
    page.set_viewport_size({"width": width, "height": 900})
    if page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        return []
    return page.evaluate(
        """() => [...document.body.querySelectorAll('*')]
                .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
                .map(e => e.outerHTML.slice(0, 120))"""
    ) or ["the page"]


def shot(page: Page, name: str, width: int = 1280) -> Path:
    """Take a picture of the whole page."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.set_viewport_size({"width": width, "height": 900})
    path = SHOTS / f"{name}_{width}.png"
    page.screenshot(path=path, full_page=True)
    return path


def log_in(page: Page, user: str, password: str) -> None:
    """Log in by the form, as a person does."""
    page.goto("/log-ind")
    page.get_by_label(re.compile("^Brugernavn")).fill(user)
    page.get_by_label(re.compile("^Adgangskode")).fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/log-ind" not in url)


def watched(page: Page, complaints: list[str]) -> Page:
    """Gather what the browser complains about: scripts that fail, and whatever the content policy stopped."""
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said.type, said.text) else None)
    return page


def _is_complaint(kind: str, text: str) -> bool:
    # A page that is refused or not found is reported as a console error too; the tests of such pages want them.
    return kind == "error" and "server responded with a status of" not in text
