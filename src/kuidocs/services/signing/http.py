"""A signing server spoken to over HTTP, in the way of the open Danish ones: one address, what is wanted as a query.

``action=getcid`` begins an errand; ``identify`` and ``sign`` are where the citizen's browser is sent; ``identity`` and
``download`` are asked by us. Every request carries an HMAC of its parameters under a secret that was agreed, so nobody
else can order a signature or fetch one.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from .api import Citizen, NotFinished, SigningServer, SigningUnavailable

SECONDS = 20.0
MOST_BYTES = 64 * 1024 * 1024
NOT_YET = 409
"""What the server answers while the citizen is not finished."""
LONGEST = 200


def mac(secret: bytes, told: Mapping[str, str]) -> str:
    """Vouch for the parameters of a request."""
    text = "\n".join(f"{name}={told[name]}" for name in sorted(told))
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


class _NoRedirect(HTTPRedirectHandler):
    """Follows no redirect: what we ask for is answered where we ask."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


class HttpSigningServer(SigningServer):
    """The client."""

    def __init__(self, address: str, secret: bytes, seconds: float = SECONDS) -> None:
        self._address, self._secret, self._seconds = address.rstrip("?"), secret, seconds
        self._opener = build_opener(_NoRedirect)

    def begin(self) -> str:
        errand = self._json("getcid").get("cid")
        if not isinstance(errand, str) or not 8 <= len(errand) <= LONGEST or not errand.isalnum():
            raise SigningUnavailable("no errand")
        return errand

    def identify_address(self, errand: str, back: str) -> str:
        return self._asked("identify", cid=errand, forward_url=back)

    def citizen(self, errand: str) -> Citizen:
        told = self._json("identity", cid=errand)
        texts = {name: told.get(name, "") for name in ("name", "birth_date", "subject")}
        if not all(isinstance(text, str) and len(text) <= LONGEST for text in texts.values()) or not texts["name"]:
            raise SigningUnavailable("no identity")
        return Citizen(**texts)

    def sign_address(self, errand: str, pdf: str, back: str) -> str:
        return self._asked("sign", cid=errand, uri=pdf, forward_url=back)

    def signed(self, errand: str) -> bytes:
        return self._get("download", cid=errand)

    def _asked(self, action: str, **told: str) -> str:
        parameters = {"action": action} | told
        return f"{self._address}?{urlencode(parameters | {'hash': mac(self._secret, parameters)})}"

    def _json(self, action: str, **told: str) -> dict[str, Any]:
        try:
            found = json.loads(self._get(action, **told))
        except ValueError as error:
            raise SigningUnavailable("not JSON") from error
        if not isinstance(found, dict):
            raise SigningUnavailable("no object")
        return found

    def _get(self, action: str, **told: str) -> bytes:
        request = Request(self._asked(action, **told))  # noqa: S310 - the address is a setting
        try:
            with self._opener.open(request, timeout=self._seconds) as answer:
                body = answer.read(MOST_BYTES + 1)
        except HTTPError as error:
            error.close()
            if error.code == NOT_YET:
                raise NotFinished from error
            raise SigningUnavailable(str(error.code)) from error
        except (URLError, OSError, HTTPException) as error:
            raise SigningUnavailable(type(error).__name__) from error
        if len(body) > MOST_BYTES:
            raise SigningUnavailable("too long")
        return bytes(body)
