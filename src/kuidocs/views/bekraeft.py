"""``/bekraeft``: the steps between the right password and the first page."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.request import Request
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from ..domain import log_in
from ..domain.errors import KuiError, Refused
from ..resources.root import Root
from ..security import sessions
from ..security.doors import Person, person_of
from ..security.login import code_wait, standing, unlock
from ..usecases import accounts
from ..usecases.acting import Act
from .layout import shell
from .login import come_in, note
from .pictures import qr_code

PAGE = "kuidocs:templates/pages/bekraeft.pt"
LONGEST = 20_000


@view_defaults(context=Root, name="bekraeft", permission=NO_PERMISSION_REQUIRED)
class StepView:
    """The page of whichever step is next."""

    def __init__(self, context: Root, request: Request) -> None:
        self.context, self.request = context, request
        self.pending = sessions.pending(request)

    @view_config(request_method="GET", renderer=PAGE)
    def show(self) -> Any:
        """Ask for the next step; who has typed no password begins there."""
        step = self._step()
        return self._page(step) if step else self._back()

    @view_config(request_method="POST", renderer=PAGE)
    def post(self) -> Any:
        """Take the step."""
        step = self._step()
        if step is None:
            return self._back()
        try:
            STEPS[step.name](self)
        except KuiError as refused:
            self.request.tm.doom()
            note(self.request, "login.step_refused", self._person().user_id)
            self.request.response.status_int = refused.status
            return self._page(step, refused.text, refused.code)
        done = sessions.step_done(self.request, step.name)["done"]
        return come_in(self.request, self._person(), frozenset(done), self._posted("videre"))

    def _code(self) -> None:
        """Take a code or a passkey; either is counted, so that nobody tries them all."""
        person = self._person()
        if wait := code_wait(self.request.system.state.throttle, person.user_id):
            raise Refused("wait", wait)
        if answer := self._posted("answer"):
            challenge = sessions.take_challenge(self.request)
            accounts.take_passkey(person, answer, challenge, self.request.system.factors)
        else:
            accounts.take_code(person, self._posted("kode"), self._by(), self.request.system.factors)
        unlock(self.request.system.state.throttle, person.user_id)

    def _enrol(self) -> None:
        person, system = self._person(), self.request.system
        if wait := code_wait(system.state.throttle, person.user_id):
            raise Refused("wait", wait)
        accounts.add_codes(person, self._secret(), self._posted("kode"), self._by(), system.factors)

    def _renew(self) -> None:
        system = self.request.system
        known = {self.context.organisation.municipality, "kuidocs"}
        memory = system.settings.password_memory_kib
        new, again = self._posted("ny"), self._posted("igen")
        accounts.change_password(self._person(), new, again, self._by(), memory_kib=memory, known=known)

    def _step(self) -> log_in.Step | None:
        if self.pending is None or not self._person().works_on(self.request.system.clock.today()):
            return None
        account = standing(self._person(), self.request.system.settings.second_factor_roles)
        return log_in.next_step(account, frozenset(self.pending["done"]))

    def _person(self) -> Person:
        assert self.pending is not None, "the view has asked for the step first"
        found = person_of(self.context, self.pending["user_id"])
        assert found is not None, "nobody is ever taken out of the folders of users"
        return found

    def _by(self) -> Act:
        return Act(self._person().identity(), self.request.system.clock)

    def _posted(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))[:LONGEST]

    def _secret(self) -> str:
        """Return the secret that is being set up; it stays the same while the page is shown again."""
        return sessions.kept_secret(self.request, self.request.system.factors.codes.new_secret)

    def _back(self) -> HTTPSeeOther:
        query = {"langsom": "1"} if not self.request.identity else {}
        return HTTPSeeOther(self.request.resource_path(self.context, "log-ind", query=query))

    def _page(self, step: log_in.Step, problem: str = "", wrong: str = "") -> dict[str, Any]:
        data = shell(self.request, step.title)
        data |= {"step": step.name, "problem": problem, "wrong_field": wrong, "wrong": bool(problem)}
        data |= {"token": sessions.SessionCsrf().get_csrf_token(self.request)}
        data |= {"onward": str(self.request.params.get("videre", "")), "least": log_in.LEAST}
        return data | self._about(step)

    def _about(self, step: log_in.Step) -> dict[str, Any]:
        person, factors = self._person(), self.request.system.factors
        told: dict[str, Any] = {"options": "", "codes": bool(person.code_secret), "secret": "", "picture": ""}
        if step.name == log_in.CODE and person.passkeys and factors.passkeys.possible:
            asked = factors.passkeys.ask(accounts.keys_of(person), sessions.challenge(self.request))
            sessions.keep_challenge(self.request, asked.challenge)
            told["options"] = asked.options
        if step.name == log_in.ENROL:
            told["secret"] = self._secret()
            told["picture"] = qr_code(factors.codes.address(told["secret"], person.user_id))
        return told


STEPS = {log_in.CODE: StepView._code, log_in.ENROL: StepView._enrol, log_in.RENEW: StepView._renew}
