"""Finding the signatures of a PDF in its bytes, without parsing the PDF.

A file from outside may be anything, and a parser can be led astray or filled up. What a signature covers is plain
bytes: all of the file from its start but for the hole that holds the signature. So those bytes are checked first; only
what the municipality itself has sealed is parsed at all (see revisions.py).
"""

import re
from binascii import Error as NotHex
from binascii import unhexlify
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from pyhanko.pdf_utils.generic import parse_pdf_date

BYTE_RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}(\d{1,12})" + rb"\s{1,9}(\d{1,12})" * 3 + rb"\s{0,9}\]")
SIGNED_AT = re.compile(rb"/M\s{0,9}\(([^()]{8,60})\)")
OCTAL = re.compile(r"\\([0-7]{3})")
TRACES = (b"/ByteRange", b"/Adobe.PPKLite", b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached", b"/Contents <308")
"""What a signed file has and one with empty signature fields has not; one changed byte cannot remove them all."""
MOST_RANGES = 1000
"""Words like those of a signature may stand in headings, but not so often."""
AT_MOST = 16
"""Every signature costs a walk through the file; nobody signs as often as this."""
MOST_OF_ONE = 200_000
"""No signature is so large, but a hostile one could be, and reading it takes time."""
OBJECT_AROUND = 2000
"""How far from the hole the rest of a signature's dictionary lies at most."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A signature that lies where it says: everything before and after the hole up to ``end`` is covered."""

    hole: slice
    end: int
    cms: bytes | None
    """The signature itself, or None when the hole does not hold exactly one in the form that signers write."""
    claimed_at: datetime | None
    """When the signer says that it was; the time itself is covered by the signature."""

    def covered(self, pdf: bytes) -> bytes:
        """Return what was signed."""
        return pdf[: self.hole.start] + pdf[self.hole.stop : self.end]


STAMP = bytes.fromhex("060b2a864886f70d0109100104")
"""How a token of a time-stamp authority names what is inside it (id-ct-TSTInfo)."""


def is_stamp(placed: Placed) -> bool:
    """Tell whether what lies in the hole is a time-stamp over the file, and nobody's signature."""
    return placed.cms is not None and STAMP in placed.cms[:200]


def has_traces(pdf: bytes) -> bool:
    """Tell whether the file looks as if it was signed some time."""
    return any(trace in pdf for trace in TRACES)


def placed_signatures(pdf: bytes) -> tuple[list[Placed], int]:
    """Return the signatures that lie where they say, and how many more do not."""
    matches = islice(BYTE_RANGE.finditer(pdf), MOST_RANGES)
    ranges = [_hole(tuple(map(int, match.groups()))) for match in matches]
    fitting = [(hole, end) for hole, end in ranges if _fits(pdf, hole, end)][:AT_MOST]
    return [_placed(pdf, hole, end) for hole, end in fitting], len(ranges) - len(fitting)


def _hole(numbers: tuple[int, ...]) -> tuple[slice, int]:
    start, length, restart, rest = numbers
    # A range that does not begin at the start of the file gets a hole that fits nowhere.
    return slice(start + length if start == 0 else -1, restart), restart + rest


def _fits(pdf: bytes, hole: slice, end: int) -> bool:
    inside = 0 <= hole.start < hole.stop - 2 and hole.stop < end <= len(pdf)
    return inside and pdf[hole.start : hole.start + 1] == b"<" and pdf[hole.stop - 1 : hole.stop] == b">"


def _placed(pdf: bytes, hole: slice, end: int) -> Placed:
    return Placed(hole, end, _content(pdf[hole.start + 1 : hole.stop - 1]), _claimed_at(pdf, hole))


def _content(digits: bytes) -> bytes | None:
    """Return the signature of a hole. The rest of the hole must be zeros, and the digits all of one case:

    the signature covers neither, so a byte changed there would otherwise not be seen.
    """
    if digits not in (digits.upper(), digits.lower()):
        return None
    try:
        content = unhexlify(digits)
    except NotHex:
        return None
    length = _length_of_der(content)
    return content[:length] if length and not content[length:].strip(b"\0") else None


def _length_of_der(content: bytes) -> int | None:
    """Return how long the sequence at the start says that it is."""
    if len(content) < 6 or content[0] != 0x30 or not 0x81 <= content[1] <= 0x84:
        return None
    head = 2 + (content[1] & 0x7F)
    length = head + int.from_bytes(content[2:head], "big")
    return length if length <= min(len(content), MOST_OF_ONE) else None


def _claimed_at(pdf: bytes, hole: slice) -> datetime | None:
    around = pdf[hole.stop : hole.stop + OBJECT_AROUND].split(b"endobj")[0]
    before = pdf[max(0, hole.start - OBJECT_AROUND) : hole.start].rpartition(b" obj")[2]
    match = SIGNED_AT.search(around) or SIGNED_AT.search(before)
    return _date(match[1].decode("latin-1")) if match else None


def _date(text: str) -> datetime | None:
    plain = OCTAL.sub(lambda octal: chr(int(octal[1], 8)), text)
    try:
        at = parse_pdf_date(plain, strict=False)
    except Exception:
        # pyHanko raises an error of its own for some wrong dates and lets others of Python through.
        return None
    return at if at.tzinfo else None
