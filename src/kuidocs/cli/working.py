"""``worker``: runs jobs in a process of its own."""

import threading

import click

from ..config import Settings
from ..jobs.daily import schedule
from ..jobs.runner import Runner, drain
from .opening import command, opened


@click.command()
@command
@click.option("--once", is_flag=True, help="Gør det, der ligger, og dagens arbejde, og slut.")
def worker(settings: Settings, once: bool) -> None:
    """Run jobs until it is stopped; with a FileStorage only while the server is stopped."""
    with opened(settings) as system:
        runner = Runner(system)
        if once:
            schedule(system)
            click.echo(f"{drain(system)} job er kørt.")
            return
        try:
            runner.start()
            click.echo("Arbejder. Ctrl-C stopper, når det igangværende er færdigt.")
            threading.Event().wait()
        except (KeyboardInterrupt, SystemExit):
            click.echo("Stopper.")
        finally:
            runner.stop()
