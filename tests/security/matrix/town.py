"""Freja's case with everybody in it, a closed one, and one of other people. No test changes it."""

from collections.abc import Mapping
from typing import Any

from ZODB.blob import Blob

from kuidocs.domain.access_acts import BLOCKED, EMERGENCY, OPENED, SAMPLE
from kuidocs.domain.clusters import FACILITATOR
from kuidocs.domain.information_types import LABELS
from kuidocs.resources.attachments import Attachment
from kuidocs.resources.case import Case, YoungPerson
from kuidocs.resources.check_report import CheckReport
from kuidocs.resources.disposal import Disposal
from kuidocs.resources.document import Document
from kuidocs.resources.drafts import drafts_of
from kuidocs.resources.files import Extract
from kuidocs.resources.insight import BundleFile, InsightRequest
from kuidocs.resources.klynger import Cluster, ClusterUser
from kuidocs.resources.root import Root
from kuidocs.resources.signing import Artefact
from kuidocs.resources.staff import Staff
from kuidocs.system import System
from kuidocs.usecases import documents, involvement, people
from kuidocs.usecases.acting import Act
from kuidocs.usecases.involvement import LEFT, TAKEN_IN
from tests import factories
from tests.security.matrix.cast import CAST
from tests.usecases import gatherings
from tests.views import klynger, making

CASE, CLOSED, OTHER = "FLK-2026-0001", "FLK-2026-0003", "FLK-2026-0002"
YESTERDAY, TODAY, LATER = "2026-11-20", "2026-11-21", "2026-12-08"
NOON = f"{YESTERDAY}T12:00:00+01:00"
COVERED = (
    "Den Kommunale Ungeindsats",
    "PPR",
    "Unge og Job",
    "SSP",
    "Skovhøjskolen",
    "10. klassecentret Havnen",
    "Regionspsykiatrien, ADHD-klinikken",
    "Sundhedsplejen",
    "Familie og Børn",
)
"""The departments that the consent names: all that have a task in the case, but Rusmiddelcentret."""
CONSENTS: Mapping[str, Mapping[str, Any] | None] = {
    "none": None,
    "valid": {},
    "partial": {"information_types": ["education", "efforts"]},
    "expired": {"valid_until": YESTERDAY},
    "withdrawn": {},
}
PLAN = {
    "network": "Mormor",
    "education_goal": "FGU",
    "goals": [
        {"rid": "goal-health", "goal_no": "1", "goal_text": "Sove om natten", "area": "health"},
        {"rid": "goal-school", "goal_no": "2", "goal_text": "Komme i FGU", "area": "education"},
    ],
    "efforts": [
        {"rid": "effort-health", "effort_title": "Samtaler om søvn", "area": "health", "goal_nos": ["1"]},
        {"rid": "effort-school", "effort_title": "Brobygning", "area": "education", "goal_nos": ["2"]},
    ],
}
SECRETS = ("Mormor", "Sove om natten", "Komme i FGU", "Samtaler om søvn", "Brobygning", "Uro i klassen", "Fyraften")
"""Words that stand in the papers and nowhere else."""
DECISION = {"rid": "decision-1", "decision_no": "1", "decision_text": "Fyraften"}
MINUTES: Mapping[str, Mapping[str, Any]] = {
    "coordination": {"youth_words": "Uro i klassen", "decisions": [DECISION]},
    "followup_with_young": {"youth_since_last": "Uro i klassen", "decisions": [DECISION]},
    "clarification": {"youth_words": "Uro i klassen", "missing_knowledge": "Fyraften"},
}
"""A text about the everyday life, and one about what the municipality does."""
SEALED = b"%PDF-1.7 sealed"


def build(system: System, consent: str = "valid") -> None:
    """Lay everything out in a fresh system."""
    system.change("cast", _staff)
    system.change("case", lambda root: _case(root, consent, system))
    system.change("others", _others)
    _clusters(system)
    system.change("out", _leave)
    system.catch_up()


def _staff(root: Root) -> None:
    for actor in CAST:
        if actor.new is not None:
            person = Staff(actor.user_id, actor.new[0])
            person.department, person.roles = actor.new[1:]
            person.email = f"{actor.user_id}@fjordlund.example"
            root.medarbejdere[actor.user_id] = person


def _clusters(system: System) -> None:
    """Load the demonstration's cluster, whose questionnaire is closed, and another one."""
    klynger.load(system)
    other = factories.demo("klyngemoede")
    other["cluster"] = {"cluster_name": "Klynge Vest", "coordinator": "Palle Vestergaard"}
    other["documents"] = [paper | {"document_id": f"{paper['document_id']}X"} for paper in other["documents"][:1]]
    other["questionnaire_responses"] = other["questionnaire_tally"] = []
    klynger.load(system, other)

    def facilitator(root: Root) -> None:
        cluster = cluster_named(root)
        root.klynger.users["fie.bro@klynge"] = ClusterUser("fie.bro@klynge", "Fie Bro")
        cluster.members = cluster.members | {"fie.bro@klynge": {"role": FACILITATOR, "since": YESTERDAY, "until": ""}}

    system.change("facilitator", facilitator)


