"""How far a draft is: per section, and as the list of what is missing before it can be submitted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..domain.problems import Problem
from ..domain.rules import Facts
from .nodes import Form
from .places import node_at, page_id, place, section_id, section_of
from .reading import SUBMIT, read
from .shape import empty

OK, TODO, NONE, ERR = "ok", "todo", "none", "err"
MISSING = frozenset({"required", "must_be_yes", "too_few", "too_short"})


@dataclass(frozen=True, slots=True)
class SectionState:
    """One line of the section menu."""

    id: str
    title: str
    state: str
    missing: int = 0
    errors: int = 0

    @property
    def words(self) -> str:
        """Say the state, for the mark must never stand alone."""
        if self.state == ERR:
            return f"{self.errors} fejl"
        if self.state == NONE:
            return "Ikke begyndt"
        return _fields(self.missing) if self.missing else "Udfyldt"


@dataclass(frozen=True, slots=True)
class MissingField:
    """A field that must be filled in, with the id it has on the page."""

    anchor: str
    place: str
    label: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """The section menu and the list »felter mangler«."""

    sections: tuple[SectionState, ...]
    missing: tuple[MissingField, ...]
    errors: int

    @property
    def words(self) -> str:
        """Say how much is missing: »5 felter mangler«, or nothing when the document can be submitted."""
        return _fields(len(self.missing)) if self.missing else ""


def _fields(n: int) -> str:
    return "1 felt mangler" if n == 1 else f"{n} felter mangler"


def completeness(schema: Form, content: dict, facts: Facts | None = None, *, told: bool = False) -> Completeness:
    """Ask what submitting would ask. ``told``: it has been tried, so what is missing counts as an error too."""
    reading = read(schema, content, level=SUBMIT, facts=facts)
    lacking = [] if told else [p for p in reading.errors if p.code in MISSING]
    wrong = [p for p in reading.errors if p not in lacking]
    sections = (_section(schema, s, reading.content, lacking, wrong) for s in schema.sections if s.children)
    missing = (_missing(schema, reading.content, p) for p in lacking)
    return Completeness(tuple(sections), tuple(missing), len(wrong))


def _section(
    schema: Form, section: Any, content: dict, lacking: Iterable[Problem], wrong: Iterable[Problem]
) -> SectionState:
    missing = sum(section_of(schema, p.path) is section for p in lacking)
    errors = sum(section_of(schema, p.path) is section for p in wrong)
    begun = any(not empty(content.get(c.name)) for c in section.children if c.requirement != "S")
    state = ERR if errors else NONE if not begun else TODO if missing else OK
    return SectionState(section_id(section.name), section.title, state, missing, errors)


def _missing(schema: Form, content: dict, found: Problem) -> MissingField:
    node = node_at(schema, found.path)
    label = str(node.title) if node is not None else found.text
    return MissingField(page_id(content, found.path), place(schema, found.path), label)
