"""What a closed questionnaire showed, for a page or a file: the same for both (R71)."""

import csv
import io
from collections.abc import Iterable, Iterator

from ..domain import tally
from ..domain.questionnaires import questions_of
from ..resources.klynger import Survey
from .statistics_file import HIDDEN, harmless

HEADINGS = ("Nr.", "Spørgsmål", "Svar", "Antal", "Procent")


def results(survey: Survey, *, guests: bool) -> list[tally.Result]:
    """Count every question; ``guests``: with small numbers hidden. Nothing before it is closed (D26)."""
    if not survey.closed_at:
        return []
    show = tally.for_guests if guests else tally.for_cluster
    questions = questions_of(survey.content())
    return [show(tally.count(question, survey.final), survey.answered) for question in questions]


def csv_file(found: Iterable[tally.Result]) -> bytes:
    """Write the results: UTF-8 that says so, semicolons, and nothing that a spreadsheet would carry out."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for result in found:
        for row in _rows(result):
            writer.writerow([str(result.question.number), *(harmless(cell) for cell in row)])
    return text.getvalue().encode("utf-8-sig")


def _rows(result: tally.Result) -> Iterator[tuple[str, ...]]:
    asked = result.question.text
    if not result.tells:
        yield asked, "Alle svar", HIDDEN, ""
        return
    for one in result.groups:
        hidden = one.count is None
        yield asked, one.label, HIDDEN if hidden else str(one.count), "" if one.share is None else str(one.share)
    if result.mean is not None:
        yield asked, "Gennemsnit", f"{result.mean:.2f}".rstrip("0").rstrip(".").replace(".", ","), ""
    for words in result.texts:
        yield asked, " ".join(words.split()), "", ""
