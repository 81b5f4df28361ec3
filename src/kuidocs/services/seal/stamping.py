"""Asking a time-stamp authority and the issuers of certificates, and believing neither before it is checked.

pyHanko puts whatever an authority answers into the file, as long as the number of the question comes back: also a stamp
of other bytes, or one with a broken signature. Such a seal could never be checked again.
"""

from asyncio import to_thread
from collections.abc import Awaitable, Sequence
from io import BytesIO

import requests
from asn1crypto import cms, tsp, x509
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError, set_tsp_headers
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.api import Fetchers
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend
from pyhanko_certvalidator.fetchers.requests_fetchers.cert_fetch_client import RequestsCertificateFetcher
from pyhanko_certvalidator.fetchers.requests_fetchers.crl_client import RequestsCRLFetcher
from pyhanko_certvalidator.fetchers.requests_fetchers.ocsp_client import RequestsOCSPFetcher
from pyhanko_certvalidator.fetchers.requests_fetchers.util import RequestsFetcherMixin

from kuidocs.services.asking import NoAnswer, ask

SECONDS = 20.0
"""How long an authority or an issuer may take in all for one answer."""
MOST_OF_A_STAMP = 200_000
MOST_OF_AN_ISSUER = 32 * 1024 * 1024
"""Lists of revoked certificates can be long; nothing else is."""
STAMP = "application/timestamp-reply"


class Stamper(TimeStamper):
    """A time-stamp authority. What it answers is checked before it goes into a file."""

    def __init__(self, address: str, roots: Sequence[x509.Certificate], seconds: float = SECONDS) -> None:
        super().__init__()
        self._address, self._roots, self._seconds = address, roots, seconds

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        found = await to_thread(
            ask, self._address, req.dump(), set_tsp_headers({}), seconds=self._seconds, most=MOST_OF_A_STAMP
        )
        if found.status != 200 or found.kind != STAMP:
            raise TimestampRequestError(f"no time-stamp, but {found.status} {found.kind}")
        return tsp.TimeStampResp.load(found.body, strict=True)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            await self._check(token["content"], message_digest)
        except (OSError, SigningError):
            raise
        except (ValueError, TypeError, KeyError, AttributeError, SignatureValidationError) as error:
            # What cannot be read as a stamp; pyHanko stumbles over a wrong number, too, where it would tell of it.
            raise TimestampRequestError(f"no time-stamp that can be used ({type(error).__name__})") from error
        return token

    async def _check(self, signed: cms.SignedData, digest: bytes) -> None:
        context = ValidationContext(trust_roots=list(self._roots), allow_fetching=False, revocation_mode="soft-fail")
        found = await validate_tst_signed_data(signed, context, lambda _: digest)
        if not found["intact"] or not found["valid"]:
            raise TimestampRequestError("a time-stamp of something else, or with a broken signature")
        if self._roots and found.get("trust_problem_indic") is not None:
            raise TimestampRequestError("a time-stamp with a certificate that is not known or has run out")


class _Limited(RequestsFetcherMixin):
    """In the place of what pyHanko asks with."""

    def _get(self, url: str, *, acceptable_content_types: Sequence[str]) -> Awaitable[requests.Response]:
        return self._asked(url, None, {"Accept": ",".join(acceptable_content_types)})

    def _post(
        self, url: str, data: bytes, *, content_type: str, acceptable_content_types: Sequence[str]
    ) -> Awaitable[requests.Response]:
        return self._asked(url, data, {"Accept": ",".join(acceptable_content_types), "Content-Type": content_type})

    def _asked(self, url: str, data: bytes | None, headers: dict[str, str]) -> Awaitable[requests.Response]:
        return to_thread(_fetched, url, data, headers)


def _fetched(url: str, data: bytes | None, headers: dict[str, str]) -> requests.Response:
    try:
        found = ask(url, data, headers, seconds=SECONDS, most=MOST_OF_AN_ISSUER, redirects=True)
    except NoAnswer as error:
        raise requests.RequestException(str(error)) from error
    if found.status != 200:
        raise requests.RequestException(f"status code {found.status}")
    made = requests.Response()
    made.status_code, made.raw = found.status, BytesIO(found.body)
    made.headers["Content-Type"] = found.kind
    return made


class _Ocsp(_Limited, RequestsOCSPFetcher):
    pass


class _Crl(_Limited, RequestsCRLFetcher):
    pass


class _Certificate(_Limited, RequestsCertificateFetcher):
    pass


class Issuers(RequestsFetcherBackend):
    """Asks issuers about certificates, each for so long and no longer."""

    def get_fetchers(self) -> Fetchers:
        return Fetchers(ocsp_fetcher=_Ocsp(), crl_fetcher=_Crl(), cert_fetcher=_Certificate())
