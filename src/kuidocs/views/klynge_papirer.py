"""The papers of a meeting: the form in which each is written, and the programme and the minutes to read."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain.errors import Conflict
from ..domain.problems import Problem
from ..domain.whole_numbers import whole
from ..forms import page, rows
from ..forms.edition import Edition
from ..forms.outline import outline
from ..forms.reading import SUBMIT, keep_system, read
from ..resources.base import new_id
from ..resources.klynger import CasePaper, Paper, Survey
from ..security.permissions import Permission
from ..usecases import cluster_begun, cluster_survey
from ..usecases.cluster_papers import edition_of, facts_for, problems, save
from .draft_post import strange
from .klynge_base import ClusterView

EDIT_PAGE = "kuidocs:templates/pages/klynge_rediger.pt"
READ_PAGE = "kuidocs:templates/pages/klynge_papir.pt"
PARTS = {"frame", "guests", "arena", "inspiration", "data", "closing"}
TITLES = {
    "klynge.plan": "Drejebogen",
    "klynge.programme": "Program",
    "klynge.questionnaire": "Tilpas spørgeskemaet",
    "klynge.case": "Case",
    "klynge.minutes": "Referat",
}
NUMBERED = {"questions": "question_no", "focus_points": "point_no", "agreements": "agreement_no", "blocks": "block_no"}
"""Rows whose numbers are their places: moving one needs no counting."""


@lru_cache(maxsize=64)
def part_of(edition: Edition, section: str) -> Edition:
    """Make an edition of one section, without rules: the rest of the paper is not on the page."""
    data = edition.data
    return Edition.of(data | {"rules": [], "sections": [one for one in data["sections"] if one["id"] == section]})


def in_places(content: dict) -> dict:
    """Number rows by their places."""
    for group, name in NUMBERED.items():
        for number, row in enumerate(content.get(group) or (), start=1):
            if isinstance(row, dict):
                row[name] = str(number)
    return content


@view_defaults(context=Paper, name="rediger", permission=Permission.Klynge.PLAN)
class EditView(ClusterView):
    """The form of a paper, or of one part of the plan."""

    context: Paper

    @property
    def section(self) -> str:  # type: ignore[override]
        """The word of the menu."""
        words = {"klynge.questionnaire": "skema", "klynge.case": "cases", "klynge.minutes": "aftaler"}
        return words.get(self.context.form_key, "drejebog")

    @view_config(request_method="GET", renderer=EDIT_PAGE)
    def show(self) -> Any:
        """Show the form."""
        if isinstance(self.context, Survey) and (self.context.count or self.context.closed_at):
            return self.go(self.context, cluster_survey.LOCKED)
        return self._page(self._content(), self.context.number)

    def _content(self) -> dict:
        """What is there, or what a paper begins with."""
        return self.context.content() or cluster_begun.begun(self.context, self.clock.today())

    @view_config(request_method="POST", renderer=EDIT_PAGE, require_csrf=False)
    def keep(self) -> Any:
        """Save what was typed; a row button changes the page and saves nothing."""
        controls = [(name, value) for name, value in self.request.POST.items() if isinstance(value, str)]
        edition = self._edition()
        try:
            raw = page.posted(edition, controls)
        except page.BadPost as bad:
            raise strange() from bad
        base, command = self._base(), page.row_command(controls)
        reading = read(edition.schema, raw)
        if not self.csrf_ok():
            return self._again(
                400, reading.content, base, [_told("Siden var for gammel til at gemme sikkert. Prøv igen.")]
            )
        if command:
            edit = rows.row_edit(edition, raw, command)
            return self._answer(200, self._page(in_places(edit.content), base, focus=edit.focus, said=edit.said))
        content = in_places(keep_system(edition.schema, self._saved(edition, base), reading.content))
        if reading.problems:
            return self._again(422, content, base, reading.problems)
        return self._save(edition, content, base)

    def _save(self, edition: Edition, content: dict, base: int) -> Any:
        fields = {child.name: content.get(child.name) for child in edition.schema.children}
        try:
            if isinstance(self.context, Survey):
                cluster_survey.edit(self.context, fields, base, self.acting())
            else:
                save(self.context, fields, base, self.acting())
        except Conflict as collided:
            return self._again(409, content, self.context.number, [_told(collided.text)])
        if "faerdig" in self.request.POST:
            found = [one for one in problems(self.context, self.clock.today()) if not one.warning]
            if found and not self._part():
                return self._again(422, self.context.content(), self.context.number, found)
        return self._on()

    def _on(self) -> Response:
        if self.context.form_key == "klynge.plan":
            return self.go(self.meeting, "Gemt.", *(("gaester",) if self._part() == "guests" else ()))
        return self.go(self.context, "Gemt.")

    def _base(self) -> int:
        return min(whole(self.posted("base"), 6) or 0, self.context.number)

    def _saved(self, edition: Edition, base: int) -> dict:
        content = self.context.content(base) if base else self._content()
        return {child.name: content[child.name] for child in edition.schema.children if child.name in content}

    def _part(self) -> str:
        wanted = self.request.GET.get("del", "")
        if self.context.form_key != "klynge.plan":
            return ""
        return wanted if wanted in PARTS else "frame"

    def _edition(self) -> Edition:
        edition, part = edition_of(self.context), self._part()
        return part_of(edition, part) if part else edition

    def _again(self, status: int, content: dict, base: int, found: Iterable[Problem]) -> Response:
        return self._answer(status, self._page(content, base, found))

    def _answer(self, status: int, data: dict) -> Response:
        return self.render(EDIT_PAGE, data, status=status)

    def _page(self, content: dict, base: int, found: Iterable[Problem] = (), **around: Any) -> dict[str, Any]:
        edition = self._edition()
        shown = {child.name: content[child.name] for child in edition.schema.children if child.name in content}
        warnings = self._warnings(edition, shown) if not self._part() and base else []
        form = page.form_for(
            edition,
            shown,
            [*found, *warnings],
            people=self._people(),
            hidden={"csrf_token": self.csrf_token(), "__token__": new_id(), "base": str(base)},
            buttons=self._buttons(),
            icons=self.icons,
            **{name: value for name, value in around.items() if value},
        )
        title = TITLES[self.context.form_key]
        if isinstance(self.context, CasePaper):
            title = f"Case {self.context.case_number}"
        if part := self._part():
            title = next(one.title for one in edition.schema.sections if one.name == part)
        return self.page(title, form=page.render(form), wrong=bool(form.summary), trail=self._trail())

    def _warnings(self, edition: Edition, content: dict) -> list[Problem]:
        facts = facts_for(self.context, self.clock.today())
        return [one for one in read(edition.schema, content, level=SUBMIT, facts=facts).problems if one.warning]

    def _buttons(self) -> list[page.Button]:
        if self._part():
            return [page.Button("gem", "Gem", primary=True)]
        return [
            page.Button("gem", "Gem kladde"),
            page.Button("faerdig", "Gem, og se efter, om alt er med", primary=True),
        ]

    def _trail(self) -> list[tuple[str, str]]:
        path, paper = self.request.resource_path, self.context
        if paper.form_key == "klynge.plan":
            return self.trail()
        if isinstance(paper, CasePaper):
            return self.trail((path(self.meeting, "cases"), "Cases"))
        return self.trail((path(paper), "Spørgeskema" if isinstance(paper, Survey) else TITLES[paper.form_key]))

    def _people(self) -> list[str]:
        users, today = self.cluster.__parent__.users, self.clock.today()
        return sorted(users[one].name for one in self.cluster.members if self.cluster.role(one, today))


def _told(text: str) -> Problem:
    return Problem((), "page", text)


@view_defaults(context=Paper, permission=Permission.Klynge.VIEW, request_method="GET")
class PaperView(ClusterView):
    """A paper to read."""

    context: Paper

    @property
    def section(self) -> str:  # type: ignore[override]
        """The word of the menu."""
        return "aftaler" if self.context.form_key == "klynge.minutes" else "drejebog"

    @view_config(renderer=READ_PAGE)
    def show(self) -> Any:
        """Show the programme or the minutes; the plan is the page of the meeting."""
        paper = self.context
        if paper.form_key == "klynge.plan":
            return self.go(self.meeting)
        found = [one for one in problems(paper, self.clock.today()) if not one.warning]
        written = outline(edition_of(paper).schema, paper.content()) if paper.versions else None
        return self.page(
            TITLES[paper.form_key],
            trail=self.trail(),
            written=written,
            missing=found if paper.versions else [],
            keeps=self.keeps,
            edit=self.request.resource_path(paper, "rediger"),
            blocks=programme_lines(paper.content()) if paper.form_key == "klynge.programme" else [],
            number=paper.number,
        )


def programme_lines(content: dict) -> list[dict[str, Any]]:
    """Show a programme block by block, with how long each lasts."""
    blocks = [*(content.get("blocks") or []), {"heading": "Afslutning", "items": content.get("closing_items") or []}]
    return [
        {
            "heading": one.get("heading", ""),
            "aim": one.get("aim", ""),
            "items": one.get("items") or [],
            "minutes": sum(int(item.get("minutes") or 0) for item in one.get("items") or []),
        }
        for one in blocks
    ]
