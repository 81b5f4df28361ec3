"""What can happen to a database in a file: kills, torn ends, a server that runs, many writers at once."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from kuidocs.services.storage import DatabaseDamaged, DatabaseInUse, last_change, open_database, tail, working
from tests.contracts.storage_contract import event, get, put
from tests.source import ROOT

KILLS = 15


def written(path: Path) -> Path:
    database = open_database(str(path))
    for number in (1, 2, 3):
        put(database, **{f"event {number}": event(number)})
    database.close()
    return path


def third(database: DB) -> dict:
    with working(database) as connection:
        return connection.root()["event 3"].data


def killed_while_saving(path: Path, after: int) -> int:
    """Let a process save, kill it after so many acknowledgements, and return the last number it acknowledged."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.writer", path], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    for _ in range(after):
        writer.stdout.readline()
    os.kill(writer.pid, signal.SIGKILL)
    rest = writer.communicate()[0].splitlines()
    assert writer.returncode == -signal.SIGKILL
    return int(rest[-1]) if rest else 0


def check_files(path: Path) -> int:
    """Check every file against its hash and return the last number that was saved."""
    database = open_database(str(path))
    with working(database) as connection:
        root = connection.root()
        for number in range(1, root["number"] + 1):
            with root[f"file {number}"].open("r") as file:
                digest = hashlib.sha256(file.read()).hexdigest()
            assert digest == root[f"event {number}"].data["sha256"]
        last = root["number"]
    events = [found.about["n"] for transaction in tail(database) for found in transaction.events]
    assert events == list(range(1, last + 1))
    database.close()
    return last


def test_no_acknowledged_save_is_lost_when_the_process_is_killed(tmp_path):
    path = tmp_path / "Data.fs"
    chance = random.Random(20261121)

    for _ in range(KILLS):
        acknowledged = killed_while_saving(path, after=chance.randint(1, 12))

        assert check_files(path) >= acknowledged


TORN = {
    "zeros": lambda whole: bytes(4096),
    "half a transaction": lambda whole: whole[-200:][:100],
    "a piece of another file": lambda whole: b"<!DOCTYPE html>" * 20,
    "a transaction that was not finished": lambda whole: whole[4:20] + b"c" + whole[21:],
    "a time in the far future": lambda whole: b"\x7f" * 23,
    "a few bytes": lambda whole: b"\x03",
}


@pytest.mark.parametrize("torn", TORN)
@pytest.mark.parametrize("read_only", [False, True])
def test_what_a_crash_leaves_at_the_end_hides_nothing(tmp_path, torn, read_only):
    path = written(tmp_path / "Data.fs")
    whole = path.read_bytes()
    path.write_bytes(whole + TORN[torn](whole))

    database = open_database(str(path), read_only=read_only)

    assert third(database) == {"n": 3}
    assert len(list(tail(database))) == 4
    database.close()


@pytest.mark.parametrize("torn", TORN)
def test_work_goes_on_after_a_crash(tmp_path, torn):
    path = written(tmp_path / "Data.fs")
    whole = path.read_bytes()
    path.write_bytes(whole + TORN[torn](whole))
    database = open_database(str(path))
    before = last_change(database)

    put(database, word="x")

    assert timedelta(0) < last_change(database) - before < timedelta(hours=1)
    database.close()
    reopened = open_database(str(path))
    assert get(reopened, "word") == "x"
    reopened.close()


@pytest.mark.filterwarnings("ignore:Exception ignored in")  # ZODB leaves the file open when it refuses it
def test_damage_in_the_middle_is_told_in_danish(tmp_path):
    path = written(tmp_path / "Data.fs")
    (tmp_path / "Data.fs.index").unlink()
    whole = bytearray(path.read_bytes())
    length = int.from_bytes(whole[12:20], "big")
    whole[4 + length : 12 + length] = bytes(8)
    path.write_bytes(whole)

    with pytest.raises(DatabaseDamaged, match=r"er beskadiget.*sikkerhedskopi"):
        open_database(str(path))


def test_writing_beside_a_running_server_is_refused_in_danish(tmp_path):
    server = open_database(f"{tmp_path}/Data.fs")

    with pytest.raises(DatabaseInUse, match=r"er i brug af et andet program.*Stop serveren"):
        open_database(f"{tmp_path}/Data.fs")

    server.close()
    open_database(f"{tmp_path}/Data.fs").close()


def test_reading_beside_a_running_server_shows_what_was_committed(tmp_path):
    server = open_database(f"{tmp_path}/Data.fs")
    put(server, word="x", event=event(1))

    reader = open_database(f"{tmp_path}/Data.fs", read_only=True)

    assert get(reader, "word") == "x"
    assert [found.data for transaction in tail(reader) for found in transaction.events] == [{"n": 1}]
    reader.close()
    put(server, word="y")
    server.close()


@pytest.mark.parametrize("size", [1, 2_000_000])
def test_the_tail_of_a_reader_passes_by_what_the_server_is_writing(tmp_path, size):
    path = written(tmp_path / "Data.fs")
    server = open_database(str(path))
    put(server, big="x" * size)
    put(server, last=event(4))
    server.close()
    reader = open_database(str(path), read_only=True)
    first, *others = tail(reader)
    with path.open("ab") as file:
        file.write(b"\x03half a header")

    assert list(tail(reader, first.tid)) == others
    reader.close()


def test_the_tail_keeps_up_with_many_writers(tmp_path):
    database = open_database(f"{tmp_path}/Data.fs")
    with working(database) as connection:
        root = connection.root()
        for writer in range(4):
            root[f"writer {writer}"] = type(root)()
    done = threading.Event()

    def write(writer: int) -> None:
        for number in range(25):
            with working(database) as connection:
                connection.root()[f"writer {writer}"][number] = event(writer * 100 + number)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    seen, place = [], next(tail(database)).tid
    while not done.is_set():
        # Looked at before the last round, so that what was written just before the end is read too.
        if not any(thread.is_alive() for thread in threads):
            done.set()
        for transaction in tail(database, place):
            place = transaction.tid
            seen += [found.data["n"] for found in transaction.events]

    assert sorted(seen) == sorted(writer * 100 + number for writer in range(4) for number in range(25))
    database.close()


def test_sigterm_closes_the_database_so_that_the_index_is_written(tmp_path):
    path = tmp_path / "Data.fs"
    program = (
        "import sys; from kuidocs.services.storage import exit_on_sigterm, open_database, working\n"
        "exit_on_sigterm(); database = open_database(sys.argv[1])\n"
        "with working(database) as connection: connection.root()['word'] = 'x'\n"
        "print('ready', flush=True); sys.stdin.read()"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    server.stdout.readline()
    server.terminate()
    server.communicate()

    storage = FileStorage(str(path), read_only=True)
    used_index = storage._used_index
    storage.close()

    assert server.returncode == 128 + signal.SIGTERM
    assert used_index
