"""Checking files from outside, in processes of their own: what others may use of it, and the verdicts."""

from kuidocs.services.seal.examining import Compared, Place, compare, examine
from kuidocs.services.seal.rendered import Again
from kuidocs.services.seal.returned import (
    BROKEN,
    MORE,
    NOT_KNOWN,
    NOT_SIGNED,
    OTHER_FILE,
    SIGNED,
    Offered,
    Returned,
    returned,
)
from kuidocs.services.seal.trust import Signature, parted
from kuidocs.services.seal.verdict import (
    CANNOT_SEE_WHO,
    CHANGED,
    DAMAGED,
    NOT_GENUINE,
    NOT_PDF,
    PROVED,
    TOO_LARGE,
    Check,
    Verdict,
    told,
)
from kuidocs.services.seal.verify import Examined, judged

from .process import Broken, alone
from .remembered import Remembered, grounds
from .validator import CouldNotRun, Validator

__all__ = [
    "BROKEN",
    "CANNOT_SEE_WHO",
    "CHANGED",
    "DAMAGED",
    "MORE",
    "NOT_GENUINE",
    "NOT_KNOWN",
    "NOT_PDF",
    "NOT_SIGNED",
    "OTHER_FILE",
    "PROVED",
    "SIGNED",
    "TOO_LARGE",
    "Again",
    "Broken",
    "Check",
    "Compared",
    "CouldNotRun",
    "Examined",
    "Offered",
    "Place",
    "Remembered",
    "Returned",
    "Signature",
    "Validator",
    "Verdict",
    "alone",
    "compare",
    "examine",
    "grounds",
    "judged",
    "parted",
    "returned",
    "told",
]
