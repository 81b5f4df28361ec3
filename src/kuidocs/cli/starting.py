"""``init``, ``demo``, ``evolve``: a new system, what to show in it, and bringing an old one up to date."""

import os
import secrets
import sys
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import click

from ..config import Settings
from ..domain.errors import BadRequest, Conflict
from ..domain.identity import command_line
from ..evolve.manager import evolve as carry_out
from ..evolve.manager import start_finished
from ..jobs.runner import drain
from ..resources.drafts import drafts_of
from ..resources.root import Root
from ..security.passwords import hash_password
from ..services.seal.key import create_local_key
from ..services.storage import working
from ..system import System, make_clock, open_databases
from ..usecases import cluster_people, importing, setup
from ..usecases.acting import Act
from .opening import act_of, acting, command, opened, os_user
from .reporting import finish_jobs

PASSWORD = "KUIDOCS_ADMIN_PASSWORD"  # noqa: S105 - the name of a variable
SHORTEST = 12
DEMO = ("organisation", "ung_1_malthe", "ung_3_elias", "klyngemoede")


@click.command()
@command
def init(settings: Settings) -> None:
    """Make an empty system: database, first administrator, forms, and a key for the seal."""
    _refuse_existing(settings)
    password, told = _password(settings)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_key(settings)
    main, drafts = open_databases(settings)
    try:
        _fill(settings, main, password)
    finally:
        drafts.close()
        main.close()
    with opened(settings) as system:
        system.tailer.catch_up()
    click.echo(f"Systemet er oprettet i {settings.data}. Log ind som »{setup.ADMINISTRATOR}«{told}.")


def _refuse_existing(settings: Settings) -> None:
    path = Path(settings.zodb.removeprefix("file://").partition("?")[0])
    if path.exists():
        raise Conflict("exists", f"Der er allerede en database i {path}. Den bliver ikke rørt.")


def _password(settings: Settings) -> tuple[str, str]:
    """Return the administrator's password, and what to say of it."""
    given = os.environ.get(PASSWORD, "")
    if given:
        return given, ""
    if sys.stdin.isatty():
        return click.prompt("Adgangskode til administratoren", hide_input=True, confirmation_prompt="Én gang til"), ""
    if settings.production:
        raise BadRequest("password", f"Skriv administratorens adgangskode i miljøvariablen {PASSWORD}.")
    made = secrets.token_urlsafe(SHORTEST)
    return made, f" med adgangskoden {made}"


def _make_key(settings: Settings) -> None:
    """Make a key that only this system knows, unless the municipality's own is there (D45)."""
    if settings.seal_key.exists():
        return
    password = secrets.token_urlsafe(24)
    handle = os.open(settings.seal_password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(password)
    create_local_key(settings.seal_key, password, "kuidocs, lokalt segl", make_clock(settings).now())


def _fill(settings: Settings, database, password: str) -> None:
    clock = make_clock(settings)
    with working(database, "init") as connection:
        main, drafts = connection.root(), connection.get_connection("drafts").root()
        if setup.is_made(main):
            raise Conflict("exists", "Der er allerede et system i databasen. Det bliver ikke rørt.")
        root = setup.make_roots(main, drafts)
        setup.publish_editions(root, clock.now())
        start_finished(main, clock.now())
        act = Act(command_line(os_user()), clock)
        setup.add_administrator(root, hash_password(password, settings.password_memory_kib), act)


@click.command()
@command
@acting
def demo(settings: Settings, who: tuple[str, str]) -> None:
    """Load a municipality that does not exist, with two young people and a cluster of general practitioners."""
    if settings.production:
        raise BadRequest("production", "Demonstrationen må ikke lægges ind i et system i production.")
    if not settings.demo_password:
        raise BadRequest("password", "Sæt indstillingen kuidocs.demo_password; den er demobrugernes adgangskode.")
    with opened(settings) as system:
        added = system.change("demo", lambda root: _load(root, act_of(system, root, who), settings))
        system.catch_up()
        finish_jobs(drain, system)
    click.echo(f"Demonstrationen er lagt ind: {', '.join(added)}." if added else "Demonstrationen er der allerede.")


def _load(root: Root, act: Act, settings: Settings) -> list[str]:
    added = []
    for name in DEMO:
        data = importing.parse(demo_file(name))
        if _is_there(root, data):
            continue
        added.append(importing.import_data(root, drafts_of(root), data, act).name)
    setup.give_passwords(root, lambda: hash_password(settings.demo_password, settings.password_memory_kib))
    return added


def demo_file(name: str) -> bytes:
    """Read a file of the demonstration; it comes with the package."""
    return (files("kuidocs") / "demo_data" / f"{name}.json").read_bytes()


def _is_there(root: Root, data: dict) -> bool:
    if "case" in data:
        return data["case"]["case_no"] in root.sager
    if "cluster" in data:
        return data["documents"][0]["document_id"] in cluster_people.folder(root).names
    return all(person["user_id"] in root.medarbejdere for person in data["staff"])


@click.command()
@command
@click.option("--dry-run", is_flag=True, help="Vis, hvad der ville ske, uden at gøre det.")
def evolve(settings: Settings, dry_run: bool) -> None:
    """Bring the database up to date with the program."""
    with opened(settings) as system:
        done = carry_out(system.db, _now(system), dry_run=dry_run)
    for step in done:
        click.echo(f"{step.name}: {step.tells}")
    verb = "ville være udført" if dry_run else "er udført"
    click.echo(f"{len(done)} trin {verb}." if done else "Databasen er opdateret.")


def _now(system: System) -> datetime:
    return system.clock.now()
