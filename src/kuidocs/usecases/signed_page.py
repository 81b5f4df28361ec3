"""What the page of signatures tells (D16): who answered what, how and when, and the checksums of what shows it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ..domain.signing import LOGIN, MITID, NO_ANSWER, NOT_ASKED, PAPER, REFUSED, SIGNED, Request
from ..resources.document import Document
from ..resources.version import Version
from ..services.clock import COPENHAGEN
from ..services.pdf.api import PrintJob, SignedFacts, SignedRow
from . import printing
from .signing import body_of, requests

HOW = {
    LOGIN: "Godkendt med personligt login",
    PAPER: "Underskrift på papir, scannet",
    MITID: "Underskrift med MitID",
}
DID_NOT = {REFUSED: "Sagde nej tak", NO_ANSWER: "Har ikke svaret", NOT_ASKED: "Er ikke spurgt"}


class NotSealedYet(Exception):
    """The body has no sealed file yet, so there is nothing that the signatures could be about; the job comes back."""


def job(document: Document, version: Version) -> PrintJob:
    """Return the job that prints a version with its page of signatures.

    Raises NotSealedYet.
    """
    body = body_of(document, version)
    if body is None:
        raise NotSealedYet(document.label)
    whole = printing.job_for(version)
    rows = tuple(_rows(requests(document, version)))
    last = max(row.at for row in rows)
    signed = SignedFacts(rows, body.sha256, _local(body.sealed_at), last)
    return replace(whole, facts=replace(whole.facts, signed=signed))


def _rows(found: tuple[Request, ...]) -> Iterator[SignedRow]:
    for one in found:
        assert one.answer is not None, "the job is made when all have answered"
        told, signer = one.data, one.signer
        how = HOW[told["method"]] if one.state == SIGNED else DID_NOT[one.state]
        instead = f" (i stedet for {one.deputy_for})" if one.deputy_for else ""
        artefact = told.get("artefact", {}).get("sha256", "")
        yield SignedRow(signer.name, signer.as_what + instead, how, when(one), told["words"], artefact)


def when(one: Request) -> str:
    """Return when somebody answered: the day that was told of paper and of words, else the moment."""
    assert one.answer is not None, "who asks has seen that there is an answer"
    return str(one.data.get("day") or _local(str(one.answer["at"])))


def _local(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(COPENHAGEN).isoformat(timespec="seconds")
