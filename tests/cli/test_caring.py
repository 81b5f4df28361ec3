"""Copies of the data, taken and taken back, beside a server and without one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kuidocs.cli.opening import opened, settings_of
from kuidocs.resources.drafts import drafts_of
from kuidocs.resources.outbox import DONE
from tests.cli.busy import CASE, LABEL
from tests.cli.conftest import done, run, write_ini
from tests.jobs.conftest import load
from tests.source import ROOT


def var(ini) -> Path:
    return Path(ini).parent / "var"


def another(ini, tmp_path, name="taken back") -> str:
    """Settings of a system that is not there yet, with the keys of one that is: they are kept elsewhere."""
    again = write_ini(tmp_path / name)
    var(again).mkdir()
    for key in ("seal.p12", "seal.password"):
        shutil.copy(var(ini) / key, var(again))
    return again


def everything(ini):
    """The bytes of all that a copy must bring back."""
    folder = var(ini)
    blobs = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.blob")}
    return blobs | {name: (folder / name).read_bytes() for name in ("Data.fs", "drafts.fs")}


def test_a_copy_brings_everything_back(own_demo, tmp_path):
    said = done("backup", own_demo, "--to", tmp_path / "copies")
    again = another(own_demo, tmp_path)

    told = done("restore", again, "--from", tmp_path / "copies")

    assert "47 i hovedbogen" in said.stdout
    assert "Nøglerne til segl og koder er ikke med." in said.stdout
    assert "Alle 47 linjer i hovedbogen har deres fil i databasen. Alt er i orden." in told.stdout
    assert everything(again) == everything(own_demo)
    assert done("check", again).stdout.endswith("Alt er i orden.\n")
    assert done("log", "verify", again).stdout.endswith("Loggen er ubrudt.\n")
    done("export", again, CASE, "--out", tmp_path / "package")
    assert (tmp_path / "copies").stat().st_mode & 0o077 == 0


def units(ini, copies, tmp_path):
    """What the organisation is called in each of the copies."""
    for number, line in enumerate(done("restore", ini, "--from", copies, "--list").stdout.splitlines()):
        again = another(ini, tmp_path, f"again {number}")
        done("restore", again, "--from", copies, "--name", line.split()[0])
        with opened(settings_of(again)) as system, system.reading() as root:
            yield root.organisation.unit


def test_the_next_copy_adds_only_what_is_new(own_demo, tmp_path):
    done("backup", own_demo, "--to", tmp_path / "copies")
    (first,) = (tmp_path / "copies").iterdir()
    before = {p.name: p.stat().st_ino for p in first.rglob("*.blob")}
    with opened(settings_of(own_demo)) as system:
        system.change("x", lambda root: setattr(root.organisation, "unit", "Ungehuset"))

    done("backup", own_demo, "--to", tmp_path / "copies")

    assert list((tmp_path / "copies").iterdir()) == [first]
    assert {p.name: p.stat().st_ino for p in first.rglob("*.blob")} == before
    assert list(units(own_demo, tmp_path / "copies", tmp_path)) == ["Den Kommunale Ungeindsats", "Ungehuset"]


def test_after_packing_a_copy_begins_anew(own_demo, tmp_path):
    done("backup", own_demo, "--to", tmp_path / "copies")
    packed = done("pack", own_demo, "--days", 0)
    done("backup", own_demo, "--to", tmp_path / "copies")
    again = another(own_demo, tmp_path)

    assert "byte og fylder nu" in packed.stdout
    assert len(list((tmp_path / "copies").iterdir())) == 2
    assert "Alt er i orden." in done("restore", again, "--from", tmp_path / "copies").stdout


@pytest.fixture
def busy(empty):
    """A system in which another process writes as fast as it can."""
    with opened(settings_of(empty)) as system:
        load(system)
    command = [sys.executable, "-m", "tests.cli.busy", empty]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "busy\n"
        yield empty
        process.kill()


def in_it(ini):
    """What of the writer's work is in a system: its files, rows, jobs and draft."""
    with opened(settings_of(ini)) as system, system.reading() as root:
        document = root.sager[CASE].dokumenter[LABEL]
        rows = {row.sha256 for row in system.proof.ledger_rows()}
        finished = {
            job.arguments["sha256"] for job in root.job.values() if job.id.startswith("seal-") and job.state == DONE
        }
        files = [file.sha256 for file in document.files]
        draft = drafts_of(root).get(document.id)
        system.tailer.catch_up()
        assert system.proof.verify().ok
        return files, rows, finished, document.draft, draft.content() if draft else None


