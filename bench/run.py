"""Run every bench_*.py beside this file, print its ratios, and keep them in results/.

A benchmark has ``main() -> dict``: one row of figures per thing measured, as ``{"row": {"figure": number}}``.
Figures that matter are ratios to a base measured in the same run, because no two machines are alike.
"""

import importlib.util
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results"
Rows = dict[str, dict[str, Any]]


def load(path: Path) -> Any:
    """Load a benchmark as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # worker processes look it up by name
    spec.loader.exec_module(module)
    return module


def machine() -> dict[str, Any]:
    """Say where the figures come from: they mean nothing without it."""
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
    }


def table(rows: Rows) -> str:
    """Lay out the figures in columns."""
    heads = list(dict.fromkeys(figure for figures in rows.values() for figure in figures))
    lines = [["", *heads], *([row, *(shown(figures.get(h, "")) for h in heads)] for row, figures in rows.items())]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_line(cells, widths) for cells in lines)


def _line(cells: list[str], widths: list[int]) -> str:
    first, *others = (
        cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join([first, *others]).rstrip()


def shown(figure: Any) -> str:
    """Write a number with three figures that count."""
    return f"{figure:.3g}" if isinstance(figure, float) else str(figure)


def run(path: Path) -> None:
    """Run one benchmark, print its table and write its file."""
    print(f"\n{path.stem}", flush=True)
    before = machine()
    rows = load(path).main()
    print(table(rows), flush=True)
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps({"machine": before, "rows": rows}, ensure_ascii=False, indent=1)
    (RESULTS / f"{path.stem}.json").write_text(text + "\n", encoding="utf-8")


def main(wanted: list[str]) -> None:
    """Run the benchmarks that are named, or all."""
    for path in sorted(HERE.glob("bench_*.py")):
        if not wanted or path.stem.removeprefix("bench_") in wanted:
            run(path)


if __name__ == "__main__":
    main(sys.argv[1:])
