"""A name for everything that decides the bytes of a PDF besides the document itself."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from kuidocs.assets import asset_root

PACKAGE = Path(__file__).parents[2]
CODE = (
    "domain/danish.py",
    "domain/meetings.py",
    "forms/edition.py",
    "forms/nodes.py",
    "forms/outline.py",
    "forms/shape.py",
    "forms/types.py",
)
"""Code outside this folder that decides what is printed."""


def fingerprint(tools: Mapping[str, str]) -> str:
    """Hash the versions of the tools with the files."""
    named = "\n".join(f"{name}={version}" for name, version in sorted(tools.items()))
    return hashlib.sha256(f"{named}\n{files()}".encode()).hexdigest()


@lru_cache(maxsize=1)
def files() -> str:
    """Hash the templates, styles, drawings and fonts, and the code that fills them."""
    found = hashlib.sha256()
    templates = asset_root("templates") / "pdf"
    for name, path in sorted(_printed(templates) | _code()):
        found.update(f"{name}\0{path.stat().st_size}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def _printed(templates: Path) -> set[tuple[str, Path]]:
    return {(path.relative_to(templates).as_posix(), path) for path in templates.rglob("*") if path.is_file()}


def _code() -> set[tuple[str, Path]]:
    own = (path.relative_to(PACKAGE).as_posix() for path in Path(__file__).parent.glob("*.py"))
    return {(name, PACKAGE / name) for name in (*CODE, *own)}
