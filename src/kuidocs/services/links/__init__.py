"""Whether links still lead somewhere."""

from .api import GONE, GOOD, REFUSED, STATES, UNREACHABLE, LinkChecker
from .web import WebLinks

__all__ = ["GONE", "GOOD", "REFUSED", "STATES", "UNREACHABLE", "LinkChecker", "WebLinks"]
