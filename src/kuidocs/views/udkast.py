"""``/sager/<case_no>/dokumenter/<label>/udkast``: the form in which a document is written."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, hiding
from ..domain.documents import AUTHOR, KINDS
from ..domain.errors import Conflict, Refused
from ..domain.problems import Problem
from ..forms import page, rows
from ..forms.completeness import completeness
from ..forms.places import numbered, page_id
from ..forms.reading import SUBMIT as SUBMIT_LEVEL
from ..forms.reading import keep_system, read
from ..resources.base import new_id
from ..resources.document import Document
from ..resources.drafts import drafts_of
from ..security.permissions import Permission
from ..security.reading import EVERYTHING, Reading
from ..services.state import Present
from ..usecases import consent_ledger, documents, drafting, proposals, reviewing
from ..usecases.acting import case_named, root_of
from ..usecases.printable import unprintable
from ..usecases.rule_facts import rule_facts
from . import draft_around
from .draft_post import DraftPost, pack, read_post
from .draft_sight import DraftSight
from .forslag import Proposals
from .gate import sight
from .layout import BaseView
from .present import LASTS, others_here
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
    _shown: Mapping[str, int] | None = None
    """The revisions that the first page had, when what it posted was not saved."""
    _begun = ""
    """The draft that those are of."""

    @cached_property
    def _page_id(self) -> str:
        """The name of this page among all that are open."""
        return new_id()

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
        post = read_post(self._edition(), self._known(), list(self.request.POST.items()), ACTIONS)
        if not self.csrf_ok():
            return self._again(400, post, "Siden var for gammel til at gemme sikkert. Intet er gået tabt: Prøv igen.")
        try:
            collisions = self._save(post)
        except Conflict as gone:
            return self._again(409, post, f"{gone.text} Det, du skrev, står herunder, så du kan kopiere det.")
        if collisions:
            return Proposals(self.context, self.request).after(post.page)
        if post.command:
            return self._rows_changed(post)
        return self._act(post)

    def _save(self, post: DraftPost) -> list[drafting.Collision]:
        drafting.open_draft(self.context, drafts_of(self.context))
        if post.begun not in ("", drafting.name_of(self.context)):
            raise drafting.new_draft()
        # What is hidden from who writes is saved as it stands, whatever was sent (D23).
        content = hiding.restored(post.reading.content, self._saved(), self._reading().hidden)
        act = self.act(post.token)
        return drafting.save(self.context, drafts_of(self.context), content, post.shown, act, client=post.page)

    def _act(self, post: DraftPost) -> Any:
        if post.action == CLOSE:
            return self.go(case_named(self.context), "Kladden er gemt.")
        if post.action in (SUBMIT, FINISH):
            return self._submit(post)
        if post.action == LATER:
            return self._set_aside(post)
        if post.reading.problems:
            unread = read(self._edition().schema, self._saved()).problems
            return self._again(200, post, "", problems=self._in_sight(unread))
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
        if post.command.startswith("back:"):
            return self._brought_back(post)
        edition = self._edition()
        typed = hiding.left(keep_system(edition.schema, self._seen(), post.raw), self._reading().hidden)
        edit = rows.row_edit(edition, typed, post.command)
        if post.command.startswith("del:"):
            # It is taken out at once, so that it can be brought back by the next press of a button.
            self._save_rows(edit.content)
        return self._answer(200, self._page(edit.content, focus=edit.focus, said=edit.said))

    def _save_rows(self, content: dict) -> None:
        left, drafts = read(self._edition().schema, content).content, drafts_of(self.context)
        whole = hiding.restored(left, self._saved(), self._reading().hidden)
        drafting.save(self.context, drafts, whole, self._draft().revisions(), self.act())

    def _brought_back(self, post: DraftPost) -> Response:
        _, group, rid = (*post.command.split(":"), "", "")[:3]
        seen = DraftSight(self.context, self._draft(), sight(self, case_named(self.context)))
        if seen.shows_gone(group, rid):
            drafting.bring_back(self.context, drafts_of(self.context), group, rid, self.act())
        content = self._seen()
        here = page_id(content, numbered(content, f"{group}/{rid}"))
        return self._answer(200, self._page(content, focus=f"{here}-head", said="Rækken er tilbage."))

    def _again(self, status: int, post: DraftPost, words: str, problems: Iterable[Problem] = ()) -> Response:
        found = [Problem((), "page", words)] if words else list(problems)
        heading = "Dokumentet kan ikke sendes til gennemsyn endnu" if status == 422 else ""
        # What was not saved is still made from what the first page showed. What was saved is shown as it stands now,
        # with the words of others: the page tells that it has seen them, so what it left out would count as deleted.
        is_saved = status not in (400, 409)
        self._shown, self._begun = (None, "") if is_saved else (post.shown, post.begun)
        content = self._reading().left(self._saved()) if is_saved else post.reading.content
        return self._answer(status, self._page(content, found, heading=heading, told=status == 422))

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
            settle=self.request.resource_path(document, "forslag"),
            **self._kept_beside(),
            **around,
        )
        label = f"Afsnit i {KINDS[document.form_key].label.lower()}"
        html = page.render(
            form,
            top=self._sharing_box(),
            nav=page.render_menu(state, label=label, icons=icons) + self._present(),
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
        base = pack(revisions if self._shown is None else self._shown)
        begun = self._begun or drafting.name_of(self.context)
        own = {"__token__": new_id(), "__base__": base, "__begun__": begun, "__page__": self._page_id}
        return {"csrf_token": self.csrf_token()} | own

    def _kept_beside(self) -> dict[str, Any]:
        """Return what the draft knows beside its text, and what the page's script is told of it."""
        draft = drafts_of(self.context).get(self.context.id)
        if draft is None or self._shown is not None:
            return {}
        path = self.request.resource_path
        data = draft_around.script_data(
            draft,
            drafting.name_of(self.context),
            self._page_id,
            self.identity.user_id,
            path(self.context, "skriv"),
            path(self.root, "log-ind"),
        )
        seen = DraftSight(self.context, draft, sight(self, case_named(self.context)))
        told = draft_around.proposals(seen, self._edition())
        return {"data": data, "removed": draft_around.removed_rows(seen, self._edition()), "proposals": told}

    def _present(self) -> str:
        """Say who else is here, and let them know of this page."""
        presence, document = self.system.state.presence, self.context
        others = others_here(presence.of(document.id, LASTS), self._page_id, self.identity, self._edition())
        presence.tell(document.id, Present(self._page_id, self.identity.user_id, self.identity.name, ""))
        return page.renderer()("present", present=others)

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
        times = [field.now.at for _, field in draft.all()] if draft else []
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

    def _known(self) -> dict:
        """Return what a page may have shown, also of rows that were taken out since: what no form holds stays."""
        draft = drafts_of(self.context).get(self.context.id)
        return self._reading().left(draft.remembered()) if draft else {}

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
        editions = root_of(document).skabeloner
        if draft is None and document.latest is None:
            # It was given up while somebody wrote in it; what was typed is shown once more in the newest edition.
            return editions[document.form_key].newest()
        number = draft.edition_number if draft else document.versions[-1].edition_number
        return editions.edition(document.form_key, number)
