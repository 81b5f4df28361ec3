"""Searching 100, 1,000 and 10,000 documents in SQLite; the base is reading one case out of the same read model."""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

SIZES = (100, 1_000, 10_000)
PER_CASE, SECTIONS, WORDS = 25, 8, 60
CASES_OF_ONE = 40
"""How many cases the one who searches has a part in."""
REPEAT = 30
TODAY = date(2026, 11, 21)
QUERIES = {"a rare word": "læsetest", "a common word": "møder", "compounds": "skolefravær", "two words": "Malthe plan"}


def timed(act: Callable[[], object]) -> list[float]:
    """Return milliseconds, warm."""
    act()
    found = []
    for _ in range(REPEAT):
        begun = time.perf_counter()
        act()
        found.append((time.perf_counter() - begun) * 1000)
    return found


def vocabulary() -> list[str]:
    """Words as often as people use them: those in front of the demonstration's texts most of all."""
    from kuidocs.services.index.stems import tokens
    from tests import factories

    return list(tokens(factories.demo_text("ung_1_malthe")))


def case(number: int, known: list[str]) -> Any:
    """A case whose documents say what the demonstration's do, in another order."""
    from kuidocs.services.index import CaseRow, CaseSnapshot, InvolvementRow, TextRow, TextSource

    no, chance = f"C-{number:05d}", random.Random(number)

    def rows(label: str) -> list[TextRow]:
        said = (" ".join(chance.choices(known, k=WORDS)) for _ in range(SECTIONS))
        return [
            TextRow(no, "document", label, 1, f"s-{n}", "Afsnit", "kui.notice", text) for n, text in enumerate(said)
        ]

    who = "jonas" if number < CASES_OF_ONE else "mikkel"
    sources = tuple(TextSource(f"D{n}", lambda n=n: rows(f"D{n}")) for n in range(PER_CASE))
    involved = (InvolvementRow(no, who, "primary", TODAY),)
    return CaseSnapshot(CaseRow(no, f"Malthe Nr{number}", "Malthe", "clarifying"), involved, texts=sources)


def main() -> dict[str, dict[str, Any]]:
    """Fill a read model step by step, and search it at each."""
    from kuidocs.services.index import Asked, open_index

    found: dict[str, dict[str, Any]] = {}
    known, done = vocabulary(), 0
    with tempfile.TemporaryDirectory() as folder:
        index = open_index(Path(folder) / "index.sqlite")
        for size in SIZES:
            begun, before = time.perf_counter(), done
            while done < size // PER_CASE:
                index.apply({f"C-{done:05d}": case(done, known)}, (done + 1).to_bytes(8, "big"))
                done += 1
            each = (time.perf_counter() - begun) * 1000 / ((done - before) * PER_CASE)
            base = median(timed(lambda: index.case("jonas", TODAY, "C-00000")))
            found[f"{size}: adding a document"] = {"median ms": each, "ratio": each / base}
            for name, text in QUERIES.items():
                taken = timed(lambda text=text: index.find_texts("jonas", TODAY, Asked(text)))
                told = {"median ms": median(taken), "p95 ms": quantiles(taken, n=20)[-1], "ratio": median(taken) / base}
                found[f"{size}: {name}"] = told
            taken = timed(lambda: index.find_names("jonas", TODAY, "Maltte"))
            found[f"{size}: a name with a slip"] = {"median ms": median(taken), "ratio": median(taken) / base}
        index.close()
    return found
