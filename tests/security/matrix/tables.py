"""Reading the tables. A line that begins with # is a remark; columns stand between bars."""

from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent


def lines(name: str) -> Iterator[list[str]]:
    """Go through the lines of a table, each as its cells."""
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]
