"""From a cstruct, out of a form post or a JSON file, to content and a list of problems. The only way in.

Draft asks Colander for types only. Submit also asks for what is required and runs the rules on everything that
could be read, so that all problems are told at once (Colander itself stops before the rules at the first mistake).
"""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import colander

from ..domain.problems import Path, Problem, problem
from ..domain.rules import Facts, run
from .nodes import SKIPPED, Group, Rows
from .types import EMPTY, ROW_ID, Wrong

DRAFT, SUBMIT = "draft", "submit"
NewId = Callable[[Path], str]


@dataclass(frozen=True)
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


def read(schema, cstruct, *, level=DRAFT, facts: Facts | None = None, new_id: NewId | None = None) -> Reading:
    """Read a cstruct against the schema of its own edition."""
    problems: list[Problem] = []
    tidy = _tidy_mapping(schema, cstruct, (), problems, new_id or random_id) or {}
    typed, wrong = _types(schema, tidy)
    problems += wrong
    taken = {p.path for p in problems}
    if level == SUBMIT:
        found = [*required(schema, typed, "KR"), *run(schema.rule_calls, typed, facts or Facts())]
    else:
        found = list(required(schema, typed, "K"))
    problems += [p for p in found if not any(p.path[:n] in taken for n in range(1, len(p.path) + 1))]
    content = tidy if wrong else plain(schema.serialize(typed))
    return Reading(content, typed, [labelled(schema, p) for p in problems])


def random_id(path: Path) -> str:
    return secrets.token_hex(6)


def id_from(external_id: str) -> NewId:
    """Row ids for an import: the same file gives the same ids."""
    return lambda path: hashlib.blake2s(repr((external_id, path)).encode(), digest_size=6).hexdigest()


# --- before Colander: shape ------------------------------------------------------------------------------------------

def _tidy(node, value, path: Path, problems: list, new_id):
    if isinstance(node, Rows):
        return _tidy_rows(node, value, path, problems, new_id)
    if isinstance(node, Group):
        return _tidy_mapping(node.row, value, path, problems, new_id)
    return list(value) if isinstance(value, tuple) else value


def _tidy_mapping(node, value, path: Path, problems: list, new_id):
    """The known, filled fields of a mapping; the unknown ones become problems, never content."""
    if not isinstance(value, dict):
        return None if value in EMPTY else _misshapen(problems, path, "group", value)
    names = {child.name: child for child in node.children}
    problems += [problem((*path, name), "unknown", felt=name) for name in value if name not in names]
    found = {name: _tidy(names[name], each, (*path, name), problems, new_id)
             for name, each in value.items() if name in names and not _empty(each)}
    return {name: each for name, each in found.items() if not _empty(each)} or None


def _tidy_rows(node, value, path: Path, problems: list, new_id):
    """The rows in which something is written, each with a row id of its own."""
    if not isinstance(value, (list, tuple)):
        return _misshapen(problems, path, "rows", value)
    if len(value) > node.max:
        return _misshapen(problems, path, "too_many", value, n=node.max)
    rows, seen = [], set()
    for raw in value:
        row = _tidy_mapping(node.row, raw, (*path, len(rows)), problems, new_id)
        if row is None or (isinstance(row, dict) and set(row) == {"rid"}):
            continue
        if isinstance(row, dict):
            if not _usable(row.get("rid")) or row["rid"] in seen:
                row["rid"] = new_id((*path, len(rows)))
            seen.add(row["rid"])
        rows.append(row)
    return rows or None


def _usable(row_id) -> bool:
    return isinstance(row_id, str) and ROW_ID.fullmatch(row_id) is not None


def _empty(value) -> bool:
    return value in EMPTY or (isinstance(value, str) and not value.strip())


def _misshapen(problems: list, path: Path, code: str, value, **values):
    problems.append(problem(path, code, **values))
    return None


# --- Colander: types ------------------------------------------------------------------------------------------------

def _types(schema, cstruct: dict) -> tuple[dict, list[Problem]]:
    """The typed content, and what could not be read; the rest is read without it."""
    try:
        return schema.deserialize(cstruct), []
    except colander.Invalid as invalid:
        wrong = list(_flat(invalid, ()))
        kept = _without(cstruct, {p.path for p in wrong})
        return schema.deserialize(kept), wrong


