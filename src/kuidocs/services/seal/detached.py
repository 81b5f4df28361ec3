"""A signature of bytes that are no PDF."""

from asyncio import run
from datetime import datetime

from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes


def detached(signer: Signer, data: bytes, at: datetime) -> bytes:
    """Sign bytes as CMS, beside them; ``openssl cms -verify`` reads it."""
    told = PdfCMSSignedAttributes(signing_time=at)
    content = run(signer.async_sign_general_data(data, "sha256", signed_attr_settings=told))
    return bytes(content.dump())
