"""A passkey and an app in a real browser, whose key fob is Chromium's own."""

import os
import shutil
import sys
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Page

from tests import factories
from tests.browser.checks import faults
from tests.browser.conftest import CONTEXT, _free_port, started
from tests.browser.tools import log_in, shot, watched
from tests.conftest import FROZEN
from tests.source import ROOT

FOB = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def named(browser, demo_home, tmp_path) -> Iterator[Page]:
    """A page of a system at the name localhost, where leaders must have a second factor."""
    home, port = shutil.copytree(demo_home, tmp_path / "home"), _free_port()
    told = {"KUIDOCS_BASE_URL": f"http://localhost:{port}", "KUIDOCS_SECOND_FACTOR_ROLES": "department_leader"}
    command = [sys.executable, str(ROOT / "tests/browser/serve.py"), str(home / "development.ini"), str(port)]
    complaints: list[str] = []
    with started(command, home, os.environ | FROZEN | told) as server:
        assert server.stdout.readline().strip() == str(port)
        context = browser.new_context(**CONTEXT, base_url=f"http://localhost:{port}")
        yield watched(context.new_page(), complaints)
        context.close()
    assert complaints == []


def give_fob(page: Page) -> None:
    """Give the browser a key fob that says yes to everything."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": FOB})


def test_a_passkey_is_made_and_lets_in(named, demo_password, vnu):
    give_fob(named)
    log_in(named, "jonas", demo_password)
    named.goto("/min-konto")
    named.get_by_text("Opret en adgangsnøgle").click()
    named.get_by_label("Hvad vil du kalde den?").fill("Min arbejdstelefon")
    named.locator("#o-nu").fill(demo_password)
    named.get_by_role("button", name="Opret adgangsnøgle").click()
    named.get_by_text("Adgangsnøglen er oprettet").wait_for()
    assert faults(named, named.request.get("/min-konto").text(), vnu) == []
    shot(named, "min_konto")
    shot(named, "min_konto", 390)
    named.get_by_role("button", name="Log ud", exact=True).click()

    log_in(named, "jonas", demo_password)
    assert named.url.endswith("/bekraeft")
    assert faults(named, named.request.get("/bekraeft").text(), vnu) == []
    shot(named, "bekraeft")
    named.get_by_role("button", name="Brug adgangsnøgle").click()
    named.wait_for_url("**/min-dag")


def test_a_leader_sets_up_an_app_by_the_picture(named, demo_password, vnu):
    log_in(named, "kirsten", demo_password)
    assert faults(named, named.request.get("/bekraeft").text(), vnu) == []
    shot(named, "bekraeft_app")
    shot(named, "bekraeft_app", 390)
    secret = named.locator("code.secret").inner_text()

    named.get_by_label("Kode fra din app").fill("123456")
    named.get_by_role("button", name="Gem, og log ind").click()
    assert named.get_by_role("alert").inner_text().startswith("Koden er forkert")
    named.get_by_label("Kode fra din app").fill(pyotp.TOTP(secret).at(factories.NOW))
    named.get_by_role("button", name="Gem, og log ind").click()

    named.wait_for_url("**/min-dag")
