"""Logs as lines of facts, for a person or for a machine, and never with what somebody wrote (D45)."""

import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter

MOST_FRAMES = 12


def without_message(_logger: Any, _method: str, facts: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turn an exception into its kind and the places it went through; its message may hold what somebody wrote."""
    error = facts.pop("exc_info", None)
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
        facts["error"] = type(error).__name__
        facts["where"] = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    return facts


SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_message,
]


class JsonLines(ProcessorFormatter):
    """One JSON object on each line, also for what libraries log. Named in production.ini."""

    def __init__(self, *given: Any, **more: Any) -> None:
        # The file of settings passes a format, which these lines have no use for.
        super().__init__(structlog.processors.JSONRenderer(ensure_ascii=False), foreign_pre_chain=SHARED)


class PlainLines(ProcessorFormatter):
    """The same for a person at a terminal. Named in development.ini."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(structlog.dev.ConsoleRenderer(colors=False), foreign_pre_chain=SHARED)


def configure() -> None:
    """Send our own lines the way of the standard library, whose handlers the file of settings names."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
