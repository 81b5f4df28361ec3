"""``/sager/<case_no>/frister``: the plan is not followed, birthdays: what to do by when (DOMAIN 6.2, 6.4)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, timers
from ..domain.ages import BIRTHDAYS
from ..domain.deadlines import AGE, KINDS
from ..domain.errors import KuiError
from ..domain.guards import from_state
from ..domain.timers import ACTIVITY, CONTACT, MOVES, STOPPED, WHO
from ..domain.whole_numbers import whole
from ..resources.base import new_id
from ..resources.case import Case
from ..security.permissions import Permission
from ..usecases import timekeeping
from ..usecases.deadlines import AGE_HANDLED, birthdays, handled_ages
from ..usecases.meeting_reading import roles
from .dues import Due, due
from .layout import BaseView
from .meeting_acts import doable, mending
from .people import case_trail
from .presenting import Step, told

PAGE = "kuidocs:templates/pages/frister.pt"
DONE = "foedselsdag"
LONGEST = 2000
SAID = {
    STOPPED: "Det er skrevet. Fristerne står her og på Min dag.",
    CONTACT: "Kontakten er skrevet.",
    ACTIVITY: "Den nye aktivitet er skrevet. Ret også planen, hvis den er ændret.",
}
NOTHING_MORE = "Siden var allerede sendt. Der er ikke gjort mere."
"""Said when the token of a page that was sent comes again with an act that there is not."""
ASKS = {
    STOPPED: ("Hvornår holdt den unge op med at følge planen?", "Hvad er der sket?"),
    CONTACT: ("Hvornår var I i kontakt?", "Hvordan, og hvad talte I om? Skriv kun det nødvendige."),
    ACTIVITY: ("Hvornår begyndte det nye?", "Hvad er det nye?"),
}
HISTORY = {
    STOPPED: ("Planen blev ikke fulgt", "warning"),
    CONTACT: ("Kontakt taget", "check"),
    ACTIVITY: ("Ny aktivitet", "check"),
    timekeeping.AGE_REACHED: ("Fyldte {} år", "account"),
    AGE_HANDLED: ("Det, der følger af {} år, er gjort", "check"),
}


@view_defaults(context=Case, name="frister", permission=Permission.Case.VIEW)
class TimersView(BaseView):
    """The deadlines that a case sets itself."""

    context: Case

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show them."""
        self.note_read("case.viewed", {"part": "timers"})
        return self._page()

    @view_config(request_method="POST", renderer=PAGE)
    def tell(self) -> Any:
        """Take what somebody says."""
        name = self._posted("handling")
        try:
            said = self._age_done() if name == DONE else self._told(name)
        except KuiError as refused:
            return self._again(name, refused)
        return self.go(self.context, said, "frister")

    def _told(self, name: str) -> str:
        act = self.act(self._posted("__token__")[:60])
        day, note = _day(self._posted("date")), self._posted("note")
        timekeeping.tell(self.context, act, name, day=day, note=note)
        return SAID.get(name, NOTHING_MORE)

    def _age_done(self) -> str:
        act = self.act(self._posted("__token__")[:60])
        timekeeping.age_done(self.context, act, whole(self._posted("alder"), 3) or 0)
        return "Det er skrevet, at det er gjort."

    def _posted(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))[:LONGEST].replace("\r\n", "\n")

    def _again(self, name: str, refused: KuiError) -> Response:
        self.request.tm.doom()
        field = refused.code if refused.code in ("date", "note") else ""
        data = self._page() | {"problem": refused.text, "wrong": True, "wrong_act": name, "wrong_field": field}
        data |= {"typed": {"date": self._posted("date"), "note": self._posted("note")}}
        return self.render(PAGE, data, status=refused.status)

    def _page(self) -> dict[str, Any]:
        case, today = self.context, self.clock.today()
        mine, stop = roles(case, self.identity, today), timers.running(case.facts)
        moves = from_state(MOVES, timers.state(stop))
        # The date and the note are asked for by the form itself, so they are no reason to hide it.
        facts = timekeeping.timer_facts(case, today, day=max(today, stop.since) if stop else today, note="-")
        return self.page(
            "Frister i forløbet",
            case=case,
            trail=case_trail(self, case),
            stop=stop,
            stops=list(running_lines(stop, today)),
            acts=doable(moves, facts, mine, lambda what: mending(self, case, what)),
            asks=ASKS,
            today=today.isoformat(),
            ages=list(age_lines(case, today)),
            later=[(age, danish.long_date(day)) for age, day in birthdays(case).items() if _is_far(case, age, today)],
            may=bool(mine & WHO),
            token=new_id(),
            steps=[_step(fact, today) for fact in case.facts if fact["kind"] in HISTORY],
            problem="",
            wrong_act="",
            wrong_field="",
            typed={},
        )


def running_lines(stop: timers.Stop | None, today: date) -> Iterator[tuple[str, Due | None, str]]:
    """Say what is to be done when the plan is not followed: what, by when, and what was done."""
    if stop is not None:
        since = f"Kontakt taget {danish.near_date(stop.contacted, today)}" if stop.contacted else ""
        yield "Tag kontakt inden fem arbejdsdage", None if stop.contacted else due(stop.contact_by, today), since
        yield "Find en ny aktivitet inden 30 dage", due(stop.activity_by, today), ""


def age_lines(case: Case, today: date) -> Iterator[dict[str, Any]]:
    """Go through the birthdays that are near or past, and for which nobody has said that all is done."""
    for age, day in birthdays(case).items():
        if age not in handled_ages(case) and not _is_far(case, age, today):
            verb = "fylder" if day > today else "er fyldt"
            words = f"{case.person.called} {verb} {age} år {danish.near_date(day, today)}"
            yield {"age": age, "words": words, "changes": BIRTHDAYS[age].changes, "to_do": BIRTHDAYS[age].to_do}


def case_timers(case: Case, today: date) -> list[tuple[str, Due | None, str]]:
    """List what runs now, as the case page shows it."""
    ages = [(one["words"], None, one["to_do"]) for one in age_lines(case, today)]
    return [*running_lines(timers.running(case.facts), today), *ages]


def _is_far(case: Case, age: int, today: date) -> bool:
    return birthdays(case)[age] - today > timedelta(days=KINDS[AGE].shown)


def _step(fact: Mapping, today: date) -> Step:
    label, icon = HISTORY[fact["kind"]]
    data = fact["data"]
    on = data.get("date") or data.get("birthday")
    words = f"{label.format(data.get('age', ''))}, {danish.near_date(date.fromisoformat(on), today)}"
    return Step(words, told(fact["by"], fact["at"], today), icon, data.get("note", ""))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
