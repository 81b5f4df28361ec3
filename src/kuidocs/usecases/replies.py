"""Answers to a notice: facts on the meeting, for the notice as it stands (R26, R47, DOMAIN 4.3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..domain import custody, replies
from ..domain.meeting_states import CONVENED
from ..domain.meetings import MEETING_TYPES
from ..resources.case import Case, case_of
from ..resources.meeting import Meeting
from .acting import Act, done_before, moved
from .meeting_reading import convened, roles
from .people import user_id

YOUNG = "young_person"


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody on the notice, and the answer that counts now."""

    rid: str
    name: str
    relation: str
    user: str
    """The user id, "" for those who have none here."""
    fact: Mapping | None = None

    @property
    def answer(self) -> str:
        """What was answered, "" while nothing was."""
        return self.fact["data"]["answer"] if self.fact else ""

    @property
    def label(self) -> str:
        """The answer in words."""
        return replies.ANSWERS[self.answer].label if self.answer else replies.SILENT


def asked(case: Case, meeting: Meeting) -> list[Asked]:
    """List everybody on the notice with the answer that counts, in the order of the notice."""
    given, rows = replies.since_moved(meeting.facts), [row for row in convened(case, meeting) if row.get("name")]
    gone = _of_age(case, meeting, rows)
    return [_asked(case, row, given) for row in rows if row["name"]["text"] not in gone]


def _of_age(case: Case, meeting: Meeting, rows: list[dict]) -> list[str]:
    """Name the parents who are asked no more, because the young person is of age when the meeting is held."""
    birth = date.fromisoformat(case.person.birth_date)
    return custody.out_of_place(rows, birth, date.fromisoformat(meeting.date)) if meeting.date else []


def _asked(case: Case, row: Mapping, given: list[Mapping]) -> Asked:
    """A row that is about somebody else since then has no answer."""
    name = row["name"]["text"]
    own = [one for one in given if one["data"]["rid"] == row["rid"] and one["data"]["name"] == name]
    fact = own[-1] if own else None
    return Asked(row["rid"], name, row.get("relation", ""), user_id(case, row["name"]), fact)


def history(meeting: Meeting) -> Iterator[Mapping]:
    """Go through all answers that were ever given, also those from before the meeting was moved."""
    return (fact for fact in meeting.facts if fact["kind"] == replies.REPLIED)


def waits_for(case: Case, meeting: Meeting, user: str) -> Asked | None:
    """Return the row of somebody who is asked and has not answered, None when nothing waits."""
    if meeting.state != CONVENED:
        return None
    return next((one for one in asked(case, meeting) if user and one.user == user and not one.answer), None)


def young_person_cannot(case: Case, meeting: Meeting) -> bool:
    """Tell whether a meeting with the young person waits for another time, because he or she cannot come (D46)."""
    if meeting.state != CONVENED or not MEETING_TYPES[meeting.meeting_type].decides:
        return False
    return any(one.relation == YOUNG and one.answer == replies.CANNOT for one in asked(case, meeting))


def may_register(case: Case, meeting: Meeting, act: Act) -> bool:
    """Tell whether somebody may write down what others answered."""
    mine = roles(case, act.who, act.clock.today(), meeting)
    return meeting.state == CONVENED and not mine.isdisjoint(replies.REGISTRARS)


def reply(meeting: Meeting, act: Act, *, rid: str, answer: str, how: str = "", note: str = "") -> None:
    """Write down an answer: one's own, or another's on his or her word. What was answered before stays.

    Raises NotAllowed, Conflict, Refused.
    """
    case = case_of(meeting)
    assert case is not None, "a meeting always lies in a case"
    if done_before(meeting, act):
        return
    found = next((one for one in asked(case, meeting) if one.rid == rid), None)
    own = found is not None and found.user == act.who.user_id
    mine, words = roles(case, act.who, act.clock.today(), meeting), note.strip()
    replies.check(replies.ReplyFacts(meeting.state, found is not None, own, mine, answer, how, words))
    data = {"rid": rid, "name": found.name if found else "", "answer": answer, "how": "" if own else how, "note": words}
    moved(meeting, replies.REPLIED, "meeting.replied", act, {"meeting": meeting.number}, data)
