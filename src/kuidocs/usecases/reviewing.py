"""Submitting, returning, approving (DOMAIN 4.4, D5, D15, D16)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..domain import comments, fields, hands, settings, workflow
from ..domain.documents import AUTHOR, KINDS
from ..domain.errors import Conflict, Refused
from ..domain.meetings import MEETING_TYPES
from ..domain.problems import Problem
from ..forms.edition import Edition
from ..forms.nodes import Form
from ..forms.places import node_of, numbered
from ..forms.reading import SUBMIT, Reading, read
from ..resources.document import Document
from ..resources.drafts import DraftFolder
from ..resources.outbox import Job
from ..resources.version import Stamp, Version
from . import cases, drafting, filing, involvement, meetings, plan_links, printing, signing, written
from .acting import Act, case_named, done_before, event, fact, root_of, subject
from .people import resolve, user_id
from .printable import unprintable, unprintable_around
from .rule_facts import rule_facts
from .settings import facts_of


class Incomplete(Refused):
    """A document that the rules do not let through yet, with every problem."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("incomplete", "Dokumentet kan ikke sendes til gennemsyn endnu. Intet er gået tabt.")
        self.problems = problems


def draft_edition(document: Document, drafts: DraftFolder) -> Edition:
    """Return the edition that the draft of a document is written in."""
    draft = drafting.open_draft(document, drafts)
    edition = root_of(document).skabeloner.edition(document.form_key, draft.edition_number)
    assert edition is not None, "editions are never removed"
    return edition


def check_submission(document: Document, drafts: DraftFolder, act: Act) -> Reading:
    """Read the draft with all rules; problems are in the result."""
    edition = draft_edition(document, drafts)
    content, schema = drafting.open_draft(document, drafts).content(), edition.schema
    reading = read(schema, content, level=SUBMIT, facts=rule_facts(document, act.clock, act.who))
    later = [
        *unprintable_around(printing.draft_job(document, edition.text, reading.content, act.at).facts),
        *_two_proposals(document, drafts, schema),
        *plan_links.transition_problems(document, reading.content, act.clock.today()),
        *_of_another_meeting(document, reading.content),
    ]
    return replace(reading, problems=[*reading.problems, *unprintable(schema, reading.content), *later])


def _two_proposals(document: Document, drafts: DraftFolder, schema: Form) -> Iterator[Problem]:
    """Nobody but those who wrote can say which of two texts for the same place is meant (D30)."""
    draft = drafting.open_draft(document, drafts)
    content = draft.content()
    for path in drafting.unsettled(draft):
        here, node = numbered(content, path), node_of(schema, path)
        label = node.title if node is not None else path
        yield Problem(here, "two_proposals", f"Der står to forslag i »{label}«. Vælg, hvad der skal stå.")


def _of_another_meeting(document: Document, content: Mapping) -> Iterator[Problem]:
    """A notice is for the kind of meeting that it lies at; which rules hold for it hangs on that (R13, R14)."""
    meeting = case_named(document).moeder.get(str(document.meeting_number))
    if meeting is not None and content.get("meeting_type", meeting.meeting_type) != meeting.meeting_type:
        kind = MEETING_TYPES[meeting.meeting_type].label
        text = f"Indkaldelsen gælder et {kind[0].lower()}{kind[1:]}. Planlæg et andet møde, hvis det er det, I vil."
        yield Problem(("meeting_type",), "meeting_type", text)


def submit(document: Document, drafts: DraftFolder, act: Act, *, to: str = "") -> Version:
    """Freeze the draft as a version and send it to review (D5).

    ``to`` names the user who is asked, where the table leaves a choice. Raises Incomplete, Conflict.
    """
    if done_before(document, act) and document.latest:
        return document.latest
    workflow.check("submitted", document.facts, document.number)
    _not_cancelled(document)
    reading = check_submission(document, drafts, act)
    if not reading.ok:
        raise Incomplete(reading.problems)
    version = _freeze(document, drafts, reading.content, act)
    waiting = [to] if to else sorted(workflow.candidates(approval(document, version)))
    # The numbers that the municipality has set are frozen with what was judged by them (D13).
    set_by = settings.frozen(facts_of(document), act.clock.today())
    told = {"waiting_for": waiting} | ({"settings": set_by} if set_by else {})
    fact(document, "submitted", act, number=version.number, round=version.round, data=told)
    meetings.follow_minutes(document, act)
    involvement.refresh(case_named(document))
    return version


