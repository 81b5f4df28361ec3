"""What the pages of ``/admin`` share: the menu, the answer to a post, and the log of changes in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyramid.response import Response

from ..domain import danish
from ..domain.errors import KuiError
from ..domain.information import LINES
from ..domain.roles import ROLES
from ..domain.settings import SETTINGS
from ..domain.staffing import FIELDS
from ..resources.base import new_id
from ..resources.events import Event
from ..resources.staff import StaffFolder
from ..usecases.acting import Act
from ..usecases.upkeep import LABELS as TASKS
from .layout import BaseView

LONGEST = 20_000
PAGES = (
    ("", "Overblik"),
    ("medarbejdere", "Medarbejdere"),
    ("afdelinger", "Afdelinger"),
    ("lokaler", "Lokaler"),
    ("ad-hoc", "Ad hoc-listen"),
    ("indstillinger", "Indstillinger"),
    ("oplysninger", "Oplysningspligt"),
    ("log", "Log"),
    ("data", "Data"),
    ("journal", "Journal"),
    ("job", "Job"),
)
"""The menu: the last word of the address, and its name."""


class CareView(BaseView):
    """A page of care. None of them reads or shows what a case holds."""

    section = "drift"
    here = ""
    """Which word of the menu the page belongs to."""

    def posted(self, name: str) -> str:
        """Return one field of what was posted; a browser's line ends are made plain."""
        return str(self.request.POST.get(name, ""))[:LONGEST].replace("\r\n", "\n")

    def asked(self) -> Act:
        """Make the act of the page that was posted."""
        return self.act(self.posted("__token__")[:40])

    def care_page(self, title: str, **data: Any) -> dict[str, Any]:
        """Return what a template gets: the shell, the menu, a token, and that nothing is wrong yet."""
        nothing: dict[str, Any] = {"problem": "", "wrong_field": "", "wrong_act": "", "typed": {}}
        menu = [(self.request.resource_path(self.root["admin"], word), label, word) for word, label in PAGES]
        return self.page(title, menu=menu, menu_here=self.here, token=new_id(), **(nothing | data))

    def again(self, template: str, data: Mapping[str, Any], refused: KuiError, act: str = "") -> Response:
        """Show the page once more with everything that was typed."""
        self.request.tm.doom()
        typed = {name: self.posted(name) for name in self.request.POST}
        told = {"problem": refused.text, "wrong": True, "wrong_field": refused.code, "wrong_act": act, "typed": typed}
        return self.render(template, {**data, **told}, status=refused.status)

    def lines(self, events: Iterable[Event]) -> list["LogLine"]:
        """Write events as lines."""
        return [self._log_line(event) for event in events]

    def _log_line(self, event: Event) -> "LogLine":
        staff = self.root.medarbejdere
        words, details = WORDS.get(event.kind, (event.kind, _nothing))
        what = words.format(person=_name(staff, event.about.get("user_id", "")), **_about(event))
        by = _name(staff, event.by["user_id"]) or event.by.get("name", "")
        return LogLine(danish.moment(self.moment(event.at)), by, what, tuple(details(event.data)))


@dataclass(frozen=True, slots=True)
class LogLine:
    """A change as the log shows it."""

    at: str
    by: str
    what: str
    details: tuple[str, ...]


def _name(staff: StaffFolder, user_id: str) -> str:
    person = staff.get(user_id)
    return f"{person.name} ({user_id})" if person is not None else user_id


def _about(event: Event) -> dict[str, str]:
    key = event.about.get("key", "")
    label = SETTINGS[key].label if key in SETTINGS else key
    return {"department": event.about.get("department", ""), "setting": label}


Details = Callable[[Mapping], Iterable[str]]


def _nothing(data: Mapping) -> Iterable[str]:
    return ()


def _fields(data: Mapping) -> Iterable[str]:
    before = data.get("before", {})
    for name, text in data.get("after", {}).items():
        was = f"fra »{before[name]}« " if before.get(name) else ""
        if text or was:
            yield f"{FIELDS.get(name, name)}: {was}til »{text}«"


