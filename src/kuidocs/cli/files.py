"""``import`` and ``export``: files in, a package out."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..config import Settings
from ..domain.errors import BadRequest, KuiError
from ..jobs.runner import drain
from ..resources.drafts import drafts_of
from ..resources.root import Root
from ..system import System
from ..usecases import exporting, importing
from .failing import tell
from .opening import act_of, acting, command, note, opened
from .reporting import finish_jobs, warn


@click.command(name="import")
@command
@click.argument("names", nargs=-1, required=True, metavar="FIL…")
@acting
def import_(settings: Settings, names: tuple[str, ...], who: tuple[str, str]) -> None:
    """Load organisations and young people from files. A file is loaded whole or not at all."""
    # Read before the database is opened: what cannot be read must not open, and thereby touch, anything.
    read = {name: data for name in names if (data := _told(name, _read, name)) is not None}
    loaded = []
    if read:
        with opened(settings) as system:
            loaded = [_told(name, _load, system, name, data, who) for name, data in read.items()]
            system.catch_up()
            finish_jobs(drain, system)
    sys.exit(0 if all(loaded) and len(read) == len(set(names)) else 1)


def _told(name: str, act: Callable[..., Any], *given: Any) -> Any:
    """Do something with one file; what is wrong with it is told, and the next file has its turn."""
    try:
        return act(*given)
    except (KuiError, OSError) as error:
        click.echo(f"{name} er ikke læst ind:", err=True)
        tell(error)
        return None


def _read(name: str) -> list:
    # Wrapped, because a file may hold nothing but null.
    return [importing.parse(_bytes(name))]


def _bytes(name: str) -> bytes:
    path = Path(name)
    if path.is_dir():
        raise BadRequest("file", f"{name} er en mappe. Skriv navnet på en fil.")
    if not path.is_file():
        raise BadRequest("file", f"Der er ingen fil {name}.")
    if path.stat().st_size > importing.MOST_BYTES:
        raise importing.too_large()
    return path.read_bytes()


def _load(system: System, name: str, data: list, who: tuple[str, str]) -> bool:
    def load(root: Root) -> importing.Imported:
        return importing.import_data(root, drafts_of(root), data[0], act_of(system, root, who))

    found = system.change(f"import {Path(name).name[:60]}", load)
    warn(found.warnings)
    what = f"{found.count} medarbejdere" if found.kind == "organisation" else f"{found.count} dokumentversioner"
    click.echo(f"{name}: {found.name} er læst ind med {what}.")
    return True


@click.command()
@command
@click.argument("case_no")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Mappen, som pakken skrives i.")
@click.option("--drafts", is_flag=True, help="Tag også udkast og tekster til gennemsyn med.")
@acting
def export(settings: Settings, case_no: str, out: Path, drafts: bool, who: tuple[str, str]) -> None:
    """Write one case as a package of files."""
    exporting.refuse_filled(out)
    with opened(settings, read_only=True) as system, system.reading() as root:
        act = act_of(system, root, who)
        case = exporting.case_named(root, case_no)
        note(system, act, "case.exported", {"case_no": case.case_no})
        package = exporting.package(case, system.pdf, system.seal.certificate(), system.clock, drafts=drafts)
        count = exporting.write(package, out)
    click.echo(f"{case_no}: {count} filer er skrevet i {out}.")
