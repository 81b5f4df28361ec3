"""Compares the PDF pipeline with bare WeasyPrint on the same HTML and CSS; the goal is at most 1.10 (D43).

The two take turns, so that whatever else the machine does falls on both. Bare WeasyPrint is as warm as ours: one font
configuration, one parsed stylesheet. It is asked for the same standard, which is what it could do without us; another
column compares with a plain file, without tags and data. A worker collects its garbage between jobs and not during
them; the last column says what is left of the gain when ours collects as often as the bare one.
"""

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import process_time

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("FLK-2026-0117-D05", "FLK-2026-0117-D11", "FLK-2026-0117-D13", "PLAN-0117-v3")
TURNS = 15
Rows = dict[str, dict[str, float]]


def main() -> Rows:
    """Measure four documents; the last row is the median of their ratios."""
    # The demonstration's documents are made into jobs where the tests do it.
    sys.path.insert(0, str(ROOT))
    from kuidocs.services.pdf.engine import Engine

    engine = Engine()
    rows: Rows = {document_id: figures(engine, document_id) for document_id in DOCUMENTS}
    ratios = ("ratio to bare", "ratio to plain", "with garbage")
    return rows | {"all": {name: median(row[name] for row in rows.values()) for name in ratios}}


def figures(engine: object, document_id: str) -> dict[str, float]:
    """Give the figures of one document."""
    times = measure(ways(engine, document_id))
    ours, bare, plain, collecting = (median(times[name]) for name in ("ours", "bare", "plain", "collecting"))
    return {
        "median ms": ours * 1e3,
        "p95 ms": quantiles(times["ours"], n=20)[-1] * 1e3,
        "bare ms": bare * 1e3,
        "ratio to bare": ours / bare,
        "ratio to plain": ours / plain,
        "with garbage": collecting / bare,
    }


def ways(engine: object, document_id: str) -> dict[str, Callable[[], object]]:
    """Four ways to a file: bare WeasyPrint, ours, WeasyPrint without any standard, and ours outside of a worker."""
    from weasyprint import HTML

    from kuidocs.services.pdf.paper import paper
    from tests.services.pdf import demo

    job = demo.job(document_id)
    html = paper(job).html

    def bare(**options: str) -> bytes:
        page = HTML(string=html, url_fetcher=engine.fetcher)
        return page.write_pdf(stylesheets=[engine.css], font_config=engine.fonts, **options)

    def ours() -> bytes:
        # As in a worker, which collects its garbage between jobs.
        gc.disable()
        try:
            return engine.render(job)
        finally:
            gc.enable()

    def collecting() -> bytes:
        return engine.render(job)

    return {"bare": lambda: bare(pdf_variant="pdf/a-3a"), "ours": ours, "plain": bare, "collecting": collecting}


def measure(ways: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """Time the ways in turn, in seconds of the processor; the first turn only warms."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(TURNS + 1):
        for name, way in ways.items():
            gc.collect()
            start = process_time()
            way()
            if turn:
                times[name].append(process_time() - start)
    return times


if __name__ == "__main__":
    for row, found in main().items():
        print(row, {name: round(figure, 3) for name, figure in found.items()})
