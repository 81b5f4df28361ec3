"""The jobs of the clusters: mail, looking at links, closing questionnaires, and packing when one is closed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..domain.clusters import CLOSED
from ..domain.identity import SYSTEM
from ..resources.root import Root
from ..usecases import cluster_guests, cluster_help, cluster_links, cluster_mail, cluster_people, cluster_survey
from ..usecases.acting import Act
from .outbox import handler
from .upkeep import pack_database

if TYPE_CHECKING:
    from ..system import System


def _act(system: "System") -> Act:
    return Act(SYSTEM, system.clock)


@handler(cluster_guests.MAIL)
def guest_mail(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Send one mail to one guest. Run again, the mail has the same id."""
    with system.reading() as root:
        message = cluster_mail.to_guest(
            root,
            arguments,
            _act(system),
            base_url=system.settings.base_url,
            organizer=system.settings.mail_from,
            calendar=system.calendar,
        )
    if message is not None:
        system.mail.send(message)
    return {"sent": message is not None}


@handler(cluster_help.MAIL)
def help_mail(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Ask the regional unit for help. Run again, the mail has the same id."""
    with system.reading() as root:
        message = cluster_help.message(cluster_mail.meeting_of(root, arguments), arguments, _act(system))
    system.mail.send(message)
    return {"sent": True}


@handler(cluster_survey.MAIL)
def survey_mail(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Send a round of a questionnaire. It keeps no list of whom: that would say who had not answered (D26)."""
    with system.reading() as root:
        messages = list(cluster_mail.to_members(root, arguments, _act(system), base_url=system.settings.base_url))
    for message in messages:
        system.mail.send(message)
    return {}


@handler(cluster_people.ACCESS_MAIL)
def access_mail(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make a link by which a password is chosen, and send it. Run again, the first link leads nowhere."""
    act = _act(system)
    secret = system.change("cluster access", lambda root: _secret(root, arguments, act))
    if not secret:
        return {"sent": False}
    with system.reading() as root:
        assert root.klynger is not None
        user = root.klynger.users[arguments["user_id"]]
        address = cluster_people.address_of(secret, system.settings.base_url)
        message = cluster_mail.access(root.klynger[arguments["cluster"]], user, address, act)
    system.mail.send(message)
    return {"sent": True}


def _secret(root: Root, arguments: Mapping[str, Any], act: Act) -> str:
    assert root.klynger is not None
    user = root.klynger.users.get(arguments["user_id"])
    return cluster_people.new_access(user, act) if user is not None and user.active and user.email else ""


@handler(cluster_survey.PACK)
def pack_store(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Throw away what the answers looked like before they were written anew."""
    pack_database(system, system.db, 0, keep_old=False)
    return {}


@handler(cluster_links.CHECK)
def look_at_links(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Look whether the links of a meeting still lead somewhere."""
    with system.reading() as root:
        urls = sorted(cluster_links.addresses(cluster_mail.meeting_of(root, arguments)))
    found = {url: system.links.look(url) for url in urls}
    act = _act(system)
    system.change("links", lambda root: cluster_links.looked(cluster_mail.meeting_of(root, arguments), found, act))
    return {"looked_at": len(found)}


def daily(system: "System") -> dict[str, int]:
    """Do what a day asks for: close, remind, and look at the links of meetings that are not over."""
    act = _act(system)
    closed = system.change("close questionnaires", lambda root: _close(root, act))
    told = {"questionnaires_closed": closed, "steps_reminded": _remind(system, act)}
    return {name: count for name, count in told.items() if count}


def _close(root: Root, act: Act) -> int:
    if root.klynger is None:
        return 0
    for cluster in root.klynger.values():
        for meeting in cluster.values():
            if meeting.state != CLOSED and act.clock.today().weekday() == 0:
                cluster_links.ask_for_a_look(meeting, act)
    return cluster_survey.close_due(root.klynger, act)


def _remind(system: "System", act: Act) -> int:
    """Send the reminders of steps; each is sent once, and what was sent is kept on the cluster."""
    with system.reading() as root:
        waiting = [
            (cluster.id, key, message)
            for cluster in (root.klynger.values() if root.klynger is not None else ())
            for key, _, message in cluster_mail.reminders(cluster, act, system.settings.base_url)
            if key not in cluster.reminded
        ]
    for cluster_id, key, message in waiting:
        system.mail.send(message)
        system.change("step reminded", lambda root, c=cluster_id, k=key: _told(root, c, k, act))  # type: ignore[misc]
    return len(waiting)


def _told(root: Root, cluster_id: str, key: str, act: Act) -> None:
    assert root.klynger is not None
    cluster = root.klynger[cluster_id]
    cluster.reminded = cluster.reminded | {key: act.clock.today().isoformat()}
