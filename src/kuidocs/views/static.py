"""Static files: cached for a year, under addresses that change when the files do."""

import hashlib
from typing import Any

from pyramid.static import QueryStringConstantCacheBuster

from ..assets import asset_root

YEAR = 365 * 24 * 3600


def fingerprint() -> str:
    """Hash all static files, so that a changed one gets a new address."""
    root = asset_root("static")
    found = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file():
            found.update(str(path.relative_to(root)).encode())
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def includeme(config: Any) -> None:
    """Serve static/ at /static; these files are the same for everybody and hold nothing about anybody."""
    config.add_static_view("static", "kuidocs:static", cache_max_age=YEAR, permission="__no_permission_required__")
    config.add_cache_buster("kuidocs:static", QueryStringConstantCacheBuster(fingerprint()))
