"""Answering whether a PDF is genuine, from its signatures, the ledger and rendering it again."""

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any, Self

from kuidocs.domain.errors import KuiError
from kuidocs.domain.filing import BODY, SIGNED
from kuidocs.services.proof import LedgerRow, ProofService
from kuidocs.services.seal import verdict as v
from kuidocs.services.seal.rendered import Again, in_words
from kuidocs.services.seal.returned import only_proofs_after
from kuidocs.services.seal.revisions import added_after
from kuidocs.services.seal.signatures import has_traces, placed_signatures
from kuidocs.services.seal.trust import Signature, certificates, check
from kuidocs.services.seal.verdict import Check, Verdict

MOST_BYTES = 64 * 1024 * 1024
MOST_REVISIONS = 64
MOST_ENDS = 16
"""So many places are tried at which a file may have been whole, the last first; each costs reading it."""
EOF = re.compile(rb"%%EOF\n")

Rerender = Callable[[LedgerRow], Again | None]
"""Renders the unsigned bytes of a row again, or returns None when what it was made of is not there (D17)."""


def verify(
    pdf: bytes, *, trusted: Sequence[bytes], ledger: ProofService | None = None, rerender: Rerender | None = None
) -> Verdict:
    """Return the verdict on a file. The file may be anything at all; the answer is always a verdict.

    ``trusted`` are certificates (DER or PEM) of seals that we know or of their issuers.
    """
    if len(pdf) > MOST_BYTES:
        return Verdict(v.TOO_LARGE, sha256(pdf).hexdigest(), len(pdf))
    return judged(pdf, examined(pdf, trusted), ledger=ledger, rerender=rerender)


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file itself says: one code, and its signatures."""

    finding: str
    signatures: tuple[Signature, ...]

    def plain(self) -> dict[str, Any]:
        """Give it as plain data, to be stored with the file."""
        return {"finding": self.finding, "signatures": [_plain(one) for one in self.signatures]}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Make it from ``plain()`` again."""
        return cls(data["finding"], tuple(Signature(**one | {"at": _moment(one["at"])}) for one in data["signatures"]))


def _plain(one: Signature) -> dict[str, Any]:
    return asdict(one) | {"at": one.at.isoformat() if one.at else ""}


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def judged(
    pdf: bytes, found: Examined, *, ledger: ProofService | None = None, rerender: Rerender | None = None
) -> Verdict:
    """Return the verdict on a file that was examined, perhaps in another process."""
    digest, file = sha256(pdf).hexdigest(), _File(pdf, found.finding, found.signatures)
    verdict = _by_ledger(file, digest, ledger) if ledger else Verdict(file.finding, digest, len(pdf))
    verdict = replace(verdict, signatures=file.signatures, checks=(*_checks(file, verdict), *verdict.checks))
    return _rendered_again(verdict, pdf, rerender) if verdict.row and verdict.ok and rerender else verdict


@dataclass(frozen=True, slots=True)
class _File:
    """What the file itself says."""

    pdf: bytes
    finding: str
    signatures: tuple[Signature, ...]


def examined(pdf: bytes, trusted: Sequence[bytes]) -> Examined:
    """Say what a file says by itself. It is parsed no further than to what we have sealed."""
    roots = certificates(trusted)
    placed, misplaced = placed_signatures(pdf)
    signatures = tuple(check(pdf, one, roots) for one in placed)
    return Examined(_finding(pdf, signatures, misplaced), signatures)


def _finding(pdf: bytes, signatures: tuple[Signature, ...], misplaced: int) -> str:
    """Judge the file by itself: the best signature that we know says most."""
    ours = max((one.end for one in signatures if one.intact and one.trusted and not one.stamp), default=0)
    if ours and ours == len(pdf):
        return v.FINE if all(one.intact for one in signatures) else v.DAMAGED
    if ours:
        proved = _proved(pdf, ours, signatures)
        return v.FINE if proved == len(pdf) else added_after(pdf, proved)
    if not signatures or misplaced:
        return _finding_unsigned(pdf, misplaced)
    return _finding_not_ours(pdf, signatures)


