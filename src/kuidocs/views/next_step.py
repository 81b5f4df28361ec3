"""The one next step of a case, from what is there and what is missing, and what else the rules allow."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from ..domain import case_states, consents, danish, plans, workflow
from ..domain.carrying import next_day, next_type
from ..domain.documents import KINDS
from ..domain.guards import choose, from_state, may
from ..domain.identity import Identity
from ..domain.meeting_states import CLOSE, CONVENE, CONVENED, HOLD, MOVES, PLANNED
from ..domain.meetings import MEETING_TYPES
from ..domain.next_fora import KEEPERS, offers
from ..domain.replies import REGISTRARS, without_the_young_person
from ..resources.case import Case
from ..resources.document import Document
from ..resources.meeting import Meeting
from ..security.paper_rules import HOLDERS
from ..security.questions import Question, keeps_the_case, relations
from ..security.reading import Sight
from ..services.index.api import FINISHED_CASES
from ..usecases import cards, followups, joining
from ..usecases.case_reading import approved_minutes, consent, in_force, lamp, unwritten
from ..usecases.cases import case_facts
from ..usecases.deadlines import waiting_for
from ..usecases.mailings import mailings
from ..usecases.meeting_reading import (
    COORDINATION,
    consent_lost,
    could_decide,
    deciding_meetings,
    finished_notice,
    fora_facts,
    meeting_facts,
    roles,
)
from ..usecases.replies import young_person_cannot
from ..usecases.task_acts import coordinators
from .meeting_acts import hindering
from .people import by_name
from .presenting import document_title, meeting_title

PLAN, CONSENT, NOTICE = "kui.education_plan", "kui.consent", "kui.notice"
NEW, ASK = "nyt-dokument", "bed-om-opfoelgning"
NOUNS = {"Dagsorden": "dagsordenen", "Indkaldelse": "indkaldelsen", "Referat": "referatet"}
WHY = {
    "Indkaldelse": "Deltagerne får at vide, hvornår og hvorfor I mødes.",
    "Dagsorden": "Den begynder med de faste punkter, som du kan rette til.",
    "Referat": "Mødet er holdt, og det, I aftalte, skal skrives ned.",
}
UNDECIDED = "På det sidste møde var der ingen, der kunne beslutte. Aftal en ny tid med den unge og familien."
SHORT = 120
"""How much of a request is shown; it can be read whole where it is answered."""
ACTS = {
    CONVENE: ("Indkald til {}", "Indkaldelse og dagsorden er færdige."),
    HOLD: ("Skriv, hvem der kom til {}", "Så er mødet holdt, og referatet kan skrives."),
    CLOSE: ("Afslut {}", "Referatet er godkendt, og beslutningerne står i planen."),
}
"""What is done with a meeting when nothing is in the way: the heading, and why."""


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: heading, reason, the button, and where it leads."""

    heading: str
    why: str
    verb: str
    where: tuple[str, ...] = ()
    """Words behind the document's or the case's address."""
    document: Document | None = None
    query: tuple[tuple[str, str], ...] = ()
    beside: Document | None = None
    """A paper that belongs to it and is there already."""
    beside_label: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """Something else that can be done in a case."""

    label: str
    document: Document | None = None
    query: tuple[tuple[str, str], ...] = ()
    where: tuple[str, ...] = (NEW,)
    """Words behind the case's address, when it leads to no document."""


def next_step(case: Case, identity: Identity, today: date) -> Step | None:
    """Return the first step that is there to be done, None when everything waits for a day or for others."""
    if case.state in FINISHED_CASES:
        return None
    for steps in TABLE:
        for step in steps(case, identity, today):
            return step
    return None


def others(case: Case, identity: Identity, today: date) -> list[Other]:
    """List what the rules allow beside the next step."""
    if case.state in FINISHED_CASES:
        return []
    given = in_force(case, CONSENT)
    found = [
        *_of_the_plan(case, keeps_the_case(Question(identity, case, today))),
        Other("Indkald til et møde", query=_form(NOTICE)),
        Other("Skriv notat om kontakt", query=_form("kui.contact_note")),
        Other("Bed om et opfølgningsmøde", where=(ASK,)),
        Other("Lav et kontaktkort", query=_form("kui.contact_card")),
    ]
    if given:
        found.append(Other("Se eller forny samtykket", given.document))
    return [*found, Other("Skriv noget andet")]


