"""``/admin/afdelinger``, ``/admin/lokaler`` and ``/admin/ad-hoc``: the organisation's lists."""

from collections.abc import Callable
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.errors import KuiError, Refused
from ..resources.root import Admin
from ..security.permissions import Permission
from ..usecases import organisation as lists
from .care import CareView

LIST, DEPARTMENTS = "kuidocs:templates/pages/admin_liste.pt", "kuidocs:templates/pages/admin_afdelinger.pt"


class ListView(CareView):
    """A list that is written as lines of text."""

    context: Admin
    title = ""
    lead = ""
    label = ""
    hint = ""
    kept: str
    """Which list of the organisation it is."""

    def now(self) -> tuple[str, ...]:
        """Return the list as it is."""
        raise NotImplementedError

    def show(self) -> dict[str, Any]:
        """Show the list."""
        return self._page()

    def save(self) -> Any:
        """Take the list as it was written."""
        try:
            text, base = self.posted("liste"), self.posted("base")
            lists.write_list(self.root.organisation, self.asked(), self.kept, text, base, self.now())
        except KuiError as refused:
            return self.again(LIST, self._page(), refused)
        return self.go(self.context, "Listen er gemt.", self.here)

    def _page(self) -> dict[str, Any]:
        words = {"lead": self.lead, "label": self.label, "hint": self.hint}
        return self.care_page(self.title, text="\n".join(self.now()), base=lists.stamp(self.now()), **words)


@view_config(attr="show", request_method="GET", renderer=LIST)
@view_config(attr="save", request_method="POST", renderer=LIST)
@view_defaults(context=Admin, name="lokaler", permission=Permission.Admin.ORGANISATION)
class RoomsView(ListView):
    """The municipality's rooms (D37)."""

    here, kept, title = "lokaler", lists.ROOMS, "Lokaler"
    lead = "Kun steder på denne liste nævnes i kalenderfiler. Holdes mødet et andet sted, står der »Se kuidocs«."
    label, hint = "Kommunens mødelokaler", "Ét lokale på hver linje. Skriv dem, som de skrives i en indkaldelse."

    def now(self) -> tuple[str, ...]:
        """Return the rooms; until a list is kept here, those of the ini file."""
        return self.root.organisation.known_rooms(self.system.settings.meeting_rooms)


@view_config(attr="show", request_method="GET", renderer=LIST)
@view_config(attr="save", request_method="POST", renderer=LIST)
@view_defaults(context=Admin, name="ad-hoc", permission=Permission.Admin.ORGANISATION)
class AdHocView(ListView):
    """Who can be called in for one meeting (R54)."""

    here, kept, title = "ad-hoc", lists.AD_HOC, "Ad hoc-listen"
    lead = "Listen er forslag, når nogen skriver, hvem der indkaldes til et enkelt møde. Der kan altid skrives andet."
    label, hint = "Fagpersoner, der kan indkaldes ad hoc", "Én på hver linje. Skriv fag eller funktion, ikke navne."

    def now(self) -> tuple[str, ...]:
        """Return the list."""
        return self.root.organisation.ad_hoc


@view_defaults(context=Admin, name="afdelinger", permission=Permission.Admin.ORGANISATION)
class DepartmentsView(CareView):
    """The departments."""

    context: Admin
    here = "afdelinger"

    @view_config(request_method="GET", renderer=DEPARTMENTS)
    def show(self) -> dict[str, Any]:
        """Show the departments."""
        return self._page()

    @view_config(request_method="POST", renderer=DEPARTMENTS)
    def post(self) -> Any:
        """Add, rename or close one."""
        name = self.posted("handling")
        try:
            if name not in ACTS:
                raise Refused("handling", "Vælg, hvad der skal ændres.")
            said = ACTS[name](self)
        except KuiError as refused:
            return self.again(DEPARTMENTS, self._page(), refused, f"{name}:{self.posted('afdeling')}")
        return self._on(said)

    def _on(self, said: str) -> Response:
        return self.go(self.context, said, "afdelinger")

    def _add(self) -> str:
        lists.add_department(self.root, self.asked(), self.posted("navn"), self.posted("base"))
        return "Afdelingen er oprettet."

    def _rename(self) -> str:
        old, new, base = self.posted("afdeling"), self.posted("navn"), self.posted("base")
        moved = lists.rename_department(self.root, self.asked(), old, new, base)
        people = danish.count(moved, "medarbejder", "medarbejdere").capitalize()
        return f"Afdelingen har fået nyt navn. {people} er fulgt med. Ældre papirer beholder det gamle navn."

    def _close(self) -> str:
        lists.close_department(self.root, self.asked(), self.posted("afdeling"), self.posted("base"))
        return "Afdelingen er lukket og kan ikke vælges mere."

    def _page(self) -> dict[str, Any]:
        organisation = self.root.organisation
        found, closed = lists.departments(self.root), organisation.closed_departments
        base = lists.stamp(organisation.departments)
        return self.care_page("Afdelinger", departments=found, closed=closed, base=base)


ACTS: dict[str, Callable[[DepartmentsView], str]] = {
    "opret": DepartmentsView._add,
    "omdoeb": DepartmentsView._rename,
    "luk": DepartmentsView._close,
}
"""What the buttons of the page do, by the name that they send."""
