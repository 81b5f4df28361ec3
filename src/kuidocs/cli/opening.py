"""What commands share: the settings file, who acts, and the system opened for reading or for writing."""

import getpass
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any

import click
import plaster
import structlog

from ..config import Settings, read_settings
from ..domain import danish
from ..domain.errors import BadRequest, NotFound
from ..domain.identity import Identity, command_line
from ..resources.base import new_id
from ..resources.root import Root
from ..services.clock import COPENHAGEN
from ..services.proof.api import AT_ONCE, AuditEvent
from ..services.storage import exit_on_sigterm, last_change
from ..system import System, open_system
from ..usecases.acting import Act


def command(function: Callable) -> Callable:
    """Give a command its settings file and --debug; it gets ``settings`` as its first argument."""

    @click.argument("ini")
    @click.option("--debug", is_flag=True, help="Vis også, hvor i programmet en fejl skete.")
    @wraps(function)
    def run(ini: str, debug: bool, **given: Any) -> Any:
        click.get_current_context().find_root().meta["kuidocs.debug"] = debug
        quiet()
        exit_on_sigterm()
        return function(settings_of(ini), **given)

    return run


def acting(function: Callable) -> Callable:
    """Give a command ``--as`` and ``--reason`` (D25); it gets them as ``who``, (user id, reason)."""

    @click.option("--as", "user", default="", help="Brugeren, som kommandoen køres på vegne af.")
    @click.option("--reason", default="", help="Hvorfor; skrives i loggen.")
    @wraps(function)
    def run(*args: Any, user: str, reason: str, **given: Any) -> Any:
        if user and not reason.strip():
            raise click.UsageError("--as skal have selskab af --reason: skriv, hvorfor kommandoen køres.")
        return function(*args, who=(user, reason.strip()), **given)

    return run


def settings_of(ini: str) -> Settings:
    """Read the settings file.

    Raises BadRequest, SettingsError.
    """
    if not Path(ini).is_file():
        raise BadRequest("ini", f"Der er ingen indstillingsfil {ini}. Skriv stien til fx development.ini.")
    try:
        found = plaster.get_settings(ini, "app:main")
    except Exception as error:  # The loader has a family of errors of its own; each is about this file.
        raise BadRequest("ini", f"Indstillingsfilen {ini} kan ikke læses: {error}") from error
    if not found:
        raise BadRequest("ini", f"Indstillingsfilen {ini} har ikke noget afsnit [app:main].")
    return read_settings(found)


def quiet() -> None:
    """Keep the logs of libraries out of what a command prints."""
    logging.basicConfig(level=logging.ERROR)
    # A file that is not there is told of in a sentence; the library adds a traceback of its own.
    logging.getLogger("ZODB.Connection").setLevel(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


@contextmanager
def opened(settings: Settings, *, read_only: bool = False, **more: Any) -> Iterator[System]:
    """Open the system for one command.

    A command that reads works beside a running server and says as of when (D31). Raises DatabaseInUse, NotFound.
    """
    system = open_system(settings, read_only=read_only, **more)
    try:
        _check_made(system)
        if read_only:
            _say_as_of(system)
        yield system
    finally:
        system.close()


def _check_made(system: System) -> None:
    connection = system.db.open()
    try:
        if "kuidocs" not in connection.root():
            raise NotFound("no_system", "Databasen er tom. Opret systemet med »kuidocs init«.")
    finally:
        connection.close()


def _say_as_of(system: System) -> None:
    at = last_change(system.db)
    if at is not None:
        click.echo(f"Læst som databasen var {danish.moment(at.astimezone(COPENHAGEN))}.", err=True)


def act_of(system: System, root: Root, who: tuple[str, str]) -> Act:
    """Return who acts: the user of --as, else whoever is logged in to this machine.

    Raises NotFound.
    """
    user, reason = who
    return Act(_identity(root, user), system.clock, reason=reason, log_head=system.proof.head())


def _identity(root: Root, user: str) -> Identity:
    if not user:
        return command_line(os_user())
    person = root.medarbejdere.get(user)
    if person is None or not person.active:
        raise NotFound("user", f"Der er ingen bruger »{user}«.")
    return person.identity()


def os_user() -> str:
    """Return who runs the command."""
    with suppress(Exception):  # There may be neither a name nor a terminal.
        return getpass.getuser()
    return "ukendt"


def note(system: System, act: Act, kind: str, about: dict[str, str]) -> None:
    """Write into the chain at once that somebody read something by a command (D25, D28)."""
    data = {"os_user": os_user()} | ({"reason": act.reason} if act.reason else {})
    event_id = f"{new_id()}{AT_ONCE}{kind}"
    event = AuditEvent(event_id, system.clock.now(), kind, act.who.user_id, about.get("case_no"), about, data)
    system.proof.append_now(event)
