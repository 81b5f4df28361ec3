"""The life of a document in words."""

import pytest

from kuidocs.domain.document_history import WORDS, steps

JONAS = {"user_id": "jonas", "name": "Jonas"}


def one(kind, at="2026-10-05T16:11", id="x", number=3, round=1, **data):
    return {"id": id, "kind": kind, "about": {"number": number, "round": round}, "by": JONAS, "at": at, "data": data}


def words(facts=(), events=()):
    return [step.words for step in steps(facts, events)]


def test_the_newest_comes_first_and_notes_are_kept():
    found = steps([one("submitted", "2026-10-05"), one("returned", "2026-10-06", note="Skriv dagene.")], [])

    assert [(step.words, step.note) for step in found] == [
        ("sendte version 3 tilbage", "Skriv dagene."),
        ("sendte version 3 til gennemsyn", ""),
    ]


def test_an_event_that_tells_of_a_fact_is_told_once():
    assert words([one("submitted")], [one("submitted"), one("created", number=0)]) == [
        "sendte version 3 til gennemsyn",
        "begyndte på dokumentet",
    ]


def test_what_is_no_step_is_left_out():
    assert words([one("task_status")], [one("draft_read")]) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"from": 2, "from_round": 1}, "gendannede teksten fra version 2 som udkast til version 3"),
        ({"from": 1, "from_round": 2}, "gendannede teksten fra version 1, 2. gennemsyn som udkast til version 3"),
    ],
)
def test_restoring_says_from_where(data, said):
    assert words([], [one("restored", **data)]) == [said]


def test_comments_are_told_by_their_numbers():
    facts = [
        one("comment", "1", "a", text="Hm?"),
        one("comment", "2", "b"),
        one("comment_reply", "3", comment="a", text="Ja."),
    ]

    found = steps(facts, [])

    assert [(step.words, step.note) for step in found] == [
        ("svarede på kommentar 1", "Ja."),
        ("skrev kommentar 2 til version 3", ""),
        ("skrev kommentar 1 til version 3", "Hm?"),
    ]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("signed", "skrev under på version 3"),
        ("refused", "sagde nej tak til at skrive under"),
        ("not_asked", "tog stilling til underskriften"),
    ],
)
def test_a_signature_is_told_of_who_signed(outcome, said):
    (step,) = steps([one("signature", outcome=outcome, signer={"text": "Malthe"}, words="Fint.")], [])

    assert (step.words, step.by["name"], step.note) == (said, "Malthe", "Fint.")
    (nobody,) = steps([one("signature", outcome=outcome)], [])
    assert nobody.by == JONAS


@pytest.mark.parametrize("kind", WORDS)
def test_every_kind_can_be_told(kind):
    (step,) = steps([one(kind)], [])

    assert step.words
    assert "{" not in step.words
