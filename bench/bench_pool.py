"""The pool of PDF workers: what a second one is worth, and how much memory one takes in the long run."""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("FLK-2026-0117-D05", "FLK-2026-0117-D11", "FLK-2026-0117-D13", "PLAN-0117-v3")
TOGETHER, TURNS = 24, 3
WORKERS = (1, 2)
RENDERS = 500
LOOKED_AT = (50, 100, 250, RENDERS)
"""After so many renders the worker's memory is read; before the first, caches are still being filled."""


def resident(pid: int) -> float:
    """Read the memory of a process, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def jobs() -> list[Any]:
    """Make jobs of different documents."""
    sys.path.insert(0, str(ROOT))
    from tests.services.pdf import demo

    return [demo.job(name) for name in DOCUMENTS]


def used(pids: list[int]) -> float:
    """Read how long processes have had a processor, in seconds."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def together(pool: Any, workers: int, wanted: list[Any]) -> tuple[float, float]:
    """Render so many documents with a pool that is warm; the seconds on the clock, and those of the processors."""
    with ThreadPoolExecutor(workers) as threads:
        begun, before = time.perf_counter(), used(pool.pids())
        list(threads.map(pool.render, [wanted[n % len(wanted)] for n in range(TOGETHER)]))
        return time.perf_counter() - begun, used(pool.pids()) - before


def side_by_side(wanted: list[Any]) -> dict[str, dict[str, float]]:
    """Let one worker and two take turns, so that whatever else the machine does falls on both.

    Two can only be quicker where two cores are free: when ``processors`` is far from the number of workers, other
    programs had them, and the ratio says nothing.
    """
    from kuidocs.services.pdf.pool import PoolPdfService

    pools = {workers: PoolPdfService(workers) for workers in WORKERS}
    found: dict[int, list[tuple[float, float]]] = {workers: [] for workers in WORKERS}
    try:
        for turn in range(TURNS + 1):
            for workers, pool in pools.items():
                figures = together(pool, workers, wanted)
                # The first turn starts the workers and warms them.
                found[workers] += [figures] if turn else []
    finally:
        for pool in pools.values():
            pool.close()
    clock = {workers: median(seconds for seconds, _ in turns) for workers, turns in found.items()}
    cpu = {workers: median(had for _, had in turns) for workers, turns in found.items()}
    return {
        f"{TOGETHER} documents, {workers} at once": {
            "seconds": clock[workers],
            "ratio to one": clock[workers] / clock[1],
            "processors": cpu[workers] / clock[workers],
            "CPU ratio to one": cpu[workers] / cpu[1],
        }
        for workers in WORKERS
    }


def memory(wanted: list[Any]) -> dict[int, float]:
    """Render in one worker, and read its memory on the way."""
    from kuidocs.services.pdf.pool import PoolPdfService

    pool, found = PoolPdfService(1), {}
    try:
        for number in range(1, RENDERS + 1):
            pool.render(wanted[number % len(wanted)])
            if number in LOOKED_AT:
                found[number] = resident(pool.pids()[0])
    finally:
        pool.close()
    return found


def main() -> dict[str, dict[str, Any]]:
    """Measure both; the base of memory is what it is after fifty renders."""
    wanted = jobs()
    rows: dict[str, dict[str, Any]] = dict(side_by_side(wanted))
    found = memory(wanted)
    base = found[LOOKED_AT[0]]
    return rows | {f"memory after {n} renders": {"MB": mb, "ratio to 50": mb / base} for n, mb in found.items()}
