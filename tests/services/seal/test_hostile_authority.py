"""A time-stamp authority and issuers that answer otherwise than agreed: no file is made, and the sentence is true."""

import pytest
from asn1crypto import tsp

from kuidocs.services.seal import verdict as v
from kuidocs.services.seal.api import SealError
from kuidocs.services.seal.lasting import B_B, B_LT, B_LTA, B_T, lasting
from kuidocs.services.seal.pkcs12 import Pkcs12Seal
from kuidocs.services.seal.verify import verify
from tests.factories import NOW
from tests.services.seal.authority import Authority

STAMP, HTML = "application/timestamp-reply", b"<!doctype html><title>Log ind</title>"
UNUSABLE = "er ikke et tidsstempel, der kan bruges"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def somebody_else(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("other"))
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def as_agreed(authority):
    authority.says, authority.down = {}, set()


def sealer(authority, level):
    return Pkcs12Seal(authority.key(), lasting(level, authority.tsa, [authority.certificate("root")]))


def asked(body, **changes):
    """Ask for something else than what was asked for."""
    told = tsp.TimeStampReq.load(body)
    wanted = {"version": 1, "message_imprint": told["message_imprint"], "nonce": told["nonce"], "cert_req": True}
    return tsp.TimeStampReq({name: value for name, value in (wanted | changes).items() if value is not None}).dump()


def of_other_bytes(body):
    algorithm = tsp.TimeStampReq.load(body)["message_imprint"]["hash_algorithm"]
    return asked(body, message_imprint=tsp.MessageImprint({"hash_algorithm": algorithm, "hashed_message": b"\0" * 32}))


def flipped(answer, at=-10):
    return answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1 :]


WAYS = {
    "a page of a firewall": lambda real, other, body: HTML,
    "nothing": lambda real, other, body: b"",
    "cut in the middle": lambda real, other, body: real(body)[:-300],
    "something after it": lambda real, other, body: real(body) + b"x",
    "no DER": lambda real, other, body: b"\x30\x82\x00\x10" + b"\xff" * 16,
    "huge": lambda real, other, body: b"\x30\x84" + b"\0" * 300_000,
    "another number": lambda real, other, body: real(asked(body, nonce=7)),
    "no number": lambda real, other, body: real(asked(body, nonce=None)),
    "of other bytes": lambda real, other, body: real(of_other_bytes(body)),
    "a broken signature": lambda real, other, body: flipped(real(body)),
    "of somebody else": lambda real, other, body: other(body),
    "no": lambda real, other, body: bytes.fromhex("30053003020102"),
}


@pytest.mark.parametrize("level", [B_T, B_LTA])
@pytest.mark.parametrize("way", WAYS)
def test_what_is_no_stamp_of_ours_makes_no_file(authority, somebody_else, unsigned, way, level):
    real, other = (lambda body, who=who: who.ask("/kui/tsa/tsa", body) for who in (authority, somebody_else))
    authority.says = {"tsa": lambda body: (STAMP, WAYS[way](real, other, body))}
    seal = sealer(authority, level)

    with pytest.raises(SealError) as refused:
        seal.seal(unsigned, at=NOW)

    assert refused.value.code == "seal_not_lasting"
    assert "Intet er gemt" in refused.value.text
    authority.says = {}
    assert verify(seal.seal(unsigned, at=NOW), trusted=[seal.certificate(), *seal.trusted()]).code == v.FINE


def test_a_page_with_its_own_name_is_no_stamp(authority, unsigned):
    authority.says = {"tsa": lambda body: ("text/html", HTML)}

    with pytest.raises(SealError, match=UNUSABLE):
        sealer(authority, B_T).seal(unsigned, at=NOW)


def test_the_last_stamp_of_a_file_is_checked_as_the_first(authority, unsigned):
    """An authority that goes wrong in the middle of one file."""
    seen = []

    def later(body):
        seen.append(body)
        return STAMP, authority.ask("/kui/tsa/tsa", of_other_bytes(body) if len(seen) > 2 else body)

    authority.says = {"tsa": later}

    with pytest.raises(SealError, match=UNUSABLE):
        sealer(authority, B_LTA).seal(unsigned, at=NOW)
    assert len(seen) == 3


def test_a_renewal_is_checked_too(authority, unsigned):
    seal = sealer(authority, B_LTA)
    file = seal.seal(unsigned, at=NOW)
    authority.says = {"tsa": lambda body: (STAMP, flipped(authority.ask("/kui/tsa/tsa", body)))}

    with pytest.raises(SealError, match=UNUSABLE):
        seal.renew(file)


ISSUERS = {
    "a page of a firewall": lambda real: HTML,
    "nothing": lambda real: b"",
    "cut in the middle": lambda real: real[:-40],
    "a broken signature": flipped,
    "no DER": lambda real: b"\x30\x82\x00\x10" + b"\xff" * 16,
}


@pytest.mark.parametrize("level", [B_LT, B_LTA])
@pytest.mark.parametrize("way", ISSUERS)
def test_what_an_issuer_must_not_answer_makes_no_file(authority, unsigned, way, level):
    """Both ways to ask whether a certificate is revoked answer wrongly."""
    crl = authority.ask("/kui/crls/interm/latest.crl")
    authority.says = {
        "ocsp": lambda body: ("application/ocsp-response", ISSUERS[way](authority.ask("/kui/ocsp/interm", body))),
        "crls": lambda body: ("application/pkix-crl", ISSUERS[way](crl)),
    }

    with pytest.raises(SealError) as refused:
        sealer(authority, level).seal(unsigned, at=NOW)
    assert refused.value.code == "seal_not_lasting"


def test_one_of_two_ways_to_ask_is_enough(authority, unsigned):
    authority.says = {"ocsp": lambda body: ("application/ocsp-response", HTML)}
    seal = sealer(authority, B_LT)

    assert verify(seal.seal(unsigned, at=NOW), trusted=[seal.certificate(), *seal.trusted()]).code == v.FINE


def test_an_answer_of_somebody_else_about_our_certificate(authority, somebody_else, unsigned):
    crl = somebody_else.ask("/kui/crls/interm/latest.crl")
    authority.says = {
        "ocsp": lambda body: ("application/ocsp-response", somebody_else.ask("/kui/ocsp/interm", body)),
        "crls": lambda body: ("application/pkix-crl", crl),
    }

    with pytest.raises(SealError):
        sealer(authority, B_LT).seal(unsigned, at=NOW)


@pytest.mark.parametrize(
    ("more", "level", "said"),
    [
        ({"seal": "revoked"}, B_LT, "spærret"),
        ({"seal": "revoked"}, B_LTA, "spærret"),
        ({"tsa": "revoked"}, B_LTA, "spærret"),
        ({"tsa": "expired"}, B_T, "ikke et tidsstempel"),
        ({"tsa": "expired"}, B_LTA, "ikke et tidsstempel"),
        ({"interm": "expired"}, B_LT, "udløbet"),
    ],
)
def test_certificates_that_are_not_good_any_more(tmp_path, unsigned, more, level, said):
    authority = Authority(tmp_path, **more)
    try:
        with pytest.raises(SealError, match=said):
            sealer(authority, level).seal(unsigned, at=NOW)
        assert sealer(authority, B_B).seal(unsigned, at=NOW).startswith(unsigned)
    finally:
        authority.stop()


def test_a_chain_that_the_municipality_does_not_know(authority, somebody_else, unsigned):
    seal = Pkcs12Seal(authority.key(), lasting(B_LT, authority.tsa, [somebody_else.certificate("root")]))

    with pytest.raises(SealError, match="seal_trust"):
        seal.seal(unsigned, at=NOW)
