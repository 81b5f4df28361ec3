"""``/sager/<case_no>/dokumenter/<label>/forslag``: two people wrote different words in one place; which shall stand?"""

from dataclasses import dataclass, replace
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.documents import KINDS
from ..domain.whole_numbers import whole
from ..forms.edition import Edition
from ..forms.nodes import Form
from ..forms.one_field import as_typed, read_field
from ..forms.outline import show
from ..forms.places import node_of, numbered, page_id, place
from ..resources.document import Document
from ..resources.drafts import Draft, DraftField, drafts_of, mark
from ..security.permissions import Permission
from ..services.state import Present
from ..services.words import Piece, differences, spans
from ..usecases import drafting, reviewing
from ..usecases.acting import case_named
from ..usecases.drafting import Change
from ..usecases.written import began, written
from .draft_sight import DraftSight
from .gate import sight
from .layout import BaseView
from .people import genitive
from .present import LASTS, others_here
from .presenting import document_title
from .windows import Side, sides, windows
from .written_lines import Line, Telling, named

PAGE = "kuidocs:templates/pages/forslag.pt"
BOTH, NEW = "begge", "ny"
LATER, BACK = "senere", "fortryd"
TITLES = {
    (True, True): "I har begge skrevet i ét felt",
    (True, False): "I har begge skrevet i de samme felter",
    (False, True): "Du har skrevet i samme felt i to vinduer",
    (False, False): "Du har skrevet i de samme felter i to vinduer",
}
"""By whether others wrote too, and whether there is only one field."""


