"""Comments as pages show them: beside the field that they are about, or as a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..domain import comments
from ..domain.comments import Remark
from ..domain.comparing import Change, Comparison, place_of, plain
from ..forms.anchors import Anchor, anchors
from ..forms.nodes import Form
from ..resources.base import new_id
from ..resources.document import Document
from ..resources.drafts import DraftFolder
from ..resources.version import Version
from ..security.permissions import Permission
from ..security.reading import Reading
from ..usecases import commenting
from ..usecases.commenting import Standing
from ..usecases.involvement import edition_of
from .gate import draft_reading, reading, together
from .layout import BaseView
from .people import by_name
from .presenting import moment_words

SHORT_TEXT = 120


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was said."""

    who: str
    when: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """A comment with its replies, in words."""

    number: int
    path: str
    title: str
    quote: str
    said: Line
    replies: tuple[Line, ...]
    resolved: Line | None
    stale: str
    """Why it may not fit the text any more."""
    gone: bool
    resolves: bool
    token: str

    @property
    def open(self) -> bool:
        return self.resolved is None


def talks(view: BaseView, document: Document, now: dict[str, Anchor], here: str = "") -> list[Talk]:
    """Return the comments of a document that may be read, against a text; ``here`` names that text's version."""
    hidden = hidden_of(view, document)
    if hidden is None:
        return []
    return [_talk(view, document, one, here) for one in commenting.standings(document, now, hidden.hidden)]


def hidden_of(view: BaseView, document: Document) -> Reading | None:
    """Say what may not be read of any version that somebody commented on, None when nothing may."""
    about = {thread.about for thread in comments.threads(document.facts)}
    versions = [version for place in sorted(about) if (version := document.version(*place))]
    found = [reading(view, version) for version in (*versions, *filter(None, [document.latest]))]
    found += [draft_reading(view, document)] if document.draft is not None else []
    return together(*found) if all(one.allowed for one in found) else None


def _talk(view: BaseView, document: Document, one: Standing, here: str) -> Talk:
    thread = one.thread
    return Talk(
        thread.number,
        thread.path,
        one.label,
        thread.quote,
        _line(view, thread.said),
        tuple(_line(view, said) for said in thread.replies),
        _line(view, thread.resolved) if thread.resolved else None,
        _stale(one, here),
        one.state == comments.GONE,
        commenting.may_resolve(document, thread, view.identity.user_id),
        new_id(),
    )


def _line(view: BaseView, said: comments.Said) -> Line:
    return Line(by_name(said.by), moment_words(said.at, view.clock.today()), said.text)


def _stale(one: Standing, here: str) -> str:
    written = f"Kommentaren blev skrevet til {about_words(one.thread.about)}."
    if one.state == comments.GONE:
        return f"Feltet findes ikke længere. {written}"
    if one.state == comments.CHANGED:
        now = one.now if len(one.now) <= SHORT_TEXT else one.now[:SHORT_TEXT].rsplit(" ", 1)[0] + " …"
        end = "" if now.endswith((".", "!", "?")) else "."
        said = f" Nu står der: »{now}«{end}" if now else " Nu er feltet tomt."
        return f"Teksten er ændret siden.{said} {written}"
    return ""


def about_words(about: tuple[int, int]) -> str:
    """Write »version 2« or »version 2, 3. gennemsyn«."""
    number, round_ = about
    return f"version {number}" + (f", {round_}. gennemsyn" if round_ > 1 else "")


def may_comment(view: BaseView, document: Document) -> bool:
    """Tell whether who is here may comment."""
    return bool(view.request.has_permission(Permission.Document.COMMENT, document))


def of_version(view: BaseView, document: Document, version: Version, where: str) -> dict[str, Any]:
    """Return what a page of a version shows of comments, and the form for a new one."""
    found = reading(view, version)
    now = anchors(edition_of(version).schema, found.left(version.content()))
    places = commenting.places(version, found) if may_comment(view, document) else {}
    return _told(view, document, talks(view, document, now), where) | {"places": places, "commented": version}


def of_draft(
    view: BaseView, document: Document, drafts: DraftFolder, schema: Form, where: str = "udkast"
) -> dict[str, Any]:
    """Return the open comments beside a draft; in the form the title of each leads to its field."""
    draft = drafts.get(document.id)
    content = draft_reading(view, document).left(draft.content()) if draft and document.draft is not None else None
    now = anchors(schema, content) if content is not None else {}
    found = [one for one in talks(view, document, now) if one.open]
    return _told(view, document, found, where) | {"places": {}, "commented": None}


def _told(view: BaseView, document: Document, found: list[Talk], where: str) -> dict[str, Any]:
    open_ones = [one for one in found if one.open]
    return {
        "threads": sorted(found, key=lambda one: (not one.open, one.number)),
        "open_count": len(open_ones),
        "first_open": open_ones[0].number if open_ones else 0,
        "may_comment": may_comment(view, document),
        "where": where,
        "say": view.request.resource_path(document, "kommentar"),
        "talk_token": new_id(),
    }


def beside(found: Comparison, told: Iterable[Talk]) -> tuple[dict[str, list[Talk]], list[Talk]]:
    """Put each comment with the part of a comparison that holds its field, and list those that none holds."""
    parts = [part for area in found.areas for part in area.parts]
    placed: dict[str, list[Talk]] = {}
    lost = []
    for one in told:
        part = None if one.gone else _holding(parts, one.path)
        if part is None:
            lost.append(one)
        else:
            placed.setdefault(part.path, []).append(one)
    return placed, lost


def quotations(found: Comparison, told: Iterable[Talk]) -> dict[str, list[tuple[int, str]]]:
    """Say in which answer the words stand that each comment quotes: path, then (number, words)."""
    answers = [answer for area in found.areas for part in area.parts for answer in part.answers]
    placed: dict[str, list[tuple[int, str]]] = {}
    for one in told:
        inside = (a for a in answers if a.path == one.path or a.path.startswith(f"{one.path}/"))
        holds = next((a for a in inside if one.quote and place_of(one.quote, plain(a.new))), None)
        if holds is not None:
            placed.setdefault(holds.path, []).append((one.number, one.quote))
    return placed


def remark(one: Talk) -> Remark:
    """Write a comment for paper."""
    state = "åben" if one.open else "løst"
    said = [(f"{line.who}, {line.when}", line.text) for line in (one.said, *one.replies)]
    if one.resolved:
        said.append((f"Løst af {one.resolved.who}, {one.resolved.when}", one.resolved.text))
    return Remark(f"Kommentar {one.number}, {state}", one.quote, tuple(said), one.stale)


def _holding(parts: list[Change], path: str) -> Change | None:
    """Find the part that shows a field: itself, an answer in it, the row that it stands in, or a row inside it."""
    exact = [p for p in parts if p.path == path or any(answer.path == path for answer in p.answers)]
    around = [p for p in parts if path.startswith(f"{p.path}/")]
    inside = [p for p in parts if p.path.startswith(f"{path}/")]
    return next(iter([*exact, *sorted(around, key=lambda p: -len(p.path)), *inside]), None)