def _proved(pdf: bytes, end: int, signatures: tuple[Signature, ...]) -> int:
    """Return how far there is nothing after a seal but what lets it be checked for longer.

    What comes after that is judged as what comes after a seal without time-stamps.
    """
    ends = {one.end for one in signatures if one.end > end and one.stamp and one.intact}
    ends |= {match.end() for match in deque(EOF.finditer(pdf, end), MOST_ENDS)}
    return next((at for at in sorted(ends, reverse=True) if _lasts(pdf[:at], end, signatures)), end)


def _lasts(pdf: bytes, end: int, signatures: tuple[Signature, ...]) -> bool:
    """Tell whether what follows our seal is only what lets it be checked for longer, whoever has stamped it."""
    stamps = [one for one in signatures if end < one.end <= len(pdf)]
    return all(one.stamp and one.intact for one in stamps) and only_proofs_after(pdf, end)


def _finding_not_ours(pdf: bytes, signatures: tuple[Signature, ...]) -> str:
    if not all(one.readable for one in signatures):
        return v.DAMAGED
    if not all(one.unchanged for one in signatures):
        return v.CHANGED
    end = max(one.end for one in signatures if not one.stamp or len(signatures) == 1)
    return v.UNKNOWN_ISSUER if len(pdf) in (end, _proved(pdf, end, signatures)) else v.CHANGED


def _finding_unsigned(pdf: bytes, misplaced: int) -> str:
    if misplaced:
        return v.CHANGED
    if has_traces(pdf):
        return v.DAMAGED
    return v.UNKNOWN if b"%PDF-" in pdf[:1024] else v.NOT_PDF


def _by_ledger(file: _File, digest: str, ledger: ProofService) -> Verdict:
    """Judge the file by what is known to have left us."""
    row = ledger.ledger_find(digest)
    if row:
        # The very file, so what its signatures lack here is a certificate, or they were never whole.
        code = v.FINE if all(one.intact for one in file.signatures) and file.signatures else v.DAMAGED
        return Verdict(code, digest, len(file.pdf), checks=(_in_ledger(True), *_newer(row, ledger)), row=row)
    row = next(_begins_as(file.pdf, ledger), None)
    verdict = Verdict(file.finding, digest, len(file.pdf), checks=(_in_ledger(False),), row=row)
    return _incomplete(verdict, file, row) if row else _not_handed_out(verdict)


def _not_handed_out(verdict: Verdict) -> Verdict:
    return replace(verdict, code=v.NOT_IN_LEDGER) if verdict.code == v.FINE else verdict


def _incomplete(verdict: Verdict, file: _File, row: LedgerRow) -> Verdict:
    """Say what is missing of a file that begins as one of ours."""
    there, expected = sum(one.intact for one in file.signatures), len(row.signers)
    if verdict.code == v.FINE:
        missing = expected - there
        counted = replace(verdict, code=v.ROLLED_BACK, missing=missing, expected=expected)
        return counted if missing > 0 else _not_handed_out(verdict)
    return replace(verdict, code=v.STRIPPED) if verdict.code in {v.UNKNOWN, v.NOT_PDF} else verdict


def _begins_as(pdf: bytes, ledger: ProofService) -> Iterator[LedgerRow]:
    """Give the rows of the ledger whose unsigned bytes this file begins with, up to the end of one of its revisions."""
    hashed, done = sha256(), 0
    for end in islice(_ends(pdf), MOST_REVISIONS):
        hashed.update(pdf[done:end])
        done = end
        yield from ledger.ledger_find_unsigned(hashed.hexdigest())


def _ends(pdf: bytes) -> Iterator[int]:
    """Give where a revision may end: after %%EOF, with or without a line end."""
    at = pdf.find(b"%%EOF")
    while at >= 0:
        end = at + len(b"%%EOF")
        yield end
        for line_end in (b"\r\n", b"\n", b"\r"):
            if pdf.startswith(line_end, end):
                yield end + len(line_end)
                break
        at = pdf.find(b"%%EOF", end)


