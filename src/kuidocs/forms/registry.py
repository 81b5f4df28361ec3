"""The editions that leave the factory: the golden JSON files under shipped/ (D13)."""

from functools import lru_cache
from pathlib import Path

from .edition import Edition, EditionRefused, proved

FOLDER = Path(__file__).parent / "shipped"


@lru_cache(maxsize=1)
def shipped_editions() -> dict[str, Edition]:
    """Load edition 1 of every shipped form, by form key."""
    return {path.stem: load(path) for path in sorted(FOLDER.glob("*.json"))}


def load(path: Path) -> Edition:
    """Load one golden file. Its name is the form's key, and it must build a schema that says the same."""
    edition = proved(Edition.from_text(path.read_text(encoding="utf-8")))
    if edition.form != path.stem:
        raise EditionRefused(f"{path.name} holds the form {edition.form}")
    return edition
