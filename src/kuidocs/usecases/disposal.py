"""Deleting a case whose time is over: proposed, packed for the archive, approved by another, removed (D34)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ..domain import retention as rules
from ..domain import settings
from ..domain.errors import NotAllowed
from ..domain.retention import Standing
from ..resources.case import Case
from ..resources.disposal import Disposal
from ..resources.drafts import DraftFolder
from ..resources.outbox import Job
from ..resources.root import Root
from ..security.permissions import Permission
from ..security.questions import Question
from ..security.rules import permits
from . import filing, finished_files, persons
from .acting import Act, done_before, moved
from .case_people import check
from .exporting import case_named
from .settings import setting

PACKAGE, DELETE = "disposal_package", "disposal"
"""The kinds of the two jobs."""
ENDED = ("closed", "transferred")


def proposals(root: Root, today: date) -> list[tuple[Case, Standing]]:
    """List the archived cases whose time is over and of which nobody has proposed anything, by number."""
    found = ((case, standing(root, case, today)) for case in root.sager.values() if case.state == "archived")
    return [(case, told) for case, told in found if all(one.holds(told) for one in rules.PROPOSING[:-1])]


def standing(root: Root, case: Case, today: date, **more: Any) -> Standing:
    """Gather what the guards ask about a case."""
    fate, _, on = case.preservation.partition(" ")
    ended = [fact["at"][:10] for fact in case.facts if fact["kind"] in ENDED]
    return Standing(
        today,
        archived=case.state == "archived",
        fate=fate or rules.PRESERVE,
        dispose_on=date.fromisoformat(on) if on else None,
        closed_on=date.fromisoformat(ended[-1]) if ended else None,
        years=setting(root.organisation, settings.DISPOSAL_YEARS, today),
        asked_for=any(one.is_running for one in case.aktindsigt.values()),
        under_way=root.kassation.of(case.case_no) is not None,
        **more,
    )


def propose(root: Root, act: Act, case_no: str, reason: str) -> Disposal:
    """Propose that a case is deleted; its package for the archive is made by a job.

    Raises NotFound, NotAllowed, Refused.
    """
    _may(Permission.Disposal.PROPOSE, root, act)
    for one in root.kassation.values():
        if act.token and one.facts[0]["id"] == act.token:
            return one
    case = case_named(root, case_no)
    check(rules.PROPOSING, standing(root, case, act.clock.today(), reason=reason))
    found = Disposal(case.case_no)
    root.propose(found)
    data = {"reason": reason.strip(), "kle": case.kle, "fate": case.preservation}
    moved(found, rules.PROPOSED, "disposal.proposed", act, _about(found), data)
    _job(root, act, PACKAGE, found)
    return found


def packaged(one: Disposal, act: Act, blob: Any, told: Mapping[str, Any]) -> bool:
    """Keep the package; False when it is not waited for."""
    if one.state != rules.PROPOSED:
        return False
    one.package = blob
    moved(one, rules.PACKAGED, "disposal.packaged", act, _about(one) | dict(told), dict(told))
    return True


def approve(root: Root, one: Disposal, act: Act, receipt: str) -> None:
    """Let the case be deleted, as the second person; a job does it.

    Raises NotFound, NotAllowed, Refused.
    """
    _may(Permission.Disposal.APPROVE, one, act)
    if done_before(one, act):
        return
    case, proposed = case_named(root, one.case_no), one.facts[0]
    more = {"state": one.state, "who": act.who.user_id, "proposed_by": proposed["by"]["user_id"], "receipt": receipt}
    check(rules.APPROVING, standing(root, case, act.clock.today(), **more))
    moved(one, rules.APPROVED, "disposal.approved", act, _about(one), {"receipt": receipt.strip()})
    _job(root, act, DELETE, one)


def drop(one: Disposal, act: Act, reason: str) -> None:
    """Give the proposal up; the case stays as it is.

    Raises NotAllowed, Refused.
    """
    if not any(permits(name, _asks(act, one)) for name in (Permission.Disposal.PROPOSE, Permission.Disposal.APPROVE)):
        raise NotAllowed("who", "Det giver din opgave ikke lov til.")
    if done_before(one, act):
        return
    check(rules.DROPPING, Standing(act.clock.today(), state=one.state, reason=reason))
    one.package = None
    moved(one, rules.DROPPED, "disposal.dropped", act, _about(one), {"reason": reason.strip()})


def remove(root: Root, drafts: DraftFolder, one: Disposal, act: Act) -> bool:
    """Take the whole case out of the tree; False when it is gone already.

    Raises NotFound, Refused.
    """
    if one.state != rules.APPROVED:
        return False
    case = case_named(root, one.case_no)
    check(rules.READY, standing(root, case, act.clock.today()))
    told = _counted(case)
    for document in case.dokumenter.values():
        drafts.remove(document.id)
    _forget(root, case)
    one.package = None
    moved(one, rules.REMOVED, "disposal.removed", act, _about(one), told)
    return True


def _forget(root: Root, case: Case) -> None:
    """Take a case out of everything that names it."""
    persons.forget(case)
    filing.forget(root, case.case_no)
    finished_files.forget(root, case.case_no)
    for name in [name for name, number in root.sager.names.items() if number == case.case_no]:
        del root.sager.names[name]
    for job in [job for job in root.job.values() if job.arguments.get("case_no") == case.case_no]:
        root.job.unfinished.discard(job.id)
        del root.job.children[job.__name__]
    del root.sager.children[case.case_no]


def _counted(case: Case) -> dict[str, int]:
    documents = list(case.dokumenter.values())
    return {
        "documents": len(documents),
        "versions": sum(len(one.versions) for one in documents),
        "attachments": len(case.bilag),
    }


def finished(root: Root, one: Disposal, act: Act) -> bool:
    """Write down that nothing of the case is left, and until when backups may hold it; False when it is written."""
    if one.state != rules.REMOVED:
        return False
    today = act.clock.today()
    gone = rules.backups_gone(today, setting(root.organisation, settings.BACKUP_DAYS, today))
    moved(one, rules.DONE, "disposal.done", act, _about(one), {"backups_gone": gone.isoformat()})
    return True


def disposed(root: Root) -> frozenset[str]:
    """List the numbers of the cases that were deleted."""
    return frozenset(one.case_no for one in root.kassation.values() if one.state in (rules.REMOVED, rules.DONE))


def _job(root: Root, act: Act, kind: str, one: Disposal) -> None:
    root.job.add(Job(kind, f"{kind}:{one.id}", {"disposal": one.id}, act.clock.now()))


def _about(one: Disposal) -> dict[str, str]:
    return {"case_no": one.case_no, "disposal": one.id}


def _asks(act: Act, context: Any) -> Question:
    return Question(act.who, context, act.clock.today(), act.clock.now())


def _may(permission: str, context: Any, act: Act) -> None:
    if not permits(permission, _asks(act, context)):
        raise NotAllowed("who", "Det giver din opgave ikke lov til.")
