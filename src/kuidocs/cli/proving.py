"""``check`` and ``log verify``: is everything that was stored still what was stored?"""

import sys

import click

from ..config import Settings
from ..domain import danish
from ..domain.errors import BadRequest
from ..jobs.checking import check_all
from ..jobs.log_checking import disagreements
from ..services.clock import COPENHAGEN
from ..services.proof.api import GENESIS
from ..system import System
from .opening import command, opened

LEAST_OF_A_HASH = 16


@click.command()
@command
def check(settings: Settings) -> None:
    """Walk every version, file, row of the ledger and line of the log; say what examining finished files has shown."""
    with opened(settings, read_only=True) as system:
        report, chain = check_all(system), system.proof.verify()
        faults = [*report.faults, *(fault.text for fault in chain.faults), *disagreements(system), *report.flaws]
    for line in (*faults, *report.doubts):
        click.echo(line)
    click.echo(
        f"{report.versions} versioner, {report.files} filer, {report.rows} linjer i hovedbogen og {chain.count} "
        "linjer i loggen er gennemgået."
    )
    click.echo("Alt er i orden." if not faults else f"{len(faults)} fejl.")
    sys.exit(1 if faults else 0)


def _place(system: System, head: str) -> list[str]:
    """Say where in the log the hash of a paper stands; a hash that is in no place of it is a fault."""
    wanted = "".join(head.split()).lower()
    if len(wanted) < LEAST_OF_A_HASH or not set(wanted) <= set("0123456789abcdef"):
        raise BadRequest("head", "Skriv mindst 16 tegn af kontrolsummen, som den står i PDF-filen.")
    found = system.proof.find(wanted)
    if found is None:
        genesis = GENESIS.startswith(wanted)
        return [] if genesis else ["Kontrolsummen fra PDF-filen er ikke i loggen."]
    at = danish.moment(found.event.at.astimezone(COPENHAGEN))
    click.echo(f"Kontrolsummen er hændelse nr. {found.number} af {system.proof.count()}, {at}.")
    return []


@click.group()
def log() -> None:
    """The log of everything that happened."""


@log.command()
@click.option("--head", help="Kontrolsummen fra en PDF (»Log ved godkendelsen«): sig, hvor i loggen den er.")
@command
def verify(settings: Settings, head: str | None) -> None:
    """Check that no line of the log was changed, removed or put in."""
    with opened(settings, read_only=True) as system:
        report = system.proof.verify()
        faults = [*report.faults, *disagreements(system)]
        if head is not None:
            faults += _place(system, head)
    for fault in faults:
        click.echo(fault)
    click.echo(f"{report.count} linjer i loggen er gennemgået; den sidste har kontrolsummen {report.head[:16]}.")
    click.echo(f"{len(faults)} fejl." if faults else "Loggen er ubrudt.")
    sys.exit(1 if faults else 0)
