"""``/sager/nyt``: opening a case, and the receipt that is the same whether there was one already (D24)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain.id_numbers import KINDS, bare
from ..domain.opening import YES, Opening, Relative
from ..resources.base import new_id
from ..resources.case import Case, CaseFolder
from ..security.permissions import Permission
from ..usecases import opening
from ..usecases.opening import Unfit
from .felter import YES_NO, Field, asked
from .layout import BaseView
from .people import sees

PAGE = "kuidocs:templates/pages/nyt_forloeb.pt"
RECEIPT = "modtaget"
LONGEST = 8000
LEAST_ROWS, MOST_ROWS = 2, 12
YOUNG = (
    Field("full_name", "Den unges fulde navn"),
    Field("preferred_name", "Kaldenavn", hint="Det navn, den unge gerne vil kaldes.", optional=True),
    Field("birth_date", "Fødselsdato", "date"),
    Field("id_number_type", "Hvilket nummer har den unge?", "radio", options=tuple(KINDS.items())),
    Field("id_number", "Nummer", hint="Ti cifre. Lad feltet stå tomt, hvis der ikke er et nummer."),
    Field("id_number_note", "Hvis der ikke er et nummer: hvorfor ikke?", optional=True),
    Field(
        "protection",
        "Har den unge navne- og adressebeskyttelse?",
        "radio",
        "Spørg, før du vælger. Er svaret ja, vises adressen ingen steder.",
        YES_NO,
    ),
    Field("address", "Adresse", optional=True),
    Field("school", "Skole eller det, den unge laver nu", optional=True),
)
WHY = (
    Field("task", "Hvilken opgave har du i den unges liv?", "text"),
    Field("why_now", "Hvorfor skal samarbejdet begynde nu?", "text", "Beskriv situationen, ikke personen."),
    Field(
        "target_group_reason",
        "Hvorfor er den unge i målgruppen?",
        "text",
        "Modellen er til unge, som flere afdelinger skal samarbejde om, eller hvor det er gået i stå.",
    ),
)
ROW = (
    Field("name", "Navn"),
    Field("relation", "Relation", hint="Fx mor, far, bedsteforælder."),
    Field("custody", "Har forældremyndighed", "check"),
    Field("lives_with", "Bor sammen med den unge", "check"),
)
TEXTS = tuple(field.name for field in (*YOUNG, *WHY))
COPIED = ("full_name", "preferred_name", "birth_date", "id_number_type", "id_number_note", "school")
"""What a new case begins with from an earlier one that one may see; the number and the address are asked again."""


@view_defaults(context=CaseFolder, permission=Permission.Page.OPEN_CASE)
class NewCaseView(BaseView):
    """The form of a new case."""

    context: CaseFolder

    @view_config(name="nyt", request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Ask."""
        return self._page(*self._earlier())

    @view_config(name="nyt", request_method="POST", renderer=PAGE)
    def open(self) -> Any:
        """Open the case; what it led to is told by no word here."""
        typed, family = self._typed(), self._family()
        if "flere" in self.request.POST:
            return self._page(typed, [*family, {}], departments=self._departments())
        try:
            opening.open_case(
                self.root, self.act(self._posted("__token__")[:40]), self._told(typed, family), self._number
            )
        except Unfit as lacking:
            self.request.tm.doom()
            data = self._page(typed, family, dict(lacking.problems), self._departments())
            return self.render(PAGE, data, status=lacking.status)
        return self.go(self.context, "", RECEIPT)

    @view_config(name=RECEIPT, request_method="GET", renderer="kuidocs:templates/pages/modtaget.pt")
    def receipt(self) -> dict[str, Any]:
        """Say that it was taken in, in the same words for everybody."""
        return self.page("Tak, vi har modtaget det")

    def _number(self) -> str:
        return self.system.labels.case(self.system.settings.case_prefix, self.clock.today().year)

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[:LONGEST].replace("\r\n", "\n") if isinstance(found, str) else ""

    def _typed(self) -> dict[str, str]:
        return {name: self._posted(name) for name in TEXTS} | {"__token__": self._posted("__token__")[:40]}

    def _family(self) -> list[dict[str, str]]:
        """Read as many rows as the page had."""
        rows = [{field.name: self._posted(f"f{n}-{field.name}") for field in ROW} for n in range(MOST_ROWS)]
        filled = [n for n, row in enumerate(rows) if any(row.values())]
        return rows[: max([LEAST_ROWS, *(n + 1 for n in filled)])]

    def _departments(self) -> tuple[str, ...]:
        return tuple(str(one) for one in self.request.POST.getall("departments"))[:LONGEST]

    def _told(self, typed: Mapping[str, str], family: list[dict[str, str]]) -> Opening:
        lines = {name: " ".join(typed[name].split()) for name in ("full_name", "preferred_name", "address", "school")}
        return Opening(
            today=self.clock.today(),
            birth_date=_day(typed["birth_date"]),
            id_number=bare(typed["id_number"]),
            **{name: typed[name] for name in ("id_number_type", "id_number_note", "protection", *_names(WHY))},
            **lines,
            family=tuple(_relative(row) for row in family),
            departments=self._departments(),
            own_department=self.identity.department,
            known_departments=frozenset(self._known()),
        )

    def _known(self) -> list[str]:
        """List the departments of the organisation, and those that its staff says."""
        own = {person.department for person in self.root.medarbejdere.values() if person.active and person.department}
        return sorted({*self.root.organisation.departments, *own})

    def _earlier(self) -> tuple[dict[str, str], list[dict[str, str]]]:
        """Begin with what a finished case says, for who may see that."""
        case: Case | None = self.context.get(str(self.request.GET.get("efter", ""))[:60])
        if case is None or not sees(self, case):
            return {}, []
        family = [
            {**row, "custody": _yes(row, "custody"), "lives_with": _yes(row, "lives_with")}
            for row in case.person.custody
        ]
        return {name: getattr(case.person, name) for name in COPIED}, family

    def _page(
        self,
        typed: Mapping[str, str],
        family: list[dict[str, str]],
        wrong: Mapping[str, str] | None = None,
        departments: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        wrong = wrong or {}
        rows = [*family, *({} for _ in range(LEAST_ROWS))][: max(LEAST_ROWS, min(len(family), MOST_ROWS))]
        return self.page(
            "Nyt forløb",
            young=asked(YOUNG, typed, wrong),
            why=asked(WHY, typed, wrong),
            rows=[_row(number, row) for number, row in enumerate(rows)],
            more=len(rows) < MOST_ROWS,
            departments=[(n, one, one in departments) for n, one in enumerate(self._known())],
            own=self.identity.department,
            errors=wrong,
            token=typed.get("__token__") or new_id(),
            wrong=bool(wrong),
        )


def _names(fields: tuple[Field, ...]) -> list[str]:
    return [field.name for field in fields]


def _relative(row: Mapping[str, str]) -> Relative:
    name, relation = (" ".join(row.get(part, "").split()) for part in ("name", "relation"))
    return Relative(name, relation, row.get("lives_with") == YES, row.get("custody") == YES)


def _row(number: int, row: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields of one of the family, each with a name of its own."""
    fields = asked(ROW, row, within=f"f{number}")
    return tuple(Field(f.id, f.label, f.kind, f.hint if number == 0 else "", value=f.value, id=f.id) for f in fields)


def _yes(row: Mapping[str, Any], name: str) -> str:
    return YES if row.get(name) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
