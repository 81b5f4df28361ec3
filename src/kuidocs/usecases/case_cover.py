"""The first page of a package, which opens in any browser, and its metadata (METS)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ..domain import danish
from ..domain.attachments import GIVERS, KINDS
from ..domain.case_states import FATES
from ..domain.meetings import CASE_STATES, MEETING_TYPES, STATES
from ..domain.packages import EVENTS
from ..resources.case import Case
from ..services.clock import COPENHAGEN
from ..services.package import index_page, mets
from .acting import root_of


def cover_files(
    case: Case,
    manifest: Mapping[str, Any],
    documents: Sequence[Mapping[str, Any]],
    files: Mapping[str, tuple[str, int]],
) -> Iterator[tuple[str, bytes]]:
    """Make the files that show and describe the others."""
    yield "index.html", index_page(_told(case, manifest, documents, len(files)))
    yield "metadata.xml", mets(_described(case, manifest), documents, files)


def _told(case: Case, manifest: Mapping[str, Any], documents: Sequence[Mapping], count: int) -> dict[str, Any]:
    return {
        "case_no": case.case_no,
        "municipality": root_of(case).organisation.municipality,
        "name": case.person.full_name,
        "born": danish.long_date(date.fromisoformat(case.person.birth_date)),
        "state": CASE_STATES.get(case.state, case.state),
        "facts": list(_facts(case)),
        "made_at": _moment(manifest["made_at"]),
        "drafts": manifest["drafts"],
        "count": count,
        "documents": [_line(one) for one in documents],
        "meetings": [
            {
                "title": f"{MEETING_TYPES[one.meeting_type].label}, nr. {one.meeting_no}",
                "day": danish.long_date(date.fromisoformat(one.date)) if one.date else "Ikke aftalt",
                "state": STATES.get(one.state, one.state),
            }
            for one in case.moeder.in_order()
        ],
        "attachments": [
            {
                "title": told["title"],
                "path": told["path"],
                "kind": KINDS[told["kind"]].label if told["kind"] in KINDS else told["kind"],
                "from": GIVERS.get(told["given_by"], told["given_by"]),
                "received": danish.long_date(date.fromisoformat(told["received"])) if told["received"] else "",
                "gone": any(fact["kind"] == "withdrawn" for fact in told["facts"]),
            }
            for told in manifest["attachments"]
        ],
        "people": sorted({actor["name"] for actor in case.register.values()}),
        "chain": manifest["chain"],
        "events": EVENTS,
    }


def _facts(case: Case) -> Iterator[tuple[str, str]]:
    if case.opened_at:
        yield "Oprettet", danish.long_date(date.fromisoformat(case.opened_at[:10]))
    for label, person in (("Plankoordinator", case.plan_coordinator), ("Kontaktperson", case.contact_person)):
        if person.get("text"):
            yield label, person["text"]
    if case.kle:
        yield "Emne fra KLE", case.kle
    fate, _, day = case.preservation.partition(" ")
    if fate in FATES:
        yield "Forløbet", f"{FATES[fate]} {danish.long_date(date.fromisoformat(day)) if day else ''}".strip()


def _moment(text: str) -> str:
    return danish.moment(datetime.fromisoformat(text).astimezone(COPENHAGEN))


def _line(told: Mapping[str, Any]) -> dict[str, Any]:
    versions = [
        dict(one) | {"at": _moment(one["at"]), "approved": ", ".join(one["approved"])} for one in told["versions"]
    ]
    return dict(told) | {"versions": versions}


def _described(case: Case, manifest: Mapping[str, Any]) -> dict[str, str]:
    """Say what the package is, in the words of Dublin Core; no names of persons."""
    return {
        "identifier": case.case_no,
        "title": f"Forløb {case.case_no} i den kommunale ungeindsats",
        "publisher": root_of(case).organisation.municipality or "kuidocs",
        "date": manifest["made_at"],
        "language": "da",
        "type": "Collection",
        "subject": f"KLE {case.kle}" if case.kle else "",
        "accessRights": "Fortroligt. Indeholder følsomme personoplysninger.",
    }
