"""Comments: what the facts of a document say of them."""

import pytest

from kuidocs.domain import comments
from kuidocs.domain.comments import AS_WRITTEN, CHANGED, COMMENT, GONE, LONGEST, REOPENED, REPLY, RESOLVED
from kuidocs.domain.errors import Conflict, NotAllowed, Refused

KIRSTEN, JONAS = {"user_id": "kirsten", "name": "Kirsten"}, {"user_id": "jonas", "name": "Jonas"}


def fact(kind, id, by=KIRSTEN, **data):
    return {
        "id": id,
        "kind": kind,
        "about": {"number": 3, "round": 1},
        "by": by,
        "at": "2026-10-05T16:11",
        "data": data,
    }


def begun(id="a", **changed):
    return fact(
        COMMENT, id, **({"path": "goals/x/status", "label": "Mål 1: Status", "quote": "", "text": "Hm?"} | changed)
    )


def test_a_comment_is_gathered_with_its_replies():
    (thread,) = comments.threads([begun(), fact("submitted", "s"), fact(REPLY, "b", JONAS, comment="a", text="Ja.")])

    assert (thread.number, thread.about, thread.path, thread.open) == (1, (3, 1), "goals/x/status", True)
    assert [reply.text for reply in thread.replies] == ["Ja."]
    assert thread.said.by == KIRSTEN


def test_comments_keep_their_numbers():
    found = comments.threads([begun("a"), begun("b"), fact(RESOLVED, "c", comment="a")])

    assert [(thread.number, thread.open) for thread in found] == [(1, False), (2, True)]
    assert [
        thread.number for thread in comments.unresolved([begun("a"), begun("b"), fact(RESOLVED, "c", comment="a")])
    ] == [2]


def test_what_names_no_comment_is_left_alone():
    assert comments.threads([fact(REPLY, "b", comment="findes ikke", text="?")]) == []


@pytest.mark.parametrize(("word", "replies"), [("", 0), ("Alligevel ikke.", 1)])
def test_a_comment_that_is_opened_again_is_open(word, replies):
    facts = [
        begun(),
        fact(RESOLVED, "b", comment="a", text="Han gjorde det selv."),
        fact(REOPENED, "c", comment="a", text=word),
    ]

    assert comments.threads(facts[:2])[0].resolved.text == "Han gjorde det selv."
    (thread,) = comments.threads(facts)
    assert thread.open
    assert len(thread.replies) == replies


def test_open_comments_stand_in_the_way_of_an_approval():
    with pytest.raises(Refused, match=r"Kommentar 1 er ikke løst\. Løs den, eller send"):
        comments.check_resolved([begun()])
    with pytest.raises(Refused, match=r"2 kommentarer er ikke løst: 1 og 2\. Løs dem"):
        comments.check_resolved([begun(), begun("b")])
    comments.check_resolved([begun(), fact(RESOLVED, "c", comment="a")])


@pytest.mark.parametrize(
    ("quote", "then", "now", "wanted"),
    [
        ("", "I gang", "I gang", AS_WRITTEN),
        ("", "I gang", "I\n gang ", AS_WRITTEN),
        ("", "I gang", "Nået", CHANGED),
        ("", None, "Nået", AS_WRITTEN),
        ("to dage", "kun to dage nu", "altid to  dage", AS_WRITTEN),
        ("to dage", "kun to dage nu", "tre dage", CHANGED),
        ("to dage", "to dage", None, GONE),
        ("", "to dage", "", CHANGED),
    ],
)
def test_how_the_text_stands_now(quote, then, now, wanted):
    assert comments.standing(quote, then, now) == wanted


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("to  dage", "to dage"),
        ("TO dage", "To dage"),
        ("»To dage«", "To dage"),
        ("„dage“", "dage"),
        ("(to.*", ""),
        ("tre dage", ""),
        (" »« ", ""),
        ("", ""),
    ],
)
def test_words_are_found_as_the_text_has_them(quote, found):
    text = "To\u00a0dage om ugen. Kun to\ndage."

    assert comments.words_in(quote, text) == found


def test_a_comment_has_words_and_not_too_many():
    assert comments.check_text("  Hm?\n") == "Hm?"
    assert len(comments.check_text("x" * LONGEST)) == LONGEST
    with pytest.raises(Refused, match="Skriv din kommentar"):
        comments.check_text(" \n ")
    with pytest.raises(Refused, match="8001 tegn"):
        comments.check_text("x" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("user", "state", "alone", "may"),
    [
        ("kirsten", "draft", False, True),
        ("jonas", "in_review", False, False),
        ("mette", "in_review", False, True),
        ("mette", "draft", False, False),
        ("mette", "approved", False, False),
        ("jonas", "draft", True, True),
    ],
)
def test_who_resolves(user, state, alone, may):
    (thread,) = comments.threads([begun()])

    found = comments.may_resolve(thread, user, state=state, writer="jonas", finishes_alone=alone)

    assert found is may
    if may:
        comments.check_resolver(found)
    else:
        with pytest.raises(NotAllowed, match="Svar i stedet"):
            comments.check_resolver(found)


def test_two_who_resolve_are_told_of_each_other():
    (open_one,) = comments.threads([begun()])
    (done,) = comments.threads([begun(), fact(RESOLVED, "b", JONAS, comment="a")])

    comments.check_open(open_one)
    comments.check_done(done)
    with pytest.raises(Conflict, match="allerede løst af Jonas"):
        comments.check_open(done)
    with pytest.raises(Conflict, match="allerede åben"):
        comments.check_done(open_one)
