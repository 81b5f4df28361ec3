"""What the table of permissions asks about papers: whose they are, which meeting they belong to, whom they wait for."""

from ..domain.signing import asked_users
from ..domain.workflow import IN_REVIEW
from ..resources.attachments import Attachment
from ..resources.case import MEETINGS
from ..resources.meeting import Meeting
from .questions import PLAN, Question, keeps_the_case, parts

HOLDERS = frozenset({"plan_coordinator", "deputy", "contact_person", "convener"})
"""Who holds the case together, and so comes to the papers of every meeting."""
MEETING_PAPERS = ("kui.notice", "kui.agenda.", "kui.minutes.")
CONSENT = "kui.consent"


def comes_to_the_paper(question: Question) -> bool:
    """Holds the case together, or was asked to the meeting that it belongs to.

    What belongs to no meeting is for everybody with a task in the case but who is there for one meeting only (R55).
    The consent itself is for everybody, and so is to each what he or she wrote.
    """
    mine_now, number = parts(question), _meeting_of(question)
    mine = {one["relation"] for one in mine_now}
    if mine & HOLDERS or question.context is question.case or _wrote(question):
        return True
    if is_a_consent(question):
        return True
    if number:
        return any(number in one.get(MEETINGS, ()) for one in mine_now)
    return mine != {"ad_hoc"}


def _meeting_of(question: Question) -> int:
    """Return the number of the meeting that is asked about: itself, one of its papers, or a file put with either."""
    here, paper = question.context, question.document
    if paper is not None:
        return paper.meeting_number if paper.form_key.startswith(MEETING_PAPERS) else 0
    if isinstance(here, Attachment):
        return int(here.about.get("meeting", 0))
    return here.number if isinstance(here, Meeting) else 0


def _wrote(question: Question) -> bool:
    here, paper, me = question.context, question.document, question.identity.user_id
    put_in = isinstance(here, Attachment) and here.by["user_id"] == me
    return put_in or (paper is not None and paper.created_by["user_id"] == me)


def is_asked_to_review(question: Question) -> bool:
    """Is one of those whom the document waits for."""
    document = question.document
    if document is None or document.state != IN_REVIEW:
        return False
    return question.identity.user_id in document.facts_of("submitted")[-1]["data"].get("waiting_for", ())


def is_asked_to_sign(question: Question) -> bool:
    """Is one of those who are asked to sign a version of the document."""
    document = question.document
    if document is None or not question.identity.user_id:
        return False
    return question.identity.user_id in asked_users(document.facts)


def has_reviewed(question: Question) -> bool:
    """Has approved or returned this document before, and so has read it."""
    document = question.document
    acts = [*document.facts_of("approved"), *document.facts_of("returned")] if document else []
    return any(act["by"]["user_id"] == question.identity.user_id for act in acts)


def is_a_plan(question: Question) -> bool:
    """Asks about an education plan."""
    return question.document is not None and question.document.form_key == PLAN


def is_a_consent(question: Question) -> bool:
    """Asks about the consent."""
    return question.document is not None and question.document.form_key == CONSENT


def writes_this_kind_of_paper(question: Question) -> bool:
    """Coordinates the plan, when it is the plan; holds the case together, when it is the consent.

    Others propose in the plan, and say how their own efforts go. Of a consent they note that it was withdrawn.
    """
    if is_a_plan(question):
        return keeps_the_case(question)
    return not is_a_consent(question) or bool({one["relation"] for one in parts(question)} & HOLDERS)


def is_named_to_write_the_plan(question: Question) -> bool:
    """Is the one whom the approved minutes name to write their decisions into the plan."""
    document, case = question.document, question.case
    version = document.in_force() if document else None
    if version is None or case is None:
        return False
    person = version.content().get("plan_updated_by") or {}
    actor = case.register.get(person.get("actor_id", ""), {})
    return bool(question.identity.user_id) and actor.get("user_id") == question.identity.user_id
