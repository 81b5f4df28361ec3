"""What time it is; the only place that asks the machine."""

from kuidocs.services.clock.api import COPENHAGEN, Clock
from kuidocs.services.clock.fixed import FixedClock
from kuidocs.services.clock.system import SystemClock

__all__ = ["COPENHAGEN", "Clock", "FixedClock", "SystemClock"]
