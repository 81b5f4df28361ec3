"""A signing server spoken to over HTTP, in the way of the open Danish ones: one address, what is wanted as a query.

``action=getcid`` begins an errand; ``identify`` and ``sign`` are where the citizen's browser is sent; ``identity`` and
``download`` are asked by us. Every request carries an HMAC of its parameters under a secret that was agreed, so nobody
else can order a signature or fetch one.
"""

import hashlib
import hmac
import json
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ..asking import NoAnswer, ask
from .api import Citizen, NotFinished, SigningServer, SigningUnavailable

SECONDS = 20.0
MOST_BYTES = 64 * 1024 * 1024
MOST_TOLD = 100_000
"""What is no PDF is short."""
NOT_YET = 409
"""What the server answers while the citizen is not finished."""
LONGEST = 200


def mac(secret: bytes, told: Mapping[str, str]) -> str:
    """Vouch for the parameters of a request."""
    text = "\n".join(f"{name}={told[name]}" for name in sorted(told))
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


class _Kept:
    """What was handed over, for a while: servers give it once, and a request may be made again after a conflict."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._held, self._lock = most, dict[tuple[str, str], bytes](), threading.Lock()

    def get(self, action: str, errand: str) -> bytes | None:
        with self._lock:
            return self._held.get((action, errand))

    def put(self, action: str, errand: str, body: bytes) -> bytes:
        with self._lock:
            self._held[action, errand] = body
            while sum(map(len, self._held.values())) > self._most:
                del self._held[next(iter(self._held))]
        return body


class HttpSigningServer(SigningServer):
    """The client."""

    def __init__(self, address: str, secret: bytes, seconds: float = SECONDS) -> None:
        self._address, self._secret, self._seconds = address.rstrip("?"), secret, seconds
        self._kept = _Kept()

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
        return self._get("download", MOST_BYTES, cid=errand)

    def _asked(self, action: str, **told: str) -> str:
        parameters = {"action": action} | told
        return f"{self._address}?{urlencode(parameters | {'hash': mac(self._secret, parameters)})}"

    def _json(self, action: str, **told: str) -> dict[str, Any]:
        try:
            found = json.loads(self._get(action, MOST_TOLD, **told))
        except (ValueError, RecursionError) as error:
            raise SigningUnavailable("not JSON") from error
        if not isinstance(found, dict):
            raise SigningUnavailable("no object")
        return found

    def _get(self, action: str, most: int, **told: str) -> bytes:
        errand = told.get("cid", "")
        kept = self._kept.get(action, errand)
        if kept is not None:
            return kept
        try:
            answer = ask(self._asked(action, **told), seconds=self._seconds, most=most)
        except NoAnswer as error:
            raise SigningUnavailable(str(error)) from error
        if answer.status == NOT_YET:
            raise NotFinished
        if answer.status != 200:
            raise SigningUnavailable(str(answer.status))
        return self._kept.put(action, errand, answer.body) if errand else answer.body
