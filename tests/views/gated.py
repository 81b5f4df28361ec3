"""A case in which every paper holds planted words, so that a test can see on which page they come out.

»Sovepille« stands in everything about health, »Brobygning« in everything about education,
»Natteravn« in what is about the efforts or about nothing in particular. Jonas has written all of it.
"""

from kuidocs.domain.information_types import LABELS
from kuidocs.resources.drafts import drafts_of
from kuidocs.services.inspection import InlineInspection
from kuidocs.usecases import attaching, documents, drafting, extracts, involvement, printing
from kuidocs.usecases.acting import Act, root_of
from tests.hostile_files import picture
from tests.usecases import gatherings
from tests.views import making
from tests.web import CASE

HEALTH, SCHOOL, EFFORT = "Sovepille", "Brobygning", "Natteravn"
MAY = ["share", "receive"]
ALL_TYPES = list(LABELS)
STATES = {
    "valid": {},
    "partial": {"information_types": ["education", "efforts", "wellbeing"]},
    "expired": {"valid_until": "2026-11-20"},
    "not_yet": {"valid_from": "2026-11-22"},
    "withdrawn": {},
    "another": {"recipients": [{"rid": "r", "department": "SSP", "may": MAY}]},
    "share_only": {"recipients": [{"rid": "r", "department": "PPR", "may": ["share"]}]},
    "renewal": {"given_by": [{"rid": "b", "name": {"text": "Freja"}, "given_at": "2024-03-13"}]},
    "none": None,
}
CLOSED = [state for state in STATES if state not in ("valid", "partial")]
JONAS = {"text": "Jonas Ravnsborg"}
LATE = "2026-11-01"
GOALS = [
    {
        "rid": "goal-health",
        "goal_no": "1",
        "goal_text": f"{HEALTH} mål",
        "area": "health",
        "status": "on_track",
        "sub_goals": [
            {"rid": "sub-health", "sub_goal_text": f"{HEALTH} delmål", "deadline": LATE, "status": "on_track"}
        ],
    },
    {"rid": "goal-school", "goal_no": "2", "goal_text": f"{SCHOOL} mål", "area": "education", "status": "on_track"},
]
EFFORTS = [
    {"rid": "eff-health", "effort_title": f"{HEALTH} indsats", "area": "health", "goal_nos": ["1"]},
    {"rid": "eff-school", "effort_title": f"{SCHOOL} indsats", "area": "education", "goal_nos": ["1"]},
]
TASKS = [
    {"rid": "task-health", "task_text": f"{HEALTH} opgave", "responsible": JONAS, "deadline": LATE, "goal_no": "1"},
    {"rid": "task-school", "task_text": f"{SCHOOL} opgave", "responsible": JONAS, "deadline": LATE, "goal_no": "2"},
]
DECISIONS = [
    {"rid": "dec-health", "decision_no": "1", "decision_text": f"{HEALTH} beslutning", "goal_no": "1"},
    {"rid": "dec-school", "decision_no": "2", "decision_text": f"{SCHOOL} beslutning", "goal_no": "2"},
]
PLAN = {
    "goals": GOALS,
    "efforts": EFFORTS,
    "who_does_what": TASKS,
    "support_needs": f"{HEALTH} støtte",
    "education_goal": f"{SCHOOL} uddannelse",
    "what_works": "Ro",
}
MINUTES = {"held_at": "2026-11-01", "goals": GOALS, "decisions": DECISIONS, "who_does_what": TASKS}


def build(state, site, user="louise", relation="primary", coordinated=True):
    """Fill the case; ``user`` has a part in it. Where nobody coordinates, everybody who writes may write the plan."""

    def act(case):
        done = Act(root_of(case).medarbejdere["jonas"].identity(), site.system.clock)
        _papers(case)
        _consent(case, "valid")
        plan = next(iter(case.dokumenter.of_form("kui.education_plan")))
        _files(case, done)
        _extract(plan, done, site)
        _drafts(case, done)
        for paper in case.dokumenter.of_form("kui.consent"):
            del case.dokumenter.children[paper.label]
        _consent(case, state)
        if not coordinated:
            case.plan_coordinator = {}
        involvement.refresh(case)
        part = {
            "user_id": user,
            "relation": relation,
            "since": "2026-10-01",
            "until": "",
            "why": "",
            "meetings": tuple(range(1, 10)),
        }
        case.involvements = (*case.involvements, part)

    making.change(site, act)


def _consent(case, state):
    given = STATES[state]
    if given is None:
        return
    paper = gatherings.consented(case, **{"information_types": ALL_TYPES} | given)
    if state == "withdrawn":
        making.fact(paper, "withdrawn_at", "2026-11-21T09:00:00+01:00", value="2026-11-21")


