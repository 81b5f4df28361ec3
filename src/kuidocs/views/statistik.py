"""``/statistik`` and ``/statistik.csv``: how many, how long and how often, and nobody's name (DOMAIN 8.23)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.disclosure import LEAST
from ..domain.statistics import ALL, DEPARTMENT, YEAR, Choice, Figure, Report, choices, report
from ..resources.root import Root
from ..security.permissions import Permission
from ..usecases.statistics_file import choice_words, csv_file, decimal
from .charts import Chart, chart
from .layout import BaseView

PAGE = "kuidocs:templates/pages/statistik.pt"
NAME = "statistik"
PART = "udsnit"
GROUPS = (("Året, forløbet begyndte", YEAR), ("Plankoordinators afdeling", DEPARTMENT))
NOT_THERE = "Det udsnit kan ikke vises alene. Her er hele kommunen."


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with its picture, and mean and median in words."""

    figure: Figure
    chart: Chart
    middle: str


@view_defaults(context=Root, permission=Permission.Page.STATISTICS)
class StatisticsView(BaseView):
    """The statistics of the municipality, or of a part of it."""

    context: Root
    section = NAME

    @view_config(request_method="GET", name=NAME, renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show charts and tables."""
        courses = self.system.index.courses()
        offered = choices(courses)
        choice, asked = self._choice(offered)
        found = report(courses, self.clock.today(), choice)
        return self.page(
            "Statistik",
            lead=_lead(found),
            shown=[Shown(one, chart(one), _middle(one)) for one in found.figures if one.tells],
            silent=[one for one in found.figures if not one.tells],
            groups=tuple(self._groups(offered)),
            chosen=_key(choice),
            not_there=NOT_THERE if asked and choice == ALL else "",
            counted=danish.long_date(self.clock.today()),
            download=self.request.resource_path(self.context, f"{NAME}.csv", query=_query(choice)),
            least=danish.number(LEAST),
        )

    @view_config(request_method="GET", name=f"{NAME}.csv")
    def download(self) -> Response:
        """Give the same numbers as a file; who took them is written down."""
        courses = self.system.index.courses()
        choice, _ = self._choice(choices(courses))
        self.note_read("statistics.exported", {"part": choice.kind, "name": choice.name})
        file = csv_file(report(courses, self.clock.today(), choice))
        response = Response(file, content_type="text/csv", charset="utf-8")
        response.content_disposition = f'attachment; filename="statistik-{self.clock.today().isoformat()}.csv"'
        return response

    def _choice(self, offered: list[Choice]) -> tuple[Choice, bool]:
        """Return what is asked for, and whether something was; what may not be shown alone is not there."""
        asked = self.request.GET.get(PART, "")
        return next((one for one in offered if _key(one) == asked), ALL), bool(asked)

    def _groups(self, offered: list[Choice]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        for label, kind in GROUPS:
            found = [(_key(one), choice_words(one)) for one in offered if one.kind == kind]
            if found:
                yield label, found


def _key(choice: Choice) -> str:
    return f"{choice.kind}-{choice.name}" if choice.kind else ""


def _query(choice: Choice) -> dict[str, str]:
    return {PART: _key(choice)} if choice.kind else {}


def _lead(found: Report) -> str:
    """Say how many courses are counted, or that there are too few to say."""
    if found.size is None:
        return "Der er for få forløb til, at der kan vises tal."
    return f"{choice_words(found.choice)}: {found.size} forløb."


def _middle(figure: Figure) -> str:
    if figure.mean is None or figure.median is None:
        return ""
    return (
        f"Gennemsnit {decimal(figure.mean)} {figure.value_unit}, median {decimal(figure.median)} {figure.value_unit}."
    )
