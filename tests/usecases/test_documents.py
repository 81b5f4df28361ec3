"""Beginning documents and new versions of them."""

import pytest

from kuidocs.domain.errors import Conflict, Refused
from kuidocs.usecases import documents, drafting, reviewing
from tests.usecases.cards import LABEL, approve, card, kinds, reviewed


def test_a_new_document_begins_with_the_texts_of_its_form(world):
    meeting = world.case.moeder.add("clarification")

    document = documents.create(
        world.case,
        world.root,
        world.drafts,
        world.act(),
        form_key="kui.agenda.clarification",
        label=LABEL,
        meeting=meeting,
    )

    content = world.drafts.get(document.id).content()
    assert len(content["agenda_items"]) == 10
    assert all(row["rid"] for row in content["agenda_items"])
    assert content["meeting_ref"] == "M1"
    assert (document.state, document.meeting_number) == ("draft", 1)
    assert kinds(document) == ["document.created"]


def test_a_notice_knows_its_meeting_type_and_minutes_their_day(world):
    meeting = world.case.moeder.add("coordination")
    meeting.date = "2026-11-18"

    made = {}
    for n, key in enumerate(("kui.notice", "kui.minutes.coordination")):
        made[key] = documents.create(
            world.case, world.root, world.drafts, world.act(), form_key=key, label=f"D{n}", meeting=meeting
        )

    assert world.drafts.get(made["kui.notice"].id).content()["meeting_type"] == "coordination"
    assert world.drafts.get(made["kui.minutes.coordination"].id).content()["held_at"] == "2026-11-18"


@pytest.mark.parametrize(
    ("form_key", "meeting_type", "words"),
    [
        ("kui.findesikke", None, "findes ikke"),
        ("kui.notice", None, "Vælg det møde"),
        ("kui.minutes.coordination", "clarification", "anden slags møde"),
    ],
)
def test_a_form_that_does_not_fit_is_refused(world, form_key, meeting_type, words):
    meeting = world.case.moeder.add(meeting_type) if meeting_type else None

    with pytest.raises(Refused, match=words):
        documents.create(
            world.case, world.root, world.drafts, world.act(), form_key=form_key, label=LABEL, meeting=meeting
        )

    assert len(world.case.dokumenter) == 0


def test_a_case_has_one_plan(world):
    for label in ("D1", "D2"):
        if label == "D2":
            with pytest.raises(Conflict, match="har allerede en uddannelsesplan"):
                documents.create(
                    world.case, world.root, world.drafts, world.act(), form_key="kui.education_plan", label=label
                )
        else:
            documents.create(
                world.case, world.root, world.drafts, world.act(), form_key="kui.education_plan", label=label
            )


def test_version_two_leaves_version_one_as_it_was(world):
    document = reviewed(world)
    approve(world, document)
    before = document.version(1).content()

    documents.new_version(document, world.drafts, world.act(), note="Nyt telefonnummer.")
    changed = before | {"acute_help": "Ring 112."}
    drafting.save(document, world.drafts, changed, world.drafts.get(document.id).revisions(), world.act())
    reviewing.finish(document, world.drafts, world.act(), audit_head="")

    assert document.version(1).content() == before
    assert document.version(2).content()["acute_help"] == "Ring 112."
    assert document.version(2).note == "Nyt telefonnummer."
    assert document.version(2).previous_sha256 == document.version(1).sha256
    assert document.shown_state(1) == "superseded"


@pytest.mark.parametrize("note", ["", "  "])
def test_a_new_version_needs_a_reason(world, note):
    document = reviewed(world)
    approve(world, document)

    with pytest.raises(Refused, match="hvad der skal rettes"):
        documents.new_version(document, world.drafts, world.act(), note=note)


def test_a_new_version_of_a_draft_is_refused_and_so_is_a_second_one(world):
    document = card(world)
    with pytest.raises(Conflict, match="ikke godkendt"):
        documents.new_version(document, world.drafts, world.act(), note="x")

    reviewing.finish(document, world.drafts, world.act(), audit_head="")
    documents.new_version(document, world.drafts, world.act(), note="x")

    with pytest.raises(Conflict, match="allerede"):
        documents.new_version(document, world.drafts, world.act(), note="x")


def test_a_new_version_by_the_same_page_is_begun_once(world):
    document = card(world)
    act = world.act(token="side-5")
    reviewing.finish(document, world.drafts, act, audit_head="")

    documents.new_version(document, world.drafts, act, note="x")

    assert document.draft is None


def test_giving_up_version_two_leaves_version_one_in_force(world):
    document = card(world)
    reviewing.finish(document, world.drafts, world.act(), audit_head="")
    documents.new_version(document, world.drafts, world.act(), note="Nyt nummer.")

    reviewing.annul(document, world.drafts, world.act(), note="Nummeret var rigtigt.")

    assert document.state == "approved"
    assert document.in_force() is document.version(1)


def test_people_on_the_form(world):
    document = card(world)

    names = documents.case_people(document)

    assert names[:3] == ["Freja Lundsgaard Holm", "Ida Holm", "Jonas Ravnsborg"]
    assert "Kirsten Aalund" in names
