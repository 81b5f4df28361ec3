"""Passkeys: what a browser proves, and what it must not be believed."""

import json

import pytest

from kuidocs.services.factors import NotProved, open_factors
from tests.services.factors.authenticator import Fob, another_challenge


@pytest.fixture
def keys(tmp_path):
    return open_factors("https://kuidocs.example", tmp_path / "factors.key").passkeys


@pytest.fixture
def fob():
    return Fob()


@pytest.fixture
def known(keys, fob):
    asked = keys.invite(b"jonas", "jonas", [])
    return [keys.accept(fob.make(asked.options), asked.challenge)]


def test_a_new_key_is_taken_and_then_proves(keys, fob, known):
    asked = keys.ask(known)

    assert keys.prove(fob.prove(asked.options), asked.challenge, known).count == 1


def test_a_key_that_is_known_is_not_made_twice(keys, known):
    asked = json.loads(keys.invite(b"jonas", "jonas", known).options)

    assert [one["id"] for one in asked["excludeCredentials"]] == [known[0].credential_id]


def test_an_answer_to_another_question_proves_nothing(keys, fob, known):
    asked = keys.ask(known)
    with pytest.raises(NotProved):
        keys.prove(fob.prove(another_challenge(asked.options)), asked.challenge, known)

    new = keys.invite(b"jonas", "jonas", [])
    with pytest.raises(NotProved):
        keys.accept(Fob().make(another_challenge(new.options)), new.challenge)


def test_a_key_of_another_site_proves_nothing(keys, known):
    asked = keys.invite(b"jonas", "jonas", [])

    with pytest.raises(NotProved):
        keys.accept(Fob("https://kuidocs.example.evil").make(asked.options), asked.challenge)


def test_a_key_of_somebody_else_proves_nothing(keys, known):
    asked, other = keys.ask(known), Fob()
    with pytest.raises(NotProved, match="another key"):
        keys.prove(other.prove(asked.options), asked.challenge, known)

    forged = json.loads(other.prove(asked.options)) | {"id": known[0].credential_id, "rawId": known[0].credential_id}
    with pytest.raises(NotProved):
        keys.prove(json.dumps(forged), asked.challenge, known)


def test_a_copied_key_is_found_by_its_count(keys, fob, known):
    asked = keys.ask(known)
    later = [keys.prove(fob.prove(asked.options), asked.challenge, known)]
    fob.count = 0

    with pytest.raises(NotProved):
        keys.prove(fob.prove(asked.options), asked.challenge, later)


@pytest.mark.parametrize(
    "answer",
    ["", "null", "[]", "{}", '{"id": 1}', "[" * 5000, '{"id": "AA", "response": {}}', "\0", '{"id": null}'],
)
def test_what_is_no_answer_is_refused(keys, known, answer):
    asked = keys.ask(known)
    with pytest.raises(NotProved):
        keys.prove(answer, asked.challenge, known)

    with pytest.raises(NotProved):
        keys.accept(answer, asked.challenge)


def test_an_answer_with_the_right_name_and_nonsense_beside_it_is_refused(keys, known):
    asked = keys.ask(known)
    nonsense = {"id": known[0].credential_id, "rawId": known[0].credential_id, "type": "public-key"}

    for response in ({}, {"authenticatorData": "!", "clientDataJSON": "AA", "signature": "AA"}, None, "x"):
        with pytest.raises(NotProved):
            keys.prove(json.dumps(nonsense | {"response": response}), asked.challenge, known)


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("https://kuidocs.example", True),
        ("http://localhost:6543", True),
        ("http://127.0.0.1:6543", False),
        ("http://[::1]:6543", False),
        ("no address", False),
    ],
)
def test_browsers_offer_passkeys_only_at_a_name(tmp_path, address, possible):
    assert open_factors(address, tmp_path / "k").passkeys.possible is possible
