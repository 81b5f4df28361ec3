"""The seal as PAdES, whatever holds its key: B-B, B-T, B-LT or B-LTA (ARCHITECTURE 9)."""

from asyncio import run
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from kuidocs.domain.danish import long_date
from kuidocs.services.seal.api import APPROVED, FIELD, STAMP, SealError, SealService
from kuidocs.services.seal.detached import detached
from kuidocs.services.seal.lasting import FAILURES, Lasting, not_reached, renewed

SPEC = SigFieldSpec(
    FIELD,
    # Outside the page: PDF/A forbids a hidden field, PDF/UA an untagged one on the page.
    invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
    readable_field_name="Kommunens segl",
)


class PadesSeal(SealService):
    """Seals, and certifies that no change is allowed afterwards but what lets the seal be checked for longer."""

    def __init__(
        self, signer: Signer, certificate: x509.Certificate, setting: str, help: Lasting | None = None
    ) -> None:
        self._signer, self._certificate, self._setting = signer, certificate, setting
        self._help = help or Lasting()

    @property
    def name(self) -> str:
        subject = self._certificate.subject
        named = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
        named += subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(named[0].value) if named else subject.rfc4514_string()

    @property
    def signers(self) -> Sequence[str]:
        return (self.name, STAMP) if self._help.archived else (self.name,)

    @property
    def fields(self) -> Sequence[str]:
        return (FIELD, STAMP) if self._help.archived else (FIELD,)

    def certificate(self) -> bytes:
        return self._certificate.public_bytes(Encoding.DER)

    def trusted(self) -> Sequence[bytes]:
        return tuple(root.dump() for root in self._help.roots)

    def seal(self, pdf: bytes, *, at: datetime, reason: str = APPROVED) -> bytes:
        self._refuse_outside_validity(at)
        try:
            return run(self._sealed(pdf, at, reason))
        except FAILURES as error:
            if self._help.stamped:
                raise not_reached(error, self._help) from error
            raise self._refused(error) from error
        except (PdfError, ValueError) as error:
            raise self._refused(error) from error

    def _refused(self, error: Exception) -> SealError:
        return SealError(
            "seal_refused_pdf",
            f"Filen kan ikke forsegles: {error} Dan dokumentet igen; hjælper det ikke, så kontakt driften.",
        )

    def sign(self, data: bytes, *, at: datetime) -> bytes:
        self._refuse_outside_validity(at)
        return detached(self._signer, data, at)

    def renew(self, pdf: bytes) -> bytes:
        if not self._help.archived:
            return pdf
        try:
            return run(renewed(pdf, self._help))
        except FAILURES as error:
            raise not_reached(error, self._help) from error

    def _refuse_outside_validity(self, at: datetime) -> None:
        start, end = self._certificate.not_valid_before_utc, self._certificate.not_valid_after_utc
        if not start <= at <= end:
            raise SealError(
                "seal_certificate_expired",
                f"Seglets certifikat ({self._setting}) gælder fra {long_date(start)} til {long_date(end)} og kan ikke "
                f"bruges {long_date(at)}. Skift til en nøgle med et gyldigt certifikat.",
            )

    async def _sealed(self, pdf: bytes, at: datetime, reason: str) -> bytes:
        writer = _SealWriter(BytesIO(pdf))
        # Only the first signature of a file may forbid what comes after; over a citizen's, the ledger is what counts.
        first = not writer.prev.embedded_signatures
        stamper = self._help.stamper if self._help.stamped else None
        signer = PdfSigner(
            self._described(reason, certify=first), self._signer, timestamper=stamper, new_field_spec=SPEC
        )
        session = signer.init_signing_session(writer)
        # pyHanko would take the machine's time; the time of the seal is that of the system's clock.
        session.system_time = at
        told = await session.perform_presign_validation(writer) if self._help.proved else None
        room = await session.estimate_signature_container_size(told)
        document = session.prepare_tbs_document(validation_info=told, bytes_reserved=room)
        prepared, output = document.digest_tbs_document()
        done = await document.perform_signature(prepared.document_digest, PdfCMSSignedAttributes(signing_time=at))
        await done.post_signature_processing(output)
        return bytes(output.getbuffer())  # type: ignore[attr-defined]

    def _described(self, reason: str, *, certify: bool) -> PdfSignatureMetadata:
        return PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=certify,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            name=self.name,
            reason=reason,
            embed_validation_info=self._help.proved,
            validation_context=self._help.context() if self._help.proved else None,
            use_pades_lta=self._help.archived,
            timestamp_field_name=STAMP if self._help.archived else None,
        )


class _SealWriter(IncrementalPdfFileWriter):
    """Adds the seal and nothing else."""

    def _update_meta(self) -> None:
        """Leave title, producer and dates as rendered; pyHanko would write the machine's time among them."""
