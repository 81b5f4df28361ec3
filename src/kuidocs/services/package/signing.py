"""The seal of a package: a detached CMS signature of the list of its lists, so that no list can be written anew."""

import hashlib
from collections.abc import Sequence

from asn1crypto import cms, pem, x509
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from kuidocs.domain.packages import SIGNATURE, refused
from kuidocs.services.package.api import Signed

MOST = 200_000
BROKEN = "Pakkens segl passer ikke til dens liste. Nogen har ændret pakken efter, at den blev lavet."


def check_signature(listed: bytes, signature: bytes, trusted: Sequence[bytes]) -> Signed:
    """Check that a signature is one of these bytes, and say whose it is.

    Raises PackageRefused.
    """
    try:
        signer, certificate = _read(signature)
    except Exception as error:  # Whatever the parser makes of a hostile file.
        raise refused(SIGNATURE, "Pakkens segl kan ikke læses.") from error
    digest = hashlib.sha256(listed)
    try:
        intact, valid = validate_sig_integrity(
            signer, certificate, expected_content_type="data", actual_digest=digest.digest()
        )
    except Exception as error:  # The same.
        raise refused(SIGNATURE, BROKEN) from error
    if not (intact and valid):
        raise refused(SIGNATURE, BROKEN)
    der = certificate.dump()
    return Signed(_name(certificate), der in [_der(one) for one in trusted], der, digest.hexdigest())


def _read(signature: bytes) -> tuple[cms.SignedData, x509.Certificate]:
    if len(signature) > MOST:
        raise ValueError("too long")
    content = cms.ContentInfo.load(signature, strict=True)
    signed = content["content"]
    (signer,) = signed["signer_infos"]
    if content["content_type"].native != "signed_data" or signer["digest_algorithm"]["algorithm"].native != "sha256":
        raise ValueError("not a signature of ours")
    serial = signer["sid"].chosen["serial_number"].native
    (found,) = [one.chosen for one in signed["certificates"] if one.chosen.serial_number == serial]
    return signer, found


def _name(certificate: x509.Certificate) -> str:
    told = certificate.subject.native
    return str(told.get("organization_name") or told.get("common_name") or certificate.subject.human_friendly)


def _der(one: bytes) -> bytes:
    return pem.unarmor(one)[2] if pem.detect(one) else one
