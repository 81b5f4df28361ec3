"""Telling whether the proofs in a PDF are about its own signatures.

What lets a seal be checked for longer comes after it, so no seal covers it. Without a time-stamp of somebody known, all
that tells a proof from what a stranger laid in is what it says: that an issuer of a certificate of this very file has
signed an answer about it.
"""

from collections.abc import Iterable, Iterator
from hashlib import new
from typing import Any

from asn1crypto import cms, crl, ocsp, x509
from pyhanko_certvalidator.sig_validate import DEFAULT_SIGNATURE_VALIDATOR

STORE_MAY = frozenset({"/Type", "/Certs", "/OCSPs", "/CRLs", "/VRI"})
OF_ONE_MAY = {"/Cert": "/Certs", "/OCSP": "/OCSPs", "/CRL": "/CRLs"}
"""What is said of one signature may only point to what stands in the lists."""
ABOUT_ONE = frozenset({"/Type", "/TU", *OF_ONE_MAY})
MOST = 500
"""So many certificates and answers are looked at; a file that has been renewed for decades has fewer."""
Known = dict[bytes, x509.Certificate]
"""Certificates by their bytes."""


def belong(store: Any, signatures: Iterable[bytes]) -> bool:
    """Tell whether everything in a store of proofs (DSS) is about the certificates of these signatures.

    Raises ValueError, and errors of the parser, for what is no certificate and no answer.
    """
    if not STORE_MAY.issuperset(store) or not _only_points(store):
        return False
    certificates = [x509.Certificate.load(data, strict=True) for data in _streams(store, "/Certs")]
    answers = [_Answer.of_responder(data) for data in _streams(store, "/OCSPs")]
    answers += [_Answer.of_list(data) for data in _streams(store, "/CRLs")]
    if len(certificates) + len(answers) > MOST:
        return False
    known = {one.dump(): one for signature in signatures for one in _certificates(signature)}
    return _all_known(known, certificates, answers)


def _all_known(known: Known, certificates: list[x509.Certificate], answers: list["_Answer"]) -> bool:
    """Go from the signatures' own certificates to their issuers, to what these say, to whoever says it, and on."""
    while certificates or answers:
        issuers = {c.dump(): c for c in certificates if c.dump() in known or any(_issued(c, o) for o in known.values())}
        known |= issuers
        given = [(answer, giver) for answer in answers if (giver := answer.given_by(known)) is not None]
        known |= {giver.dump(): giver for _, giver in given}
        told = [answer for answer, _ in given]
        if not issuers and not told:
            return False
        certificates = [one for one in certificates if one.dump() not in issuers]
        answers = [answer for answer in answers if answer not in told]
    return True


def _only_points(store: Any) -> bool:
    told = store.get("/VRI", {})
    for one in (told[key] for key in told if key != "/Type"):
        if not ABOUT_ONE.issuperset(one):
            return False
        for name, listed in OF_ONE_MAY.items():
            if not {*_streams(one, name)} <= {*_streams(store, listed)}:
                return False
    return True


def _streams(container: Any, key: str) -> list[bytes]:
    return [one.get_object().data for one in container.get(key, ())]


def _certificates(signature: bytes) -> Iterator[x509.Certificate]:
    """Give the certificates that a signature carries, and those of a time-stamp upon it."""
    signed = cms.ContentInfo.load(signature)["content"]
    yield from (one.chosen for one in signed["certificates"])
    for signer in signed["signer_infos"]:
        for attribute in signer["unsigned_attrs"]:
            if attribute["type"].native == "signature_time_stamp_token":
                for stamp in attribute["values"]:
                    yield from _certificates(stamp.dump())


def _issued(issuer: x509.Certificate, one: x509.Certificate) -> bool:
    if one.issuer != issuer.subject:
        return False
    return _signed(issuer, one["tbs_certificate"], one["signature_value"], one["signature_algorithm"])


def _signed(by: x509.Certificate, said: Any, signature: Any, algorithm: Any) -> bool:
    try:
        DEFAULT_SIGNATURE_VALIDATOR.validate_signature(signature.native, said.dump(), by.public_key, algorithm)
    except Exception:
        # The libraries have an error of their own for each way in which a signature is not one of this key.
        return False
    return True


class _Answer:
    """What an issuer has said about certificates: an answer of its responder, or its list of those that are revoked."""

    def __init__(self, signed: tuple[Any, Any, Any], certificates: list[x509.Certificate]) -> None:
        (self.said, self.signature, self.algorithm), self.certificates = signed, certificates

    @classmethod
    def of_responder(cls, data: bytes) -> "_Answer":
        """Read an OCSP response."""
        whole = ocsp.OCSPResponse.load(data, strict=True)
        basic = whole["response_bytes"]["response"].parsed
        signed = basic["tbs_response_data"], basic["signature"], basic["signature_algorithm"]
        return cls(signed, list(basic["certs"] or ()))

    @classmethod
    def of_list(cls, data: bytes) -> "_Answer":
        """Read a list of revoked certificates."""
        whole = crl.CertificateList.load(data, strict=True)
        return cls((whole["tbs_cert_list"], whole["signature"], whole["signature_algorithm"]), [])

    def given_by(self, known: Known) -> x509.Certificate | None:
        """Return who has signed this about certificates that we know, when it is who may."""
        if isinstance(self.said, crl.TbsCertList):
            may = [one for one in known.values() if one.subject == self.said["issuer"]]
        else:
            about = [one for one in known.values() if self._is_about(one)]
            issuers = [one for one in known.values() if any(_issued(one, other) for other in about)]
            may = [*issuers, *(one for one in self.certificates if any(_issued(other, one) for other in issuers))]
        return next((one for one in may if _signed(one, self.said, self.signature, self.algorithm)), None)

    def _is_about(self, one: x509.Certificate) -> bool:
        """Tell whether each thing that is said is about this certificate."""
        names = [each["cert_id"] for each in self.said["responses"]]
        return bool(names) and all(
            name["serial_number"].native == one.serial_number
            and name["issuer_name_hash"].native
            == new(name["hash_algorithm"]["algorithm"].native, one.issuer.dump(), usedforsecurity=False).digest()
            for name in names
        )
