"""A file of ours is examined once for the same bytes and certificates; what failed is tried again."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kuidocs.services.checking import Broken, Examined, Signature
from kuidocs.services.checking import remembered as module
from kuidocs.services.checking.remembered import Remembered, grounds

FOUND = Examined("fine", ())


class Examining:
    """Counts how often it is asked."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return FOUND


def test_the_same_file_is_examined_once():
    remembered, examine = Remembered(), Examining()

    found = [remembered.examined(b"pdf", [b"root"], examine) for _ in range(3)]

    assert found == [FOUND] * 3
    assert examine.times == 1


@pytest.mark.parametrize(
    "other", [(b"pdf2", [b"root"]), (b"pdf", [b"root2"]), (b"pdf", []), (b"pdf", [b"root", b"root"])]
)
def test_other_bytes_or_certificates_are_examined_anew(other):
    remembered, examine = Remembered(), Examining()
    remembered.examined(b"pdf", [b"root"], examine)

    remembered.examined(*other, examine)

    assert examine.times == 2


def test_what_was_asked_for_longest_ago_is_forgotten_first():
    remembered, examine = Remembered(most=2), Examining()
    for pdf in (b"1", b"2", b"1", b"3"):
        remembered.examined(pdf, [], examine)
    assert examine.times == 3

    remembered.examined(b"1", [], examine)
    assert examine.times == 3

    remembered.examined(b"2", [], examine)
    assert examine.times == 4


def test_a_failure_is_not_remembered():
    remembered, examine = Remembered(), Examining()

    def breaks():
        raise Broken

    with pytest.raises(Broken):
        remembered.examined(b"pdf", [], breaks)

    assert remembered.examined(b"pdf", [], examine) == FOUND


def test_other_tools_are_other_grounds(monkeypatch):
    before = grounds([b"root"])
    monkeypatch.setattr(module, "seal_tools", lambda: {"pyhanko": "99"})

    assert grounds([b"root"]) != before
    assert grounds([b"root"]) == grounds([b"root"])


def test_a_finding_comes_back_from_plain_data_as_it_was():
    at = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
    signed = Signature("Fjordlund Kommune", at, 4711, readable=True, unchanged=True, trusted=False, stamp=True)
    found = Examined("fine", (signed, replace(signed, at=None, stamp=False)))

    assert Examined.of(json.loads(json.dumps(found.plain()))) == found
