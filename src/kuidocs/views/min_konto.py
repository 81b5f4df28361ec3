"""``/min-konto``: one's own password, second factors, and where one is logged in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ..domain import danish, log_in
from ..domain.errors import Conflict, KuiError, Refused
from ..resources.account import Account
from ..resources.root import Root
from ..security import sessions
from ..security.login import standing
from ..security.permissions import Permission
from ..services.clock import COPENHAGEN
from ..services.state import Limit
from ..usecases import accounts
from .layout import BaseView
from .pictures import qr_code

PAGE = "kuidocs:templates/pages/min_konto.pt"
LONGEST = 20_000
CONFIRM = Limit(8, timedelta(minutes=15))
"""How often the password may be asked for again: an open screen is no place to guess it at."""


@view_defaults(context=Root, name="min-konto", permission=Permission.Page.SEE)
class AccountView(BaseView):
    """The page of one's own account."""

    context: Any
    section = "konto"

    @property
    def person(self) -> Account:
        """Who is logged in."""
        return self.root.medarbejdere[self.identity.user_id]

    def known_words(self) -> set[str]:
        """Return what anybody would try as a password."""
        return {self.root.organisation.municipality, "kuidocs"}

    def clusters(self) -> list[tuple[str, str]]:
        """List the clusters that somebody is in, each with the role; nobody of the municipality is in any (R80)."""
        return []

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> dict[str, Any]:
        """Show the account."""
        return self._page()

    @view_config(request_method="POST", renderer=PAGE)
    def post(self) -> Any:
        """Do one thing with the account."""
        name = self._posted("handling")
        try:
            if name not in ACTS:
                raise Refused("act", "Vælg, hvad der skal ændres.")
            return ACTS[name](self)
        except KuiError as refused:
            self.request.tm.doom()
            data = self._page() | {"problem": refused.text, "wrong_act": name, "wrong_field": refused.code}
            return self.render(PAGE, data | {"wrong": True}, status=refused.status)

    def _password(self) -> Response:
        settings = self.system.settings
        memory, known = settings.password_memory_kib, self.known_words()
        self._ask_password()
        new, again = self._posted("ny"), self._posted("igen")
        accounts.change_password(self.person, new, again, self.act(), memory_kib=memory, known=known)
        ended = self.system.state.sessions.end_all(self.person.user_id, but=sessions.secret_of(self.request))
        more = " Du er logget ud alle andre steder." if ended else ""
        return self._on(f"Din adgangskode er ændret.{more}")

    def _add_codes(self) -> Response:
        self._ask_password()
        secret = sessions.kept_secret(self.request, self.system.factors.codes.new_secret)
        accounts.add_codes(self.person, secret, self._posted("kode"), self.act(), self.system.factors)
        sessions.forget_secret(self.request)
        return self._on("Fra nu af spørger kuidocs om en kode fra din app, når du logger ind. Lav også reservekoder.")

    def _remove_codes(self) -> Response:
        self._ask_password()
        accounts.remove_codes(self.person, self.act(), required=self._required())
        return self._on("kuidocs spørger ikke længere om koder fra din app.")

    def _add_passkey(self) -> Response:
        self._ask_password()
        challenge = sessions.take_challenge(self.request)
        name, answer = self._posted("navn"), self._posted("answer")
        accounts.add_passkey(self.person, answer, challenge, name, self.act(), self.system.factors)
        return self._on("Adgangsnøglen er oprettet. Lav også reservekoder, hvis du ikke har nogen.")

    def _remove_passkey(self) -> Response:
        self._ask_password()
        accounts.remove_passkey(self.person, self._posted("noegle"), self.act(), required=self._required())
        return self._on("Adgangsnøglen er fjernet.")

    def _spare_codes(self) -> Response:
        """Show new spare codes once, on the answer itself: they are kept nowhere."""
        self._ask_password()
        made = accounts.make_spare_codes(self.person, self.act())
        return self.render(PAGE, self._page() | {"spare": made})

    def _end_session(self) -> Response:
        handle, user = self._posted("sted"), self.person.user_id
        if not self.system.state.sessions.end_listed(user, handle):
            raise Conflict("gone", "Du er allerede logget ud der.")
        accounts.note(self.person, "account.session_ended", self.act())
        return self._on("Du er logget ud der.")

    def _end_others(self) -> Response:
        ended = self.system.state.sessions.end_all(self.person.user_id, but=sessions.secret_of(self.request))
        accounts.note(self.person, "account.sessions_ended", self.act())
        return self._on(f"Du er logget ud {danish.count(ended, 'andet sted', 'andre steder')}.")

    def _ask_password(self) -> None:
        wait = self.system.state.throttle.attempt(f"confirm:{self.person.user_id}", CONFIRM)
        if wait:
            raise Refused("wait", "Der har været for mange forsøg. Vent et kvarter, og prøv igen.")
        accounts.check_password(self.person, self._posted("nuvaerende"), self.system.settings.password_memory_kib)
        self.system.state.throttle.forget(f"confirm:{self.person.user_id}")

    def _required(self) -> bool:
        return standing(self.person, self.system.settings.second_factor_roles).second_required

    def _on(self, said: str) -> Response:
        return self.go(self.context, said, "min-konto")

    def _posted(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))[:LONGEST]

    def _page(self) -> dict[str, Any]:
        data: dict[str, Any] = {"problem": "", "wrong_act": "", "wrong_field": "", "spare": [], "least": log_in.LEAST}
        data |= {"clusters": self.clusters(), "places": self._places()}
        return self.page("Min konto", person=self.person, **data, **self._factors())

    def _places(self) -> list[dict[str, Any]]:
        """List where one is logged in, this browser first."""
        here = self.request.kui_session.handle
        found = [
            {
                "handle": one.handle,
                "device": one.data.get(sessions.DEVICE, "Ukendt browser"),
                "since": danish.moment(one.created_at.astimezone(COPENHAGEN)),
                "seen": danish.moment(one.seen_at.astimezone(COPENHAGEN)),
                "here": one.handle == here,
            }
            for one in self.system.state.sessions.of_user(self.person.user_id)
        ]
        return sorted(found, key=lambda place: not place["here"])

    def _factors(self) -> dict[str, Any]:
        person, factors = self.person, self.system.factors
        told: dict[str, Any] = {"options": "", "secret": "", "picture": "", "required": self._required()}
        told["possible"] = factors.passkeys.possible
        if not person.code_secret:
            told["secret"] = sessions.kept_secret(self.request, factors.codes.new_secret)
            told["picture"] = qr_code(factors.codes.address(told["secret"], person.user_id))
        if factors.passkeys.possible:
            before, user = sessions.challenge(self.request), person.user_id
            asked = factors.passkeys.invite(user.encode(), user, accounts.keys_of(person), before)
            sessions.keep_challenge(self.request, asked.challenge)
            told["options"] = asked.options
        return told


ACTS: dict[str, Callable[[AccountView], Response]] = {
    "adgangskode": AccountView._password,
    "app": AccountView._add_codes,
    "fjern-app": AccountView._remove_codes,
    "noegle": AccountView._add_passkey,
    "fjern-noegle": AccountView._remove_passkey,
    "reservekoder": AccountView._spare_codes,
    "log-ud": AccountView._end_session,
    "log-ud-andre": AccountView._end_others,
}
"""What the buttons of the page do, by the name that they send."""
