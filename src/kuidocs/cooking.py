"""Templates are compiled one at a time, and what is kept of them on the disk is never needed.

A template is compiled when it is first asked for, and that is done in whichever thread asks. Python 3.11 counts in one
place for all threads how deep it stands in a syntax tree, so two that compile at once can make each other fail with a
SystemError: a page that is shown for the first time after a start was answered with 500.

What was compiled is kept on the disk. When that is full, Python 3.11 leaves half a file there and says nothing, and the
page would be answered with 500 for ever, also when there is room again.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from importlib.util import cache_from_source
from pathlib import Path
from threading import RLock
from typing import Any

from chameleon.loader import MemoryLoader, ModuleLoader
from chameleon.template import BaseTemplate

COOKING = RLock()
"""Held while a template is compiled."""


def one_at_a_time() -> None:
    """Let no two threads compile templates at once, nor any need the disk for it. Said twice, it is done once."""
    cook = BaseTemplate.cook
    if hasattr(cook, "__wrapped__"):
        return

    @wraps(cook)
    def alone(template: BaseTemplate, body: str) -> None:
        with COOKING:
            cook(template, body)

    BaseTemplate.cook = alone  # type: ignore[assignment, method-assign]
    ModuleLoader.get = _whole_or_none(ModuleLoader.get)  # type: ignore[method-assign]
    ModuleLoader.build = _on_disk_or_in_memory(ModuleLoader.build)  # type: ignore[method-assign]


def _whole_or_none(get: Callable[..., Any]) -> Callable[..., Any]:
    """Let a kept template that cannot be read be compiled again."""

    @wraps(get)
    def found(loader: ModuleLoader, filename: str) -> Any:
        try:
            return get(loader, filename)
        except Exception:
            # Half a file fails in many ways: no end, no number, no syntax.
            _thrown_away(loader, filename)
            return None

    return found


def _on_disk_or_in_memory(build: Callable[..., Any]) -> Callable[..., Any]:
    """Let a template that cannot be kept be compiled for this process alone."""

    @wraps(build)
    def built(loader: ModuleLoader, source: str, filename: str) -> dict[str, Any]:
        try:
            return build(loader, source, filename)
        except Exception:
            _thrown_away(loader, filename)
            return MemoryLoader().build(source, filename)

    return built


def _thrown_away(loader: ModuleLoader, filename: str) -> None:
    path = (Path(loader.path) / filename).with_suffix(".py")
    for one in (path, Path(cache_from_source(str(path)))):
        with suppress(OSError):
            one.unlink(missing_ok=True)
