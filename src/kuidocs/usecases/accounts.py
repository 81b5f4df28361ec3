"""What somebody does with his or her own account: password, codes from an app, passkeys, spare codes."""

import secrets
from collections.abc import Set
from dataclasses import asdict
from hashlib import sha256

from ..domain import log_in
from ..domain.errors import Conflict, Refused
from ..resources.account import Account
from ..security import passwords
from ..services.factors import CannotUnlock, Factors, NotProved, Passkey
from .acting import Act, event

SPARE, LETTERS = 8, "abcdefghjkmnpqrstuvwxyz23456789"
MOST_PASSKEYS, LONGEST_NAME = 10, 60
WRONG_PASSWORD = "Din nuværende adgangskode er forkert. Prøv igen."  # noqa: S105 - a sentence
WRONG_CODE = "Koden er forkert eller for gammel. Vent på den næste i appen, og prøv igen."
NOT_PROVED = "Adgangsnøglen blev ikke godkendt. Prøv igen, eller brug en kode."
UNREADABLE = (
    "Din kode kan ikke kontrolleres, fordi systemets nøglefil er en anden. Kontakt den, der passer systemet, "
    "eller brug en adgangsnøgle."
)


def check_password(person: Account, text: str, memory_kib: int) -> None:
    """Ask for the password once more before something that an open screen should not be enough for.

    Raises Refused.
    """
    if not person.password_hash or not passwords.matches(person.password_hash, text, memory_kib):
        raise Refused("password", WRONG_PASSWORD)


def change_password(person: Account, new: str, again: str, act: Act, *, memory_kib: int, known: Set[str]) -> None:
    """Give somebody a new password of his or her own.

    Raises Refused.
    """
    if new != again:
        raise Refused("again", "De to nye adgangskoder er ikke ens. Skriv den samme to gange.")
    problem = log_in.password_problem(new, {person.user_id, *person.name.split(), *known})
    if not problem and passwords.matches(person.password_hash, new, memory_kib):
        problem = "Det er den adgangskode, du har nu. Vælg en anden."
    if problem:
        raise Refused("new", problem)
    person.password_hash, person.must_renew = passwords.hash_password(new, memory_kib), False
    note(person, "account.password_changed", act)


def add_codes(person: Account, secret: str, code: str, act: Act, factors: Factors) -> None:
    """Begin to ask for codes from an app, when the app has shown that it makes the right ones.

    Raises Refused.
    """
    step = factors.codes.step(secret, code, act.clock.now())
    if step is None:
        raise Refused("code", WRONG_CODE)
    person.code_secret, person.code_step = factors.locker.lock(secret), step
    note(person, "account.codes_added", act)


def remove_codes(person: Account, act: Act, *, required: bool) -> None:
    """Stop asking for codes from an app.

    Raises Conflict when a second factor is demanded and this is the last.
    """
    _not_the_last(required and not person.passkeys)
    person.code_secret, person.code_step = "", 0
    _forget_spare(person)
    note(person, "account.codes_removed", act)


def take_code(person: Account, code: str, act: Act, factors: Factors) -> None:
    """Take a code from the app, or one of the spare codes; each once.

    Raises Refused.
    """
    if person.code_secret and _from_the_app(person, code, act, factors):
        return
    hashed = _hashed(code)
    if hashed not in person.spare_codes:
        raise Refused("code", WRONG_CODE)
    person.spare_codes = tuple(one for one in person.spare_codes if one != hashed)
    note(person, "account.spare_code_used", act)


def _from_the_app(person: Account, code: str, act: Act, factors: Factors) -> bool:
    try:
        secret = factors.locker.unlock(person.code_secret)
    except CannotUnlock:
        raise Refused("locker", UNREADABLE) from None
    step = factors.codes.step(secret, code, act.clock.now())
    if step is None or step <= person.code_step:
        return False
    person.code_step = step
    return True


def keys_of(person: Account) -> list[Passkey]:
    """Return somebody's passkeys as the service knows them."""
    return [Passkey(one["credential_id"], one["public_key"], one["count"]) for one in person.passkeys]


def add_passkey(person: Account, answer: str, challenge: str, name: str, act: Act, factors: Factors) -> None:
    """Take a new passkey.

    Raises Conflict, Refused.
    """
    if len(person.passkeys) >= MOST_PASSKEYS:
        raise Conflict("most", f"Du har {MOST_PASSKEYS} adgangsnøgler. Fjern en, før du opretter flere.")
    try:
        made = factors.passkeys.accept(answer, challenge)
    except NotProved:
        raise Refused("passkey", "Adgangsnøglen blev ikke oprettet. Prøv igen.") from None
    called = " ".join(name.split())[:LONGEST_NAME] or "Adgangsnøgle"
    person.passkeys = (*person.passkeys, asdict(made) | {"name": called, "added_at": act.at})
    note(person, "account.passkey_added", act)


def remove_passkey(person: Account, credential_id: str, act: Act, *, required: bool) -> None:
    """Take a passkey away.

    Raises Conflict when a second factor is demanded and this is the last.
    """
    left = tuple(one for one in person.passkeys if one["credential_id"] != credential_id)
    if left == person.passkeys:
        raise Conflict("gone", "Adgangsnøglen er allerede fjernet.")
    _not_the_last(required and not left and not person.code_secret)
    person.passkeys = left
    _forget_spare(person)
    note(person, "account.passkey_removed", act)


def take_passkey(person: Account, answer: str, challenge: str, factors: Factors, *, alone: bool = False) -> None:
    """Let somebody prove that he or she has one of the passkeys; ``alone``: in the place of the password too.

    Raises Refused.
    """
    try:
        proved = factors.passkeys.prove(answer, challenge, keys_of(person), alone=alone)
    except NotProved:
        raise Refused("passkey", NOT_PROVED) from None
    person.passkeys = tuple(
        one | {"count": proved.count} if one["credential_id"] == proved.credential_id else one
        for one in person.passkeys
    )


def make_spare_codes(person: Account, act: Act) -> list[str]:
    """Make new spare codes, which replace the old ones; they are told this once and never again.

    Raises Conflict.
    """
    if not person.has_second:
        raise Conflict("second", "Sæt først en app eller en adgangsnøgle op. Reservekoder er til, når den er væk.")
    made = ["-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(SPARE)]
    person.spare_codes = tuple(_hashed(code) for code in made)
    note(person, "account.spare_codes_made", act)
    return made


def _hashed(code: str) -> str:
    """Fifty bits are not guessed through a throttle, and the hash tells nothing that helps."""
    return sha256("".join(code.split()).casefold().encode()).hexdigest()


def _not_the_last(last: bool) -> None:
    if last:
        raise Conflict("required", "Din rolle kræver ekstra sikkerhed. Sæt en anden op, før du fjerner denne.")


def _forget_spare(person: Account) -> None:
    if not person.has_second:
        person.spare_codes = ()


def note(person: Account, kind: str, act: Act) -> None:
    """Write what happened to an account into the log of those it is one of."""
    event(person.__parent__, kind, act, {"user_id": person.user_id})
