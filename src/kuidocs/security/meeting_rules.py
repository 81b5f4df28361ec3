"""To which meeting what is asked about belongs, and who wrote it: the table of permissions asks it of papers (R55)."""

from typing import Any

from ..resources.attachments import Attachment
from ..resources.meeting import Meeting

MEETING_PAPERS = ("kui.notice", "kui.agenda.", "kui.minutes.")


def meeting_of(question: Any) -> int:
    """Return the number of the meeting that is asked about: itself, one of its papers, or a file put with either."""
    here, paper = question.context, question.document
    if paper is not None:
        return int(paper.meeting_number) if paper.form_key.startswith(MEETING_PAPERS) else 0
    if isinstance(here, Attachment):
        return int(here.about.get("meeting", 0))
    return here.number if isinstance(here, Meeting) else 0


def wrote(question: Any) -> bool:
    """Tell whether who asks began the paper, or put the file in."""
    here, paper, me = question.context, question.document, question.identity.user_id
    put_in = isinstance(here, Attachment) and here.by["user_id"] == me
    return put_in or (paper is not None and paper.created_by["user_id"] == me)
