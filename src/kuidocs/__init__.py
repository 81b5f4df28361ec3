"""kuidocs: structured meeting documents for a Danish municipality's youth effort."""

import os
import sys
from typing import Any

from .config import Settings, SettingsError, read_settings
from .domain.errors import KuiError


def main(global_config: dict[str, str], **given: str) -> Any:
    """Make the web application: the entry point that pserve and production servers call.

    Whatever stops the start is told in a sentence, without a traceback.
    """
    try:
        settings = read_settings(given)
        _keep_compiled_templates(settings)
        # Imported only now, because the template language reads the environment when it is imported.
        from . import logs
        from .application import make_application

        logs.configure()
        return make_application(settings)
    except (KuiError, SettingsError) as refused:
        sys.exit(f"kuidocs: {refused}")


def _keep_compiled_templates(settings: Settings) -> None:
    """Keep them over restarts; threads then need not compile the same one at once."""
    cache = settings.data / "templates"
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.setdefault("CHAMELEON_CACHE", str(cache))
