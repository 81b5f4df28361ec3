"""Attachments as lists show them: on their own page, and on the pages of the case, a meeting and a document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..domain import attachments, danish
from ..domain.documents import KINDS as DOCUMENT_KINDS
from ..domain.documents import title as document_title
from ..forms.shipped.vocabularies import INFORMATION_TYPE
from ..resources.attachments import Attachment
from ..resources.case import Case
from ..resources.document import Document
from ..security.permissions import Permission
from ..services.inspection import STRIPPED, TURNED
from .gate import sight
from .layout import BaseView
from .people import sees
from .presenting import meeting_title, told

NOTES = {
    STRIPPED: "Sted og kameraoplysninger er fjernet fra billedet.",
    TURNED: "Billedet er vendt rigtigt.",
}
NEWEST = 5
"""How many the case page shows."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line."""

    id: str
    title: str
    href: str
    shown: bool
    """Whether a browser shows it, or it is taken home."""
    what: str
    when: str
    file: str
    who: str
    name: str
    notes: tuple[str, ...]
    place: str
    place_href: str
    about: str
    """Which kind of information it holds."""
    filed: str
    """When the journal got it, and its receipt; "" before, and for what went along with its document."""
    gone: str
    """Who took it out and when, "" while it counts."""
    why_gone: str


def items(view: BaseView, case: Case, found: Iterable[Attachment]) -> list[Item]:
    """Make the lines of what may be read, the newest first."""
    return [_item(view, case, one) for one in sight(view, case).files(found)[0]][::-1]


def left_out(view: BaseView, case: Case, found: Iterable[Attachment]) -> str:
    """Say how many may not be read, and why; "" for none."""
    return sight(view, case).files(found)[1]


def _item(view: BaseView, case: Case, one: Attachment) -> Item:
    today, kind = view.clock.today(), attachments.TYPES[one.media_type]
    received, gone = danish.near_date(date.fromisoformat(one.received), today), one.withdrawn
    place, href = place_of(view, case, one)
    return Item(
        one.id,
        one.title,
        view.request.resource_path(one, "vis" if kind.shown else ""),
        kind.shown,
        what(one),
        f"Modtaget {received}",
        f"{kind.label}, {attachments.size_words(one.length)}",
        f"Lagt ind {told(one.by, one.at, today)}",
        one.name,
        tuple(NOTES[note] for note in one.notes),
        place,
        href,
        INFORMATION_TYPE.labels.get(one.information_type, ""),
        _filed(view, one),
        f"Taget ud {told(gone['by'], gone['at'], today)}" if gone else "",
        gone["data"]["reason"] if gone else "",
    )


def _filed(view: BaseView, one: Attachment) -> str:
    found = [fact for fact in one.facts if fact["kind"] == "filed"]
    if not found:
        return ""
    last, data = danish.moment(view.moment(found[-1]["at"])), found[-1]["data"]
    words = "Journalen fik besked om, at det er taget ud," if data["withdrawn"] else "Journaliseret"
    return f"{words} {last}. Kvittering {data['receipt']}"


def what(one: Attachment) -> str:
    """Say what it is and who gave it, once."""
    kind, giver = attachments.KINDS[one.kind].label, attachments.GIVERS[one.given_by]
    source = f"fra {giver[0].lower()}{giver[1:]}"
    return kind if kind.endswith(source) else f"{kind} · {source}"


def place_of(view: BaseView, case: Case, one: Attachment) -> tuple[str, str]:
    """Name what an attachment belongs to, and where that is; ("", "") for the case itself."""
    path = view.request.resource_path
    if "meeting" in one.about:
        meeting = case.moeder[str(one.about["meeting"])]
        return meeting_title(case, meeting), path(meeting)
    document = case.dokumenter.get(one.about.get("document", ""))
    if document is None:
        return "", ""
    number = one.about["number"]
    where = ("versioner", str(number)) if document.version(number) else ()
    return document_words(case, document, number), path(document, *where)


def document_words(case: Case, document: Document, number: int) -> str:
    """Name one version of a document so that it can be told from the others of the case."""
    words = document_title(document.form_key)
    meeting = case.moeder.get(str(document.meeting_number))
    where = f", {meeting_title(case, meeting)}" if meeting else ""
    return f"{words}{where}, version {number}"


def places(case: Case) -> Iterator[tuple[str, str]]:
    """List what one can put an attachment with: the case, its meetings, the newest version of each document."""
    yield "", "Forløbet som helhed"
    for meeting in reversed(case.moeder.in_order()):
        yield f"moede:{meeting.number}", meeting_title(case, meeting)
    for document in reversed(case.dokumenter.in_order()):
        yield document_place(document, document.number), document_words(case, document, document.number)


def document_place(document: Document, number: int) -> str:
    """Write a version of a document as the form sends it."""
    return f"dokument:{document.label}:{number}"


def of_version(view: BaseView, case: Case, document: Document, number: int) -> dict[str, Any]:
    """Return what the page of a document's version shows of attachments."""
    approved = document.facts_of("approved", number)
    signed = DOCUMENT_KINDS[document.form_key].signed and bool(approved)
    writer = bool(view.request.has_permission(Permission.Attachment.WRITE, case)) and sees(view, case)
    query = {"sted": document_place(document, number)} | ({"slags": attachments.SIGNED_PAPER} if signed else {})
    return {
        "attachments": items(view, case, case.bilag.about(document.label, number)),
        "attachments_left_out": left_out(view, case, case.bilag.about(document.label, number)),
        "attach_verb": ("Læg underskrevet papir ved" if signed else "Læg bilag ved") if writer else "",
        "attach_href": view.request.resource_path(case.bilag, query=query),
        "late": bool(approved),
    }


def of_meeting(view: BaseView, case: Case, number: int) -> dict[str, Any]:
    """Return what the page of a meeting shows of attachments."""
    meeting, permits = case.moeder[str(number)], view.request.has_permission
    found = [one for one in case.bilag.in_order() if one.about == {"meeting": number} and not one.withdrawn]
    found = found if permits(Permission.Attachment.READ, meeting) else []
    writer = bool(permits(Permission.Attachment.WRITE, meeting))
    return {
        "attachments": items(view, case, found),
        "attachments_left_out": left_out(view, case, found),
        "attach_verb": "Læg bilag ved" if writer else "",
        "attach_href": view.request.resource_path(case.bilag, query={"sted": f"moede:{number}"}),
    }


def of_case(view: BaseView, case: Case) -> dict[str, Any]:
    """Return what the case page shows of attachments."""
    found, told = sight(view, case).files(one for one in case.bilag.in_order() if not one.withdrawn)
    lines = items(view, case, found[-NEWEST:])
    return {"attachments": lines, "attachment_count": len(found), "attachments_left_out": told}
