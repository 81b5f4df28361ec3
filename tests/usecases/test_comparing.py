"""Which two texts are held side by side, what they are called, and going back to an earlier one."""

from datetime import date

import pytest

from kuidocs.domain.errors import Conflict, NotFound, Refused
from kuidocs.forms.outline import outline
from kuidocs.usecases import comparing, documents, drafting, reviewing
from tests.usecases.cards import CARD, approve, card, kinds, reviewed
from tests.views import making

TODAY = date(2026, 11, 21)


def again(world, document, number, **changed):
    """Write and approve the next version."""
    documents.new_version(document, world.drafts, world.act(), note="Ny telefon")
    drafting.save(document, world.drafts, CARD | changed, world.drafts.get(document.id).revisions(), world.act())
    reviewing.submit(document, world.drafts, world.act())
    approve(world, document, number=number)


def two_versions(world):
    document = reviewed(world)
    approve(world, document)
    again(world, document, 2, when_to_contact="Altid.")
    return document


def held(world, document, *names):
    return [comparing.held(document, world.drafts, name) for name in names]


def test_two_versions_are_named_by_number_day_and_state(world):
    old, new = held(world, two_versions(world), "1", "2")

    assert comparing.named(old, new).name == "Version 1"
    assert comparing.named(old, new).line == "21. november 2026 · Erstattet af nyere version"
    assert comparing.named(new, old).line == "21. november 2026 · Godkendt"


def test_rounds_of_a_number_are_told_apart(world):
    document = reviewed(world)
    reviewing.send_back(document, world.drafts, world.act("kirsten"), number=1, round_=1, note="Ret.")
    reviewing.submit(document, world.drafts, world.act())

    old, new = held(world, document, "1-1", "1")

    assert comparing.named(old, new).name == "Version 1, 1. gennemsyn"
    assert comparing.named(old, new).line.endswith("Sendt tilbage")
    assert comparing.named(new, old).name == "Version 1, 2. gennemsyn"
    assert comparing.choices(document, drafts=True) == ["1-1", "1"]
    assert comparing.usual_pair(document, drafts=True) == ("1-1", "1")


def test_a_draft_is_compared_with_the_newest_version_for_who_writes(world):
    document = two_versions(world)
    documents.new_version(document, world.drafts, world.act(), note="Mere")

    assert comparing.usual_pair(document, drafts=True) == ("2", "udkast")
    assert comparing.usual_pair(document, drafts=False) == ("1", "2")
    (draft,) = held(world, document, "udkast")
    assert comparing.named(draft, draft).name == "Udkast til version 3"


def test_a_first_version_or_a_draft_alone_has_nothing_beside_it(world):
    document = card(world)
    assert comparing.usual_pair(document, drafts=True) is None
    reviewing.submit(document, world.drafts, world.act())

    assert comparing.usual_pair(document, drafts=True) is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "0",
        "3",
        "1-9",
        "udkast",
        "x",
        "1-",
        "-1",
        "1..2",
        "999999",
        "٣",
        "FLK-2026-0001-D01:9",
        "findes-ikke:1",
        "a/b:1",
        "1\n",
    ],
)
def test_what_is_not_there_is_not_found(world, name):
    document = two_versions(world)

    with pytest.raises(NotFound):
        comparing.held(document, world.drafts, name)


def test_a_paper_of_another_meeting_is_not_held_beside(world):
    document = two_versions(world)
    other = making.paper(world.case, "kui.contact_note", {})

    with pytest.raises(NotFound):
        comparing.held(document, world.drafts, f"{other.label}:1")


def test_the_agenda_is_held_beside_the_minutes_of_the_same_meeting(world):
    meeting = making.meeting(world.case, "clarification", "2026-11-01")
    agenda = making.paper(world.case, "kui.agenda.clarification", {"desired_outcome": "Vide mere"}, meeting=meeting)
    minutes = making.paper(world.case, "kui.minutes.clarification", {"held_at": "2026-11-01"}, meeting=meeting)
    making.paper(world.case, "kui.notice", {}, meeting=meeting)

    assert comparing.papers_beside(minutes) == [(f"{agenda.label}:1", agenda)]
    old, new = held(world, minutes, f"{agenda.label}:1", "1")
    told = [outline(side.edition.schema, side.content) for side in (old, new)]
    found = comparing.compare(old, new, (told[0], told[1]), TODAY, left_out=False)

    assert (found.old.name, found.new.name) == ("Dagsorden, version 1", "Referat, version 1")
    assert found.editions == ""
    assert found.changes


