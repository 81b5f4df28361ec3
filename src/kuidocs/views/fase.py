"""``/sager/<case_no>/fase``: where a case is, who looks after it, and what moves it on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import case_states, danish
from ..domain.case_states import (
    ARCHIVE,
    BASES,
    CLOSE,
    FATES,
    FOLLOW_UP,
    MOVES,
    PAUSE,
    REOPEN,
    RESUME,
    TRANSFER,
    WITHDRAW,
)
from ..domain.errors import KuiError
from ..domain.filing import KLE_HINT
from ..domain.guards import from_state, may
from ..domain.meetings import CASE_STATES
from ..domain.next_fora import KEEPERS, PROFESSIONALS
from ..resources.base import new_id
from ..resources.case import Case
from ..security.permissions import Permission
from ..usecases import cases, filing
from ..usecases.cases import APPOINTED, phase_of
from ..usecases.meeting_reading import roles
from ..usecases.people import user_id
from .layout import BaseView
from .meeting_acts import doable, mending
from .people import case_trail, sees
from .presenting import Step, told

PAGE = "kuidocs:templates/pages/fase.pt"
APPOINT, SUBJECT = "vaelg", "emne"
LONGEST = 2000
SAID = {
    FOLLOW_UP: "Forløbet er nu i opfølgning.",
    REOPEN: "Afklaringen er åbnet igen. Nu kan et afklarende møde planlægges.",
    PAUSE: "Forløbet er sat på pause.",
    RESUME: "Forløbet er genoptaget.",
    CLOSE: "Forløbet er afsluttet.",
    TRANSFER: "Forløbet er overdraget.",
    ARCHIVE: "Forløbet er arkiveret.",
    WITHDRAW: "Samtykket er trukket tilbage, og forløbet er sat på pause. Der deles ikke mere. Giv de andre besked.",
}
NOTHING_MORE = "Siden var allerede sendt. Der er ikke gjort mere."
"""Said when the token of a page that was sent comes again with an act that there is not."""
FIELDS = {
    FOLLOW_UP: (),
    RESUME: (),
    REOPEN: (("reason", "Hvad er nyt i situationen?"),),
    PAUSE: (("reason", "Hvorfor sættes forløbet på pause?"), ("review_on", "Hvornår ser I på det igen?")),
    WITHDRAW: (
        ("withdrawn_on", "Hvilken dag blev det trukket tilbage?"),
        ("words", "Hvad blev der sagt? Ingen behøver at begrunde det."),
    ),
    CLOSE: (
        ("reason", "Hvad talte I om i den afsluttende samtale?"),
        ("young_told", "Hvem har fortalt den unge, at forløbet slutter, og hvornår?"),
        ("tasks_note", "Hvad sker der med de opgaver, der stadig er åbne?"),
    ),
    TRANSFER: (
        ("reason", "Hvilken kommune overdrages forløbet til, og hvorfor?"),
        ("basis", "Sendes der oplysninger med?"),
    ),
    ARCHIVE: (
        ("kle", "Emne fra KLE"),
        ("fate", "Skal forløbet bevares eller kasseres?"),
        ("dispose_on", "Hvis det kasseres: tidligst hvornår?"),
    ),
}
"""What each act asks for: the name of the field and its question."""
TEXTS = ("reason", "tasks_note", "young_told", "basis", "kle", "fate")
DAYS = ("review_on", "dispose_on", "withdrawn_on")
STEPS = {
    "clarifying": ("Afklaring", "check"),
    "coordinating": ("Koordination", "check"),
    "following_up": ("Opfølgning", "check"),
    "reopened": ("Afklaring åbnet igen", "refresh"),
    "paused": ("Sat på pause", "minus"),
    "resumed": ("Genoptaget", "refresh"),
    "closed": ("Afsluttet", "lock"),
    "transferred": ("Overdraget", "lock"),
    "archived": ("Arkiveret", "lock"),
}
NOTES = ("reason", "young_told", "tasks_note")


@view_defaults(context=Case, name="fase", permission=Permission.Case.STEER)
class PhaseView(BaseView):
    """The page of a case's phase."""

    context: Case

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show the phase."""
        self.note_read("case.phase_viewed", {})
        return self._page()

    @view_config(request_method="POST", renderer=PAGE)
    def act_on(self) -> Any:
        """Do one act of the table of cases, or name somebody."""
        name = self._posted("handling")
        try:
            said = self._appoint() if name == APPOINT else self._file() if name == SUBJECT else self._move(name)
        except KuiError as refused:
            return self._again(name, refused)
        return self.go(self.context, said, "fase")

    def _move(self, name: str) -> str:
        texts = {field: self._posted(field) for field in TEXTS}
        act = self.act(self._posted("__token__"))
        review_on, dispose_on, on = (_day(self._posted(field)) for field in DAYS)
        if name == WITHDRAW:
            cases.withdraw_consent(self.context, act, on=on, words=self._posted("words"))
        else:
            cases.move(self.context, act, name, review_on=review_on, dispose_on=dispose_on, **texts)
        return SAID.get(name, NOTHING_MORE)

    def _appoint(self) -> str:
        relation = self._posted("relation")
        cases.appoint(self.context, self.act(self._posted("__token__")), relation, self._posted("person"))
        return f"{APPOINTED[relation]} er valgt." if relation in APPOINTED else NOTHING_MORE

    def _file(self) -> str:
        filing.set_kle(self.context, self.act(self._posted("__token__")), self._posted("kle"))
        return f"Emnet er gemt. Det, der er færdigt, bliver journaliseret under {self.context.kle}."

    def _posted(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))[:LONGEST]

    def _again(self, name: str, refused: KuiError) -> Response:
        self.request.tm.doom()
        known = {"kle"} if name == SUBJECT else {field for field, _ in FIELDS.get(name, ())}
        data = self._page() | {"problem": refused.text, "wrong": True, "wrong_act": name}
        data |= {"wrong_field": refused.code if refused.code in known else ""}
        data |= {"typed": {field: self._posted(field) for field in (*TEXTS, *DAYS, "words")}}
        return self.render(PAGE, data, status=refused.status)

    def _page(self) -> dict[str, Any]:
        case, today = self.context, self.clock.today()
        mine = roles(case, self.identity, today)
        moves = [move for move in from_state(MOVES, case.state) if move.act != ARCHIVE or may(move, mine)]
        return self.page(
            "Forløbets fase",
            case=case,
            may_pack=bool(self.request.has_permission(Permission.Case.PACKAGE, self.context)),
            may_see_access=bool(self.request.has_permission(Permission.Access.SEE, self.context)),
            trail=case_trail(self, case),
            state=CASE_STATES[case.state],
            inside=CASE_STATES[phase_of(case)] if case.state == case_states.PAUSED else "",
            pause=self._pause(today),
            acts=doable(moves, cases.case_facts(case, today), mine, lambda what: mending(self, case, what)),
            fields=FIELDS,
            choices={"basis": BASES, "fate": FATES},
            days=DAYS,
            named=self._named(),
            names=bool(mine & {*KEEPERS, "leader"}) or (bool(mine & PROFESSIONALS) and not cases.is_coordinated(case)),
            staff=[(person.user_id, person.name) for person in self._staff()],
            token=new_id(),
            files=case.state != case_states.ARCHIVED
            and bool(self.request.has_permission(Permission.Journal.FILE, case)),
            hint=KLE_HINT,
            steps=[self._step(fact, today) for fact in case.facts if fact["kind"] in (*STEPS, "appointed", "kle_set")],
            kept=self._kept(today),
            problem="",
            wrong_field="",
            wrong_act="",
            typed={},
            kle=case.kle,
        )

    def _pause(self, today: date) -> str:
        """Say why the case is paused and when it is looked at again."""
        pauses = [fact["data"] for fact in self.context.facts if fact["kind"] == "paused"]
        if self.context.state != case_states.PAUSED or not pauses:
            return ""
        day = _day(pauses[-1].get("review_on", ""))
        again = f" I ser på det igen {danish.near_date(day, today)}." if day else ""
        return f"»{pauses[-1]['reason']}«{again}"

    def _kept(self, today: date) -> list[tuple[str, str]]:
        """Say under which subject an archived case lies, and what becomes of it."""
        fate, _, day = self.context.preservation.partition(" ")
        if not fate:
            return []
        when = f" tidligst {danish.near_date(date.fromisoformat(day), today)}" if day else ""
        return [("KLE", self.context.kle), ("Forløbet", f"{FATES[fate]}{when}")]

    def _named(self) -> list[dict[str, str]]:
        return [
            {
                "relation": relation,
                "label": label,
                "name": getattr(self.context, relation).get("text", ""),
                "user_id": user_id(self.context, getattr(self.context, relation)),
            }
            for relation, label in APPOINTED.items()
        ]

    def _staff(self) -> list:
        active = [person for person in self.root.medarbejdere.values() if person.active]
        return sorted(active, key=lambda person: person.name)

    def _step(self, fact: Mapping, today: date) -> Step:
        data = fact["data"]
        if fact["kind"] == "appointed":
            before = data["before"].get("text", "")
            note = f"Før: {before}" if before else ""
            return Step(f"{APPOINTED[data['relation']]} valgt", told(fact["by"], fact["at"], today), "account", note)
        if fact["kind"] == "kle_set":
            note = f"Før: {data['before']}" if data["before"] else ""
            return Step(f"Emne fra KLE: {data['kle']}", told(fact["by"], fact["at"], today), "lock", note)
        label, icon = STEPS[fact["kind"]]
        # A records clerk sees where the case stands, not what was said of the young person.
        words = sees(self, self.context) or self.identity.user_id == fact["by"]["user_id"]
        note = " ".join(data[name] for name in NOTES if data.get(name)) if words else ""
        return Step(label, told(fact["by"], fact["at"], today), icon, note)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
