"""The answer to »is this PDF genuine?«: one code, one sentence, what was checked, and an exit status."""

from dataclasses import asdict, dataclass
from typing import Any

from kuidocs.domain.danish import moment
from kuidocs.services.clock import COPENHAGEN
from kuidocs.services.proof import LedgerRow
from kuidocs.services.seal.trust import Signature

PROVED, NOT_GENUINE, NOT_KNOWN = 0, 1, 2
"""The exit statuses: all proved; changed; nothing found wrong, but not all can be said here (D20)."""

FINE = "fine"
CHANGED = "changed"
DATA_SWAPPED = "data_swapped"
TITLE_CHANGED = "title_changed"
TRAILING = "trailing"
ROLLED_BACK = "rolled_back"
STRIPPED = "stripped"
DAMAGED = "damaged"
NOT_IN_LEDGER = "not_in_ledger"
CONTENT_DIFFERS = "content_differs"
UNKNOWN_ISSUER = "unknown_issuer"
UNKNOWN = "unknown"
NOT_PDF = "not_pdf"
TOO_LARGE = "too_large"

MARKS = {True: "✓", False: "✗", None: "?"}
CANNOT_SEE_WHO = "Vi kan ikke se, hvem der har gjort det, eller om det var med vilje."
FETCH_AGAIN = "Hent dokumentet igen fra sagen, og spørg den, du fik filen af, hvor den kommer fra."


@dataclass(frozen=True, slots=True)
class Wording:
    """How a finding is told."""

    exit_status: int
    heading: str
    text: str


