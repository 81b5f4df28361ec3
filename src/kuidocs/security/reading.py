"""What somebody may read of a case on a day: whose it is, what the consent gives the own department (D14, D22, D23).

This is asked beside the table of permissions, which says who may come to a paper at all. It never keeps anybody from
writing, approving or filing. It is the one place where the consent decides what is read: pages, files, lists, new
papers and copies all ask a ``Sight``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from ..domain import hiding, information_types
from ..domain.consent_ledger import NO_CONSENT, Ledger, names
from ..domain.danish import count
from ..domain.hands import Hand, Hands, writers
from ..domain.identity import Identity
from ..resources.attachments import Attachment
from ..resources.base import lineage
from ..resources.case import Case, case_of
from ..resources.consent import CONSENT, ledger_of
from ..resources.document import Document
from ..resources.drafts import Draft
from ..resources.version import Version
from .paper_rules import comes_to_the_paper, is_asked_to_review
from .questions import PLAN, READERS, Question, relations
from .rules import AUDITOR, CLERK, LEADER

WITH_TASKS = (PLAN, "kui.minutes.")
"""The papers that hold tasks."""
READS_ALL = frozenset({"plan_coordinator", "deputy", "contact_person"})
BY_LAW = frozenset({LEADER, CLERK, AUDITOR})
"""Roles of the organisation that read by law when the table of permissions lets them, and not by a consent."""
WRITES = ("minute_taker", "chair", "plan_updated_by")
"""The persons whom minutes name and who answer for their text, or write on from it."""
NOBODY_READS = "{why} Derfor kan du ikke læse det, som andre afdelinger har skrevet. Tal med plankoordinatoren."
NOT_WITH = "Papiret hører til et møde, som du ikke er med til. Derfor kan du ikke læse det. Tal med plankoordinatoren."
HIDDEN = "{points} er skjult, fordi samtykket ikke dækker {what} for {department}."
HIDDEN_ALL = "{points} er skjult. {why}"
POINTS, FILES, TASKS = ("punkt", "punkter"), ("bilag", "bilag"), ("opgave", "opgaver")
NO_TOPIC = "det, som de handler om,"


@dataclass(frozen=True, slots=True)
class Reading:
    """Whether somebody may read a text, which questions and rows of it are left out, and why."""

    allowed: bool = True
    hidden: frozenset[str] = frozenset()
    reason: str = ""
    told: str = ""
    """What is said to the reader of what is left out, "" when nothing is."""

    def shows(self, rid: str) -> bool:
        """Tell whether a row is there to be read, whatever group it stands in."""
        return self.allowed and not any(path.endswith(f"/{rid}") for path in self.hidden)

    def answers(self, name: str) -> bool:
        """Tell whether the answer to a question is there to be read."""
        return self.allowed and name not in self.hidden

    @property
    def whole(self) -> bool:
        """Whether everything may be read."""
        return self.allowed and not self.hidden

    def left(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return a text as far as it may be read."""
        return hiding.left(content, self.hidden) if self.allowed else {}


EVERYTHING = Reading()
NOT_AT_THE_MEETING = Reading(False, reason=NOT_WITH)


