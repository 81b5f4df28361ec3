"""Checking a signature against the bytes that it covers, and its certificate against those that we know."""

import logging
from asyncio import run
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import new
from typing import Any

from asn1crypto import cms, pem, x509
from cryptography.x509 import load_der_x509_certificate
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms, validate_tst_signed_data
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import StandardCMSSignatureStatus
from pyhanko_certvalidator import ValidationContext

from kuidocs.services.seal.api import SealError
from kuidocs.services.seal.signatures import Placed, is_stamp

# Hostile files make pyHanko log tracebacks; without a handler Python would print them beside the verdict.
for name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(name).addHandler(logging.NullHandler())

HEAD = 4
"""The tag and length before what a signature consists of; ours are between 256 bytes and 64 kB."""
USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})


@dataclass(frozen=True, slots=True)
class Signature:
    """What is found out about one signature."""

    signer: str
    """The name on the certificate, or empty when the signature cannot be read."""
    at: datetime | None
    end: int
    """How much of the file it covers, in bytes from the start."""
    readable: bool
    """Whether the signature itself is undamaged."""
    unchanged: bool
    """Whether what it covers is what was signed."""
    trusted: bool
    """Whether the certificate is one that we know, or issued by one."""
    stamp: bool = False
    """Whether it is a time-stamp over the file, and nobody's signature."""

    @property
    def intact(self) -> bool:
        """Tell whether the signature and all it covers are as they were."""
        return self.readable and self.unchanged


def certificates(trusted: Sequence[bytes]) -> list[x509.Certificate]:
    """Read the certificates that we trust, DER or PEM."""
    return [_certificate(content) for content in trusted]


def parted(pem_file: bytes) -> list[bytes]:
    """Part a file of several certificates."""
    end = b"-----END CERTIFICATE-----"
    return [part + end + b"\n" for part in pem_file.split(end) if b"-----BEGIN CERTIFICATE-----" in part]


def _certificate(content: bytes) -> x509.Certificate:
    try:
        der = pem.unarmor(content)[2] if pem.detect(content) else content
        # asn1crypto reads lazily; cryptography reads all of it now, or says no.
        load_der_x509_certificate(der)
    except ValueError as error:
        raise SealError(
            "certificate_unreadable", "Certifikatet kan ikke læses. Angiv en fil med ét certifikat (PEM eller DER)."
        ) from error
    return x509.Certificate.load(der)


def check(pdf: bytes, placed: Placed, roots: Sequence[x509.Certificate], moment: datetime | None = None) -> Signature:
    """Check one signature. Whatever is wrong with it makes it unreadable, never an exception.

    Its certificate must be valid when the signer says that it was used; with ``moment``, then instead.
    """
    try:
        return _stamped(pdf, placed, roots) if is_stamp(placed) else _checked(pdf, placed, roots, moment)
    except Exception:
        # The content is hostile until proved otherwise: pyHanko and asn1crypto raise nearly every kind of error.
        return Signature("", placed.claimed_at, placed.end, readable=False, unchanged=False, trusted=False)


def _checked(
    pdf: bytes, placed: Placed, roots: Sequence[x509.Certificate], moment: datetime | None = None
) -> Signature:
    content, used_at = placed.cms or b"", moment or placed.claimed_at
    signed = cms.ContentInfo.load(content, strict=True)["content"]
    status = run(_status(placed.covered(pdf), signed, roots, used_at))
    certificate = status.signing_cert
    ours = certificate.dump() in [root.dump() for root in roots]
    return Signature(
        signer=_name(certificate),
        at=placed.claimed_at,
        end=placed.end,
        readable=status.valid and (not ours or _as_we_write(content, certificate)),
        unchanged=status.intact,
        # pyHanko looks at the days of all certificates but the one that is trusted itself.
        trusted=status.valid and (status.trusted or ours) and _valid_at(certificate, used_at),
    )


def _stamped(pdf: bytes, placed: Placed, roots: Sequence[x509.Certificate]) -> Signature:
    """Check a time-stamp: whether it is about these bytes, and whose it is."""
    signed = cms.ContentInfo.load(placed.cms or b"", strict=True)["content"]
    covered, at = placed.covered(pdf), signed["encap_content_info"]["content"].parsed["gen_time"].native
    told = run(_stamp_status(signed, roots, at, covered))
    return Signature(
        signer=_name(told["signing_cert"]),
        at=at,
        end=placed.end,
        readable=bool(told["valid"]),
        unchanged=bool(told["intact"]),
        trusted=told.get("trust_problem_indic") is None and told.get("validation_path") is not None,
        stamp=True,
    )


async def _stamp_status(
    signed: cms.SignedData, roots: Sequence[x509.Certificate], at: datetime, covered: bytes
) -> dict[str, Any]:
    context = ValidationContext(trust_roots=list(roots), moment=at, allow_fetching=False, revocation_mode="soft-fail")
    found = await validate_tst_signed_data(signed, context, lambda algorithm: new(algorithm, covered).digest())
    return dict(found)


async def _status(
    covered: bytes, signed: cms.SignedData, roots: Sequence[x509.Certificate], at: datetime | None
) -> StandardCMSSignatureStatus:
    # A certificate runs out, a case file is kept for decades: it counts that it was valid when it was used. The time
    # is the signer's word unless there is a time-stamp; only the holder of the key can have given it.
    context = ValidationContext(trust_roots=list(roots), moment=at, allow_fetching=False, revocation_mode="soft-fail")
    return await async_validate_detached_cms(covered, signed, context, key_usage_settings=USAGE)


def _as_we_write(content: bytes, certificate: x509.Certificate) -> bool:
    """Tell whether our own signature is in our own form, down to the few bytes of it that nothing covers.

    Which these are was found by changing every bit of a signature; elsewhere they are read with indulgence.
    """
    info = cms.ContentInfo.load(content)
    signed = info["content"]
    (signer,) = signed["signer_infos"]
    return (
        content[HEAD:] == info["content_type"].dump() + signed.dump()
        and (signed["version"].native, signer["version"].native) == ("v1", "v1")
        and [algorithm.dump() for algorithm in signed["digest_algorithms"]] == [signer["digest_algorithm"].dump()]
        # Names are compared without regard to case elsewhere; here every letter counts.
        and signer["sid"].chosen["issuer"].dump() == certificate.issuer.dump()
    )


def _valid_at(certificate: x509.Certificate, at: datetime | None) -> bool:
    return at is not None and certificate.not_valid_before <= at <= certificate.not_valid_after


def _name(certificate: x509.Certificate) -> str:
    subject = certificate.subject.native
    return str(subject.get("organization_name") or subject.get("common_name") or certificate.subject.human_friendly)
