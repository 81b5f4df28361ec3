"""What is posted to ``/sager/<case_no>/personer``: each act is a view of its own, with its own permission."""

from collections.abc import Callable
from datetime import date
from typing import Any

from pyramid.view import view_config, view_defaults

from ..domain.case_people import CONTACT, FACTS, RELATIVE, NewIdentity
from ..domain.errors import KuiError
from ..domain.id_numbers import NONE, bare
from ..domain.opening import YES
from ..resources.case import Case
from ..security.permissions import Permission
from ..usecases import case_people, joining
from .personer import PAGE, PeopleView, Wrong

LONGEST = 4000
CHANGE, KEEP = Permission.People.CHANGE, Permission.People.KEEP
UNCHANGED = "Der var ikke noget at ændre."


def posted(handling: str, permission: str) -> Callable:
    """Declare the view of one act."""
    return view_config(
        request_method="POST", request_param=f"handling={handling}", permission=permission, renderer=PAGE
    )


@view_defaults(context=Case, name="personer")
class PeopleActs(PeopleView):
    """The acts."""

    def _posted(self, name: str) -> str:
        found = self.request.POST.get(name, "")
        return found[:LONGEST].replace("\r\n", "\n") if isinstance(found, str) else ""

    def _said(self, names: Any) -> dict[str, str]:
        return {name: self._posted(name).strip() for name in names}

    def _do(self, said: str, act: Callable[[Any], bool | None], *where: str) -> Any:
        """Do it; what is refused comes back with everything that was typed."""
        try:
            changed = act(self.act(self._posted("__token__")[:60]))
        except KuiError as refused:
            typed = {name: self._posted(name) for name in self.request.POST}
            return self.again(Wrong(self._posted("hvor")[:60], typed, refused.code, refused.text, refused.status))
        return self.go(self.context, UNCHANGED if changed is False else said, *(where or ("personer",)))

    # The young person

    @posted("unge", CHANGE)
    def person(self) -> Any:
        """Change what is known of the young person; a protected address that was not shown stays."""
        said, person = self._said(FACTS), self.context.person
        if person.name_address_protection and not said["address"]:
            said["address"] = person.address
        return self._do("Oplysningerne er gemt.", lambda act: case_people.change_person(self.context, act, said))

    @posted("nummer", CHANGE)
    def identity_of_the_person(self) -> Any:
        """Change birth date or number."""
        return self._do(
            "Oplysningerne er gemt.", lambda act: case_people.change_identity(self.context, act, self._new_identity())
        )

    def _new_identity(self) -> NewIdentity:
        kind, number = self._posted("id_number_type"), bare(self._posted("id_number"))
        kept = bare(self.context.person.id_number) if kind != NONE else ""
        return NewIdentity(
            self.clock.today(),
            _day(self._posted("birth_date")),
            kind,
            number or kept,
            self._posted("id_number_note").strip(),
            self._posted("reason"),
        )

    # The family

    @posted("ny-slaegt", CHANGE)
    def add_relative(self) -> Any:
        """Add somebody to the family."""
        said = self._said(RELATIVE)
        return self._do("Familien er rettet.", lambda act: case_people.add_relative(self.context, act, said))

    @posted("ret-slaegt", CHANGE)
    def change_relative(self) -> Any:
        """Change what is known of somebody in the family."""
        said, name = self._said(RELATIVE), self._posted("navn")
        return self._do("Familien er rettet.", lambda act: case_people.change_relative(self.context, act, name, said))

    @posted("slut-slaegt", CHANGE)
    def end_relative(self) -> Any:
        """Take somebody out of the family."""
        name, why = self._posted("navn"), self._posted("grund")
        return self._do("Familien er rettet.", lambda act: case_people.end_relative(self.context, act, name, why))

    # From outside

    @posted("ny-ekstern", CHANGE)
    def add_contact(self) -> Any:
        """Add a professional from outside."""
        said = self._said(CONTACT)
        return self._do("Fagpersonen er skrevet på.", lambda act: case_people.add_contact(self.context, act, said))

    @posted("ret-ekstern", CHANGE)
    def change_contact(self) -> Any:
        """Change what is known of a professional from outside."""
        said, name = self._said(CONTACT), self._posted("navn")
        return self._do("Oplysningerne er gemt.", lambda act: case_people.change_contact(self.context, act, name, said))

    @posted("slut-ekstern", CHANGE)
    def end_contact(self) -> Any:
        """Let a professional from outside be with the case no more."""
        name, why = self._posted("navn"), self._posted("grund")
        return self._do("Fagpersonen er fjernet.", lambda act: case_people.end_contact(self.context, act, name, why))

    # The staff

    @posted("svar", KEEP)
    def answer(self) -> Any:
        """Answer a request to join."""
        request, said, words = self._posted("anmodning"), self._posted("svar"), self._posted("ord")
        another = self._posted("anden") == YES
        return self._do(
            "Svaret er givet.",
            lambda act: joining.answer(self.context, act, request, said=said, words=words, another=another),
        )

    @posted("tag-med", KEEP)
    def take_in(self) -> Any:
        """Take a professional in."""
        person, task = self._posted("person"), self._posted("opgave")
        return self._do(
            "Fagpersonen er taget med i forløbet.", lambda act: joining.take_in(self.context, act, person, task)
        )

    @posted("slut", KEEP)
    def end(self) -> Any:
        """End the part of somebody else."""
        person, why = self._posted("person"), self._posted("grund")
        return self._do("Opgaven er slut.", lambda act: case_people.leave(self.context, act, person, why))

    @posted("forlad", Permission.People.LEAVE)
    def leave(self) -> Any:
        """End the own part; after that the case is not there any more."""
        me, why = self.identity.user_id, self._posted("grund")
        done = self._do("", lambda act: case_people.leave(self.context, act, me, why))
        return self.go(self.root["sager"], "Din opgave i forløbet er slut.") if done.status_int < 400 else done


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
