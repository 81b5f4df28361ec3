"""Questionnaires: what is asked, and what somebody has answered (R69, R70)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .whole_numbers import whole

SINGLE, MULTI, SCALE, TEXT = "single", "multi", "scale_1_5", "text"
SCORES = ("1", "2", "3", "4", "5")
LONGEST = 4000
A_PAGE = 4
"""How many questions a page of the questionnaire has, about."""
Answer = str | tuple[str, ...]
Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``rid`` is its row id, which stays when it is moved."""

    rid: str
    number: int
    text: str
    kind: str
    options: tuple[str, ...] = ()
    required: bool = True
    most: int | None = None
    """How many may be chosen, where several may."""
    ordered: bool = True
    """Whether neighbours among the options can be put together."""

    @property
    def chosen_from(self) -> tuple[str, ...]:
        """What can be chosen."""
        return SCORES if self.kind == SCALE else self.options

    @property
    def ends(self) -> tuple[str, str]:
        """What 1 and 5 mean, when the question says so as »(1 = meget utryg, 5 = meget tryg)«."""
        _, opened, told = self.text.rpartition("(1 = ")
        low, parted, high = told.rstrip(" )").partition(", 5 = ")
        return (low, high) if opened and parted else ("", "")

    @property
    def asked(self) -> str:
        """The question without what the ends of its scale mean, where they are shown beside it."""
        return self.text.rpartition("(1 = ")[0].strip() if self.kind == SCALE and any(self.ends) else self.text


def questions_of(content: Mapping) -> tuple[Question, ...]:
    """Read the questions of a questionnaire, stored or of a file; what is no question is left out."""
    rows = content.get("questions")
    rows = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
    return tuple(_question(row, number) for number, row in enumerate(rows, start=1))


def _question(row: Mapping, number: int) -> Question:
    options = row.get("options")
    return Question(
        str(row.get("rid", "")),
        number,
        str(row.get("text", "")),
        str(row.get("question_type", TEXT)),
        tuple(one for one in options if isinstance(one, str)) if isinstance(options, list | tuple) else (),
        row.get("required") == "true",
        whole(row.get("max_answers")) if row.get("question_type") == MULTI else None,
        row.get("unordered") != "true",
    )


def pages_of(questions: Sequence[Question]) -> tuple[tuple[Question, ...], ...]:
    """Part the questions into pages of about the same length: twelve become three pages."""
    count = -(-len(questions) // A_PAGE)
    ends = [round(len(questions) * number / count) for number in range(count + 1)] if count else []
    return tuple(tuple(questions[first:last]) for first, last in pairwise(ends))


def read_answers(
    questions: Iterable[Question], given: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Answer], dict[str, str]]:
    """Read what was typed and chosen, by the row ids of the questions: the answers, and what is wrong with them."""
    answers: dict[str, Answer] = {}
    wrong: dict[str, str] = {}
    for question in questions:
        found = tuple(dict.fromkeys(one.strip() for one in given.get(question.rid, ()) if one.strip()))
        problem = _problem(question, found)
        if problem:
            wrong[question.rid] = problem
        elif found:
            answers[question.rid] = found if question.kind == MULTI else found[0]
    return answers, wrong


def _problem(question: Question, found: Sequence[str]) -> str:
    """Say what is wrong with one answer, "" when nothing is."""
    if not found:
        return f"Svar på spørgsmål {question.number}." if question.required else ""
    if question.kind == TEXT:
        too_long = len(found[0]) > LONGEST
        return f"Svaret på spørgsmål {question.number} er for langt – højst {LONGEST} tegn." if too_long else ""
    if not set(found) <= set(question.chosen_from) or (question.kind != MULTI and len(found) > 1):
        return f"Vælg en af mulighederne i spørgsmål {question.number}."
    if question.most and len(found) > question.most:
        return f"Vælg højst {question.most} svar i spørgsmål {question.number}."
    return ""
