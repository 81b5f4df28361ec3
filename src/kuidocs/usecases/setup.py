"""The first content of a database: the tree, the editions, somebody who can log in."""

from collections.abc import Callable, MutableMapping
from datetime import datetime
from typing import Any

from BTrees.OOBTree import OOBTree

from ..forms.registry import cluster_editions, shipped_editions
from ..resources.drafts import DraftFolder
from ..resources.root import Root
from ..resources.staff import Staff
from .acting import Act, event

ADMINISTRATOR = "admin"


def is_made(main: MutableMapping[str, Any]) -> bool:
    """Tell whether a database already holds a system."""
    return "kuidocs" in main


def make_roots(main: MutableMapping[str, Any], drafts: MutableMapping[str, Any]) -> Root:
    """Put the tree, the counters of labels and the folder of drafts into two new databases."""
    main["kuidocs"], main["labels"] = Root(), OOBTree()
    drafts["drafts"] = DraftFolder()
    return main["kuidocs"]


def publish_editions(root: Root, at: datetime) -> None:
    """Publish every form as it leaves the factory."""
    for edition in shipped_editions().values():
        root.skabeloner.publish(edition, at)
    publish_cluster_editions(root, at)


def publish_cluster_editions(root: Root, at: datetime) -> None:
    """Publish the forms of cluster meetings, in their own place."""
    assert root.klynger is not None, "a new tree has the place of clusters"
    for edition in cluster_editions().values():
        root.klynger.forms.publish(edition, at)


def add_administrator(root: Root, password_hash: str, act: Act) -> Staff:
    """Add the one who can let others in."""
    person = Staff(ADMINISTRATOR, "Administrator")
    person.roles, person.password_hash = ("system_administrator",), password_hash
    root.medarbejdere[ADMINISTRATOR] = person
    event(root.medarbejdere, "staff.added", act, {"user_id": person.user_id}, {"roles": list(person.roles)})
    return person


def give_passwords(root: Root, make_hash: Callable[[], str]) -> int:
    """Give everybody who has no password one; how many got it. Only for demonstrations."""
    people = [*root.medarbejdere.values(), *(root.klynger.users.values() if root.klynger is not None else ())]
    without = [person for person in people if not person.password_hash]
    for person in without:
        person.password_hash = make_hash()
    return len(without)
