"""The last words of a command: warnings, and what the jobs that it made came to."""

from collections.abc import Callable, Iterable

import click

from ..domain.problems import Problem
from ..system import System
from ..usecases.sealing_state import KINDS

MOST_WARNINGS = 200


def warn(problems: Iterable[Problem]) -> None:
    """Print what was accepted but should be looked at."""
    shown = list(problems)
    for problem in shown[:MOST_WARNINGS]:
        click.echo(f"Bemærk: {problem}", err=True)
    if len(shown) > MOST_WARNINGS:
        click.echo(f"Bemærk: og {len(shown) - MOST_WARNINGS} til af samme slags.", err=True)


def finish_jobs(drain: Callable[..., int], system: System) -> None:
    """Run the jobs that a command has made before it ends (D41), and say when one could not be done."""
    drain(system, unhurried=False)
    with system.reading() as root:
        left = [job for job in root.job.open_jobs() if job.error and job.kind in KINDS]
    if left:
        text = (
            f"{len(left)} af PDF-filerne kunne ikke laves nu. Serveren prøver igen; se dem under Administration, Job."
        )
        click.echo(text, err=True)
