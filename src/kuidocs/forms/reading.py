"""From a cstruct, out of a form post or a JSON file, to content and a list of problems. The only way in.

Draft asks Colander for types only. Submit also asks for what is required and runs the rules on everything that
could be read, so that all problems are told at once (Colander itself stops before the rules at the first mistake).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import colander

from ..domain.problems import Path, Problem, problem
from ..domain.rules import Facts, excused, run
from .nodes import SKIPPED, Fields, Form, Group, Rows
from .places import document_order, node_at
from .shape import NewId, id_from, random_id, tidied
from .types import Wrong

__all__ = [
    "DRAFT",
    "SUBMIT",
    "Facts",
    "Reading",
    "Upgraded",
    "id_from",
    "keep_system",
    "node_at",
    "random_id",
    "read",
    "split_facts",
    "upgrade",
]

DRAFT, SUBMIT = "draft", "submit"
LIFTED = {"required", "must_be_yes"}  # what a section that is not relevant no longer asks for (D12)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. ``content`` is the canonical cstruct; when types are wrong it is kept as it was written."""

    content: dict
    typed: dict
    problems: list[Problem]

    @property
    def errors(self) -> list[Problem]:
        return [p for p in self.problems if not p.warning]

    @property
    def ok(self) -> bool:
        return not self.errors


def read(
    schema: Form,
    cstruct: object,
    *,
    level: str = DRAFT,
    facts: Facts | None = None,
    new_id: NewId | None = None,
) -> Reading:
    """Read a cstruct against the schema of its own edition."""
    problems: list[Problem] = []
    tidy = tidied(schema, cstruct, problems, new_id or random_id)
    typed, wrong = _types(schema, tidy)
    problems += wrong
    taken = {p.path for p in problems}
    found = _submitted(schema, typed, facts or Facts()) if level == SUBMIT else _required(schema, typed, "K")
    problems += [p for p in found if not any(p.path[:n] in taken for n in range(1, len(p.path) + 1))]
    content = tidy if wrong else plain(schema.serialize(typed))
    return Reading(content, typed, [labelled(schema, p) for p in _ordered(schema, problems)])


def _ordered(schema: Form, problems: Iterable[Problem]) -> list[Problem]:
    """Tell each problem once, though two rules may find it, in the order of the form."""
    return sorted(dict.fromkeys(problems), key=lambda found: document_order(schema, found.path))


# Colander: types


def _types(schema: Form, cstruct: dict) -> tuple[dict, list[Problem]]:
    """Give the typed content, and what could not be read; the rest is read without it."""
    try:
        return schema.deserialize(cstruct), []
    except colander.Invalid as invalid:
        wrong = list(_flat(invalid, ()))
        kept = _without(cstruct, {p.path for p in wrong})
        return schema.deserialize(kept), wrong


def _flat(invalid: colander.Invalid, path: Path) -> Iterator[Problem]:
    if isinstance(invalid, Wrong):
        yield Problem(path, invalid.code, invalid.msg)
    for child in invalid.children:
        yield from _flat(child, (*path, child.pos if child.positional else child.node.name))


def _without(value: Any, paths: set[Path], here: Path = ()) -> Any:
    if isinstance(value, dict):
        return {k: _without(v, paths, (*here, k)) for k, v in value.items() if (*here, k) not in paths}
    if isinstance(value, list):
        return [_without(v, paths, (*here, i)) for i, v in enumerate(value)]
    return value


def plain(value: Any) -> Any:
    """Take Colander's null out of a cstruct, for it is not JSON, and groups in which nothing is left."""
    if isinstance(value, dict):
        return {k: kept for k, v in value.items() if v is not colander.null and (kept := plain(v)) != {}}
    return [plain(v) for v in value if v is not colander.null] if isinstance(value, list) else value


# After Colander: required, limits, rules, labels


def _submitted(schema: Form, typed: dict, facts: Facts) -> Iterator[Problem]:
    """Find what is missing, and what the rules say; in a section that is not relevant they may not ask for more."""
    waived = excused(schema.rule_calls, typed, facts)
    yield from (p for p in _required(schema, typed, "KR") if len(p.path) > 1 or p.path[0] not in waived)
    lifted = {child.name for section in _skipped(schema, typed) for child in section.children}
    for found in run(schema.rule_calls, typed, facts):
        if found.hard or found.code not in LIFTED or not found.path or found.path[0] not in lifted:
            yield found


def _skipped(schema: Form, typed: dict) -> list:
    """List the sections of which somebody has said why they are not relevant."""
    return [section for section in schema.sections if section.skippable and typed.get(SKIPPED + section.name)]


