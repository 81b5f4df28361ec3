"""What a command says when it fails: a sentence, never a traceback."""

import errno
import traceback
from pathlib import Path
from typing import Any

import click

from ..config import SettingsError
from ..domain.errors import KuiError
from ..domain.packages import PackageRefused
from ..usecases.importing_text import ImportRefused

UNKNOWN = 2
"""The exit status of ``verify`` when nothing can be said of the file."""
MOST_FAULTS = 200
"""So many faults of one package are told; a package without its payload has one for every file."""

DISK = {
    errno.ENOENT: "den findes ikke",
    errno.EEXIST: "den findes allerede",
    errno.EACCES: "der mangler rettigheder til den",
    errno.EPERM: "der mangler rettigheder til den",
    errno.EROFS: "drevet kan kun læses",
    errno.ENOSPC: "der er ikke mere plads på drevet",
    errno.EISDIR: "den er en mappe",
    errno.ENOTDIR: "stien går gennem noget, der ikke er en mappe",
    errno.ENAMETOOLONG: "navnet er for langt",
}
"""What the operating system can answer about a file, in Danish."""


class Told(click.Group):
    """A group whose commands end with a sentence and exit status 1 whatever happens in them."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            tell(error)
            ctx.exit(1)


def tell(error: Exception) -> None:
    """Say what went wrong."""
    if isinstance(error, ImportRefused):
        for problem in error.problems:
            click.echo(f"{problem.where or 'filen'}: {problem.text}", err=True)
    if isinstance(error, PackageRefused):
        for path, text in error.faults[:MOST_FAULTS]:
            click.echo(f"{path or 'pakken'}: {text}", err=True)
        if len(error.faults) > MOST_FAULTS:
            click.echo(f"og {len(error.faults) - MOST_FAULTS} fejl til.", err=True)
    if isinstance(error, KuiError):
        click.echo(error.text, err=True)
    elif isinstance(error, SettingsError):
        click.echo(str(error), err=True)
    elif isinstance(error, OSError) and error.errno in DISK:
        click.echo(f"{error.filename or 'Filen'} kan ikke bruges: {DISK[error.errno]}.", err=True)
    else:
        click.echo(
            f"Der skete en uventet fejl (reference {reference(error)}). Kør igen med --debug for at se hvor.", err=True
        )
        if debugging():
            traceback.print_exception(error)


def debugging() -> bool:
    """Tell whether --debug was given to the command that runs."""
    context = click.get_current_context(silent=True)
    return bool(context and context.find_root().meta.get("kuidocs.debug"))


def reference(error: Exception) -> str:
    """Name the place of an error, by which a developer finds it; nothing of what was worked on is in it."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "kuidocs" in Path(frame.filename).parts]
    frame = ours[-1] if ours else None
    return f"{type(error).__name__}-{Path(frame.filename).stem}-{frame.lineno}" if frame else type(error).__name__
