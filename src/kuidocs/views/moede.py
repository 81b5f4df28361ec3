"""``/sager/<case_no>/moeder/<n>``: a meeting. When, who, which papers, what may be done now, and what was done."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, meeting_states
from ..domain.errors import KuiError, Refused
from ..domain.guards import from_state
from ..domain.meeting_states import CANCEL, CLOSE, CONVENE, CONVERT, HELD, HOLD, MINUTED, MOVE, MOVES
from ..domain.meetings import MEETING_TYPES, STATES
from ..domain.next_fora import hint
from ..domain.replies import ANSWERS
from ..forms.shipped.vocabularies import ATTENDANCE, MEETING_ROLE, PARTICIPANT_RELATION
from ..resources.case import Case, case_of
from ..resources.drafts import drafts_of
from ..resources.meeting import Meeting
from ..security.permissions import Permission
from ..security.reading import Sight
from ..usecases import meetings, proposals, replies
from ..usecases.meeting_reading import (
    attendance,
    brought_up,
    consent_lost,
    convened,
    could_decide,
    finished_notice,
    meeting_facts,
    minutes_of,
    roles,
)
from .attachment_list import of_meeting
from .gate import sight
from .layout import BaseView
from .meeting_acts import Doable, doable, mending
from .people import case_trail
from .presenting import Chip, Step, clock_words, meeting_time, meeting_title, told
from .sag_lists import documents_by_meeting
from .svar import reply_box

PAGE = "kuidocs:templates/pages/moede.pt"
LONGEST = 2000
CAME = "kom-"
"""How the names of the fields begin that say whether somebody came; then the row id."""
CHIPS = {
    "planned": ("state-draft", "edit"),
    "rescheduled": ("state-draft", "refresh"),
    "convened": ("state-review", "calendar-month"),
    "held": ("state-approved", "check"),
    "minuted": ("state-approved", "check"),
    "closed": ("state-filed", "lock"),
    "cancelled": ("state-void", "close"),
}
STEPS = {
    "planned": ("Planlagt", "edit"),
    "convened": ("Indkaldt", "calendar-month"),
    "moved": ("Flyttet", "refresh"),
    "cancelled": ("Aflyst", "close"),
    "held": ("Afholdt", "check"),
    "converted": ("Gjort til et opfølgningsmøde uden den unge", "refresh"),
    "minuted": ("Referat skrevet", "check"),
    "closed": ("Afsluttet", "lock"),
}
SAID = {
    CONVENE: "Der er indkaldt til mødet. Send nu indkaldelsen til dem, der er med.",
    HOLD: "Mødet er holdt. Nu kan referatet skrives.",
    CONVERT: "Mødet er nu et opfølgningsmøde uden den unge.",
    CLOSE: "Mødet er afsluttet.",
    MOVE: "Mødet er flyttet. Skriv den nye tid i indkaldelsen, og indkald igen.",
    CANCEL: "Mødet er aflyst. Dets dokumenter kan stadig læses.",
}
LATER = (MOVE, CANCEL)
"""The acts that stand folded away below the others."""


@view_defaults(context=Meeting)
class MeetingView(BaseView):
    """The page of a meeting."""

    context: Meeting

    @property
    def case(self) -> Case:
        """The case of the meeting."""
        case = case_of(self.context)
        assert case is not None, "a meeting always lies in a case"
        return case

    @view_config(request_method="GET", permission=Permission.Case.VIEW, renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show the meeting."""
        self.note_read("meeting.viewed", {"meeting": self.context.number})
        return self._page()

    @view_config(request_method="POST", permission=Permission.Case.WRITE, renderer=PAGE)
    def act_on(self) -> Any:
        """Do one act of the table of meetings."""
        name = self._posted("handling")
        try:
            if name not in ACTS:
                raise Refused("act", "Vælg, hvad der skal gøres med mødet.")
            ACTS[name](self)
        except KuiError as refused:
            return self._again(name, refused)
        return self._on(name)

    def _on(self, name: str) -> Response:
        notice = finished_notice(self.case, self.context)
        if name == MOVE and notice is not None and notice.document.draft is not None:
            return self.go(notice.document, SAID[name], "udkast")
        if name == CONVENE and notice is not None:
            return self.go(notice.document, SAID[name], "indkaldelse")
        return self.go(self.context, SAID[name])

    def _convene(self) -> None:
        meetings.convene(self.context, self._by())

    def _hold(self) -> None:
        given = {name.removeprefix(CAME): text for name, text in self.request.POST.items() if name.startswith(CAME)}
        meetings.hold(self.context, self._by(), {rid: text for rid, text in given.items() if isinstance(text, str)})

    def _convert(self) -> None:
        meetings.convert(self.context, self._by())

    def _close(self) -> None:
        meetings.close(self.context, self._by())

    def _move(self) -> None:
        meetings.move(self.context, drafts_of(self.context), self._by(), reason=self._posted("reason"))

    def _cancel(self) -> None:
        meetings.cancel(self.context, self._by(), reason=self._posted("reason"))

    def _by(self):
        return self.act(self._posted("__token__"))

    def _posted(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))[:LONGEST]

    def _again(self, name: str, refused: KuiError) -> Response:
        # Nothing of an act that was refused stays.
        self.request.tm.doom()
        data = self._page(came=dict(self.request.POST)) | {"problem": refused.text, "wrong": True}
        data |= {"wrong_field": refused.code if refused.code in ("reason", "attendance") else "", "wrong_act": name}
        return self.render(PAGE, data | {"reason": self._posted("reason")}, status=refused.status)

    def _page(self, came: Mapping[str, Any] | None = None) -> dict[str, Any]:
        case, meeting, today = self.case, self.context, self.clock.today()
        said, seen = brought_up(case, meeting), sight(self, case)
        state, acts = meeting_states.shown(meeting.state, meeting.facts), self._acts()
        return self.page(
            meeting_title(case, meeting),
            case=case,
            meeting=meeting,
            trail=case_trail(self, case),
            chip=Chip(STATES[state], *CHIPS[state]),
            time=meeting_time(meeting),
            kind=MEETING_TYPES[meeting.meeting_type],
            acts=[act for act in acts if act.act not in LATER],
            later=[act for act in acts if act.act in LATER and act.ready],
            note=self._note(),
            group=next(one for one in documents_by_meeting(case, today) if one.meeting is meeting),
            writer=self._writer(),
            people=self._people(came or {}),
            choices=ATTENDANCE.labels,
            replies=reply_box(self, case, meeting),
            came_from="moede",
            typed={},
            attends=bool(self.request.has_permission(Permission.Meeting.PRESENT, meeting)),
            reads=bool(self.request.has_permission(Permission.Document.READ, meeting)),
            facilitates=bool(self.request.has_permission(Permission.Meeting.FACILITATE, meeting)),
            **of_meeting(self, case, meeting.number),
            wishes=[(one["data"]["text"], told(one["by"], one["at"], today)) for one in said if seen.words(one["by"])],
            wishes_left_out=seen.told(sum(not seen.words(one["by"]) for one in said)),
            proposals=self._proposals(seen),
            steps=[self._step(fact, today) for fact in meeting.facts if fact["kind"] in STEPS],
            problem="",
            wrong_field="",
            wrong_act="",
            reason="",
        )

    def _proposals(self, seen: Sight) -> list[str]:
        """What was written as decisions though nobody came who can decide (D11), as far as one may read it."""
        minutes = minutes_of(self.case, self.context)
        return [row.get("decision_text", "") for row in proposals.proposed(minutes, seen)] if minutes else []

    def _writer(self) -> bool:
        return bool(self.request.has_permission(Permission.Case.WRITE, self.case))

    def _acts(self) -> list[Doable]:
        case, meeting, today = self.case, self.context, self.clock.today()
        mine = roles(case, self.identity, today, meeting) if self._writer() else frozenset()
        facts = meeting_facts(case, meeting, today)
        moves = [
            move
            for move in from_state(MOVES, meeting.state, meeting.meeting_type)
            if move.act != CONVERT or not facts.decides
        ]
        return doable(moves, facts, mine, lambda what: mending(self, case, what, meeting))

    def _note(self) -> str:
        """What the page says first of all: nobody came who can decide, or many meetings and no consonance."""
        case, meeting = self.case, self.context
        kind = MEETING_TYPES[meeting.meeting_type]
        lost = consent_lost(case, meeting, self.clock.today())
        if lost:
            return lost
        if kind.decides and meeting.state in (HELD, MINUTED) and not could_decide(case, meeting):
            return meeting_states.NOT_DECIDED
        if meeting.meeting_type == "clarification" and meeting.state in ("planned", "convened"):
            return hint(meeting.meeting_no)
        return ""

    def _people(self, came: Mapping[str, Any]) -> list[dict[str, str]]:
        rows = attendance(self.case, self.context) or convened(self.case, self.context)
        said = {one.rid: one for one in replies.asked(self.case, self.context)}
        return [_person(row, str(came.get(f"{CAME}{row['rid']}", "")), said) for row in rows if "name" in row]

    def _step(self, fact: Mapping, today: date) -> Step:
        label, icon = STEPS[fact["kind"]]
        note = fact["data"].get("reason", "")
        return Step(f"{label}{_from(fact)}", told(fact["by"], fact["at"], today), icon, note)


