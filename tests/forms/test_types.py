"""Values are read strictly, and stored in one spelling."""

from datetime import date, time

import colander
import pytest

from kuidocs.forms.nodes import (
    Choice,
    Choices,
    Date,
    Email,
    Line,
    Lines,
    Link,
    Number,
    Numbers,
    Person,
    Phone,
    R,
    RowIdNode,
    Text,
    Time,
    Vocabulary,
    YesNo,
)
from kuidocs.forms.types import Kind, Wrong, clean

MOOD = Vocabulary("mood", {"good": "God", "bad": "Skidt", "mixed": "Blandet"})

READ = [
    (Line, "  a\r\nb  ", "a b"),
    (Text, "a\r\nb\x0bc\rd\u2028e", "a\nb\nc\nd\ne"),
    (Text, "e\u0301", "é"),
    (Phone, "+45 12 34 56 78", "+45 12 34 56 78"),
    (Email, "a@b.dk", "a@b.dk"),
    (Link, "https://x.dk/?a=1", "https://x.dk/?a=1"),
    (Number, " 007 ", 7),
    (Number, -3, -3),
    (Date, "2026-03-24", date(2026, 3, 24)),
    (Date, "24-03-2026", date(2026, 3, 24)),
    (Date, "24.3.2026", date(2026, 3, 24)),
    (Time, "9.05", time(9, 5)),
    (Time, "23:59:00", time(23, 59)),
    (YesNo, "true", True),
    (YesNo, False, False),
    (Lines, "a\r\n\r\n b ", ["a", "b"]),
    (Lines, ["a\nb", " "], ["a b"]),
    (Numbers, "1, 2;3", [1, 2, 3]),
    (Numbers, [1, "2"], [1, 2]),
    (Person, "Jonas", {"text": "Jonas"}),
    (Person, {"text": "Jonas", "actor_id": "u-1"}, {"text": "Jonas", "actor_id": "u-1"}),
]

REFUSED = [
    (Line, 3, "text"),
    (Line, "x" * 201, "too_long"),
    (Text, "x" * 8001, "too_long"),
    (Text, "\ud800", "unreadable"),
    (Text, ["a"], "text"),
    (Phone, "ring", "phone"),
    (Email, "a@b", "email"),
    (Link, "javascript:alert(1)", "link"),
    (Number, 1.7, "number"),
    (Number, True, "number"),
    (Number, "1e3", "number"),
    (Number, 10**9, "number"),
    (Number, "٣", "number"),
    (Date, "31-02-2026", "date"),
    (Date, "9999-12-31", "date"),
    (Date, 20260324, "date"),
    (Time, "24:00", "time"),
    (Time, "9", "time"),
    (YesNo, "ja", "yes_no"),
    (YesNo, 1.0, "yes_no"),
    (Lines, {"a": 1}, "rows"),
    (Lines, ["x"] * 101, "too_many"),
    (Lines, [None], "text"),
    (Numbers, "1, to", "number"),
    (Person, {"text": "J", "role": "x"}, "text"),
    (Person, {"text": "J", "actor_id": "<b>"}, "text"),
    (Person, {"text": "J", "actor_id": ["x"]}, "text"),
    (Person, ["J"], "text"),
]


@pytest.mark.parametrize(("kind", "raw", "value"), READ)
def test_what_is_meant_is_read(kind, raw, value):
    assert kind("Felt", R).deserialize(raw) == value


@pytest.mark.parametrize(("kind", "raw", "code"), REFUSED)
def test_what_is_unclear_is_refused_in_danish(kind, raw, code):
    with pytest.raises(Wrong) as refused:
        kind("Felt", R).deserialize(raw)

    assert refused.value.code == code
    assert "»Felt«" in refused.value.msg


@pytest.mark.parametrize(("kind", "raw", "value"), READ)
def test_what_is_stored_reads_the_same_again(kind, raw, value):
    node = kind("Felt", R)
    stored = node.serialize(value)

    assert node.deserialize(stored) == value
    assert node.serialize(node.deserialize(stored)) == stored


@pytest.mark.parametrize("kind", [Line, Text, Number, Date, Time, YesNo, Lines, Numbers, Person])
@pytest.mark.parametrize("nothing", [None, "", [], colander.null])
def test_nothing_is_nothing(kind, nothing):
    assert kind("Felt", R).deserialize(nothing) is colander.drop
    assert kind("Felt", R).serialize(nothing) is colander.null


def test_one_option_of_the_vocabulary():
    node = Choice("Felt", R, of=MOOD)

    assert node.deserialize("bad") == "bad"
    for raw in ("Skidt", ["bad"], {"a": 1}):
        with pytest.raises(Wrong):
            node.deserialize(raw)


def test_several_options_in_the_order_of_the_vocabulary():
    node = Choices("Felt", R, of=MOOD)

    assert node.deserialize(["bad", "good", "bad"]) == ["good", "bad"]
    assert node.deserialize("bad") == ["bad"]
    for raw in (["x"], [["bad"]], {"bad": 1}, 3):
        with pytest.raises(Wrong):
            node.deserialize(raw)


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("fx\u2011ord og \u2010", "fx-ord og -"),
        ("sam\u00adtykke", "samtykke"),
        ("a\x00b\x1fc\x7fd\x85e", "abcd\ne"),
        ("\ufeffa\ufffe\uffff", "a"),
        ("signeret \u202egolana\u202c", "signeret golana"),
        ("  »ja« – 😀 ", "»ja« – 😀"),
    ],
)
def test_characters_that_break_documents_are_mapped_or_taken_out(written, stored):
    assert clean(written) == stored
    assert clean(stored) == stored


@pytest.mark.parametrize("kept", ["abc123", "e8efeb841a41", "A-b_c-d"])
def test_a_row_id_is_kept(kept):
    assert RowIdNode(name="rid").deserialize(kept) == kept


@pytest.mark.parametrize("strange", ["__i0__", "x", "<script>", "a" * 41, 7, ["abcdef"]])
def test_a_strange_row_id_is_thrown_away(strange):
    assert RowIdNode(name="rid").deserialize(strange) is colander.drop


def test_a_kind_must_say_how_it_reads():
    with pytest.raises(NotImplementedError):
        Kind().deserialize(None, "x")
