"""Cases: one young person's course through the KUI model."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from BTrees.OOBTree import OOBTree

from ..domain.custody import holders
from .attachments import Attachment, AttachmentFolder
from .base import Folder, Resource, new_id, place
from .document import DocumentFolder
from .events import EventLog
from .insight import InsightFolder, InsightRequest
from .meeting import MeetingFolder
from .origin import Origin


class YoungPerson(Resource):
    """The young person of a case. Age comes from ``birth_date`` (ISO text), never from the id number (DOMAIN 6.4)."""

    person_id = preferred_name = id_number = id_number_note = address = municipality = school = ""
    id_number_type = "none"
    language = "dansk"
    name_address_protection = interpreter_needed = False
    custody: tuple[dict, ...] = ()
    """Those with a relation: {"name", "relation", "lives_with", "custody"}."""

    def __init__(self, full_name: str, birth_date: str) -> None:
        self.full_name = full_name
        self.birth_date = birth_date

    def custody_on(self, day: date) -> list[Mapping[str, Any]]:
        """List those who have custody on a day: nobody from the 18th birthday on."""
        return holders(self.custody, date.fromisoformat(self.birth_date), day)

    @property
    def called(self) -> str:
        """The name that pages and letters use."""
        return self.preferred_name or self.full_name.split()[0]


MEETINGS = "meetings"
"""The key of an involvement that holds the numbers of the meetings that somebody was asked to."""


class Case(Resource):
    """A case. ``register`` is the case's people by actor id, each plain data (D9); ``involvements`` say who of the
    staff has had which relation to the case, from when until when: {"user_id", "relation", "since", "until", "why"};
    one that was ended by somebody is also "over", and then its last day counts no more.
    """

    title = target_group_reason = kle = ""
    state = "opened"
    opened_at = ""
    opened_by: dict = {}
    plan_coordinator: dict = {}
    deputy: dict = {}
    """Who convenes in the plan coordinator's place (R51)."""
    contact_person: dict = {}
    involvements: tuple[dict, ...] = ()
    attachments: AttachmentFolder | None = None
    """None in a case that was made before there were attachments, and until the first is put in."""
    insights: InsightFolder | None = None
    """Requests for access to its papers; None until there is one."""
    departments: tuple[str, ...] = ()
    """Those that were expected to take part when the case was opened."""
    earlier: tuple[str, ...] = ()
    """The numbers of the same person's finished cases."""
    packages: tuple[dict, ...] = ()
    """The case-file packages that were asked for; they themselves lie on the disk and expire."""
    origin: Origin | None = None
    """What a package brought that the case came in by, None for one that was begun here."""
    preservation = ""
    """What becomes of an archived case, and on which day: set by the records clerk."""

    def __init__(self, case_no: str, person: YoungPerson) -> None:
        self.id = new_id()
        self.case_no = case_no
        self.person = place(person, self, "person")
        self.register: Any = OOBTree()
        self.facts: tuple[dict, ...] = ()
        self.moeder = place(MeetingFolder(), self, "moeder")
        self.dokumenter = place(DocumentFolder(), self, "dokumenter")
        self.log = EventLog()

    def __getitem__(self, name: str) -> Any:
        if name in ("moeder", "dokumenter", "bilag", "aktindsigt"):
            return getattr(self, name)
        raise KeyError(name)

    @property
    def bilag(self) -> AttachmentFolder:
        """The attachments; an empty folder that nobody stores while there are none."""
        return self.attachments if self.attachments is not None else place(AttachmentFolder(), self, "bilag")

    @property
    def aktindsigt(self) -> InsightFolder:
        """The requests for access to its papers; an empty folder that nobody stores while there are none."""
        return self.insights if self.insights is not None else place(InsightFolder(), self, "aktindsigt")

    def ask(self, one: InsightRequest) -> None:
        """Put a request in."""
        if self.insights is None:
            self.insights = place(InsightFolder(), self, "aktindsigt")
        self.insights[str(one.number)] = one

    def attach(self, one: Attachment) -> None:
        """Put an attachment in."""
        if self.attachments is None:
            self.attachments = place(AttachmentFolder(), self, "bilag")
        self.attachments[one.id] = one


class CaseFolder(Folder):
    """Cases by case number. A file that was imported cannot be imported again, so numbers are unique."""

    persons: Any = None
    """Keyed hash of a person -> case numbers; made when it is first asked for, also in older databases."""
    secret = ""
    """The key of those hashes."""

    def __init__(self) -> None:
        super().__init__()
        self.log = EventLog()
        self.names: Any = OOBTree()
        """Document ids from files that were imported, each with the number of its case (D2)."""


def case_of(resource: Any) -> Case | None:
    """Return the case that a resource lies in, None for what lies in no case."""
    while resource is not None and not isinstance(resource, Case):
        resource = resource.__parent__
    return resource
