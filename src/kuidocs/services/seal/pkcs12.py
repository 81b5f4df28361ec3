"""The seal with a key in a PKCS#12 file."""

from asyncio import run
from datetime import datetime
from io import BytesIO
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from kuidocs.domain.danish import long_date
from kuidocs.services.seal.api import APPROVED, SealError, SealService
from kuidocs.services.seal.detached import detached
from kuidocs.services.seal.held import HeldKeySigner
from kuidocs.services.seal.key import SEAL_KEY, SealKey, read_key

FIELD = SigFieldSpec(
    "segl",
    # Outside the page: PDF/A forbids a hidden field, PDF/UA an untagged one on the page.
    invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
    readable_field_name="Kommunens segl",
)


class Pkcs12Seal(SealService):
    """Seals as PAdES B-B and certifies that no change is allowed afterwards."""

    def __init__(self, key: SealKey) -> None:
        self._key = key
        self._signer = HeldKeySigner(key)

    @classmethod
    def open(cls, key_file: Path, password_file: Path) -> "Pkcs12Seal":
        """Open the key at start-up; whatever is wrong stops the start with a sentence that names the setting."""
        return cls(read_key(key_file, password_file))

    @property
    def name(self) -> str:
        subject = self._key.certificate.subject
        named = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        named += subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(named[0].value) if named else subject.rfc4514_string()

    def certificate(self) -> bytes:
        return self._key.certificate.public_bytes(Encoding.DER)

    def seal(self, pdf: bytes, *, at: datetime, reason: str = APPROVED) -> bytes:
        self._refuse_outside_validity(at)
        try:
            return run(self._sealed(pdf, at, reason))
        except (PdfError, SigningError, ValueError) as error:
            raise SealError(
                "seal_refused_pdf",
                f"Filen kan ikke forsegles: {error} Dan dokumentet igen; hjælper det ikke, så kontakt driften.",
            ) from error

    def sign(self, data: bytes, *, at: datetime) -> bytes:
        self._refuse_outside_validity(at)
        return detached(self._signer, data, at)

    def _refuse_outside_validity(self, at: datetime) -> None:
        certificate = self._key.certificate
        start, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        if not start <= at <= end:
            raise SealError(
                "seal_certificate_expired",
                f"Seglets certifikat ({SEAL_KEY}) gælder fra {long_date(start)} til {long_date(end)} og kan ikke "
                f"bruges {long_date(at)}. Skift til en nøgle med et gyldigt certifikat.",
            )

    async def _sealed(self, pdf: bytes, at: datetime, reason: str) -> bytes:
        writer = _SealWriter(BytesIO(pdf))
        # Only the first signature of a file may forbid what comes after; over a citizen's, the ledger is what counts.
        first = not writer.prev.embedded_signatures
        signer = PdfSigner(self._described(reason, certify=first), self._signer, new_field_spec=FIELD)
        session = signer.init_signing_session(writer)
        # pyHanko would take the machine's time; the time of the seal is that of the system's clock.
        session.system_time = at
        room = await session.estimate_signature_container_size(None)
        document = session.prepare_tbs_document(validation_info=None, bytes_reserved=room)
        prepared, output = document.digest_tbs_document()
        await document.perform_signature(prepared.document_digest, PdfCMSSignedAttributes(signing_time=at))
        return bytes(output.getbuffer())  # type: ignore[attr-defined]

    def _described(self, reason: str, *, certify: bool) -> PdfSignatureMetadata:
        return PdfSignatureMetadata(
            field_name=FIELD.sig_field_name,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=certify,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            name=self.name,
            reason=reason,
        )


class _SealWriter(IncrementalPdfFileWriter):
    """Adds the seal and nothing else."""

    def _update_meta(self) -> None:
        """Leave title, producer and dates as rendered; pyHanko would write the machine's time among them."""
