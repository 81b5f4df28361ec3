"""Submitting, returning, approving, giving up."""

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.resources.version import Stamp
from kuidocs.usecases import documents, reviewing
from kuidocs.usecases.reviewing import Incomplete
from tests.usecases.cards import CARD, LABEL, approve, card, kinds, reviewed


def test_a_half_filled_draft_is_saved(world):
    document = card(world, when_to_contact=None)

    assert "when_to_contact" not in world.drafts.get(document.id).content()
    assert not reviewing.check_submission(document, world.drafts, world.act()).ok


def test_what_is_missing_stops_submission_and_nothing_is_lost(world):
    document = card(world, when_to_contact=None)

    with pytest.raises(Incomplete) as refused:
        reviewing.submit(document, world.drafts, world.act())

    assert [p.where for p in refused.value.problems] == ["when_to_contact"]
    assert document.versions == ()
    assert world.drafts.get(document.id).content()["acute_help"] == CARD["acute_help"]


def test_submitting_freezes_the_text_and_asks_the_leader(world):
    document = reviewed(world)

    assert document.state == "in_review"
    assert document.facts_of("submitted")[0]["data"] == {"waiting_for": ["kirsten"]}
    assert world.drafts.get(document.id) is None
    assert document.latest.content()["contact_person"]["name"]["actor_id"] in world.case.register


def test_somebody_else_can_be_asked(world):
    document = card(world)

    reviewing.submit(document, world.drafts, world.act(), to="mette")

    assert document.facts_of("submitted")[0]["data"] == {"waiting_for": ["mette"]}


def test_submitting_twice_by_the_same_page_is_done_once(world):
    document = card(world)
    act = world.act(token="side-1")

    first = reviewing.submit(document, world.drafts, act)
    second = reviewing.submit(document, world.drafts, act)

    assert first is second
    assert len(document.versions) == 1


def test_submitting_what_is_submitted_is_refused(world):
    document = reviewed(world)

    with pytest.raises(Conflict, match="allerede sendt"):
        reviewing.submit(document, world.drafts, world.act())


def test_returning_begins_the_next_round_of_the_same_number(world):
    document = reviewed(world)

    reviewing.send_back(document, world.drafts, world.act("kirsten"), number=1, round_=1, note=" Skriv Idas nummer. ")

    assert document.state == "draft"
    assert (document.draft["number"], document.draft["round"]) == (1, 2)
    assert world.drafts.get(document.id).content()["acute_help"] == CARD["acute_help"]
    assert document.facts_of("returned")[0]["data"] == {"note": "Skriv Idas nummer."}
    version = reviewing.submit(document, world.drafts, world.act())
    assert (version.number, version.round) == (1, 2)


@pytest.mark.parametrize(("user", "note", "words"), [("kirsten", " ", "Skriv, hvad"), ("jonas", "x", "selv skrevet")])
def test_returning_needs_a_note_and_another_person(world, user, note, words):
    document = reviewed(world)

    with pytest.raises(Refused, match=words):
        reviewing.send_back(document, world.drafts, world.act(user), number=1, round_=1, note=note)

    assert document.state == "in_review"


def test_returning_twice_by_the_same_page_is_done_once(world):
    document = reviewed(world)
    act = world.act("kirsten", token="side-2")

    for _ in range(2):
        reviewing.send_back(document, world.drafts, act, number=1, round_=1, note="Ret det.")

    assert len(document.facts_of("returned")) == 1


def test_approval_freezes_the_version_and_asks_for_the_sealed_pdf(world):
    document = reviewed(world)

    approve(world, document)

    (job,) = world.root.job.values()
    assert document.state == "approved"
    assert document.in_force() is document.latest
    assert (job.kind, job.arguments["label"], job.arguments["number"]) == ("seal", LABEL, 1)
    frozen = document.facts_of("approved")[0]["data"]
    assert frozen["audit_head"] == "h" * 64
    assert frozen["render_facts"]["approved_by"] == "Kirsten Aalund"
    assert kinds(document) == ["document.created", "document.submitted", "document.approved"]


def test_who_has_not_read_it_does_not_approve_it(world):
    document = reviewed(world)

    with pytest.raises(Refused, match="Læs hele dokumentet"):
        approve(world, document, opened=False)

    assert document.state == "in_review"


def test_an_older_round_cannot_be_approved(world):
    document = reviewed(world)
    reviewing.send_back(document, world.drafts, world.act("kirsten"), number=1, round_=1, note="Ret det.")
    reviewing.submit(document, world.drafts, world.act())

    with pytest.raises(Conflict, match="nyere udgave"):
        approve(world, document, round_=1)


def test_approving_twice_by_the_same_page_is_done_once(world):
    document = reviewed(world)
    act = world.act("kirsten", token="side-3")

    for _ in range(2):
        reviewing.approve(document, act, number=1, round_=1, opened=True, audit_head="")

    assert len(world.root.job) == 1


def test_the_author_finishes_a_contact_card(world):
    document = card(world)
    act = world.act(token="side-4")

    for _ in range(2):
        reviewing.finish(document, world.drafts, act, audit_head="")

    assert document.state == "approved"
    assert len(world.root.job) == 1


def test_minutes_are_not_finished_by_their_author(world):
    meeting = world.case.moeder.add("clarification")
    document = documents.create(
        world.case,
        world.root,
        world.drafts,
        world.act(),
        form_key="kui.minutes.clarification",
        label=LABEL,
        meeting=meeting,
    )

    with pytest.raises(Refused, match="læses af en anden"):
        reviewing.finish(document, world.drafts, world.act(), audit_head="")


def test_a_plan_needs_the_leader_or_a_reason(world):
    document = documents.create(
        world.case, world.root, world.drafts, world.act(), form_key="kui.education_plan", label=LABEL
    )
    content = {"wishes": "At køre motorcykel."}
    edition = reviewing.draft_edition(document, world.drafts)
    stamp = Stamp(1, 1, edition.data["number"], edition.sha256, world.act().by, world.act().at)
    reviewing.add_version(document, content, stamp)
    document.draft = None
    document.facts = (
        {"id": "f", "kind": "submitted", "about": {"number": 1, "round": 1}, "by": {}, "at": "", "data": {}},
    )

    with pytest.raises(NotAllowed):
        approve(world, document, user="fatma")
    approve(world, document, user="fatma", override="Kirsten er på ferie.")

    assert document.facts_of("approved")[0]["data"]["override"] == "Kirsten er på ferie."


def test_a_draft_can_be_given_up_with_a_reason(world):
    document = card(world)

    with pytest.raises(Refused):
        reviewing.annul(document, world.drafts, world.act(), note="")
    reviewing.annul(document, world.drafts, world.act(token="side-6"), note="Skrevet ved en fejl.")
    reviewing.annul(document, world.drafts, world.act(token="side-6"), note="Skrevet ved en fejl.")

    assert document.state == "annulled"
    assert world.drafts.get(document.id) is None
