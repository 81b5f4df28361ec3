"""The rules that forms name, one module per subject. Importing this package registers them all."""

from . import (  # noqa: F401
    agenda,
    clarification,
    cluster,
    consent,
    covered,
    dates,
    deciding,
    followup,
    goals,
    notice,
    numbering,
    people,
    plan,
    privacy,
)
from .base import RULES, Facts, LoggedDecision, OpenTask, excused, explanation, is_hard, rule, run
from .computed import computed

__all__ = [
    "RULES",
    "Facts",
    "LoggedDecision",
    "OpenTask",
    "computed",
    "excused",
    "explanation",
    "is_hard",
    "rule",
    "run",
]
