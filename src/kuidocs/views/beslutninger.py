"""``/sager/<case_no>/dokumenter/<label>/beslutninger``: from decision to plan, one card for each (R42, R43)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, plan_writing, workflow
from ..domain.errors import Conflict, KuiError, not_found
from ..domain.meetings import MEETING_TYPES, type_of_form
from ..domain.plan_writing import KINDS
from ..forms.outline import show
from ..forms.places import node_at
from ..resources.base import new_id
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..security.permissions import Permission
from ..security.reading import EVERYTHING, Reading
from ..usecases import documents, plan_links
from ..usecases.acting import case_named
from ..usecases.involvement import edition_of
from ..usecases.plan_links import NotWritten, Wanted
from ..usecases.plan_standing import text, written
from .gate import demand_paper, sight
from .layout import BaseView
from .outcomes import LEFT_OUT
from .people import case_trail
from .presenting import meeting_title, told

PAGE = "kuidocs:templates/pages/beslutninger.pt"
LONG = ("goal_text", "youth_words", "description", "task_text", "purpose", "sub_goal_text", "sign_of_success")
"""Questions that are answered in more than a line."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form on a card."""

    name: str
    label: str
    hint: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...]
    required: bool
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One field as it was written: before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a decision stands in the plan."""

    heading: str
    lines: tuple[Line, ...]
    note: str
    href: str
    who: str
    may_undo: bool


@dataclass(frozen=True, slots=True)
class Form:
    """The form of the card that is being written."""

    kind: str
    place: str
    fields: tuple[Field, ...]
    places: tuple[tuple[str, str], ...]
    wrong: Mapping[str, str]
    asks_for_place: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One decision, and how it stands in the plan or is to be written."""

    rid: str
    number: str
    text: str
    facts: tuple[tuple[str, str], ...]
    reason: str
    standing: tuple[Standing, ...]
    suggestion: str
    form: Form | None = None


