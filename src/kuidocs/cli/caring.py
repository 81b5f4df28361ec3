"""``backup``, ``restore`` and ``pack``: care of the data."""

import sys
from pathlib import Path

import click

from ..config import Settings
from ..domain import danish
from ..domain.errors import BadRequest
from ..jobs.checking import Report, walk
from ..jobs.upkeep import PACK_DAYS, files, pack_database, take_copy
from ..resources.base import new_id
from ..services.backup import Restoring, snapshots
from ..services.clock import COPENHAGEN
from ..services.proof import AuditEvent, ChainReport, ProofService, open_proof
from ..services.storage import working
from ..system import make_clock, open_databases
from .opening import act_of, acting, command, note, opened, os_user

PATIENCE = 30.0
"""Seconds that a copy waits while the server packs or copies."""


def _folder(settings: Settings, given: Path | None) -> Path:
    if given is None and not settings.backups:
        raise BadRequest("folder", "Skriv, hvor kopierne ligger: --to eller --from MAPPE, eller sæt kuidocs.backups.")
    return given or Path(settings.backups)


@click.command()
@command
@click.option("--to", "into", type=click.Path(path_type=Path), help="Mappen med kopier; ellers kuidocs.backups.")
def backup(settings: Settings, into: Path | None) -> None:
    """Take a copy of all that must not be lost, also beside a running server."""
    files(settings)
    with opened(settings, read_only=True) as system:
        made = take_copy(system, _folder(settings, into), patience=PATIENCE)
    told = made.told
    click.echo(
        f"Kopien {made.name} ligger i {made.folder}: {told['main']['size']} byte data, {told['blobs']['files']} filer, "
        f"{told['proof']['events']} linjer log og {told['proof']['ledger']} i hovedbogen."
    )
    click.echo("Nøglerne til segl og koder er ikke med. Gem dem for sig selv.")


@click.command()
@command
@click.option("--from", "source", type=click.Path(path_type=Path), help="Mappen med kopier; ellers kuidocs.backups.")
@click.option("--name", default="", help="Kopiens navn; ellers den nyeste.")
@click.option("--list", "listing", is_flag=True, help="Vis, hvilke kopier der er, og gør ikke andet.")
def restore(settings: Settings, source: Path | None, name: str, listing: bool) -> None:
    """Take a copy back into a place where nothing is, and prove that it is whole."""
    folder = _folder(settings, source)
    if listing:
        for one in snapshots(folder):
            click.echo(
                f"{one.name}  {danish.moment(one.made_at.astimezone(COPENHAGEN))}  {one.told['main']['size']} byte"
            )
        return
    made = Restoring(files(settings), folder, name).run()
    report, chain = _proved(settings, made.name)
    for fault in (*report.faults, *chain.faults):
        click.echo(fault)
    click.echo(f"Kopien {made.name} er gendannet i {settings.data}.")
    click.echo(f"{report.versions} versioner, {report.files} filer og {chain.count} linjer i loggen er gennemgået.")
    if report.faults or chain.faults:
        click.echo(f"{len(report.faults) + len(chain.faults)} fejl.")
        sys.exit(1)
    click.echo(f"Alle {report.rows} linjer i hovedbogen har deres fil i databasen. Alt er i orden.")
    if not settings.seal_key.exists():
        click.echo(f"Læg seglets nøgle tilbage i {settings.seal_key}, før serveren startes.", err=True)


def _proved(settings: Settings, name: str) -> tuple[Report, ChainReport]:
    """Walk what was taken back, without the seal, whose key is kept elsewhere; and note that it was taken back."""
    main, drafts = open_databases(settings, read_only=True)
    proof: ProofService = open_proof(settings.proof)
    try:
        with working(main) as connection:
            report = walk(connection.root()["kuidocs"], proof)
        chain = proof.verify()
        at = make_clock(settings).now()
        which = f"{new_id()}:restored"
        proof.append_now(AuditEvent(which, at, "system.restored", "system:cli", None, {}, _told(name)))
    finally:
        proof.close()
        drafts.close()
        main.close()
    return report, chain


def _told(name: str) -> dict[str, str]:
    return {"name": name, "os_user": os_user()}


@click.command()
@command
@click.option(
    "--days", type=click.IntRange(0, 3650), default=PACK_DAYS, show_default=True, help="Behold så mange dage."
)
@click.option("--drafts", "which", flag_value="drafts", help="Pak kladderne i stedet for sagerne.")
@acting
def pack(settings: Settings, days: int, which: str | None, who: tuple[str, str]) -> None:
    """Throw away what was written over, with the server stopped; beside it, use the page under Drift."""
    with opened(settings) as system:
        with system.reading() as root:
            act = act_of(system, root, who)
        database = system.drafts_db if which else system.db
        done = pack_database(system, database, days, keep_old=not which)
        note(system, act, "system.packed", {})
    click.echo(f"Databasen fyldte {done['before']} byte og fylder nu {done['after']}.")
