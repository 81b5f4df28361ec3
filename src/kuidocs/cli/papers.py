"""``render`` and ``verify``: one document's PDF, and whether a PDF still is what was sealed."""

import json
import sys
from pathlib import Path

import click

from ..config import Settings, SettingsError
from ..domain.errors import BadRequest, KuiError
from ..services.checking import Compared, compare, examine, parted
from ..services.pdf.api import ARCHIVE, PROFILES
from ..services.pdf.inline import InlinePdfService
from ..services.seal.verdict import Verdict
from ..services.seal.verify import verify as verified
from ..usecases import finding
from ..usecases.checking_files import check, genuine
from .failing import UNKNOWN, tell
from .opening import act_of, acting, command, note, opened, settings_of


@click.command()
@command
@click.argument("document_id")
@click.option("--version", "number", type=click.IntRange(1, 9999), help="Versionsnummer; ellers den nyeste godkendte.")
@click.option("--profile", type=click.Choice(PROFILES), default=ARCHIVE, show_default=True)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Filen, som PDF'en skrives i.")
@acting
def render(
    settings: Settings, document_id: str, number: int | None, profile: str, out: Path, who: tuple[str, str]
) -> None:
    """Write one document's PDF without signatures, byte for byte what the system seals."""
    with opened(settings, read_only=True, pdf=InlinePdfService()) as system:
        with system.reading() as root:
            act = act_of(system, root, who)
            document = finding.document(root, document_id)
            job = finding.job(document, document_id, number, profile)
        about = {"case_no": job.facts.case_no, "label": document_id, "version": str(job.facts.version)}
        note(system, act, "document.rendered", about)
        pdf = system.pdf.render(job)
    write_file(out, pdf)
    click.echo(f"{job.facts.label}, version {job.facts.version}: {len(pdf)} byte er skrevet i {out}.")


def write_file(out: Path, content: bytes) -> None:
    """Write a file whole: beside its place first."""
    out.parent.mkdir(parents=True, exist_ok=True)
    aside = out.with_name(f".{out.name}.part")
    aside.write_bytes(content)
    aside.replace(out)


@click.command()
@click.argument("pdf", metavar="FIL.pdf")
@click.option("--ledger", metavar="INI", help="Slå også op i dette systems protokol, og dan dokumentet igen.")
@click.option(
    "--trust",
    multiple=True,
    metavar="CERT",
    help="Certifikater (PEM eller DER), der skal stoles på; fx en pakkes.",
)
@click.option("--json", "as_json", is_flag=True, help="Svar som JSON.")
@click.option("--debug", is_flag=True, help="Vis også, hvor i programmet en fejl skete.")
def verify(pdf: str, ledger: str | None, trust: tuple[str, ...], as_json: bool, debug: bool) -> None:
    """Say whether a PDF is what was sealed. Exit status 0: proved; 1: changed; 2: cannot be said here."""
    click.get_current_context().find_root().meta["kuidocs.debug"] = debug
    try:
        known = [one for name in trust for one in _certificates(_read(name))]
        verdict, changes = _verdict(_read(pdf), known, ledger)
    except (KuiError, OSError, SettingsError) as error:
        tell(error)
        sys.exit(UNKNOWN)
    if as_json:
        click.echo(json.dumps(verdict.as_dict(), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join([*verdict.lines(), *changes]))
    sys.exit(verdict.exit_status)


def _read(name: str) -> bytes:
    path = Path(name)
    if not path.is_file():
        raise BadRequest("file", f"Der er ingen fil {name}.")
    return path.read_bytes()


def _certificates(content: bytes) -> list[bytes]:
    """Part a file of several certificates, such as that of a package."""
    return parted(content) or [content]


def _verdict(pdf: bytes, trusted: list[bytes], ini: str | None) -> tuple[Verdict, list[str]]:
    """Return the verdict and, of a file that left here and was changed, what of its text is another."""
    if ini is None:
        return verified(pdf, trusted=trusted), []
    with opened(settings_of(ini), read_only=True, pdf=InlinePdfService()) as system, system.reading() as root:
        known = [*trusted, system.seal.certificate(), *system.seal.trusted()]
        checked = check(pdf, examine(pdf, known), root, system)
        ours = genuine(checked) if not checked.verdict.ok else None
        return checked.verdict, _changes(compare(pdf, ours.bytes()) if ours else None)


def _changes(found: Compared | None) -> list[str]:
    if found is None:
        return []
    lines = [f"  Side {number} ser anderledes ud end det, der blev forseglet." for number in found.changed]
    for one in found.places:
        lines += [f"  Side {one.page}, »{one.heading}«:", f"    - {one.old}", f"    + {one.new}"]
    return ["", "Det er ændret:", *lines] if lines else []
