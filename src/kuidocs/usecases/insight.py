"""Access to the papers of a case: asked for, gone through, decided, made into a bundle and handed out (DOMAIN 6.7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..domain import attachments, custody
from ..domain import insight as rules
from ..domain import insight_moves as moves
from ..domain.errors import Conflict, NotAllowed
from ..domain.insight import ASKERS, Asked, Decided
from ..domain.insight_moves import Standing
from ..domain.redacting import MOST_WORDS, phrases
from ..resources.base import place
from ..resources.case import Case
from ..resources.insight import BundleFile, InsightRequest
from ..resources.outbox import Job
from ..security.permissions import Permission
from ..security.questions import Question
from ..security.rules import permits
from ..services.inspection import InspectionService
from ..services.storage import write_blob
from .acting import Act, done_before, moved, root_of
from .case_people import check
from .insight_papers import Item, item, items, paper_of, place_of, protected

BUNDLE = "insight_bundle"
"""The kind of the job that makes a bundle."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was posted about one paper."""

    outcome: str = ""
    basis: str = ""
    reason: str = ""
    paths: frozenset[str] = frozenset()
    words: str = ""
    looked: bool = False
    file: bytes = b""
    """A copy of an attachment, of which something was left out."""
    file_name: str = ""


def about(asked: InsightRequest) -> dict[str, int]:
    """Return what an event says of a request."""
    return {"request": asked.number}


