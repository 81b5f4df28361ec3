"""The job that makes the bundle of somebody who has asked for access: copies, list, one PDF and one ZIP."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..domain.identity import SYSTEM
from ..resources.insight import BundleFile, InsightRequest
from ..resources.root import Root
from ..services.binding import Bindable, bound, pages_of
from ..services.pdf.api import ActListJob, ActRow
from ..services.state.api import Progress
from ..services.storage import write_blob
from ..usecases import insight, insight_bundle
from ..usecases.acting import Act
from ..usecases.insight_bundle import Part
from .outbox import handler

if TYPE_CHECKING:
    from ..system import System

LIST_NAME, PDF_NAME, ZIP_NAME = "00 aktliste.pdf", "aktindsigt.pdf", "aktindsigt.zip"
ROUNDS = 3
"""How often the list is laid out at most: the numbers in it change how long it is."""
Made = Sequence[tuple[Part, bytes]]


def board_key(case_no: str, number: int) -> str:
    """Name the job on the board of progress."""
    return f"{insight.BUNDLE}:{case_no}:{number}"


@handler(insight.BUNDLE)
def bundle(system: "System", arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make the bundle and keep it. Run again it keeps nothing twice."""
    key, today = board_key(arguments["case_no"], arguments["number"]), system.clock.today()
    with system.reading() as root:
        asked = _wanted(root, arguments)
        parts, case_no = insight_bundle.parts(asked, today), arguments["case_no"]
        made = list(_each(system, key, parts))
        rows = tuple(part.row for part, _ in made)
        listed = _list_of(system, asked, made, today)
        author = root.organisation.municipality
    files = _files(listed, made, (case_no, author), system.clock.now())
    kept = system.change(f"bundle {case_no}", lambda root: _keep(system, root, arguments, files))
    system.state.progress.end(key)
    return {"papers": len(rows), "kept": kept}


def _wanted(root: Root, arguments: Mapping[str, Any]) -> InsightRequest:
    return root.sager[arguments["case_no"]].aktindsigt[str(arguments["number"])]


def _each(system: "System", key: str, parts: Sequence[Part]) -> Any:
    """Make the copies one by one, telling how far it is."""
    for done, part in enumerate(parts):
        system.state.progress.tell(key, Progress(done, len(parts) + 1))
        pdf = system.pdf.render(part.copy) if part.copy is not None else part.file
        pages = pages_of(pdf) if pdf and part.is_pdf else 0
        yield replace(part, row=replace(part.row, pages=pages)), pdf


def _list_of(system: "System", asked: InsightRequest, made: Made, today: date) -> tuple[bytes, tuple[ActRow, ...]]:
    """Lay out the list until its page numbers are right."""
    length, rows, pdf = 1, (), b""
    for _ in range(ROUNDS):
        rows = tuple(_numbered(made, length))
        pdf = system.pdf.render(ActListJob(insight_bundle.act_list(asked, rows, today)))
        found = pages_of(pdf)
        if found == length:
            break
        length = found
    return pdf, rows


def _numbered(made: Made, before: int) -> Any:
    """Say of each line on which page of the one file its paper begins."""
    page = before + 1
    for part, _ in made:
        yield replace(part.row, page=page if part.row.pages else 0)
        page += part.row.pages


def _files(
    listed: tuple[bytes, tuple[ActRow, ...]], made: Made, about: tuple[str, str], at: datetime
) -> dict[str, bytes]:
    """Make the two files; what cannot be put into the one PDF lies in the ZIP."""
    (pdf, rows), (case_no, author) = listed, about
    bindable = [
        Bindable(f"{row.number}. {row.title}", file, not part.from_outside)
        for row, (part, file) in zip(rows, made, strict=True)
        if row.page
    ]
    whole = bound([Bindable("Aktliste", pdf), *bindable], title=f"Aktindsigt – sag {case_no}", author=author)
    given = {part.name: file for part, file in made if part.name}
    return {PDF_NAME: whole, ZIP_NAME: _zipped({LIST_NAME: pdf} | given, at)}


def _zipped(files: Mapping[str, bytes], at: datetime) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            told = zipfile.ZipInfo(name, at.timetuple()[:6])
            told.compress_type, told.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            packed.writestr(told, data)
    return out.getvalue()


def _keep(system: "System", root: Root, arguments: Mapping[str, Any], files: Mapping[str, bytes]) -> bool:
    act = Act(SYSTEM, system.clock)
    types = {PDF_NAME: "application/pdf", ZIP_NAME: "application/zip"}
    found = [BundleFile(write_blob(d), d, name=n, media_type=types[n], at=act.at) for n, d in files.items()]
    return insight.made(_wanted(root, arguments), act, found, arguments["granted"])
