"""``/klynger``: clusters of general practitioners, their people and their meetings. A world of its own (R80, D26)."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from BTrees.OOBTree import OOBTree

from ..domain.clusters import CASES, FACILITATOR, KLYNGE, PREPARING
from ..domain.identity import Identity
from .account import Account
from .base import Folder, Resource, new_id, place
from .events import EventLog
from .files import Presentation
from .skabeloner import TemplateFolder
from .version import Version

FOLDER = "klynger"
ROLE_MARK = "cluster_"
"""What roles begin with where a setting names those of clusters beside those of a municipality."""


class ClusterUser(Account):
    """Somebody in a cluster: a general practitioner, or a facilitator."""

    email = clinic = ""
    invited_hash = ""
    """Of the secret in the link by which a password is chosen; empty when there is none."""
    invited_until = ""

    def __init__(self, user_id: str, name: str) -> None:
        self.user_id = user_id
        self.name = name

    @property
    def roles(self) -> tuple[str, ...]:
        """What a setting calls the roles of this person in all clusters: ``cluster_coordinator`` and so on."""
        clusters = above(self, ClusterFolder)
        mine = [one.members[self.user_id] for one in clusters.values() if self.user_id in one.members]
        return tuple(sorted({f"{ROLE_MARK}{one['role']}" for one in mine if not one["until"]}))

    def works_on(self, day: date) -> bool:
        """Tell whether the person may log in: who is in no cluster any more may not."""
        return self.active and bool(above(self, ClusterFolder).of_user(self.user_id, day))

    def identity(self) -> Identity:
        """Return who this person is when acting."""
        return Identity(self.user_id, self.name, "", frozenset(), KLYNGE)


class ClusterUserFolder(Folder):
    """The users of all clusters by user id."""

    @property
    def log(self) -> EventLog:
        """Where it is written what happens to an account."""
        log: EventLog = above(self, ClusterFolder).log
        return log

    def of_mail(self, address: str) -> ClusterUser | None:
        """Return the one active user with this address, None when there is none or more than one."""
        wanted = address.strip().lower()
        found = [one for one in self.values() if one.active and wanted and one.email.lower() == wanted]
        return found[0] if len(found) == 1 else None


class Paper(Resource):
    """One paper of a meeting, edited live: each saving is a version, so its history is whole (D26)."""

    def __init__(self, form_key: str, label: str) -> None:
        self.id = new_id()
        self.form_key = form_key
        self.label = label
        self.versions: tuple[Version, ...] = ()
        self.facts: tuple[dict, ...] = ()

    @property
    def number(self) -> int:
        """The number of the newest version, 0 before the first."""
        return self.versions[-1].number if self.versions else 0

    def content(self, number: int = 0) -> dict:
        """Return the content as it is, or as it was; empty before anybody wrote.

        Raises Damaged.
        """
        found = [one for one in self.versions if one.number == (number or self.number)]
        return found[0].content() if found else {}

    def facts_of(self, kind: str) -> list[dict]:
        """List the facts of a kind."""
        return [one for one in self.facts if one["kind"] == kind]


class CasePaper(Paper):
    """``case-1``, ``case-2``, ``case-3``: what is talked about in the arena."""

    def __init__(self, number: int) -> None:
        super().__init__("klynge.case", f"case-{number}")
        self.case_number = number


class Survey(Paper):
    """``skema``: the questionnaire with its answers.

    An answer holds no time and nothing of whose it is. While it is open ``invited`` says to which member a link was
    given, and ``used`` which links were used; when it closes both are forgotten, and the answers written anew (D26).
    """

    secret = ""
    """Makes the links; forgotten when the questionnaire closes."""
    opened_at = closed_at = ""
    asked = answered = 0
    """How many were asked and have answered, when it was closed."""
    answers: Any = None
    final: tuple[Mapping[str, Any], ...] = ()
    """The answers after closing, in an order that says nothing."""

    def __init__(self) -> None:
        super().__init__("klynge.questionnaire", "skema")
        self.invited: dict[str, str] = {}
        self.used: Any = OOBTree()

    @property
    def is_open(self) -> bool:
        """Whether it can be answered."""
        return bool(self.opened_at) and not self.closed_at

    @property
    def count(self) -> int:
        """How many have answered."""
        return self.answered if self.closed_at else len(self.answers or ())

    @property
    def out_of(self) -> int:
        """How many were asked."""
        return self.asked if self.closed_at else len(self.invited)


class ClusterMeeting(Resource):
    """One cluster meeting: ``/klynger/<cluster>/<number>``. ``facts`` are plain data, only ever appended."""

    links: tuple[dict, ...] = ()
    """The library: {"id", "step", "title", "url", "state", "checked_at"}."""
    doors: dict = {}
    """By a guest's row id: {"hash", "until", "made_at", "closed_at"}."""
    shares: tuple[dict, ...] = ()
    """{"id", "what", "until", "by", "at", "closed_at"}: what guests may see."""
    slides: tuple[Presentation, ...] = ()
    """Every presentation that was made, the oldest first."""

    def __init__(self, number: int) -> None:
        self.id = new_id()
        self.number = number
        self.secret = secrets.token_urlsafe(32)
        self.facts: tuple[dict, ...] = ()
        self.plan = place(Paper("klynge.plan", "drejebog"), self, "drejebog")
        self.programme = place(Paper("klynge.programme", "program"), self, "program")
        self.survey = place(Survey(), self, "skema")
        self.minutes = place(Paper("klynge.minutes", "referat"), self, "referat")
        self.cases = tuple(place(CasePaper(n), self, f"case-{n}") for n in CASES)
        self.log = EventLog()

    def __getitem__(self, name: str) -> Any:
        for paper in self.papers():
            if paper.__name__ == name:
                return paper
        raise KeyError(name)

    def papers(self) -> Iterator[Paper]:
        """Go through the papers."""
        yield from (self.plan, self.programme, self.survey, *self.cases, self.minutes)

    @property
    def state(self) -> str:
        """The state that it was last moved to."""
        moves = [one["data"]["to"] for one in self.facts if one["kind"] == "state"]
        return str(moves[-1]) if moves else PREPARING

    def facts_of(self, kind: str) -> list[dict]:
        """List the facts of a kind."""
        return [one for one in self.facts if one["kind"] == kind]