def day(text: str) -> date | None:
    """Read a day as a form sends it."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


# Registering


def register(case: Case, act: Act, said: Mapping[str, str]) -> InsightRequest:
    """Write down that somebody asks for access. Sent twice, it is written once.

    Raises NotAllowed, Refused.
    """
    _may(Permission.Insight.PREPARE, case, act)
    for one in case.aktindsigt.values():
        if act.token and one.facts[0]["id"] == act.token:
            return one
    told = _asked(case, act.clock.today(), said)
    check(rules.REGISTERING, told)
    assert told.received is not None, "a guard has said so"
    found = InsightRequest(max((one.number for one in case.aktindsigt.values()), default=0) + 1)
    case.ask(found)
    data = {
        "asker": told.asker,
        "name": " ".join(told.name.split()) or case.person.full_name,
        "received": told.received.isoformat(),
        "scope": told.scope.strip(),
    }
    moved(found, "registered", "insight.registered", act, about(found) | {"asker": told.asker}, data)
    for one in items(case):
        if one.kind == rules.DRAFT:
            _keep_draft(found, one)
    return found


def _asked(case: Case, today: date, said: Mapping[str, str]) -> Asked:
    birth = date.fromisoformat(case.person.birth_date)
    names = ("asker", "name", "received", "scope")
    asker, name, received, scope = (said.get(one, "") for one in names)
    return Asked(asker, name, day(received), scope, today, birth)


def asks_the_young(asked: InsightRequest, today: date) -> bool:
    """Tell whether the young person has a say in what this asker sees."""
    told = asked.told
    return Asked(told["asker"], told["name"], asked.received, "", today, _birth(asked)).asks_the_young


def _birth(asked: InsightRequest) -> date:
    return date.fromisoformat(place_of(asked).person.birth_date)


def _keep_draft(asked: InsightRequest, one: Item) -> None:
    """A text that nobody has finished is not given, unless somebody finishes it first."""
    found = rules.bases(asked.told["asker"], rules.WITHHOLD)
    basis = next(row.id for row in found if row.id in ("internal", "foi_internal"))
    data = {"key": one.key, "outcome": rules.WITHHOLD, "basis": basis, "reason": "Papiret er ikke skrevet færdigt."}
    fact = asked.facts[0]
    asked.facts = (*asked.facts, {**fact, "id": f"{one.key}", "kind": "decided", "data": data | {"by_itself": True}})


# Going through


def decide(asked: InsightRequest, act: Act, key: str, choice: Choice, inspection: InspectionService, most: int) -> None:
    """Decide about one paper; a later decision takes the place of an earlier one.

    ``most`` is how many bytes a copy may have. Raises NotFound, NotAllowed, Conflict, Refused, FileRefused.
    """
    case = place_of(asked)
    _may(Permission.Insight.PREPARE, asked, act)
    if done_before(asked, act):
        return
    one = item(case, key)
    if asked.state != rules.OPEN:
        raise Conflict("tilstand", "Anmodningen gennemgås ikke længere. Genindlæs siden.")
    copy = _copy(asked, one, choice, act, inspection, most)
    told = decided(asked, one, choice, copy.sha256 if copy else "")
    check(rules.DECIDING, told)
    if copy is not None and asked.copy(copy.sha256) is None:
        asked.copies = (*asked.copies, copy)
    left_out = told.outcome in rules.LEFT_OUT
    data = {
        "key": key,
        "outcome": told.outcome,
        "basis": told.basis if left_out else "",
        "reason": told.reason.strip() if left_out else "",
        "paths": sorted(told.paths) if told.outcome == rules.REDACT else [],
        "words": list(told.words) if told.outcome == rules.REDACT else [],
    } | ({"copy": told.copied} if told.needs_a_copy else {})
    subject = about(asked) | {"key": key, "outcome": told.outcome, "label": one.label}
    moved(asked, "decided", "insight.decided", act, subject, data)


def _copy(
    asked: InsightRequest, one: Item, choice: Choice, act: Act, inspection: InspectionService, most: int
) -> BundleFile | None:
    """Look into the copy that was sent; without one, what was sent before still counts."""
    if one.attachment is None or choice.outcome != rules.REDACT:
        return None
    if not choice.file:
        return asked.copy(asked.decisions().get(one.key, {}).get("copy", ""))
    attachments.check_size(len(choice.file), most)
    found = inspection.inspect(choice.file, attachments.clean_name(choice.file_name))
    return BundleFile(write_blob(found.data), found.data, name="kopi", media_type=found.media_type, at=act.at)


def decided(asked: InsightRequest, one: Item, choice: Choice, copied: str = "") -> Decided:
    """Gather what the guards ask about one paper."""
    return Decided(
        one.kind,
        asked.told["asker"],
        choice.outcome,
        choice.basis,
        choice.reason,
        choice.paths,
        phrases(choice.words)[:MOST_WORDS],
        paper_of(one.version) if one.version is not None else None,
        protected(place_of(asked), asked),
        choice.looked,
        one.attachment.sha256 if one.attachment is not None else "",
        copied,
    )


def undecided(asked: InsightRequest) -> list[Item]:
    """List what nobody has decided about yet."""
    known = asked.decisions()
    return [one for one in items(place_of(asked)) if one.key not in known]


# Moving on


def standing(asked: InsightRequest, act: Act, **more: Any) -> Standing:
    """Gather what the guards ask about a request."""
    sent, delay = asked.last("submitted"), asked.last("delayed")
    listed = set(sent["data"]["keys"]) if sent else set()
    now = {one.key for one in items(place_of(asked))}
    return Standing(
        asked.state,
        act.clock.today(),
        asked.due,
        undecided=len(undecided(asked)),
        asks_the_young=asks_the_young(asked, act.clock.today()),
        delayed=delay is not None,
        prepared_by=sent["by"]["user_id"] if sent else "",
        who=act.who.user_id,
        new_papers=len(now - listed) if sent else 0,
        custody_over=_custody_is_over(asked, act.clock.today()),
        **more,
    )


def _custody_is_over(asked: InsightRequest, today: date) -> bool:
    """Tell whether a parent asked for somebody who is of age by now: the right ended at midnight (DOMAIN 4.2)."""
    return asked.told["asker"] == rules.CUSTODY and not custody.lasts(_birth(asked), today)


def submit(asked: InsightRequest, act: Act, wishes: str) -> None:
    """Send what was decided to the leader, who decides about the whole.

    Raises NotAllowed, Refused.
    """
    _may(Permission.Insight.PREPARE, asked, act)
    if done_before(asked, act):
        return
    check(moves.SUBMITTING, standing(asked, act, wishes=wishes))
    keys = [one.key for one in items(place_of(asked))]
    moved(asked, "submitted", "insight.submitted", act, about(asked), {"keys": keys, "wishes": _words(wishes)})


def send_back(asked: InsightRequest, act: Act, note: str) -> None:
    """Send it back to be gone through again.

    Raises NotAllowed, Refused.
    """
    _may(Permission.Insight.DECIDE, asked, act)
    if done_before(asked, act):
        return
    check(moves.RETURNING, standing(asked, act, note=note))
    moved(asked, "returned", "insight.returned", act, about(asked), {"note": _words(note)})


def grant(asked: InsightRequest, act: Act) -> None:
    """Approve what is given and what is not; the bundle is made by a job.

    Raises NotAllowed, Refused.
    """
    _may(Permission.Insight.DECIDE, asked, act)
    if done_before(asked, act):
        return
    check(moves.GRANTING, standing(asked, act))
    fact = moved(asked, "granted", "insight.granted", act, about(asked), {})
    case = place_of(asked)
    key = f"{BUNDLE}:{case.case_no}:{asked.number}:{fact['id']}"
    told = {"case_no": case.case_no, "number": asked.number, "granted": fact["id"]}
    root_of(case).job.add(Job(BUNDLE, key, told, act.clock.now()))


def made(asked: InsightRequest, act: Act, files: Iterable[BundleFile], granted: str) -> bool:
    """Keep the finished bundle; False when it was kept before, or is asked for no more."""
    last = asked.last("granted")
    if asked.state != rules.GRANTED or last is None or last["id"] != granted:
        return False
    asked.files = tuple(place(one, asked, one.name) for one in files)
    sums = {one.name: one.sha256 for one in asked.files}
    moved(asked, "made", "insight.made", act, about(asked) | {"sha256": sorted(sums.values())}, {"files": sums})
    return True


def delay(asked: InsightRequest, act: Act, reason: str, until: str) -> None:
    """Write why the deadline is not kept, and when the answer is expected; the asker is told so.

    Raises NotAllowed, Refused.
    """
    _may(Permission.Insight.PREPARE, asked, act)
    if done_before(asked, act):
        return
    told = standing(asked, act, note=reason, day=day(until))
    check(moves.DELAYING, told)
    assert told.day is not None, "a guard has said so"
    data = {"reason": _words(reason), "expected": told.day.isoformat()}
    moved(asked, "delayed", "insight.delayed", act, about(asked), data)


def hand_out(asked: InsightRequest, act: Act, way: str, on: str) -> None:
    """Write down that the bundle was given, how and when.

    Raises NotAllowed, Refused.
    """
    _may(Permission.Insight.PREPARE, asked, act)
    if done_before(asked, act):
        return
    told = standing(asked, act, way=way, day=day(on))
    check(moves.HANDING_OUT, told)
    assert told.day is not None, "a guard has said so"
    data = {"way": way, "on": told.day.isoformat(), "files": {one.name: one.sha256 for one in asked.files}}
    moved(asked, "handed_out", "insight.handed_out", act, about(asked) | {"way": way}, data)


def close(asked: InsightRequest, act: Act, reason: str) -> None:
    """End a request that is not to be answered.

    Raises NotAllowed, Refused.
    """
    _may(Permission.Insight.PREPARE, asked, act)
    if done_before(asked, act):
        return
    check(moves.CLOSING, standing(asked, act, note=reason))
    moved(asked, "closed", "insight.closed", act, about(asked), {"reason": _words(reason)})


def _words(text: str) -> str:
    return text.strip()[: rules.MOST_TEXT]


def _may(permission: str, context: Any, act: Act) -> None:
    if not permits(permission, Question(act.who, context, act.clock.today(), act.clock.now())):
        raise NotAllowed("who", "Det giver din opgave ikke lov til.")


def asker_words(asked: InsightRequest) -> str:
    """Say who asks: »Forælder med forældremyndighed: Ida Holm«."""
    return f"{ASKERS[asked.told['asker']].label}: {asked.told['name']}"


def expected(asked: InsightRequest) -> date:
    """Return the day on which the answer is due, or expected when that is past."""
    told = asked.last("delayed")
    return max(asked.due, date.fromisoformat(told["data"]["expected"])) if told else asked.due
