"""The project's own source as syntax trees, for the tests that read it."""

import ast
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


def module_name(path: Path) -> str:
    """Return the dotted name of a file under src/."""
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@lru_cache(maxsize=1)
def modules() -> dict[str, Path]:
    """Find every module of the package, by its dotted name."""
    return {module_name(path): path for path in sorted((SRC / "kuidocs").rglob("*.py"))}


@cache
def tree(path: Path) -> ast.Module:
    """Parse a file once."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(name: str, *, at_import: bool = False) -> set[str]:
    """List what a module imports, as dotted names; ``at_import`` leaves out imports inside functions."""
    nodes = _outside_functions(tree(modules()[name])) if at_import else ast.walk(tree(modules()[name]))
    return {found for node in nodes for found in _imported(node, name)}


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, FUNCTIONS):
            yield child
            yield from _outside_functions(child)


def _imported(node: ast.AST, name: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = _absolute(node, name)
        for alias in node.names:
            inside = f"{base}.{alias.name}"
            yield inside if inside in modules() else base


def _absolute(node: ast.ImportFrom, name: str) -> str:
    if not node.level:
        return node.module or ""
    is_package = modules()[name].name == "__init__.py"
    above = name.split(".")[: len(name.split(".")) - node.level + is_package]
    return ".".join([*above, *([node.module] if node.module else [])])


def strings(node: ast.AST) -> Iterator[ast.Constant]:
    """Find the string constants of a tree, but for docstrings of modules, classes, functions and attributes."""
    docs = {id(found.value) for found in ast.walk(node) if isinstance(found, ast.Expr)}
    for found in ast.walk(node):
        if isinstance(found, ast.Constant) and isinstance(found.value, str) and id(found) not in docs:
            yield found