WORDINGS = {
    FINE: Wording(PROVED, "Dokumentet er ægte og uændret", "Intet er ændret, siden dokumentet blev forseglet."),
    CHANGED: Wording(
        NOT_GENUINE,
        "Dokumentet er ændret efter underskrift. Brug det ikke.",
        f"Indholdet er ikke det, der blev forseglet. {CANNOT_SEE_WHO} {FETCH_AGAIN}",
    ),
    DATA_SWAPPED: Wording(
        NOT_GENUINE,
        "De vedlagte data er skiftet ud. Teksten på siderne er uændret.",
        f"Den datafil, der ligger i dokumentet, er ikke den, der blev forseglet. {CANNOT_SEE_WHO} {FETCH_AGAIN}",
    ),
    TITLE_CHANGED: Wording(
        NOT_GENUINE,
        "Dokumentets titel er ændret. Teksten og underskrifterne er uændrede.",
        f"Titel eller andre oplysninger om filen er ikke dem, der blev forseglet. {CANNOT_SEE_WHO} {FETCH_AGAIN}",
    ),
    TRAILING: Wording(
        NOT_GENUINE,
        "Der er lagt noget til efter dokumentets slutning. Siderne er uændrede.",
        f"Filen er længere end den, der blev forseglet. {CANNOT_SEE_WHO} {FETCH_AGAIN}",
    ),
    ROLLED_BACK: Wording(
        NOT_GENUINE,
        "Dokumentet er en tidligere udgave. Der mangler {missing} af {expected} underskrifter.",
        f"Det, der er underskrevet, er uændret, men filen er ikke den færdige. {FETCH_AGAIN}",
    ),
    STRIPPED: Wording(
        NOT_GENUINE,
        "Underskrifterne er fjernet.",
        f"Filen begynder som et dokument, vi har forseglet, men seglet er der ikke. {FETCH_AGAIN}",
    ),
    DAMAGED: Wording(
        NOT_GENUINE,
        "En underskrift er beskadiget og kan ikke kontrolleres.",
        f"Vi kan ikke sige, om siderne er uændrede. {CANNOT_SEE_WHO} {FETCH_AGAIN}",
    ),
    CONTENT_DIFFERS: Wording(
        NOT_GENUINE,
        "Filen er den, vi udleverede, men sagen siger noget andet.",
        "Dokumentet er dannet igen fra sagen og blev ikke det samme. Kontakt driften; sagens data kan være ændret.",
    ),
    NOT_IN_LEDGER: Wording(
        NOT_KNOWN,
        "Seglet er kommunens, men vi har ikke udleveret denne fil.",
        "Filen er uændret, siden den blev forseglet, men den står ikke i vores protokol. Kontakt driften.",
    ),
    UNKNOWN_ISSUER: Wording(
        NOT_KNOWN,
        "Dokumentet er uændret, men vi kender ikke den, der har forseglet det.",
        "Hent udstederens certifikat et sted, du stoler på, og kontrollér filen igen med det.",
    ),
    UNKNOWN: Wording(
        NOT_KNOWN,
        "Vi kender ikke dette dokument. Vi kan ikke sige, om det er ægte.",
        "Filen har intet segl, og den står ikke i vores protokol.",
    ),
    NOT_PDF: Wording(
        NOT_KNOWN, "Filen er ikke en PDF. Der er intet at kontrollere.", "Vælg den PDF-fil, du fik fra kuidocs."
    ),
    TOO_LARGE: Wording(
        NOT_KNOWN,
        "Filen er for stor til at blive kontrolleret.",
        "Dokumenter fra kuidocs er højst 64 MB. Vælg den PDF-fil, du fik fra kuidocs.",
    ),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``ok`` is None when it could not be decided here."""

    ok: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a file."""

    code: str
    sha256: str
    length: int
    signatures: tuple[Signature, ...] = ()
    checks: tuple[Check, ...] = ()
    row: LedgerRow | None = None
    missing: int = 0
    expected: int = 0

    @property
    def ok(self) -> bool:
        """Tell whether all is proved."""
        return self.exit_status == PROVED

    @property
    def exit_status(self) -> int:
        """Return what the command line answers with."""
        return WORDINGS[self.code].exit_status

    @property
    def heading(self) -> str:
        """Return the verdict in one sentence."""
        return WORDINGS[self.code].heading.format(missing=self.missing, expected=self.expected)

    @property
    def text(self) -> str:
        """Return what it means and what to do."""
        return WORDINGS[self.code].text

    def lines(self) -> list[str]:
        """Return the verdict as lines for the command line."""
        checked = [f"  {MARKS[check.ok]} {check.text}" for check in self.checks]
        signed = [f"  {told(signature)}" for signature in self.signatures]
        technical = [f"  SHA-256: {self.sha256}", f"  Længde: {self.length} byte"]
        parts = {"Det har vi undersøgt:": checked, "Underskrifter og segl:": signed, "Filen:": technical}
        below = [line for title, lines in parts.items() if lines for line in ("", title, *lines)]
        return [self.heading, self.text, *below]

    def as_dict(self) -> dict[str, Any]:
        """Return the verdict as plain data for JSON."""
        return {
            "code": self.code,
            "ok": self.ok,
            "exit_status": self.exit_status,
            "heading": self.heading,
            "text": self.text,
            "sha256": self.sha256,
            "length": self.length,
            "signatures": [_signature(signature) for signature in self.signatures],
            "checks": [asdict(check) for check in self.checks],
            "ledger": self.row.facts() if self.row else None,
        }


def told(signature: Signature) -> str:
    """Tell of a signature in one line: who, when, unchanged or not, known or not."""
    if not signature.readable:
        return "En underskrift, der er beskadiget og ikke kan læses"
    when = moment(signature.at.astimezone(COPENHAGEN)) if signature.at else "uden tidspunkt"
    state = "uændret siden" if signature.unchanged else "ændret siden"
    known = "certifikatet er kendt" if signature.trusted else "certifikatet er ikke kendt her"
    return f"{signature.signer}, {when}: {state}, {known}"


def _signature(signature: Signature) -> dict[str, Any]:
    return asdict(signature) | {
        "at": signature.at.isoformat() if signature.at else None,
        "intact": signature.intact,
        "text": told(signature),
    }
