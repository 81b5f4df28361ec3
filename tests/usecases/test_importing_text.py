"""Whatever JSON leaves open is refused, in one sentence."""

import pytest

from kuidocs.usecases import importing_text
from kuidocs.usecases.importing_text import ImportRefused, parse


def test_a_file_with_a_byte_order_mark_is_read():
    assert parse(b'\xef\xbb\xbf{"navn": "\xc3\x86gil"}') == {"navn": "Ægil"}


BROKEN = {
    "empty": (b"", "ikke gyldig JSON"),
    "cut off": (b'{"case": ', "linje 1, tegn 10"),
    "not UTF-8": ("{'navn': 'Ægil'}".encode("latin-1"), "UTF-8 (byte nr. 11"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "UTF-8"),
    "NaN": (b'{"a": NaN}', "NaN"),
    "infinity": (b"[-Infinity]", "-Infinity"),
    "a key twice": (b'{"case": {"a": 1, "a": 2}}', "»a« står to gange"),
    "too deep": (b'{"a": ' * 60 + b"1" + b"}" * 60, "niveauer"),
    "far too deep": (b"[" * 200_000, "niveauer"),
    "a huge number": (b"[" + b"9" * 5000 + b"]", "5000 cifre"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_in_a_sentence(name):
    raw, told = BROKEN[name]

    with pytest.raises(ImportRefused) as refused:
        parse(raw)

    assert len(refused.value.problems) == 1
    assert told in refused.value.problems[0].text


def test_a_huge_file_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(importing_text, "MOST_BYTES", 10)

    with pytest.raises(ImportRefused, match="Intet er ændret"):
        parse(b"x" * 11)
