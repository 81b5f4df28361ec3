"""The product's own server in a process of its own, and a plain client for it."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.conftest import FROZEN
from tests.forms.browser import controls

PSERVE = str(Path(sys.executable).with_name("pserve"))
QUIET = {"PYTHONWARNINGS": "ignore", "PYTHONUNBUFFERED": "1"}
TIMEOUT = 60


class Server:
    """pserve over the demonstration's folder, on a port that the system chooses."""

    def __init__(self, home: Path) -> None:
        ini = home / "development.ini"
        told = re.sub(r"(?m)^listen = .*$", "listen = 127.0.0.1:0", ini.read_text(encoding="utf-8"))
        ini.write_text(told, encoding="utf-8")
        self.lines: list[str] = []
        command = [PSERVE, "development.ini"]
        settings = os.environ | FROZEN | QUIET
        self.process = subprocess.Popen(command, cwd=home, env=settings, stderr=subprocess.PIPE, text=True)
        self.port = self._port()
        self._reader = threading.Thread(target=lambda: self.lines.extend(self.process.stderr))
        self._reader.start()

    def _port(self) -> int:
        for line in self.process.stderr:
            self.lines.append(line)
            if found := re.search(r"Serving on http://127\.0\.0\.1:(\d+)", line):
                return int(found[1])
        self.process.wait(TIMEOUT)
        self.process.stderr.close()
        raise AssertionError("the server did not start: " + "".join(self.lines))

    def end(self, how: signal.Signals) -> int:
        """Send a signal and wait for the end; return the exit status."""
        self.process.send_signal(how)
        status = self.process.wait(TIMEOUT)
        self._reader.join(TIMEOUT)
        self.process.stderr.close()
        return status

    @property
    def said(self) -> str:
        return "".join(self.lines)


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """Serve while the block lasts."""
    server = Server(home)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.end(signal.SIGTERM)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str


@dataclass
class Client:
    """A browser without a picture: cookies, pages, forms."""

    port: int
    cookie: str = ""
    statuses: list[int] = field(default_factory=list)

    def ask(self, method: str, path: str, fields: list[tuple[str, str]] | None = None) -> Answer:
        """Send one request over a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        try:
            told = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
            connection.request(method, path, urlencode(fields or []), told)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        self.cookie = (answer.getheader("Set-Cookie") or self.cookie).partition(";")[0]
        self.statuses.append(answer.status)
        return Answer(answer.status, urlsplit(answer.getheader("Location", "")).path, text)

    def log_in(self, user: str, password: str) -> "Client":
        """Log in by the form."""
        page = self.ask("GET", "/log-ind").text
        told = {"bruger": user, "adgangskode": password}
        fields = [(name, told.get(name, value)) for name, value in controls_of(page)]
        assert self.ask("POST", "/log-ind", fields).status == 303
        return self

    def token(self) -> str:
        page = self.ask("GET", "/hjaelp").text
        return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]

    def begin(self, case: str, form_key: str, meeting: str = "") -> str:
        """Begin a document and return the address of its form."""
        fields = [("csrf_token", self.token()), ("form", form_key), ("moede", meeting)]
        answer = self.ask("POST", f"{case}/nyt-dokument", fields)
        assert answer.status == 303, answer.text
        return answer.location

    def save(self, page: str, path: str, told: dict[str, str], button: str = "gem") -> Answer:
        """Send a form page back with some fields changed."""
        fields = [(name, told.get(name, value)) for name, value in controls_of(page)]
        return self.ask("POST", path, [*fields, (button, "1")])


def controls_of(page: str) -> list[tuple[str, str]]:
    """List the controls of the first form in the page's own part."""
    return controls(page.partition("<main")[2])


def value(page: str, name: str) -> str:
    """Read a field of a form page."""
    return dict(controls_of(page))[name]