def _standing(data: Mapping) -> Iterable[str]:
    before, after = data["before"], data["after"]
    was, becomes = (standing_words(one["roles"], one["active"]) for one in (before, after))
    yield f"Fra {was} til {becomes}"
    if data.get("asked_by"):
        yield f"Bedt om af {data['asked_by']['name']}"
    if data.get("alone"):
        yield "Gjort af én alene, fordi der ikke var en anden systemadministrator"
    yield from _reason(data)


def standing_words(roles: Iterable[str], active: bool) -> str:
    """Write roles and standing: »Plankoordinator og Sagsbehandler«, »ingen roller, ikke aktiv«."""
    found = danish.listed([label for role, label in ROLES.items() if role in set(roles)]) or "ingen roller"
    return found if active else f"{found}, ikke aktiv"


def _roles(data: Mapping) -> Iterable[str]:
    yield f"Fra {standing_words(data['from'], True)} til {standing_words(data['to'], True)}"


def _reason(data: Mapping) -> Iterable[str]:
    if data.get("reason"):
        yield f"Begrundelse: {data['reason']}"


def _long(day: str) -> str:
    return danish.long_date(date.fromisoformat(day))


def _day(data: Mapping) -> Iterable[str]:
    yield f"Dag: {_long(data['day'])}" if data.get("day") else "Dagen er fjernet"


def _renamed(data: Mapping) -> Iterable[str]:
    yield f"Før: {data['before']}"


def _list(data: Mapping) -> Iterable[str]:
    if data["added"]:
        yield f"Tilføjet: {', '.join(data['added'])}"
    if data["removed"]:
        yield f"Fjernet: {', '.join(data['removed'])}"


def _task(data: Mapping) -> Iterable[str]:
    yield from filter(None, (TASKS.get(data.get("task", "")),))


def _number(data: Mapping) -> Iterable[str]:
    yield f"Fra {data['before']} til {data['after']}, gælder fra {_long(data['from'])}"
    yield from _reason(data)


def _lines_changed(data: Mapping) -> Iterable[str]:
    yield f"Ændret: {danish.listed([LINES[name].label for name in data['fields'] if name in LINES])}"


WORDS: dict[str, tuple[str, Details]] = {
    "staff.added": ("{person} er oprettet", _fields),
    "staff.changed": ("Oplysninger om {person} er rettet", _fields),
    "staff.standing": ("Roller eller adgang for {person} er ændret", _standing),
    "staff.asked": ("Der er bedt om andre roller for {person}", _standing),
    "staff.declined": ("Andre roller for {person} er afvist eller taget tilbage", _standing),
    "staff.roles_changed": ("Roller for {person} følger kommunens log-in", _roles),
    "staff.password_given": ("{person} har fået en ny første adgangskode", _nothing),
    "staff.factors_reset": ("Ekstra sikkerhed for {person} er fjernet", _reason),
    "staff.opened": ("Kontoen for {person} er låst op", _nothing),
    "staff.sessions_ended": ("{person} er logget ud alle steder", _nothing),
    "staff.leaves_on": ("Sidste arbejdsdag for {person} er skrevet", _day),
    "staff.left": ("{person} er stoppet", _day),
    "organisation.imported": ("Organisationen er indlæst fra en fil", _nothing),
    "organisation.department_added": ("Afdelingen {department} er oprettet", _nothing),
    "organisation.department_renamed": ("Afdelingen hedder nu {department}", _renamed),
    "organisation.department_closed": ("Afdelingen {department} er lukket", _nothing),
    "organisation.rooms": ("Listen over lokaler er ændret", _list),
    "organisation.ad_hoc": ("Ad hoc-listen er ændret", _list),
    "system.care_asked": ("Der er bedt om pasning af data", _task),
    "information.changed": ("Teksterne om brug af oplysninger er ændret", _lines_changed),
    "setting.changed": ("Indstillingen »{setting}« er ændret", _number),
}
"""What an event is called, and what more is told of it."""
