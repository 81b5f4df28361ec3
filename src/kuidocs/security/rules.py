"""Who may do what, as a table a lawyer can read: a permission is given when every word of one line is true.

Access to a case is role × involvement × date (DOMAIN 5); membership of a department alone gives nothing. What the
consent covers is asked here too when the consent ledger decides it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..domain.access_acts import EMERGENCY, active, blocked
from ..domain.identity import Identity
from ..domain.opening import OPENERS
from ..domain.workflow import IN_REVIEW
from ..resources.attachments import Attachment
from ..resources.base import lineage
from ..resources.case import MEETINGS, Case, case_of
from ..resources.document import Document
from ..resources.klynger import Cluster, above
from ..resources.staff import Staff
from .cluster_rules import (
    WORLDS,
    coordinates_the_cluster,
    is_a_member,
    is_in_the_cluster,
    keeps_the_cluster,
    the_questionnaire_is_closed,
    the_results_are_shared,
    world_of,
)
from .meeting_rules import meeting_of, wrote
from .permissions import KLYNGE_PERMISSIONS, Permission

LEADER, ADMINISTRATOR, CLERK = "department_leader", "system_administrator", "records_clerk"
AUDITOR = "auditor"
PLAN = "kui.education_plan"
WRITERS = frozenset({"plan_coordinator", "deputy", "contact_person", "convener", "primary", "author"})
COORDINATORS = frozenset({"plan_coordinator", "deputy"})
FILED_CASES = frozenset({"closed", "archived"})
"""The states in which a records clerk sees where a case stands, without its words."""
READERS = WRITERS | {"ad_hoc"}
HOLDERS = frozenset({"plan_coordinator", "deputy", "contact_person", "convener"})
"""Who holds the case together, and so comes to the papers of every meeting."""
CONSENT = "kui.consent"


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks, about what, on which day; ``now`` where what lasts a day counts too, as it does on pages."""

    identity: Identity
    context: Any
    today: date
    now: datetime | None = None

    @property
    def case(self) -> Case | None:
        """The case that the context lies in."""
        return case_of(self.context)

    @property
    def document(self) -> Document | None:
        """The document that the context is, lies in, or was put with as an attachment."""
        here = self.context
        if isinstance(here, Attachment) and self.case is not None:
            return self.case.dokumenter.get(here.about.get("document", ""))
        while here is not None and not isinstance(here, Document):
            here = here.__parent__
        return here


Predicate = Callable[[Question], bool]


def logged_in(question: Question) -> bool:
    """Anybody with a user."""
    return bool(question.identity.user_id)


def relations(question: Question) -> frozenset[str]:
    """Return the relations that a person has to the case on the day."""
    return frozenset(one["relation"] for one in _parts(question))


def _parts(question: Question) -> list[dict]:
    case, day, me = question.case, question.today.isoformat(), question.identity.user_id
    if case is None or not is_not_kept_out(question):
        return []
    return [one for one in case.involvements if one["user_id"] == me and one["since"] <= day and _lasts(one, day)]


def _lasts(one: dict, day: str) -> bool:
    """The last day of a part counts, unless somebody ended it on that day."""
    return not one["until"] or day < one["until"] or (day == one["until"] and not one.get("over"))


def is_not_kept_out(question: Question) -> bool:
    """Is not kept out of the case because of a conflict of interest."""
    return question.case is None or question.identity.user_id not in blocked(question.case.facts)


def reads_in_the_case(question: Question) -> bool:
    """Has a task in the case that lets one read."""
    return bool(relations(question) & READERS)


def writes_in_the_case(question: Question) -> bool:
    """Has a task in the case that lets one write."""
    return bool(relations(question) & WRITERS)


def comes_to_the_paper(question: Question) -> bool:
    """Holds the case together, or was asked to the meeting that it belongs to.

    What belongs to no meeting is for everybody with a task in the case but who is there for one meeting only (R55).
    The consent itself is for everybody, and so is to each what he or she wrote.
    """
    parts, number = _parts(question), meeting_of(question)
    mine, paper = {one["relation"] for one in parts}, question.document
    if mine & HOLDERS or question.context is question.case or wrote(question):
        return True
    if paper is not None and paper.form_key == CONSENT:
        return True
    if number:
        return any(number in one.get(MEETINGS, ()) for one in parts)
    return mine != {"ad_hoc"}


