"""The guests of a cluster meeting: invitations, personal links, what they answer and what they offer (R59–R68, R74)."""

import base64
import hmac
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from ..domain.clusters import CLOSED
from ..domain.errors import Refused, not_found
from ..domain.identity import Identity
from ..resources.base import lineage
from ..resources.klynger import GUEST_LINK, Cluster, ClusterFolder, ClusterMeeting, above
from ..resources.outbox import Job
from ..security.addresses import digest
from .acting import Act, event
from .cluster_meetings import confirmed, seen_by_guests, until_proposed
from .cluster_papers import about, add_version, done, keep_fact

MAIL = "cluster_mail"
LONGEST = 4000
REPLIES = ("yes", "no")


def guests(meeting: ClusterMeeting) -> list[dict]:
    """List the guests as they stand in the plan."""
    return list(meeting.plan.content().get("guests") or [])


def guest(meeting: ClusterMeeting, rid: str) -> dict:
    """Return one guest.

    Raises NotFound.
    """
    found = next((one for one in guests(meeting) if one.get("rid") == rid), None)
    if found is None:
        raise not_found()
    return found


def named(row: Mapping[str, Any]) -> str:
    """Return the name of a guest, or where the guest is from while there is no name."""
    name = row.get("name") or {}
    text = name.get("text", "") if isinstance(name, Mapping) else str(name)
    return text or str(row.get("organisation", ""))


# Links


