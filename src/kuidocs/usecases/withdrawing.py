"""Withdrawing a consent, or a part of it: at once, on the giver's word (DOMAIN 4.2, R5)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ..domain import case_states
from ..domain.case_states import MOVES
from ..domain.consent_ledger import Ledger
from ..domain.errors import Conflict, NotAllowed, Refused
from ..domain.fields import flatten
from ..domain.guards import choose, may
from ..domain.problems import Problem
from ..domain.withdrawing import CHANNELS, TOO_LITTLE, WHOLE, parts, without
from ..forms.reading import SUBMIT, read
from ..resources.case import Case
from ..resources.consent import consent_of, ledger_from
from ..resources.document import Document
from ..resources.drafts import DraftFolder
from ..resources.version import Version
from . import cases, consent_telling, reviewing
from .acting import Act, done_before, event, fact, subject
from .involvement import edition_of
from .meeting_reading import roles
from .rule_facts import rule_facts

PARTLY = "consent_partly_withdrawn"
"""The kind of the fact on the new version that says what was left out, and how it was said."""
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said: what is withdrawn, who said it, in which words, how and when."""

    gone: frozenset[str]
    giver: str
    channel: str
    on: date | None
    words: str = ""


def withdraw(case: Case, drafts: DraftFolder, act: Act, said: Said, *, version: int, audit_head: str = "") -> None:
    """Withdraw the consent that the page showed, as ``version``, or a part of it.

    Raises Conflict, NotAllowed, Refused.
    """
    found = consent_of(case)
    if found is not None and done_before(found[0], act):
        return
    may_withdraw(case, act)
    if found is None:
        raise Refused("consent_there", "Der er ikke et samtykke, som kan trækkes tilbage.")
    document, base = found
    if base.number != version:
        raise Conflict(
            "newer", "Samtykket er ændret, siden du åbnede siden. Læs det igen, før du trækker noget tilbage."
        )
    _is_said(ledger_from(case, document, base), said, act.clock.today())
    if WHOLE in said.gone:
        told = {"giver": said.giver, "channel": said.channel}
        cases.withdraw_consent(case, act, on=said.on, words=said.words, told=told)
    else:
        _partly(document, base, drafts, act, said, audit_head)


def may_withdraw(case: Case, act: Act) -> None:
    """Refuse who is only there for a meeting: he or she tells the plan coordinator.

    Raises Conflict, NotAllowed.
    """
    row = choose(MOVES, case_states.WITHDRAW, case.state)
    if not may(row, roles(case, act.who, act.clock.today())):
        raise NotAllowed("who", row.who_says)


def _is_said(given: Ledger, said: Said, today: date) -> None:
    """Ask for what is needed to know who said what when; never for a reason."""
    if given.withdrawn_at is not None:
        raise Conflict("withdrawn", "Hele samtykket er allerede trukket tilbage. Der deles ikke noget.")
    if not said.gone:
        raise Refused("gone", "Vælg, hvad der er trukket tilbage.")
    if not said.giver.strip():
        raise Refused("giver", "Skriv, hvem der har trukket samtykket tilbage.")
    if said.channel not in CHANNELS:
        raise Refused("channel", "Vælg, hvordan det blev sagt.")
    if said.on is None or not given.valid_from <= said.on <= today:
        raise Refused(
            "on", "Skriv den dag, samtykket blev trukket tilbage. Den kan ikke ligge efter i dag eller før samtykket."
        )


def _partly(document: Document, base: Version, drafts: DraftFolder, act: Act, said: Said, audit_head: str) -> None:
    content = base.content()
    known = {part.id: part.label for part in parts(content)}
    if not said.gone <= set(known):
        raise Refused("gone", "Vælg fra listen. Det, du valgte, står ikke i samtykket.")
    if document.latest is not base:
        raise Conflict(
            "in_review",
            "En ny version af samtykket er til gennemsyn. Træk hele samtykket tilbage, eller send den nye version "
            "tilbage først.",
        )
    left = without(content, said.gone)
    if _worse(document, base, content, left, act):
        raise Refused("too_little", TOO_LITTLE)
    labels = [label for id, label in known.items() if id in said.gone]
    note = f"Trukket tilbage: {', '.join(labels)}."
    version = reviewing.supersede(document, left, act, audit_head=audit_head, note=note)
    data = {"value": labels, "giver": said.giver.strip(), "channel": said.channel, "on": str(said.on)}
    data |= {"words": said.words.strip()[:LONGEST]}
    fact(document, PARTLY, Act(act.who, act.clock), number=version.number, round=1, data=data)
    event(document, "consent.partly_withdrawn", act, subject(document) | {"number": version.number}, {"gone": labels})
    _left_out_of_the_draft(document, drafts, act, said.gone)
    consent_telling.tell(document, version, act)


def _worse(document: Document, base: Version, before: dict, after: dict, act: Act) -> set[tuple]:
    """List what the rules of the form say of the rest and did not say of the whole."""
    schema, facts = edition_of(base).schema, rule_facts(document, act.clock)
    told = [read(schema, content, level=SUBMIT, facts=facts).problems for content in (after, before)]
    now, then = ({_mark(one) for one in problems if not one.warning} for problems in told)
    return now - then


def _mark(problem: Problem) -> tuple:
    return problem.path[:1], problem.code


def _left_out_of_the_draft(document: Document, drafts: DraftFolder, act: Act, gone: Collection[str]) -> None:
    """Take the same out of a version that is being written, so that it does not come back with it."""
    draft = drafts.get(document.id)
    if draft is not None and document.draft is not None:
        content = draft.content()
        changed = without(content, gone)
        old, new = flatten(content), flatten(changed)
        for path in dict.fromkeys([*old, *new]):
            if old.get(path) != new.get(path):
                draft.put(path, new.get(path), act.by, act.at)
