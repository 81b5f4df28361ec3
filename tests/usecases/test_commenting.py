"""Comments: written to a field of a version, carried on, resolved by whom they may be, and never in what is sealed."""

import pytest

from kuidocs.domain import comments
from kuidocs.domain.comments import AS_WRITTEN, CHANGED, GONE
from kuidocs.domain.errors import Conflict, NotAllowed, NotFound, Refused
from kuidocs.forms.anchors import anchors
from kuidocs.security.reading import EVERYTHING, Reading
from kuidocs.usecases import commenting, drafting, reviewing
from kuidocs.usecases.involvement import edition_of
from tests.usecases.cards import CARD, approve, kinds, reviewed
from tests.views import making

FIELD = "when_to_contact"


def say(world, document, user="kirsten", reading=EVERYTHING, token="", **given):
    told = {"path": FIELD, "quote": "", "text": "Skriv, hvornår."} | given
    commenting.comment(document, document.latest, world.act(user, token), reading, **told)
    return comments.threads(document.facts)


def rewrite(world, document, **changed):
    """Return the document, and submit it with another text."""
    reviewing.send_back(
        document, world.drafts, world.act("kirsten"), number=1, round_=document.latest.round, note="Ret."
    )
    draft = world.drafts.get(document.id)
    drafting.save(document, world.drafts, CARD | changed, draft.revisions(), world.act())
    reviewing.submit(document, world.drafts, world.act())


def standing(document):
    version = document.latest
    (found,) = commenting.standings(document, anchors(edition_of(version).schema, version.content()), frozenset())
    return found


def test_a_comment_is_a_fact_beside_the_version(world):
    document = reviewed(world)
    before = document.latest.raw()

    (thread,) = say(world, document, quote="noget er blevet")

    assert (thread.about, thread.path, thread.quote) == ((1, 1), FIELD, "noget er blevet")
    assert document.latest.raw() == before
    assert kinds(document)[-1] == "document.comment"
    assert "Skriv" not in str([event.data for event in document.log])


def test_words_that_do_not_stand_there_are_asked_for_again(world):
    document = reviewed(world)

    with pytest.raises(
        Refused, match="Ordene »noget helt andet« står ikke i feltet »Det kan du altid spørge om«"
    ) as no:
        say(world, document, quote="noget helt andet")

    assert no.value.code == "quote"
    assert comments.threads(document.facts) == []


def test_words_are_kept_as_the_text_has_them(world):
    (thread,) = say(world, reviewed(world), quote="»NOGET er  Blevet«")

    assert thread.quote == "noget er blevet"


def test_the_field_is_found_by_the_words(world):
    (thread,) = say(world, reviewed(world), path="", quote="112 ved  livsfare")

    assert thread.path == "acute_help"


@pytest.mark.parametrize(
    "given",
    [{"path": ""}, {"path": "", "quote": "Jonas Ravnsborg"}, {"path": "findes/ikke"}, {"path": "", "quote": "zzz"}],
)
def test_a_comment_is_about_one_field(world, given):
    document = reviewed(world)

    with pytest.raises(Refused, match=r"[Vv]ælg det felt"):
        say(world, document, **given)

    assert document.facts_of("comment") == []


def test_what_may_not_be_read_is_not_commented(world):
    document = reviewed(world)

    with pytest.raises(Refused, match="Vælg det felt"):
        say(world, document, reading=Reading(True, frozenset({FIELD})))


def test_a_page_that_is_sent_twice_says_it_once_and_other_words_are_new(world):
    document = reviewed(world)

    say(world, document, token="side")
    say(world, document, token="side")
    found = say(world, document, token="side", text="Noget andet.")

    assert [thread.said.text for thread in found] == ["Skriv, hvornår.", "Noget andet."]


def test_hostile_text_is_text(world):
    (thread,) = say(world, reviewed(world), text="<script>x</script>\r\n\x00 ${1+1} \u202e😀")

    assert thread.said.text == "<script>x</script>\n ${1+1} 😀"


def test_it_is_carried_on_and_says_when_the_text_was_changed(world):
    document = reviewed(world)
    say(world, document, quote="blevet for meget")
    assert standing(document).state == AS_WRITTEN

    rewrite(world, document, acute_help="Ring 1813.")
    assert standing(document).state == AS_WRITTEN

    rewrite(world, document, when_to_contact="Altid.")
    found = standing(document)
    assert (found.state, found.now) == (CHANGED, "Altid.")


def test_a_field_that_is_gone_keeps_its_comment(world):
    document = reviewed(world)
    say(world, document)

    (found,) = commenting.standings(document, {}, frozenset())

    assert (found.state, found.label) == (GONE, found.thread.label)
    assert commenting.standings(document, {}, frozenset({FIELD})) == []
    assert not commenting.readable(document, 1, frozenset({FIELD}))