class Sight:
    """What one person may read of one case on one day, by the consent and by whose each text is."""

    def __init__(self, who: Identity, case: Case, today: date) -> None:
        self.who, self.case, self.today = who, case, today
        self.question = Question(who, case, today)
        self.ledger: Ledger | None = ledger_of(case)
        self.relations = relations(self.question)
        # Who comes by a role of the organisation, and not by a task in the case, comes by law and not by the consent.
        by_law = not self.relations & READERS and bool(who.roles & BY_LAW)
        self.all = by_law or bool(self.relations & READS_ALL)
        """Whether it is not the consent that lets one read: it is the task to know all of it, or the law."""
        self._read: dict[int, Reading] = {}

    # Whether anything may be read at all

    @property
    def why_nothing(self) -> str:
        """Why the consent gives the own department nothing; "" when it gives something."""
        department = self.who.department
        return self.ledger.missing(department, self.today) if self.ledger else NO_CONSENT

    @property
    def heard(self) -> frozenset[str]:
        """The types of information that the consent gives the own department."""
        given = self.ledger
        return given.heard(self.who.department, self.today) if given and not self.why_nothing else frozenset()

    # Papers

    def version(self, version: Version) -> Reading:
        """Say what of a version may be read by who may come to it."""
        if id(version) not in self._read:
            self._read[id(version)] = self._of_version(version)
        return self._read[id(version)]

    def about(self, version: Version) -> frozenset[str]:
        """List the types of information that stand in what may be read of a version."""
        left = self.version(version).left(version.content())
        return frozenset().union(*information_types.points(left, self._areas).values())

    def paper(self, document: Document | None) -> Reading:
        """Say what may be read of the version of a document that counts now; of one that is not there nothing."""
        version = document.in_force() or document.latest if document is not None else None
        return self.version(version) if version is not None else Reading(document is not None)

    def standing(self, document: Document | None, draft: Draft | None) -> Reading:
        """The same of a document as it stands: of its draft while one is written, else of the version that counts."""
        return self.draft(document, draft) if document is not None and draft is not None else self.paper(document)

    def row(self, document: Document | None, rid: str) -> bool:
        """Tell whether a row may be read in the version of a document that counts now."""
        return self.paper(document).shows(rid)

    def _of_version(self, version: Version) -> Reading:
        if self._reads_all_of(version.__parent__, version):
            return EVERYTHING
        content, why = version.content(), self.why_nothing
        if self._answers_for(content, version.hands, version.author):
            return EVERYTHING
        if self._outside(version):
            return NOT_AT_THE_MEETING
        wrote = {version.author["user_id"], *(hand["user_id"] for hand in version.hands.values())}
        if why and not any(self._own({user}) for user in wrote):
            return Reading(False, reason=NOBODY_READS.format(why=why))
        return self._reading(content, lambda point: self._own(writers(point, version.hands, version.author)))

    def _answers_for(self, content: Mapping[str, Any], hands: Hands, author: Hand) -> bool:
        """Tell whether minutes name who asks as the one who answers for them; naming oneself does not count."""
        named = [name for name in WRITES if _user(self.case, content.get(name)) == self.who.user_id]
        return any(writers(name, hands, author) != {self.who.user_id} for name in named)

    def _reads_all_of(self, document: Document, version: Version) -> bool:
        own_paper = replace(self.question, context=version)
        asked = is_asked_to_review(own_paper) or self._reviewed(document, version)
        return self.all or document.form_key == CONSENT or asked

    def _reviewed(self, document: Document, version: Version) -> bool:
        """Tell whether who asks has reviewed this version, or a later one, that somebody else had written."""
        acts = [*document.facts_of("approved"), *document.facts_of("returned")]
        numbers = [act["about"]["number"] for act in acts if act["by"]["user_id"] == self.who.user_id]
        others = {one.number for one in document.versions if one.author["user_id"] != self.who.user_id}
        return any(number in others and number >= version.number for number in numbers)

    def draft(self, document: Document, draft: Draft) -> Reading:
        """Say what of a text that is being written may be read; nobody is kept from writing in it (D22)."""
        if self.writes_all_of(document, draft):
            return EVERYTHING
        if self._outside(document):
            return NOT_AT_THE_MEETING
        hands = draft.hands()
        return self._reading(draft.content(), lambda point: self._own(writers(point, hands, {})))

    def writes_all_of(self, document: Document, draft: Draft) -> bool:
        """Tell whether somebody may read everything that stands or stood in a draft, and not by the consent."""
        return self.all or document.form_key == CONSENT or self._answers_for(draft.content(), draft.hands(), {})

    def _outside(self, paper: Any) -> bool:
        """Tell whether a paper or a file belongs to a meeting that who asks has no part in (R55)."""
        return not comes_to_the_paper(replace(self.question, context=paper))

    def _reading(self, content: Mapping[str, Any], own: Callable[[str], bool]) -> Reading:
        points = information_types.points(content, self._areas)
        lacking = {point: types - self.heard for point, types in points.items() if not types <= self.heard}
        lacking = {point: types for point, types in lacking.items() if not own(point)}
        if not lacking:
            return EVERYTHING
        types = frozenset().union(*lacking.values())
        return Reading(True, information_types.paths(content, lacking), told=self.told(len(lacking), types))

    @cached_property
    def _areas(self) -> dict[str, str]:
        """The area of each goal of the plan in force by its number, and of each task of the case by its row id."""
        papers = [paper for paper in self.case.dokumenter.in_order() if paper.form_key.startswith(WITH_TASKS)]
        texts = [(paper.form_key, version.content()) for paper in papers if (version := paper.in_force())]
        plans = [content for form_key, content in texts if form_key == PLAN]
        goals = information_types.areas_of_goals(plans[-1]) if plans else {}
        found: dict[str, str] = {}
        for _, content in texts:
            found |= information_types.areas_of_tasks(content, goals)
        return found | goals

    def _own(self, users: set[str]) -> bool:
        """Tell whether all of these are of the own department, or who asks."""
        return bool(users) and all(user == self.who.user_id or self._colleague(user) for user in users)

    def _colleague(self, user: str) -> bool:
        *_, root = lineage(self.case)
        person, department = root.medarbejdere.get(user), self.who.department
        return bool(person is not None and set(names(department)) & set(names(person.department)))

    def rows(self, group: str, found: list[dict], by: Mapping[str, str]) -> list[dict]:
        """Return the rows that may be read of those that somebody wrote beside a paper."""
        seen = self._reading({group: found}, lambda point: self._own({by["user_id"]}))
        return seen.left({group: found}).get(group, []) if found else []

    def words(self, by: Mapping[str, str]) -> bool:
        """Tell whether words about nothing in particular that somebody wrote beside a paper may be read."""
        return self.all or self._own({by["user_id"]}) or not self.why_nothing

    # Files

    def attachment(self, one: Attachment) -> Reading:
        """Say whether a file may be read: by what it is about, and by what it lies with. It has no parts."""
        if self.all or self._own({one.by["user_id"]}):
            return EVERYTHING
        paper = self.case.dokumenter.get(one.about.get("document", ""))
        version = paper.version(one.about["number"]) if paper is not None else None
        if paper is not None and (paper.form_key == CONSENT or (version and self._reads_all_of(paper, version))):
            return EVERYTHING
        if self._outside(one):
            return NOT_AT_THE_MEETING
        types = frozenset({one.information_type}) if one.information_type else information_types.EVERYTHING
        if self.why_nothing:
            return Reading(False, reason=NOBODY_READS.format(why=self.why_nothing))
        if types <= self.heard:
            return EVERYTHING
        return Reading(False, reason=self.told(1, types - self.heard if one.information_type else frozenset()))

    def files(self, found: Iterable[Attachment]) -> tuple[list[Attachment], str]:
        """Sort out the files that may be read, and say how many are left out."""
        told = [one for one in found if self.all or not self._outside(one)]
        kept = [one for one in told if self.attachment(one).allowed]
        return kept, self.told(len(told) - len(kept), noun=FILES)

    # Words

    def told(self, number: int, types: frozenset[str] = frozenset(), noun: tuple[str, str] = POINTS) -> str:
        """Say how many points are hidden and why; "" for none."""
        if not number:
            return ""
        points = count(number, *noun).capitalize()
        if self.why_nothing:
            return HIDDEN_ALL.format(points=points, why=self.why_nothing)
        what = information_types.in_words(types) or NO_TOPIC
        return HIDDEN.format(points=points, what=what, department=self.who.department)


def may_read(question: Question, version: Version) -> Reading:
    """Say what of a version somebody may read who may come to it."""
    case = case_of(version)
    return EVERYTHING if case is None else Sight(question.identity, case, question.today).version(version)


def _user(case: Case, person: object) -> str:
    actor = person.get("actor_id", "") if isinstance(person, Mapping) else ""
    return str(case.register.get(actor, {}).get("user_id", "")) if actor else ""