@dataclass(frozen=True, slots=True)
class Text:
    """One of the texts for a field. ``pieces`` say how it grew from what stood there before."""

    key: str
    heading: str
    use: str
    at: str
    pieces: list[Piece]
    text: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field in which more than one text stands."""

    number: int
    path: str
    label: str
    place: str
    href: str
    before: str
    before_at: str
    rev: int
    texts: list[Text]
    both: str
    long: bool
    chosen: str


@view_defaults(context=Document, name="forslag", permission=Permission.Document.WRITE)
class Proposals(BaseView):
    """The page where one chooses."""

    context: Document
    _window = ""

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> Any:
        """Show each field with all its texts."""
        if self.context.draft is None:
            return self.go(self.context)
        self.note_read("document.draft_read", {"document_id": self.context.id, "label": self.context.label})
        fields = self._fields(self._draft)
        return self._page(fields) if fields else self.go(self.context, "", "udkast")

    def after(self, page: str) -> Response:
        """Answer the form of a window that met other words: everything is kept, and here one chooses."""
        self._window = page
        return self.render(PAGE, self._page(self._fields(self._draft)), status=409)

    @view_config(request_method="POST", renderer=PAGE)
    def choose(self) -> Any:
        """Let each field say what was chosen."""
        document, drafts, posted = self.context, drafts_of(self.context), self.request.POST
        draft = self._draft
        if posted.get(BACK):
            return self._brought_back(str(posted[BACK]))
        if LATER in posted:
            return self.go(document, "Begge tekster er gemt. Du kan vælge senere.", "udkast")
        for path in self._answered(draft):
            choice = str(posted.get(f"valg:{path}", ""))
            keys = [str(key) for key in posted.getall(f"set:{path}")]
            if choice:
                change = Change(path, self._chosen(draft, path, choice), self._shown_rev(draft, path))
                drafting.settle(document, drafts, change, keys, self.act())
        left = self._fields(draft)
        if left:
            return self.render(PAGE, self._page(left), status=409)
        return self.go(document, "Dit valg er gemt. Det, der ikke blev valgt, står i historikken.", "udkast")

    def _brought_back(self, row: str) -> Response:
        group, _, rid = row.rpartition(":")
        if self._sight(self._draft).shows_gone(group, rid):
            drafting.bring_back(self.context, drafts_of(self.context), group, rid, self.act())
        return self.go(self.context, "Rækken er tilbage.", "forslag")

    @property
    def _draft(self) -> Draft:
        return drafting.open_draft(self.context, drafts_of(self.context))

    @property
    def _edition(self) -> Edition:
        return reviewing.draft_edition(self.context, drafts_of(self.context))

    @property
    def _schema(self) -> Form:
        return self._edition.schema

    def _unsettled(self, draft: Draft) -> list[str]:
        seen = self._sight(draft)
        return [path for path in drafting.unsettled(draft) if seen.shows(path)]

    def _answered(self, draft: Draft) -> list[str]:
        """List what was chosen in, also where another chose first: a new text that was typed there is kept."""
        typed = [name.removeprefix("valg:") for name, choice in self.request.POST.items() if choice == NEW]
        seen, there = self._sight(draft), {path for path in typed if draft.field(path) and draft.is_there(path)}
        return list(
            dict.fromkeys([*self._unsettled(draft), *(path for path in typed if path in there and seen.shows(path))])
        )

    def _shown_rev(self, draft: Draft, path: str) -> int:
        """Return the revision that the page showed; that of another draft means other words here."""
        if self.request.POST.get("__begun__", "") not in ("", drafting.name_of(self.context)):
            return 0
        told = whole(str(self.request.POST.get(f"rev:{path}", "")))
        return draft.own(path).rev if told is None else told

    def _sight(self, draft: Draft) -> DraftSight:
        return DraftSight(self.context, draft, sight(self, case_named(self.context)))

    def _chosen(self, draft: Draft, path: str, choice: str) -> Any:
        """Read which text was chosen, or what was written instead."""
        field, node = draft.own(path), node_of(self._schema, path)
        if choice in (NEW, BOTH):
            typed = self.request.POST.get(f"ny:{path}", "") if choice == NEW else self._both(field, node)
            return read_field(node, typed, field.value)[0]
        return next((one["value"] for one in field.proposals if mark(one) == choice), field.value)

    def _fields(self, draft: Draft) -> list[Field]:
        paths = self._unsettled(draft)
        return [self._field(number, path, draft) for number, path in enumerate(paths, 1)]

    def _field(self, number: int, path: str, draft: Draft) -> Field:
        field, node, content = draft.own(path), node_of(self._schema, path), draft.content()
        here = numbered(content, path)
        base = next((one["base"] for one in field.proposals), None)
        found = self._texts(field)
        named = zip(found, windows(found, self._window), strict=True)
        texts = [self._text(one, node, base, window) for one, window in named]
        return Field(
            number,
            path,
            str(node.title),
            place(self._schema, here),
            f"{self.request.resource_path(self.context, 'udkast')}#{page_id(content, here)}",
            show(node, base),
            self._clock(began(draft, self._begun, [path])),
            field.rev,
            texts,
            self._woven(field, node, base),
            node.type_name in ("text", "line", "lines"),
            texts[0].key,
        )

    def _texts(self, field: DraftField) -> list[Side]:
        """List the texts of a field, those of who chooses first."""
        me, (now, *proposed) = self.identity.user_id, sides(field)
        here = self._window
        return sorted([*proposed, now], key=lambda one: (one.user_id != me, one.page != here))

    def _text(self, one: Side, node: Any, base: object, window: str) -> Text:
        mine = one.user_id == self.identity.user_id
        whose = "Din" if mine else genitive(one.name.split()[0]) if one.name else "En andens"
        heading = f"{whose} tekst {window}".strip()
        use = f"Brug {'min' if mine else whose} tekst {window.replace('i ', 'fra ', 1)}".strip()
        text = show(node, one.value)
        return Text(one.key, heading, use, self._clock(one.at), differences(show(node, base), text), text, mine)

    def _clock(self, at: str) -> str:
        return f"kl.\u00a0{danish.clock(self.moment(at))}"

    def _woven(self, field: DraftField, node: Any, base: object) -> str:
        """Suggest a new text that holds what both have added."""
        first, *others = (as_typed(node, one.value) for one in self._texts(field))
        if len(others) != 1 or not isinstance(first, str) or not isinstance(others[0], str):
            return str(self._both(field, node))
        found = spans(str(as_typed(node, base)), first, others[0])
        return "".join(
            f"{one.text} {one.theirs}" if one.text and one.theirs else one.text or one.theirs or "" for one in found
        )

    def _both(self, field: DraftField, node: Any) -> Any:
        """Put the texts under each other, that of who chooses first."""
        typed = [as_typed(node, one.value) for one in self._texts(field)]
        if all(isinstance(one, list) for one in typed):
            return list(dict.fromkeys(item for one in typed for item in one))
        return "\n".join(one for one in typed if one)

    @property
    def _begun(self) -> str:
        return str((self.context.draft or {}).get("at", ""))

    def _merged(self, draft: Draft, fields: list[Field]) -> list[Line]:
        """Tell what both wrote elsewhere since one of the fields was read by both."""
        paths = [field.path for field in fields]
        found = written(draft, self._begun, began(draft, self._begun, paths))
        seen, told = self._sight(draft), named(self.identity.user_id)
        telling = Telling(self._schema, draft.content(), told, seen.shows)
        lines = telling.lines([one for one in found if one.path not in paths], draft)
        return [replace(line, at=self._clock(line.at)) for line in lines]

    def _page(self, fields: list[Field]) -> dict[str, Any]:
        document, case, draft = self.context, case_named(self.context), self._draft
        others = dict.fromkeys(one.name for field in fields for one in self._others(draft, field))
        return self.page(
            TITLES[bool(others), len(fields) == 1],
            document=document,
            case=case,
            fields=fields,
            merged=self._merged(draft, fields),
            others=danish.listed(list(others)),
            begun=drafting.name_of(document),
            about=document_title(document, document.number),
            kind=KINDS[document.form_key].label.lower(),
            present=others_here(self._present(), "", self.identity, self._edition),
        )

    def _others(self, draft: Draft, field: Field) -> list[Side]:
        return [one for one in sides(draft.own(field.path)) if one.user_id != self.identity.user_id]

    def _present(self) -> list[Present]:
        """List who else writes now; the own page has just been left."""
        found = self.system.state.presence.of(self.context.id, LASTS)
        return [one for one in found if one.user_id != self.identity.user_id]
