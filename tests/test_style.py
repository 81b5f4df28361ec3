"""Functions and modules stay short, and what others call says what it does."""

import ast
from statistics import median, quantiles

import pytest

from tests.source import FUNCTIONS, ROOT, modules, tree

MOST_LINES_OF_A_MODULE = 400
MOST_LINES_OF_A_FUNCTION = 50
DOCUMENTED = ("domain", "services", "usecases")


def length(node: FUNCTIONS) -> int:
    """The lines of a function from its def to its end, the docstring left out."""
    docstring = node.body[0] if ast.get_docstring(node, clean=False) is not None else None
    lines_of_docstring = docstring.end_lineno - docstring.lineno + 1 if docstring else 0
    return node.end_lineno - node.lineno + 1 - lines_of_docstring


def lengths() -> dict[str, int]:
    """Every function of the package but the includeme tables, with its length."""
    return {
        f"{name}.{node.name}:{node.lineno}": length(node)
        for name, path in modules().items()
        for node in ast.walk(tree(path))
        if isinstance(node, FUNCTIONS) and node.name != "includeme"
    }


def test_functions_are_short():
    sizes = lengths()

    assert median(sizes.values()) <= 8
    assert quantiles(sizes.values(), n=10)[-1] <= 30
    assert {name: size for name, size in sizes.items() if size > MOST_LINES_OF_A_FUNCTION} == {}


def test_modules_are_short():
    files = [p for folder in ("src", "tests", "bench", "bin") for p in (ROOT / folder).rglob("*.py")]
    sizes = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in files}

    assert {name: size for name, size in sizes.items() if size > MOST_LINES_OF_A_MODULE} == {}


@pytest.mark.parametrize("part", DOCUMENTED)
def test_public_classes_and_functions_have_a_docstring(part):
    silent = [
        f"{name}.{node.name}"
        for name, path in modules().items()
        if name.split(".")[1:2] == [part]
        for node in tree(path).body
        if isinstance(node, (*FUNCTIONS.__args__, ast.ClassDef))
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_a_long_function_would_be_seen():
    body = "\n".join(f"    x = {n}" for n in range(60))

    assert length(ast.parse(f'def long():\n    """Say so."""\n{body}').body[0]) == 61
