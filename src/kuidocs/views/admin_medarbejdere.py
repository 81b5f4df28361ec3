"""``/admin/medarbejdere``: everybody who works here, and a page for each: roles, leaving, and the way in."""

from collections.abc import Callable
from datetime import date
from itertools import islice
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.errors import KuiError, Refused
from ..domain.roles import ROLES
from ..domain.staffing import FIELDS, GRAVE, Profile, Standing
from ..resources.drift import StaffCare, StaffRecord
from ..resources.staff import Staff
from ..security import sessions
from ..security.login import unlock
from ..security.permissions import Permission
from ..security.rules import ADMINISTRATOR, LEADER
from ..services.clock import COPENHAGEN
from ..usecases import leaving, staffing
from ..usecases.keeping_log import of_person
from .care import CareView, standing_words

LIST, PERSON = "kuidocs:templates/pages/admin_medarbejdere.pt", "kuidocs:templates/pages/admin_medarbejder.pt"
ACTIVE, LEFT, ALL = "aktive", "stoppede", "alle"
NEWEST = 20


@view_defaults(context=StaffCare, permission=Permission.Admin.STAFF)
class StaffCareView(CareView):
    """The list, and the form for one more."""

    context: StaffCare
    here = "medarbejdere"

    @view_config(request_method="GET", renderer=LIST)
    def show(self) -> dict[str, Any]:
        """List those whom the filter asks for."""
        return self._page()

    @view_config(request_method="POST", renderer=LIST)
    def add(self) -> Any:
        """Add a member of staff."""
        roles = {str(role)[:40] for role in self.request.POST.getall("roller")}
        try:
            user_id = self.posted("user_id").strip()[:60]
            person, done = staffing.add(self.root, self.asked(), user_id, self._profile(), roles)
        except KuiError as refused:
            return self.again(LIST, self._page() | {"chosen": roles}, refused, "opret")
        waits = " Rollerne venter på, at en anden systemadministrator siger ja." if done == staffing.WAITS else ""
        said = f"{person.name} er oprettet.{waits} Giv en første adgangskode, når {person.name} skal i gang."
        return self.go(StaffRecord(self.context, person), said)

    def _profile(self) -> Profile:
        return profile_of(self.posted)

    def _page(self) -> dict[str, Any]:
        told = {name: str(self.request.GET.get(name, ""))[:100].strip() for name in ("q", "afdeling", "vis")}
        people = sorted(self.root.medarbejdere.values(), key=lambda one: danish_order(one.name))
        found = [person for person in people if self._fits(person, told)]
        return self.care_page(
            "Medarbejdere",
            rows=[(person, StaffRecord(self.context, person), self._words(person)) for person in found],
            told=told | {"vis": told["vis"] or ACTIVE},
            shown=((ACTIVE, "Aktive"), (LEFT, "Stoppede"), (ALL, "Alle")),
            departments=sorted({*self.root.organisation.departments, *(one.department for one in people)} - {""}),
            open_departments=self.root.organisation.departments,
            fields=FIELDS,
            roles=ROLES,
            chosen=set(),
        )

    def _fits(self, person: Staff, told: dict[str, str]) -> bool:
        here, shown = person.works_on(self.clock.today()), told["vis"] or ACTIVE
        wanted = told["q"].casefold()
        named = wanted in person.name.casefold() or wanted in person.user_id.casefold()
        return named and told["afdeling"] in ("", person.department) and (shown == ALL or here == (shown != LEFT))

    def _words(self, person: Staff) -> str:
        if not person.works_on(self.clock.today()):
            return "Er stoppet"
        waits = "Roller venter på et ja" if person.roles_asked else ""
        leaves = (
            f"Sidste arbejdsdag {danish.long_date(date.fromisoformat(person.leaves_on))}" if person.leaves_on else ""
        )
        return waits or leaves or ("" if person.password_hash else "Har ingen adgangskode")


