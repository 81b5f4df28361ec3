"""``/sager/<case_no>/moeder/<n>/svar``: who comes to a meeting, and answering for oneself or on another's word."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import replies as words
from ..domain.errors import KuiError
from ..forms.shipped.vocabularies import PARTICIPANT_RELATION
from ..resources.base import new_id
from ..resources.case import Case, case_of
from ..resources.meeting import Meeting
from ..security.permissions import Permission
from ..usecases import replies
from ..usecases.meeting_reading import finished_notice
from .layout import BaseView
from .people import by_name, case_trail
from .presenting import meeting_time, meeting_title, moment_words

PAGE = "kuidocs:templates/pages/svar.pt"
NOTICE = "indkaldelse"


def reply_box(view: BaseView, case: Case, meeting: Meeting) -> dict[str, Any]:
    """Return what a page needs to show who comes, and to let whoever is here answer."""
    today, act = view.clock.today(), view.act()
    asked = replies.asked(case, meeting)
    mine = [one for one in asked if one.user and one.user == view.identity.user_id]
    open_ = meeting.state == words.CONVENED
    return {
        "asked": [_line(one, today) for one in asked],
        "answers": {one.rid: one.label for one in asked},
        "mine": mine[0] if mine and open_ else None,
        "registers": open_ and replies.may_register(case, meeting, act),
        "own_answers": [(id, answer.own) for id, answer in words.ANSWERS.items()],
        "labels": [(id, answer.label) for id, answer in words.ANSWERS.items()],
        "hows": list(words.HOW.items()),
        "warning": _warning(case, meeting),
        "open": open_,
        "answered": any(True for _ in replies.history(meeting)),
        "token": new_id(),
    }


def _warning(case: Case, meeting: Meeting) -> str:
    cannot = replies.young_person_cannot(case, meeting)
    return words.without_the_young_person(case.person.called) if cannot else ""


def _line(one: replies.Asked, today: date) -> dict[str, str]:
    """Show one who is asked."""
    return {
        "rid": one.rid,
        "name": one.name,
        "relation": PARTICIPANT_RELATION.labels.get(one.relation, ""),
        "label": one.label,
        "told": _told(one.fact, today) if one.fact else "",
        "note": one.fact["data"]["note"] if one.fact else "",
    }


def _told(fact: Mapping, today: date) -> str:
    """Say when an answer was given, how, and by whom it was written down."""
    how = words.HOW.get(fact["data"]["how"], "")
    by = f"{how}, skrevet af {by_name(fact['by'])}" if how else ""
    return ", ".join(filter(None, (moment_words(fact["at"], today), by)))


@view_defaults(context=Meeting, name="svar", permission=Permission.Meeting.REPLY)
class ReplyView(BaseView):
    """The answers to the notice of a meeting."""

    context: Meeting

    @property
    def case(self) -> Case:
        """The case of the meeting."""
        case = case_of(self.context)
        assert case is not None, "a meeting always lies in a case"
        return case

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show who comes, with the forms."""
        self.note_read("meeting.viewed", {"meeting": self.context.number, "part": "replies"})
        return self._page()

    @view_config(request_method="POST", renderer=PAGE)
    def reply(self) -> Any:
        """Write down an answer."""
        try:
            replies.reply(
                self.context,
                self.act(self._posted("__token__")[:40]),
                rid=self._posted("hvem"),
                answer=self._posted("svar"),
                how=self._posted("hvordan"),
                note=self._posted("note"),
            )
        except KuiError as refused:
            return self._again(refused)
        return self._on()

    def _on(self) -> Response:
        """Go back to where the form stood."""
        notice = finished_notice(self.case, self.context)
        if self._posted("fra") == NOTICE and notice is not None:
            return self.go(notice.document, "Svaret er gemt.", NOTICE)
        more = ("svar",) if self._posted("fra") == "svar" else ()
        return self.go(self.context, "Svaret er gemt.", *more)

    def _again(self, refused: KuiError) -> Response:
        typed = {name: self._posted(name) for name in ("hvem", "svar", "hvordan", "note")}
        data = self._page() | {"problem": refused.text, "wrong": True, "wrong_field": refused.code, "typed": typed}
        return self.render(PAGE, data, status=refused.status)

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[: words.LONGEST + 1].replace("\r\n", "\n") if isinstance(found, str) else ""

    def _page(self) -> dict[str, Any]:
        case, meeting, today = self.case, self.context, self.clock.today()
        title = meeting_title(case, meeting)
        return self.page(
            "Svar på indkaldelsen",
            case=case,
            meeting=meeting,
            trail=[*case_trail(self, case), (self.request.resource_path(meeting), title)],
            meeting_title=title,
            meeting_time=meeting_time(meeting),
            replies=reply_box(self, case, meeting),
            history=[_past(fact, today) for fact in replies.history(meeting)],
            came_from="svar",
            problem="",
            wrong_field="",
            typed={},
        )


def _past(fact: Mapping, today: date) -> dict[str, str]:
    data = fact["data"]
    return {
        "name": data["name"],
        "label": words.ANSWERS[data["answer"]].label,
        "told": _told(fact, today),
        "note": data["note"],
    }
