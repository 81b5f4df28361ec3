"""``/soeg``: one box over all that one may read, and a field of its own for id numbers (DOMAIN 8 no. 17, D25)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain import id_masking
from ..domain.documents import KINDS
from ..domain.errors import Refused
from ..domain.meetings import MEETING_TYPES
from ..domain.whole_numbers import whole
from ..resources.root import Root
from ..security.permissions import Permission
from ..services.index import Asked, words
from ..services.index.api import DOCUMENT, MEETING, TASK
from ..usecases import searching
from ..usecases.searching import Found, Hit, Search
from .hits import Item, Items
from .layout import BaseView

PAGE = "kuidocs:templates/pages/soeg.pt"
LONGEST = 200
"""The longest search that is asked for."""
FEW, MANY = 5, 20
"""How many hits of a kind stand beside the other kinds, and how many on a page of their own."""
NAMES = "forloeb"
KINDS_OF_HIT = {NAMES: "Forløb og personer", "dokumenter": "Dokumenter", "opgaver": "Opgaver", "moeder": "Møder"}
TEXTS = {"dokumenter": DOCUMENT, "opgaver": TASK, "moeder": MEETING}
SORTS = {"": "Det, der passer bedst, først", "dato": "Nyeste først"}
PARAMETERS = ("q", "type", "form", "fra", "til", "ansvarlig", "forsinket", "sorter")
DANISH_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


def forms() -> dict[str, str]:
    """Name every form that a document can be written in."""
    found = {}
    for key, kind in KINDS.items():
        meeting = MEETING_TYPES.get(kind.meeting)
        found[key] = f"{kind.label}, {meeting.label}" if meeting else kind.label
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind that are shown."""

    id: str
    heading: str
    items: tuple[Item, ...]
    total: int
    pages: int


