"""Saving, opening, following and listing, on each storage; the base is a save of one small object in a file."""

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

REPEAT = 100
CASES = (100, 1_000, 10_000)
WRITERS = 8


def timed(act: Callable[[], object], repeat: int = REPEAT) -> list[float]:
    """Return milliseconds, warm."""
    act()
    found = []
    for _ in range(repeat):
        begun = time.perf_counter()
        act()
        found.append((time.perf_counter() - begun) * 1000)
    return found


def figures(found: list[float], base: float) -> dict[str, Any]:
    """Median, 95th percentile and ratio to the base."""
    return {"median ms": median(found), "p95 ms": quantiles(found, n=20)[-1], "ratio": median(found) / base}


@contextmanager
def storages(folder: Path) -> Iterator[dict[str, str]]:
    """Start what has to be started."""
    from tests.storage import servers

    with ExitStack() as stack:
        zeo = stack.enter_context(servers.zeo())
        cluster = stack.enter_context(servers.postgresql())
        yield {"file": f"{folder}/Data.fs", "zeo": zeo, "postgresql": cluster.new_database()}


def of_storage(address: str, folder: Path) -> dict[str, list[float]]:
    """Measure one storage."""
    from kuidocs.services.storage import Tailer, open_database, working, write_blob
    from tests.contracts.storage_contract import Follower, event, put

    database = open_database(address, blob_cache=folder / "cache")
    text, pdf = "Vi aftaler at ses igen. " * 500, bytes(180_000)
    tailer = Tailer(database, [Follower()])
    tailing: list[float] = []

    def follow() -> None:
        put(database, n=time.perf_counter(), event=event(1))
        before = time.perf_counter()
        tailer.catch_up()
        tailing.append((time.perf_counter() - before) * 1000)

    def read() -> None:
        database.cacheMinimize()
        with working(database) as connection:
            len(connection.root()["text"])

    found = {
        "save a small object": timed(lambda: put(database, n=time.perf_counter())),
        "save 12 KB and an event": timed(lambda: put(database, text=text + str(time.perf_counter()), event=event(1))),
        "save a file of 180 KB, synced": timed(lambda: put(database, file=write_blob(pdf))),
        "read cold": timed(read),
    }
    timed(follow)
    database.close()
    return found | {"tail one transaction": tailing[1:]}


def conflicts(address: str, folder: Path) -> dict[str, Any]:
    """Let eight threads save different documents of one case and count who had to try again."""
    from persistent.mapping import PersistentMapping
    from ZODB.POSException import ConflictError

    from kuidocs.services.storage import open_database, working

    database = open_database(address, blob_cache=folder / "cache")
    with working(database) as connection:
        connection.root()["documents"] = PersistentMapping({n: PersistentMapping() for n in range(WRITERS)})
    collided = []

    def write(number: int) -> None:
        for turn in range(40):
            try:
                with working(database) as connection:
                    connection.root()["documents"][number][turn] = "x"
            except ConflictError:
                collided.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    database.close()
    return {"conflicts per save": len(collided) / (WRITERS * 40), "saves per s": WRITERS * 40 / seconds}


def read_model(where: str | Path, cases: int, base: float) -> dict[str, dict[str, Any]]:
    """Measure lists for one user with 30 cases among many."""
    from kuidocs.services.index import open_index
    from tests.contracts.index_contract import TODAY, whole_day

    index = open_index(where)
    batch = {f"C-{n}": mine(whole_day(n), n % (cases // 30) == 0) for n in range(cases)}
    index.apply(batch, (1).to_bytes(8, "big"))
    turn = iter(range(2, 10_000))
    one = {"C-7": batch["C-7"]}
    found = {
        "replace a case": timed(lambda: index.apply(one, next(turn).to_bytes(8, "big"))),
        "Min dag": timed(lambda: index.my_day("jonas", TODAY)),
        "Mine forløb": timed(lambda: index.my_cases("jonas", TODAY)),
        "search a name": timed(lambda: index.search_names("jonas", TODAY, "signe")),
    }
    index.close()
    return {f"{name}, {cases} cases": figures(times, base) for name, times in found.items()}


def mine(snapshot: Any, really: bool) -> Any:
    """Leave a case to Jonas, or give all that is in it to a colleague: papers, tasks and meetings wait for her."""
    return snapshot if really else given_to("fatma", snapshot)


def given_to(user: str, value: Any) -> Any:
    """Put somebody else in the place of Jonas, wherever he stands."""
    if is_dataclass(value):
        return replace(value, **{one.name: given_to(user, getattr(value, one.name)) for one in fields(value)})
    if isinstance(value, tuple | list | frozenset):
        return type(value)(given_to(user, one) for one in value)
    return user if value == "jonas" else value


def main() -> dict[str, dict[str, Any]]:
    """Measure all storages and both read models."""
    rows: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as name, storages(Path(name)) as addresses:
        folder = Path(name)
        measured = {kind: of_storage(address, folder / kind) for kind, address in addresses.items()}
        base = median(measured["file"]["save a small object"])
        for kind, found in measured.items():
            rows |= {f"{kind}: {what}": figures(times, base) for what, times in found.items()}
            rows[f"{kind}: eight writers"] = conflicts(addresses[kind], folder / kind)
        for cases in CASES:
            rows |= {f"sqlite: {k}": v for k, v in read_model(folder / f"{cases}.sqlite", cases, base).items()}
        side = addresses["postgresql"]
        rows |= {f"postgresql: {k}": v for k, v in read_model(side, CASES[0], base).items()}
    return rows