def secret_of(meeting: ClusterMeeting, rid: str) -> str:
    """Return the secret of a guest's link: it is made of the meeting's own and stored nowhere."""
    serial = meeting.doors.get(rid, {}).get("serial", 1)
    made = hmac.new(meeting.secret.encode(), f"{GUEST_LINK}:{rid}:{serial}".encode(), sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def address(meeting: ClusterMeeting, rid: str, base_url: str) -> str:
    """Write the link of a guest."""
    return f"{base_url.rstrip('/')}/klynger/{GUEST_LINK}/{secret_of(meeting, rid)}"


def open_door(meeting: ClusterMeeting, rid: str, act: Act) -> None:
    """Give a guest a link, or make the one that is there last as long as it should."""
    today, before = act.clock.today(), meeting.doors.get(rid)
    until = until_proposed(meeting, today).isoformat()
    if before is None or before["closed_at"]:
        serial = before["serial"] + 1 if before else 1
        _keep(meeting, rid, {"serial": serial, "made_at": act.at, "until": until, "closed_at": ""})
        links = above(meeting, ClusterFolder).by_link
        cluster = above(meeting, Cluster)
        links[digest(secret_of(meeting, rid))] = {"cluster": cluster.id, "meeting": meeting.number, "key": rid}
    elif before["until"] < until:
        _keep(meeting, rid, before | {"until": until})


def _keep(meeting: ClusterMeeting, rid: str, door: dict) -> None:
    meeting.doors = meeting.doors | {rid: door}


def close_door(meeting: ClusterMeeting, rid: str, act: Act) -> None:
    """Take a guest's link back: it leads nowhere from now on."""
    door = meeting.doors.get(rid)
    if door and not door["closed_at"]:
        above(meeting, ClusterFolder).by_link.pop(digest(secret_of(meeting, rid)), None)
        _keep(meeting, rid, door | {"closed_at": act.at})
        event(meeting, "cluster.link_closed", act, about(meeting), {"guest": rid})


def whose(folder: ClusterFolder, secret: str, today: date) -> tuple[ClusterMeeting, dict] | None:
    """Return the meeting and the guest that a link is of, None when it is nobody's, was taken back or is too old."""
    told = folder.by_link.get(digest(secret))
    if told is None:
        return None
    meeting = folder[told["cluster"]][str(told["meeting"])]
    door, row = meeting.doors[told["key"]], _row(meeting, told["key"])
    if row is None or door["closed_at"] or door["until"] < today.isoformat():
        return None
    return meeting, row


def _row(meeting: ClusterMeeting, rid: str) -> dict | None:
    return next((one for one in guests(meeting) if one.get("rid") == rid), None)


def identity(row: Mapping[str, Any]) -> Identity:
    """Return who acts when a guest does: nobody who could log in."""
    return Identity(f"guest:{row['rid']}", named(row), str(row.get("organisation", "")))


# What the coordinator does


def invite(meeting: ClusterMeeting, rid: str, act: Act) -> None:
    """Send a guest the invitation, with the meeting for the calendar and a personal link.

    Raises Refused, NotFound.
    """
    row = guest(meeting, rid)
    if not row.get("email"):
        raise Refused("email", f"{named(row)} har ingen mailadresse. Skriv den på gæsten først.")
    if not meeting.plan.content().get("meeting_date"):
        raise Refused("meeting_date", "Skriv mødets dato i drejebogen, før du inviterer.")
    if send(meeting, "invitation", rid, act):
        open_door(meeting, rid, act)
        if not row.get("invited_at"):
            _change(meeting, rid, {"invited_at": act.clock.today().isoformat()}, act)
        event(meeting, "cluster.guest_invited", act, about(meeting), {"guest": rid})


def send(meeting: ClusterMeeting, what: str, rid: str, act: Act) -> bool:
    """Ask for a mail to a guest; False when the same page has asked before."""
    *_, root = lineage(meeting)
    arguments = about(meeting) | {"what": what, "guest": rid, "asked": act.token}
    key = f"{MAIL}:{meeting.id}:{what}:{rid}:{act.token}"
    return root.job.add_once(Job(MAIL, key, arguments, act.clock.now()))


def tell_guests(meeting: ClusterMeeting, what: str, act: Act) -> int:
    """Send word to every guest with an address that something is shared; how many."""
    count = 0
    for row in guests(meeting):
        if row.get("email") and row.get("reply") != "no" and send(meeting, what, row["rid"], act):
            open_door(meeting, row["rid"], act)
            count += 1
    return count


def _change(meeting: ClusterMeeting, rid: str, told: Mapping[str, Any], act: Act) -> None:
    """Write into one guest's row of the plan; what is None is taken out."""
    content = meeting.plan.content()
    rows = [
        {k: v for k, v in (one | told).items() if v is not None} if one.get("rid") == rid else one
        for one in content.get("guests") or []
    ]
    if rows != content.get("guests"):
        add_version(meeting.plan, content | {"guests": rows}, act)


# What a guest does


def reply(meeting: ClusterMeeting, rid: str, told: Mapping[str, str], act: Act) -> None:
    """Take a guest's answer to the invitation.

    Raises Refused.
    """
    answer, words = told.get("reply", ""), told.get("contribution", "").strip()
    if meeting.state == CLOSED:
        raise Refused("reply", "Mødet er afsluttet, så svaret kan ikke ændres.")
    if answer not in REPLIES:
        raise Refused("reply", "Vælg, om du deltager.")
    if len(words) > LONGEST:
        raise Refused("contribution", f"Teksten er for lang – højst {LONGEST} tegn.")
    pre = {"ja": "true", "nej": "false"}.get(told.get("pre", ""))
    _change(meeting, rid, {"reply": answer, "at_pre_meeting": pre, "contribution": words or None}, act)
    event(meeting, "cluster.guest_replied", act, about(meeting), {"guest": rid, "reply": answer})


def offer(meeting: ClusterMeeting, rid: str, label: str, text: str, act: Act) -> None:
    """Take what a guest can contribute to one case.

    Raises Refused.
    """
    words = text.strip()
    if not seen_by_guests(meeting, "cases", act.clock.today()):
        raise Refused("case", "Casene er ikke delt mere.")
    if label not in {one.label for one in meeting.cases}:
        raise Refused("case", "Casen findes ikke.")
    if not words or len(words) > LONGEST:
        raise Refused("text", f"Skriv, hvad I kan bidrage med – højst {LONGEST} tegn.")
    if not done(meeting, act):
        who = guest(meeting, rid)
        keep_fact(meeting, "offer", act, {"case": label, "rid": rid, "guest": _from(who), "text": words})
        event(meeting, "cluster.guest_offered", act, about(meeting), {"guest": rid, "case": label})


def _from(row: Mapping[str, Any]) -> str:
    return str(row.get("organisation") or named(row))


def offers(meeting: ClusterMeeting, label: str) -> list[dict]:
    """List what guests offered to a case, the last word of each."""
    found: dict[str, dict] = {}
    for one in meeting.facts_of("offer"):
        if one["data"]["case"] == label:
            found[one["data"]["rid"] or one["data"]["guest"]] = one["data"]
    return list(found.values())


def promised(meeting: ClusterMeeting, row: Mapping[str, Any], agreed: list[dict]) -> list[dict]:
    """List the agreements that a guest answers for."""
    name = named(row).casefold()
    return [one for one in agreed if name and str(one.get("responsible_partner", "")).casefold().strip() == name]


def cases_for_guests(meeting: ClusterMeeting, today: date) -> list[Any]:
    """List the cases that guests may see: shared, and still as they were when they were confirmed."""
    if not seen_by_guests(meeting, "cases", today):
        return []
    return [one for one in meeting.cases if confirmed(one) is not None]
