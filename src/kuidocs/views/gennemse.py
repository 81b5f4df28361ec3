"""``/sager/<case_no>/dokumenter/<label>/gennemse``: reading what is in review, and answering."""

from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import workflow
from ..domain.documents import AUTHOR, KINDS
from ..domain.errors import Conflict, KuiError
from ..domain.whole_numbers import whole
from ..resources.base import new_id
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..resources.version import Version
from ..security.permissions import Permission
from ..usecases import reviewing
from ..usecases.acting import case_named
from .conditions import OPENED, comparison_path, conditions, in_review, opened, verdict
from .gate import demand
from .layout import BaseView
from .people import sees
from .presenting import document_title
from .talk import of_version
from .version import reading_page

PAGE = "kuidocs:templates/pages/gennemse.pt"
NAME = "gennemse"
WRONG_FIELDS = {"note": "note", "approver": "override", "comments": "kom", "unread": "foer"}
"""Why an answer was refused: the field that mends it."""


@view_defaults(context=Document, name="gennemse", permission=Permission.Document.REVIEW)
class ReviewView(BaseView):
    """The page of the reviewer. Opening it for exactly this version is noted, and asked for at approval (D15)."""

    context: Document

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> Any:
        """Show the whole text with the answers."""
        version = self.context.latest
        if version is None or not in_review(self.context):
            return self.go(self.context, "Dokumentet er ikke til gennemsyn længere.")
        demand(self, version)
        self.note_read(OPENED, self._about(version))
        return self._page(version)

    @view_config(request_method="POST", renderer=PAGE)
    def answer(self) -> Any:
        """Return or approve what was read."""
        version = self.context.latest
        if version is None:
            return self.go(self.context, "Dokumentet er ikke til gennemsyn.")
        try:
            said = self._send_back() if "tilbage" in self.request.POST else self._approve(version)
        except Conflict as gone:
            if not in_review(self.context) and not self._posted("note").strip():
                return self.go(self.context, gone.text)
            return self._again(version, gone)
        except KuiError as refused:
            return self._again(version, refused)
        case = case_named(self.context)
        # Who was only asked to read this one paper has no way into the case.
        return self.go(case, said) if sees(self, case) else self.go(self.root, said, "min-dag")

    def _send_back(self) -> str:
        number, round_ = self._which()
        act = self.act(self._posted("__token__"))
        reviewing.send_back(
            self.context, drafts_of(self.context), act, number=number, round_=round_, note=self._posted("note")
        )
        return "Dokumentet er sendt tilbage med din note."

    def _approve(self, version: Version) -> str:
        number, round_ = self._which()
        reviewing.approve(
            self.context,
            self.act(self._posted("__token__")),
            number=number,
            round_=round_,
            opened=bool(opened(self, self.context, version).at),
            audit_head=self.system.proof.head(),
            override=self._posted("override"),
        )
        return "Dokumentet er godkendt. PDF-filen bliver lavet og forseglet nu."

    def _which(self) -> tuple[int, int]:
        number, round_ = whole(self._posted("number"), 5), whole(self._posted("round"), 5)
        if number is None or round_ is None:
            raise Conflict("newer", "Siden var for gammel. Læs dokumentet igen, før du svarer.")
        return number, round_

    def _about(self, version: Version) -> dict[str, Any]:
        return {"document_id": self.context.id, "number": version.number, "round": version.round}

    def _again(self, version: Version, refused: KuiError) -> Response:
        data = self._page(version) | {"problem": refused.text, "note": self._posted("note"), "wrong": True}
        data |= {"wrong_field": WRONG_FIELDS.get(refused.code, ""), "stale": isinstance(refused, Conflict)}
        data |= {"ask_override": refused.code == "approver" or bool(self._posted("override"))}
        return self.render(PAGE, data | {"override": self._posted("override")}, status=refused.status)

    def _posted(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))[:8000]

    def _page(self, version: Version) -> dict[str, Any]:
        approval, me = reviewing.approval(self.context, version), self.identity.user_id
        own = me == approval.author
        base, found = reviewing.approved_before(self.context, version), conditions(self, self.context, version)
        by_table = KINDS[self.context.form_key].approver == AUTHOR or me in workflow.candidates(approval)
        return self.page(
            f"Gennemse: {document_title(self.context, version.number)}",
            **reading_page(self, self.context, version),
            **of_version(self, self.context, version, NAME),
            conditions=found,
            ready=all(one.ok or not one.blocks for one in found),
            verdict=verdict(self.context, found),
            waiting=in_review(self.context),
            stale=False,
            compare=comparison_path(self, self.context, base, version) if base else "",
            base=base,
            token=new_id(),
            problem="",
            wrong_field="",
            note="",
            override="",
            own=own,
            author=version.author["name"],
            ask_override=not own and not by_table,
        )
