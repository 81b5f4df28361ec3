"""A file of ours is examined once for the same bytes, certificates and day; what failed is tried again."""

from datetime import date

import pytest

from kuidocs.services.checking import Broken, Examined
from kuidocs.services.checking.remembered import Remembered

DAY, FOUND = date(2026, 11, 21), Examined("fine", ())


class Examining:
    """Counts how often it is asked."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return FOUND


def test_the_same_file_is_examined_once():
    remembered, examine = Remembered(), Examining()

    found = [remembered.examined(b"pdf", [b"root"], DAY, examine) for _ in range(3)]

    assert found == [FOUND] * 3
    assert examine.times == 1


@pytest.mark.parametrize(
    "other", [(b"pdf2", [b"root"], DAY), (b"pdf", [b"root2"], DAY), (b"pdf", [], DAY), (b"pdf", [b"root"], date.max)]
)
def test_other_bytes_certificates_or_another_day_are_examined_anew(other):
    remembered, examine = Remembered(), Examining()
    remembered.examined(b"pdf", [b"root"], DAY, examine)

    remembered.examined(*other, examine)

    assert examine.times == 2


def test_what_was_asked_for_longest_ago_is_forgotten_first():
    remembered, examine = Remembered(most=2), Examining()
    for pdf in (b"1", b"2", b"1", b"3"):
        remembered.examined(pdf, [], DAY, examine)
    assert examine.times == 3

    remembered.examined(b"1", [], DAY, examine)
    assert examine.times == 3

    remembered.examined(b"2", [], DAY, examine)
    assert examine.times == 4


def test_a_failure_is_not_remembered():
    remembered, examine = Remembered(), Examining()

    def breaks():
        raise Broken

    with pytest.raises(Broken):
        remembered.examined(b"pdf", [], DAY, breaks)

    assert remembered.examined(b"pdf", [], DAY, examine) == FOUND
