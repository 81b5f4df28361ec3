"""Requests for a follow-up meeting: asked by anybody in the case, answered by who keeps it (R50, R51)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..domain import requests, settings
from ..domain.errors import Conflict, NotAllowed, Refused, not_found
from ..domain.requests import FOLLOWUP, WHO_ANSWERS, YES, Answer
from ..resources.case import Case
from ..resources.document import Document
from ..resources.drafts import DraftFolder
from . import documents, drafting, joining, reviewing
from .acting import Act, case_named, done_before, fact, root_of
from .involvement import REQUEST
from .settings import setting

ANSWER = "coordinator_answer"
"""The kind of the fact that answers a request; the field of the edition that it is shown in has the same name (D1)."""
MOST_LETTERS = 4000
OF_AGE = "Den unge er fyldt 18 år og beder selv om møder. Vælg den unge, eller skriv selv anmodningen."


@dataclass(frozen=True, slots=True)
class Asked:
    """A finished request with its answer."""

    document: Document
    who: str
    """Who wants the meeting; who wrote it down may be somebody else."""
    reason: str
    wanted: str
    """The kind of meeting that is asked for, "" when any will do."""
    before: str
    """The day by which the meeting is wanted, as ISO text."""
    on: date
    answer: dict | None

    @property
    def due(self) -> date:
        """The day by which it is answered."""
        return requests.due(self.on, setting(self.document, settings.ANSWER_DAYS, self.on))

    @property
    def said_yes(self) -> bool:
        """Whether a meeting was promised; an answer from a file does not say so outright."""
        return self.answer is not None and self.answer["data"].get("said") == YES


def ask(
    case: Case, drafts: DraftFolder, act: Act, told: Mapping[str, str], *, label: str, audit_head: str
) -> Document | None:
    """Write a request and finish it; None when the same page has done so already.

    ``told``: requested_by, reason, wants_young_present, urgency_date. Raises Incomplete, Conflict, Refused.
    """
    if any(act.token and document.token == act.token for document in case.dokumenter.values()):
        return None
    if len(told.get("reason", "")) > MOST_LETTERS:
        raise Refused("reason", f"Teksten er for lang. Skriv højst {MOST_LETTERS} tegn.")
    if told.get("requested_by", "").strip() in of_age(case, act.clock.today()):
        raise Refused("requested_by", OF_AGE)
    document = documents.create(case, root_of(case), drafts, act, form_key=REQUEST, label=label)
    content: dict[str, Any] = {name: text.strip() for name, text in told.items() if text.strip()}
    content["requested_at"] = act.at[:10]
    if "requested_by" in content:
        content["requested_by"] = {"text": content["requested_by"]}
    written = drafting.open_draft(document, drafts)
    shown = {path: field["rev"] for path, field in written.fields.items()}
    drafting.save(document, drafts, content, shown, Act(act.who, act.clock))
    reviewing.finish(document, drafts, Act(act.who, act.clock), audit_head=audit_head)
    return document


def of_age(case: Case, today: date) -> list[str]:
    """Name the parents who cannot ask any more, because the young person is of age."""
    still = case.person.custody_on(today)
    return [one["name"] for one in case.person.custody if one.get("custody") and one not in still]


def asked(case: Case) -> Iterator[Asked]:
    """Go through the finished requests, the newest first."""
    for document in reversed(case.dokumenter.of_form(REQUEST)):
        if document.in_force() is not None:
            yield _asked(document)


def _asked(document: Document) -> Asked:
    version = document.in_force()
    assert version is not None, "who calls has seen that it is finished"
    content, answers = version.content(), document.facts_of(ANSWER)
    return Asked(
        document,
        content.get("requested_by", {}).get("text", ""),
        content.get("reason", ""),
        content.get("wants_young_present", ""),
        content.get("urgency_date", ""),
        date.fromisoformat(content.get("requested_at") or document.created_at[:10]),
        answers[-1] if answers else None,
    )


def waiting(case: Case) -> list[Asked]:
    """List the requests that nobody has answered, the oldest first."""
    return [one for one in asked(case) if one.answer is None][::-1]


def request_of(document: Document) -> Asked:
    """Return the request that a document is.

    Raises NotFound for any other paper, and while it is being written.
    """
    if document.form_key != REQUEST or document.in_force() is None:
        raise not_found()
    return _asked(document)


def answer(document: Document, act: Act, *, said: str, words: str) -> Asked:
    """Answer a request with yes or no and in words (R50).

    Raises NotFound, NotAllowed, Conflict, Refused.
    """
    request = request_of(document)
    if done_before(document, act):
        return request
    if act.who.user_id not in joining.keepers(case_named(document)):
        raise NotAllowed("who", WHO_ANSWERS)
    if request.answer is not None:
        raise Conflict("answered", "Anmodningen er besvaret af en anden imens. Genindlæs siden, og se svaret.")
    for guard in requests.GUARDS:
        if not guard.holds(told := Answer(FOLLOWUP, said, words)):
            raise Refused(guard.name, guard.said(told))
    version = document.in_force()
    assert version is not None, "request_of has said so"
    data = {"value": words.strip()[:MOST_LETTERS], "said": said}
    fact(document, ANSWER, act, number=version.number, round=version.round, data=data)
    return request_of(document)
