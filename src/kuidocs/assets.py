"""Where templates/ and static/ are: beside src/ in a checkout, inside the package in a wheel."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # PDF workers and Deform ask for folders too and need no web framework.
    from pyramid.config import Configurator

FOLDERS = ("templates", "static")


def asset_root(name: str) -> Path:
    """Return the folder on disk. Whatever has no request (PDF, Deform, workers) asks here, never by asset spec."""
    built = Path(__file__).parent / name
    return built if built.is_dir() else Path(__file__).parents[2] / name


def includeme(config: "Configurator") -> None:
    """Let ``kuidocs:templates/x.pt`` and ``kuidocs:static/x.css`` mean the same in a checkout as in a wheel."""
    for name in FOLDERS:
        if not (Path(__file__).parent / name).is_dir():
            config.override_asset(f"kuidocs:{name}/", f"{asset_root(name)}/")
