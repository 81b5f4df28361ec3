"""Putting papers, drawings and letters into a case, calling them otherwise, and taking them out again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..domain import attachments
from ..domain.attachments import FileRefused
from ..domain.errors import Conflict, Refused, not_found
from ..forms.shipped.vocabularies import INFORMATION_TYPE
from ..resources.attachments import Attachment
from ..resources.base import new_id
from ..resources.case import Case, case_of
from ..services.inspection import InspectionService
from ..services.pdf.api import missing_glyphs
from ..services.storage import write_blob
from . import filing
from .acting import Act, done_before, event, file_subject

NEW_PLACE = "Erstattet af »{title}«"


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody says of a file. ``about`` is {}, {"meeting": n} or {"document": label, "number": n}."""

    kind: str
    given_by: str
    received: str
    title: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    information_type: str = ""
    replaces: str = ""


def attach(
    case: Case, act: Act, given: Given, data: bytes, name: str, *, inspection: InspectionService, most: int
) -> Attachment:
    """Look into a file and put it into the case.

    ``most`` is how many bytes it may have. Raises FileRefused, Conflict, NotFound.
    """
    if there := _put_in_before(case, act):
        return there
    told = _told(case, act, given, attachments.clean_name(name))
    attachments.check_room(sum(1 for one in case.bilag.values() if not one.withdrawn), case.state)
    attachments.check_size(len(data), most)
    original = hashlib.sha256(data).hexdigest()
    _refuse_twin(case, original, told["about"])
    found = inspection.inspect(data, told["name"])
    told |= {"media_type": found.media_type, "notes": found.notes, "original_sha256": original}
    return _stored(case, act, Attachment(write_blob(found.data), found.data, told))


def _put_in_before(case: Case, act: Act) -> Attachment | None:
    """Return what the same page has put in before: its answer was lost, and it asks again."""
    return next((one for one in case.bilag.values() if act.token and one.token == act.token), None)


def _told(case: Case, act: Act, given: Given, name: str) -> dict[str, Any]:
    """Check what was said, and gather what is kept of it."""
    born = date.fromisoformat(case.person.birth_date)
    attachments.check_given(given.kind, given.given_by, given.received, today=act.clock.today(), born=born)
    if given.information_type and given.information_type not in INFORMATION_TYPE.labels:
        raise FileRefused("information_type", "Vælg fra listen, hvad det handler om.")
    stem = "" if name == attachments.UNNAMED else attachments.stem(name)
    return {
        "name": name,
        "title": _title(given.title.strip() or stem or attachments.KINDS[given.kind].label),
        "kind": given.kind,
        "given_by": given.given_by,
        "received": given.received,
        "about": _place(case, given.about),
        "information_type": given.information_type,
        "replaces": _replaced(case, given.replaces).id if given.replaces else "",
        "by": act.by,
        "at": act.at,
        "token": act.token or new_id(),
    }


def _title(given: str) -> str:
    """Return a title that can also be printed in the list of a document."""
    title = attachments.title(given)
    if bad := missing_glyphs(title):
        named = ", ".join(f"»{letter}«" for letter in sorted(bad)[:5])
        raise FileRefused(
            "title", f"Titlen indeholder tegn, som ikke kan trykkes: {named}. Skriv den på en anden måde."
        )
    return title


def _place(case: Case, about: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an attachment belongs to, when that is in the case.

    Raises NotFound.
    """
    if not about:
        return {}
    if "meeting" in about:
        if str(about["meeting"]) not in case.moeder:
            raise not_found()
        return {"meeting": about["meeting"]}
    document = case.dokumenter.children.get(about.get("document", ""))
    if document is None or about.get("number") not in {document.number, *(v.number for v in document.versions)}:
        raise not_found()
    return {"document": document.label, "number": about["number"]}


def _replaced(case: Case, id: str) -> Attachment:
    old = case.bilag.get(id)
    if old is None:
        raise not_found()
    _refuse_withdrawn(old)
    return old


def _refuse_twin(case: Case, original: str, about: Mapping[str, Any]) -> None:
    for one in case.bilag.values():
        if one.original_sha256 == original and one.about == about and not one.withdrawn:
            text = (
                f"Filen ligger her allerede som »{one.title}«, lagt ind af {one.by['name']}. Den er ikke lagt ind igen."
            )
            raise Conflict("twin", text, id=one.id)


def _stored(case: Case, act: Act, made: Attachment) -> Attachment:
    case.attach(made)
    told = {"media_type": made.media_type, "length": made.length, "sha256": made.sha256, "kind": made.kind}
    event(made, "attachment.added", act, file_subject(made), told | {"original_sha256": made.original_sha256})
    if made.replaces:
        _withdraw(case.bilag[made.replaces], act, NEW_PLACE.format(title=made.title))
    filing.ask_for_file(made, act)
    return made


def withdraw(one: Attachment, act: Act, reason: str) -> None:
    """Take an attachment out: it no longer counts, but it stays with the reason why.

    Raises Refused, Conflict.
    """
    if done_before(one, act):
        return
    _refuse_withdrawn(one)
    if not reason.strip():
        raise Refused("reason", "Skriv, hvorfor bilaget tages ud. Det bliver stående ved det.")
    _withdraw(one, act, reason.strip()[: attachments.MOST_WORDS])


def rename(one: Attachment, act: Act, title: str) -> None:
    """Call an attachment otherwise; what it was called before stays in its facts.

    Raises FileRefused, Conflict.
    """
    if done_before(one, act):
        return
    _refuse_withdrawn(one)
    text = _title(title)
    if text != one.title:
        _add(one, act, "renamed", {"title": text})


def _refuse_withdrawn(one: Attachment) -> None:
    """Refuse to change what was taken out, or what lies in a case that is put away."""
    if one.withdrawn:
        raise Conflict("withdrawn", f"»{one.title}« er allerede taget ud. Genindlæs siden, og se, hvem der gjorde det.")
    case = case_of(one)
    assert case is not None, "an attachment always lies in a case"
    attachments.check_room(0, case.state)


def _withdraw(one: Attachment, act: Act, reason: str) -> None:
    _add(one, act, "withdrawn", {"reason": reason})
    filing.taken_out(one, act)


def _add(one: Attachment, act: Act, kind: str, data: dict[str, str]) -> None:
    """Append a fact and the event that tells of it; words stay with the fact."""
    found = {"id": act.token or new_id(), "kind": kind, "by": act.by, "at": act.at, "data": data}
    one.facts = (*one.facts, found)
    event(one, f"attachment.{kind}", act, file_subject(one))