def is_asked_to_review(question: Question) -> bool:
    """Is one of those whom the document waits for."""
    document = question.document
    if document is None or document.state != IN_REVIEW:
        return False
    return question.identity.user_id in document.facts_of("submitted")[-1]["data"].get("waiting_for", ())


def has_reviewed(question: Question) -> bool:
    """Has approved or returned this document before, and so has read it."""
    document = question.document
    acts = [*document.facts_of("approved"), *document.facts_of("returned")] if document else []
    return any(act["by"]["user_id"] == question.identity.user_id for act in acts)


def leads_the_plan_coordinator(question: Question) -> bool:
    """Is a leader in the department of the case's plan coordinator."""
    case = question.case
    if case is None or LEADER not in question.identity.roles:
        return False
    actor = case.register.get(case.plan_coordinator.get("actor_id", ""), {})
    return bool(question.identity.department) and actor.get("department") == question.identity.department


def leads_somebody_in_the_case(question: Question) -> bool:
    """Is a leader of the plan coordinator, or of somebody else who has a task in the case."""
    case, who, day = question.case, question.identity, question.today.isoformat()
    if case is None or LEADER not in who.roles or not who.department:
        return False
    *_, root = lineage(case)
    users = {one["user_id"] for one in case.involvements if one["since"] <= day and _lasts(one, day)}
    staff = (root.medarbejdere.get(user) for user in users)
    led = any(person is not None and person.department == who.department for person in staff)
    return led or leads_the_plan_coordinator(question)


def has_opened_it_with_a_reason(question: Question) -> bool:
    """Has opened the case with a written reason within the last day, and still has the role that lets one."""
    if question.case is None or question.now is None:
        return False
    found = active(question.case.facts, question.identity.user_id, question.now)
    if found is None:
        return False
    return leads_somebody_in_the_case(question) if found.kind == EMERGENCY else audits(question)


def leads_the_person(question: Question) -> bool:
    """Is a leader in the department of the member of staff."""
    person, who = question.context, question.identity
    leads = LEADER in who.roles and bool(who.department)
    return leads and isinstance(person, Staff) and person.department == who.department


def is_the_person(question: Question) -> bool:
    """Is the member of staff that is asked about."""
    person = question.context
    return isinstance(person, Staff) and person.user_id == question.identity.user_id


def is_a_plan(question: Question) -> bool:
    """Asks about an education plan."""
    return question.document is not None and question.document.form_key == PLAN


def coordinates_the_plan(question: Question) -> bool:
    """Is the plan coordinator of the case, or the deputy."""
    return bool(relations(question) & COORDINATORS)


def is_the_contact_person(question: Question) -> bool:
    """Is the contact person of the young person."""
    return "contact_person" in relations(question)


def keeps_the_case(question: Question) -> bool:
    """Coordinates the plan, or nobody is named to."""
    rows = question.case.involvements if question.case else ()
    named = any(one["relation"] in COORDINATORS and not one["until"] for one in rows)
    return coordinates_the_plan(question) or not named


def may_open_cases(question: Question) -> bool:
    """Has a role of the organisation with which one may have a task in a young person's life."""
    return not OPENERS.isdisjoint(question.identity.roles)


def files_what_is_closed(question: Question) -> bool:
    """Is a records clerk, and the case is closed."""
    case = question.case
    return case is not None and case.state in FILED_CASES and CLERK in question.identity.roles


def is_named_to_write_the_plan(question: Question) -> bool:
    """Is the one whom the approved minutes name to write their decisions into the plan."""
    document, case = question.document, question.case
    version = document.in_force() if document else None
    if version is None or case is None:
        return False
    person = version.content().get("plan_updated_by") or {}
    actor = case.register.get(person.get("actor_id", ""), {})
    return bool(question.identity.user_id) and actor.get("user_id") == question.identity.user_id