@view_defaults(context=Document, name="beslutninger")
class DecisionsView(BaseView):
    """The page on which decisions are written into the plan."""

    context: Document

    @view_config(request_method="GET", permission=Permission.Document.READ, renderer=PAGE)
    def show(self) -> Any:
        """Show all decisions; the one that is asked for, else the first that waits, with its form."""
        try:
            content = plan_links.minutes_text(self.context)
        except Conflict as early:
            return self.go(self.context, early.text)
        demand_paper(self, self.context)
        self.note_read("document.read", {"document_id": self.context.id, "label": self.context.label})
        return self._page(content, Wanted(self._word("beslutning", self.request.GET), ""))

    @view_config(request_method="POST", permission=Permission.Plan.WRITE, renderer=PAGE)
    def write(self) -> Any:
        """Write a decision, take one back, or show the questions of another kind."""
        wanted = self._wanted()
        try:
            content = plan_links.minutes_text(self.context)
        except Conflict as early:
            return self.go(self.context, early.text)
        self._in_sight(wanted)
        try:
            return self._done(content, wanted)
        except NotWritten as lacking:
            return self._again(wanted, lacking, lacking.problems)
        except KuiError as refused:
            return self._again(wanted, refused, {})

    def _in_sight(self, wanted: Wanted) -> None:
        """Refuse a decision, or a place in the plan, that is not there for who writes.

        Raises NotFound, NotAllowed.
        """
        minutes = demand_paper(self, self.context)
        if not minutes.shows(wanted.decision) or (wanted.place and not self._plan_reading().shows(wanted.place)):
            raise not_found()

    def _plan_reading(self) -> Reading:
        """Say what of the plan may be read as it stands: in its draft while one is written."""
        case = case_named(self.context)
        plan = plan_links.plan_of(case)
        draft = self._drafts().get(plan.id) if plan is not None else None
        return sight(self, case).standing(plan, draft) if plan is not None else EVERYTHING

    def _done(self, content: dict, wanted: Wanted) -> Any:
        if "fortryd" in self.request.POST:
            plan_links.undo(self.context, self._drafts(), self._posted_act(), decision=wanted.decision)
            return self._on(wanted, "Beslutningen er taget ud af planens udkast igen.")
        if self._other_questions(wanted):
            return self._page(content, wanted)
        self._write(wanted)
        nothing = wanted.kind in (plan_writing.ALREADY, plan_writing.UNCHANGED)
        where = "koblet til planen" if nothing else "skrevet i planens udkast"
        return self._on(wanted, f"Beslutningen er {where}.")

    def _write(self, wanted: Wanted) -> None:
        plan = plan_links.plan_of(case_named(self.context))
        needs_label = plan is None and wanted.kind in KINDS and bool(KINDS[wanted.kind].group)
        label = self.system.labels.document(case_named(self.context).case_no) if needs_label else ""
        plan_links.write(self.context, self._drafts(), self._posted_act(), wanted, label=label)

    def _on(self, wanted: Wanted, said: str) -> Any:
        response = self.go(self.context, said, "beslutninger")
        response.location = f"{response.location}#b-{wanted.decision}"
        return response

    def _again(self, wanted: Wanted, refused: KuiError, problems: Mapping[str, str]) -> Response:
        self.request.tm.doom()
        content = plan_links.minutes_text(self.context)
        data = self._page(content, wanted, problems) | {"problem": problems.get("kind", refused.text), "wrong": True}
        return self.render(PAGE, data, status=refused.status)

    def _drafts(self) -> Any:
        return drafts_of(self.context)

    def _posted_act(self) -> Any:
        return self.act(self._word("__token__", self.request.POST)[:40])

    def _word(self, name: str, given: Mapping) -> str:
        found = given.get(name, "")
        return found[:8000] if isinstance(found, str) else ""

    def _wanted(self) -> Wanted:
        post = self.request.POST
        names = {name.removeprefix("f-") for name in post if name.startswith("f-")}
        answers = {name: self._word(f"f-{name}", post).replace("\r\n", "\n") for name in names}
        rid, kind, place = (self._word(name, post) for name in ("beslutning", "slags", "sted"))
        return Wanted(rid, kind, place, answers, also="ogsaa" in post)

    def _other_questions(self, wanted: Wanted) -> bool:
        """Tell whether another kind or place was chosen than the questions on the page were about."""
        shown = self._word("vist", self.request.POST), self._word("vist_sted", self.request.POST)
        place = wanted.place if wanted.kind == plan_writing.CHANGE else ""
        return "vis" in self.request.POST or (wanted.kind in KINDS and shown != (wanted.kind, place))

    def _page(self, content: dict, wanted: Wanted, problems: Mapping[str, str] | None = None) -> dict[str, Any]:
        document, case = self.context, case_named(self.context)
        kind, links = MEETING_TYPES[str(type_of_form(document.form_key))], written(document)
        seen = demand_paper(self, document)
        rows = seen.left(content).get("decisions", ())
        waiting = [row for row in rows if row["rid"] not in links]
        may = bool(self.request.has_permission(Permission.Plan.WRITE, document))
        now = self._now(rows, waiting, wanted) if may else ""
        meeting = case.moeder.get(str(document.meeting_number))
        return self.page(
            "Fra beslutning til plan",
            document=document,
            case=case,
            trail=[*case_trail(self, case), (self.request.resource_path(document), "Referat")],
            meeting_title=meeting_title(case, meeting) if meeting else kind.label,
            held=self._day(content.get("held_at", "")),
            cards=[self._card(content, row, links, now, wanted, problems or {}) for row in rows],
            waiting=waiting,
            left_out=self._plan_reading().told if seen.whole else seen.told,
            may=may,
            kinds=KINDS.values(),
            names=documents.case_people(document),
            token=new_id(),
            problem="",
            wrong_id="" if not now else f"b-{now}",
            **self._plan(),
        )

    def _plan(self) -> dict[str, Any]:
        plan = plan_links.plan_of(case_named(self.context))
        state = plan.state if plan else ""
        drafting = plan is not None and plan.draft is not None
        writer = plan is not None and bool(self.request.has_permission(Permission.Document.WRITE, plan))
        line = "" if plan is None else f"version {plan.number}, {workflow.LABELS[state].lower()}"
        return {"plan": plan, "plan_line": line, "to_draft": drafting and writer}

    def _now(self, rows: list, waiting: list, wanted: Wanted) -> str:
        """Choose the card with the form: the one asked for, else the first that waits."""
        if any(row["rid"] == wanted.decision for row in rows) and (wanted.kind or self.request.method == "GET"):
            return wanted.decision
        return waiting[0]["rid"] if waiting else ""

    def _day(self, text: str) -> str:
        return danish.weekday_date(date.fromisoformat(text)) if text else ""

    def _card(
        self, content: dict, row: dict, links: Mapping, now: str, wanted: Wanted, problems: Mapping[str, str]
    ) -> Card:
        rid, source = row["rid"], plan_links.source(self.context, row["rid"])
        suggestion = plan_writing.suggested(source)
        stands = tuple(self._standing(link) for link in links.get(rid, ()))
        form = None
        if rid == now:
            mine = wanted if wanted.decision == rid else Wanted(rid, "")
            form = self._form(source, mine, suggestion, problems)
        number = str(row.get("decision_no", ""))
        said = row.get("decision_text", "")
        return Card(
            rid,
            number,
            said,
            tuple(self._facts(row)),
            row.get("reason", ""),
            stands,
            KINDS[suggestion].label.lower(),
            form,
        )

    def _facts(self, row: dict) -> Iterator[tuple[str, str]]:
        version, called = self.context.in_force(), case_named(self.context).person.called
        assert version is not None, "minutes_text has said so"
        group = node_at(edition_of(version).schema, ("decisions", 0))
        nodes = {node.name: node for node in group.children}
        told_ = {name: show(nodes[name], row.get(name)) for name in ("young_view", "responsible", "deadline")}
        note = row.get("young_view_note", "")
        yield f"{called} siger", " ".join(filter(None, (told_["young_view"], _quoted(note))))
        yield "Ansvarlig", told_["responsible"]
        yield "Senest", told_["deadline"]

    def _standing(self, link: dict) -> Standing:
        data, case = link["data"], case_named(self.context)
        plan = case.dokumenter.get(data.get("document", ""))
        kind = KINDS.get(data.get("how", ""))
        heading = f"{kind.label if kind else 'Skrevet i planen'}"
        who = f"Skrevet ind {told(link['by'], link['at'], self.clock.today())}"
        if plan is None:
            return Standing(heading, (), str(data.get("value", "")), "", who, self._in_reach(None, data))
        if not self._plan_reading().shows(data["row"]):
            return Standing(heading, (), LEFT_OUT, "", who, False)
        found = plan_writing.place(text(plan, data["number"]) or {}, data["row"])
        words = f"{found.words[0].upper()}{found.words[1:]}: {found.text}" if found else str(data.get("value", ""))
        return Standing(
            heading, tuple(self._lines(data)), words, self._href(plan, data), who, self._in_reach(plan, data)
        )

    def _in_reach(self, plan: Document | None, data: Mapping) -> bool:
        """Tell whether a writing can be taken back: it was made here, and the plan is still a draft."""
        if not data.get("how"):
            return False
        drafted = plan is not None and plan.draft is not None and plan.draft["number"] == data["number"]
        return drafted or data["how"] in (plan_writing.ALREADY, plan_writing.UNCHANGED)

    def _href(self, plan: Document, data: Mapping) -> str:
        path = self.request.resource_path
        version = plan.version(data["number"])
        drafted = plan.draft is not None and plan.draft["number"] == data["number"]
        if version is not None and not drafted:
            return f"{path(plan, 'versioner', str(version.number))}#{data['row']}"
        return path(plan, "udkast") if self.request.has_permission(Permission.Document.WRITE, plan) else ""

    def _lines(self, data: Mapping) -> Iterator[Line]:
        edition, group = plan_links.plan_edition(self.context), data.get("group", "")
        paths = plan_links.GROUP_PATHS.get(group, ())
        nodes = {node.name: node for path in paths for node in node_at(edition.schema, path).children}
        for change in data.get("changes", ()):
            node = nodes.get(change["name"])
            if node is not None:
                yield Line(node.title, show(node, change["before"]), show(node, change["after"]))

    def _form(self, source: plan_writing.Source, wanted: Wanted, suggestion: str, problems: Mapping[str, str]) -> Form:
        kind = wanted.kind if wanted.kind in KINDS else suggestion
        asks = KINDS[kind].needs_place
        known = list(self._places(kind, source.plan)) if asks else []
        place = wanted.place if any(value == wanted.place for value, _ in known) else ""
        nodes = plan_links.field_nodes(plan_links.plan_edition(self.context), kind, source.plan, place)
        given = dict(wanted.answers) if self._typed(wanted, kind, place) else {}
        values = {**plan_writing.proposed(kind, source, place), **given}
        fields = tuple(_field(node, values.get(node.name), kind, problems) for node in nodes)
        return Form(kind, place, fields, tuple(known), problems, asks)

    def _typed(self, wanted: Wanted, kind: str, place: str) -> bool:
        """Tell whether what was posted are answers to the questions that are shown now."""
        shown = self._word("vist", self.request.POST), self._word("vist_sted", self.request.POST)
        return bool(wanted.kind) and shown == (kind, place if kind == plan_writing.CHANGE else "")

    def _places(self, kind: str, plan: Mapping) -> Iterator[tuple[str, str]]:
        seen = self._plan_reading()
        for one in filter(lambda place: seen.shows(place.rid), plan_writing.places(plan)):
            if kind == plan_writing.ALREADY or one.group in plan_writing.CHANGEABLE:
                short = one.text if len(one.text) <= 80 else f"{one.text[:79]}…"
                yield one.rid, f"{one.words[0].upper()}{one.words[1:]}: {short}"


def _quoted(words: str) -> str:
    return words if not words or words.startswith("»") else f"»{words}«"


def _field(node: Any, value: object, kind: str, problems: Mapping[str, str]) -> Field:
    shown = {"choice": "select", "date": "date"}.get(node.type_name, "text")
    shown = "long" if node.name in LONG else "person" if node.type_name == "person" else shown
    options = tuple((one, label) for one, label in node.of.options()) if node.type_name == "choice" else ()
    required = node.name in KINDS[kind].required
    return Field(
        node.name, node.title, node.description, shown, _plain(value), options, required, problems.get(node.name, "")
    )


def _plain(value: object) -> str:
    """Write a stored value as a form field holds it."""
    if isinstance(value, Mapping):
        return str(value.get("text", ""))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
