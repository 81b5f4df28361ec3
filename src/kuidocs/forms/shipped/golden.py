"""The shipped editions as JSON files: what is loaded and run (D13); the classes beside them are how they are written.

A difference between a class and its file is a change of the form. Before the first release it is announced by
``python -m kuidocs.forms.shipped --write``; after it, a form gets the next number in EDITIONS and a file of its own.
"""

from datetime import date
from pathlib import Path

from ..edition import Edition, publish, shipped
from . import SHIPPED
from .cluster import CLUSTER

PUBLISHER = "kuidocs"
EFFECTIVE = date(2026, 1, 1)
PROVISIONAL = frozenset({"kui.agenda.coordination"})
"""Seed 2 says of this agenda that it »kommer senere« (R38); ours is a proposal until then."""
EVERY = SHIPPED | CLUSTER
FOLDER = Path(__file__).parent


def golden(form_key: str) -> Edition:
    """Make edition 1 of a form from its class."""
    return publish(
        shipped(EVERY[form_key]),
        number=1,
        effective=EFFECTIVE,
        by=PUBLISHER,
        provisional=form_key in PROVISIONAL,
    )


def golden_path(form_key: str) -> Path:
    """Name the file of a form."""
    return FOLDER / f"{form_key}.json"


def differing() -> list[str]:
    """List the forms whose file is missing or says something else than the class."""
    return [key for key in EVERY if _written(key) != golden(key).text]


def _written(form_key: str) -> str | None:
    path = golden_path(form_key)
    return path.read_text(encoding="utf-8") if path.exists() else None


def write() -> None:
    """Write every file anew, without a line end: the bytes are the canonical text that is hashed."""
    for key in EVERY:
        golden_path(key).write_text(golden(key).text, encoding="utf-8")
