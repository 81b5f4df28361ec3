"""``/sager/<case_no>/dokumenter/<label>/kommentar``: writing a comment, replying, resolving."""

import re
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import comments
from ..domain.errors import KuiError, NotFound, not_found
from ..resources.document import Document
from ..resources.version import Version
from ..security.permissions import Permission
from ..usecases import commenting
from ..usecases.acting import Act, case_named
from .gate import demand
from .layout import BaseView
from .people import case_trail
from .presenting import document_title
from .talk import hidden_of

PAGE = "kuidocs:templates/pages/kommentar.pt"
WRITE, REPLY, RESOLVE, REOPEN = "skriv", "svar", "loes", "aabn"
SAID = {
    WRITE: "Kommentaren er gemt.",
    REPLY: "Svaret er gemt.",
    RESOLVE: "Kommentaren er løst.",
    REOPEN: "Kommentaren er åben igen.",
}
PLACE = re.compile(r"gennemse|udkast|versioner/[0-9]{1,5}(-[0-9]{1,5})?|sammenlign/[0-9A-Za-zÆØÅæøå:.-]{3,200}")
"""The pages that comments are written on; anything else leads to the document."""
KEPT = ("felt", "citat", "tekst", "version", "runde", "kommentar", "side")
"""What was typed or stood in the form, and is shown again."""
BUTTONS = {
    WRITE: "Gem kommentaren",
    REPLY: "Send svar",
    RESOLVE: "Marker som løst",
    REOPEN: "Åbn igen",
}
OTHERWISE = {
    "resolved": {REOPEN: "Åbn igen med dit svar", WRITE: "Gem som ny kommentar"},
    "open": {REPLY: "Send som svar"},
    "resolver": {REPLY: "Send som svar"},
}
"""What can be done with the words when another was first, or when it may not be done."""
WRONG_FIELDS = {"field": "felt", "quote": "citat"}
"""The field that mends a refusal, when it is not the text itself."""
NUMBER = re.compile(r"[0-9]{1,5}")
LONGEST_FIELD, LONGEST_TOKEN = 40_000, 64


@view_defaults(context=Document, name="kommentar", permission=Permission.Document.COMMENT)
class CommentView(BaseView):
    """One act on one comment."""

    context: Document

    @view_config(request_method="POST")
    def post(self) -> Any:
        """Do what the button says, and go back to where it was."""
        what = next((one for one in SAID if one == self._posted("handling")), "")
        if not what:
            raise not_found()
        act = self.act(self._posted("__token__")[:LONGEST_TOKEN])
        try:
            number = self._write(act) if what == WRITE else self._go_on(what, act)
        except NotFound:
            raise
        except KuiError as refused:
            return self._again(what, refused)
        return self._back(SAID[what], number)

    def _write(self, act: Act) -> int:
        version = self._version()
        commenting.comment(
            self.context,
            version,
            act,
            demand(self, version),
            path=self._posted("felt"),
            quote=self._posted("citat"),
            text=self._posted("tekst"),
        )
        return len(comments.threads(self.context.facts))

    def _go_on(self, what: str, act: Act) -> int:
        number = self._number("kommentar")
        found = hidden_of(self, self.context)
        if found is None or not commenting.readable(self.context, number, found.hidden):
            raise not_found()
        if what == REPLY:
            commenting.reply(self.context, act, number=number, text=self._posted("tekst"))
        else:
            do = commenting.resolve if what == RESOLVE else commenting.reopen
            do(self.context, act, number=number, text=self._posted("tekst"))
        return number

    def _version(self) -> Version:
        found = self.context.version(self._number("version"), self._number("runde"))
        if found is None:
            raise not_found()
        return found

    def _number(self, name: str) -> int:
        text = self._posted(name)
        if not (text.isascii() and NUMBER.fullmatch(text)):
            raise not_found()
        return int(text)

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[:LONGEST_FIELD] if isinstance(found, str) else ""

    def _place(self) -> str:
        """Return the page that the form stood on, "" for one that is none of ours."""
        wanted = self._posted("side")
        return wanted if PLACE.fullmatch(wanted) else ""

    def _back(self, said: str, number: int) -> HTTPSeeOther:
        answer = self.go(self.context, said, *filter(None, self._place().split("/")))
        answer.location = f"{answer.location}#k{number}"
        return answer

    def _reopens(self, thread: comments.Thread) -> bool:
        return commenting.may_resolve(self.context, thread, self.identity.user_id)

    def _again(self, what: str, refused: KuiError) -> Response:
        """Show the words that were typed once more, with what was wrong."""
        document, case = self.context, case_named(self.context)
        typed = {name: self._posted(name) for name in KEPT}
        places, ways = {}, OTHERWISE.get(refused.code) or {what: BUTTONS[what]}
        if refused.code == "resolved":
            thread, latest = commenting.thread_of(document, self._number("kommentar")), document.latest
            typed |= {"felt": thread.path} | (
                {"version": str(latest.number), "runde": str(latest.round)} if latest else {}
            )
            ways = {way: words for way, words in ways.items() if way != REOPEN or self._reopens(thread)}
        if what == WRITE:
            version = self._version()
            places = commenting.places(version, demand(self, version))
        back = self.request.resource_path(document, *filter(None, self._place().split("/")))
        data = self.page(
            "Din kommentar er ikke gemt" if what in (WRITE, REPLY) else "Kommentaren er ikke ændret",
            document=document,
            case=case,
            trail=[*case_trail(self, case), (self.request.resource_path(document), document_title(document))],
            what=what,
            problem=refused.text,
            typed=typed,
            places=places,
            ways=ways,
            back=back,
            say=self.request.resource_path(document, "kommentar"),
            token=self._posted("__token__")[:LONGEST_TOKEN],
            wrong_field=WRONG_FIELDS.get(refused.code, "tekst"),
            wrong=True,
        )
        return self.render(PAGE, data, status=refused.status)
