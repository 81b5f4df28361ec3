"""Pages in server time, by calls of the application itself; the base is a page of Pyramid that says hello."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

REPEAT = 100
USER = "mikkel"
CASE = "/sager/FLK-2026-0163"
DRAFT = f"{CASE}/dokumenter/FLK-2026-0163-D24/udkast"
CONTROLS = 110
"""So many controls has a form in real life; rows are added to the demonstration's draft until it has them."""
TOLD = {"KUIDOCS_CLOCK": "2026-11-21T10:00", "KUIDOCS_ADMIN_PASSWORD": "en god lang adgangskode"}
FORM = "application/x-www-form-urlencoded"


class Caller:
    """Calls a WSGI application as a server does, with one cookie."""

    def __init__(self, application: Any, cookie: str = "") -> None:
        self.application, self.cookie, self.status = application, cookie, ""

    def __call__(self, path: str, body: bytes | None = None, **told: str) -> str:
        """Ask for a page, or send a form; return the page."""
        chunks = self.application(self._environ(path, body) | told, self._start)
        page = b"".join(chunks)
        getattr(chunks, "close", lambda: None)()
        return page.decode()

    def _start(self, status: str, headers: list, exc_info: Any = None) -> None:
        self.status = status

    def _environ(self, path: str, body: bytes | None) -> dict[str, Any]:
        told = {"CONTENT_TYPE": FORM, "CONTENT_LENGTH": str(len(body))} if body is not None else {}
        server = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "SCRIPT_NAME": ""}
        wsgi = {"wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr}
        wsgi |= {"wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False}
        asked = {"REQUEST_METHOD": "GET" if body is None else "POST", "PATH_INFO": path, "QUERY_STRING": ""}
        asked |= {"HTTP_HOST": "localhost", "HTTP_COOKIE": self.cookie, "HTTP_ACCEPT": "text/html"}
        return server | wsgi | asked | told | {"wsgi.input": BytesIO(body or b""), "REMOTE_ADDR": "127.0.0.1"}


def timed(act: Callable[[], object], repeat: int = REPEAT) -> list[float]:
    """Return milliseconds, warm."""
    for _ in range(5):
        act()
    found = []
    for _ in range(repeat):
        begun = time.perf_counter()
        act()
        found.append((time.perf_counter() - begun) * 1000)
    return found


def figures(found: list[float], base: float) -> dict[str, float]:
    """Median, 95th percentile and ratio to the base."""
    return {"median ms": median(found), "p95 ms": quantiles(found, n=20)[-1], "ratio to hello": median(found) / base}


def hello() -> Callable[[], object]:
    """Make the base."""
    from pyramid.config import Configurator
    from pyramid.response import Response

    config = Configurator()
    config.add_route("hello", "/")
    config.add_view(lambda request: Response("Hej"), route_name="hello")
    caller = Caller(config.make_wsgi_app())
    return lambda: caller("/")


@contextmanager
def demonstration(folder: Path) -> Iterator[Any]:
    """Make and open a system with the demonstration's data."""
    from kuidocs.cli.opening import quiet, settings_of
    from kuidocs.system import open_system

    shutil.copy(ROOT / "development.ini", folder)
    kuidocs = str(Path(sys.executable).with_name("kuidocs"))
    for command in ("init", "demo"):
        subprocess.run(
            [kuidocs, command, "development.ini"], cwd=folder, env=os.environ | TOLD, check=True, capture_output=True
        )
    os.environ.update(TOLD)
    quiet()
    system = open_system(settings_of(str(folder / "development.ini")))
    yield system
    system.close()


def logged_in(system: Any) -> Caller:
    """Give the application to somebody who is logged in."""
    from kuidocs.application import configure
    from kuidocs.security.sessions import CSRF

    secret = system.state.sessions.create(USER, {CSRF: "token"})
    return Caller(configure(system), f"kuidocs={secret}")


def controls(page: str) -> list[tuple[str, str]]:
    """List what a browser would send back."""
    from tests.forms.browser import controls as of_form

    return of_form(page.partition("<main")[2])


def visible(page: str) -> int:
    """Count the controls that a person sees."""
    named = re.findall(r"<(?:input|select|textarea)[^>]*>", re.sub(r"<template.*?</template>", "", page, flags=re.S))
    return sum('type="hidden"' not in control for control in named)


def grown(ask: Caller) -> str:
    """Add rows to the draft until it is as long as forms become; return its page."""
    page = ask(DRAFT)
    while visible(page) < CONTROLS:
        page = ask(DRAFT, urlencode([*controls(page), ("__rows__", "add:decisions")]).encode())
    ask(DRAFT, urlencode([*controls(page), ("gem", "1")]).encode())
    return ask(DRAFT)


def saver(ask: Caller) -> Callable[[], float]:
    """Make the act of saving a form in which one text has changed; it returns its milliseconds."""
    turn = count()

    def act() -> float:
        changed = f"Gang {next(turn)}."
        fields = [(name, changed if name == "youth_since_last" else text) for name, text in controls(ask(DRAFT))]
        body = urlencode([*fields, ("gem", "1")]).encode()
        begun = time.perf_counter()
        ask(DRAFT, body)
        took = (time.perf_counter() - begun) * 1000
        assert ask.status.startswith("303"), ask.status
        return took

    return act


def main() -> dict[str, dict[str, Any]]:
    """Measure the pages that are used most."""
    with tempfile.TemporaryDirectory() as name, demonstration(Path(name)) as system:
        ask = logged_in(system)
        long = visible(grown(ask))
        base = timed(hello(), 2_000)
        save = saver(ask)
        found = {
            f"form page, {long} controls": timed(lambda: ask(DRAFT)),
            f"save, {long} controls": [save() for _ in range(REPEAT + 5)][5:],
            "case page": timed(lambda: ask(f"{CASE}/")),
            "Min dag": timed(lambda: ask("/min-dag")),
            "Mine forløb": timed(lambda: ask("/sager/")),
            "reading page, plan": timed(lambda: ask(f"{CASE}/dokumenter/PLAN-0163/versioner/2")),
        }
        rows = {"hello": figures(base, median(base))}
        return rows | {page: figures(times, median(base)) for page, times in found.items()}
