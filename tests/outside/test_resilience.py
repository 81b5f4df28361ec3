"""The server as it is run: many writers at once, a power cut in the middle of saving, and how it ends."""

import os
import queue
import random
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from configparser import RawConfigParser
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.conftest import FROZEN, kuidocs
from tests.outside.serving import PSERVE, QUIET, Client, Server, serving, value
from tests.source import SRC

pytestmark = [pytest.mark.outside, pytest.mark.xdist_group("resilience")]
CASE = "/sager/FLK-2026-0117"
WRITERS, TURNS, CUTS = 8, 4, 10
FIELDS = ("place", "convener_task", "reason", "known_goals", "known_challenges", "youth_wishes", "practical_needs")
FIELDS += ("preparation",)
CARD = {"name": "Jonas Ravnsborg", "department": "Den Kommunale Ungeindsats", "phone": "00 00 10 02"}


@pytest.fixture(scope="module")
def password(demo_home) -> str:
    ini = RawConfigParser()
    ini.read(demo_home / "development.ini", encoding="utf-8")
    return ini["app:main"]["kuidocs.demo_password"]


def together(number: int, act: Callable[[int], object]) -> list:
    """Do something in so many threads at once, and raise what any of them raised."""
    gate = threading.Barrier(number)

    def one(n: int) -> object:
        gate.wait()
        return act(n)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


@pytest.fixture(scope="module")
def writers(demo_home, tmp_path_factory, password) -> Iterator[list[Client]]:
    """Eight browsers of one server. When they are done, everything must be well with it and with what it stored."""
    home = shutil.copytree(demo_home, tmp_path_factory.mktemp("writers") / "home")
    with serving(home) as server:
        found = together(WRITERS, lambda n: Client(server.port).log_in("jonas", password))
        yield found
        healthy(home, server, *found)


def healthy(home: Path, server: Server, *used: Client) -> None:
    """Demand that nothing failed, neither seen from outside nor in the log nor in what was stored."""
    assert [status for client in used for status in client.statuses if status >= 500] == []
    assert "Traceback" not in server.said
    assert "[error" not in server.said
    for command in (("check",), ("log", "verify")):
        done = kuidocs(*command, "development.ini", home=home)
        assert done.returncode == 0, done.stdout + done.stderr


def test_eight_writers_on_documents_of_one_case(writers):
    paths = [writers[0].begin(CASE, "kui.contact_note") for _ in writers]

    def write(n: int) -> list[int]:
        return [written(writers[n], paths[n], {"learned": f"{n}, gang {turn}"}) for turn in range(TURNS)]

    statuses = together(WRITERS, write)

    assert {status for turns in statuses for status in turns} == {303}
    for n, path in enumerate(paths):
        assert value(writers[0].ask("GET", path).text, "learned") == f"{n}, gang {TURNS - 1}"


def written(client: Client, path: str, told: dict[str, str]) -> int:
    """Open the form, change something and save; when others were first every time, do it again."""
    for _ in range(20):
        status = client.save(client.ask("GET", path).text, path, told).status
        if status != 409:
            return status
    raise AssertionError("twenty times in a row somebody else was first")


def test_eight_writers_in_fields_of_one_document(writers):
    path = writers[0].begin(CASE, "kui.notice", "7")

    together(WRITERS, lambda n: [written(writers[n], path, {FIELDS[n]: f"{n}, gang {t}"}) for t in range(TURNS)])

    page = writers[0].ask("GET", path).text
    assert [value(page, name) for name in FIELDS] == [f"{n}, gang {TURNS - 1}" for n in range(WRITERS)]
    assert {status for client in writers for status in client.statuses} <= {200, 303, 409}


def test_eight_writers_in_one_field_lose_nothing(writers):
    """Each adds a word to what it read. Whose text rests on an older one is told so and tries again."""
    path = writers[0].begin(CASE, "kui.contact_note")

    def add(n: int) -> None:
        for turn in range(TURNS):
            while not added(writers[n], path, f"[{n}:{turn}]"):
                continue

    together(WRITERS, add)

    text = value(writers[0].ask("GET", path).text, "learned")
    assert sorted(text.split()) == sorted(f"[{n}:{turn}]" for n in range(WRITERS) for turn in range(TURNS))
    assert any(status == 409 for client in writers for status in client.statuses)


def added(client: Client, path: str, word: str) -> bool:
    page = client.ask("GET", path).text
    answer = client.save(page, path, {"learned": f"{value(page, 'learned')} {word}".strip()})
    assert answer.status in (303, 409), answer.text
    return answer.status == 303


def test_eight_who_finish_one_document_finish_it_once(writers):
    path = writers[0].begin(CASE, "kui.contact_card")
    pages = [writer.ask("GET", path).text for writer in writers]

    answers = together(WRITERS, lambda n: writers[n].save(pages[n], path, CARD, "faerdig"))

    assert {answer.status for answer in answers} in ({303}, {303, 409})
    assert writers[0].ask("GET", path.replace("udkast", "versioner/2/")).status == 404
    assert writers[0].ask("GET", path.replace("udkast", "versioner/1/")).status == 200


@dataclass
class Kept:
    """What the server said it has kept, and what it may have kept without being able to say so."""

    drafts: dict[str, str] = field(default_factory=dict)
    tried: dict[str, str] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    acknowledged: "queue.Queue[str]" = field(default_factory=queue.Queue)


