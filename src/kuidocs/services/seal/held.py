"""A pyHanko signer that keeps the key object."""

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from kuidocs.services.seal.key import PrivateKey, SealKey


class HeldKeySigner(Signer):
    """Signs with a key that was read and checked once; pyHanko's SimpleSigner does both for every signature."""

    def __init__(self, key: SealKey) -> None:
        registry = SimpleCertificateStore()
        registry.register_multiple([_asn1(other) for other in key.others])
        super().__init__(signing_cert=_asn1(key.certificate), cert_registry=registry)
        self._private = key.private

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Sign, or for a dry run (pyHanko measures how much room to leave) return as many bytes as it can become."""
        if dry_run:
            return bytes(_longest_signature(self._private))
        algorithm = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self._private, RSAPrivateKey):
            return self._private.sign(data, PKCS1v15(), algorithm)
        return self._private.sign(data, ECDSA(algorithm))


def _asn1(certificate: object) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))  # type: ignore[attr-defined]


def _longest_signature(private: PrivateKey) -> int:
    size = (private.key_size + 7) // 8
    # An ECDSA signature is two numbers with up to five bytes of DER around each.
    return size if isinstance(private, RSAPrivateKey) else 2 * size + 10
