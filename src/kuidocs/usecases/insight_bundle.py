"""What a bundle is made of: the papers that are given, the copies with something left out, and the list of all."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..domain import danish, insight, workflow
from ..domain.attachments import own_name
from ..domain.errors import Conflict
from ..domain.insight import ASKERS, ATTACHMENT, BASES, GIVE, REDACT
from ..domain.redacting import holds, redact
from ..resources.insight import BundleFile, InsightRequest
from ..resources.version import Version
from ..services.pdf.api import ActList, ActRow, CopyJob, CopyMark
from .acting import root_of
from .insight_papers import Item, items, paper_of, place_of

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the list, and what is given of it: a file as it is, a copy that is to be made, or nothing."""

    row: ActRow
    name: str = ""
    """Of its file in the bundle: it says nothing of a person."""
    file: bytes = b""
    copy: CopyJob | None = None
    is_pdf: bool = True
    from_outside: bool = False
    """Whether it is a file that somebody sent us."""


def parts(asked: InsightRequest, today: date) -> list[Part]:
    """Gather the parts of a bundle in the order of the list.

    Raises Conflict while an approved paper is not sealed yet.
    """
    sent = asked.last("submitted")
    keys = sent["data"]["keys"] if sent else []
    known = {one.key: one for one in items(place_of(asked))}
    return [_part(asked, number, known[key], today) for number, key in enumerate(keys, 1) if key in known]


def _part(asked: InsightRequest, number: int, one: Item, today: date) -> Part:
    decision = asked.decisions()[one.key]
    outcome, why = decision["outcome"], _why(decision)
    given = outcome in (GIVE, REDACT)
    title = one.title if given else one.neutral
    row = ActRow(number, one.day.isoformat(), one.label, title, insight.SAID[outcome], why)
    if not given:
        return Part(row)
    if one.kind == ATTACHMENT:
        return _attachment(row, one, asked.copy(decision.get("copy", "")) if outcome == REDACT else None)
    assert one.version is not None, "a paper has a version"
    name = f"{number:02d} {one.label} v{one.version.number}.pdf"
    if outcome == GIVE and workflow.state(one.version.__parent__.facts, one.version.number) == workflow.APPROVED:
        return Part(row, name, _sealed(one.version))
    return Part(row, name, copy=_copy(asked, one.version, decision, number, today))


def _why(decision: dict) -> str:
    basis = BASES.get(decision.get("basis", ""))
    return f"{decision['reason'].rstrip('.')}. Det følger af {basis.says}." if basis else ""


def _attachment(row: ActRow, one: Item, copy: BundleFile | None) -> Part:
    """Give the file, or the copy of it of which something was left out; the file's own title may tell what that is."""
    assert one.attachment is not None, "an attachment has a file"
    given = copy or one.attachment
    name = f"{row.number:02d} {own_name(one.attachment.kind, one.attachment.received, given.media_type)}"
    row = replace(row, title=one.neutral) if copy is not None else row
    return Part(row, name, given.bytes(), is_pdf=given.media_type == PDF, from_outside=True)


def _sealed(version: Version) -> bytes:
    found = version.__parent__.file(version.number)
    if found is None:
        raise Conflict("unsealed", f"PDF-filen af {version.__parent__.label} er ikke lavet endnu. Prøv igen senere.")
    return found.bytes()


def copy_job(asked: InsightRequest, one: Item, today: date) -> CopyJob:
    """Return the job of the copy of one paper, numbered as the list is today."""
    assert one.version is not None, "only a paper is copied"
    number = [each.key for each in items(place_of(asked))].index(one.key) + 1
    return _copy(asked, one.version, asked.decisions()[one.key], number, today)


def _copy(asked: InsightRequest, version: Version, decision: dict, number: int, today: date) -> CopyJob:
    words = tuple(decision.get("words", ()))
    paper, places = redact(paper_of(version), decision.get("paths", ()), words)
    if any(holds(paper, word) for word in words):
        raise ValueError("something that was to be left out is still there")
    case, organisation = place_of(asked), root_of(asked).organisation
    mark = CopyMark(
        organisation.municipality, organisation.unit, case.case_no, number, places, _why(decision), today.isoformat()
    )
    return CopyJob(paper, mark)


def act_list(asked: InsightRequest, rows: tuple[ActRow, ...], today: date) -> ActList:
    """Make the list that goes before the papers."""
    case, organisation = place_of(asked), root_of(asked).organisation
    told, granted = asked.told, asked.last("granted")
    return ActList(
        municipality=organisation.municipality,
        unit=organisation.unit,
        case_no=case.case_no,
        number=asked.number,
        asked_by=told["name"],
        asked_as=ASKERS[told["asker"]].label,
        received=told["received"],
        scope=told["scope"],
        law=ASKERS[told["asker"]].law,
        decided_by=granted["by"]["name"] if granted else "",
        day=today.isoformat(),
        lead=tuple(_lead(rows)),
        rows=rows,
    )


def _lead(rows: tuple[ActRow, ...]) -> Iterator[str]:
    """Say how many papers there are, how many are given and how many are not."""
    said = [row.outcome for row in rows]
    whole, partly = said.count(insight.SAID[GIVE]), said.count(insight.SAID[REDACT])
    kept = said.count(insight.SAID[insight.WITHHOLD])
    yield f"Der er {_papers(len(rows))} i sagen."
    yield f"Du får {_papers(whole)} helt og {_papers(partly)} med noget udeladt."
    if kept:
        yield f"Du får ikke {_papers(kept)}. Grunden står i listen."


def _papers(many: int) -> str:
    return danish.count(many, "papir", "papirer").replace("én", "ét")
