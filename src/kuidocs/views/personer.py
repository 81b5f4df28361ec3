"""``/sager/<case_no>/personer``: who is in a case, what is known of them, and what has been changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish
from ..domain.case_people import CONTACT, FACTS, YES_OR_NO
from ..domain.id_numbers import KINDS
from ..domain.opening import NO, YES
from ..resources.base import new_id
from ..resources.case import Case
from ..security.permissions import Permission
from ..usecases import case_people, joining
from ..usecases.involvement import RELATIONS
from ..usecases.opening import begun_with
from .felter import YES_NO, Field, SmallForm, asked
from .layout import BaseView
from .people import by_name, case_trail
from .people_told import told_changes
from .presenting import moment_words

PAGE = "kuidocs:templates/pages/personer.pt"
PROTECTED = "Adressen er beskyttet og vises ikke. Skriv kun her, hvis den skal ændres."
PERSON = (
    Field("full_name", "Fulde navn"),
    Field("preferred_name", "Kaldenavn", optional=True),
    Field("name_address_protection", "Navne- og adressebeskyttelse", "radio", options=YES_NO),
    Field("address", "Adresse", optional=True),
    Field("school", "Skole eller det, den unge laver nu", optional=True),
    Field("language", "Sprog", optional=True),
    Field("interpreter_needed", "Behov for tolk", "check"),
)
IDENTITY = (
    Field("birth_date", "Fødselsdato", "date"),
    Field("id_number_type", "Hvilket nummer har den unge?", "radio", options=tuple(KINDS.items())),
    Field("id_number", "Nyt nummer", hint="Lad feltet stå tomt, hvis nummeret er det samme.", optional=True),
    Field("id_number_note", "Hvis der ikke er et nummer: hvorfor ikke?", optional=True),
    Field("reason", "Hvorfor ændres det?", "text"),
)
RELATIVE = (
    Field("name", "Navn"),
    Field("relation", "Relation", optional=True),
    Field("custody", "Har forældremyndighed", "check"),
    Field("lives_with", "Bor sammen med den unge", "check"),
)
OUTSIDE = tuple(Field(name, label, optional=name in ("title", "task")) for name, label in CONTACT.items())
WHY = Field("grund", "Hvorfor?", "text", "Det bliver stående i forløbet.")
ANSWER = (
    Field("svar", "Skal vedkommende være med i forløbet?", "radio", options=YES_NO),
    Field(
        "ord",
        "Hvilken opgave får vedkommende – eller hvorfor ikke?",
        "text",
        "Siger du nej, kan den, der spurgte, læse det, du skriver.",
    ),
    Field("anden", "Det er en anden ung med samme navn og fødselsdato", "check"),
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A form that was refused: which one, what was typed, which field, and the sentence."""

    form: str = ""
    typed: Mapping[str, str] | None = None
    field: str = ""
    text: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Someone:
    """A person on the page, with the forms that change what is known."""

    name: str
    lines: tuple[str, ...]
    forms: tuple[tuple[str, SmallForm], ...] = ()
    """What the form is called, and the form."""
    over: bool = False


