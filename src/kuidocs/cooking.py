"""Templates are compiled one at a time.

A template is compiled when it is first asked for, and that is done in whichever thread asks. Python 3.11 counts in one
place for all threads how deep it stands in a syntax tree, so two that compile at once can make each other fail with a
SystemError: a page that is shown for the first time after a start was answered with 500.
"""

from functools import wraps
from threading import RLock

from chameleon.template import BaseTemplate

COOKING = RLock()
"""Held while a template is compiled."""


def one_at_a_time() -> None:
    """Let no two threads compile templates at once. Said twice, it is done once."""
    cook = BaseTemplate.cook
    if hasattr(cook, "__wrapped__"):
        return

    @wraps(cook)
    def alone(template: BaseTemplate, body: str) -> None:
        with COOKING:
            cook(template, body)

    BaseTemplate.cook = alone  # type: ignore[assignment, method-assign]
