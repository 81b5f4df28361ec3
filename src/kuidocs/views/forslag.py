"""``/sager/<case_no>/dokumenter/<label>/forslag``: two people wrote different words in one place; which shall stand?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..forms.one_field import as_typed, read_field
from ..forms.outline import show
from ..forms.places import node_of, numbered, page_id, place
from ..resources.document import Document
from ..resources.drafts import Draft, DraftField, drafts_of
from ..security.permissions import Permission
from ..services.words import Piece, differences
from ..usecases import drafting, reviewing
from ..usecases.acting import case_named
from .draft_sight import DraftSight
from .gate import sight
from .layout import BaseView
from .presenting import document_title

PAGE = "kuidocs:templates/pages/forslag.pt"
BOTH, NEW = "begge", "ny"
LATER = "senere"


@dataclass(frozen=True, slots=True)
class Text:
    """One of the texts for a field. ``pieces`` say how it grew from what stood there before."""

    key: str
    heading: str
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
    texts: list[Text]
    both: str
    long: bool
    chosen: str


@view_defaults(context=Document, name="forslag", permission=Permission.Document.WRITE)
class Proposals(BaseView):
    """The page where one chooses."""

    context: Document

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> Any:
        """Show each field with all its texts."""
        if self.context.draft is None:
            return self.go(self.context)
        self.note_read("document.draft_read", {"document_id": self.context.id, "label": self.context.label})
        fields = self._fields(self._draft)
        return self._page(fields) if fields else self.go(self.context, "", "udkast")

    def after(self, collisions: Iterable[drafting.Collision]) -> Response:
        """Answer a form that met other words: everything is kept, and here one chooses."""
        fields = self._fields(self._draft)
        return self.render(PAGE, self._page(fields, met=len(list(collisions))), status=409)

    @view_config(request_method="POST", renderer=PAGE)
    def choose(self) -> Any:
        """Let each field say what was chosen."""
        document, drafts, posted = self.context, drafts_of(self.context), self.request.POST
        draft = self._draft
        if LATER in posted:
            return self.go(document, "Begge tekster er gemt. Du kan vælge senere.", "udkast")
        for path in self._unsettled(draft):
            choice = str(posted.get(f"valg:{path}", ""))
            keys = [str(key) for key in posted.getall(f"set:{path}")]
            if choice:
                value = self._chosen(draft, path, choice)
                drafting.settle(document, drafts, path, value, keys, self.act())
        left = self._fields(draft)
        if left:
            return self.render(PAGE, self._page(left), status=409)
        return self.go(document, "Dit valg er gemt. Det, der ikke blev valgt, står i historikken.", "udkast")

    @property
    def _draft(self) -> Draft:
        return drafting.open_draft(self.context, drafts_of(self.context))

    @property
    def _schema(self):
        return reviewing.draft_edition(self.context, drafts_of(self.context)).schema

    def _unsettled(self, draft: Draft) -> list[str]:
        seen = DraftSight(self.context, draft, sight(self, case_named(self.context)))
        return [path for path in drafting.unsettled(draft) if seen.shows(path)]

    def _chosen(self, draft: Draft, path: str, choice: str) -> Any:
        """Read which text was chosen, or what was written instead."""
        field, node = draft.own(path), node_of(self._schema, path)
        if choice in (NEW, BOTH):
            typed = self.request.POST.get(f"ny:{path}", "") if choice == NEW else _both(field, node)
            return read_field(node, typed, field.value)[0]
        return next((one["value"] for one in field.proposals if one["key"] == choice), field.value)

    def _fields(self, draft: Draft) -> list[Field]:
        paths = self._unsettled(draft)
        return [self._field(number, path, draft) for number, path in enumerate(paths, 1)]

    def _field(self, number: int, path: str, draft: Draft) -> Field:
        field, node, content = draft.own(path), node_of(self._schema, path), draft.content()
        here = numbered(content, path)
        base = next((one["base"] for one in field.proposals), None)
        now = {"key": "", "value": field.value, "by": field.now.by, "at": field.now.at}
        texts = [self._text(one, node, base) for one in (*field.proposals, now)]
        texts.sort(key=lambda one: not one.mine)
        return Field(
            number,
            path,
            str(node.title),
            place(self._schema, here),
            f"{self.request.resource_path(self.context, 'udkast')}#{page_id(content, here)}",
            show(node, base),
            texts,
            str(_both(field, node)),
            node.type_name in ("text", "line", "lines"),
            texts[0].key,
        )

    def _text(self, one: Mapping, node: Any, base: object) -> Text:
        mine = one["by"].get("user_id") == self.identity.user_id
        heading = "Din tekst" if mine else f"Tekst af {one['by'].get('name', '')}"
        text = show(node, one["value"])
        at = f"kl.\u00a0{danish.clock(self.moment(one['at']))}"
        return Text(one["key"], heading, at, differences(show(node, base), text), text, mine)

    def _page(self, fields: list[Field], met: int = 0) -> dict[str, Any]:
        document, case = self.context, case_named(self.context)
        title = "I har begge skrevet i ét felt" if len(fields) == 1 else "I har begge skrevet i de samme felter"
        return self.page(
            title, document=document, case=case, fields=fields, met=met, about=document_title(document, document.number)
        )


def _both(field: DraftField, node: Any) -> Any:
    """Put the texts under each other, what stands there last."""
    typed = [as_typed(node, one) for one in (*(p["value"] for p in field.proposals), field.value)]
    if all(isinstance(one, list) for one in typed):
        return list(dict.fromkeys(item for one in typed for item in one))
    return "\n".join(one for one in typed if one)
