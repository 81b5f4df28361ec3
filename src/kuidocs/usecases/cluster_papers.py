"""The papers of a cluster meeting: saved live, each saving a version that can be looked up (D26)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ..domain.errors import Conflict
from ..domain.problems import Problem
from ..domain.rules import Facts
from ..forms.edition import Edition
from ..forms.reading import SUBMIT, read
from ..resources.base import new_id
from ..resources.klynger import Cluster, ClusterFolder, ClusterMeeting, Paper, above
from ..resources.version import Stamp, Version
from .acting import Act, event

COLLIDED = "En anden har ændret det samme imens. Det, du skrev, står herunder. Se efter, og gem igen."


def edition_of(paper: Paper) -> Edition:
    """Return the edition that a paper is written in."""
    forms = above(paper, ClusterFolder).forms[paper.form_key]
    number = paper.versions[-1].edition_number if paper.versions else 0
    stored = forms.get(str(number))
    return stored.edition() if stored is not None else forms.newest()


def about(resource: Any) -> dict[str, Any]:
    """Return what an event says of where it happened."""
    cluster, meeting = above(resource, Cluster), above(resource, ClusterMeeting)
    found: dict[str, Any] = {"cluster": cluster.id} if cluster is not None else {}
    return found | ({"meeting": meeting.number} if meeting is not None else {})


def save(paper: Paper, fields: Mapping[str, Any], base: int, act: Act) -> bool:
    """Save some fields of a paper; False when nothing is new. ``base``: the version that they were typed upon.

    Raises Conflict when somebody else has changed one of the same fields since.
    """
    before, now = paper.content(base) if base else {}, paper.content()
    changed = {name: value for name, value in fields.items() if value != before.get(name)}
    if any(now.get(name) not in (before.get(name), value) for name, value in changed.items()):
        raise Conflict("collided", COLLIDED)
    content = {name: value for name, value in (now | changed).items() if value is not None}
    if content == now:
        return False
    add_version(paper, content, act)
    event(above(paper, ClusterMeeting), "cluster.saved", act, about(paper), {"paper": paper.label})
    return True


def add_version(paper: Paper, content: Mapping[str, Any], act: Act, *, external_id: str = "", at: str = "") -> Version:
    """Append a version."""
    edition = edition_of(paper)
    stamp = Stamp(paper.number + 1, 1, edition.number, edition.sha256, act.by, at or act.at, "", external_id)
    version = Version(content, stamp, paper.versions)
    version.__parent__, version.__name__ = paper, str(stamp.number)
    paper.versions = (*paper.versions, version)
    return version


def facts_for(paper: Paper, today: date) -> Facts:
    """Return what the rules of a paper may know: the day of the meeting stands in the plan."""
    meeting = above(paper, ClusterMeeting)
    return Facts(today=today, meeting_date=day_of(meeting))


def day_of(meeting: ClusterMeeting) -> date | None:
    """Return the day of a meeting, None while it is not known."""
    return as_day(meeting.plan.content().get("meeting_date"))


def as_day(text: object) -> date | None:
    """Read a stored day; what cannot be read in a half-written paper is none."""
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def problems(paper: Paper, today: date) -> list[Problem]:
    """List what is wrong with a paper, or missing in it, when it has to be finished."""
    if not paper.versions:
        return [Problem((), "empty", "Der er ikke skrevet noget endnu.")]
    reading = read(edition_of(paper).schema, paper.content(), level=SUBMIT, facts=facts_for(paper, today))
    return reading.problems


def is_right(paper: Paper, today: date) -> bool:
    """Tell whether a paper is finished."""
    return not [one for one in problems(paper, today) if not one.warning]


def keep_fact(resource: Any, kind: str, act: Act, data: Mapping[str, Any]) -> dict:
    """Append a fact to a meeting or a paper; what was written in words stays with it, and not in an event."""
    found = {"id": act.token or new_id(), "kind": kind, "by": act.by, "at": act.at, "data": dict(data)}
    resource.facts = (*resource.facts, found)
    return found


def done(resource: Any, act: Act) -> bool:
    """Tell whether the same page has had its act done already."""
    return bool(act.token) and any(one["id"] == act.token for one in resource.facts)


def latest(facts: Iterable[Mapping], key: str) -> dict[Any, Mapping]:
    """Return the last fact of each thing that facts are about."""
    return {one["data"][key]: one for one in facts}
