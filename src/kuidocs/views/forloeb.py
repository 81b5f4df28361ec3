"""``/sager``: my cases, with what each asks for; also what the search box in the header shows."""

from difflib import get_close_matches
from typing import Any

from pyramid.view import view_config

from ..domain.id_masking import without_id_numbers
from ..domain.meetings import CASE_STATES
from ..domain.plans import LABELS as PLAN_LABELS
from ..resources.case import CaseFolder
from ..security.permissions import Permission
from ..services.index.api import FINISHED_CASES, CaseOverview
from ..usecases.involvement import RELATIONS
from .case_rows import Chosen, Row, opened, rows
from .layout import BaseView
from .people import sees

BY_NAME = "navn"
LONGEST = 100
"""The longest search that is asked for; nobody's name is longer."""
PHASES = {key: label for key, label in CASE_STATES.items() if key not in FINISHED_CASES}


@view_config(context=CaseFolder, permission=Permission.Page.SEE, renderer="kuidocs:templates/pages/forloeb.pt")
class CasesView(BaseView):
    """The page »Mine forløb«."""

    context: CaseFolder

    def __call__(self) -> dict[str, Any]:
        """List the cases in which one has a part."""
        words, finished = self._asked("q"), self._asked("afsluttede") == "1"
        chosen = Chosen(self._one_of("fase", CASE_STATES), self._one_of("rolle", RELATIONS), self._plan())
        if words:
            self.note_read("cases.searched", {"query_length": len(words)})
        active, done = self._mine(finished=False), self._mine(finished=True)
        found = self._rows([*active, *(done if finished else [])], words, chosen)
        return self.page(
            "Mine forløb",
            rows=found if self._asked("sorter") == BY_NAME else sorted(found, key=lambda row: -row.need),
            words=words,
            chosen=chosen,
            finished=finished,
            by_name=self._asked("sorter") == BY_NAME,
            phases=CASE_STATES if finished else PHASES,
            roles=RELATIONS,
            plans=PLAN_LABELS,
            none=not active and not done,
            hidden=0 if finished else len(done),
            meant=self._meant(words, [*active, *done]) if words and not found else "",
            link=self._link,
            opens=bool(self.request.has_permission(Permission.Page.OPEN_CASE, self.context)),
        )

    def _mine(self, *, finished: bool) -> list[CaseOverview]:
        return self.system.index.my_cases(self.identity.user_id, self.clock.today(), finished=finished)

    def _rows(self, overviews: list[CaseOverview], words: str, chosen: Chosen) -> list[Row]:
        user, today = self.identity.user_id, self.clock.today()
        if words:
            hits = {case.case_no for case in self.system.index.search_names(user, today, words)}
            overviews = [one for one in overviews if one.case.case_no in hits]
        there = opened(self.root, overviews, lambda case: sees(self, case))
        return rows(there, chosen, today, self.identity)

    def _meant(self, words: str, overviews: list[CaseOverview]) -> str:
        """Guess at the name that was meant, among the names that one may know."""
        names = [name for one in overviews for name in (one.case.person_name, one.case.preferred_name)]
        parts = {part.casefold(): part for name in names for part in [name, *name.split()] if part}
        return next((parts[hit] for hit in get_close_matches(words.casefold(), parts, 1, 0.7)), "")

    def _asked(self, name: str) -> str:
        return without_id_numbers(str(self.request.GET.get(name, "")).strip())[:LONGEST]

    def _one_of(self, name: str, known: Any) -> str:
        """Read a filter; what is not on the list asks for nothing."""
        asked = self._asked(name)
        return asked if asked in known else ""

    def _plan(self) -> str:
        return self._one_of("plan", PLAN_LABELS)

    def _link(self, **changed: str) -> str:
        """Return the address of this list with something changed; "" takes a word away."""
        kept = {name: self._asked(name) for name in ("q", "fase", "rolle", "plan", "sorter", "afsluttede")}
        query = {name: value for name, value in (kept | changed).items() if value}
        return self.request.resource_path(self.context, query=query)