def _not_cancelled(document: Document) -> None:
    """A meeting that was cancelled was not held, so nothing was agreed or decided in it."""
    meeting = case_named(document).moeder.get(str(document.meeting_number))
    if meeting is not None and meeting.state == "cancelled" and document.form_key.startswith("kui.minutes."):
        raise Conflict("cancelled", "Mødet er aflyst, så der er intet referat af det. Planlæg et nyt møde.")


def _freeze(document: Document, drafts: DraftFolder, content: dict, act: Act) -> Version:
    edition = draft_edition(document, drafts)
    assert document.draft is not None, "open_draft has said so"
    resolve(case_named(document), root_of(document).medarbejdere, edition.schema, content)
    stamp = Stamp(
        document.draft["number"],
        document.draft["round"],
        edition.data["number"],
        edition.sha256,
        act.by,
        act.at,
        note=document.draft.get("note", ""),
        hands=_hands(document, drafts, content, act),
        merges=_merges(document, drafts),
    )
    version = add_version(document, content, stamp)
    drafts.remove(document.id)
    document.draft = None
    return version


def _hands(document: Document, drafts: DraftFolder, content: dict, act: Act) -> dict[str, hands.Hand]:
    """Keep who wrote what another than the author wrote."""
    flat, wrote = fields.flatten(content), drafting.open_draft(document, drafts).hands()
    return hands.kept({path: wrote.get(path, act.by) for path in flat}, fields.groups(flat), act.by)


def _merges(document: Document, drafts: DraftFolder) -> tuple[dict, ...]:
    """Keep what each of several people wrote in one field; the draft that knows it is forgotten now."""
    draft, begun = drafting.open_draft(document, drafts), str((document.draft or {})["at"])
    return tuple(one.plain() for one in written.shared(draft, begun))


def add_version(document: Document, content: dict, stamp: Stamp) -> Version:
    """Put a version behind those that a document has."""
    version = Version(content, stamp, document.versions)
    version.__parent__, version.__name__ = document, str(stamp.number)
    document.versions = (*document.versions, version)
    return version


def approval(document: Document, version: Version) -> workflow.Approval:
    """Gather who is who, for the table of approvers (D15)."""
    case, root, content = case_named(document), root_of(document), version.content()
    staff = root.medarbejdere
    author = staff.get(version.author["user_id"])
    department = author.department if author else None
    there = {
        user_id(case, row.get("name"))
        for row in content.get("participants", ())
        if row.get("attendance") in ("present", "online", "phone")
    }
    return workflow.Approval(
        document.form_key,
        version.author["user_id"],
        chair=user_id(case, content.get("chair")),
        attendees=frozenset(there),
        plan_coordinators=frozenset(p.user_id for p in staff.with_role("plan_coordinator")),
        leaders=frozenset(p.user_id for p in staff.with_role("department_leader", department)),
    )


def in_review(document: Document, number: int, round_: int) -> Version:
    """Return the version that a reviewer's page was about.

    Raises Conflict when a newer one has come since: the reviewer must read that one first.
    """
    version = document.latest
    if version is None or (version.number, version.round) != (number, round_):
        raise Conflict("newer", "Der er kommet en nyere udgave, siden du åbnede siden. Læs den, før du svarer.")
    return version


def send_back(document: Document, drafts: DraftFolder, act: Act, *, number: int, round_: int, note: str) -> None:
    """Return a version to its author with a note; its text becomes the draft of the next round (D5)."""
    if done_before(document, act):
        return
    workflow.check("returned", document.facts, number)
    version = in_review(document, number, round_)
    workflow.may_return(approval(document, version), act.who.user_id)
    if not note.strip():
        raise Refused("note", "Skriv, hvad der skal rettes, før du sender dokumentet tilbage.")
    fact(document, "returned", act, number=number, round=round_, data={"note": note.strip()})
    drafting.begin(document, drafts, version.content(), version.edition_number, act, note=version.note)