@view_defaults(context=Root, name="soeg", permission=Permission.Page.SEE)
class SearchView(BaseView):
    """The page »Søg«."""

    section = "soeg"
    context: Root

    @view_config(request_method=("GET", "HEAD"), renderer=PAGE)
    def show(self) -> Any:
        """Search for what stands in the address."""
        if not self._asks():
            return self._page(Found())
        try:
            found = self._search().find(self._asked(), names=self._names_wanted())
        except Refused as refused:
            self.note_read("search.refused", {"query": self._masked()})
            return self.render(PAGE, self._page(Found()) | {"problem": refused.text, "wrong": True}, status=422)
        return self._page(found, asked=True)

    @view_config(request_method="POST", renderer=PAGE)
    def by_number(self) -> Any:
        """Search for an id number, which stands in no address and no log."""
        typed = self.request.POST.get("personnummer", "")
        typed = typed[:LONGEST] if isinstance(typed, str) else ""
        try:
            found = self._search().by_id_number(typed)
        except Refused as refused:
            self.note_read("search.refused", {"field": "id_number"})
            data = self._page(Found()) | {"number_problem": refused.text, "number": typed, "wrong": True}
            return self.render(PAGE, data, status=422)
        key = searching.keyed(self.root, searching.digits(typed))
        return self._page(found, by_number=key)

    def _search(self) -> Search:
        return Search(self.root, self.system.index, self.identity, self.clock.today())

    def _page(self, found: Found, *, asked: bool = False, by_number: str = "") -> dict[str, Any]:
        text, groups = self._shown("q"), self._groups(found)
        if asked or by_number:
            self._note(groups, found, by_number)
        return self.page(
            "Søg",
            text=text,
            searched=asked,
            by_number=bool(by_number),
            found=found,
            groups=groups,
            count=found.count,
            no_words=asked and bool(text) and not words(text),
            kinds=KINDS_OF_HIT,
            forms=forms(),
            sorts=SORTS,
            responsible=self._search().responsible(),
            chosen={name: self._shown(name) for name in PARAMETERS},
            narrowed=any(self._shown(name) for name in PARAMETERS[1:-1]),
            wrong_days=[name for name in ("fra", "til") if self._typed(name) and self._day(name) is None],
            side=self._side(),
            link=self._link,
            problem="",
            number_problem="",
            number="",
        )

    def _note(self, groups: Sequence[Group], found: Found, by_number: str) -> None:
        """Write down that somebody searched, for what, and which cases came up (D25)."""
        cases = sorted({item.case.case_no for group in groups for item in group.items})
        told: dict[str, Any] = {"hits": found.count, "cases": cases}
        if by_number:
            self.note_read("search.id_number", told | {"id_number": by_number})
        else:
            filters = [name for name in PARAMETERS[1:-1] if self._shown(name)]
            self.note_read("search.made", told | {"query": self._masked(), "filters": filters})

    def _masked(self) -> str:
        return id_masking.without_id_numbers(self._typed("q"))[:LONGEST]

    def _groups(self, found: Found) -> list[Group]:
        items = Items(self, self._shown("q"))
        made = (
            (NAMES, found.names, items.name),
            ("dokumenter", found.papers, items.paper),
            ("opgaver", found.tasks, items.task),
            ("moeder", found.meetings, items.meeting),
        )
        return [self._group(kind, hits, make) for kind, hits, make in made if hits]

    def _group(self, kind: str, hits: Sequence[Hit], make: Any) -> Group:
        whole = self._type() == kind
        first = (self._side() - 1) * MANY if whole else 0
        shown = hits[first : first + (MANY if whole else FEW)]
        return Group(
            kind, KINDS_OF_HIT[kind], tuple(map(make, shown)), len(hits), -(-len(hits) // MANY) if whole else 0
        )

    def _asked(self) -> Asked:
        kind = self._type()
        return Asked(
            self._typed("q"),
            kinds=(TEXTS[kind],) if kind in TEXTS else (DOCUMENT, TASK, MEETING) if not kind else (),
            form_key=self._one_of("form", KINDS),
            since=self._day("fra"),
            until=self._day("til"),
            overdue=bool(self._typed("forsinket")),
            who_id=self._who(),
            by_date=self._one_of("sorter", SORTS) == "dato",
        )

    def _asks(self) -> bool:
        asked = self._asked()
        return bool(asked.text or asked.form_key or asked.since or asked.until or asked.overdue or asked.who_id)

    def _names_wanted(self) -> bool:
        """Tell whether names are asked for: they have no form, day, deadline or author."""
        asked = self._asked()
        narrowed = asked.form_key or asked.since or asked.until or asked.overdue or asked.who_id
        return self._type() in ("", NAMES) and not narrowed

    def _typed(self, name: str) -> str:
        """Read what was typed, cut where it is too long, though never through an id number."""
        text = str(self.request.GET.get(name, "")).replace("\0", " ").strip()
        return text if id_masking.has_id_number(text) else text[:LONGEST]

    def _shown(self, name: str) -> str:
        """Return what may be shown again of what was typed: known choices, and texts without id numbers."""
        known: dict[str, Any] = {"type": KINDS_OF_HIT, "form": KINDS, "sorter": SORTS}
        if name in known:
            return self._one_of(name, known[name])
        if name == "ansvarlig":
            return self._who()
        day = self._day(name) if name in ("fra", "til") else None
        if day is not None:
            return day.isoformat()
        if name == "forsinket":
            return "1" if self._typed(name) else ""
        return " ".join(id_masking.without_id_numbers(self._typed(name)).replace(id_masking.MASK, "").split())[:LONGEST]

    def _one_of(self, name: str, known: Any) -> str:
        asked = self._typed(name)
        return asked if asked in known else ""

    def _type(self) -> str:
        return self._one_of("type", KINDS_OF_HIT)

    def _who(self) -> str:
        return self._one_of("ansvarlig", self.root.medarbejdere)

    def _day(self, name: str) -> date | None:
        text = self._typed(name)
        written = DANISH_DAY.fullmatch(text)
        try:
            return date(*map(int, written.groups()[::-1])) if written else date.fromisoformat(text)
        except ValueError:
            return None

    def _side(self) -> int:
        return whole(self._typed("side"), 4) or 1

    def _link(self, **changed: str) -> str:
        """Return the address of this search with something changed; "" takes a choice away."""
        query = {name: self._shown(name) for name in PARAMETERS} | changed
        return self.request.resource_path(
            self.context, "soeg", query={name: value for name, value in query.items() if value}
        )
