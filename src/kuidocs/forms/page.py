"""The form page of a document, made from its edition, and what a browser posts back from it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import colander
import deform
import peppercorn

from ..assets import asset_root
from ..domain.danish import number
from ..domain.problems import Problem
from .completeness import Completeness
from .edition import Edition
from .frames import blocks
from .places import numbered, place, section_id
from .registry import shipped_editions
from .widgets import GroupWidget, RowsWidget, dress, fill

MOST_CONTROLS, MOST_DEPTH, MOST_TEXT = 20_000, 10, 2_000_000
ROWS = "__rows__"
ASK = "Spørg: "
MARKS = {"ok": "i-check", "todo": "i-edit", "none": "i-minus", "err": "i-error"}


class BadPost(ValueError):
    """A post that no form of ours can have made; the view answers 400."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button of the bar below the form. The first one is also what the Enter key does."""

    name: str
    label: str
    primary: bool = False
    value: str = "1"


@dataclass(frozen=True, slots=True)
class Around:
    """What the page gives to the form beside the document."""

    hidden: Mapping[str, str] = field(default_factory=dict)
    """Hidden fields: csrf_token, __base__ and the like."""
    people: Sequence[str] = ()
    """The names that person fields offer."""
    professions: Sequence[str] = ()
    """What fields for a profession offer; any other word can be written too (R54)."""
    buttons: Sequence[Button] = ()
    action: str = ""
    id: str = "dokument"
    heading: str = "Der er noget, der skal rettes"
    """The heading of the error summary."""
    focus: str = ""
    """The id that should have focus when the page opens, such as a row that was just added."""
    said: str = ""
    """What a screen reader should hear when the page opens."""
    icons: str = ""
    """Where the icon sprite is; empty when its symbols are in the page."""
    left_out: Collection[str] = ()
    """The questions that are not shown to who writes."""
    data: Mapping[str, str] = field(default_factory=dict)
    """What the page's script is told, as attributes of the form."""
    removed: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """Rows that were taken out and can come back: path of the group, then (row id, what the row said)."""
    proposals: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """Fields in which two proposals stand: path, then (whose, what)."""
    settle: str = ""
    """Where one chooses between proposals."""


@lru_cache(maxsize=1)
def renderer() -> deform.ZPTRendererFactory:
    """Make the renderer of our own templates; without Deform's, none of those can slip in."""
    return deform.ZPTRendererFactory((str(asset_root("templates") / "forms"),), auto_reload=False, debug=False)


@lru_cache(maxsize=256)
def dressed(edition: Edition) -> Any:
    """Put a widget on every node of the edition's schema, once."""
    schema = edition.schema
    dress(schema)
    schema.widget = GroupWidget()
    return schema


def form_for(
    edition: Edition, content: dict, problems: Iterable[Problem] = (), *, people: Sequence[str] = (), **around: Any
) -> deform.Form:
    """Make a Deform form that shows the content and marks what is wrong. ``around``: the fields of Around."""
    form = deform.Form(dressed(edition), renderer=renderer(), focus="off")
    form.cstruct = content
    form.around = Around(people=tuple(people), **around)
    form.children = [child for child in form.children if child.name not in form.around.left_out]
    for child in form.children:
        fill(child, "", "")
    for path, rows in form.around.removed.items():
        _at(form, content, path).removed = rows
    for path, found in form.around.proposals.items():
        at = _at(form, content, path)
        at.proposals, at.settle = found, form.around.settle
    form.summary = [_link(form, found) for found in problems if not mark(form, found).warning]
    return form


def _at(form: deform.Form, content: dict, path: str) -> Any:
    """Find the field of a draft path, or the nearest one around it."""
    return _nearest(form, Problem(numbered(content, path), "", ""))


def mark(form: deform.Form, found: Problem) -> Problem:
    """Put a problem on the field of its path, or on the nearest one around it."""
    nearest = _nearest(form, found)
    if nearest is not form:
        (nearest.noted if found.warning else nearest.told).append(found.text)
    return found


def _nearest(form: deform.Form, found: Problem) -> Any:
    at = form
    for step in found.path:
        inside = _inside(at, step)
        if inside is None:
            break
        at = inside
    return at