def _checks(file: _File, verdict: Verdict) -> Iterator[Check]:
    if file.signatures:
        whole = _is_whole(file, verdict)
        yield Check(whole, "Intet er ændret efter forseglingen." if whole else "Noget er ændret efter forseglingen.")
        known = any(one.trusted for one in file.signatures)
        yield Check(known or None, "Seglets certifikat er kendt." if known else "Seglets certifikat er ikke kendt her.")
        yield from _stamped(file.signatures)
    if verdict.row is not None:
        yield _counted(file.signatures, verdict.row)


def _is_whole(file: _File, verdict: Verdict) -> bool:
    """Tell whether nothing was changed after the seal; a stranger's signature over a change does not heal it."""
    if v.FINE in (file.finding, verdict.code) or file.finding == v.UNKNOWN_ISSUER:
        return True
    return any(one.intact and one.trusted and not one.stamp and one.end == len(file.pdf) for one in file.signatures)


def _stamped(signatures: tuple[Signature, ...]) -> Iterator[Check]:
    """Say whether somebody else has confirmed the time."""
    stamps = [one for one in signatures if one.stamp and one.intact]
    if any(one.trusted for one in stamps):
        yield Check(True, "Tidspunktet er bekræftet af en uafhængig tidsstempeltjeneste.")
    elif stamps:
        yield Check(None, "Filen har et tidsstempel fra en tjeneste, der ikke er kendt her.")


def _counted(signatures: tuple[Signature, ...], row: LedgerRow) -> Check:
    """Say whether as many signatures are there as the file left with."""
    found, expected = sum(one.intact for one in signatures), len(row.signers)
    told = f"Vi forventede {expected} og fandt {found}."
    if found == expected:
        return Check(True, f"Alle underskrifter og segl, som filen fik, er der. {told}")
    return Check(False, f"Filen har ikke de underskrifter og segl, som den fik. {told}")


def _in_ledger(there: bool) -> Check:
    if there:
        return Check(True, "Filen er den, vi udleverede: fingeraftryk og længde passer med protokollen.")
    return Check(False, "Filen er ikke en, vi har udleveret: fingeraftrykket står ikke i protokollen.")


def _newer(row: LedgerRow, ledger: ProofService) -> Iterator[Check]:
    others = list(ledger.ledger_rows(row.document_id))
    signed = any((other.version, other.profile) == (row.version, SIGNED) for other in others)
    if row.profile == BODY and signed:
        yield Check(None, "Det er dokumentet uden underskriftssiden. Der findes en fil af samme version med den.")
    newest = max(other.version for other in others)
    if newest > row.version:
        yield Check(None, f"Det er version {row.version}. Der findes en nyere: version {newest}.")


def _rendered_again(verdict: Verdict, pdf: bytes, rerender: Rerender) -> Verdict:
    """Compare with what the stored version gives today."""
    assert verdict.row
    told = _compared(verdict.row, pdf, rerender)
    code = v.CONTENT_DIFFERS if told.ok is False else verdict.code
    return replace(verdict, code=code, checks=(*verdict.checks, told))


def _compared(row: LedgerRow, pdf: bytes, rerender: Rerender) -> Check:
    try:
        again = rerender(row)
    except KuiError as error:
        return Check(None, f"Dokumentet kunne ikke dannes igen til sammenligning. {error.text}")
    if again is None:
        return Check(None, "Dokumentet kan ikke dannes igen til sammenligning: det, det blev lavet af, er her ikke.")
    if pdf.startswith(again.pdf) and len(again.pdf) == row.unsigned_length:
        return Check(True, "Vi har dannet dokumentet igen fra sagen. Det blev det samme, byte for byte.")
    if again.same_tools:
        return Check(False, "Vi har dannet dokumentet igen fra sagen. Det blev ikke det samme.")
    return Check(*in_words(pdf[: row.unsigned_length], again.pdf))
