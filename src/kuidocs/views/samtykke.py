"""``/sager/<case_no>/samtykke``: what the consent says, who has got what under it, and withdrawing it (R5, R6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import case_states, consents, danish
from ..domain.case_states import MOVES
from ..domain.errors import KuiError
from ..domain.guards import may
from ..domain.whole_numbers import whole
from ..domain.withdrawing import CHANNELS, DEPARTMENT, OUTSIDE, WHOLE, parts
from ..resources.base import new_id
from ..resources.case import Case
from ..resources.consent import consent_of
from ..resources.drafts import drafts_of
from ..security.permissions import Permission
from ..usecases import withdrawing
from ..usecases.consent_ledger import Past, history, ledger_of
from ..usecases.consent_telling import NOTIFIED
from ..usecases.meeting_reading import roles
from ..usecases.withdrawing import PARTLY, Said
from .consent_received import received
from .layout import BaseView
from .people import case_trail
from .presenting import told
from .sharing import may_words, sharing

PAGE = "kuidocs:templates/pages/samtykke.pt"
LONGEST = 2000
FIELDS = {"gone": "del", "giver": "giver", "channel": "kanal", "on": "dag", "too_little": "del"}
"""Why a withdrawal was refused: the field that mends it."""
DONE_WHOLE = "Hele samtykket er trukket tilbage. Der deles ikke mere, og forløbet er sat på pause. De andre får besked."
DONE_PART = "Det er trukket tilbage og gælder fra nu. De andre i forløbet får besked."
GROUPS = {DEPARTMENT: "Afdelinger", OUTSIDE: "Uden for kommunen", "type:": "Oplysninger"}


@dataclass(frozen=True, slots=True)
class Box:
    """One part of the consent that can be withdrawn."""

    id: str
    label: str
    ticked: bool

    @property
    def mark(self) -> str:
        """The id on the page."""
        return self.id.replace(":", "-")


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of the consent, in words."""

    number: int
    href: str
    when: str
    what: str
    note: str


@view_defaults(context=Case, name="samtykke")
class ConsentView(BaseView):
    """The page of the consent."""

    context: Case

    @view_config(request_method="GET", permission=Permission.Consent.VIEW, renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show what the consent says."""
        self.note_read("case.viewed", {"part": "consent"})
        return self._page()

    @view_config(request_method="POST", permission=Permission.Consent.WITHDRAW, renderer=PAGE)
    def withdraw(self) -> Any:
        """Withdraw all of it or a part."""
        said = self._said()
        try:
            withdrawing.withdraw(
                self.context,
                drafts_of(self.context),
                self.act(self._posted("__token__")[:40]),
                said,
                version=whole(self._posted("version"), 5) or 0,
                audit_head=self.system.proof.head(),
            )
        except KuiError as refused:
            return self._again(said, refused)
        return self.go(self.context, DONE_WHOLE if WHOLE in said.gone else DONE_PART, "samtykke")

    def _said(self) -> Said:
        gone = {one[:120] for one in self.request.POST.getall("del") if isinstance(one, str)}
        whole = {WHOLE} if self._posted("handling") == WHOLE else gone - {WHOLE}
        try:
            day = date.fromisoformat(self._posted("dag"))
        except ValueError:
            day = None
        return Said(frozenset(whole), self._posted("giver"), self._posted("kanal"), day, self._posted("ord"))

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[:LONGEST].replace("\r\n", "\n") if isinstance(found, str) else ""

    def _again(self, said: Said, refused: KuiError) -> Response:
        self.request.tm.doom()
        data = self._page(said) | {"problem": refused.text, "wrong": True}
        act = WHOLE if WHOLE in said.gone else "del"
        field = FIELDS.get(refused.code, "")
        data |= {"wrong_act": act, "wrong_field": "" if (act, field) == (WHOLE, "del") else field}
        return self.render(PAGE, data, status=refused.status)

    def _page(self, said: Said | None = None) -> dict[str, Any]:
        case, today, found = self.context, self.clock.today(), consent_of(self.context)
        given = ledger_of(case)
        state = given.status(today) if given else consents.NONE
        row = next((move for move in MOVES if move.act == case_states.WITHDRAW and case.state in move.source), None)
        mine = roles(case, self.identity, today)
        return self.page(
            f"Samtykke – {case.person.called}",
            case=case,
            trail=case_trail(self, case),
            given=given,
            state=consents.LABELS[state],
            state_words=consents.in_words(given.consent if given else None, today, given.birth) if given else "",
            holds=given is not None and given.holds_on(today),
            document=found[0] if found else None,
            shared=sharing(case),
            grants=[(grant, may_words(grant)) for grant in given.grants] if given else [],
            givers=[one.name for one in given.givers_on(today)] if given else [],
            notified=self._notified(found),
            versions=list(self._versions(today)),
            received=list(received(self, case)),
            can=bool(given and not given.withdrawn_at and row and may(row, mine)),
            who_says="" if row is None or may(row, mine) else row.who_says,
            boxes=_boxes(found[1].content(), said) if found else [],
            channels=CHANNELS,
            whole=WHOLE,
            written=said or Said(frozenset(), "", "", today),
            names=sorted({one.name for one in given.givers} | {case.person.full_name}) if given else [],
            token=new_id(),
            problem="",
            wrong_field="",
            wrong_act="",
        )

    def _notified(self, found: Any) -> str:
        """Say since when everybody knows of the last change; "" when there was none."""
        facts = found[0].facts_of(NOTIFIED, found[1].number) if found else []
        value = facts[-1]["data"].get("value") if facts else ""
        return danish.near_date(date.fromisoformat(value), self.clock.today()) if value else ""

    def _versions(self, today: date) -> Iterator[VersionLine]:
        for past in history(self.context):
            number = past.version.number
            yield VersionLine(
                number,
                self.request.resource_path(past.document, "versioner", str(number)),
                f"{danish.long_date(past.ledger.valid_from)} – {danish.long_date(past.ledger.valid_until)}",
                self._standing(past, today),
                self._note(past, today),
            )

    def _standing(self, past: Past, today: date) -> str:
        if past.ledger.withdrawn_at:
            return f"Trukket tilbage {danish.near_date(past.ledger.withdrawn_at, today)}"
        return consents.LABELS[past.ledger.status(today)] if past.in_force else "Erstattet"

    def _note(self, past: Past, today: date) -> str:
        """Say who withdrew what, and how it was said."""
        number = past.version.number
        for kind in (PARTLY, "withdrawn_at"):
            for fact in past.document.facts_of(kind, number):
                data, by = fact["data"], told(fact["by"], fact["at"], today)
                how = CHANNELS.get(data.get("channel", ""), "").lower()
                who = " ".join(filter(None, (data.get("giver", ""), how)))
                return f"{f'{past.version.note} ' if kind == PARTLY else ''}{f'Sagt af {who}. ' if who else ''}{by}"
        return past.version.note


def _boxes(content: dict, said: Said | None) -> list[tuple[str, list[Box]]]:
    """Sort what can be withdrawn under headings."""
    found: dict[str, list[Box]] = {heading: [] for heading in GROUPS.values()}
    for part in parts(content):
        heading = next(words for kind, words in GROUPS.items() if part.id.startswith(kind))
        found[heading].append(Box(part.id, part.label, bool(said and part.id in said.gone)))
    return [(heading, boxes) for heading, boxes in found.items() if boxes]