def test_what_differs_is_told_with_its_words(world):
    old, new = held(world, two_versions(world), "1", "2")
    told = [outline(side.edition.schema, side.content) for side in (old, new)]

    found = comparing.compare(old, new, (told[0], told[1]), TODAY, left_out=True)

    (change,) = found.changes
    assert change.path == "when_to_contact"
    assert found.left_out


def test_an_earlier_version_is_restored_as_a_draft(world):
    document = two_versions(world)

    documents.restore(document, world.drafts, world.act(), number=1, round_=1, why=" Det var rigtigt. ")

    draft = world.drafts.get(document.id)
    assert draft.content()["when_to_contact"] == CARD["when_to_contact"]
    assert document.draft["number"] == 3
    assert document.draft["note"] == "Gendannet fra version 1: Det var rigtigt."
    assert document.in_force().number == 2
    assert draft.hands()["when_to_contact"]["user_id"] == document.version(1).author["user_id"]
    *_, last = document.log
    assert (last.kind, last.data) == ("document.restored", {"from": 1, "from_round": 1})
    reviewing.submit(document, world.drafts, world.act())
    assert document.latest.content() == document.version(1).content()


def test_restoring_is_refused_while_something_is_written_or_read(world):
    document = two_versions(world)
    documents.new_version(document, world.drafts, world.act(), note="Mere")

    with pytest.raises(Conflict, match="Der skrives allerede"):
        documents.restore(document, world.drafts, world.act(), number=1, round_=1)
    reviewing.submit(document, world.drafts, world.act())
    with pytest.raises(Conflict, match="til gennemsyn"):
        documents.restore(document, world.drafts, world.act(), number=1, round_=1)

    assert "document.restored" not in kinds(document)


def test_what_counts_or_is_not_there_is_not_restored(world):
    document = two_versions(world)

    with pytest.raises(Refused, match="Version 2 er den, der gælder"):
        documents.restore(document, world.drafts, world.act(), number=2, round_=1)
    with pytest.raises(NotFound):
        documents.restore(document, world.drafts, world.act(), number=7, round_=1)


def test_a_long_reason_is_cut_and_not_refused(world):
    document = two_versions(world)

    documents.restore(document, world.drafts, world.act(), number=1, round_=1, why="x" * 9000)

    assert len(document.draft["note"]) == documents.MOST_WORDS


def test_a_later_version_is_approved_after_its_comparison_only(world):
    document = reviewed(world)
    approve(world, document)
    documents.new_version(document, world.drafts, world.act(), note="Mere")
    version = reviewing.submit(document, world.drafts, world.act())

    assert reviewing.approved_before(document, version).number == 1
    with pytest.raises(Refused, match="Åbn sammenligningen med version 1"):
        approve(world, document, number=2, opened=False)
    assert reviewing.unread_words(document, document.version(1)).startswith("Læs hele")


@pytest.mark.parametrize(
    ("birth", "said"),
    [("2008-11-20", "Tomt. Feltet bruges ikke, når den unge er fyldt 18 år."), ("2008-11-22", "")],
)
def test_what_is_asked_under_18_only_says_why_it_is_empty(world, birth, said):
    world.case.person.birth_date = birth
    at = f"{TODAY}T10:00:00+01:00"
    plan = making.paper(world.case, "kui.education_plan", {"duty_description": "Går på FGU."}, at=at)
    making.version(plan, {}, number=2, at=at)
    old, new = held(world, plan, "1", "2")
    told = [outline(side.edition.schema, side.content) for side in (old, new)]

    found = comparing.compare(old, new, (told[0], told[1]), TODAY, left_out=False)

    assert [(change.path, change.absent) for change in found.changes] == [("duty_description", said)]


def test_the_newer_on_the_old_side_is_backwards(world):
    old, new = held(world, two_versions(world), "1", "2")

    assert [comparing.is_backwards(*pair) for pair in ((old, new), (new, old), (new, new))] == [False, True, False]
