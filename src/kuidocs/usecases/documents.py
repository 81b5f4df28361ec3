"""Beginning documents and new versions of them."""

from ..domain import meetings
from ..domain.documents import KINDS
from ..domain.errors import Conflict, Refused, not_found
from ..forms.defaults import initial_content
from ..forms.reading import read
from ..resources.case import Case
from ..resources.document import Document
from ..resources.drafts import DraftFolder
from ..resources.meeting import Meeting
from ..resources.root import Root
from ..resources.version import Version
from ..security.reading import Sight
from . import cards, drafting, involvement
from .acting import Act, case_named, done_before, event, root_of, subject
from .carry_forward import carried
from .people import names

MOST_WORDS = 2000
"""So long a reason is printed with a version."""


def create(
    case: Case, root: Root, drafts: DraftFolder, act: Act, *, form_key: str, label: str, meeting: Meeting | None = None
) -> Document:
    """Begin a document with the texts that its form starts with.

    ``label`` comes from the label service. Raises Refused for a form that does not fit the meeting, Conflict when the
    case already has its one consent or plan.
    """
    for document in case.dokumenter.values():
        if act.token and document.token == act.token:
            return document
    kind = _allowed(case, form_key, meeting)
    edition = root.skabeloner[form_key].newest(act.clock.today().isoformat())
    document = Document(label, form_key, act.by, act.at)
    document.meeting_number, document.token = meeting.number if meeting else 0, act.token
    case.dokumenter[label] = document
    content = initial_content(
        form_key, meeting_type=meeting.meeting_type if meeting else None, young_name=case.person.called
    )
    if form_key == cards.CARD:
        content |= cards.begun(case, root.medarbejdere)
    if meeting:
        content |= carried(case, root.medarbejdere, meeting, edition, Sight(act.who, case, act.clock.today()))
    begun = read(edition.schema, _with_meeting(content, kind.form_key, meeting)).content
    drafting.begin(document, drafts, begun, edition.data["number"], act)
    event(document, "document.created", act, subject(document))
    involvement.refresh(case)
    return document


def _allowed(case: Case, form_key: str, meeting: Meeting | None):
    kind = KINDS.get(form_key)
    if kind is None:
        raise Refused("form", "Formularen findes ikke.")
    if kind.one_per_case and any(d.state != "annulled" for d in case.dokumenter.of_form(form_key)):
        raise Conflict("one_per_case", f"Forløbet har allerede en {kind.label.lower()}. Lav en ny version af den.")
    if kind.needs_meeting and meeting is None:
        raise Refused("meeting", "Vælg det møde, som dokumentet hører til.")
    if meeting and kind.meeting in meetings.MEETING_TYPES and kind.meeting != meeting.meeting_type:
        raise Refused("meeting", "Formularen hører til en anden slags møde.")
    if meeting and kind.needs_meeting and meeting.state == "cancelled":
        raise Refused("meeting", "Mødet er aflyst, så der skrives ikke mere til det. Planlæg et nyt.")
    return kind


def _with_meeting(content: dict, form_key: str, meeting: Meeting | None) -> dict:
    if meeting is None:
        return content
    if form_key.startswith("kui.agenda."):
        return content | {"meeting_ref": reference(meeting)}
    if form_key == "kui.notice":
        return content | {"meeting_type": meeting.meeting_type}
    if form_key.startswith("kui.minutes.") and meeting.date:
        return content | {"held_at": meeting.date}
    return content


def reference(meeting: Meeting) -> str:
    """Return what a document writes to say which meeting it belongs to."""
    return meeting.external_id or f"M{meeting.number}"


def new_version(document: Document, drafts: DraftFolder, act: Act, *, note: str) -> None:
    """Begin the next version of an approved document, in the edition that the last one was written in.

    ``note`` says what is to be put right and is printed with the version. Raises Conflict, Refused.
    """
    if done_before(document, act):
        return
    base = document.in_force()
    if base is None:
        raise Conflict("not_approved", "Dokumentet er ikke godkendt endnu. Ret udkastet i stedet.")
    if document.draft is not None or document.latest is not base:
        raise Conflict("open", "Der skrives allerede på en ny version. Fortsæt i udkastet.")
    if not note.strip():
        raise Refused("note", "Skriv kort, hvad der skal rettes i den nye version.")
    drafting.begin(document, drafts, base.content(), base.edition_number, act, note=note.strip())
    event(document, "document.version_begun", act, subject(document) | {"number": document.number})


def restore(document: Document, drafts: DraftFolder, act: Act, *, number: int, round_: int, why: str = "") -> None:
    """Begin the next version with the text of an earlier one, in the edition that it was written in.

    Nothing that came after is lost: it stays as versions. Raises NotFound, Conflict, Refused.
    """
    version = document.version(number, round_)
    if version is None:
        raise not_found()
    if done_before(document, act):
        return
    base = document.in_force()
    if document.draft is not None:
        raise Conflict(
            "open", "Der skrives allerede på en ny version. Send den til gennemsyn, eller annullér den først."
        )
    if base is None or document.latest is not base:
        raise Conflict("not_approved", "Dokumentet er til gennemsyn. Vent, til det er godkendt eller sendt tilbage.")
    if version is base:
        raise Refused("in_force", f"Version {number} er den, der gælder. Opret en ny version, hvis noget skal rettes.")
    said = f"Gendannet fra {version_words(version)}" + (f": {why.strip()}" if why.strip() else "")
    drafting.begin(
        document, drafts, version.content(), version.edition_number, act, note=said[:MOST_WORDS], source=version
    )
    told = {"number": document.number, "round": 1}
    event(document, "document.restored", act, subject(document) | told, {"from": number, "from_round": round_})


def version_words(version: Version) -> str:
    """Write »version 2«, with its round when there were several."""
    return f"version {version.number}" + (f", {version.round}. gennemsyn" if version.round > 1 else "")


def case_people(document: Document) -> list[str]:
    """List the names that the form of a document offers."""
    return names(case_named(document), root_of(document).medarbejdere)