def _of_the_plan(case: Case, writes: bool) -> Iterator[Other]:
    plan = in_force(case, PLAN)
    if plan is not None:
        yield Other("Ret uddannelsesplanen" if writes else "Se uddannelsesplanen", plan.document)
    elif writes:
        yield Other("Skriv uddannelsesplanen", query=_form(PLAN))


def _form(form_key: str) -> tuple[tuple[str, str], ...]:
    return (("form", form_key),)


def _to_review(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    for document in case.dokumenter.in_order():
        if identity.user_id in waiting_for(document):
            title = document_title(document, document.number)
            author = document.latest.author["name"] if document.latest else ""
            yield Step(f"Gennemse: {title}", f"{author} har sendt det til dig.", "Gennemse", ("gennemse",), document)


def _own_draft(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    for document in case.dokumenter.in_order():
        if document.draft and document.draft["by"]["user_id"] == identity.user_id:
            title = document_title(document, document.number)
            yield Step(f"Skriv videre: {title}", _left(document), "Skriv videre", ("udkast",), document)


def _left(document: Document) -> str:
    """Say how a draft was left: as it was, or sent back with a note."""
    back = document.facts_of("returned", document.number)
    if not back:
        return "Udkastet er gemt, som du forlod det."
    return f"{back[-1]['by']['name']} har sendt det tilbage: »{back[-1]['data']['note']}«"


def _requests(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    """What waits for an answer of who keeps the case: to be let in, or a follow-up meeting (D24, R50)."""
    if identity.user_id not in joining.keepers(case):
        return
    for one in joining.waiting(case):
        why = "Sig ja eller nej, så vedkommende ved, hvordan du ser på det."
        yield Step(f"{by_name(one['by'])} vil gerne være med i forløbet", why, "Se anmodningen", ("personer",))
    for asked in followups.waiting(case):
        why = f"Svar senest {danish.near_date(asked.due, today)}: »{_short(asked.reason)}«"
        yield Step(f"{asked.who} beder om et opfølgningsmøde", why, "Svar", ("svar",), asked.document)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[:SHORT].rsplit(' ', 1)[0]} …"


def _consent(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    given, birth = consent(case), date.fromisoformat(case.person.birth_date)
    state = consents.status(given, today, birth)
    if state in (consents.ACTIVE, consents.EXPIRING):
        return
    own = [d for d in case.dokumenter.of_form(CONSENT) if d.state != workflow.ANNULLED]
    if given is None:
        why = f"Der er intet samtykke. I kan ikke indkalde eller dele, før {case.person.called} har sagt ja."
    else:
        why = consents.in_words(given, today, birth)
    if not relations(Question(identity, case, today)) & HOLDERS:
        yield Step("Samtykket mangler", f"{why} Tal med plankoordinatoren.", "Se samtykket", ("samtykke",))
    elif own and given is None:
        yield Step("Gør samtykket færdigt", why, "Åbn samtykket", (), own[-1])
    elif own:
        yield Step("Forny samtykket", why, "Åbn samtykket", (), own[-1])
    else:
        yield Step("Begynd med samtykket", why, "Skriv samtykket", (NEW,), query=_form(CONSENT))


def _papers(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    """The papers that the nearest meetings still need, in the order of the meeting's life."""
    for meeting in case.moeder.in_order():
        kind = MEETING_TYPES[meeting.meeting_type]
        wanted = {"planned": (NOTICE, kind.agenda), "convened": (kind.agenda,), "held": (kind.minutes,)}
        there = {d.form_key: d for d in case.dokumenter.in_order() if _belongs(d, meeting)}
        for key in wanted.get(meeting.state, ()):
            if key not in there:
                yield _paper(case, meeting, key, there.get(NOTICE))


def _acts(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    """The acts on meetings that nothing is in the way of any longer."""
    for meeting in case.moeder.in_order():
        moves = [move for move in from_state(MOVES, meeting.state, meeting.meeting_type) if move.act in ACTS]
        mine = roles(case, identity, today, meeting) if moves else frozenset()
        for move in moves:
            if may(move, mine) and not hindering(move, meeting_facts(case, meeting, today)):
                heading, why = ACTS[move.act]
                decides = MEETING_TYPES[meeting.meeting_type].decides and could_decide(case, meeting)
                if move.act == CLOSE and not decides:
                    why = "Referatet er godkendt, og aftalerne er blevet til opgaver."
                where = ("moeder", str(meeting.number))
                yield Step(heading.format(_named(case, meeting)), why, "Åbn mødet", where)


def _unsent(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    """The notices of meetings that were convened here, and of which nobody has heard by mail."""
    for meeting in case.moeder.in_order():
        notice = finished_notice(case, meeting)
        convened = meeting.state == CONVENED and any(fact["kind"] == CONVENED for fact in meeting.facts)
        if notice is None or not convened or mailings(case, meeting):
            continue
        if may(choose(MOVES, CONVENE, PLANNED, meeting.meeting_type), roles(case, identity, today, meeting)):
            heading, why = f"Send indkaldelsen til {_named(case, meeting)}", "Der er indkaldt, men ingen har fået mail."
            yield Step(heading, why, "Send indkaldelsen", ("indkaldelse",), notice.document)


def _another_time(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    """The meetings with the young person to which he or she cannot come (D46)."""
    for meeting in case.moeder.in_order():
        mine = roles(case, identity, today, meeting) if young_person_cannot(case, meeting) else frozenset()
        if not mine.isdisjoint(REGISTRARS):
            why, where = without_the_young_person(case.person.called), ("moeder", str(meeting.number))
            yield Step(f"Find en ny tid til {_named(case, meeting)}", why, "Åbn mødet", where)


def _phase(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    """A case that is paused, or whose coordination is done."""
    if case.state == case_states.PAUSED:
        yield Step("Forløbet er sat på pause", "Genoptag det, når det skal i gang igen.", "Se fasen", ("fase",))
    for move in from_state(case_states.MOVES, case.state):
        mine = move.act == case_states.FOLLOW_UP and may(move, roles(case, identity, today))
        if mine and not hindering(move, case_facts(case, today)):
            why = "Koordinationsmødets beslutninger står i en plan, der gælder."
            yield Step(move.label, why, "Se fasen", ("fase",))


def _belongs(document: Document, meeting: Meeting) -> bool:
    return document.meeting_number == meeting.number and document.state != workflow.ANNULLED


def _paper(case: Case, meeting: Meeting, form_key: str, notice: Document | None) -> Step:
    label = KINDS[form_key].label
    verb = f"Skriv {NOUNS[label]}"
    day = f" den {danish.short_date(date.fromisoformat(meeting.date))}" if meeting.date else ""
    heading = f"{verb} {'fra' if label == 'Referat' else 'til'} {_named(case, meeting)}{day}"
    query = (("form", form_key), ("moede", str(meeting.number)))
    return Step(heading, WHY[label], verb, (NEW,), None, query, notice, "Se indkaldelsen")


def _named(case: Case, meeting: Meeting) -> str:
    """Name a meeting inside a sentence: »mødet med Malthe«."""
    called, short = case.person.called, MEETING_TYPES[meeting.meeting_type].short
    if short.endswith("den unge"):
        return f"mødet {short.removesuffix('den unge').lower()}{called}"
    title = meeting_title(case, meeting)
    return f"{title[0].lower()}{title[1:]}"


def _plan(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    found, plan = lamp(case, today, Sight(identity, case, today).row), in_force(case, PLAN)
    waiting = next((one.document for one in approved_minutes(case) if any(unwritten(one))), None)
    if waiting is not None and identity.user_id in coordinators(case):
        why = "Mødet kan først afsluttes, når alle beslutninger står i uddannelsesplanen."
        yield Step("Skriv beslutningerne i uddannelsesplanen", why, "Skriv i planen", ("beslutninger",), waiting)
    if not keeps_the_case(Question(identity, case, today)):
        return
    coordinated = any(meeting.meeting_type == COORDINATION for meeting in deciding_meetings(case))
    if plan is not None and found.state == plans.BEHIND:
        yield Step("Ret uddannelsesplanen", found.reason, "Åbn planen", (), plan.document)
    elif plan is None and coordinated and not case.dokumenter.of_form(PLAN):
        why = "Koordinationsmødet er holdt, og beslutningerne skal stå i planen."
        yield Step("Skriv uddannelsesplanen", why, "Skriv uddannelsesplanen", (NEW,), query=_form(PLAN))


def _card(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    """The card that tells the family whom to call (R37); approved coordination minutes offer it too."""
    called = case.person.called
    due = cards.due(case)
    if due is not None and not _nobody_decided(case, due.document):
        why = "Koordinationsmødet er holdt. Kortet fortæller den unge og familien, hvem de kan ringe til."
        yield Step(f"Lav et kontaktkort til {called}", why, "Lav kontaktkortet", (NEW,), query=_form(cards.CARD))
    if card := cards.waiting(case):
        why = "Kortet er færdigt. Skriv, hvornår den unge eller familien fik det."
        yield Step(f"Giv {called} kontaktkortet", why, "Åbn kontaktkortet", (), card)


def _first_meeting(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    if not case.moeder.in_order():
        why = f"Samtykket er givet. Nu kan I mødes om, hvad {case.person.called} har brug for."
        yield Step("Indkald til det første møde", why, "Skriv indkaldelsen", (NEW,), query=_form(NOTICE))


def _next_meeting(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    """The meeting that the last minutes say comes next, for who may plan it, when nobody has."""
    minutes = approved_minutes(case)
    if not minutes or any(meeting.state in (PLANNED, CONVENED) for meeting in case.moeder.in_order()):
        return
    undecided = _nobody_decided(case, minutes[-1].document)
    wanted = COORDINATION if undecided else next_type(minutes[-1].content)
    mine = roles(case, identity, today)
    for offer in offers(fora_facts(case), mine):
        if offer.forum.meeting_type == wanted and not offer.why_not:
            day = "" if undecided else next_day(minutes[-1].content, wanted, today)
            when = f" {danish.near_date(date.fromisoformat(day), today)}" if day else ""
            why = UNDECIDED if undecided else f"Det sidste referat siger, at I mødes igen{when}."
            query = (*_form(NOTICE), ("moede", f"ny:{wanted}"))
            yield Step(f"Indkald til {_kind_named(case, wanted)}", why, "Skriv indkaldelsen", (NEW,), query=query)


def _nobody_decided(case: Case, minutes: Document) -> bool:
    """Tell whether minutes are of a coordination meeting to which nobody came who may decide (D46)."""
    if minutes.form_key != MEETING_TYPES[COORDINATION].minutes:
        return False
    return all(meeting.number != minutes.meeting_number for meeting in deciding_meetings(case))


def _kind_named(case: Case, meeting_type: str) -> str:
    """Name a kind of meeting inside a sentence: »mødet med Malthe«, »koordinationsmødet«."""
    kind = MEETING_TYPES[meeting_type]
    if kind.short.endswith("den unge"):
        return f"mødet {kind.short.removesuffix('den unge').lower()}{case.person.called}"
    return "koordinationsmødet" if kind.with_young else "det næste afklarende møde"


def _lost(case: Case, identity: Identity, today: date) -> Iterator[Step]:
    """A meeting that is convened and that the consent covers no more, for who convenes it."""
    for meeting in case.moeder.in_order():
        why = consent_lost(case, meeting, today)
        if why and roles(case, identity, today, meeting) & {*KEEPERS, "meeting_convener"}:
            yield Step(f"Se på {_named(case, meeting)} igen", why, "Åbn mødet", ("moeder", str(meeting.number)))


TABLE: tuple[Callable[[Case, Identity, date], Iterator[Step]], ...] = (
    _to_review,
    _lost,
    _requests,
    _own_draft,
    _consent,
    _phase,
    _another_time,
    _papers,
    _unsent,
    _acts,
    _plan,
    _card,
    _next_meeting,
    _first_meeting,
)
