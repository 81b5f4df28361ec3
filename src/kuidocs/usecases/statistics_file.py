"""Statistics as a file for spreadsheets: the same numbers as on the page, and no other."""

import csv
import io
from collections.abc import Iterator

from ..domain.statistics import ALL, NO_YEAR, YEAR, Choice, Figure, Report

HEADINGS = ("Udsnit", "Opgørelse", "Gruppe", "Antal", "Procent", "Enhed")
HIDDEN = "vises ikke"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet might carry out."""


def csv_file(report: Report) -> bytes:
    """Write the file: UTF-8 that says so, semicolons, lines as spreadsheets want them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for figure in report.figures:
        for row in _rows(report.choice, figure):
            writer.writerow([harmless(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _rows(choice: Choice, figure: Figure) -> Iterator[tuple[str, ...]]:
    part = choice_words(choice)
    if not figure.tells:
        yield part, figure.heading, "Alle grupper", HIDDEN, "", figure.unit
        return
    for bar in figure.bars:
        count = HIDDEN if bar.count is None else str(bar.count)
        share = "" if bar.share is None else str(bar.share)
        yield part, figure.heading, bar.label, count, share, figure.unit
    for label, value in (("Gennemsnit", figure.mean), ("Median", figure.median)):
        if value is not None:
            yield part, figure.heading, label, decimal(value), "", figure.value_unit


def harmless(cell: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def decimal(value: float) -> str:
    """Write »2,8«, and »3« for a whole number."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def choice_words(choice: Choice) -> str:
    """Name what is chosen."""
    if choice == ALL:
        return "Hele kommunen"
    if choice.kind == YEAR:
        return choice.name if choice.name == NO_YEAR else f"Begyndt i {choice.name}"
    return choice.name
