"""The two pages of a document, made from its edition: the form that is filled in and the text that is read."""

from functools import lru_cache

import colander
import deform
import peppercorn
from chameleon import PageTemplateLoader

from ..assets import asset_root
from .edition import Edition
from .outline import outline
from .widgets import dress, fill

TEMPLATES = asset_root("templates")
MOST_CONTROLS, MOST_DEPTH, MOST_TEXT = 20_000, 10, 2_000_000
BUTTONS = {"__rows__"}


class BadPost(ValueError):
    """A post that no form of ours can have made; the view answers 400."""


@lru_cache(maxsize=1)
def renderer():
    directories = (str(TEMPLATES / "forms"), deform.template.default_dir)
    return deform.ZPTRendererFactory(directories, auto_reload=False, debug=False)


@lru_cache(maxsize=1)
def pages() -> PageTemplateLoader:
    return PageTemplateLoader(str(TEMPLATES / "pages"), auto_reload=False)


@lru_cache(maxsize=256)
def dressed(edition: Edition):
    """The schema of the edition with a widget on every node."""
    schema = edition.schema
    dress(schema)
    schema.widget = deform.widget.FormWidget()
    return schema


def form_for(edition: Edition, content: dict, problems=()) -> deform.Form:
    """A Deform form that shows the content and marks what is wrong."""
    buttons = (deform.Button("gem", "Gem kladde"), deform.Button("send", "Send til gennemsyn"))
    form = deform.Form(dressed(edition), renderer=renderer(), buttons=buttons, focus="off")
    form.cstruct = content
    fill(form, "")
    form.by_name = {field.name: field for field in form.children}
    form.summary = [(mark(form, found), found.text) for found in problems if not found.warning]
    return form


def render_form(edition: Edition, content: dict, problems=()) -> str:
    return form_for(edition, content, problems).render()


def mark(form, found) -> str:
    """Put a problem on the field of its path, or on the nearest one around it; the id of that field."""
    field = form
    for step in found.path:
        inside = field.rows if isinstance(step, int) else {f.name: f for f in field.children}
        try:
            field = inside[step]
        except (KeyError, IndexError):
            break
    if field is not form:
        earlier = field.error.messages() if field.error else []
        field.error = colander.Invalid(field.schema, [*earlier, found.text])
    return field.oid


def posted(edition: Edition, controls: list[tuple[str, str]]) -> dict:
    """The cstruct in a form post. Buttons inside rows are no values; a post that is too large or crooked is refused."""
    controls = [(name, value) for name, value in controls if name not in BUTTONS]
    _guard(controls)
    form = deform.Form(dressed(edition), renderer=renderer(), focus="off")
    try:
        return form.deserialize(peppercorn.parse(controls))
    except (ValueError, colander.Invalid) as bad:
        raise BadPost(str(bad)) from bad


def _guard(controls) -> None:
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


def render_document(edition: Edition, content: dict) -> str:
    """The document as it is read, on the page and in the PDF."""
    return pages()["document.pt"](outline=outline(edition.schema, content))
