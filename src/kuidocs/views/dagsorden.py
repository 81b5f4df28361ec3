"""``/sager/<case_no>/moeder/<n>/dagsorden``: the agenda on the screen in the room, one item at a time (R29)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyramid.view import view_config

from ..domain import workflow
from ..domain.meetings import MEETING_TYPES
from ..domain.whole_numbers import whole
from ..forms.defaults import PURPOSES
from ..forms.shipped.vocabularies import ITEM_TYPE
from ..resources.case import Case, case_of
from ..resources.drafts import drafts_of
from ..resources.meeting import Meeting
from ..security.permissions import Permission
from ..usecases.agenda_reading import Agenda, agenda_of
from ..usecases.meeting_reading import finished_notice, minutes_of
from .gate import agenda_shown, sight
from .layout import BaseView
from .presenting import meeting_time, meeting_title
from .room_clock import Clock, begun_at, item_clock, meeting_clock


@dataclass(frozen=True, slots=True)
class Item:
    """One item as a slide and as a line of the overview."""

    number: int
    heading: str
    question: str
    kind: str
    minutes: int
    who: str
    preparation: str

    @property
    def facts(self) -> str:
        """Say in a line what it is, who begins and how long it is meant to take."""
        begins = f"{self.who} begynder" if self.who else ""
        lasts = f"{self.minutes} min." if self.minutes else ""
        return " · ".join(filter(None, (self.kind, begins, lasts)))


@view_config(
    context=Meeting,
    name="dagsorden",
    permission=Permission.Meeting.PRESENT,
    request_method="GET",
    renderer="kuidocs:templates/pages/dagsorden.pt",
)
class AgendaView(BaseView):
    """The agenda as slides: a title, the items, an end."""

    context: Meeting

    def __call__(self) -> dict[str, Any]:
        """Show one slide."""
        case = case_of(self.context)
        assert case is not None, "a meeting always lies in a case"
        writes = bool(self.request.has_permission(Permission.Meeting.FACILITATE, self.context))
        agenda, found = agenda_shown(self, agenda_of(case, drafts_of(self.context), self.context, drafts_too=writes))
        items = [_item(number, row) for number, row in enumerate(agenda.items, 1)] if agenda else []
        label = agenda.document.label if agenda else ""
        self.note_read("meeting.viewed", {"meeting": self.context.number, "part": "agenda", "label": label})
        return self.page(
            "Dagsorden", **self._slide(case, agenda, items), writes=writes, left_out=found.told or found.reason
        )

    def _slide(self, case: Case, agenda: Agenda | None, items: list[Item]) -> dict[str, Any]:
        meeting, last = self.context, len(items) + 1
        place = min(_number(str(self.request.GET.get("punkt", ""))), last)
        now = self.clock.now()
        begun = begun_at(str(self.request.GET.get("fra", "")), now)
        item = items[place - 1] if 0 < place < last else None
        return {
            "case": case,
            "meeting": meeting,
            "meeting_title": meeting_title(case, meeting),
            "meeting_time": meeting_time(meeting),
            "clock": meeting_clock(meeting, now),
            "agenda": agenda,
            "state": "" if agenda is None or agenda.state == workflow.APPROVED else workflow.LABELS[agenda.state],
            "items": items,
            "place": place,
            "last": last,
            "item": item,
            "item_clock": _clock(item, begun, now),
            "begun": f"{begun:%H%M}",
            "purpose": self._purpose(case),
            "minutes": minutes_of(case, meeting),
            "kind": MEETING_TYPES[meeting.meeting_type],
            "at": self._at,
        }

    def _purpose(self, case: Case) -> str:
        """Return the purpose of the meeting as its notice says it, else that of its forum (R3)."""
        notice = finished_notice(case, self.context)
        seen = notice is not None and sight(self, case).version(notice.version).answers("purpose")
        told = str(notice.content.get("purpose", "")) if notice and seen else ""
        return told or PURPOSES[self.context.meeting_type]

    def _at(self, place: int) -> str:
        """Return the address of a slide."""
        return self.request.resource_path(self.context, "dagsorden", query={"punkt": str(place)})


def _clock(item: Item | None, begun: Any, now: Any) -> Clock | None:
    return item_clock(item.minutes, begun, now) if item is not None and item.minutes else None


def _item(number: int, row: Mapping) -> Item:
    return Item(
        number,
        str(row["heading"]),
        str(row.get("guiding_question", "")),
        ITEM_TYPE.labels.get(row.get("item_type", ""), ""),
        _number(str(row.get("minutes", ""))),
        (row.get("presenter") or {}).get("text", "").partition(" ")[0],
        str(row.get("preparation", "")),
    )


def _number(text: str) -> int:
    return whole(text, 3) or 0
