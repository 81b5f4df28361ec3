"""Two versions side by side: a document of 5,000 words against itself rewritten, as ratios to reading it once."""

import random
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT / "bench"))

from bench_pages import timed  # noqa: E402

from kuidocs.forms.aligning import Side, align  # noqa: E402
from kuidocs.forms.outline import outline  # noqa: E402
from kuidocs.forms.registry import shipped_editions  # noqa: E402
from kuidocs.services.words import two_sides  # noqa: E402

EDITION = shipped_editions()["kui.education_plan"]
WORDS, ROWS, REPEAT = 5_000, 40, 20
KNOWN = [f"ord{number}" for number in range(1_200)]
Rewriting = Callable[[list[str]], list[str]]


def document(words: list[str]) -> dict:
    """Spread words over the fields and rows of a plan."""
    part = len(words) // (ROWS + 10)
    texts = [" ".join(words[at : at + part]) for at in range(0, len(words), part)]
    rows = [{"rid": f"r{n:011d}", "goal_text": text} for n, text in enumerate(texts[10:])]
    return {"wishes": " ".join(texts[:10]), "goals": rows}


def some(words: list[str]) -> list[str]:
    """Rewrite every seventh word."""
    return [word if at % 7 else random.choice(KNOWN) for at, word in enumerate(words)]


def turned(words: list[str]) -> list[str]:
    """Keep the words and shuffle them."""
    return random.sample(words, len(words))


def other(words: list[str]) -> list[str]:
    """Write something else."""
    return [f"andet{at}" for at, _ in enumerate(words)]


def repeated(words: list[str]) -> list[str]:
    """Write few words over and over."""
    return [random.choice(["ja", "nej", "måske"]) for _ in words]


REWRITTEN: dict[str, Rewriting] = {"same": list, "every seventh": some, "shuffled": turned, "another": other}


def compared(old: dict, new: dict) -> None:
    """Compare as the page does."""
    schema = EDITION.schema
    align(Side(outline(schema, old), schema), Side(outline(schema, new), schema), two_sides)


def main() -> dict[str, dict[str, float]]:
    """Measure each way of rewriting."""
    random.seed(7)
    words = [random.choice(KNOWN) for _ in range(WORDS)]
    old = document(words)
    base = min(timed(lambda: outline(EDITION.schema, old), REPEAT))
    pairs = {name: (old, document(rewrite(words))) for name, rewrite in REWRITTEN.items()}
    pairs["few words"] = document(repeated(words)), document(repeated(words))
    found = {"outline once": {"ms": base, "ratio": 1.0}}
    for name, pair in pairs.items():
        best = min(timed(lambda pair=pair: compared(*pair), REPEAT))
        found[name] = {"ms": best, "ratio": best / base}
    return found


if __name__ == "__main__":
    for name, figures in main().items():
        print(name, {key: round(value, 2) for key, value in figures.items()})
