"""The library of links of a cluster meeting: kept by hand, looked at by a job (R62)."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from ..domain.clusters import BY_NUMBER
from ..domain.errors import Refused
from ..domain.whole_numbers import whole
from ..forms.types import LINK
from ..resources.base import lineage, new_id
from ..resources.klynger import ClusterMeeting
from ..resources.outbox import Job
from .acting import Act, event
from .cluster_papers import about

CHECK = "cluster_links"
LONGEST, MOST = 500, 100


def keep(meeting: ClusterMeeting, link_id: str, told: Mapping[str, str], act: Act) -> None:
    """Add a link ("" for the id) or change one.

    Raises Refused.
    """
    title, url, step = told["title"].strip(), told["url"].strip(), told["step"]
    if not 0 < len(title) <= 200:
        raise Refused("title", "Skriv, hvad linket fører til.")
    if url and (len(url) > LONGEST or not LINK.fullmatch(url)):
        raise Refused("url", "Skriv adressen, så den begynder med https:// eller http://.")
    number = whole(step)
    if number not in BY_NUMBER:
        raise Refused("step", "Vælg, hvilket trin linket hører til.")
    new = {"id": link_id or new_id(), "step": number, "title": title, "url": url, "state": "", "checked_at": ""}
    if not link_id:
        _add(meeting, new)
    else:
        meeting.links = tuple(_kept(one, new) for one in meeting.links)
    event(meeting, "cluster.links_kept", act, about(meeting))
    ask_for_a_look(meeting, act)


def _add(meeting: ClusterMeeting, new: dict) -> None:
    if len(meeting.links) >= MOST:
        raise Refused("title", f"Der er {MOST} links. Fjern et, før du tilføjer flere.")
    same = ("step", "title", "url")
    if not any(all(one[name] == new[name] for name in same) for one in meeting.links):
        meeting.links = (*meeting.links, new)


def _kept(one: dict, new: dict) -> dict:
    if one["id"] != new["id"]:
        return one
    return new if one["url"] != new["url"] else one | {"step": new["step"], "title": new["title"]}


def remove(meeting: ClusterMeeting, link_id: str, act: Act) -> None:
    """Take a link out."""
    kept = tuple(one for one in meeting.links if one["id"] != link_id)
    if len(kept) != len(meeting.links):
        meeting.links = kept
        event(meeting, "cluster.links_kept", act, about(meeting))


def ask_for_a_look(meeting: ClusterMeeting, act: Act) -> None:
    """Ask for a look at the links of a meeting; once for each text of the list."""
    *_, root = lineage(meeting)
    urls = sorted(one["url"] for one in meeting.links if one["url"])
    root.job.add_once(
        Job(CHECK, f"{CHECK}:{meeting.id}:{act.clock.today()}:{hash_of(urls)}", about(meeting), act.clock.now())
    )


def hash_of(urls: Iterable[str]) -> str:
    """Return a short word for a list of addresses."""
    return sha256("\n".join(urls).encode()).hexdigest()[:16]


def addresses(meeting: ClusterMeeting) -> set[str]:
    """Return the addresses of the library, and those that were written down as inspiration."""
    written = {str(one.get("url", "")) for one in meeting.plan.content().get("inspiration") or []}
    return ({one["url"] for one in meeting.links} | written) - {""}


def looked(meeting: ClusterMeeting, found: Mapping[str, str], act: Act) -> None:
    """Write down what a look has found."""
    meeting.links = tuple(
        one | {"state": found[one["url"]], "checked_at": act.at} if one["url"] in found else one
        for one in meeting.links
    )
