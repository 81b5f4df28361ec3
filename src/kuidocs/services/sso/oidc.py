"""OpenID Connect with Authlib's client and joserfc: authorization code, PKCE, state and nonce (D43)."""

import hmac
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ..clock.api import Clock
from .api import Asked, SsoError, SsoRefused, SsoService, Told

SIGNED_WITH = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures with a key that only the provider has; what anybody could make is not among them."""
SECONDS = 10
LEEWAY = 60
"""Seconds that the provider's clock may differ from ours."""
DISCOVERY = "/.well-known/openid-configuration"


class OidcSso(SsoService):
    """One client at one provider, whose addresses are read once and whose keys are read again when one is new."""

    def __init__(
        self,
        clock: Clock,
        *,
        issuer: str,
        client_id: str,
        client_secret: str,
        redirect: str,
        user_claim: str = "preferred_username",
        groups_claim: str = "groups",
    ) -> None:
        self._clock, self._issuer = clock, issuer.rstrip("/")
        self._client_id, self._secret, self._redirect = client_id, client_secret, redirect
        self._user_claim, self._groups_claim = user_claim, groups_claim
        self._found: dict[str, Any] = {}
        self._keys: KeySet | None = None

    def ask(self) -> Asked:
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        address, state = self._session().create_authorization_url(
            self._endpoint("authorization_endpoint"), nonce=nonce, code_verifier=verifier
        )
        return Asked(address, state, nonce, verifier)

    def answer(self, address: str, kept: Mapping[str, str]) -> Told:
        told = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        if not hmac.compare_digest(told.get("state", "").encode(), kept["state"].encode()):
            raise SsoError("state")
        if told.get("iss", self._issuer).rstrip("/") != self._issuer:
            raise SsoError("iss")
        if "error" in told or "code" not in told:
            raise SsoRefused("not let in")
        return self._told(self._claims(self._token(told["code"], kept["verifier"]), kept["nonce"]))

    def _token(self, code: str, verifier: str) -> dict[str, Any]:
        endpoint = self._endpoint("token_endpoint")
        try:
            found = self._session().fetch_token(endpoint, code=code, code_verifier=verifier, timeout=SECONDS)
        except (OAuthError, requests.RequestException, ValueError) as error:
            raise SsoError(type(error).__name__) from error
        if "id_token" not in found:
            raise SsoError("no id_token")
        return dict(found)

    def _claims(self, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        try:
            read = self._read(str(token["id_token"]))
            claims = CodeIDToken(
                read.claims,
                read.header,
                {"iss": {"value": self._found["issuer"]}, "aud": {"value": self._client_id}},
                {"nonce": nonce, "client_id": self._client_id, "access_token": token.get("access_token")},
            )
            claims.validate(int(self._clock.now().timestamp()), LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise SsoError(type(error).__name__) from error
        return claims

    def _read(self, text: str) -> jwt.Token:
        """Check the signature; a key that is not known may be new, so the keys are read once more."""
        known = self._keys is not None
        try:
            return jwt.decode(text, self._key_set(), algorithms=SIGNED_WITH)
        except (JoseError, ValueError):
            if not known:
                raise
            self._keys = None
            return jwt.decode(text, self._key_set(), algorithms=SIGNED_WITH)

    def _key_set(self) -> KeySet:
        if self._keys is None:
            self._keys = KeySet.import_key_set(_get(self._endpoint("jwks_uri")))  # type: ignore[arg-type]
        return self._keys

    def _told(self, claims: Mapping[str, Any]) -> Told:
        user, groups = claims.get(self._user_claim), claims.get(self._groups_claim, [])
        if not isinstance(user, str) or not user:
            raise SsoError(f"no {self._user_claim}")
        found = [groups] if isinstance(groups, str) else groups
        return Told(user, frozenset(group for group in found if isinstance(group, str)))

    def _endpoint(self, name: str) -> str:
        if not self._found:
            found = _get(f"{self._issuer}{DISCOVERY}")
            if str(found.get("issuer", "")).rstrip("/") != self._issuer:
                raise SsoError("another issuer")
            self._found = found
        return str(self._found[name])

    def _session(self) -> OAuth2Session:
        return OAuth2Session(
            self._client_id,
            self._secret,
            scope="openid profile",
            redirect_uri=self._redirect,
            code_challenge_method="S256",
        )


def _get(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise SsoError(type(error).__name__) from error
    if not isinstance(found, dict):
        raise SsoError("no object")
    return found
