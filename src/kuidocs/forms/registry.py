"""The editions that leave the factory: the golden JSON files under shipped/ (D13)."""

from functools import lru_cache
from pathlib import Path

from .edition import Edition, EditionRefused, proved

FOLDER = Path(__file__).parent / "shipped"


CLUSTER = "klynge."
"""How the keys of the forms of cluster meetings begin; they are no business of the others (R80)."""


@lru_cache(maxsize=1)
def every_edition() -> dict[str, Edition]:
    """Load edition 1 of every form that leaves the factory, by form key."""
    return {path.stem: load(path) for path in sorted(FOLDER.glob("*.json"))}


@lru_cache(maxsize=1)
def shipped_editions() -> dict[str, Edition]:
    """Return those of the papers of young people's cases."""
    return {key: edition for key, edition in every_edition().items() if not key.startswith(CLUSTER)}


@lru_cache(maxsize=1)
def cluster_editions() -> dict[str, Edition]:
    """Return those of the papers of cluster meetings."""
    return {key: edition for key, edition in every_edition().items() if key.startswith(CLUSTER)}


def load(path: Path) -> Edition:
    """Load one golden file. Its name is the form's key, and it must build a schema that says the same."""
    edition = proved(Edition.from_text(path.read_text(encoding="utf-8")))
    if edition.form != path.stem:
        raise EditionRefused(f"{path.name} holds the form {edition.form}")
    return edition