def _inside(at: Any, step: str | int) -> Any:
    if isinstance(step, int):
        rows = getattr(at, "rows", ())
        return rows[step] if step < len(rows) else None
    if isinstance(getattr(at, "widget", None), RowsWidget):
        return None
    return next((child for child in at.children if child.name == step and hasattr(child, "told")), None)


def _link(form: deform.Form, found: Problem) -> tuple[str, str, str]:
    """Give one line of the error summary: id on the page, place in words, sentence."""
    at = _nearest(form, found)
    if at is form:
        return form.around.id, "", found.text
    return f"{at.oid}-head" if at.name == "row" else at.oid, place(form.schema, found.path), found.text


def render(form: deform.Form, *, top: str = "", nav: str = "", status: str = "") -> str:
    """Render the whole form in the columns of the design.

    ``top`` (above the sections), ``nav`` (beside them) and ``status`` (left in the bar) are HTML that the page made.
    """
    around, make = form.around, form.renderer
    html = make(
        "form",
        **{
            name: getattr(around, name) for name in ("id", "action", "people", "professions", "buttons", "said", "data")
        },
        hidden=around.hidden.items(),
        enter=around.buttons[0] if around.buttons else None,
        summary=_summary(form) if form.summary else "",
        sections="".join(_section(form, section) for section in form.schema.sections if section.children),
        top=top,
        nav=nav,
        status=status,
    )
    return _focused(html, around.focus)


def _focused(html: str, oid: str) -> str:
    """Let the browser begin at an element, with or without JavaScript."""
    return html.replace(f' id="{oid}"', f' id="{oid}" autofocus="autofocus"', 1) if oid else html


def _summary(form: deform.Form) -> str:
    n = len(form.summary)
    spot = "det ene sted" if n == 1 else f"de {number(n)} steder"
    lead = f"Intet er gået tabt. Ret {spot}, og prøv igen."
    return form.renderer("summary", heading=form.around.heading, lead=lead, links=form.summary, icons=form.around.icons)


def _section(form: deform.Form, section: Any) -> str:
    names = {child.name for child in section.children}
    help = section.description
    asks = help.startswith(ASK)
    return form.renderer(
        "section",
        id=section_id(section.name),
        title=section.title,
        ask=help.removeprefix(ASK) if asks else "",
        help="" if asks else help,
        blocks=blocks([child for child in form.children if child.name in names]),
        icons=form.around.icons,
    )


def render_form(edition: Edition, content: dict, problems: Iterable[Problem] = (), **around: Any) -> str:
    """Render the form of a document in one go."""
    return render(form_for(edition, content, problems, **around))


def render_menu(state: Completeness, *, label: str = "Afsnit", icons: str = "") -> str:
    """Render the section menu and the list of missing fields, for the ``nav`` of the form."""
    return renderer()("menu", state=state, label=label, icons=icons, marks=MARKS)


def row_command(controls: Iterable[tuple[str, str]]) -> str:
    """Give the command of the row button that was pressed, or nothing when another button was."""
    return next((value for name, value in controls if name == ROWS and isinstance(value, str)), "")


def posted(edition: Edition, controls: Iterable[tuple[str, str]]) -> dict:
    """Read the cstruct in a form post. A button inside rows is no value; what is too large or crooked is refused."""
    fields = [(name, value) for name, value in controls if name != ROWS]
    _guard(fields)
    form = deform.Form(dressed(edition), renderer=renderer(), focus="off")
    try:
        return form.deserialize(peppercorn.parse(fields))
    except (ValueError, colander.Invalid) as bad:
        raise BadPost(str(bad)) from bad


def _guard(controls: Sequence[tuple[Any, Any]]) -> None:
    """Count before peppercorn builds anything."""
    if len(controls) > MOST_CONTROLS:
        raise BadPost("too many fields")
    size = depth = 0
    for name, value in controls:
        if not isinstance(name, str) or not isinstance(value, str):
            raise BadPost("a file where text was expected")
        size += len(value)
        depth += (name == peppercorn.START) - (name == peppercorn.END)
        if depth > MOST_DEPTH or depth < 0 or size > MOST_TEXT:
            raise BadPost("too deep or too large")


def warm() -> None:
    """Render every shipped form once, so that nobody waits for the templates to be compiled."""
    for edition in shipped_editions().values():
        render_form(edition, {})