def test_a_comment_to_a_group_is_hidden_with_a_row_of_it_for_it_may_quote_that(world):
    document = reviewed(world)
    say(world, document)

    assert commenting.standings(document, {}, frozenset({f"{FIELD}/row"})) == []
    assert not commenting.readable(document, 1, frozenset({f"{FIELD}/row"}))
    assert commenting.readable(document, 1, frozenset({f"{FIELD}_other/row"}))


def test_an_open_comment_blocks_the_approval_until_it_is_resolved(world):
    document = reviewed(world)
    say(world, document)

    with pytest.raises(Refused, match="Kommentar 1 er ikke løst"):
        approve(world, document)
    assert document.state == "in_review"

    commenting.resolve(document, world.act("kirsten"), number=1, text="Det er fint.")
    approve(world, document)
    assert document.state == "approved"
    assert comments.threads(document.facts)[0].resolved.text == "Det er fint."


def test_a_document_that_its_author_finishes_waits_for_its_comments_too(world):
    document = reviewed(world)
    say(world, document)
    reviewing.send_back(document, world.drafts, world.act("kirsten"), number=1, round_=1, note="Ret.")

    with pytest.raises(Refused, match="ikke løst"):
        reviewing.finish(document, world.drafts, world.act(), audit_head="")
    assert document.draft is not None

    commenting.resolve(document, world.act(), number=1)
    reviewing.finish(document, world.drafts, world.act(), audit_head="")
    assert document.state == "approved"


def test_replies_and_opening_again(world):
    document = reviewed(world)
    say(world, document)
    commenting.reply(document, world.act("jonas"), number=1, text="Ja.")
    commenting.reply(document, world.act("jonas", "t"), number=1, text="Jeg gør det.")
    commenting.reply(document, world.act("jonas", "t"), number=1, text="Jeg gør det.")
    commenting.resolve(document, world.act("kirsten", "r"), number=1)
    commenting.resolve(document, world.act("kirsten", "r"), number=1)
    commenting.reopen(document, world.act("kirsten", "o"), number=1, text="Alligevel ikke.")
    commenting.reopen(document, world.act("kirsten", "o"), number=1, text="Alligevel ikke.")

    (thread,) = comments.threads(document.facts)

    assert [said.text for said in thread.replies] == ["Ja.", "Jeg gør det.", "Alligevel ikke."]
    assert kinds(document)[-3:] == [
        "document.comment_reply", "document.comment_resolved", "document.comment_reopened",
    ]  # fmt: skip


def test_what_is_resolved_is_resolved_once(world):
    document = reviewed(world)
    say(world, document)
    commenting.resolve(document, world.act("kirsten"), number=1)

    with pytest.raises(Conflict, match="allerede løst af Kirsten Aalund"):
        commenting.resolve(document, world.act("kirsten"), number=1)
    with pytest.raises(Conflict, match="allerede løst"):
        commenting.reply(document, world.act(), number=1, text="Vent.")
    commenting.reopen(document, world.act("kirsten"), number=1)
    with pytest.raises(Conflict, match="allerede åben"):
        commenting.reopen(document, world.act("kirsten"), number=1)


@pytest.mark.parametrize("act", [commenting.resolve, commenting.reopen])
def test_the_writer_of_a_plan_does_not_resolve_what_the_reviewer_asked(world, act):
    plan = making.paper(world.case, "kui.education_plan", {"preferred_name": "Freja"}, waiting=["kirsten"])
    say(world, plan, path="preferred_name")

    with pytest.raises(NotAllowed, match="Svar i stedet"):
        act(plan, world.act("jonas"), number=1)

    assert commenting.may_resolve(plan, comments.threads(plan.facts)[0], "kirsten")


@pytest.mark.parametrize("number", [0, 2, 10**9])
def test_a_comment_that_is_not_there(world, number):
    document = reviewed(world)
    say(world, document)

    with pytest.raises(NotFound):
        commenting.reply(document, world.act(), number=number, text="?")


def test_too_much_and_nothing_is_refused(world):
    document = reviewed(world)

    with pytest.raises(Refused, match="8001 tegn"):
        say(world, document, text="x" * 8001)
    with pytest.raises(Refused, match="Skriv din kommentar"):
        say(world, document, text=" \r\n\x00 ")
    (thread,) = say(world, document, text="x" * 8000)
    assert len(thread.said.text) == 8000


def test_comments_survive_return_and_approval(world):
    document = reviewed(world)
    say(world, document)
    rewrite(world, document)
    commenting.resolve(document, world.act("kirsten"), number=1)
    approve(world, document, round_=2)

    (thread,) = comments.threads(document.facts)

    assert (thread.number, thread.about, thread.open) == (1, (1, 1), False)