def has_role(role: str) -> Predicate:
    """Make the predicate that asks for a role of the organisation."""

    def with_role(question: Question) -> bool:
        return role in question.identity.roles

    with_role.__doc__ = f"Has the role {role} in the organisation."
    return with_role


is_administrator = has_role(ADMINISTRATOR)
leads = has_role(LEADER)
audits = has_role(AUDITOR)

Line = tuple[Predicate, ...]


def is_no_administrator(question: Question) -> bool:
    """Does not care for the system: who does, sees no content, whatever other role he or she has (DOMAIN 5)."""
    return not is_administrator(question)


def in_cases(*lines: Line) -> tuple[Line, ...]:
    """Make the lines of a permission that shows the content of cases."""
    return tuple((is_no_administrator, is_not_kept_out, *line) for line in lines)


WITHIN: Mapping[str, tuple[Line, ...]] = {
    Permission.Page.SEE: ((logged_in,),),
    Permission.Page.STATISTICS: in_cases((leads,), (audits,)),
    Permission.Page.OPEN_CASE: in_cases((may_open_cases,)),
    Permission.Case.VIEW: in_cases((reads_in_the_case,), (has_opened_it_with_a_reason,)),
    Permission.Case.WRITE: in_cases((writes_in_the_case,)),
    Permission.Case.STEER: in_cases((writes_in_the_case,), (leads_the_plan_coordinator,), (files_what_is_closed,)),
    Permission.Case.PACKAGE: in_cases((coordinates_the_plan,), (files_what_is_closed,)),
    Permission.Case.OVERVIEW: in_cases((writes_in_the_case,)),
    Permission.Consent.VIEW: in_cases(
        (reads_in_the_case,), (leads_the_plan_coordinator,), (has_opened_it_with_a_reason,)
    ),
    Permission.Consent.WITHDRAW: in_cases((reads_in_the_case,), (leads_the_plan_coordinator,)),
    Permission.Case.TRACE: in_cases((reads_in_the_case,), (has_opened_it_with_a_reason,)),
    Permission.Access.EMERGENCY: in_cases((leads_somebody_in_the_case,)),
    Permission.Access.SAMPLE: in_cases((audits,)),
    Permission.Access.LOG: in_cases((audits,)),
    Permission.Access.BLOCK: in_cases((coordinates_the_plan,), (leads_the_plan_coordinator,)),
    Permission.Access.SEE: in_cases(
        (reads_in_the_case,), (leads_the_plan_coordinator,), (has_opened_it_with_a_reason,), (audits,)
    ),
    Permission.Access.TOLD: in_cases(
        (coordinates_the_plan,), (is_the_contact_person,), (leads_the_plan_coordinator,), (audits,)
    ),
    Permission.Meeting.PRESENT: in_cases((reads_in_the_case, comes_to_the_paper)),
    Permission.Meeting.FACILITATE: in_cases((writes_in_the_case, comes_to_the_paper)),
    Permission.Meeting.REPLY: in_cases((reads_in_the_case, comes_to_the_paper)),
    Permission.People.CHANGE: in_cases((writes_in_the_case,)),
    Permission.People.KEEP: in_cases((writes_in_the_case, keeps_the_case)),
    Permission.People.LEAVE: in_cases((reads_in_the_case,)),
    Permission.Followup.ASK: in_cases((reads_in_the_case,), (leads_the_plan_coordinator,)),
    Permission.Followup.ANSWER: in_cases((writes_in_the_case, keeps_the_case)),
    Permission.Document.READ: in_cases(
        (reads_in_the_case, comes_to_the_paper),
        (is_asked_to_review,),
        (has_reviewed,),
        (leads_the_plan_coordinator, is_a_plan),
        (has_opened_it_with_a_reason,),
    ),
    Permission.Document.WRITE: in_cases((writes_in_the_case, comes_to_the_paper)),
    Permission.Document.SEND: in_cases((writes_in_the_case, comes_to_the_paper)),
    Permission.Document.REVIEW: in_cases(
        (writes_in_the_case, comes_to_the_paper), (is_asked_to_review,), (leads_the_plan_coordinator, is_a_plan)
    ),
    Permission.Attachment.LIST: in_cases((reads_in_the_case,), (has_opened_it_with_a_reason,)),
    Permission.Attachment.READ: in_cases(
        (reads_in_the_case, comes_to_the_paper),
        (is_asked_to_review,),
        (has_reviewed,),
        (leads_the_plan_coordinator, is_a_plan),
        (has_opened_it_with_a_reason,),
    ),
    Permission.Attachment.WRITE: in_cases((writes_in_the_case, comes_to_the_paper)),
    Permission.Plan.WRITE: in_cases(
        (writes_in_the_case, coordinates_the_plan), (writes_in_the_case, is_named_to_write_the_plan)
    ),
    Permission.Plan.EXTRACT: in_cases((writes_in_the_case, coordinates_the_plan, is_a_plan)),
    Permission.Task.REPORT: in_cases((reads_in_the_case,)),
    Permission.Staff.LIST: in_cases((leads,)),
    Permission.Staff.HANDOVER: in_cases((leads_the_person,), (is_the_person,)),
    Permission.Template.VIEW: ((logged_in,),),
    Permission.Admin.OVERVIEW: ((is_administrator,),),
    Permission.Admin.STAFF: ((is_administrator,),),
    Permission.Admin.ORGANISATION: ((is_administrator,),),
    Permission.Admin.SETTINGS: ((is_administrator,),),
    Permission.Admin.DATA: ((is_administrator,),),
    Permission.Admin.JOBS: ((is_administrator,),),
    Permission.Admin.HEALTH: ((is_administrator,),),
    Permission.Klynge.HOME: ((logged_in,),),
    Permission.Klynge.VIEW: ((is_in_the_cluster,),),
    Permission.Klynge.PLAN: ((keeps_the_cluster,),),
    Permission.Klynge.PEOPLE: ((coordinates_the_cluster,),),
    Permission.Klynge.TALLY: (
        (keeps_the_cluster,),
        (is_a_member, the_questionnaire_is_closed),
        (is_in_the_cluster, the_questionnaire_is_closed, the_results_are_shared),
    ),
    Permission.Klynge.CASE: ((is_in_the_cluster,),),
    Permission.Klynge.PROMISE: ((is_a_member,),),
}


