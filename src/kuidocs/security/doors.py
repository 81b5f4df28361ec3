"""The two doors of the one log-in page: the staff of the municipality, and the people of the clusters (R80)."""

from ..domain.clusters import USER_MARK
from ..resources.klynger import ClusterUser
from ..resources.root import Root
from ..resources.staff import Staff

Person = Staff | ClusterUser


def person_of(root: Root, user_id: str) -> Person | None:
    """Return whose user id it is, None when it is nobody's. The sign in it says in which world to look."""
    if USER_MARK not in user_id:
        return root.medarbejdere.get(user_id)
    return root.klynger.users.get(user_id) if root.klynger is not None else None


class Doors:
    """Finds whoever logs in, by user id, or in the clusters also by mail address."""

    def __init__(self, root: Root) -> None:
        self.root = root

    def get(self, typed: str) -> Person | None:
        """Return whose name was typed, None when it is nobody's."""
        found = person_of(self.root, typed)
        if found is None and USER_MARK in typed and self.root.klynger is not None:
            found = self.root.klynger.users.of_mail(typed)
        return found
