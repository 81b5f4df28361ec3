"""``check`` and ``log verify``: is everything that was stored still what was stored?"""

import sys

import click

from ..config import Settings
from ..jobs.checking import check_all
from ..jobs.log_checking import disagreements
from .opening import command, opened


@click.command()
@command
def check(settings: Settings) -> None:
    """Walk every version, sealed file and row of the ledger."""
    with opened(settings, read_only=True) as system:
        report = check_all(system)
    for fault in report.faults:
        click.echo(fault)
    click.echo(f"{report.versions} versioner, {report.files} filer og {report.rows} linjer i hovedbogen er gennemgået.")
    click.echo("Alt er i orden." if not report.faults else f"{len(report.faults)} fejl.")
    sys.exit(1 if report.faults else 0)


@click.group()
def log() -> None:
    """The log of everything that happened."""


@log.command()
@command
def verify(settings: Settings) -> None:
    """Check that no line of the log was changed, removed or put in."""
    with opened(settings, read_only=True) as system:
        report = system.proof.verify()
        faults = [*report.faults, *disagreements(system)]
    for fault in faults:
        click.echo(fault)
    click.echo(f"{report.count} linjer i loggen er gennemgået; den sidste har kontrolsummen {report.head[:16]}.")
    click.echo(f"{len(faults)} fejl." if faults else "Loggen er ubrudt.")
    sys.exit(1 if faults else 0)
