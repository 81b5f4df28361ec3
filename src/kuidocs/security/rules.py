"""Who may do what, as a table a lawyer can read: a permission is given when every word of one line is true.

Access to a case is role × involvement × date (DOMAIN 5); membership of a department alone gives nothing. What the
consent covers is asked here too when the consent ledger decides it.
"""

from collections.abc import Iterator, Mapping

from ..domain.access_acts import EMERGENCY, active
from ..domain.opening import OPENERS
from ..resources.base import lineage
from ..resources.case import Case
from ..resources.check_report import CheckReport
from ..resources.insight import InsightRequest
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
from .paper_rules import (
    comes_to_the_paper,
    has_reviewed,
    is_a_consent,
    is_a_plan,
    is_asked_to_review,
    is_asked_to_sign,
    is_named_to_write_the_plan,
    writes_this_kind_of_paper,
)
from .permissions import KLYNGE_PERMISSIONS, Permission
from .questions import (
    READERS,
    WRITERS,
    Predicate,
    Question,
    coordinates_the_plan,
    is_not_kept_out,
    keeps_the_case,
    lasts,
    relations,
)

LEADER, ADMINISTRATOR, CLERK = "department_leader", "system_administrator", "records_clerk"
AUDITOR = "auditor"
FILED_CASES = frozenset({"closed", "archived"})
"""The states in which a records clerk sees where a case stands, without its words."""


def logged_in(question: Question) -> bool:
    """Anybody with a user."""
    return bool(question.identity.user_id)


def reads_in_the_case(question: Question) -> bool:
    """Has a task in the case that lets one read."""
    return bool(relations(question) & READERS)


def writes_in_the_case(question: Question) -> bool:
    """Has a task in the case that lets one write."""
    return bool(relations(question) & WRITERS)


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
    users = {one["user_id"] for one in case.involvements if one["since"] <= day and lasts(one, day)}
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


def is_the_contact_person(question: Question) -> bool:
    """Is the contact person of the young person."""
    return "contact_person" in relations(question)


def may_open_cases(question: Question) -> bool:
    """Has a role of the organisation with which one may have a task in a young person's life."""
    return not OPENERS.isdisjoint(question.identity.roles)


def files_what_is_closed(question: Question) -> bool:
    """Is a records clerk, and the case is closed."""
    case = question.case
    return case is not None and case.state in FILED_CASES and CLERK in question.identity.roles


def is_about_a_running_request(question: Question) -> bool:
    """Asks about a request for access that waits for an answer."""
    return any(isinstance(one, InsightRequest) and one.is_running for one in lineage(question.context))


def has_role(role: str) -> Predicate:
    """Make the predicate that asks for a role of the organisation."""

    def with_role(question: Question) -> bool:
        return role in question.identity.roles

    with_role.__doc__ = f"Has the role {role} in the organisation."
    return with_role


def sent_the_report(question: Question) -> bool:
    """Has sent the report."""
    one = question.context
    return isinstance(one, CheckReport) and one.by["user_id"] == question.identity.user_id


is_administrator = has_role(ADMINISTRATOR)
leads = has_role(LEADER)
audits = has_role(AUDITOR)
files_papers = has_role(CLERK)

Line = tuple[Predicate, ...]


def is_no_administrator(question: Question) -> bool:
    """Does not care for the system: who does, sees no content, whatever other role he or she has (DOMAIN 5)."""
    return not is_administrator(question)


def in_cases(*lines: Line) -> tuple[Line, ...]:
    """Make the lines of a permission that shows the content of cases."""
    return tuple((is_no_administrator, is_not_kept_out, *line) for line in lines)


