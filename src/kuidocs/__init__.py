"""kuidocs: structured meeting documents for a Danish municipality's youth effort."""

import os
from pathlib import Path
from typing import Any


def main(global_config: dict[str, str], **settings: str) -> Any:
    """Make the web application: the entry point that pserve and production servers call."""
    # Before anything compiles a template: compiled ones are kept, and threads do not compile the same one at once.
    cache = Path(settings.get("kuidocs.data", "var")).absolute() / "templates"
    cache.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("CHAMELEON_CACHE", str(cache))
    from .application import make_application

    return make_application(settings)
