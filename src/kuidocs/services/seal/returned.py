"""Judging a PDF that came back from a signing server: is it what was offered, and has the right person signed it?

The server is another's. What it sends is taken for hostile until each byte of the offered file is found again and the
only thing that was added is one signature.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult
from pyhanko.sign.fields import MDPPerm

from kuidocs.services.seal.signatures import placed_signatures
from kuidocs.services.seal.trust import certificates, check

SIGNED, OTHER_FILE, NOT_SIGNED, MORE, NOT_KNOWN, BROKEN = (
    "signed",
    "other_file",
    "not_signed",
    "more",
    "not_known",
    "broken",
)


@dataclass(frozen=True, slots=True)
class Offered:
    """The file that was offered."""

    sha256: str
    length: int


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back: one of the words above, and who has signed when it is the first."""

    code: str
    name: str = ""
    at: datetime | None = None


def returned(pdf: bytes, offered: Offered, trusted: Sequence[bytes]) -> Returned:
    """Judge a file; whatever it is, the answer is one of the words."""
    if len(pdf) < offered.length or sha256(pdf[: offered.length]).hexdigest() != offered.sha256:
        return Returned(OTHER_FILE)
    placed, misplaced = placed_signatures(pdf)
    if misplaced or len(placed) != 1 or placed[0].hole.start < offered.length or placed[0].end != len(pdf):
        return Returned(NOT_SIGNED)
    found = check(pdf, placed[0], certificates(trusted))
    if not found.intact:
        return Returned(NOT_SIGNED)
    if not found.trusted:
        return Returned(NOT_KNOWN)
    if not only_signed(pdf):
        return Returned(MORE)
    return Returned(SIGNED, found.signer, found.at)


def only_signed(pdf: bytes) -> bool:
    """Tell whether nothing was added to the first revision but a signature, by pyHanko's rules of what that takes.

    A signature covers its own revision, so a page that was overlaid in the same breath has a valid signature too.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        result = DEFAULT_DIFF_POLICY.review_file(reader, 0, doc_mdp=MDPPerm.FILL_FORMS)
        return isinstance(result, DiffResult) and reader.total_revisions == 2 and not result.changed_form_fields
    except Exception:
        # What the parser cannot read is not what we offered with a signature on it.
        return False
