"""Asking once more who is here, before something that an open screen must not be enough for."""

from collections.abc import Callable

from ..domain.errors import Refused
from ..resources.staff import Staff
from ..security import sessions
from ..security.login import code_wait, unlock
from ..usecases import accounts
from .layout import BaseView
from .login import note

NO_PROOF = (
    "Du har hverken adgangskode, adgangsnøgle eller kode-app i kuidocs, så vi kan ikke spørge, om det er dig. Skriv "
    "under på papir, eller sæt en af dem op under »Min konto«."
)


def passkey_asked(view: BaseView, person: Staff) -> str:
    """Return what a browser needs to ask for a passkey, "" for somebody who has none."""
    keys = view.system.factors.passkeys
    if not person.passkeys or not keys.possible:
        return ""
    asked = keys.ask(accounts.keys_of(person), sessions.challenge(view.request), alone=True)
    sessions.keep_challenge(view.request, asked.challenge)
    return asked.options


def prove(view: BaseView, person: Staff, posted: Callable[[str], str]) -> str:
    """Take a passkey, or password and code; say by what it was proved. Each attempt is counted.

    Raises Refused.
    """
    throttle = view.system.state.throttle
    if not (person.password_hash or person.has_second):
        raise Refused("proof", NO_PROOF)
    if wait := code_wait(throttle, person.user_id):
        raise Refused("wait", wait)
    try:
        proved = _proved(view, person, posted)
    except Refused:
        note(view.request, "login.step_refused", person.user_id)
        raise
    unlock(throttle, person.user_id)
    return proved


def _proved(view: BaseView, person: Staff, posted: Callable[[str], str]) -> str:
    if answer := posted("answer"):
        challenge, factors = sessions.take_challenge(view.request), view.system.factors
        accounts.take_passkey(person, answer, challenge, factors, alone=True)
        return "passkey"
    proved = []
    if person.password_hash:
        accounts.check_password(person, posted("adgangskode"), view.system.settings.password_memory_kib)
        proved.append("password")
    if person.code_secret:
        accounts.take_code(person, posted("kode2"), view.act(), view.system.factors)
        proved.append("code")
    if not proved:
        raise Refused("passkey", "Brug din adgangsnøgle. Det kræver, at din browser må køre scripts.")
    return "+".join(proved)