def save_until_cut(client: Client, path: str, kept: Kept, turn: int) -> None:
    """Save again and again, each time something else."""
    page = client.ask("GET", path).text
    for n in range(10_000):
        kept.tried[path] = f"{turn}.{n}"
        answer = client.save(page, path, {"learned": kept.tried[path]})
        assert answer.status == 303, answer.text
        kept.drafts[path] = kept.tried[path]
        kept.acknowledged.put(path)
        page = client.ask("GET", path).text


def finish_until_cut(client: Client, kept: Kept) -> None:
    """Begin and finish documents: a version, its event and the job that seals it, all in one transaction."""
    for _ in range(10_000):
        path = client.begin(CASE, "kui.contact_card")
        answer = client.save(client.ask("GET", path).text, path, CARD, "faerdig")
        assert answer.status == 303, answer.text
        kept.finished.add(path.replace("udkast", "versioner/1/"))
        kept.acknowledged.put(path)


def run_until_cut(act: Callable[[], None]) -> None:
    try:
        act()
    except (OSError, HTTPException):
        return  # This is what a browser sees when the power goes.


def one_cut(home: Path, kept: Kept, password: str, paths: list[str], turn: int, after: int) -> None:
    """Serve, look whether everything is there, and cut the power in the middle of saving."""
    server = Server(home)
    try:
        client = Client(server.port).log_in("jonas", password)
        everything_is_there(client, kept)
        acts = [lambda path=path: save_until_cut(signed(client), path, kept, turn) for path in paths]
        acts.append(lambda: finish_until_cut(signed(client), kept))
        with ThreadPoolExecutor(len(acts)) as pool:
            done = [pool.submit(run_until_cut, act) for act in acts]
            for _ in range(after):
                kept.acknowledged.get(timeout=60)
            server.end(signal.SIGKILL)
        assert [one.result() for one in done] == [None] * len(acts)
        assert "Traceback" not in server.said
    finally:
        if server.process.poll() is None:
            server.end(signal.SIGKILL)


def signed(client: Client) -> Client:
    return Client(client.port, client.cookie)


def everything_is_there(client: Client, kept: Kept) -> None:
    for path, last in kept.drafts.items():
        there = value(client.ask("GET", path).text, "learned")
        assert there in (last, kept.tried[path])
        # What was kept without having been acknowledged is kept from now on.
        kept.drafts[path] = there
    for path in kept.finished:
        assert client.ask("GET", path).status == 200


def test_what_was_acknowledged_outlives_power_cuts(home, password):
    chance, kept = random.Random(2), Kept()
    with serving(home) as server:
        client = Client(server.port).log_in("jonas", password)
        paths = [client.begin(CASE, "kui.contact_note") for _ in range(3)]

    for turn in range(CUTS):
        one_cut(home, kept, password, paths, turn, after=chance.randint(1, 12))

    with serving(home) as server:
        client = Client(server.port).log_in("jonas", password)
        everything_is_there(client, kept)
        assert len(kept.drafts) == len(paths)
        assert kept.finished
    assert kuidocs("worker", "--once", "development.ini", home=home).returncode == 0
    healthy(home, server, client)


def test_it_ends_when_asked_to_and_starts_again(home, password):
    with serving(home) as server:
        client = Client(server.port).log_in("jonas", password)
        path = client.begin(CASE, "kui.contact_note")
        assert written(client, path, {"learned": "Husk mig."}) == 303
        assert (home / "var/templates").is_dir()

        status = server.end(signal.SIGTERM)

    assert status in (0, -signal.SIGTERM, 128 + signal.SIGTERM)
    assert "Traceback" not in server.said
    with serving(home) as again:
        client = Client(again.port).log_in("jonas", password)
        assert value(client.ask("GET", path).text, "learned") == "Husk mig."
        healthy(home, again, client)


def test_no_process_is_left_behind(home, password):
    """The makers of PDFs are processes of their own; they end with the server, however it ends."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        server = Server(home)
        client = Client(server.port).log_in("jonas", password)
        path = client.begin(CASE, "kui.contact_card")
        client.save(client.ask("GET", path).text, path, CARD, "send")
        assert client.ask("GET", path.replace("udkast", "versioner/1.pdf")).status == 200
        family = children(server.process.pid)
        assert family

        server.end(how)

        for pid in family:
            gone(pid)


def children(pid: int) -> list[int]:
    """List the processes that a process has started, and those that they have."""
    own = [int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()]
    return own + [other for one in own for other in children(one)]


def gone(pid: int) -> None:
    """Wait for the end of a process that is not ours."""
    command = ["tail", "--pid", str(pid), "-f", "/dev/null"]
    subprocess.run(command, check=True, timeout=60)


def test_nobody_else_writes_beside_the_server(home):
    with serving(home):
        read_in = kuidocs("import", "development.ini", SRC / "kuidocs/demo_data/ung_1_malthe.json", home=home)
        command, told = [PSERVE, "development.ini"], os.environ | FROZEN | QUIET
        second = subprocess.run(command, cwd=home, env=told, capture_output=True, text=True, check=False, timeout=60)

    assert (read_in.returncode, second.returncode != 0) == (1, True)
    for done in (read_in, second):
        assert "er i brug" in done.stderr
        assert "Traceback" not in done.stderr + done.stdout
    assert len(read_in.stderr.strip().splitlines()) == 1
