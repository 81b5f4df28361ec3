"""What makes a seal checkable for long: a time-stamp, what the issuers say today, and a time-stamp over it all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import (
    CRLValidationError,
    ExpiredError,
    InsufficientRevinfoError,
    OCSPValidationError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)

from kuidocs.services.asking import NoAnswer
from kuidocs.services.seal.api import SealError
from kuidocs.services.seal.stamping import Issuers, Stamper

B_B, B_T, B_LT, B_LTA = "B-B", "B-T", "B-LT", "B-LTA"
FAILURES = (OSError, SigningError, PathError, ValidationError, CRLValidationError, OCSPValidationError)
"""What goes wrong between us, the time-stamp authority and the issuers; errors of their connections are OSErrors."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long the seals of a municipality can be checked, and by whose help."""

    level: str = B_B
    stamper: TimeStamper | None = None
    roots: tuple[x509.Certificate, ...] = ()
    others: tuple[x509.Certificate, ...] = field(default=())

    @property
    def stamped(self) -> bool:
        """Whether the signature gets a time-stamp."""
        return self.level != B_B

    @property
    def proved(self) -> bool:
        """Whether what the issuers say is put into the file."""
        return self.level in (B_LT, B_LTA)

    @property
    def archived(self) -> bool:
        """Whether the whole file gets a time-stamp at last."""
        return self.level == B_LTA

    def context(self) -> ValidationContext:
        """Make what asks the issuers; a new one each time, because it remembers their answers."""
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.others),
            allow_fetching=True,
            revocation_mode="hard-fail",
            fetcher_backend=Issuers(),
        )


def lasting(level: str, tsa_url: str, roots: Sequence[x509.Certificate]) -> Lasting:
    """Make the help that a level needs."""
    if level == B_B:
        return Lasting(roots=tuple(roots))
    return Lasting(level, Stamper(tsa_url, roots), tuple(roots), tuple(roots))


WHY: tuple[tuple[type[Exception], str], ...] = (
    (RevokedError, "Udstederen har spærret et certifikat: seglets eget, tidsstemplets eller et over dem."),
    (ExpiredError, "Et certifikat er udløbet: seglets eget, tidsstemplets eller et over dem."),
    (PathBuildingError, "Et certifikat er udstedt af en, som kuidocs.seal_trust ikke kender."),
    (InsufficientRevinfoError, "Udstederen siger ikke, om et certifikat er spærret."),
    (TimestampRequestError, "Det, tidsstempeltjenesten svarede, er ikke et tidsstempel, der kan bruges."),
    (NoAnswer, "Tidsstempeltjenesten eller en udsteder svarede ikke, eller svarede ikke helt."),
)
"""What may be wrong, the most telling first; an error may have come of another."""


def not_reached(error: Exception, help: Lasting) -> SealError:
    """Say that a seal could not be made to last; the job comes back, and nothing of it is stored."""
    return SealError(
        "seal_not_lasting",
        f"Filen kan ikke forsegles som {help.level}. {_why(error)} Se efter, om tidsstempeltjenesten "
        "(kuidocs.tsa_url) og udstedernes adresser svarer, og om kuidocs.seal_trust har deres certifikater. "
        "Intet er gemt, og jobbet prøver igen af sig selv.",
    )


def _why(error: BaseException) -> str:
    chain: list[BaseException] = []
    next_one: BaseException | None = error
    while next_one is not None and next_one not in chain:
        chain.append(next_one)
        next_one = next_one.__cause__ or next_one.__context__
    found = (text for kind, text in WHY if any(isinstance(one, kind) for one in chain))
    return next(found, f"Årsag: {type(error).__name__}.")


async def renewed(pdf: bytes, help: Lasting) -> bytes:
    """Put a new time-stamp over a file, with what is needed to check the one before.

    Raises one of FAILURES.
    """
    assert help.stamper is not None, "only levels with time-stamps are renewed"
    stamper = PdfTimeStamper(help.stamper)
    output = BytesIO()
    await stamper.async_update_archival_timestamp_chain(
        PdfFileReader(BytesIO(pdf)), help.context(), in_place=False, output=output
    )
    return output.getvalue()