def cluster_named(root: Root, name: str = "Klynge Fjordlund") -> Cluster:
    """Return a cluster by a part of its name."""
    return next(one for one in root.klynger.values() if name in one.name)


def _leave(root: Root) -> None:
    root.medarbejdere["ina"].active = False
    root.medarbejdere["rie"].leaves_on = YESTERDAY


def by(root: Root, user: str) -> dict[str, str]:
    """Name a member of staff as facts do."""
    return {"user_id": user, "name": root.medarbejdere[user].name}


def _case(root: Root, consent: str, system: System) -> None:
    case = root.sager[CASE]
    named = {
        user: people.reference(case, root.medarbejdere, root.medarbejdere[user].name) for user in root.medarbejdere
    }
    case.opened_by, case.deputy, case.contact_person = named["fatma"], named["mikkel"], named["tine"]
    _consent(case, CONSENTS[consent], consent)
    plan = making.paper(case, "kui.education_plan", PLAN)
    _sealed(plan)
    told = {"receiver": "Louise Grønvang", "purpose": "Praktik", "chosen": ["field:education_goal"], "consent": ""}
    plan.extracts = (Extract(Blob(SEALED), SEALED, number=1, version=1, at=f"{YESTERDAY}T12:00:00+01:00", told=told),)
    _meetings(root, case)
    making.paper(case, "kui.contact_note", {"shared": "Uro i klassen"}, by=by(root, "lars"))
    making.paper(
        case, "kui.followup_request", {"reason": "Tænker", "requested_by": named["louise"]}, by=by(root, "louise")
    )
    act = Act(root.medarbejdere["jonas"].identity(), system.clock)
    documents.create(case, root, drafts_of(case), act, form_key="kui.contact_card", label=f"{CASE}-D20")
    for name, about in (("a", {}), ("b", {"document": plan.label, "number": 1}), ("c", waiting_about(case))):
        _attachment(case, name * 16, about)
    _acts(root, case)
    _asked(root, case)
    involvement.refresh(case)


def _asked(root: Root, case: Case) -> None:
    """Somebody asks for the papers and has got a list; a scan of what was signed lies with the minutes."""
    asked = InsightRequest(1)
    case.ask(asked)
    data = {"asker": "young_person", "name": case.person.full_name, "received": YESTERDAY, "scope": "Alt"}
    asked.facts = ({"id": "asked", "kind": "registered", "by": by(root, "jonas"), "at": NOON, "data": data},)
    asked.files = (BundleFile(Blob(SEALED), SEALED, name="liste.pdf", media_type="application/pdf", at=NOON),)
    [minutes] = case.dokumenter.of_form("kui.minutes.coordination")
    scan = Artefact(Blob(SEALED), SEALED, number=1, sid="s1", media_type="application/pdf", at=NOON)
    scan.id, scan.__parent__, scan.__name__ = "s" * 16, minutes, "s" * 16
    minutes.artefacts = (scan,)


def waiting_about(case: Case) -> dict[str, Any]:
    """Say of an attachment that it belongs to the minutes that wait for Mette."""
    [found] = [d for d in case.dokumenter.in_order() if d.state == "in_review"]
    return {"document": found.label, "number": 1}


def _consent(case: Case, given: Mapping[str, Any] | None, state: str) -> None:
    if given is None:
        return
    rows = [{"rid": f"to-{n:09d}", "department": one, "may": ["share", "receive"]} for n, one in enumerate(COVERED)]
    paper = gatherings.consented(case, **{"information_types": sorted(LABELS), "recipients": rows, **given})
    _sealed(paper)
    if state == "withdrawn":
        making.fact(paper, "withdrawn_at", f"{TODAY}T09:00:00+01:00", value=TODAY)


