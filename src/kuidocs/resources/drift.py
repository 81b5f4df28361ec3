"""``/admin/medarbejdere``: staff as the administrator sees them, beside ``/medarbejdere``, which is their leaders'."""

from typing import Any

from .staff import Staff

STAFF = "medarbejdere"


class StaffCare:
    """``/admin/medarbejdere``. It stores nothing: staff lie in one folder, and this is another way to them."""

    __name__ = STAFF

    def __init__(self, parent: Any) -> None:
        self.__parent__ = parent

    def __getitem__(self, name: str) -> "StaffRecord":
        return StaffRecord(self, self.__parent__.__parent__.medarbejdere[name])


class StaffRecord:
    """``/admin/medarbejdere/<user_id>``."""

    def __init__(self, parent: StaffCare, person: Staff) -> None:
        self.__parent__, self.__name__, self.person = parent, person.user_id, person
