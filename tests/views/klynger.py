"""A site with the demonstration's cluster, and a second one of its own for those who write."""

from typing import Any

from kuidocs.domain.identity import command_line
from kuidocs.resources.drafts import drafts_of
from kuidocs.resources.klynger import Cluster, ClusterMeeting
from kuidocs.security.passwords import hash_password
from kuidocs.usecases import importing
from kuidocs.usecases.acting import Act
from tests import factories, web

SIGNE, AHMAD, DORTE = "signe.lykke@klynge", "ahmad.rostami@klynge", "dorte.hvolby@klynge"
"""The coordinator, one of the board, and a member."""


def load(system: Any, data: dict | None = None) -> None:
    """Load a cluster with one meeting, and give everybody in it the password of the tests."""

    def change(root):
        act = Act(command_line("test"), system.clock)
        importing.import_data(root, drafts_of(root), data or factories.demo("klyngemoede"), act)
        hashed = hash_password(web.PASSWORD, web.MEMORY_KIB)
        for user in root.klynger.users.values():
            user.password_hash = hashed

    system.change("cluster", change)
    system.catch_up()


def cluster_of(root: Any) -> Cluster:
    """The one cluster."""
    (found,) = root.klynger.values()
    return found


def address(system: Any, *more: str) -> str:
    """The address of the cluster, or of something in it."""
    with system.reading() as root:
        return "/".join(["", "klynger", cluster_of(root).id, *more])


def meeting(root: Any, number: str = "1") -> ClusterMeeting:
    """A meeting of the cluster."""
    return cluster_of(root)[number]


def act(system: Any, who: str = SIGNE, token: str = "") -> Act:
    """An act of somebody of the cluster."""
    with system.reading() as root:
        return Act(root.klynger.users[who].identity(), system.clock, token)
