"""Decisions that were written down though nobody came who can decide: they wait as proposals (R35, D11)."""

from collections.abc import Mapping
from dataclasses import replace

from ..domain import workflow
from ..domain.errors import Refused
from ..domain.meetings import MEETING_TYPES
from ..domain.rules.deciding import nobody_could_decide
from ..forms.edition import Edition
from ..forms.reading import read
from ..resources.case import Case
from ..resources.document import Document
from ..resources.drafts import DraftFolder
from ..security.reading import Sight
from . import drafting
from .acting import Act, case_named, done_before, fact, root_of
from .rule_facts import person_facts

PROPOSED = "proposed"
"""The kind of the fact that keeps such decisions, on the minutes that they were typed in."""
HIDDEN = "Nogle af beslutningerne er skjult for dig. Bed plankoordinatoren om at gemme dem som forslag."
ASKED_ANEW = ("young_view", "young_view_note")
"""What the young person says of a proposal is asked at the meeting that decides."""


def waiting(document: Document, content: Mapping, edition: Edition) -> bool:
    """Tell whether a draft holds decisions that its meeting could not make."""
    known, typed = person_facts(case_named(document).person), read(edition.schema, content).typed
    return bool(typed.get("decisions")) and nobody_could_decide(typed, known) is True


def set_aside(document: Document, drafts: DraftFolder, act: Act) -> None:
    """Take the decisions out of a draft and keep them for the next meeting with the young person.

    Raises Conflict, Refused.
    """
    if done_before(document, act):
        return
    draft = drafting.open_draft(document, drafts)
    content = draft.content()
    edition = root_of(document).skabeloner.edition(document.form_key, draft.edition_number)
    assert edition is not None, "editions are never removed"
    assert document.draft is not None, "open_draft has said so"
    found = Sight(act.who, case_named(document), act.clock.today()).draft(document, draft)
    if found.left(content).get("decisions") != content.get("decisions"):
        raise Refused("decisions", HIDDEN)
    if not waiting(document, content, edition):
        raise Refused("decisions", "Der er ingen beslutninger, som venter på et møde med den unge.")
    number, round_ = document.draft["number"], document.draft["round"]
    fact(document, PROPOSED, act, number=number, round=round_, data={"decisions": content.pop("decisions")})
    drafting.save(document, drafts, content, draft.revisions(), replace(act, token=""))
    # They wait for the next meeting: as rows that were taken out they could come back beside themselves.
    draft.own("decisions").removed = {}


def proposed(document: Document, seen: Sight) -> list[dict]:
    """List the decisions that were set aside in minutes, in the order in which they were typed."""
    facts = document.facts_of(PROPOSED)
    return [row for fact in facts for row in seen.rows("decisions", fact["data"]["decisions"], fact["by"])]


def for_the_next(case: Case, meeting_number: int, seen: Sight) -> list[dict]:
    """Return the proposals that the newest minutes of another meeting left, as decisions to be talked about."""
    earlier = [d for d in _deciding(case) if d.meeting_number != meeting_number]
    rows = proposed(earlier[-1], seen) if earlier else []
    kept = ({name: value for name, value in row.items() if name not in ASKED_ANEW} for row in rows)
    return [row | {"decision_no": str(number)} for number, row in enumerate(kept, 1)]


def _deciding(case: Case) -> list[Document]:
    """List the minutes of the meetings that decide, as they were begun."""
    forms = {kind.minutes for kind in MEETING_TYPES.values() if kind.decides}
    return [d for d in case.dokumenter.in_order() if d.form_key in forms and d.state != workflow.ANNULLED]