@view_defaults(context=Case, name="personer")
class PeopleView(BaseView):
    """The page of the people."""

    context: Case

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.wrong = Wrong()
        self.token = new_id()

    @view_config(request_method="GET", permission=Permission.Case.VIEW, renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show the people."""
        self.note_read("case.viewed", {"part": "people"})
        return self.people_page()

    def again(self, wrong: Wrong) -> Response:
        """Show the page with what was refused, and everything that was typed."""
        self.request.tm.doom()
        self.wrong = wrong
        return self.render(PAGE, self.people_page() | {"wrong": True}, status=wrong.status)

    def people_page(self) -> dict[str, Any]:
        """Gather what the template shows."""
        case, today = self.context, self.clock.today()
        person, begun = case.person, begun_with(case)
        changes, keeps = self._may(Permission.People.CHANGE), self._may(Permission.People.KEEP)
        return self.page(
            "Personer i forløbet",
            case=case,
            trail=case_trail(self, case),
            problem=self.wrong.text,
            requests=list(self._requests()) if keeps else [],
            facts=list(self._facts()),
            person_forms=[self._person_form(), self._identity_form()] if changes else [],
            family=[self._relative(n, one, changes) for n, one in enumerate(person.custody)],
            new_relative=self._form("ny-slaegt", "ny-slaegt", RELATIVE, {}, "Tilføj") if changes else None,
            staff=list(self._staff(keeps, today)),
            take_in=self._take_in_form() if keeps else None,
            outside=[self._contact(n, one, changes) for n, one in enumerate(case_people.contacts(case))],
            new_contact=self._form("ny-ekstern", "ny-ekstern", OUTSIDE, {}, "Tilføj") if changes else None,
            begun=begun,
            begun_by=case.opened_by.get("text", ""),
            departments=danish.listed(case.departments),
            steps=told_changes(case, today),
            # Known when the forms are made: not every refusal is about one of the fields.
            problem_at="-".join(filter(None, (self.wrong.form, self.wrong.field))),
        )

    def _may(self, permission: str) -> bool:
        return bool(self.request.has_permission(permission, self.context))

    def _form(
        self,
        id: str,
        act: str,
        fields: tuple[Field, ...],
        values: Mapping[str, str],
        button: str,
        *hidden: tuple[str, str],
        about: str = "",
    ) -> SmallForm:
        """Make a form; the one that was refused shows what was typed."""
        mine = self.wrong.form == id
        errors = {self.wrong.field: self.wrong.text} if mine else {}
        if mine and self.wrong.field not in {field.name for field in fields}:
            self.wrong = replace(self.wrong, field="")
        shown = asked(fields, (self.wrong.typed or {}) if mine else values, errors, within=id)
        return SmallForm(id, act, shown, button, about, hidden, f"{self.token}-{id}"[:60])

    # The young person

    def _facts(self) -> Iterator[tuple[str, str]]:
        person = self.context.person
        yield "Navn", person.full_name
        yield "Kaldes", person.called
        yield "Født", danish.long_date(date.fromisoformat(person.birth_date))
        yield (
            KINDS[person.id_number_type],
            danish.mask_id_number(person.id_number) or person.id_number_note or "Ikke oplyst",
        )
        yield (
            "Adresse",
            "Beskyttet. Den vises ikke her." if person.name_address_protection else person.address or "Ikke oplyst",
        )
        yield "Skole eller beskæftigelse", person.school or "Ikke oplyst"
        yield "Sprog", f"{person.language}, har brug for tolk" if person.interpreter_needed else person.language

    def _person_form(self) -> tuple[str, SmallForm]:
        person = self.context.person
        values = {name: _said(name, getattr(person, name)) for name in FACTS}
        fields: tuple[Field, ...] = PERSON
        if person.name_address_protection:
            values["address"] = ""
            fields = tuple(
                Field(f.name, f.label, f.kind, PROTECTED, f.options, True) if f.name == "address" else f for f in PERSON
            )
        return "Ret oplysninger", self._form("unge", "unge", fields, values, "Gem")

    def _identity_form(self) -> tuple[str, SmallForm]:
        person = self.context.person
        values = {name: getattr(person, name) for name in ("birth_date", "id_number_type", "id_number_note")}
        return "Ret fødselsdato eller nummer", self._form("nummer", "nummer", IDENTITY, values, "Gem")

    # The family

    def _relative(self, number: int, one: Mapping[str, Any], changes: bool) -> Someone:
        words = [
            one.get("relation", ""),
            "har forældremyndighed" if one in self.context.person.custody_on(self.clock.today()) else "",
        ]
        words += ["bor sammen med den unge" if one.get("lives_with") else ""]
        lines = (", ".join(filter(None, words)) or "Familie",)
        if not changes:
            return Someone(one["name"], lines)
        who, values = (
            ("navn", one["name"]),
            {name: _said(name, one.get(name, "")) for name in ("name", "relation", *YES_OR_NO)},
        )
        change = self._form(f"slaegt-{number}", "ret-slaegt", RELATIVE, values, "Gem", who, about=one["name"])
        end = self._form(f"slut-slaegt-{number}", "slut-slaegt", (WHY,), {}, "Fjern", who, about=one["name"])
        return Someone(one["name"], lines, (("Ret", change), ("Fjern fra familien", end)))

    # The staff

    def _staff(self, keeps: bool, today: date) -> Iterator[Someone]:
        """Go through all parts of the staff: who is with the case now, then who was."""
        staff, gone = self.root.medarbejdere, []
        for user in dict.fromkeys(one["user_id"] for one in self.context.involvements if one["user_id"] in staff):
            found = self._colleague(user, keeps, today)
            if found.over:
                gone.append(found)
            else:
                yield found
        yield from gone

    def _colleague(self, user: str, keeps: bool, today: date) -> Someone:
        person, mine = self.root.medarbejdere[user], user == self.identity.user_id
        rows = [one for one in self.context.involvements if one["user_id"] == user]
        now = [one for one in rows if _lasts(one, today)]
        title = ", ".join(filter(None, (person.title, person.department)))
        lines = (title, *(self._part(one, today) for one in rows))
        if not now or not (mine or keeps):
            return Someone(person.name, lines, over=not now)
        id, act = f"slut-{user}", "forlad" if mine else "slut"
        form = self._form(id, act, (WHY,), {}, "Slut opgaven", ("person", user), about=person.name)
        label = "Slut min opgave i forløbet" if mine else "Slut opgaven i forløbet"
        return Someone(f"{person.name} (dig)" if mine else person.name, lines, ((label, form),))

    def _part(self, one: Mapping[str, Any], today: date) -> str:
        """Say which part somebody has or had, from when until when, and why."""
        since = danish.near_date(date.fromisoformat(one["since"][:10]), today) if one["since"] else ""
        until = f" til {danish.near_date(date.fromisoformat(one['until']), today)}" if one["until"] else ""
        paper = self.context.dokumenter.get(one["why"])
        why = f": {one['why']}" if one["why"] and paper is None else ""
        return (
            f"{RELATIONS[one['relation']]}, fra {since}{until}{why}" if since else f"{RELATIONS[one['relation']]}{why}"
        )

    def _take_in_form(self) -> SmallForm:
        day = self.clock.today()
        there = {
            one["user_id"] for one in self.context.involvements if one["relation"] == "primary" and _lasts(one, day)
        }
        others = sorted(
            (person.name, person.user_id, person.department)
            for person in self.root.medarbejdere.values()
            if person.active and person.user_id not in there
        )
        options = tuple((user, ", ".join(filter(None, (name, unit)))) for name, user, unit in others)
        fields = (
            Field("person", "Hvem?", "select", options=options),
            Field("opgave", "Hvilken opgave får vedkommende i forløbet?", "text"),
        )
        return self._form("tag-med", "tag-med", fields, {}, "Tag med i forløbet")

    def _requests(self) -> Iterator[tuple[Someone, str]]:
        for one in joining.waiting(self.context):
            data, today = one["data"], self.clock.today()
            person = self.root.medarbejdere.get(one["by"]["user_id"])
            unit = person.department if person else ""
            about = ", ".join(filter(None, (unit, moment_words(one["at"], today))))
            fields = ANSWER if not data["sure"] else ANSWER[:2]
            form = self._form(
                f"svar-{one['id']}", "svar", fields, {}, "Svar", ("anmodning", one["id"]), about=by_name(one["by"])
            )
            lines = (
                about,
                f"Opgave: {data['task']}",
                f"Hvorfor nu: {data['why']}",
                f"Målgruppe: {data['target_group_reason']}",
            )
            unsure = (
                ""
                if data["sure"]
                else "Navn og fødselsdato er de samme, men et nummer mangler. Det kan være en anden ung."
            )
            yield Someone(by_name(one["by"]), lines, (("Svar", form),)), unsure

    # From outside

    def _contact(self, number: int, one: Mapping[str, Any], changes: bool) -> Someone:
        lines = tuple(filter(None, (one.get(name, "") for name in ("title", "organisation", "phone", "email", "task"))))
        if not changes:
            return Someone(one["name"], lines)
        who, values = ("navn", one["name"]), {name: str(one.get(name, "")) for name in CONTACT}
        change = self._form(f"ekstern-{number}", "ret-ekstern", OUTSIDE, values, "Gem", who, about=one["name"])
        end = self._form(f"slut-ekstern-{number}", "slut-ekstern", (WHY,), {}, "Fjern", who, about=one["name"])
        return Someone(
            one["name"], lines or ("Ingen oplysninger endnu",), (("Ret", change), ("Fjern fra forløbet", end))
        )


def _said(name: str, value: Any) -> str:
    """Write a value as a form holds it."""
    return (YES if value else NO) if name in YES_OR_NO else str(value)


def _lasts(one: Mapping[str, Any], today: date) -> bool:
    return not one["until"] or (one["until"] >= today.isoformat() and not one.get("over"))
