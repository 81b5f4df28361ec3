"""Reads the code and lists the kind of every event that it can write."""

import ast
import importlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from kuidocs.domain import case_states, timers
from kuidocs.usecases import cases
from tests.source import SRC

PACKAGE = SRC / "kuidocs"
WRITERS = {
    "note_read": (0, "kind", "{}"),
    "event": (1, "kind", "{}"),
    "moved": (2, "name", "{}"),
    "fact": (1, "kind", "document.{}"),
    "AuditEvent": (2, "kind", "{}"),
}
"""The functions by which an event is written: the place and the name of the kind among the arguments, and how it is
put into the name of the event."""
TABLES = {
    ("usecases/cases.py", "_moved"): {*cases.FACTS.values(), *(to for _, to in case_states.BEGINS.values())},
    ("usecases/cases.py", "_appointed"): frozenset(cases.APPOINTED),
    ("usecases/timekeeping.py", "tell"): frozenset(move.act for move in timers.MOVES),
}
"""Functions whose kinds are the words of a table, because they are given one of its rows."""
THEMSELVES = {"usecases/acting.py", "jobs/tailing.py", "views/layout.py"}
"""The modules in which those functions stand, and the one that copies events that were written."""


@lru_cache(maxsize=1)
def _trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


@lru_cache(maxsize=1)
def kinds() -> frozenset[str]:
    """List every kind."""
    return frozenset(kind for path, tree in _trees().items() if not _itself(path) for kind in _of_module(path, tree))


def _itself(path: Path) -> bool:
    return path.relative_to(PACKAGE).as_posix() in THEMSELVES


def _of_module(path: Path, tree: ast.Module) -> Iterator[str]:
    for scope, call in _calls(tree):
        if (writer := WRITERS.get(_name(call.func))) is not None:
            place, name, form = writer
            argument = _argument(call, place, name)
            if argument is not None:
                yield from (form.format(value) for value in values(argument, path, scope))


def _calls(tree: ast.AST, scope: tuple = ()) -> Iterator[tuple[tuple, ast.Call]]:
    for node in ast.iter_child_nodes(tree):
        inner = (*scope, node) if isinstance(node, ast.FunctionDef | ast.ClassDef) else scope
        if isinstance(node, ast.Call):
            yield inner, node
        yield from _calls(node, inner)


def _name(func: ast.expr) -> str:
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""


def _argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    named = [one.value for one in call.keywords if one.arg == name]
    return named[0] if named else call.args[place] if len(call.args) > place else None


def values(node: ast.expr, path: Path, scope: tuple) -> set[str]:
    """Return every text that an expression can be; what cannot be read is an error of this test."""
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        return values(node.body, path, scope) | values(node.orelse, path, scope)
    if isinstance(node, ast.JoinedStr):
        parts = [values(one.value if isinstance(one, ast.FormattedValue) else one, path, scope) for one in node.values]
        return {"".join(parts) for parts in product(*parts)}
    if isinstance(node, ast.Name | ast.Attribute):
        return _named(node, path, scope)
    raise AssertionError(f"{path}:{node.lineno}: the kind of an event is written so that no test can read it")


def _module(path: Path) -> Any:
    return importlib.import_module(".".join(path.relative_to(SRC).with_suffix("").parts))


def _named(node: ast.Name | ast.Attribute, path: Path, scope: tuple) -> set[str]:
    """A parameter is what the callers give; a local name what it is set to; else a constant of a module."""
    if isinstance(node, ast.Name):
        for place in reversed(scope):
            if isinstance(place, ast.FunctionDef):
                if (found := _parameter(place, node.id, path)) is not None:
                    return found
                if found := _set_here(place, node.id, path, scope) | _counted_through(place, node.id, path):
                    return found
    elif ast.unparse(node.value) == "self":
        return {text for value in _of_classes(path, node.attr) for text in values(value, path, ())}
    value = _module(path)
    for part in ast.unparse(node).split("."):
        value = getattr(value, part)
    assert isinstance(value, str), f"{path}:{node.lineno}: {ast.unparse(node)}"
    return {value}


def _of_classes(path: Path, name: str) -> Iterator[ast.expr]:
    """Go through what the classes of a module set an attribute to, alone or together with others."""
    for place in ast.walk(_trees()[path]):
        for line in place.body if isinstance(place, ast.ClassDef) else ():
            if isinstance(line, ast.Assign):
                target = line.targets[0]
                names = [ast.unparse(one) for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
                given = line.value.elts if isinstance(line.value, ast.Tuple) and len(names) > 1 else [line.value]
                yield from (value for each, value in zip(names, given, strict=True) if each == name)


def _parameter(place: ast.FunctionDef, name: str, path: Path) -> set[str] | None:
    if (table := TABLES.get((path.relative_to(PACKAGE).as_posix(), place.name))) is not None:
        return set(table)
    given = [*place.args.args, *place.args.kwonlyargs]
    names = [one.arg for one in given]
    if name not in names:
        return None
    method = names[0] == "self"
    found: set[str] = set()
    for other, tree in _trees().items():
        for scope, call in _calls(tree):
            near = other == path or not (place.name.startswith("_") or not _imports(other, path))
            if _name(call.func) == place.name and near:
                argument = _argument(call, names.index(name) - method, name)
                found |= values(argument, other, scope) if argument is not None else set()
    return found


def _imports(other: Path, path: Path) -> bool:
    return path.stem in other.read_text("utf-8")


def _counted_through(place: ast.FunctionDef, name: str, path: Path) -> set[str]:
    """The keys of a mapping that is written out in the function, where the name goes through them."""
    loops = [one for one in ast.walk(place) if isinstance(one, ast.For) and ast.unparse(one.target) == name]
    inside = {one.id for loop in loops for one in ast.walk(loop.iter) if isinstance(one, ast.Name)}
    found: set[str] = set()
    for node in ast.walk(place):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and ast.unparse(node.targets[0]) in inside:
            found |= {text for key in node.value.keys if key for text in values(key, path, (place,))}
    return found


def _set_here(place: ast.FunctionDef, name: str, path: Path, scope: tuple) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(place):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            found |= values(node.value, path, scope)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            names = [t.id for t in node.targets[0].elts if isinstance(t, ast.Name)]
            if name in names and isinstance(node.value, ast.Tuple):
                found |= values(node.value.elts[names.index(name)], path, scope)
    return found
