"""Answers to a notice: one's own, another's on his or her word, and again when the meeting is moved."""

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.domain.replies import CANNOT, COMES, ONLINE
from kuidocs.usecases import meetings, notices, replies
from kuidocs.usecases.replies import asked, may_register, reply, waits_for, young_person_cannot
from tests.usecases.convening import DAY, next_notice, ready, row, rows
from tests.views import making

JONAS, LOUISE, FREJA = "row-jonasravnsborg", "row-louisegrnvang", "row-frejalundsgaardholm"


@pytest.fixture
def notice(world):
    """A notice of a meeting of professionals that is convened."""
    found = ready(world.case)
    meetings.convene(world.case.moeder["1"], world.act())
    return found


@pytest.fixture
def meeting(world, notice):
    return world.case.moeder["1"]


@pytest.fixture
def together(world):
    """A convened meeting with the young person."""
    ready(world.case, row(world.case, world.case.person.full_name, "young_person"), kind="followup_with_young")
    found = world.case.moeder["1"]
    found.state = "convened"
    return found


def answers(world, meeting):
    return {one.rid: one.answer for one in asked(world.case, meeting)}


def say(world, meeting, rid, answer, user="jonas", token="", **more):
    reply(meeting, world.act(user, token), rid=rid, answer=answer, **more)


def test_nobody_has_answered_at_first(world, meeting):
    assert answers(world, meeting) == {JONAS: "", LOUISE: ""}
    assert [one.label for one in asked(world.case, meeting)] == ["Har ikke svaret"] * 2


def test_one_answers_for_oneself(world, meeting):
    say(world, meeting, LOUISE, ONLINE, user="louise", how="phone", note=" Fra kontoret. ")

    (_, louise) = asked(world.case, meeting)
    assert (louise.answer, louise.label, louise.user) == (ONLINE, "Kommer online", "louise")
    assert louise.fact["data"]["note"] == "Fra kontoret."
    assert louise.fact["data"]["how"] == ""
    assert louise.fact["by"]["user_id"] == "louise"


def test_the_convener_writes_down_what_another_said_and_how(world, meeting):
    say(world, meeting, LOUISE, CANNOT, how="phone")

    (_, louise) = asked(world.case, meeting)
    assert (louise.answer, louise.fact["data"]["how"], louise.fact["by"]["user_id"]) == (CANNOT, "phone", "jonas")


@pytest.mark.parametrize(
    ("user", "rid", "more", "kind"),
    [
        ("louise", JONAS, {"how": "phone"}, NotAllowed),
        ("mette", LOUISE, {"how": "phone"}, NotAllowed),
        ("jonas", LOUISE, {}, Refused),
        ("jonas", "unknown", {"how": "phone"}, Conflict),
    ],
)
def test_others_answers_are_not_made_up(world, meeting, user, rid, more, kind):
    with pytest.raises(kind):
        say(world, meeting, rid, COMES, user=user, **more)

    assert not any(answers(world, meeting).values())


def test_a_later_answer_counts_and_the_earlier_one_stays(world, meeting):
    say(world, meeting, JONAS, COMES)
    say(world, meeting, JONAS, CANNOT)

    assert answers(world, meeting)[JONAS] == CANNOT
    assert [fact["data"]["answer"] for fact in replies.history(meeting)] == [COMES, CANNOT]


def test_the_same_page_sent_twice_answers_once(world, meeting):
    say(world, meeting, JONAS, COMES, token="side-1")
    say(world, meeting, JONAS, CANNOT, token="side-1")

    assert [fact["data"]["answer"] for fact in replies.history(meeting)] == [COMES]


def test_the_event_tells_of_it_without_the_words(world, meeting):
    say(world, meeting, JONAS, CANNOT, note="Min datter er syg.")

    (found,) = [event for event in meeting.log if event.kind == "meeting.replied"]
    assert found.by["user_id"] == "jonas"
    assert "datter" not in str(vars(found))


@pytest.mark.parametrize("state", ["planned", "held", "minuted", "closed", "cancelled"])
def test_only_a_convened_meeting_is_answered(world, meeting, state):
    meeting.state = state

    with pytest.raises(Conflict):
        say(world, meeting, JONAS, COMES)
    assert waits_for(world.case, meeting, "jonas") is None
    assert not may_register(world.case, meeting, world.act())


def test_who_has_not_answered_is_waited_for(world, meeting):
    assert waits_for(world.case, meeting, "louise").rid == LOUISE
    assert waits_for(world.case, meeting, "mette") is None
    assert waits_for(world.case, meeting, "") is None

    say(world, meeting, LOUISE, CANNOT, user="louise")

    assert waits_for(world.case, meeting, "louise") is None


def test_who_may_write_down_others_answers(world, meeting):
    assert may_register(world.case, meeting, world.act("jonas"))
    assert not may_register(world.case, meeting, world.act("louise"))


def test_moving_the_meeting_asks_again_and_keeps_what_was_said(world, meeting, notice):
    say(world, meeting, JONAS, COMES)
    meetings.move(meeting, world.drafts, world.act(), reason="Louise er syg.")
    next_notice(notice, world.drafts, world.act(), day="2026-12-10")
    assert meeting.state == "planned"

    meetings.convene(meeting, world.act())

    assert answers(world, meeting) == {JONAS: "", LOUISE: ""}
    assert len(list(replies.history(meeting))) == 1
    assert waits_for(world.case, meeting, "jonas").rid == JONAS


def test_a_notice_with_the_same_time_does_not_ask_again(world, meeting, notice):
    say(world, meeting, JONAS, COMES)

    next_notice(notice, world.drafts, world.act(), row(world.case, "Mette Lindekrone"), day=DAY)

    assert answers(world, meeting)[JONAS] == COMES


def test_a_row_that_is_about_somebody_else_now_has_no_answer(world, meeting, notice):
    say(world, meeting, JONAS, COMES)
    content = notice.latest.content()
    content["participants"][0] |= {"name": row(world.case, "Mette Lindekrone")["name"]}
    making.version(notice, content, number=2)

    assert answers(world, meeting)[JONAS] == ""


def test_a_meeting_without_the_young_person_needs_another_time(world, together):
    assert not young_person_cannot(world.case, together)

    say(world, together, FREJA, CANNOT, how="in_person")
    assert young_person_cannot(world.case, together)
    together.state = "held"
    assert not young_person_cannot(world.case, together)


def test_that_a_professional_cannot_come_moves_nothing(world, together):
    say(world, together, LOUISE, CANNOT, how="email")

    assert not young_person_cannot(world.case, together)


def test_a_meeting_of_professionals_never_waits_for_the_young_person(world, meeting):
    say(world, meeting, LOUISE, CANNOT, how="email")

    assert not young_person_cannot(world.case, meeting)


def test_answers_are_no_attendance(world, meeting):
    say(world, meeting, JONAS, COMES)
    say(world, meeting, LOUISE, CANNOT, how="phone")

    assert all("attendance" not in one for one in rows(world.case))
    assert not any(fact["kind"] == "held" for fact in meeting.facts)
    assert notices.meeting_of(world.case.dokumenter["FLK-2026-0001-D03"]) is meeting
