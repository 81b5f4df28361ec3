"""One key, one real document and its sealed file for all tests of the seal."""

from asyncio import run
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from kuidocs.services.proof import LedgerRow, open_proof
from kuidocs.services.seal.held import HeldKeySigner
from kuidocs.services.seal.key import SealKey, create_local_key, self_signed
from kuidocs.services.seal.pkcs12 import Pkcs12Seal
from tests.factories import NOW
from tests.services.pdf import demo

PASSWORD = "en lang hemmelighed, æøå"


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    """A folder with segl.p12 and password."""
    folder = tmp_path_factory.mktemp("keys")
    create_local_key(folder / "segl.p12", PASSWORD, "Fjordlund Kommune", NOW)
    (folder / "password").write_text(PASSWORD + "\n")
    return folder


@pytest.fixture(scope="session")
def seal(keys):
    return Pkcs12Seal.open(keys / "segl.p12", keys / "password")


@pytest.fixture(scope="session")
def trusted(seal):
    return [seal.certificate()]


@pytest.fixture(scope="session")
def unsigned():
    """A document of the demonstration, rendered for the archive: two pages, with its data inside."""
    return demo.inline().render(demo.job("FLK-2026-0117-D02"))


@pytest.fixture(scope="session")
def sealed(seal, unsigned):
    return seal.seal(unsigned, at=NOW)


@pytest.fixture(scope="session")
def row(unsigned, sealed):
    """The row of the sealed file in the ledger."""
    return LedgerRow(
        sha256=sha256(sealed).hexdigest(),
        length=len(sealed),
        unsigned_sha256=sha256(unsigned).hexdigest(),
        unsigned_length=len(unsigned),
        document_id="FLK-2026-0117-D02",
        version=1,
        round=1,
        profile="arkiv",
        fingerprint="some tools",
        signers=("Fjordlund Kommune",),
        sealed_at=NOW,
    )


@pytest.fixture
def empty_ledger(tmp_path):
    proof = open_proof(tmp_path / "proof.sqlite")
    yield proof
    proof.close()


@pytest.fixture
def ledger(empty_ledger, row):
    empty_ledger.ledger_add(row)
    return empty_ledger


@pytest.fixture(scope="session")
def other_seal(tmp_path_factory):
    """The seal of somebody who calls himself the same."""
    folder = tmp_path_factory.mktemp("other")
    create_local_key(folder / "segl.p12", "x", "Fjordlund Kommune", NOW)
    (folder / "password").write_text("x")
    return Pkcs12Seal.open(folder / "segl.p12", folder / "password")


@pytest.fixture(scope="session")
def ec_seal():
    """A seal with a key on the curve P-256."""
    private = ec.generate_private_key(ec.SECP256R1())
    return Pkcs12Seal(SealKey(private, self_signed(private, "Fjordlund Kommune", NOW)))


@pytest.fixture
def changed_row(row):
    """Make a row like that of the sealed file but for what is given."""
    return lambda **changes: replace(row, **changes)


class Lawless(PdfSigner):
    """Signs also what was certified as final, as other programs do."""

    def _enforce_certification_constraints(self, reader):
        pass


def _approving(seal):
    """Sign as one of several: without forbidding what others add."""

    def sign(pdf):
        meta = PdfSignatureMetadata(
            field_name=f"felt{len(pdf)}", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        session = Lawless(meta, HeldKeySigner(seal._key)).init_signing_session(IncrementalPdfFileWriter(BytesIO(pdf)))
        session.system_time = NOW
        document = session.prepare_tbs_document(None, 8192)
        prepared, output = document.digest_tbs_document()
        run(document.perform_signature(prepared.document_digest, PdfCMSSignedAttributes(signing_time=NOW)))
        return output.getvalue()

    return sign


@pytest.fixture
def other_signed(other_seal):
    return _approving(other_seal)


@pytest.fixture
def approving_seal(seal):
    return _approving(seal)
