"""``import`` and ``export``: files and packages in, a package out."""

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..config import Settings
from ..domain.errors import BadRequest, KuiError
from ..domain.packages import DECLARATION, MANIFEST, safe
from ..jobs.restoring import restore_proof
from ..jobs.runner import drain
from ..resources.consent import consent_mark
from ..resources.drafts import drafts_of
from ..resources.root import Root
from ..services.package import bag_at, open_bag
from ..system import System
from ..usecases import exporting, importing, restoring
from .failing import tell
from .opening import act_of, acting, command, note, opened
from .reporting import finish_jobs, warn

COUNTED = {"organisation": "medarbejdere", "person": "dokumentversioner", "cluster": "papirer"}


@click.command(name="import")
@command
@click.argument("names", nargs=-1, required=True, metavar="FIL…")
@click.option(
    "--trust", multiple=True, metavar="CERT", help="Et certifikat (PEM eller DER), hvis pakker der stoles på."
)
@acting
def import_(settings: Settings, names: tuple[str, ...], trust: tuple[str, ...], who: tuple[str, str]) -> None:
    """Load organisations, young people, clusters and case-file packages. A file is loaded whole or not at all."""
    # Read before the database is opened: what cannot be read must not open, and thereby touch, anything.
    trusted = [_bytes(name) for name in trust]
    read = {name: data for name in names if (data := _told(name, _read, name)) is not None}
    loaded = []
    if read:
        with opened(settings) as system:
            trusted.append(system.seal.certificate())
            for name, data in read.items():
                load = _load if data else _restore
                loaded.append(_told(name, load, system, name, data or trusted, who))
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
    """Return what a file says, in a list because it may say nothing but null; an empty list for a package."""
    return [] if _is_package(Path(name)) else [importing.parse(_bytes(name))]


def _is_package(path: Path) -> bool:
    if path.is_dir():
        return (path / DECLARATION).exists() or (path / MANIFEST).exists()
    return path.is_file() and (path.suffix.lower() == ".zip" or zipfile.is_zipfile(path))


def _bytes(name: str) -> bytes:
    path = Path(name)
    if path.is_dir():
        raise BadRequest("file", f"{name} er en mappe uden {DECLARATION}. Skriv navnet på en fil eller en pakke.")
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
    what = f"{found.count} {COUNTED[found.kind]}"
    click.echo(f"{name}: {found.name} er læst ind med {what}.")
    return True


def _restore(system: System, name: str, trusted: list[bytes], who: tuple[str, str]) -> bool:
    with open_bag(Path(name), trusted=trusted) as bag:
        found = system.change(
            f"restore {Path(name).name[:60]}",
            lambda root: restoring.restore(root, drafts_of(root), bag, act_of(system, root, who)),
        )
    # Before the tailer hands the same events over: then they stand in the order in which they happened.
    restore_proof(system, {"case_no": found.case_no})
    warn(found.warnings)
    click.echo(
        f"{name}: Forløbet {found.case_no} er genskabt med {found.documents} dokumenter og {found.versions} versioner."
    )
    return True


@click.command()
@command
@click.argument("case_no")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Mappen eller zip-filen, som den skrives i."
)
@click.option("--drafts", is_flag=True, help="Tag også udkast og tekster til gennemsyn med.")
@acting
def export(settings: Settings, case_no: str, out: Path, drafts: bool, who: tuple[str, str]) -> None:
    """Write one case as a package (BagIt): a folder, or a zip file when OUT ends on .zip."""
    exporting.refuse_filled(out)
    with opened(settings, read_only=True) as system, system.reading() as root:
        act = act_of(system, root, who)
        case = exporting.case_named(root, case_no)
        note(system, act, exporting.EXPORTED, {"case_no": case.case_no} | consent_mark(case, act.clock.today()))
        kit = exporting.Kit(system.pdf, system.seal, system.proof, system.clock)
        bag = bag_at(out, safe(case.case_no, case.id))
        count = exporting.export(case, bag, kit, drafts=drafts)
    click.echo(f"{case_no}: {count} filer er skrevet i {out}.")