def _required(schema: Form, typed: dict, levels: str, excused: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """Find what every section lacks, but for those that are not relevant and fields that a rule excuses (D11)."""
    skipped = _skipped(schema, typed)
    for section in schema.sections:
        if section not in skipped:
            found = _missing(section, typed, levels, ())
            yield from (p for p in found if p.code != "required" or len(p.path) > 1 or p.path[0] not in excused)


def _missing(node: Fields, content: dict, levels: str, path: Path) -> Iterator[Problem]:
    """Find what is required and absent, too short or not yes, also inside rows."""
    for child in node.children:
        value, here = content.get(child.name), (*path, child.name)
        if value is None:
            if child.requirement in levels:
                yield problem(here, "required")
            continue
        if "R" in levels:
            yield from _limits(child, value, here)
        if isinstance(child, Rows):
            for number, row in enumerate(value):
                yield from _missing(child.row, row, levels, (*here, number))
        elif isinstance(child, Group):
            yield from _missing(child.row, value, levels, here)


def _limits(node: Any, value: Any, path: Path) -> Iterator[Problem]:
    if getattr(node, "must", None) and value is not True:
        yield problem(path, "must_be_yes")
    least, most = getattr(node, "min", None), getattr(node, "max", None)
    if isinstance(value, int):
        if least is not None and value < least:
            yield problem(path, "too_low", n=least)
        if most is not None and value > most:
            yield problem(path, "too_high", n=most)
    elif least is not None and len(value) < least:
        yield problem(path, "too_short" if isinstance(value, str) else "too_few", n=least)


def labelled(schema: Form, found: Problem) -> Problem:
    """Put the label that the field has in this edition into the sentence of a problem."""
    if "{felt}" not in found.text:
        return found
    node = node_at(schema, found.path)
    label = node.title if node is not None else found.path[-1] if found.path else schema.title
    return replace(found, text=found.text.replace("{felt}", str(label)))


# What only the system may write


def keep_system(node: Fields, base: dict, new: dict) -> dict:
    """Give the new content with what only the system writes as it stands in the base, row by row id.

    That is every system field, and the id behind a person's name as long as the name is the same: neither is in
    the page's form, so neither can be lost or forged there.
    """
    result = {}
    for child in node.children:
        kept = kept_system(child, base.get(child.name), new.get(child.name))
        if kept is not None:
            result[child.name] = kept
    return result


def kept_system(child: Any, old: Any, new: Any) -> Any:
    """Give the new value of one field, with what only the system writes in it as it stands in the old one."""
    if child.type_name == "row_id":
        return new
    if child.requirement == "S":
        return old
    if isinstance(child, Rows) and isinstance(new, list):
        before = {row["rid"]: row for row in old or ()}
        return [keep_system(child.row, before.get(r.get("rid"), {}), r) if isinstance(r, dict) else r for r in new]
    if isinstance(child, Group) and isinstance(new, dict):
        return keep_system(child.row, old or {}, new)
    if child.type_name == "person":
        return _same_person(old, new)
    return new


def _same_person(old: Any, new: Any) -> Any:
    text = new.get("text") if isinstance(new, dict) else new
    if isinstance(old, dict) and old.get("text") == text:
        return old
    return {"text": text} if isinstance(new, dict) else new


class Upgraded(NamedTuple):
    """Draft content in a later edition, the labels of the fields gained, and of those that had text and are gone."""

    content: dict
    gained: list[str]
    lost: list[str]


def upgrade(old_schema: Form, new_schema: Form, content: dict) -> Upgraded:
    """Carry draft content to a later edition."""
    problems: list[Problem] = []
    carried = tidied(new_schema, content, problems, random_id)
    lost = [labelled(old_schema, Problem(p.path, p.code, "{felt}")).text for p in _ordered(old_schema, problems)]
    before = set(_labels(old_schema))
    gained = [label for path, label in _labels(new_schema).items() if path not in before]
    return Upgraded(carried, gained, list(dict.fromkeys(lost)))


def _labels(node: Fields, before: Path = ()) -> dict[Path, str]:
    """Give the label of every field by its path without row numbers."""
    found = {}
    for child in node.children:
        found[(*before, child.name)] = child.title
        if isinstance(child, Group):
            found |= _labels(child.row, (*before, child.name))
    return found


def split_facts(node: Fields, data: dict, path: Path = ()) -> tuple[dict, list[tuple[Path, object]]]:
    """Part an imported mapping into content and facts, which are what happened after submission (D1)."""
    fields = {f.name: f for f in node.fields}
    content: dict = {}
    facts: list[tuple[Path, object]] = []
    for name, value in data.items():
        child, here = fields.get(name), (*path, name)
        if child is not None and child.fact:
            facts.append((here, value))
        elif isinstance(child, Rows) and isinstance(value, list):
            content[name] = [_split(child.row, row, (*here, i), facts) for i, row in enumerate(value)]
        else:
            content[name] = _split(child.row, value, here, facts) if isinstance(child, Group) else value
    return content, facts


def _split(node: Fields, value: object, path: Path, facts: list[tuple[Path, object]]) -> object:
    if not isinstance(value, dict):
        return value
    content, found = split_facts(node, value, path)
    facts += found
    return content