TABLE: Mapping[str, tuple[Line, ...]] = {
    permission: tuple((WORLDS[permission in KLYNGE_PERMISSIONS], *line) for line in lines)
    for permission, lines in WITHIN.items()
}
"""Every line begins with the world that it counts in: whoever is in the other gets nothing, whatever else is true."""


def permits(permission: str, question: Question) -> bool:
    """Tell whether a permission is given. One that has no line in the table is given to nobody."""
    return any(all(holds(question) for holds in line) for line in TABLE.get(permission, ()))


def knows_of(question: Question) -> bool:
    """Tell whether a person may know that the case exists (D24).

    That is: a part in it now or before, its plan coordinator's leader, or a document of it to review or reviewed. Of
    what lies in the other world nobody knows; of a cluster only who has a role in it.
    """
    if world_of(question.context) != question.identity.world:
        return False
    if above(question.context, Cluster) is not None:
        return is_in_the_cluster(question)
    case = question.case
    if case is None:
        return True
    if not is_not_kept_out(question):
        return False
    part = any(one["user_id"] == question.identity.user_id for one in case.involvements)
    part = part or leads_the_plan_coordinator(question) or has_opened_it_with_a_reason(question)
    return part or any(map(_reviewer, _documents(question, case)))


def _documents(question: Question, case: Case) -> Iterator[Question]:
    """Ask the same about each document of the case."""
    return (
        Question(question.identity, document, question.today, question.now) for document in case.dokumenter.values()
    )


def _reviewer(question: Question) -> bool:
    return is_asked_to_review(question) or has_reviewed(question)


def ended(question: Question) -> dict | None:
    """Return the part in the case that a person had last, None for who has one today or never had."""
    case, day = question.case, question.today.isoformat()
    if case is None or relations(question):
        return None
    mine = [one for one in case.involvements if one["user_id"] == question.identity.user_id]
    past = [one for one in mine if one["until"] and not _lasts(one, day)]
    return max(past, key=lambda one: one["until"], default=None)
