"""The municipality's own log-in: what it says is believed when everything fits, and not otherwise."""

import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from kuidocs.services.clock import COPENHAGEN, FixedClock
from kuidocs.services.sso import OidcSso, SsoError, SsoRefused
from tests.services.sso.provided import log_in_there, provider

BACK = "https://kuidocs.example/log-ind-sso-retur"


@pytest.fixture(scope="module")
def issuer():
    with provider() as address:
        yield address


def client(issuer, **changed):
    clock = FixedClock(datetime.now(COPENHAGEN))
    told = {"issuer": issuer, "client_id": "kuidocs", "client_secret": "hemmelig", "redirect": BACK}
    return OidcSso(clock, **(told | changed))


@pytest.fixture
def sso(issuer):
    return client(issuer)


def query(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_whoever_logs_in_there_is_told_of_here(sso):
    asked = sso.ask()

    told = sso.answer(log_in_there(asked.address, "jonas-hos-kommunen"), asked.kept())

    assert (told.user, told.groups) == ("jonas", {"kui", "ledere"})


def test_one_group_may_be_a_plain_text(sso):
    asked = sso.ask()

    assert sso.answer(log_in_there(asked.address, "tobias-hos-kommunen"), asked.kept()).groups == {"kui"}


def test_the_question_hides_its_secrets(sso):
    asked = sso.ask()
    told = query(asked.address)

    assert told["code_challenge_method"] == "S256"
    assert asked.verifier not in asked.address
    assert (told["state"], told["nonce"], told["redirect_uri"]) == (asked.state, asked.nonce, BACK)
    assert sso.ask().state != asked.state


@pytest.mark.parametrize("changed", ["state", "nonce", "verifier"])
def test_an_answer_to_another_question_is_refused(sso, changed):
    asked = sso.ask()
    back = log_in_there(asked.address, "jonas-hos-kommunen")

    with pytest.raises(SsoError):
        sso.answer(back, asked.kept() | {changed: "en helt anden"})


def test_a_code_is_redeemed_once(sso):
    asked = sso.ask()
    back = log_in_there(asked.address, "jonas-hos-kommunen")
    sso.answer(back, asked.kept())

    with pytest.raises(SsoError):
        sso.answer(back, asked.kept())


def test_who_turns_back_is_not_in(sso):
    asked = sso.ask()
    back = log_in_there(asked.address, "jonas-hos-kommunen", action="deny")
    address = f"{back}&state={asked.state}" if "state=" not in back else back

    with pytest.raises(SsoRefused):
        sso.answer(address, asked.kept())


@pytest.mark.parametrize("more", [{}, {"code": "gættet"}, {"code": "x", "iss": "https://evil.example"}])
def test_a_made_up_answer_is_refused(sso, more):
    asked = sso.ask()

    with pytest.raises(SsoError):
        sso.answer(f"{BACK}?{urlencode({'state': asked.state} | more)}", asked.kept())


def test_who_has_no_name_there_is_nobody_here(sso):
    asked = sso.ask()

    with pytest.raises(SsoError, match="preferred_username"):
        sso.answer(log_in_there(asked.address, "uden-navn"), asked.kept())


def test_another_claim_may_hold_the_name(issuer):
    sso = client(issuer, user_claim="sub", groups_claim="ikke-der")
    asked = sso.ask()

    told = sso.answer(log_in_there(asked.address, "fremmed"), asked.kept())

    assert (told.user, told.groups) == ("fremmed", frozenset())


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://127.0.0.1:1/nix"])
def test_a_provider_that_does_not_answer_is_told(address):
    with pytest.raises(SsoError):
        client(address).ask()


class Saying(BaseHTTPRequestHandler):
    """A provider that says one thing, whatever it is asked."""

    says = b""

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.says)

    def log_message(self, *said):
        """Say nothing."""


@pytest.fixture
def saying():
    server = HTTPServer(("127.0.0.1", 0), Saying)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("says", [b'{"issuer": "https://evil.example"}', b"[]", b"<html>", b"{}"])
def test_a_provider_that_says_something_else_is_not_believed(saying, says, monkeypatch):
    monkeypatch.setattr(Saying, "says", says)

    with pytest.raises(SsoError):
        client(saying).ask()


class Forger:
    """Makes tokens that look like the provider's."""

    def __init__(self, issuer: str) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "k1"})
        self.claims = {"iss": issuer, "sub": "x", "aud": "kuidocs", "preferred_username": "jonas", "nonce": "n"}
        self.claims |= {"iat": int(time.time()), "exp": int(time.time()) + 300}

    def token(self, **changed) -> dict[str, str]:
        claims = {name: value for name, value in (self.claims | changed).items() if value is not None}
        return {"id_token": jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.key)}


@pytest.fixture
def forged(sso, issuer):
    """A client that has read a key of ours as the provider's, and whoever has that key."""
    forger = Forger(issuer)
    sso._endpoint("issuer")
    sso._keys = KeySet([forger.key])
    return sso, forger


def test_a_whole_token_is_read(forged):
    sso, forger = forged

    assert sso._claims(forger.token(), "n")["preferred_username"] == "jonas"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["kuidocs", "another"], "azp": "another"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"sub": None},
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(forged, changed):
    sso, forger = forged

    with pytest.raises(SsoError):
        sso._claims(forger.token(**changed), "n")


def test_a_token_that_anybody_could_sign_is_refused(forged):
    sso, forger = forged
    shared = OctKey.import_key(b"kuidocs" * 8)

    with pytest.raises(SsoError):
        sso._claims({"id_token": jwt.encode({"alg": "HS256"}, forger.claims, shared)}, "n")
    with pytest.raises(SsoError):
        sso._claims({"id_token": "eyJhbGciOiJub25lIn0.e30."}, "n")
    with pytest.raises(SsoError):
        sso._claims({"id_token": "nonsense"}, "n")


def test_a_key_that_is_not_the_providers_is_refused_after_the_keys_were_read_again(forged):
    sso, _ = forged

    with pytest.raises(SsoError):
        sso._claims(Forger(sso._issuer).token(), "n")


def test_a_new_key_of_the_provider_is_read_when_it_is_needed(forged):
    sso, _ = forged
    asked = sso.ask()

    assert sso.answer(log_in_there(asked.address, "jonas-hos-kommunen"), asked.kept()).user == "jonas"


@pytest.mark.parametrize("given", [{}, {"access_token": "x"}])
def test_an_answer_without_an_identity_is_refused(sso, given, monkeypatch):
    monkeypatch.setattr("authlib.integrations.requests_client.OAuth2Session.fetch_token", lambda *a, **k: given)

    with pytest.raises(SsoError, match="no id_token"):
        sso._token("code", "verifier")
