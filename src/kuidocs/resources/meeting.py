"""Meetings of a case."""

import uuid

from ..domain.ids import in_letters
from .base import Folder, Resource, new_id
from .events import EventLog

UIDS = uuid.UUID("9c2b6c1e-6f0d-4f3b-9a55-0f6f1f0f6b1a")
"""Any meeting has a calendar name made of this and its random id, also before anybody was invited."""


class Meeting(Resource):
    """A meeting with its place in time (D38). Dates and times are ISO text, empty when not decided."""

    external_id = ""
    date = start = end = place = online_link = ""
    state = "planned"
    calendar_uid = ""
    """What calendars were told that it is called, when the first invitation was sent; never changed (D37)."""

    def __init__(self, number: int, meeting_type: str, meeting_no: int) -> None:
        self.id = new_id()
        self.number = number
        self.meeting_type = meeting_type
        self.meeting_no = meeting_no
        self.facts: tuple[dict, ...] = ()
        self.log = EventLog()

    @property
    def uid(self) -> str:
        """Return what calendars know it by, in invitations and subscriptions alike."""
        return self.calendar_uid or in_letters(uuid.uuid5(UIDS, self.id).hex)


class MeetingFolder(Folder):
    """Meetings by their number in the case."""

    def of_type(self, meeting_type: str) -> list[Meeting]:
        """List the meetings of a type in order."""
        return [meeting for meeting in self.in_order() if meeting.meeting_type == meeting_type]

    def in_order(self) -> list[Meeting]:
        """List all meetings as they were numbered; text keys would put 10 before 2."""
        return sorted(self.values(), key=lambda meeting: meeting.number)

    def add(self, meeting_type: str) -> Meeting:
        """Add the next meeting of a type."""
        number = max((meeting.number for meeting in self.values()), default=0) + 1
        meeting = Meeting(number, meeting_type, len(self.of_type(meeting_type)) + 1)
        self[str(number)] = meeting
        return meeting
