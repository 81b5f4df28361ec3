"""Who is in a cluster, and the way in that each is given."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Any

from ..domain import log_in
from ..domain.clusters import COORDINATOR, MEMBER, ROLES, USER_MARK
from ..domain.errors import Conflict, Refused, not_found
from ..resources.base import lineage
from ..resources.klynger import ACCESS_LINK, Cluster, ClusterFolder, ClusterUser, above
from ..resources.outbox import Job
from ..resources.root import Root
from ..security import passwords
from ..security.addresses import digest, new_secret
from . import cluster_survey
from .acting import Act, event
from .cluster_papers import about

LETTERS = {"æ": "ae", "ø": "oe", "å": "aa"}
ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+")
LONGEST = 120
LASTS = timedelta(days=14)
ACCESS_MAIL = "cluster_access"


def user_name(name: str, taken: Any) -> str:
    """Make a user id of a name: »signe.lykke@klynge«, and with a number when another has it."""
    plain = "".join(LETTERS.get(letter, letter) for letter in name.lower())
    ascii_ = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_) or ["bruger"]
    begun = ".".join(dict.fromkeys((words[0], words[-1])))[:60]
    found, number = f"{begun}{USER_MARK}klynge", 1
    while found in taken:
        number += 1
        found = f"{begun}{number}{USER_MARK}klynge"
    return found


def add_cluster(root: Root, name: str, act: Act) -> Cluster:
    """Make a cluster."""
    cluster = Cluster(name)
    folder(root)[cluster.id] = cluster
    event(cluster, "cluster.added", act, about(cluster))
    return cluster


def folder(root: Root) -> ClusterFolder:
    """Return the place of the clusters.

    Raises Conflict when the database has none yet.
    """
    if root.klynger is None:
        raise Conflict("not_evolved", "Databasen er ikke ført op til denne udgave. Kør »kuidocs evolve« først.")
    return root.klynger


def add_member(cluster: Cluster, name: str, email: str, role: str, act: Act, *, clinic: str = "") -> ClusterUser:
    """Take somebody into a cluster. Who has the same address is the same person, also from another cluster.

    Raises Refused, Conflict.
    """
    _check(name, email, role)
    users = above(cluster, ClusterFolder).users
    user = users.of_mail(email) if email else None
    if user is not None and cluster.role(user.user_id, act.clock.today()):
        raise Conflict("email", f"{user.name} er allerede med i klyngen med den mailadresse.")
    if user is None:
        user = ClusterUser(user_name(name, users), name)
        user.email, user.clinic = email, clinic
        users[user.user_id] = user
    _set(cluster, user.user_id, role, act)
    event(cluster, "cluster.member_added", act, about(cluster) | {"user_id": user.user_id}, {"role": role})
    return user


def _check(name: str, email: str, role: str) -> None:
    if not name or len(name) > LONGEST:
        raise Refused("name", "Skriv medlemmets navn.")
    if email and (len(email) > LONGEST or not ADDRESS.fullmatch(email)):
        raise Refused("email", "Skriv mailadressen som navn@klinik.dk.")
    if role not in ROLES:
        raise Refused("role", "Vælg en rolle fra listen.")


def _set(cluster: Cluster, user_id: str, role: str, act: Act) -> None:
    day = act.clock.today().isoformat()
    cluster.members = cluster.members | {user_id: {"role": role, "since": day, "until": ""}}


def change_member(cluster: Cluster, user_id: str, email: str, role: str, act: Act) -> None:
    """Change somebody's address or role.

    Raises Refused, NotFound.
    """
    user = member(cluster, user_id, act.clock.today())
    _check(user.name, email, role)
    if cluster.role(user_id, act.clock.today()) == COORDINATOR != role:
        _not_the_last(cluster, user_id, act.clock.today())
    if email != user.email:
        _not_in_another(cluster, user)
    other = above(cluster, ClusterFolder).users.of_mail(email)
    if other not in (None, user):
        raise Conflict("email", "En anden bruger har den mailadresse.")
    before = (user.email, cluster.members[user_id]["role"])
    user.email = email
    if role != before[1]:
        _set(cluster, user_id, role, act)
    if before != (email, role):
        event(cluster, "cluster.member_changed", act, about(cluster) | {"user_id": user_id}, {"role": role})


def remove_member(cluster: Cluster, user_id: str, act: Act) -> None:
    """Let somebody leave a cluster, from today.

    Raises Refused, NotFound.
    """
    member(cluster, user_id, act.clock.today())
    if cluster.role(user_id, act.clock.today()) == COORDINATOR:
        _not_the_last(cluster, user_id, act.clock.today())
    # Whether somebody has answered is not told by this: the link is closed, and counted as before.
    for meeting in cluster.values():
        cluster_survey.close_link(meeting.survey, user_id)
    day = (act.clock.today() - timedelta(days=1)).isoformat()
    cluster.members = cluster.members | {user_id: cluster.members[user_id] | {"until": day}}
    event(cluster, "cluster.member_removed", act, about(cluster) | {"user_id": user_id})


def _not_in_another(cluster: Cluster, user: ClusterUser) -> None:
    """Refuse what would open somebody's account in a cluster that another coordinator answers for."""
    folder = above(cluster, ClusterFolder)
    if any(one is not cluster and user.user_id in one.members for one in folder.values()):
        text = f"{user.name} er eller har været med i en anden klynge, så det kan kun {user.name} selv rette."
        raise Refused("email", text)


