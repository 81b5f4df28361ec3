"""``/sager/<case_no>/dokumenter/<label>/skriv``: what a form says while somebody writes in it, field by field (D30).

A page sends what has changed in it, and is told what others have written since it last asked, and who else is there.
No page is rendered here: a turn is small on the way in and on the way out.
"""

from collections.abc import Iterable
from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.errors import BadRequest, Conflict
from ..domain.fields import is_order, rows_of
from ..forms.completeness import completeness
from ..forms.one_field import as_typed
from ..forms.places import node_of
from ..resources.document import Document
from ..resources.drafts import Draft, DraftField, drafts_of
from ..security.permissions import Permission
from ..security.sessions import SessionCsrf
from ..services.state import Present
from ..usecases import drafting, reviewing
from ..usecases.acting import case_named
from ..usecases.rule_facts import rule_facts
from .draft_sight import DraftSight
from .draft_turn import Turn, read_turn
from .gate import sight
from .layout import BaseView
from .present import LASTS, others_here
from .windows import ELSEWHERE, sides, windows

OTHER_USER = (
    "Siden blev åbnet af en anden, end du er logget ind som nu. Derfor er det, der står her, ikke gemt. "
    "Log ind som den, der skrev det."
)


COMES_BACK = "Genindlæs siden: Det, du har skrevet her, bliver sat ind igen."