WITHIN: Mapping[str, tuple[Line, ...]] = {
    Permission.Page.SEE: ((logged_in,),),
    Permission.Page.CHECK: ((logged_in,),),
    Permission.Page.STATISTICS: in_cases((leads,), (audits,)),
    Permission.Page.OPEN_CASE: in_cases((may_open_cases,)),
    Permission.Case.VIEW: in_cases((reads_in_the_case,), (has_opened_it_with_a_reason,)),
    Permission.Case.WRITE: in_cases((writes_in_the_case,)),
    Permission.Case.STEER: in_cases((writes_in_the_case,), (leads_the_plan_coordinator,), (files_what_is_closed,)),
    Permission.Case.PACKAGE: in_cases((coordinates_the_plan,), (files_what_is_closed,)),
    Permission.Journal.KEEP: in_cases((files_papers,)),
    Permission.Journal.FILE: in_cases((coordinates_the_plan,), (files_papers,)),
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
    Permission.Insight.SEE: in_cases(
        (coordinates_the_plan,), (files_papers,), (leads_the_plan_coordinator,), (audits,)
    ),
    Permission.Insight.READ: in_cases(
        (coordinates_the_plan,), (files_papers, is_about_a_running_request), (leads_the_plan_coordinator,)
    ),
    Permission.Insight.PREPARE: in_cases((coordinates_the_plan,), (files_papers,)),
    Permission.Insight.DECIDE: in_cases((leads_the_plan_coordinator,)),
    Permission.Insight.DESK: in_cases((files_papers,)),
    Permission.Report.KEEP: in_cases((audits,)),
    Permission.Report.SEE: (*in_cases((audits,)), (sent_the_report,)),
    Permission.Disposal.SEE: in_cases((files_papers,), (leads,), (audits,)),
    Permission.Disposal.PROPOSE: in_cases((files_papers,)),
    Permission.Disposal.APPROVE: in_cases((leads,)),
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
        (is_asked_to_sign,),
        (has_reviewed,),
        (leads_the_plan_coordinator, is_a_plan),
        (leads_the_plan_coordinator, is_a_consent),
        (has_opened_it_with_a_reason,),
    ),
    Permission.Document.WRITE: in_cases(
        (writes_in_the_case, comes_to_the_paper, writes_this_kind_of_paper), (leads_the_plan_coordinator, is_a_consent)
    ),
    Permission.Document.SEND: in_cases((writes_in_the_case, comes_to_the_paper)),
    Permission.Document.SIGN: in_cases(
        (reads_in_the_case, comes_to_the_paper), (is_asked_to_sign,), (has_reviewed,), (has_opened_it_with_a_reason,)
    ),
    Permission.Document.COLLECT: in_cases((writes_in_the_case, comes_to_the_paper)),
    Permission.Document.REVIEW: in_cases(
        (writes_in_the_case, comes_to_the_paper), (is_asked_to_review,), (leads_the_plan_coordinator, is_a_plan)
    ),
    Permission.Document.COMMENT: in_cases(
        (writes_in_the_case, comes_to_the_paper), (is_asked_to_review,), (leads_the_plan_coordinator, is_a_plan)
    ),
    Permission.Attachment.LIST: in_cases((reads_in_the_case,), (has_opened_it_with_a_reason,)),
    Permission.Attachment.READ: in_cases(
        (reads_in_the_case, comes_to_the_paper),
        (is_asked_to_review,),
        (is_asked_to_sign,),
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
    Permission.Admin.JOURNAL: ((is_administrator,),),
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
    Permission.Klynge.SLIDES: (
        (is_a_member,),
        (is_in_the_cluster, the_questionnaire_is_closed, the_results_are_shared),
    ),
    Permission.Klynge.PROPOSE: ((is_a_member,),),
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

    That is: a part in it now or before, its plan coordinator's leader, or a document of it to review, to sign or
    reviewed. Of
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
    return is_asked_to_review(question) or has_reviewed(question) or is_asked_to_sign(question)


def ended(question: Question) -> dict | None:
    """Return the part in the case that a person had last, None for who has one today or never had."""
    case, day = question.case, question.today.isoformat()
    if case is None or relations(question):
        return None
    mine = [one for one in case.involvements if one["user_id"] == question.identity.user_id]
    past = [one for one in mine if one["until"] and not lasts(one, day)]
    return max(past, key=lambda one: one["until"], default=None)
