"""Beginning, saving, submitting, returning, approving, and beginning again."""

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.domain.fields import flatten
from kuidocs.usecases import documents, drafting, reviewing
from kuidocs.usecases.reviewing import Incomplete

LABEL = "FLK-2026-0001-D01"
CARD = {
    "contact_person": {
        "name": {"text": "Jonas Ravnsborg"},
        "department": "Den Kommunale Ungeindsats",
        "phone": "00 00 10 02",
    },
    "plan_coordinator": {
        "name": {"text": "Jonas Ravnsborg"},
        "department": "Den Kommunale Ungeindsats",
        "phone": "00 00 10 02",
    },
    "when_to_contact": "Når noget er blevet for meget.",
    "acute_help": "Ring 112 ved livsfare.",
}


def card(world, **changed):
    document = documents.create(
        world.case, world.root, world.drafts, world.act(), form_key="kui.contact_card", label=LABEL
    )
    content = CARD | changed
    drafting.save(document, world.drafts, content, world.drafts.get(document.id).revisions(), world.act())
    return document


def reviewed(world):
    document = card(world)
    reviewing.submit(document, world.drafts, world.act())
    return document


def approve(world, document, user="kirsten", **changed):
    given = {"number": 1, "round_": 1, "opened": True, "audit_head": "h" * 64} | changed
    reviewing.approve(document, world.act(user), **given)


def kinds(document):
    return [event.kind for event in document.log]


def test_a_new_document_begins_with_the_texts_of_its_form(world):
    meeting = documents.plan_meeting(world.case, world.act(), "clarification")

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
    meeting = documents.plan_meeting(world.case, world.act(), "coordination")
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
    meeting = documents.plan_meeting(world.case, world.act(), meeting_type) if meeting_type else None

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


def test_a_strange_kind_of_meeting_is_refused(world):
    with pytest.raises(Refused):
        documents.plan_meeting(world.case, world.act(), "cluster")


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
    meeting = documents.plan_meeting(world.case, world.act(), "clarification")
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
    from kuidocs.resources.version import Stamp

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


def test_a_draft_can_be_given_up_with_a_reason(world):
    document = card(world)

    with pytest.raises(Refused):
        reviewing.annul(document, world.drafts, world.act(), note="")
    reviewing.annul(document, world.drafts, world.act(token="side-6"), note="Skrevet ved en fejl.")
    reviewing.annul(document, world.drafts, world.act(token="side-6"), note="Skrevet ved en fejl.")

    assert document.state == "annulled"
    assert world.drafts.get(document.id) is None


def test_giving_up_version_two_leaves_version_one_in_force(world):
    document = card(world)
    reviewing.finish(document, world.drafts, world.act(), audit_head="")
    documents.new_version(document, world.drafts, world.act(), note="Nyt nummer.")

    reviewing.annul(document, world.drafts, world.act(), note="Nummeret var rigtigt.")

    assert document.state == "approved"
    assert document.in_force() is document.version(1)


def test_an_approved_notice_says_when_the_meeting_is(world):
    meeting = documents.plan_meeting(world.case, world.act(), "followup_with_young")
    document = documents.create(
        world.case, world.root, world.drafts, world.act(), form_key="kui.notice", label=LABEL, meeting=meeting
    )
    content = world.drafts.get(document.id).content() | {
        "meeting_date": "2026-12-08",
        "start_time": "13:30",
        "end_time": "14:35",
        "place": "Cafeen",
    }

    reviewing._meeting_from(document, content)
    meeting.state = "held"
    reviewing._meeting_from(document, content | {"place": "Et andet sted"})

    assert (meeting.date, meeting.start, meeting.end, meeting.place) == ("2026-12-08", "13:30", "14:35", "Cafeen")


def test_people_on_the_form(world):
    document = card(world)

    names = documents.case_people(document)

    assert names[:3] == ["Freja Lundsgaard Holm", "Ida Holm", "Jonas Ravnsborg"]
    assert "Kirsten Aalund" in names


def test_two_people_in_different_fields_both_keep_their_words(world):
    document = card(world)
    shown = world.drafts.get(document.id).revisions()

    mine = drafting.save(document, world.drafts, CARD | {"acute_help": "Ring 112."}, shown, world.act("jonas"))
    theirs = drafting.save(document, world.drafts, CARD | {"when_to_contact": "Altid."}, shown, world.act("mette"))

    content = world.drafts.get(document.id).content()
    assert mine == theirs == []
    assert (content["acute_help"], content["when_to_contact"]) == ("Ring 112.", "Altid.")


def test_two_people_in_one_field_is_a_collision_and_nothing_is_overwritten(world):
    document = card(world)
    shown = world.drafts.get(document.id).revisions()
    drafting.save(document, world.drafts, CARD | {"acute_help": "Ring 112."}, shown, world.act("jonas"))

    (collision,) = drafting.save(
        document, world.drafts, CARD | {"acute_help": "Ring 114."}, shown, world.act("mette", token="side-7")
    )

    assert (collision.path, collision.mine, collision.theirs) == ("acute_help", "Ring 114.", "Ring 112.")
    assert collision.by == "Jonas Ravnsborg"
    assert world.drafts.get(document.id).content()["acute_help"] == "Ring 112."


def test_rows_added_by_two_are_both_there(world):
    meeting = documents.plan_meeting(world.case, world.act(), "followup_with_young")
    document = documents.create(
        world.case,
        world.root,
        world.drafts,
        world.act(),
        form_key="kui.agenda.followup_with_young",
        label=LABEL,
        meeting=meeting,
    )
    draft = world.drafts.get(document.id)
    shown, content = draft.revisions(), draft.content()
    for user, rid in (("jonas", "rjonas"), ("mette", "rmette")):
        row = {"rid": rid, "heading": f"Punkt fra {user}"}
        mine = content | {"agenda_items": [*content["agenda_items"], row]}
        assert drafting.save(document, world.drafts, mine, shown, world.act(user)) == []

    headings = [row["heading"] for row in draft.content()["agenda_items"]]
    assert set(headings[-2:]) == {"Punkt fra jonas", "Punkt fra mette"}


def test_the_same_save_sent_twice_is_done_once(world):
    document = card(world)
    draft = world.drafts.get(document.id)
    shown = draft.revisions()

    for _ in range(2):
        drafting.save(document, world.drafts, CARD | {"acute_help": "Ring."}, shown, world.act("jonas", token="side-8"))

    assert draft.revisions()["acute_help"] == shown["acute_help"] + 1


def test_saving_when_the_draft_is_gone_is_a_conflict(world):
    document = reviewed(world)

    with pytest.raises(Conflict, match="skrives ikke længere"):
        drafting.save(document, world.drafts, CARD, {}, world.act())


def test_emptying_a_field_is_remembered(world):
    document = card(world)
    draft = world.drafts.get(document.id)
    without = {name: value for name, value in CARD.items() if name != "acute_help"}

    drafting.save(document, world.drafts, without, draft.revisions(), world.act())

    assert "acute_help" not in draft.content()
    assert draft.fields["acute_help"]["value"] is None
    assert set(flatten(draft.content())) < set(draft.fields)