def _meetings(root: Root, case: Case) -> None:
    """A meeting that is over, one of today, one to come, and an older one; each with who was asked to it."""
    for kind, day, state, users in (
        ("coordination", YESTERDAY, "minuted", {"louise": "primary", "anders": "primary", "ditte": "ad_hoc"}),
        ("followup_with_young", TODAY, "held", {"camilla": "ad_hoc"}),
        ("followup_without_young", LATER, "convened", {"eva": "ad_hoc"}),
    ):
        meeting = making.meeting(case, kind, day, state, start="09:30", end="10:30")
        rows = [
            gatherings.row(case, root.medarbejdere[user].name, relation, rid=f"row-{user}")
            for user, relation in users.items()
        ]
        rows += [gatherings.row(case, "Jonas Ravnsborg", "primary", "convener", "chair", rid="row-jonas")]
        making.paper(
            case, "kui.notice", {"meeting_type": kind, "meeting_date": day, "participants": rows}, meeting=meeting
        )
        if kind == "coordination":
            minutes = making.paper(
                case,
                "kui.minutes.coordination",
                {**MINUTES[kind], "held_at": day, "participants": rows},
                meeting=meeting,
                at=f"{YESTERDAY}T15:00:00+01:00",
            )
            _sealed(minutes)
        elif kind == "followup_with_young":
            making.paper(
                case,
                "kui.minutes.followup_with_young",
                {**MINUTES[kind], "held_at": day},
                meeting=meeting,
                waiting=["mette"],
            )
        else:
            making.paper(case, "kui.agenda.followup_without_young", {"desired_outcome": "Fyraften"}, meeting=meeting)
    old = making.meeting(case, "clarification", "2026-10-10", "closed")
    reviewed = making.paper(
        case, "kui.minutes.clarification", dict(MINUTES["clarification"]), meeting=old, approved=False
    )
    making.fact(reviewed, "approved", "2026-10-12T10:00:00+02:00", by(root, "peter"))


def _acts(root: Root, case: Case) -> None:
    """Give and take away what facts of the case give and take away."""

    def moved(kind: str, user: str, at: str = f"{YESTERDAY}T10:00:00+01:00", /, **data: Any) -> None:
        found = {"id": f"{kind}-{user}", "kind": kind, "by": by(root, user), "at": at, "data": data}
        case.facts = (*case.facts, found)

    for user in ("birgitte", "sofie", "nanna", "dan", "ina", "rie"):
        moved(TAKEN_IN, user, "2026-10-05T10:00:00+02:00", user_id=user, task="Hjælper")
    moved(LEFT, "sofie", user_id="sofie", reason="Skiftet job")
    moved(BLOCKED, "jonas", user_id="nanna", reason="I familie")
    until = f"{TODAY}T20:00:00+01:00"
    for user, kind, basis in (("lone", EMERGENCY, "danger"), ("karen", SAMPLE, "plan")):
        moved(
            OPENED, user, f"{TODAY}T08:00:00+01:00", kind=kind, basis=basis, reason="Alvorlig grund " * 3, until=until
        )


def _sealed(paper: Document) -> None:
    paper.files = (making.sealed(SEALED),)


def _attachment(case: Case, name: str, about: Mapping[str, Any]) -> None:
    told = {
        "media_type": "image/png",
        "original_sha256": "",
        "notes": (),
        "name": "x.png",
        "title": "Hesten",
        "kind": "scan",
        "given_by": "staff",
        "received": YESTERDAY,
        "about": about,
        "information_type": "",
        "replaces": "",
        "by": making.JONAS,
        "at": f"{YESTERDAY}T10:00:00+01:00",
        "token": "",
    }
    one = Attachment(Blob(SEALED), SEALED, told)
    one.id = name
    case.attach(one)


def _others(root: Root) -> None:
    """A case in which nobody of the cast has a part but its own plankoordinator, and a closed one of Jonas's."""
    for number, keeper, name in ((OTHER, "otto", "Otto Vang"), (CLOSED, "jonas", "Clara Lind")):
        case = Case(number, YoungPerson(name, "2009-01-01"))
        root.sager[number] = case
        case.opened_at = "2026-10-01"
        people.add_young_person(case)
        case.opened_by = case.plan_coordinator = people.reference(
            case, root.medarbejdere, root.medarbejdere[keeper].name
        )
        case.state = "closed" if number == CLOSED else "opened"
        held = making.meeting(case, "coordination", YESTERDAY, "minuted")
        making.paper(case, "kui.education_plan", {"education_goal": "Tømrer"}, by=by(root, keeper))
        making.paper(case, "kui.minutes.coordination", {"youth_words": "Tømrer"}, meeting=held, by=by(root, keeper))
        _attachment(case, "o" * 16 if number == OTHER else "l" * 16, {})
        involvement.refresh(case)
    found = {"code": "unknown", "status": 2, "heading": "X", "text": "Y", "where": "", "checks": []}
    found |= {"sha256": "0" * 64, "length": 9}
    report = CheckReport("r" * 16, found | {"at": NOON}, {"case_no": CASE, "label": "L", "number": 1}, by(root, "lars"))
    report.facts = ({"id": "sent", "kind": "sent", "by": by(root, "lars"), "at": NOON, "data": {}},)
    root.report(report)
    one = Disposal(CLOSED)
    one.id = "d" * 16
    root.propose(one)
    data = {"reason": "Tiden er gået.", "kle": "17.00.00", "fate": "discard"}
    one.facts = ({"id": "proposed", "kind": "proposed", "by": by(root, "inge"), "at": NOON, "data": data},)
