"""The memory of rendered PDFs: a document that was made before, against making it, as somebody who waits sees it."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("FLK-2026-0117-D05", "FLK-2026-0117-D11", "FLK-2026-0117-D13", "PLAN-0117-v3")
TURNS = 15
ROOM = 64_000_000
"""The default of ``kuidocs.pdf_cache_mb``."""


def measured(act: Callable[[], object]) -> float:
    """Time one call, in ms on the clock: a worker process does the work."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1e3


def figures(times: list[float], base: float) -> dict[str, float]:
    """Give the figures of one way."""
    return {"median ms": median(times), "p95 ms": quantiles(times, n=20)[-1], "ratio to made": median(times) / base}


def main() -> dict[str, dict[str, Any]]:
    """Measure documents that are made anew each time, then the same out of the memory; both warm, in turns."""
    sys.path.insert(0, str(ROOT))
    from kuidocs.services.pdf.cached import CachedPdfService
    from kuidocs.services.pdf.pool import PoolPdfService
    from tests.services.pdf import demo

    service, rows = CachedPdfService(PoolPdfService(1), ROOM), {}
    try:
        for name in DOCUMENTS:
            job = demo.job(name)
            assert service.render(job) == service.made_anew(job)
            made, kept = [], []
            for _ in range(TURNS):
                made.append(measured(lambda job=job: service.made_anew(job)))
                kept.append(measured(lambda job=job: service.render(job)))
            rows[f"{name}, made"] = figures(made, median(made))
            rows[f"{name}, remembered"] = figures(kept, median(made))
    finally:
        service.close()
    return rows