def _papers(case):
    making.paper(case, "kui.education_plan", PLAN)
    held = making.meeting(case, "coordination", "2026-11-01", "minuted", start="09:30", end="10:30")
    making.paper(case, "kui.minutes.coordination", MINUTES, meeting=held)
    coming = making.meeting(case, "followup_without_young", "2026-12-08", "convened", start="09:30", end="10:30")
    reason = f"{EFFORT} årsag"
    notice = making.paper(case, "kui.notice", {"reason": reason, "meeting_date": "2026-12-08"}, meeting=coming)
    making.fact(notice, "input", "2026-11-20T09:00:00+01:00", text=f"{EFFORT} ønske")
    items = [
        {"rid": "item-status", "heading": "Status", "topic": "status", "preparation": f"Mål 1: {HEALTH}"},
        {"rid": "item-next", "heading": "Hvad så?", "topic": "agreements"},
    ]
    agenda = {"agenda_items": items, "previous_agreements": f"{EFFORT} aftale"}
    making.paper(case, "kui.agenda.followup_without_young", agenda, meeting=coming)
    request = {"requested_by": JONAS, "reason": f"{EFFORT} anmodning", "requested_at": "2026-11-19"}
    making.paper(case, "kui.followup_request", request)
    proposed = [{"rid": "prop-health", "decision_text": f"{HEALTH} forslag", "goal_no": "1"}]
    minutes = next(iter(case.dokumenter.of_form("kui.minutes.coordination")))
    making.fact(minutes, "proposed", "2026-11-01T12:00:00+01:00", decisions=proposed)


def _files(case, act):
    inspection = InlineInspection()
    for topic, title in (("health", HEALTH), ("education", SCHOOL), ("", f"{HEALTH} uden emne")):
        told = attaching.Given("scan", "staff", "2026-11-20", title=f"{title} papir", information_type=topic)
        data = picture() + title.encode()
        attaching.attach(case, act, told, data, f"{title}.jpg", inspection=inspection, most=10**8)
    told = attaching.Given("scan", "staff", "2026-11-20", title=f"{HEALTH} referat", about={"meeting": 1})
    attaching.attach(case, act, told, picture() + b"1", "x.jpg", inspection=inspection, most=10**8)


def _extract(plan, act, site):
    approved = plan.facts_of("approved")[-1]
    approved["data"][printing.FROZEN] = printing.at_approval(plan, plan.latest, "Jonas", approved["at"]).plain()
    there = extracts.offered(plan)
    chosen = frozenset(item.id for item in there.items if "goal-school" in item.id)
    receiver = next(one.id for one in there.receivers)
    extracts.make(plan, act, site.system.pdf, extracts.Choice(receiver, f"{HEALTH} formål", chosen, True))


def _drafts(case, act):
    drafts = drafts_of(case)
    plan = next(iter(case.dokumenter.of_form("kui.education_plan")))
    documents.new_version(plan, drafts, act, note="Rettes")
    coming = case.moeder["2"]
    form_key = "kui.minutes.followup_without_young"
    begun = documents.create(
        case, root_of(case), drafts, act, form_key=form_key, label=f"{case.case_no}-D90", meeting=coming
    )
    draft = drafting.open_draft(begun, drafts)
    drafting.save(begun, drafts, draft.content() | {"who_does_what": TASKS}, draft.revisions(), act)


def addresses(site):
    """Every address of the case that a browser can ask for."""
    with site.system.reading() as root:
        case = root.sager[making.CASE_NO]
        files = [one.id for one in case.bilag.in_order()]
        papers = [(one.label, len(one.versions), len(one.extracts)) for one in case.dokumenter.in_order()]
    found = ["/min-dag", "/sager/", "/arbejdsliste", "/kalender", f"/soeg?q={HEALTH}", f"/soeg?q={SCHOOL}"]
    pages = ("", "opgaver", "samtykke", "adgang", "personer", "fase", "frister", "bilag", "overblik", "overblik.pdf")
    pages += ("hvem-har-set", "nyt-dokument", "bed-om-opfoelgning")
    found += [f"{CASE}/{page}" for page in pages]
    found += [f"{CASE}/bilag/{one}{more}" for one in files for more in ("", "/vis", "/billede")]
    found += [f"{CASE}/bilag?erstatter={one}" for one in files]
    for number in (1, 2):
        here = f"{CASE}/moeder/{number}"
        found += [here, f"{here}/svar", f"{here}/hvem-goer-hvad", f"{here}/hvem-goer-hvad?ny=1", f"{here}/dagsorden"]
        found += [f"{here}/dagsorden?punkt={n}" for n in range(4)]
        found += [f"{here}/hvem-goer-hvad?ret=task-health", f"{here}/hvem-goer-hvad?fjernet=task-health"]
    for label, versions, given in papers:
        here = f"{CASE}/dokumenter/{label}"
        words = ("", "udkast", "gennemse", "uddrag", "beslutninger", "indkaldelse", "svar")
        found += [f"{here}/{word}" for word in words]
        found += [f"{here}/versioner/{n}{end}" for n in range(1, versions + 1) for end in ("", ".pdf")]
        found += [f"{here}/uddrag/{n}.pdf" for n in range(1, given + 1)]
        found += [f"{here}/beslutninger?beslutning={rid}" for rid in ("dec-health", "dec-school")]
    rows = [row["rid"] for group in (GOALS, EFFORTS, TASKS, DECISIONS) for row in group]
    return [*found, *(f"{CASE}/spor/{rid}" for rid in [*rows, "sub-health", "item-status"])]