def _flat(invalid: colander.Invalid, path: Path) -> Iterator[Problem]:
    if isinstance(invalid, Wrong):
        yield Problem(path, invalid.code, invalid.msg)
    elif invalid.msg is not None:  # Colander's own words are English and never shown
        yield problem(path, "rows" if isinstance(invalid.node, Rows) else "group")
    for child in invalid.children:
        yield from _flat(child, (*path, child.pos if child.positional else child.node.name))


def _without(value, paths: set[Path], here: Path = ()):
    if isinstance(value, dict):
        return {k: _without(v, paths, (*here, k)) for k, v in value.items() if (*here, k) not in paths}
    if isinstance(value, list):
        return [_without(v, paths, (*here, i)) for i, v in enumerate(value)]
    return value


def plain(value):
    """A cstruct without Colander's null, which is not JSON."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items() if v is not colander.null and v != {}}
    return [plain(v) for v in value] if isinstance(value, list) else value


# --- after Colander: required, limits, labels -----------------------------------------------------------------------

def required(schema, typed: dict, levels: str) -> Iterator[Problem]:
    """What is missing, section by section; a section that says why it is not relevant demands nothing."""
    for section in schema.sections:
        if not typed.get(SKIPPED + section.name):
            yield from missing(section, typed, levels)


def missing(node, content: dict, levels: str, path: Path = ()) -> Iterator[Problem]:
    """What is required and absent, too short or not yes, also inside rows."""
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
                yield from missing(child.row, row, levels, (*here, number))
        elif isinstance(child, Group):
            yield from missing(child.row, value, levels, here)


def _limits(node, value, path: Path) -> Iterator[Problem]:
    if getattr(node, "must", None) and value is not True:
        yield problem(path, "must_be_yes")
    if getattr(node, "min", None) is None:
        return
    if isinstance(value, int):
        if value < node.min:
            yield problem(path, "too_low", n=node.min)
    elif len(value) < node.min:
        yield problem(path, "too_short" if isinstance(value, str) else "too_few", n=node.min)


def labelled(schema, found: Problem) -> Problem:
    """The problem with the label that the field has in this edition."""
    node = node_at(schema, found.path)
    label = node.title if node is not None else found.path[-1] if found.path else schema.title
    return Problem(found.path, found.code, found.text.replace("{felt}", str(label)), found.warning)


def node_at(schema, path: Path):
    """The node that a path of names and row numbers leads to, or None."""
    node = schema
    for step in path:
        inside = node.row if isinstance(node, Group) else node
        node = inside if isinstance(step, int) else next((c for c in inside.children if c.name == step), None)
        if node is None:
            return None
    return node


# --- what only the system may write ---------------------------------------------------------------------------------

def keep_system(node, base: dict, new: dict) -> dict:
    """The new content with every system field as it stands in the base, row by row id."""
    result = dict(new)
    for child in node.children:
        old = base.get(child.name)
        if child.name != "rid" and child.requirement == "S":
            result.pop(child.name, None)
            result |= {child.name: old} if old is not None else {}
        elif isinstance(child, Rows) and child.name in result:
            before = {row["rid"]: row for row in old or ()}
            result[child.name] = [keep_system(child.row, before.get(r["rid"], {}), r) for r in result[child.name]]
        elif isinstance(child, Group) and child.name in result:
            result[child.name] = keep_system(child.row, old or {}, result[child.name])
    return {child.name: result[child.name] for child in node.children if child.name in result}


def upgrade(old_schema, new_schema, content: dict) -> tuple[dict, list[str]]:
    """Draft content carried to a later edition, and the labels of the fields that had text and are gone."""
    problems: list[Problem] = []
    carried = _tidy_mapping(new_schema, content, (), problems, random_id) or {}
    return carried, [labelled(old_schema, Problem(p.path, p.code, "{felt}")).text for p in problems]


def split_facts(node, data: dict, path: Path = ()) -> tuple[dict, list[tuple[Path, object]]]:
    """An imported mapping parted into content and facts, which are what happened after submission (D1)."""
    fields = {f.name: f for f in node.fields}
    content, facts = {}, []
    for name, value in data.items():
        child, here = fields.get(name), (*path, name)
        if child is not None and child.fact:
            facts.append((here, value))
        elif isinstance(child, Rows) and isinstance(value, list):
            content[name] = [_split(child.row, row, (*here, i), facts) for i, row in enumerate(value)]
        else:
            content[name] = _split(child.row, value, here, facts) if isinstance(child, Group) else value
    return content, facts


def _split(node, value, path: Path, facts: list):
    if not isinstance(value, dict):
        return value
    content, found = split_facts(node, value, path)
    facts += found
    return content
