"""The renderer. The only module that imports WeasyPrint, and so imported in worker processes only."""

import ctypes
import hashlib
import os
import zlib
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Never

from kuidocs.assets import asset_root
from kuidocs.domain.overview import ROOMS, Overview, fitted
from kuidocs.services.pdf.api import (
    ARCHIVE,
    ActListJob,
    CompareJob,
    CopyJob,
    DeckJob,
    Job,
    OverviewJob,
    PrintJob,
    SeenJob,
    SheetJob,
)
from kuidocs.services.pdf.handout import deck_paper
from kuidocs.services.pdf.paper import (
    Paper,
    act_list_paper,
    compare_paper,
    copy_paper,
    overview_paper,
    paper,
    seen_paper,
    sheet_paper,
)

FOLDER = asset_root("templates") / "pdf"
# Pango reads this when it is loaded, so it stands before the import.
os.environ["FONTCONFIG_FILE"] = str(FOLDER / "fonts.conf")

from weasyprint import CSS, HTML, Attachment  # noqa: E402
from weasyprint.text.ffi import pango  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: E402

from kuidocs.services.pdf import finish, mending  # noqa: E402

VARIANTS = {ARCHIVE: "pdf/a-3a"}
SIGNING_VARIANT = "pdf/a-2a"
DRAWINGS = {f"kui:{path.name}": path.read_bytes() for path in FOLDER.glob("*.svg")}


class PackageFetcher(URLFetcher):
    """Serves the drawings of the package from memory; asks neither disk nor network, whatever the document says."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("kui",))

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url not in DRAWINGS:
            self._refuse()
        return URLFetcherResponse(url, DRAWINGS[url], {"Content-Type": "image/svg+xml"})

    def open(self, *args: Any, **options: Any) -> Never:
        """Refuse what the parent class would fetch itself."""
        self._refuse()

    def _refuse(self) -> Never:
        # The address is user text and may tell of the document, so it is not in the message.
        raise FatalURLFetchingError("A document asked for something outside the package")


class Engine:
    """One font configuration and one parsed stylesheet for the life of the process; fresh ones leak and are slow."""

    def __init__(self) -> None:
        mending.install()
        self.fonts = FontConfiguration()
        self.fetcher = PackageFetcher()
        self.css = self._sheet("print.css")
        self.overview_css = self._sheet("overview.css")

    def _sheet(self, name: str) -> CSS:
        text = (FOLDER / name).read_text(encoding="utf-8")
        return CSS(string=text, font_config=self.fonts, url_fetcher=self.fetcher)

    def render(self, job: Job) -> bytes:
        """Make the PDF of a job."""
        if isinstance(job, OverviewJob):
            return self.one_page(job.overview)
        if isinstance(job, PrintJob):
            return self.write(self._filled(job), job.profile)
        return self.list_of(_without_data(job))

    def _filled(self, job: PrintJob) -> Paper:
        """Fill in a page. Before a signature page, the pages say how many they are without it, as they did before."""
        if job.facts.signed is None:
            return paper(job)
        alone = paper(replace(job, facts=replace(job.facts, signed=None)))
        return paper(job, pages=len(self._laid_out(alone, [self.css]).pages))

    def one_page(self, whole: Overview) -> bytes:
        """Lay out an overview with all that has room on one page; the table of rooms says what gives way first."""
        found: dict[int, tuple[Paper, Any]] = {}

        def fits(number: int) -> bool:
            page = overview_paper(fitted(whole, ROOMS[number]))
            found[number] = page, self._laid_out(page, [self.css, self.overview_css])
            return len(found[number][1].pages) == 1

        # What has room is looked for by halves, and the last row is used when nothing else fits.
        chosen = bisect_left(range(len(ROOMS) - 1), True, key=fits)
        if chosen not in found:
            fits(chosen)
        page, document = found[chosen]
        return document.write_pdf(
            finisher=finish.archive, pdf_variant=VARIANTS[ARCHIVE], pdf_identifier=identifier(page.payload)
        )

    def list_of(self, page: Paper) -> bytes:
        """Lay out a report with no data of its own inside, as many pages as it takes."""
        return HTML(string=page.html, url_fetcher=self.fetcher, base_url=None).write_pdf(
            stylesheets=[self.css],
            font_config=self.fonts,
            finisher=finish.archive,
            pdf_variant=VARIANTS[ARCHIVE],
            pdf_identifier=identifier(page.payload),
        )

    def _laid_out(self, page: Paper, sheets: list[CSS]) -> Any:
        source = HTML(string=page.html, url_fetcher=self.fetcher, base_url=None)
        return source.render(stylesheets=sheets, font_config=self.fonts, pdf_variant=VARIANTS[ARCHIVE])

    def write(self, page: Paper, profile: str) -> bytes:
        """Lay out a page that is filled in, and finish it for its profile."""
        archive = profile == ARCHIVE
        return HTML(string=page.html, url_fetcher=self.fetcher, base_url=None).write_pdf(
            stylesheets=[self.css],
            font_config=self.fonts,
            attachments=[embedded(page)] if archive else None,
            finisher=finish.archive if archive else finish.signing,
            pdf_variant=VARIANTS.get(profile, SIGNING_VARIANT),
            pdf_identifier=identifier(page.payload),
        )


def _without_data(job: SeenJob | CompareJob | CopyJob | ActListJob | SheetJob | DeckJob) -> Paper:
    if isinstance(job, DeckJob):
        return deck_paper(job.deck)
    if isinstance(job, SeenJob):
        return seen_paper(job.report)
    if isinstance(job, CompareJob):
        return compare_paper(job)
    if isinstance(job, SheetJob):
        return sheet_paper(job)
    return copy_paper(job) if isinstance(job, CopyJob) else act_list_paper(job.acts)


def identifier(data: bytes) -> bytes:
    """Name a file after what it was made of."""
    return hashlib.sha256(data).hexdigest()[:32].encode()


def embedded(page: Paper) -> Attachment:
    """The document's data as a file inside the PDF."""
    when = datetime.fromisoformat(page.created).replace(tzinfo=None)
    return Attachment(
        string=page.payload,
        name="kuidocs.json",
        description="Strukturerede data",
        created=when,
        modified=when,
        relationship="Source",
    )


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine of this process."""
    return Engine()


def tools() -> dict[str, str]:
    """Name what turns a page into bytes, with versions."""
    found = {name: version(name) for name in ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "chameleon")}
    return found | {
        "pango": str(pango.pango_version()),
        "harfbuzz": _native("libharfbuzz.so.0", "hb_version_string"),
        "harfbuzz-subset": _subset(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }


def _native(library: str, function: str) -> str:
    ask: Callable[[], bytes] = getattr(ctypes.CDLL(library), function)
    ask.restype = ctypes.c_char_p  # type: ignore[attr-defined]
    return ask().decode()


def _subset() -> str:
    """Whether HarfBuzz cuts the fonts, or slower code that makes other bytes."""
    try:
        ctypes.CDLL("libharfbuzz-subset.so.0")
    except OSError:
        return "none"
    return "present"