class Cluster(Folder):
    """``/klynger/<id>``: one cluster. ``members`` say who has which role: {"role", "since", "until"} by user id."""

    reminded: dict[str, str] = {}
    """Of which steps somebody was reminded, each with the day."""
    members_total = 0
    """How many the file said; when nobody is registered yet, it is what a rate is reckoned of."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.id = new_id()
        self.name = name
        self.members: dict[str, dict[str, str]] = {}
        self.log = EventLog()

    def role(self, user_id: str, day: date) -> str:
        """Return the role of a user on a day, "" for none."""
        found = self.members.get(user_id)
        if found is None or (found["until"] and found["until"] < day.isoformat()):
            return ""
        return found["role"]

    def people(self, day: date) -> list[str]:
        """List the user ids of those who are members on a day; a facilitator is a guest among them."""
        return [user for user in self.members if self.role(user, day) not in ("", FACILITATOR)]

    def meetings(self) -> list[ClusterMeeting]:
        """List the meetings, the newest first."""
        return sorted(self.values(), key=lambda one: -one.number)


class ClusterFolder(Folder):
    """All clusters, their users and the editions of their forms."""

    def __init__(self) -> None:
        super().__init__()
        self.users = place(ClusterUserFolder(), self, "users")
        self.forms = place(TemplateFolder(), self, "forms")
        self.names: Any = OOBTree()
        """Document ids of files that were imported."""
        self.by_link: Any = OOBTree()
        """SHA-256 of a link's secret -> {"cluster", "meeting", "kind", "key"}."""
        self.log = EventLog()

    def __getitem__(self, name: str) -> Any:
        if name in LINK_KINDS:
            return LinkFolder(self, name)
        return super().__getitem__(name)

    def of_user(self, user_id: str, day: date) -> list[Cluster]:
        """List the clusters in which somebody has a role, by name."""
        return sorted((one for one in self.values() if one.role(user_id, day)), key=lambda one: one.name)


GUEST_LINK, SURVEY_LINK, ACCESS_LINK = "gaest", "svar", "adgang"
LINK_KINDS = (GUEST_LINK, SURVEY_LINK, ACCESS_LINK)


class LinkFolder:
    """``/klynger/gaest``, ``/klynger/svar``, ``/klynger/adgang``: what stands under them are secrets."""

    def __init__(self, parent: ClusterFolder, name: str) -> None:
        self.__parent__, self.__name__, self.kind = parent, name, name

    def __getitem__(self, name: str) -> "PersonalLink":
        return LINKS[self.kind](self, name)


class PersonalLink:
    """A personal link. Whether it is anybody's, the view asks; no answer may tell one unknown link from another."""

    def __init__(self, parent: LinkFolder, name: str) -> None:
        self.__parent__, self.__name__, self.secret = parent, name, name


class GuestLink(PersonalLink):
    """``/klynger/gaest/<secret>``."""


class SurveyLink(PersonalLink):
    """``/klynger/svar/<secret>``."""


class AccessLink(PersonalLink):
    """``/klynger/adgang/<secret>``."""


LINKS = {GUEST_LINK: GuestLink, SURVEY_LINK: SurveyLink, ACCESS_LINK: AccessLink}


def in_klynge(resource: Any) -> bool:
    """Tell whether a place of the tree belongs to the clusters."""
    while resource is not None:
        if isinstance(resource, ClusterFolder):
            return True
        resource = resource.__parent__
    return False


def above(resource: Any, kind: type) -> Any:
    """Return the resource of a kind that a place is or lies in, None when there is none."""
    while resource is not None and not isinstance(resource, kind):
        resource = resource.__parent__
    return resource