def reset_second(cluster: Cluster, user_id: str, act: Act) -> None:
    """Take somebody's app, passkeys and spare codes away, because they are lost; nobody does it for himself.

    Raises Refused, NotFound.
    """
    user = member(cluster, user_id, act.clock.today())
    if user_id == act.who.user_id:
        raise Refused("hvem", "Din egen ekstra sikkerhed retter du på siden »Min konto«.")
    _not_in_another(cluster, user)
    if user.has_second:
        user.forget_second()
        event(cluster, "cluster.factors_reset", act, about(cluster) | {"user_id": user_id})


def _not_the_last(cluster: Cluster, user_id: str, today: date) -> None:
    others = [one for one in cluster.members if one != user_id and cluster.role(one, today) == COORDINATOR]
    if not others:
        raise Refused("role", "En klynge skal have en koordinator. Giv en anden rollen først.")


def member(cluster: Cluster, user_id: str, today: date) -> ClusterUser:
    """Return somebody who is in a cluster.

    Raises NotFound.
    """
    user = above(cluster, ClusterFolder).users.get(user_id)
    if user is None or not cluster.role(user_id, today):
        raise not_found()
    return user


def give_access(cluster: Cluster, user_id: str, act: Act) -> None:
    """Send somebody a link by which a password is chosen.

    Raises Refused, NotFound.
    """
    user = member(cluster, user_id, act.clock.today())
    if not user.email:
        raise Refused("email", f"{user.name} har ingen mailadresse. Skriv den først.")
    *_, root = lineage(cluster)
    arguments = {"cluster": cluster.id, "user_id": user_id}
    if root.job.add_once(Job(ACCESS_MAIL, f"{ACCESS_MAIL}:{user_id}:{act.token}", arguments, act.clock.now())):
        event(cluster, "cluster.access_sent", act, about(cluster) | {"user_id": user_id})


def new_access(user: ClusterUser, act: Act) -> str:
    """Make the secret of such a link; one that was made before leads nowhere then."""
    secret = new_secret()
    user.invited_hash = digest(secret)
    user.invited_until = (act.clock.today() + LASTS).isoformat()
    return secret


def invited(users: Any, secret: str, today: date) -> ClusterUser | None:
    """Return whom a link was sent to, None when it is nobody's, was used, or is too old."""
    asked = digest(secret)
    found = [one for one in users.values() if one.invited_hash == asked and one.active]
    return found[0] if found and found[0].invited_until >= today.isoformat() else None


def choose_password(user: ClusterUser, new: str, again: str, act: Act, *, memory_kib: int) -> None:
    """Give somebody a password of his or her own. The link cannot be used again.

    Raises Refused.
    """
    if new != again:
        raise Refused("again", "De to adgangskoder er ikke ens. Skriv den samme to gange.")
    problem = log_in.password_problem(new, {user.user_id, *user.name.split(), "kuidocs", "klynge"})
    if problem:
        raise Refused("new", problem)
    user.password_hash, user.invited_hash = passwords.hash_password(new, memory_kib), ""
    event(above(user, ClusterFolder), "cluster.password_chosen", act, {"user_id": user.user_id})


def address_of(secret: str, base_url: str) -> str:
    """Write the link."""
    return f"{base_url.rstrip('/')}/klynger/{ACCESS_LINK}/{secret}"


def with_role(role: str) -> str:
    """Return the word of a role."""
    return ROLES.get(role, ROLES[MEMBER])
