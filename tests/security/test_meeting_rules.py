"""Who comes to the papers of a meeting, and to what belongs to none (R55, DOMAIN 5)."""

import pytest

from kuidocs.resources.meeting import Meeting
from kuidocs.security.permissions import Permission
from kuidocs.security.rules import permits
from tests.security.test_rules import IN_CASES, MINUTES, PLAN, attachment, held


def test_somebody_who_is_there_for_one_meeting_reads_the_papers_of_that_meeting_only(place):
    place.involve("mette", "ad_hoc", meetings=(2,))
    seen = {Permission.Case.VIEW, Permission.Case.TRACE, Permission.Attachment.LIST}
    reads = {Permission.Document.READ, Permission.Document.SIGN, Permission.Attachment.READ}
    minutes, plan = place.document(), place.document(PLAN)
    minutes.meeting_number = 2

    assert held(place.ask("mette", minutes)) & IN_CASES == seen | reads
    assert held(place.ask("mette", plan)) & IN_CASES == seen
    minutes.meeting_number = 1
    assert held(place.ask("mette", minutes)) & IN_CASES == seen


@pytest.mark.parametrize(
    ("relation", "meetings", "may"),
    [
        ("primary", (1,), True),
        ("primary", (2, 3), False),
        ("primary", (), False),
        ("author", (), False),
        ("convener", (), True),
        ("contact_person", (), True),
        ("deputy", (), True),
        ("ad_hoc", (1,), True),
        ("ad_hoc", (2,), False),
    ],
)
def test_the_papers_of_a_meeting_are_for_those_who_were_asked_to_it_or_hold_the_case_together(
    place, relation, meetings, may
):
    place.involve("mette", relation, meetings=meetings)
    minutes = place.document()
    minutes.meeting_number = 1
    there = Meeting(1, "coordination", 1)
    there.__parent__ = place.case.moeder

    assert permits(Permission.Document.READ, place.ask("mette", minutes)) is may
    assert permits(Permission.Meeting.PRESENT, place.ask("mette", there)) is may
    assert permits(Permission.Attachment.READ, place.ask("mette", attachment(place, meeting=1))) is may
    assert permits(Permission.Case.VIEW, place.ask("mette", minutes))


def test_a_meeting_of_before_counts_no_more_when_the_part_is_over(place):
    place.involve("mette", "ad_hoc", until="2026-11-20", meetings=(1,))
    place.involve("mette", "primary", meetings=(2,))
    minutes = place.document()
    minutes.meeting_number = 1

    assert not permits(Permission.Document.READ, place.ask("mette", minutes))


def test_what_one_wrote_or_put_in_oneself_one_comes_to(place):
    place.involve("mette", "primary")
    own = place.document()
    own.created_by, own.meeting_number = {"user_id": "mette"}, 1
    file = attachment(place, meeting=1)
    file.by = {"user_id": "mette"}

    assert permits(Permission.Document.READ, place.ask("mette", own))
    assert permits(Permission.Attachment.READ, place.ask("mette", file))


@pytest.mark.parametrize(
    ("relation", "may"), [("primary", False), ("convener", False), ("contact_person", False), ("deputy", True)]
)
def test_the_plan_is_written_by_who_coordinates_it(place, relation, may):
    place.involve("mette", relation)

    assert permits(Permission.Document.WRITE, place.ask("mette", place.document(PLAN))) is may
    assert permits(Permission.Document.READ, place.ask("mette", place.document(PLAN)))


@pytest.mark.parametrize(
    ("relation", "may"),
    [("primary", False), ("author", False), ("ad_hoc", False), ("convener", True), ("contact_person", True)],
)
def test_the_consent_is_written_by_who_holds_the_case_together(place, relation, may):
    place.involve("mette", relation)

    assert permits(Permission.Document.WRITE, place.ask("mette", place.document("kui.consent"))) is may
    assert permits(Permission.Consent.WITHDRAW, place.ask("mette"))


def test_the_leader_of_the_plan_coordinator_writes_the_consent_and_nothing_else(place):
    """Kirsten leads the plan coordinator's department, and has no task in the case."""
    found = [place.document(form) for form in ("kui.consent", PLAN, MINUTES, "kui.contact_note")]

    assert [permits(Permission.Document.WRITE, place.ask("kirsten", one)) for one in found] == [True, *[False] * 3]
    assert not permits(Permission.Document.WRITE, place.ask("mette", found[0]))