def _person(row: Mapping, chosen: str, said: Mapping[str, replies.Asked]) -> dict[str, str]:
    """Show somebody who is convened or came. An answer lets one expect something; who came is chosen by a person."""
    reply = said.get(row["rid"])
    roles_ = [MEETING_ROLE.labels.get(role, "") for role in row.get("meeting_role", ()) if role != "participant"]
    who = [PARTICIPANT_RELATION.labels.get(row.get("relation", ""), ""), row.get("department", "")]
    return {
        "rid": row["rid"],
        "name": row["name"]["text"],
        "what": ", ".join(filter(None, who)),
        "role": danish.listed([role for role in roles_ if role]).capitalize(),
        "came": ATTENDANCE.labels.get(row.get("attendance", ""), ""),
        "chosen": chosen or row.get("attendance", ""),
        "reply": reply.label if reply else "",
        "expected": ANSWERS[reply.answer].expects if reply and reply.answer else "",
    }


def _from(fact: Mapping) -> str:
    """Say from when a meeting was moved: » fra 8. december 2026 kl. 13.30«."""
    time = fact["data"].get("time", {}) if fact["kind"] == "moved" else {}
    if not time.get("date"):
        return ""
    at = f" kl.\u00a0{clock_words(time['start'])}" if time.get("start") else ""
    return f" fra {danish.long_date(date.fromisoformat(time['date']))}{at}"


ACTS: Mapping[str, Callable[[MeetingView], None]] = {
    CONVENE: MeetingView._convene,
    HOLD: MeetingView._hold,
    CONVERT: MeetingView._convert,
    CLOSE: MeetingView._close,
    MOVE: MeetingView._move,
    CANCEL: MeetingView._cancel,
}
