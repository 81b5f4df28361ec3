"""Requests to join a case, and taking somebody in (D24): asked without knowing whether there is one."""

from ..domain import requests
from ..domain.errors import Conflict, NotAllowed, Refused, not_found
from ..domain.opening import Opening
from ..domain.requests import JOIN, WHO_ANSWERS, YES, Answer
from ..resources.case import Case
from ..resources.staff import Staff
from ..security.questions import Question, relations
from . import involvement, people
from .acting import Act, done_before, moved, root_of
from .task_acts import coordinators

ASKED, TAKEN_IN, REFUSED = "join_requested", involvement.TAKEN_IN, "join_refused"
MOST_LETTERS = 2000


def ask(case: Case, act: Act, told: Opening, *, sure: bool) -> None:
    """Ask to join; nothing happens when one has a part already, or has asked and waits."""
    mine = relations(Question(act.who, case, act.clock.today()))
    if mine or any(one["by"]["user_id"] == act.who.user_id for one in waiting(case)):
        return
    data = {
        "task": told.task.strip(),
        "why": told.why_now.strip(),
        "target_group_reason": told.target_group_reason.strip(),
        "departments": list(told.others),
        "sure": sure,
    }
    moved(case, ASKED, "case.join_requested", act, {}, data)


def asked(case: Case) -> list[dict]:
    """List all requests to join, as they came."""
    return [fact for fact in case.facts if fact["kind"] == ASKED]


def answered(case: Case, request_id: str) -> dict | None:
    """Return the fact that answers a request, None while it waits."""
    found = (f for f in case.facts if f["kind"] in (TAKEN_IN, REFUSED) and f["data"].get("request") == request_id)
    return next(found, None)


def waiting(case: Case) -> list[dict]:
    """List the requests that nobody has answered."""
    return [one for one in asked(case) if answered(case, one["id"]) is None]


def is_another(case: Case, user_id: str) -> bool:
    """Tell whether somebody was told that this case is about another person of the same name and birth date."""
    return any(
        one["by"]["user_id"] == user_id and bool((answered(case, one["id"]) or {"data": {}})["data"].get("another"))
        for one in asked(case)
    )


def keepers(case: Case) -> frozenset[str]:
    """Return the user ids of those who keep a case: plan coordinator and deputy, else who opened it, else all."""
    opener = people.user_id(case, case.opened_by) or str(case.opened_by.get("user_id", ""))
    lasting = {one["user_id"]: one for one in case.involvements if not one["until"]}
    found = coordinators(case) or frozenset({opener} & lasting.keys())
    return found or frozenset(user for user, one in lasting.items() if one["relation"] != "ad_hoc")


def answer(case: Case, act: Act, request_id: str, *, said: str, words: str, another: bool = False) -> None:
    """Answer a request: take the one who asked in as primary, or say why not.

    Raises NotFound, NotAllowed, Conflict, Refused.
    """
    if done_before(case, act):
        return
    _keeps(case, act)
    request = next((one for one in asked(case) if one["id"] == request_id), None)
    if request is None:
        raise not_found()
    if answered(case, request_id) is not None:
        raise Conflict("answered", "Anmodningen er besvaret af en anden imens. Genindlæs siden, og se svaret.")
    for guard in requests.GUARDS:
        if not guard.holds(told := Answer(JOIN, said, words)):
            raise Refused(guard.name, guard.said(told))
    if said == YES:
        _take_in(case, act, request["by"]["user_id"], words, request_id)
    else:
        data = {"request": request_id, "words": words.strip()[:MOST_LETTERS], "another": another}
        moved(case, REFUSED, "case.join_refused", act, {"request": request_id}, data)


def take_in(case: Case, act: Act, user_id: str, task: str) -> None:
    """Give a member of staff a dated part in the case as primary professional, without being asked.

    Raises NotAllowed, Refused.
    """
    if done_before(case, act):
        return
    _keeps(case, act)
    person = root_of(case).medarbejdere.get(user_id)
    if person is None or not person.active:
        raise Refused("person", "Vælg en medarbejder, der arbejder her.")
    if relations(Question(person.identity(), case, act.clock.today())) & {"primary"}:
        raise Refused("person", f"{person.name} er allerede med i forløbet.")
    if not task.strip():
        raise Refused("opgave", "Skriv, hvilken opgave vedkommende får i forløbet.")
    _take_in(case, act, user_id, task, "")


def _take_in(case: Case, act: Act, user_id: str, task: str, request_id: str) -> None:
    person: Staff = root_of(case).medarbejdere[user_id]
    people.refuse_kept_out(case, person)
    people.add_staff(case, person)
    data = {"user_id": user_id, "task": task.strip()[:MOST_LETTERS]} | ({"request": request_id} if request_id else {})
    moved(case, TAKEN_IN, "case.person_taken_in", act, {"user_id": user_id}, data)
    involvement.refresh(case)


def _keeps(case: Case, act: Act) -> None:
    if act.who.user_id not in keepers(case):
        raise NotAllowed("who", WHO_ANSWERS)
