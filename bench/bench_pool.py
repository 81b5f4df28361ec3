"""The pool of PDF workers: what a second one is worth, and how much memory one takes in the long run."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("FLK-2026-0117-D05", "FLK-2026-0117-D11", "FLK-2026-0117-D13", "PLAN-0117-v3")
TOGETHER = 24
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


def seconds(workers: int, wanted: list[Any]) -> float:
    """Render so many documents with so many workers, all warm."""
    from kuidocs.services.pdf.pool import PoolPdfService

    pool = PoolPdfService(workers)
    try:
        with ThreadPoolExecutor(workers) as threads:
            list(threads.map(pool.render, wanted[: 4 * workers]))
            begun = time.perf_counter()
            list(threads.map(pool.render, [wanted[n % len(wanted)] for n in range(TOGETHER)]))
            return time.perf_counter() - begun
    finally:
        pool.close()


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
    one, two = seconds(1, wanted), seconds(2, wanted)
    rows: dict[str, dict[str, Any]] = {
        f"{TOGETHER} documents, one worker": {"seconds": one, "ratio to one": 1.0},
        f"{TOGETHER} documents, two workers": {"seconds": two, "ratio to one": two / one},
    }
    found = memory(wanted)
    base = found[LOOKED_AT[0]]
    return rows | {f"memory after {n} renders": {"MB": mb, "ratio to 50": mb / base} for n, mb in found.items()}
