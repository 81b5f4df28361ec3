"""``/sager/<case_no>/dokumenter/<label>/udkast``: the form in which a document is written."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, hiding
from ..domain.documents import AUTHOR, KINDS
from ..domain.errors import Conflict, Refused
from ..domain.problems import Problem
from ..forms import page, rows
from ..forms.completeness import completeness
from ..forms.outline import show
from ..forms.places import node_at, numbered
from ..forms.reading import SUBMIT as SUBMIT_LEVEL
from ..forms.reading import keep_system, read
from ..resources.base import new_id
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..security.permissions import Permission
from ..security.reading import EVERYTHING, Reading
from ..usecases import consent_ledger, documents, drafting, proposals, reviewing
from ..usecases.acting import case_named, root_of
from ..usecases.printable import unprintable
from ..usecases.rule_facts import rule_facts
from .draft_post import DraftPost, pack, read_post
from .gate import sight
from .layout import BaseView
from .presenting import chip, document_title, meeting_time, meeting_title
from .sharing import sharing_box
from .talk import of_draft

SAVE, CLOSE, SUBMIT, FINISH, LATER = "gem", "luk", "send", "faerdig", "forslag"
LACKING = "Noget, du ikke kan se, mangler eller skal rettes. Bed plankoordinatoren om at se på det."
ACTIONS = (SAVE, CLOSE, SUBMIT, FINISH, LATER)


@view_defaults(context=Document, name="udkast", permission=Permission.Document.WRITE)
class DraftView(BaseView):
    """The form of a draft."""

    context: Document

    @view_config(request_method="GET", renderer="kuidocs:templates/pages/udkast.pt")
    def show(self) -> Any:
        """Show the draft as it stands."""
        if self.context.draft is None:
            return self.go(self.context)
        document = self.context
        self.note_read("document.draft_read", {"document_id": document.id, "label": document.label})
        content = self._draft().content()
        return self._page(self._reading().left(content), self._notes(content))

    def _notes(self, content: dict) -> list[Problem]:
        """Return what cannot be read in the draft, and what the writer should know before submitting."""
        schema = self._edition().schema
        facts = rule_facts(self.context, self.clock, self.identity)
        warnings = read(schema, content, level=SUBMIT_LEVEL, facts=facts).problems
        return self._in_sight(
            [
                *read(schema, content).problems,
                *(problem for problem in warnings if problem.warning),
                *unprintable(schema, content, warning=True),
            ]
        )

    @view_config(request_method="POST", renderer="kuidocs:templates/pages/udkast.pt", require_csrf=False)
    def post(self) -> Any:
        """Save what was typed; then do what the button says."""
        post = read_post(self._edition(), self._seen(), list(self.request.POST.items()), ACTIONS)
        if not self.csrf_ok():
            return self._again(400, post, "Siden var for gammel til at gemme sikkert. Intet er gået tabt: Prøv igen.")
        try:
            collisions = self._save(post)
        except Conflict as gone:
            return self._again(409, post, f"{gone.text} Det, du skrev, står herunder, så du kan kopiere det.")
        if collisions:
            return self._collided(post, collisions)
        if post.command:
            return self._rows_changed(post)
        return self._act(post)

    def _save(self, post: DraftPost) -> list[drafting.Collision]:
        # What is hidden from who writes is saved as it stands, whatever was sent (D23).
        content = hiding.restored(post.reading.content, self._saved(), self._reading().hidden)
        return drafting.save(self.context, drafts_of(self.context), content, post.shown, self.act(post.token))

    def _act(self, post: DraftPost) -> Any:
        if post.action == CLOSE:
            return self.go(case_named(self.context), "Kladden er gemt.")
        if post.action in (SUBMIT, FINISH):
            return self._submit(post)
        if post.action == LATER:
            return self._set_aside(post)
        if post.reading.problems:
            return self._again(200, post, "", problems=post.reading.problems)
        return self.go(self.context, self._saved_words(), "udkast")

    def _set_aside(self, post: DraftPost) -> Any:
        try:
            proposals.set_aside(self.context, drafts_of(self.context), self.act(new_id()))
        except Refused as nothing:
            return self._again(422, post, nothing.text)
        return self.go(self.context, "Beslutningerne er gemt som forslag til det næste møde med den unge.", "udkast")

    def _submit(self, post: DraftPost) -> Any:
        document, drafts = self.context, drafts_of(self.context)
        try:
            if post.action == FINISH:
                reviewing.finish(document, drafts, self.act(new_id()), audit_head=self.system.proof.head())
            else:
                reviewing.submit(document, drafts, self.act(new_id()))
        except reviewing.Incomplete as lacking:
            return self._again(422, post, "", problems=self._in_sight(lacking.problems))
        except Refused as refused:
            return self._again(422, post, refused.text)
        said = "Dokumentet er færdigt. PDF-filen bliver lavet nu." if post.action == FINISH else "Sendt til gennemsyn."
        return self.go(document, said, "versioner", str(document.number))

    def _rows_changed(self, post: DraftPost) -> Response:
        edition = self._edition()
        typed = hiding.left(keep_system(edition.schema, self._seen(), post.raw), self._reading().hidden)
        edit = rows.row_edit(edition, typed, post.command)
        return self._answer(200, self._page(edit.content, focus=edit.focus, said=edit.said))

    def _collided(self, post: DraftPost, collisions: Iterable[drafting.Collision]) -> Response:
        content = hiding.restored(post.reading.content, self._saved(), self._reading().hidden)
        problems = self._in_sight([self._collision(content, found) for found in collisions])
        heading = "En anden har skrevet i de samme felter imens"
        return self._answer(409, self._page(post.reading.content, problems, heading=heading))

    def _collision(self, content: dict, found: drafting.Collision) -> Problem:
        path = numbered(content, found.path)
        node = node_at(self._edition().schema, path)
        theirs = show(node, found.theirs) if node is not None else ""
        words = f"{found.by} har skrevet: »{theirs}«" if theirs else f"{found.by} har tømt feltet"
        text = f"{words}. Din tekst står i feltet. Ret den, så den rummer det, I begge vil sige, og gem igen."
        return Problem(path, "collision", text)

    def _again(self, status: int, post: DraftPost, words: str, problems: Iterable[Problem] = ()) -> Response:
        found = [Problem((), "page", words)] if words else list(problems)
        heading = "Dokumentet kan ikke sendes til gennemsyn endnu" if status == 422 else ""
        return self._answer(status, self._page(post.reading.content, found, heading=heading, told=status == 422))

    def _answer(self, status: int, data: dict) -> Response:
        return self.render("kuidocs:templates/pages/udkast.pt", data, status=status)

    def _page(self, content: dict, problems: Iterable[Problem] = (), *, told: bool = False, **around: Any) -> dict:
        document, icons = self.context, self.icons
        edition = self._edition()
        found = self._reading()
        whole = hiding.restored(content, self._saved(), found.hidden)
        state = completeness(edition.schema, whole, rule_facts(document, self.clock, self.identity), told=told)
        around = {key: value for key, value in around.items() if value}
        uncovered = consent_ledger.typed_in(document, content, self.clock.today())
        form = page.form_for(
            edition,
            content,
            [*problems, *uncovered],
            people=documents.case_people(document),
            professions=self.root.organisation.ad_hoc,
            hidden=self._hidden(),
            left_out=hiding.questions(self._saved(), found.hidden),
            buttons=self._buttons(),
            icons=icons,
            **around,
        )
        label = f"Afsnit i {KINDS[document.form_key].label.lower()}"
        html = page.render(
            form,
            top=self._sharing_box(),
            nav=page.render_menu(state, label=label, icons=icons),
            status=self._status(state.words, icons),
        )
        return self.page(
            document_title(document, document.number),
            form=html,
            wrong=bool(form.summary),
            left_out=found.told,
            **self._head(),
        )

    def _sharing_box(self) -> str:
        case = case_named(self.context)
        where, staff = self.request.resource_path(case, "samtykke"), self.root.medarbejdere
        names = documents.case_people(self.context)
        people = {name: person.department for name in names if (person := staff.named(name)) is not None}
        return sharing_box(case, self.icons, self.clock.today(), where, people)

    def _head(self) -> dict[str, Any]:
        """What stands above the form."""
        document, case = self.context, case_named(self.context)
        meeting = case.moeder.get(str(document.meeting_number))
        returned = document.facts_of("returned", document.number) if document.draft else []
        return {
            "document": document,
            "case": case,
            "chip": chip(document.state),
            "age": danish.age_on(date.fromisoformat(case.person.birth_date), self.clock.today()),
            "meeting": meeting,
            "meeting_title": meeting_title(case, meeting) if meeting else "",
            "meeting_time": meeting_time(meeting) if meeting else "",
            "returned": returned[-1] if returned and document.draft and document.draft["round"] > 1 else None,
            **of_draft(self, document, drafts_of(document), self._edition().schema),
        }

    def _hidden(self) -> dict[str, str]:
        draft = drafts_of(self.context).get(self.context.id)
        revisions = draft.revisions() if draft else {}
        return {"csrf_token": self.csrf_token(), "__token__": new_id(), "__base__": pack(revisions)}

    def _buttons(self) -> list[page.Button]:
        """The last one is the filled one: there is one way on."""
        save = [page.Button(SAVE, "Gem kladde"), page.Button(CLOSE, "Gem og luk")]
        if proposals.waiting(self.context, self._saved(), self._edition()):
            save.append(page.Button(LATER, "Gem beslutningerne som forslag til næste møde"))
        if KINDS[self.context.form_key].approver == AUTHOR:
            return [*save, page.Button(SUBMIT, "Send til gennemsyn"), page.Button(FINISH, "Gør færdig", primary=True)]
        return [*save, page.Button(SUBMIT, "Send til gennemsyn", primary=True)]

    def _status(self, missing: str, icons: str) -> str:
        renderer = page.renderer()
        return renderer("status", missing=missing, saved=self._saved_at(), icons=icons)

    def _saved_at(self) -> str:
        """Say when the draft was saved last: the time of today, else the day."""
        draft = drafts_of(self.context).get(self.context.id)
        times = [field["at"] for field in draft.fields.values()] if draft else []
        if not times:
            return ""
        at, today = self.moment(max(times)), self.clock.today()
        return f"kl. {danish.clock(at)}" if at.date() == today else danish.near_date(at.date(), today)

    def _saved_words(self) -> str:
        return f"Kladden er gemt kl. {danish.clock(self.clock.now())}."

    def _draft(self):
        return drafting.open_draft(self.context, drafts_of(self.context))

    def _saved(self) -> dict:
        draft = drafts_of(self.context).get(self.context.id)
        return draft.content() if draft else {}

    def _reading(self) -> Reading:
        """Say what of the draft may be read by who writes in it."""
        draft = drafts_of(self.context).get(self.context.id)
        return sight(self, case_named(self.context)).draft(self.context, draft) if draft else EVERYTHING

    def _seen(self) -> dict:
        return self._reading().left(self._saved())

    def _in_sight(self, problems: Iterable[Problem]) -> list[Problem]:
        """Put problems where they stand on the page; of those in what is hidden only one is told, and not its text."""
        found, saved, hidden = [], self._saved(), self._reading().hidden
        for problem in problems:
            path = hiding.seen_at(problem.path, saved, hidden)
            found.append(
                replace(problem, path=path) if path is not None else Problem((), "hidden", LACKING, problem.warning)
            )
        return list(dict.fromkeys(found))

    def _edition(self):
        document = self.context
        draft = drafts_of(document).get(document.id)
        number = draft.edition_number if draft else document.versions[-1].edition_number
        return root_of(document).skabeloner.edition(document.form_key, number)
