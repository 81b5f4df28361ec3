"""Parts in cases learn which meetings they come from: who was asked to a meeting comes to its papers (R55)."""

from collections.abc import MutableMapping
from typing import Any

from ...usecases import involvement


def s0002_say_which_meetings(root: MutableMapping[str, Any]) -> None:
    """Compute the involvements of every case again."""
    for case in root["kuidocs"].sager.values():
        involvement.refresh(case)
