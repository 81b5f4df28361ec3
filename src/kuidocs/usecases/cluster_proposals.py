"""Cases that members propose; those who plan the meeting choose among them (R72)."""

from collections.abc import Mapping
from typing import Any

from ..domain import anonymity
from ..domain.anonymity import NEVER
from ..domain.errors import Conflict, Refused
from ..resources.klynger import CasePaper, ClusterMeeting, above
from .acting import Act, event
from .cluster_cases import names_to_look_for
from .cluster_papers import about, add_version, done, keep_fact

PROPOSED, USED = "case_proposed", "proposal_used"
LONGEST = {"title": 120, "age_group": 60, "background": 4000, "gp_dilemma": 2000}
MISSING = {
    "title": "Giv casen en titel, som ingen kan genkendes på.",
    "background": "Fortæl kort, hvad der skete.",
    "gp_dilemma": "Skriv, hvad der er svært for lægen.",
}
MOST = 50


def propose(meeting: ClusterMeeting, told: Mapping[str, str], act: Act) -> list[str]:
    """Keep a member's proposal; what was found that could give somebody away, in words.

    Raises Refused.
    """
    if done(meeting, act):
        return []
    kept = {name: told.get(name, "").strip() for name in LONGEST}
    for name, most in LONGEST.items():
        if name in MISSING and not kept[name]:
            raise Refused(name, MISSING[name])
        if len(kept[name]) > most:
            raise Refused(name, f"Teksten er for lang – højst {most} tegn.")
    found = anonymity.look(kept.values(), names_to_look_for(meeting.cases[0]))
    if any(one.kind in NEVER for one in found):
        raise Refused("background", "Der står et tal, der ligner et personnummer. Slet det, og send igen.")
    if len(proposals(meeting)) >= MOST:
        raise Refused("title", f"Der er allerede {MOST} forslag til det her møde.")
    kinds = sorted({one.kind for one in found})
    keep_fact(meeting, PROPOSED, act, kept | {"found": kinds})
    event(meeting, "cluster.proposed", act, about(meeting), {"found": kinds})
    return [anonymity.CHECKS[kind][1] for kind in kinds]


def proposals(meeting: ClusterMeeting, user_id: str = "") -> list[dict[str, Any]]:
    """List the proposals, or one member's own, each with the case that it became."""
    used = {one["data"]["proposal"]: one["data"]["case"] for one in meeting.facts_of(USED)}
    return [
        one["data"] | {"id": one["id"], "by": one["by"], "at": one["at"], "used": used.get(one["id"], "")}
        for one in meeting.facts_of(PROPOSED)
        if user_id in ("", one["by"]["user_id"])
    ]


def use(case: CasePaper, proposal_id: str, act: Act) -> None:
    """Begin a case with a proposal, in a place where nobody has written.

    Raises Refused, Conflict.
    """
    meeting = above(case, ClusterMeeting)
    if done(meeting, act):
        return
    found = [one for one in proposals(meeting) if one["id"] == proposal_id]
    if not found:
        raise Refused("proposal", "Vælg et af forslagene.")
    if case.content():
        raise Conflict("taken", f"Case {case.case_number} er allerede skrevet. Vælg en plads, der er tom.")
    told = {name: found[0][name] for name in LONGEST if found[0][name]}
    add_version(case, told | {"case_no": str(case.case_number), "source": "own"}, act)
    keep_fact(meeting, USED, act, {"proposal": proposal_id, "case": case.label})
    event(meeting, "cluster.proposal_used", act, about(meeting), {"paper": case.label})
