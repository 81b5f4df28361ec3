"""Programs of other people that judge signatures. ``bin/setup test`` installs them; without one its tests fail."""

import re
import subprocess
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext


def _run(*command, cwd):
    return subprocess.run(command, cwd=cwd, capture_output=True, check=False, timeout=120)


def _kept(folder, pdf):
    path = Path(folder) / "file.pdf"
    path.write_bytes(pdf)
    return path.name


def pdfsig(folder, pdf):
    """What poppler says."""
    return _run("pdfsig", _kept(folder, pdf), cwd=folder).stdout.decode()


def mutool(folder, pdf):
    """What MuPDF says."""
    done = _run("mutool", "sign", "-v", _kept(folder, pdf), cwd=folder)
    return (done.stdout + done.stderr).decode()


def qpdf(folder, pdf):
    """The exit status of qpdf: 0 without mistakes or warnings."""
    return _run("qpdf", "--check", _kept(folder, pdf), cwd=folder).returncode


@dataclass(frozen=True, slots=True)
class Hole:
    """A signature in a file: what it covers, and what lies in it."""

    ranges: tuple[int, int, int, int]
    cms: bytes


def holes(pdf):
    """Every signature of a file, in order; read without any library of ours."""
    found = []
    for match in re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]", pdf):
        start, length, rest, more = (int(number) for number in match.groups())
        digits = pdf[start + length + 1 : rest - 1]
        found.append(Hole((start, length, rest, more), _der(bytes.fromhex(digits.decode()))))
    return sorted(found, key=lambda hole: hole.ranges[3] + hole.ranges[2])


def _der(padded):
    # How long a sequence is stands in its first bytes; behind it are zeros.
    size = padded[1] & 0x7F
    return padded[: 2 + size + int.from_bytes(padded[2 : 2 + size], "big")]


def covered(pdf, hole):
    """The bytes that a signature is about."""
    start, length, rest, more = hole.ranges
    return pdf[start : start + length] + pdf[rest : rest + more]


def _trusted(folder, roots):
    path = Path(folder) / "roots.pem"
    path.write_bytes(b"".join(_pem(root) for root in roots))
    return path.name


def _pem(root):
    if isinstance(root, bytes):
        return root
    return pem.armor("CERTIFICATE", root.dump())


def verified(folder, hole, content, roots):
    """Whether OpenSSL accepts a signature as CAdES."""
    (Path(folder) / "s.p7s").write_bytes(hole.cms)
    (Path(folder) / "covered").write_bytes(content)
    command = "openssl cms -verify -cades -binary -inform DER -in s.p7s -content covered -purpose any -out out"
    # The clock of the tests is not that of OpenSSL.
    return _run(*command.split(), "-no_check_time", "-CAfile", _trusted(folder, roots), cwd=folder).returncode == 0


def verified_stamp(folder, hole, content, roots):
    """Whether OpenSSL accepts a time-stamp over a file."""
    (Path(folder) / "t.tst").write_bytes(hole.cms)
    (Path(folder) / "covered").write_bytes(content)
    command = "openssl ts -verify -token_in -in t.tst -data covered"
    return _run(*command.split(), "-CAfile", _trusted(folder, roots), cwd=folder).returncode == 0


def by_pyhanko(pdf, roots, at):
    """Whether pyHanko's own judgement of every signature of a file is good; it is another than ours."""
    reader = PdfFileReader(BytesIO(pdf))
    known = [x509.Certificate.load(pem.unarmor(root)[2]) if isinstance(root, bytes) else root for root in roots]
    context = ValidationContext(trust_roots=known, moment=at, allow_fetching=False, revocation_mode="soft-fail")
    signatures = [validate_pdf_signature(one, context) for one in reader.embedded_regular_signatures]
    stamps = [validate_pdf_timestamp(one, context) for one in reader.embedded_timestamp_signatures]
    return [one.bottom_line for one in signatures] + [one.valid and one.intact and one.trusted for one in stamps]