@view_defaults(context=Document, name="skriv", permission=Permission.Document.WRITE)
class TurnView(BaseView):
    """The turns of a page."""

    context: Document
    _late = 0
    """The last turn of the page, when the one that came is not done."""

    @view_config(request_method="POST", renderer="json", require_csrf=False)
    def turn(self) -> dict[str, Any]:
        """Save what the page says, and tell it what is new."""
        if self.request.content_type != "application/json":
            raise BadRequest("bad_turn", "Her kan kun siden selv gemme.")
        if not self._trusted():
            # Nothing is saved, and the page gets the token of this session to send the same again with.
            self.request.response.status_int = 400
            return {"error": "csrf", "csrf": self.csrf_token()}
        try:
            return self._turn()
        except Conflict as over:
            # Sending it again would not help, as it does when others were only faster.
            self.request.response.status_int = over.status
            return {"error": over.code, "text": over.text, "stop": True}

    def _turn(self) -> dict[str, Any]:
        drafts = drafts_of(self.context)
        draft = drafting.open_draft(self.context, drafts)
        told = read_turn(self.request.body, reviewing.draft_edition(self.context, drafts), draft)
        if told.user != self.identity.user_id:
            raise Conflict("other_user", OTHER_USER)
        if told.begun not in ("", drafting.name_of(self.context)):
            if not told.leaving:
                new = drafting.new_draft()
                raise Conflict(new.code, f"{new.text} {COMES_BACK}")
            # Nobody is there any longer to whom it could be said.
            told = told.of_another_draft()
        self._note_presence(told)
        return self._answer(told, draft, self._saved(told, drafts))

    def _trusted(self) -> bool:
        return SessionCsrf().check_csrf_token(self.request, self.request.headers.get("X-CSRF-Token", ""))

    def _note_presence(self, told: Turn) -> None:
        """Keep who is here. A page that is not known to be open reads the draft anew, and that is an event (D28)."""
        presence, document = self.system.state.presence, self.context
        if told.leaving:
            presence.leave(document.id, told.page)
            return
        me = Present(told.page, self.identity.user_id, self.identity.name, told.here)
        if not presence.tell(document.id, me):
            self.note_read("document.draft_read", {"document_id": document.id, "label": document.label})

    def _saved(self, told: Turn, drafts: Any) -> list[str]:
        """Do what the page asks; return the fields that it should be told of whether they are new or not."""
        act, document = self.act(), self.context
        draft = drafting.open_draft(document, drafts)
        seen = self._sight(draft)
        self._until = draft.cursor()
        asked = [one.path for one in told.changes]
        asked += [*(one.change.path for one in told.choices), *(group for group, _ in told.back)]
        # What a row said was written long before it came back.
        asked += [
            path for path, _ in draft.all() if any(path.startswith(f"{group}/{rid}/") for group, rid in told.back)
        ]
        if not drafting.is_new_turn(draft, told.page, told.turn):
            self._late = drafting.last_turn(draft, told.page)
            return asked
        # Choices first: who has chosen writes on in what was chosen.
        for one in told.choices:
            if seen.shows(one.change.path):
                drafting.settle(document, drafts, one.change, one.keys, act, client=told.page, unsent=one.unsent)
        drafting.save_fields(document, drafts, seen.changes(told.changes), act, client=told.page)
        for group, rid in told.back:
            if seen.shows_gone(group, rid):
                drafting.bring_back(document, drafts, group, rid, act)
        return asked

    def _answer(self, told: Turn, draft: Draft, asked: Iterable[str]) -> dict[str, Any]:
        # A row that was put back, because this page wrote in it, is told with its group.
        lost = [group for path in asked for group, _ in rows_of(path) if draft.field(group)]
        # Asked anew: what was written just now may have changed what is hidden.
        seen = self._sight(draft)
        # Who leaves is told of what was sent, and of nothing that others wrote.
        news = [] if told.leaving else [*lost, *draft.written_since(told.since)]
        new = dict.fromkeys([*asked, *news])
        found = {
            "saved": danish.clock(self.clock.now()),
            "since": self._until.hex(),
            "late": self._late,
            "fields": [self._field(path, seen, told) for path in new if seen.shows(path)],
            "present": self._others(told),
            "problems": told.problems,
        }
        return found | (self._state(draft) if told.state else {})

    def _sight(self, draft: Draft) -> DraftSight:
        return DraftSight(self.context, draft, sight(self, case_named(self.context)))

    def _field(self, path: str, seen: DraftSight, told: Turn) -> dict[str, Any]:
        field = seen.draft.field(path) or DraftField()
        own = field.now.client == told.page
        found = {"path": path, "rev": field.rev, "own": own and not field.now.sent} | self._whose(field, told)
        if is_order(field.value) or field.removed:
            return found | {"rows": seen.order(path), "removed": self._removed(field)}
        node = node_of(self._edition.schema, path)
        value = as_typed(node, field.value) if node is not None else ""
        texts = sides(field)
        (_, here), *proposed = zip(texts, windows(texts, told.page), strict=True)
        return found | {
            "value": value,
            "where": here or found["where"],
            "proposals": [
                {"key": one.key, "own": one.page == told.page, "value": as_typed(node, one.value), "by": one.name}
                | {"where": window, "mine": one.user_id == self.identity.user_id}
                for one, window in proposed
            ],
        }

    def _whose(self, field: DraftField, told: Turn) -> dict[str, Any]:
        """Tell whose words the page does not know yet; what it put together itself holds those of another."""
        others = (one for one in field.since(0) if one.client != told.page)
        last = next(others, field.now) if field.now.client == told.page and field.now.sent else field.now
        mine = last.by.get("user_id") == self.identity.user_id and last.client != told.page
        return {"by": last.by.get("name", ""), "where": ELSEWHERE if mine else "", "mine": mine}

    def _removed(self, field: DraftField) -> list[dict[str, str]]:
        me = self.identity.user_id
        return [
            {"rid": rid, "by": told["by"].get("name", ""), "where": ELSEWHERE, "mine": told["by"].get("user_id") == me}
            for rid, told in field.removed.items()
        ]

    @property
    def _edition(self):
        return reviewing.draft_edition(self.context, drafts_of(self.context))

    def _others(self, told: Turn) -> list[str]:
        return others_here(
            self.system.state.presence.of(self.context.id, LASTS), told.page, self.identity, self._edition
        )

    def _state(self, draft: Draft) -> dict[str, Any]:
        """Tell how far the document is."""
        schema = self._edition.schema
        state = completeness(schema, draft.content(), rule_facts(self.context, self.clock, self.identity))
        return {
            "sections": [{"id": one.id, "state": one.state, "words": one.words} for one in state.sections],
            "missing": [{"anchor": one.anchor, "text": f"{one.place}: {one.label}"} for one in state.missing],
            "words": state.words,
        }