@view_defaults(context=StaffRecord, permission=Permission.Admin.STAFF)
class StaffRecordView(CareView):
    """One member of staff."""

    context: StaffRecord
    here = "medarbejdere"

    @property
    def person(self) -> Staff:
        """The member of staff."""
        return self.context.person

    @view_config(request_method="GET", renderer=PERSON)
    def show(self) -> dict[str, Any]:
        """Show what is written, and what can be done."""
        return self._page()

    @view_config(request_method="POST", renderer=PERSON)
    def post(self) -> Any:
        """Do one thing."""
        name = self.posted("handling")
        try:
            if name not in ACTS:
                raise Refused("handling", "Vælg, hvad der skal ændres.")
            done = ACTS[name](self)
        except KuiError as refused:
            chosen = {str(role) for role in self.request.POST.getall("roller")}
            more = {"chosen": chosen, "chosen_active": "aktiv" in self.request.POST} if name == "roller" else {}
            return self.again(PERSON, self._page() | more, refused, name)
        return done if isinstance(done, Response) else self.go(self.context, done)

    def _change(self) -> str:
        staffing.change(self.person, self.asked(), profile_of(self.posted), self.posted("base"))
        return f"Oplysningerne om {self.person.name} er gemt."

    def _stand(self) -> str:
        roles = frozenset(str(role)[:40] for role in self.request.POST.getall("roller"))
        wanted = Standing(roles, "aktiv" in self.request.POST)
        done = staffing.stand(self.person, self.asked(), wanted, self.posted("begrundelse"), self.posted("base"))
        if done == staffing.WAITS:
            return "Ændringen venter på, at en anden systemadministrator siger ja."
        self._shut_out()
        return f"Roller og adgang for {self.person.name} er gemt."

    def _answer(self) -> str:
        yes = self.posted("svar") == "ja"
        staffing.answer(self.person, self.asked(), self.posted("aendring"), yes=yes)
        self._shut_out()
        return "Ændringen gælder nu." if yes else "Ændringen er afvist og gælder ikke."

    def _shut_out(self) -> None:
        """End the sessions of who is not here any more; the policy refuses them already."""
        if not self.person.active:
            self.system.state.sessions.end_all(self.person.user_id)

    def _leave(self) -> str:
        text = self.posted("dag").strip()
        leaving.mark(self.person, self.act(), _day(text) or date.min if text else None)
        return "Sidste arbejdsdag er gemt." if text else "Sidste arbejdsdag er fjernet."

    def _password(self) -> Response:
        """Show the password once, on the answer itself: it is kept nowhere."""
        if not self.system.settings.password_login:
            raise Refused("password", "Her logger alle ind med kommunens eget log-in. Der bruges ingen adgangskoder.")
        made = staffing.give_password(self.person, self.asked(), self.system.settings.password_memory_kib)
        self.system.state.sessions.end_all(self.person.user_id)
        unlock(self.system.state.throttle, self.person.user_id)
        return self.render(PERSON, self._page() | {"made": made})

    def _factors(self) -> str:
        staffing.reset_factors(self.person, self.asked(), self.posted("begrundelse"))
        self.system.state.sessions.end_all(self.person.user_id)
        return f"Ekstra sikkerhed for {self.person.name} er fjernet. Den sættes op igen ved næste log-in."

    def _open(self) -> str:
        unlock(self.system.state.throttle, self.person.user_id)
        staffing.write_down(self.person, "opened", self.asked())
        return "Kontoen er låst op."

    def _end(self) -> str:
        ended = self.system.state.sessions.end_all(self.person.user_id, but=sessions.secret_of(self.request))
        staffing.write_down(self.person, "sessions_ended", self.asked())
        return f"{self.person.name} er logget ud {danish.count(ended, 'sted', 'steder').replace('én', 'ét')}."

    def _page(self) -> dict[str, Any]:
        person, asked, user = self.person, self.person.roles_asked, self.identity.user_id
        return self.care_page(
            person.name,
            person=person,
            own=person.user_id == user,
            here_today=person.works_on(self.clock.today()),
            profile=staffing.profile_of(person).as_data(),
            fields=FIELDS,
            departments=sorted({*self.root.organisation.departments, person.department} - {""}),
            roles=ROLES,
            grave=GRAVE,
            chosen=set(person.roles),
            chosen_active=person.active,
            asked=asked,
            asked_words=standing_words(asked["roles"], asked["active"]) if asked else "",
            asked_at=danish.moment(self.moment(asked["at"])) if asked else "",
            mine=bool(asked) and asked["by"]["user_id"] == user,
            base=staffing.stamp(person),
            leaves=_day(person.leaves_on),
            may_mark=leaving.may_mark(self.identity, person) and person.active,
            places=self._places(),
            left=self._left(),
            leaders=self._leaders(),
            passwords=self.system.settings.password_login,
            made="",
            newest=self.lines(islice(of_person(self.root, person.user_id), NEWEST)),
        )

    def _places(self) -> list[dict[str, str]]:
        return [
            {
                "device": str(one.data.get(sessions.DEVICE, "Ukendt browser")),
                "since": danish.moment(one.created_at.astimezone(COPENHAGEN)),
                "seen": danish.moment(one.seen_at.astimezone(COPENHAGEN)),
            }
            for one in self.system.state.sessions.of_user(self.person.user_id)
        ]

    def _left(self) -> str:
        """Say how much somebody has who leaves: numbers only, for a leader has to hand it over."""
        today, user = self.clock.today(), self.person.user_id
        cases = list(leaving.cases_of(self.root, self.system.index.held_by(user, today)))
        things = sum(len(leaving.held(case, user, today).items) for case in cases)
        if not cases:
            return ""
        where = "ét forløb" if len(cases) == 1 else danish.count(len(cases), "forløb", "forløb")
        what = danish.count(things, "opgave eller plads", "opgaver eller pladser") if things else "en del"
        return f"{what} i {where}"

    def _leaders(self) -> str:
        staff = self.root.medarbejdere
        found = staff.with_role(LEADER, self.person.department) if self.person.department else ()
        return danish.listed([one.name for one in found if one is not self.person and ADMINISTRATOR not in one.roles])


def profile_of(posted: Callable[[str], str]) -> Profile:
    """Read a profile from what was posted; runs of blanks are one."""
    return Profile(**{name: " ".join(posted(name).split()) for name in FIELDS})


def danish_order(name: str) -> str:
    """Sort names as Danes do: å is the last letter, though its code point lies before the others."""
    return name.casefold().replace("å", "ø\uffff")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


ACTS: dict[str, Callable[[StaffRecordView], str | Response]] = {
    "oplysninger": StaffRecordView._change,
    "roller": StaffRecordView._stand,
    "svar": StaffRecordView._answer,
    "stopper": StaffRecordView._leave,
    "adgangskode": StaffRecordView._password,
    "ekstra": StaffRecordView._factors,
    "laas-op": StaffRecordView._open,
    "log-ud": StaffRecordView._end,
}
"""What the buttons of the page do, by the name that they send."""