def approve(
    document: Document, act: Act, *, number: int, round_: int, opened: bool, audit_head: str, override: str = ""
) -> None:
    """Approve a version. From now on it never changes; its PDF is made and sealed by a job (D16).

    ``opened`` tells whether the approver has opened, of exactly this version, what must be read before (D15): the
    whole text of a first version, the comparison with the approved one of a later version.
    """
    if done_before(document, act):
        return
    workflow.check("approved", document.facts, number)
    version = in_review(document, number, round_)
    workflow.may_approve(approval(document, version), act.who.user_id, override=override)
    if not opened:
        raise Refused("unread", unread_words(document, version))
    comments.check_resolved(document.facts)
    _approved(document, version, act, audit_head, override.strip())


def unread_words(document: Document, version: Version) -> str:
    """Say what must be opened before the approval of a version."""
    base = approved_before(document, version)
    if base is None:
        return "Læs hele dokumentet igennem, før du godkender det. Åbn »Gennemse«."
    return f"Åbn sammenligningen med version {base.number}, før du godkender, så du har set, hvad der er ændret."


def approved_before(document: Document, version: Version) -> Version | None:
    """Return the approved version that a reviewer of a later one compares it with (D15), None for a first one."""
    numbers = [number for number in workflow.approved_numbers(document.facts) if number < version.number]
    return document.version(max(numbers)) if numbers else None


def finish(document: Document, drafts: DraftFolder, act: Act, *, audit_head: str) -> None:
    """Submit and approve at once, for the kinds that the author finishes (D15)."""
    if done_before(document, act):
        return
    if KINDS[document.form_key].approver != AUTHOR:
        raise Refused("review", "Dokumentet skal læses af en anden, før det er færdigt. Send det til gennemsyn.")
    comments.check_resolved(document.facts)
    version = submit(document, drafts, Act(act.who, act.clock, reason=act.reason))
    _approved(document, version, act, audit_head, "")


def supersede(document: Document, content: dict, act: Act, *, audit_head: str, note: str) -> Version:
    """Put an approved version in place of the one in force at once, without a draft: an act has changed a part of it.

    A version that is being written becomes the next after it.
    """
    base = document.in_force()
    assert base is not None, "only what is in force is superseded"
    stamp = Stamp(base.number + 1, 1, base.edition_number, base.edition_sha256, act.by, act.at, note=note)
    version = add_version(document, content, stamp)
    fact(document, "submitted", act, number=version.number, round=1, data={"waiting_for": []})
    _approved(document, version, Act(act.who, act.clock), audit_head, "")
    if document.draft is not None:
        document.draft = document.draft | {"number": version.number + 1, "round": 1}
    return version


def _approved(document: Document, version: Version, act: Act, audit_head: str, override: str) -> None:
    """Write the approval, with what is printed from now on (D17), and what follows from it: the meeting's time, the
    involvements, and the job that seals the PDF."""
    frozen = printing.at_approval(document, version, act.who.name, act.at, audit_head)
    data = {"audit_head": audit_head, printing.FROZEN: frozen.plain()} | ({"override": override} if override else {})
    fact(document, "approved", act, number=version.number, round=version.round, data=data)
    meetings.follow_notice(document, act)
    cases.follow_minutes(document, act)
    involvement.refresh(case_named(document))
    signing.ask(document, version, act)
    ask_for_seal(document, version, act)


def ask_for_seal(document: Document, version: Version, act: Act) -> None:
    """Put the job that makes and seals the PDF into the outbox."""
    key = f"seal:{document.id}:{version.number}:{version.round}"
    where = {"case_no": case_named(document).case_no, "label": document.label}
    arguments = where | {"number": version.number, "round": version.round}
    root_of(document).job.add(Job("seal", key, arguments, act.clock.now()))


def annul(document: Document, drafts: DraftFolder, act: Act, *, note: str) -> None:
    """Give up a draft; what was approved before stays in force."""
    if done_before(document, act):
        return
    workflow.check("annulled", document.facts, document.number)
    drafting.open_draft(document, drafts)
    if not note.strip():
        raise Refused("note", "Skriv kort, hvorfor udkastet skal annulleres.")
    number = document.number
    drafts.remove(document.id)
    document.draft = None
    plan_links.reopen(document, act, number=number, note=note.strip())
    if document.in_force():
        event(document, "document.draft_dropped", act, subject(document) | {"number": number}, {"note": note.strip()})
    else:
        fact(document, "annulled", act, number=number, round=1, data={"note": note.strip()})
    filing.ask_for(document, Act(act.who, act.clock))
