"""``/kalender``: the own calendar, and under it the secret addresses to which other calendars subscribe."""

from typing import Any

CALENDAR = "kalender"
SUFFIX = ".ics"


class Calendar:
    """``/kalender``. Whatever stands under it is taken for a secret: no answer may tell one from another."""

    __name__ = CALENDAR

    def __init__(self, parent: Any) -> None:
        self.__parent__ = parent

    def __getitem__(self, name: str) -> "Subscription":
        return Subscription(self, name, name.removesuffix(SUFFIX) if name.endswith(SUFFIX) else "")


class Subscription:
    """``/kalender/<secret>.ics``, and any address below it, which is nobody's."""

    def __init__(self, parent: Any, name: str, secret: str = "") -> None:
        self.__parent__, self.__name__, self.secret = parent, name, secret

    def __getitem__(self, name: str) -> "Subscription":
        return Subscription(self, name)
