"""The steps, in order.

A step is a function of the ZODB root in a module of its own, ``s0001_what_it_does.py``, with a docstring whose first
line says what it does. Its name is never changed and it is never taken out of the list.
"""

from collections.abc import Callable, MutableMapping
from typing import Any

from .s0001_add_clusters import s0001_add_clusters
from .s0002_say_which_meetings import s0002_say_which_meetings

STEPS: tuple[Callable[[MutableMapping[str, Any]], None], ...] = (s0001_add_clusters, s0002_say_which_meetings)
