"""Commands beside a running server (D31): reading works and says as of when, writing stops with one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import factories
from tests.cli.conftest import done, run

SERVER = """
[server:main]
use = egg:waitress#main
listen = 127.0.0.1:0
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = INFO
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = INFO
formatter = plain
[formatter_plain]
format = %(message)s
"""


@pytest.fixture
def served(own_demo):
    """The demonstration with its server running in a process of its own."""
    with Path(own_demo).open("a", encoding="utf-8") as ini:
        ini.write(SERVER)
    pserve = Path(sys.executable).with_name("pserve")
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen([pserve, own_demo], stderr=subprocess.PIPE, text=True, env=environment) as process:
        said = []
        for line in process.stderr:
            said.append(line)
            if line.startswith("Serving on"):
                break
        assert said[-1].startswith("Serving on"), "".join(said)
        yield own_demo
        process.terminate()
        process.stderr.read()


def test_reading_works_and_writing_stops_with_a_sentence(served, tmp_path):
    read = done("export", served, "FLK-2026-0117", "--out", tmp_path / "p")
    rendered = done("render", served, "PLAN-0117", "--out", tmp_path / "x.pdf")
    organisation = tmp_path / "organisation.json"
    organisation.write_text(factories.demo_text("organisation"), encoding="utf-8")

    writing = [("import", served, organisation), ("demo", served), ("worker", served, "--once"), ("evolve", served)]
    written = [run(*arguments) for arguments in writing]

    assert "Læst som databasen var" in read.stderr
    assert "Læst som databasen var" in rendered.stderr
    copied = done("backup", served, "--to", tmp_path / "copies")
    taken_back = run("restore", served, "--from", tmp_path / "copies")
    packed = run("pack", served)

    assert "Læst som databasen var" in copied.stderr
    assert (taken_back.exit_code, "er der allerede" in taken_back.stderr) == (1, True)
    assert (packed.exit_code, "er i brug" in packed.stderr) == (1, True)
    assert done("check", served).stdout.endswith("Alt er i orden.\n")
    assert done("log", "verify", served).stdout.endswith("Loggen er ubrudt.\n")
    for result in written:
        assert (result.exit_code, "er i brug" in result.stderr) == (1, True)
        assert len(result.stderr.strip().splitlines()) == 1
