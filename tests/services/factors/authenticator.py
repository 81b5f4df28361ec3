"""A key fob made of software: answers as a browser with a passkey does (WebAuthn level 2), and can be told to lie."""

import json
import secrets
from hashlib import sha256
from urllib.parse import urlsplit

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, ASKED, HAS_KEY = 0x01, 0x04, 0x40


class Fob:
    """One passkey."""

    def __init__(self, origin: str = "https://kuidocs.example") -> None:
        self.origin, self.host = origin, urlsplit(origin).hostname
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.count = 0

    def make(self, options: str) -> str:
        """Answer navigator.credentials.create."""
        data = self._data(HAS_KEY, bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._public())
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        return self._answer({"attestationObject": attestation, "clientDataJSON": client})

    def prove(self, options: str, *, asked: bool = False) -> str:
        """Answer navigator.credentials.get; ``asked``: after a finger or a PIN."""
        self.count += 1
        data, client = self._data(ASKED if asked else 0), self._client("webauthn.get", options)
        signature = self.private.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer({"authenticatorData": data, "clientDataJSON": client, "signature": signature})

    def _data(self, flags: int = 0, more: bytes = b"") -> bytes:
        host = sha256(self.host.encode()).digest()
        return host + bytes([PRESENT | flags]) + self.count.to_bytes(4, "big") + more

    def _client(self, kind: str, options: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _public(self) -> bytes:
        numbers = self.private.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})

    def _answer(self, response: dict[str, bytes]) -> str:
        told = {name: bytes_to_base64url(value) for name, value in response.items()}
        name = bytes_to_base64url(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": told})


def another_challenge(options: str) -> str:
    """Return the options with a challenge that nobody asked about."""
    told = json.loads(options)
    found = base64url_to_bytes(told["challenge"])
    return json.dumps(told | {"challenge": bytes_to_base64url(found[::-1])})
