"""What somebody may read of a paper on a day: whose it is, what the consent gives the own department (D14, D22, D23).

This is asked beside the table of permissions, which says who may come to a paper at all. It never keeps anybody from
writing, approving or filing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..domain import information_types
from ..domain.consent_ledger import NO_CONSENT, names
from ..resources.base import lineage
from ..resources.case import Case, case_of
from ..resources.consent import CONSENT, ledger_of
from ..resources.version import Version
from .rules import AUDITOR, CLERK, LEADER, PLAN, READERS, Question, has_reviewed, is_asked_to_review, relations

READS_ALL = frozenset({"plan_coordinator", "deputy", "contact_person"})
BY_LAW = frozenset({LEADER, CLERK, AUDITOR})
"""Roles of the organisation that read by law when the table of permissions lets them, and not by a consent."""
WRITES = ("minute_taker", "chair")
"""The persons whom minutes name and who answer for their text."""
NOBODY_READS = "{why} Derfor kan du ikke læse det, som andre afdelinger har skrevet. Tal med plankoordinatoren."


@dataclass(frozen=True, slots=True)
class Reading:
    """Whether somebody may read a version, which questions and rows of it are left out, and why."""

    allowed: bool = True
    hidden: frozenset[str] = frozenset()
    reason: str = ""

    def shows(self, rid: str) -> bool:
        """Tell whether a row is there to be read, whatever group it stands in."""
        return self.allowed and not any(path.endswith(f"/{rid}") for path in self.hidden)


EVERYTHING = Reading()


def may_read(question: Question, version: Version) -> Reading:
    """Say what of a version somebody may read who may come to it."""
    case = case_of(version)
    if case is None or reads_everything(question, version):
        return EVERYTHING
    given, department = ledger_of(case), question.identity.department
    why = given.missing(department, question.today) if given else NO_CONSENT
    if given is None or why:
        return Reading(False, reason=NOBODY_READS.format(why=why))
    heard = given.heard(department, question.today)
    return Reading(True, information_types.hidden(version.content(), heard, _areas(case)))


def reads_everything(question: Question, version: Version) -> bool:
    """Tell whether the consent is not what lets somebody read: it is the own paper, or a task to know all of it.

    Who comes by a role of the organisation, and not by a task in the case, comes by law and not by the consent.
    """
    mine = relations(question)
    own_paper = (
        question if question.document is version.__parent__ else Question(question.identity, version, question.today)
    )
    return bool(
        version.__parent__.form_key == CONSENT
        or (not mine & READERS and question.identity.roles & BY_LAW)
        or mine & READS_ALL
        or is_asked_to_review(own_paper)
        or has_reviewed(own_paper)
        or _wrote(question, version)
    )


def _wrote(question: Question, version: Version) -> bool:
    """Tell whether a version comes from the own department, or is answered for by who asks."""
    case, me = case_of(version), question.identity
    *_, root = lineage(version)
    author = root.medarbejdere.get(version.author["user_id"])
    if author is not None and me.department and set(names(me.department)) & set(names(author.department)):
        return True
    content = version.content()
    return me.user_id == version.author["user_id"] or me.user_id in {_user(case, content.get(name)) for name in WRITES}


def _user(case: Any, person: object) -> str:
    actor = person.get("actor_id", "") if isinstance(person, Mapping) else ""
    return str(case.register.get(actor, {}).get("user_id", "")) if actor else ""


def _areas(case: Case) -> dict[str, str]:
    """Return the area of each goal of the plan in force."""
    plans = [version for paper in case.dokumenter.of_form(PLAN) if (version := paper.in_force())]
    return information_types.areas_of_goals(plans[-1].content()) if plans else {}