def test_copies_taken_while_somebody_writes_are_each_of_one_moment(busy, tmp_path):
    """The restore drill: the ledger is a subset of the data, and whatever is done in the data stands in the ledger."""
    for _ in range(4):
        done("backup", busy, "--to", tmp_path / "copies")
    listed = done("restore", busy, "--from", tmp_path / "copies", "--list").stdout.splitlines()
    counts = []
    for name in (line.split()[0] for line in listed):
        again = another(busy, tmp_path, name)
        said = run("restore", again, "--from", tmp_path / "copies", "--name", name)

        files, rows, finished, drafted, draft = in_it(again)

        assert "Filen i hovedbogen ligger ikke i databasen" not in said.output
        assert rows <= set(files)
        assert finished <= rows
        assert (drafted is None) is (draft is None)
        assert draft in (None, {"x": str(len(files))})
        counts.append(len(files))
    assert len(counts) == 4
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_where_something_is_nothing_is_taken_back(own_demo, tmp_path):
    done("backup", own_demo, "--to", tmp_path / "copies")
    before = everything(own_demo)

    said = run("restore", own_demo, "--from", tmp_path / "copies")

    assert (said.exit_code, "er der allerede" in said.stderr) == (1, True)
    assert everything(own_demo) == before


@pytest.mark.parametrize("pattern", ["main.fs", "drafts-*.fs", "proof-*.sqlite", "blobs-*.txt", "*.blob"])
def test_a_copy_that_was_damaged_is_refused_and_named(own_demo, tmp_path, pattern):
    done("backup", own_demo, "--to", tmp_path / "copies")
    path = sorted((tmp_path / "copies").rglob(pattern))[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    again = another(own_demo, tmp_path)

    said = run("restore", again, "--from", tmp_path / "copies")

    assert (said.exit_code, f"{path} er ikke, som den blev kopieret." in said.stderr) == (1, True)
    assert not (var(again) / "Data.fs").exists()
    assert not list(var(again).rglob("*.blob"))


def test_a_copy_that_lacks_a_file_is_refused(own_demo, tmp_path):
    done("backup", own_demo, "--to", tmp_path / "copies")
    sorted((tmp_path / "copies").rglob("*.blob"))[0].unlink()

    said = run("restore", another(own_demo, tmp_path), "--from", tmp_path / "copies")

    assert (said.exit_code, "Kopien er beskadiget" in said.stderr) == (1, True)


def test_what_was_broken_off_is_no_copy(own_demo, tmp_path):
    done("backup", own_demo, "--to", tmp_path / "copies")
    next((tmp_path / "copies").rglob("snapshot-*.json")).unlink()

    said = run("restore", another(own_demo, tmp_path), "--from", tmp_path / "copies")

    assert (said.exit_code, "Der er ingen sikkerhedskopi i" in said.stderr) == (1, True)


def test_somebody_must_say_where_the_copies_are(own_demo):
    for command in ("backup", "restore"):
        said = run(command, own_demo)
        assert (said.exit_code, "kuidocs.backups" in said.stderr) == (1, True)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("kuidocs.zodb = postgresql://kuidocs@127.0.0.1:1/x", "PostgreSQL"),
        ("kuidocs.zodb_drafts = zeo://127.0.0.1:1", "en anden proces (zeo)"),
        ("kuidocs.proof = postgresql://kuidocs@127.0.0.1:1/x", "PostgreSQL"),
    ],
)
def test_what_lies_on_a_server_is_copied_with_the_servers_own_tools(tmp_path, setting, told):
    ini = write_ini(tmp_path / "served", more=setting)

    for command, where in (("backup", "--to"), ("restore", "--from")):
        said = run(command, ini, where, tmp_path)
        assert (said.exit_code, told in said.stderr, "pg_dump" in said.stderr) == (1, True, True)


def test_a_system_that_is_not_made_has_nothing_to_copy(tmp_path):
    said = run("backup", write_ini(tmp_path), "--to", tmp_path / "copies")

    assert (said.exit_code, "Traceback" in said.output) == (1, False)
