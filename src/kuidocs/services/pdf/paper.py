"""From a job to a page of HTML. Every word of a user goes through the template engine's escaping."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from chameleon import PageTemplateLoader

from kuidocs.assets import asset_root
from kuidocs.domain import danish
from kuidocs.domain.comparing import counted, headline
from kuidocs.domain.overview import Overview, sentence
from kuidocs.domain.redacting import OMITTED
from kuidocs.domain.seen import Report
from kuidocs.forms.edition import Edition
from kuidocs.services.clock.api import COPENHAGEN
from kuidocs.services.pdf.api import ActList, CompareJob, CopyJob, GlyphsMissing, PrintJob, SheetJob
from kuidocs.services.pdf.glyphs import missing_glyphs, settle
from kuidocs.services.pdf.items import ItemGroup
from kuidocs.services.pdf.payload import payload
from kuidocs.services.pdf.pieces import row_pieces
from kuidocs.services.pdf.sheet import sheet
from kuidocs.services.pdf.text import NB, blocks, in_eights, line, long_day
from kuidocs.services.pdf.text import moment as danish_moment

DAY = len("2026-03-24")
STATUS_LOOK = {
    "achieved": "done",
    "done": "done",
    "completed": "done",
    "not_started": "wait",
    "planned": "wait",
    "paused": "wait",
    "stalled": "wait",
    "open": "wait",
    "dropped": "off",
    "stopped": "off",
    "cancelled": "off",
}


def lead(label: str) -> str:
    """A label that its answer follows on the same line."""
    return f"{line(label)} " if label.endswith(("?", ":", "…")) else f"{line(label)}: "


def goal_title(goal: ItemGroup) -> str:
    """Write »Mål 2: At få en døgnrytme«; without a number the row's own place counts."""
    return f"{_kind(goal)}{NB}{goal.said('goal_no') or goal.number}: {goal.said('goal_text')}"


def step_title(goal: ItemGroup, step: ItemGroup, place: int) -> str:
    """Write »Delmål 2.1: Stå op senest kl. 9«."""
    return f"{_kind(step)}{NB}{goal.said('goal_no') or goal.number}.{place}: {step.said('sub_goal_text')}"


def _kind(row: ItemGroup) -> str:
    """What the edition calls such a row, without its number."""
    return line(row.title.removesuffix(f" {row.number}"))


HELPERS = {
    "lead": lead,
    "goal_title": goal_title,
    "step_title": step_title,
    "row_pieces": row_pieces,
    "look": STATUS_LOOK.get,
    "line": line,
    "danish_moment": danish_moment,
    "in_eights": in_eights,
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A page that is filled in."""

    html: str
    payload: bytes
    created: str
    """When, as the metadata says it: an ISO moment with its offset."""


def paper(job: PrintJob, pages: int = 0) -> Paper:
    """Fill in the page of a job; ``pages``: how many the body says that it has, when a signature page follows it."""
    edition = _edition(job.edition)
    page = sheet(job, edition)
    made = job.facts.extract.day if job.facts.extract else job.facts.approved_at or job.facts.created_at
    created = stamp(made)
    html = templates()[f"{page.style.template}.pt"](sheet=page, created=created, pages=pages, **HELPERS)
    data = payload(job, edition.data)
    return Paper(_settled(html, data if job.facts.state != "draft" else b""), data, created)


def _settled(html: str, data: bytes) -> str:
    """Refuse what has no glyph when it stands in the content, which was checked when it was submitted. What stands
    around it, such as a name, was perhaps changed since: it is printed with a sign of loss, or nothing would be sealed.

    Raises GlyphsMissing.
    """
    if bad := missing_glyphs(html) & set(data.decode()):
        raise GlyphsMissing("".join(sorted(bad)))
    return settle(html, strict=False)


def overview_paper(overview: Overview) -> Paper:
    """Fill in the overview; letters that no font has are printed as a sign of loss."""
    created = stamp(overview.day)
    html = settle(
        templates()["overview.pt"](page=overview, created=created, line=line, sentence=sentence), strict=False
    )
    return Paper(html, html.encode(), created)


def seen_paper(report: Report) -> Paper:
    """Fill in the report of who has seen a case."""
    created = stamp(report.day)
    page = templates()["seen.pt"](page=report, about=report.about, created=created, line=line, danish=danish)
    html = settle(page, strict=False)
    return Paper(html, html.encode(), created)


def compare_paper(job: CompareJob) -> Paper:
    """Fill in the comparison of two versions."""
    created, found = stamp(job.day), job.comparison
    day = danish.long_date(date.fromisoformat(job.day))
    told = {"headline": headline(found), "counted": counted(found), "day": day}
    page = templates()["compare.pt"](job=job, found=found, created=created, line=line, lead=lead, **told)
    html = settle(page, strict=False)
    return Paper(html, html.encode(), created)


def copy_paper(job: CopyJob) -> Paper:
    """Fill in a copy that is given to somebody who has asked for access."""
    created = stamp(job.mark.day)
    page = templates()["copy.pt"](
        paper=job.paper, mark=job.mark, created=created, omitted=OMITTED, blocks=blocks, line=line, long_day=long_day
    )
    html = settle(page, strict=False)
    return Paper(html, html.encode(), created)


def act_list_paper(acts: ActList) -> Paper:
    """Fill in the list of papers."""
    created = stamp(acts.day)
    html = settle(templates()["act_list.pt"](acts=acts, created=created, line=line, long_day=long_day), strict=False)
    return Paper(html, html.encode(), created)


def sheet_paper(job: SheetJob) -> Paper:
    """Fill in the page that somebody signs with a pen."""
    created = stamp(job.body_sealed_at)
    page = templates()["signing_sheet.pt"](
        job=job, created=created, line=line, moment=danish_moment, in_eights=in_eights
    )
    html = settle(page, strict=True)
    return Paper(html, html.encode(), created)


def stamp(moment: str) -> str:
    """Give a day or moment as metadata wants it, with its offset; a day is told as its noon."""
    at = datetime.fromisoformat(f"{moment}T12:00" if len(moment) == DAY else moment)
    return (at if at.tzinfo else at.replace(tzinfo=COPENHAGEN)).isoformat(timespec="seconds")


@lru_cache(maxsize=64)
def _edition(text: str) -> Edition:
    """The edition of a canonical text, the same object for the same text, because its schema is cached with it."""
    return Edition.from_text(text)


@lru_cache(maxsize=1)
def templates() -> PageTemplateLoader:
    """The page templates, read once in a process."""
    return PageTemplateLoader(str(asset_root("templates") / "pdf"), auto_reload=False)
