"""Passkeys by the webauthn library."""

import ipaddress
import json
from collections.abc import Sequence
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from .api import Ceremony, NotProved, Passkey, Passkeys

MOST = 20_000
"""No answer of a browser is longer."""


class BrowserPasskeys(Passkeys):
    """Passkeys for the host of the system's own address.

    Beside a password it is enough that the key is there; standing alone, it must have asked for a finger or a PIN.
    """

    def __init__(self, base_url: str, name: str) -> None:
        parts = urlsplit(base_url)
        self._host, self._name = parts.hostname or "", name
        self._origin = f"{parts.scheme}://{parts.netloc}"

    @property
    def possible(self) -> bool:
        try:
            ipaddress.ip_address(self._host)
        except ValueError:
            return bool(self._host)
        return False

    def invite(self, handle: bytes, user: str, known: Sequence[Passkey], challenge: str = "") -> Ceremony:
        wanted = AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        )
        options = webauthn.generate_registration_options(
            rp_id=self._host,
            rp_name=self._name,
            user_id=handle,
            user_name=user,
            authenticator_selection=wanted,
            challenge=_kept(challenge),
            exclude_credentials=_descriptors(known),
        )
        return Ceremony(webauthn.options_to_json(options), bytes_to_base64url(options.challenge))

    def accept(self, answer: str, challenge: str) -> Passkey:
        told = _read(answer)
        try:
            found = webauthn.verify_registration_response(
                credential=told,
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self._host,
                expected_origin=self._origin,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise NotProved(type(error).__name__) from error
        return Passkey(
            bytes_to_base64url(found.credential_id), bytes_to_base64url(found.credential_public_key), found.sign_count
        )

    def ask(self, known: Sequence[Passkey], challenge: str = "", *, alone: bool = False) -> Ceremony:
        options = webauthn.generate_authentication_options(
            rp_id=self._host,
            allow_credentials=_descriptors(known),
            user_verification=UserVerificationRequirement.REQUIRED if alone else UserVerificationRequirement.PREFERRED,
            challenge=_kept(challenge),
        )
        return Ceremony(webauthn.options_to_json(options), bytes_to_base64url(options.challenge))

    def prove(self, answer: str, challenge: str, known: Sequence[Passkey], *, alone: bool = False) -> Passkey:
        told = _read(answer)
        key = next((one for one in known if one.credential_id == told.get("id")), None)
        if key is None:
            raise NotProved("another key")
        try:
            found = webauthn.verify_authentication_response(
                credential=told,
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self._host,
                expected_origin=self._origin,
                credential_public_key=base64url_to_bytes(key.public_key),
                credential_current_sign_count=key.count,
                require_user_verification=alone,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise NotProved(type(error).__name__) from error
        return Passkey(key.credential_id, key.public_key, found.new_sign_count)


def _read(answer: str) -> dict:
    try:
        told = json.loads(answer[:MOST])
    except (ValueError, RecursionError) as error:
        raise NotProved("no JSON") from error
    if not isinstance(told, dict):
        raise NotProved("no object")
    return told


def _descriptors(known: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential_id)) for one in known]


def _kept(challenge: str) -> bytes | None:
    return base64url_to_bytes(challenge) if challenge else None
