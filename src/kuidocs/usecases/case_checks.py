"""What must hold between the parts of a package, whoever signed it: names, chains of hashes, editions, proof."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ..domain.documents import KINDS
from ..domain.meetings import CASE_STATES, MEETING_TYPES, STATES
from ..domain.packages import EVENTS, LEDGER, STATE, PackageRefused, refused
from ..resources.case import Case
from ..resources.document import Document
from ..resources.root import Root
from ..services.proof.api import LEDGER as LEDGER_ROW
from ..services.proof.api import AuditEvent, LedgerRow, canonical, linked
from .case_codec import NOT_OURS

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
"""Of cases and documents, as files have them too."""
FACT = {"id": str, "kind": str, "at": str, "by": dict, "data": dict}
PART = {"user_id": str, "relation": str, "since": str, "until": str}


def _wrong(where: str, text: str) -> PackageRefused:
    return refused(where, text)


def check_case(case: Case, root: Root, manifest: Mapping[str, Any]) -> None:
    """Check a case by itself and against the system.

    Raises PackageRefused.
    """
    where = f"data/{STATE}"
    if case.case_no in root.sager:
        raise _wrong(where, f"Forløbet {case.case_no} findes allerede. Et forløb kan kun læses ind én gang.")
    if not NAME.fullmatch(case.case_no) or manifest.get("case_no") != case.case_no or case.__name__ != case.case_no:
        raise _wrong(where, f"Pakken og dens indhold er ikke enige om sagsnummeret. {NOT_OURS}.")
    if case.state not in CASE_STATES:
        raise _wrong(where, f"Forløbet har en fase, som ikke findes. {NOT_OURS}.")
    date.fromisoformat(case.person.birth_date)
    _check_facts(case.facts, where)
    for one in case.involvements:
        _check_row(one, PART, where)
    for key, meeting in case.moeder.children.items():
        unknown = meeting.meeting_type not in MEETING_TYPES or meeting.state not in STATES
        if unknown or key != str(meeting.number) or meeting.__name__ != key:
            raise _wrong(where, f"Et møde kan ikke læses. {NOT_OURS}.")
        _check_facts(meeting.facts, where)
    for key, actor in case.register.items():
        _check_row(actor, {"actor_id": str, "kind": str, "name": str}, where)
        if actor["actor_id"] != key:
            raise _wrong(where, f"En person i forløbet kan ikke læses. {NOT_OURS}.")
    for key, one in case.bilag.children.items():
        if one.id != key:
            raise _wrong(where, f"Et bilag kan ikke læses. {NOT_OURS}.")
        _check_facts(one.facts, where)


def _check_facts(facts: Iterable[Any], where: str) -> None:
    for fact in facts:
        _check_row(fact, FACT, where)


def _check_row(row: Any, wanted: Mapping[str, type], where: str) -> None:
    if not isinstance(row, dict) or not all(isinstance(row.get(name), kind) for name, kind in wanted.items()):
        raise _wrong(where, f"En oplysning er ikke, som kuidocs skriver den. {NOT_OURS}.")


def check_document(
    document: Document, case: Case, root: Root, editions: Mapping[tuple[str, int], str], where: str
) -> None:
    """Check a document: its name is free, every version is chained to the one before and written in a known edition.

    Raises PackageRefused.
    """
    if not NAME.fullmatch(document.label) or document.label in case.dokumenter.children:
        raise _wrong(where, f"Dokumentet {document.label[:60]} er i pakken to gange, eller navnet er forkert.")
    if document.__name__ != document.label or document.form_key not in KINDS:
        raise _wrong(where, f"Dokumentet {document.label} kan ikke læses. {NOT_OURS}.")
    for name in (document.label, document.external_id, *(one.external_id for one in document.versions)):
        if name and root.sager.names.get(name, case.case_no) != case.case_no:
            raise _wrong(where, f"Der findes allerede et dokument med id {name} i systemet.")
    _check_facts(document.facts, where)
    for fact in document.facts:
        _check_row(fact, {"about": dict}, where)
    previous, place = "", (0, 0)
    for version in document.versions:
        number = f"version {version.number}"
        if (version.number, version.round) <= place or version.previous_sha256 != previous:
            raise _wrong(where, f"{document.label}, {number}: Versionen peger ikke på den, der kom før.")
        if editions.get((document.form_key, version.edition_number)) != version.edition_sha256:
            raise _wrong(where, f"{document.label}, {number}: Udgaven af formularen er ikke den, teksten er skrevet i.")
        previous, place = version.sha256, (version.number, version.round)
    for file in (*document.files, *document.extracts):
        if document.version(getattr(file, "number" if hasattr(file, "round") else "version")) is None:
            raise _wrong(where, f"{document.label}: En fil hører til en version, der ikke er i pakken.")
    for number in {fact["about"].get("number") for fact in document.facts if fact["kind"] == "approved"}:
        if document.version(number) is None or document.file(number) is None:
            raise _wrong(
                where, f"{document.label}, version {number}: Den godkendte version mangler sin tekst eller PDF."
            )


def check_proof(events: bytes, ledger: bytes, files: Mapping[str, str], case: Case) -> bytes:
    """Check the audit extract and the ledger, against themselves and against the files; both, to be kept.

    Raises PackageRefused.
    """
    rows = _rows(ledger)
    chained = _events(events, case.case_no)
    for sha256, row in rows.items():
        told = chained.get(f"ledger:{sha256}")
        if told is None or told.kind != LEDGER_ROW or canonical(told.data) != canonical(row.facts()):
            raise _wrong(f"data/{LEDGER}", f"Filen {sha256[:12]} står i hovedbogen, men ikke sådan i loggen.")
        if sha256 not in files or row.case_no != case.case_no:
            raise _wrong(f"data/{LEDGER}", f"Filen {sha256[:12]} står i hovedbogen, men er ikke i pakken.")
    for document in case.dokumenter.values():
        for file in document.files:
            if file.sha256 not in rows:
                text = (
                    "PDF-filen står ikke i pakkens udskrift af hovedbogen, så den kan ikke være forseglet af kommunen."
                )
                raise _wrong(f"data/{files[file.sha256]}", text)
    return events + ledger


def _rows(ledger: bytes) -> dict[str, LedgerRow]:
    try:
        rows = [LedgerRow.read(line.decode()) for line in ledger.splitlines()]
    except (ValueError, TypeError, LookupError):
        raise _wrong(f"data/{LEDGER}", f"Hovedbogen kan ikke læses. {NOT_OURS}.") from None
    return {row.sha256: row for row in rows}


def _events(events: bytes, case_no: str) -> dict[str, AuditEvent]:
    """Check each link of the extract: its own hash, and that two which stood beside each other in the chain fit."""
    found: dict[str, AuditEvent] = {}
    number, before = 0, ""
    for line_no, line in enumerate(events.splitlines(), 1):
        where = f"data/{EVENTS}"
        try:
            told = json.loads(line)
            event = AuditEvent.read(canonical(told["event"]))
            fits = linked(told["previous"], canonical(told["event"])) == told["hash"] and told["number"] > number
            fits = fits and event.case_no == case_no and isinstance(event.by, str) and isinstance(event.kind, str)
            beside = told["number"] == number + 1
        except (ValueError, TypeError, LookupError, RecursionError):
            raise _wrong(where, f"Linje {line_no} kan ikke læses. {NOT_OURS}.") from None
        if not fits or (beside and before and told["previous"] != before):
            raise _wrong(where, f"Linje {line_no} passer ikke til loggens kæde. Nogen har ændret den.")
        number, before = told["number"], told["hash"]
        found[event.id] = event
    return found
