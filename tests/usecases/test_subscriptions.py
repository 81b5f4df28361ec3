"""The secret address of a personal calendar, and what a subscription holds."""

from datetime import date, datetime, timedelta

import pytest

from kuidocs.domain.errors import Conflict
from kuidocs.security import addresses
from kuidocs.services.clock import COPENHAGEN
from kuidocs.services.index import InvolvementRow, open_index
from kuidocs.usecases import mailings, meetings, notices, subscriptions
from kuidocs.usecases.read_model import snapshot
from tests import factories
from tests.usecases.convening import DAY, ROOM, ready
from tests.views import making

BASE = "https://kui.example/"


@pytest.fixture
def index(tmp_path):
    opened = open_index(tmp_path / "index.sqlite")
    yield opened
    opened.close()


def held(world, index, user="jonas", rooms=(ROOM,)):
    """What the subscription of a user holds now."""
    after = int.from_bytes(index.last_tid(), "big") + 1
    assert index.apply({world.case.case_no: snapshot(world.case)}, after.to_bytes(8, "big"))
    person = world.root.medarbejdere[user]
    return subscriptions.entries(world.root, index, person, factories.NOW, rooms=rooms, base_url=BASE)


def events(world):
    return [event.kind for event in world.root.medarbejdere.log]


def test_an_address_is_made_renewed_and_taken_back(world):
    jonas = world.root.medarbejdere["jonas"]

    first = subscriptions.make(world.root, world.act("jonas", "page-1"))
    second = subscriptions.make(world.root, world.act("jonas", "page-2"))
    hash_now = jonas.feed_hash
    subscriptions.revoke(world.root, world.act("jonas", "page-3"))

    assert first != second
    assert hash_now == addresses.digest(second)
    assert (jonas.feed_hash, jonas.feed_made_at) == ("", "")
    assert events(world) == ["staff.feed_made", "staff.feed_renewed", "staff.feed_revoked"]


def test_the_secret_is_stored_nowhere(world):
    secret = subscriptions.make(world.root, world.act())
    jonas = world.root.medarbejdere["jonas"]

    assert secret not in repr(vars(jonas))
    assert not any(secret in repr(vars(event)) for event in world.root.medarbejdere.log)
    assert len(secret) >= 43


def test_the_same_page_makes_one_address(world):
    secret = subscriptions.make(world.root, world.act("jonas", "page-1"))

    with pytest.raises(Conflict, match="vises kun én gang"):
        subscriptions.make(world.root, world.act("jonas", "page-1"))

    assert world.root.medarbejdere["jonas"].feed_hash == addresses.digest(secret)


def test_taking_back_what_is_not_there_writes_nothing(world):
    subscriptions.revoke(world.root, world.act())

    assert events(world) == []


def test_a_convened_meeting_stands_in_it_as_in_the_invitation(world, index):
    document = ready(world.case)
    notices.send(document, world.act(), knowledge={}, rooms=(ROOM,))
    (entry,) = held(world, index)
    sent = mailings.mailings(world.case, world.case.moeder["1"])[0].fact["data"]

    assert (entry.uid, entry.sequence, entry.status) == (sent["uid"], sent["sequence"], "CONFIRMED")
    assert entry.start.isoformat().startswith(DAY)
    assert (entry.location, entry.link) == (ROOM, "https://kui.example/kalender")


def test_a_meeting_has_the_same_name_before_and_after_the_invitation(world, index):
    document = ready(world.case)
    (before,) = held(world, index)
    notices.send(document, world.act(), knowledge={}, rooms=())
    (after,) = held(world, index)

    assert (before.uid, before.status) == (after.uid, "TENTATIVE")
    assert world.case.moeder["1"].calendar_uid == before.uid


def test_what_is_cancelled_is_told_so_with_a_higher_number(world, index):
    notices.send(ready(world.case), world.act(), knowledge={}, rooms=())
    meetings.cancel(world.case.moeder["1"], world.act(), reason="Sygdom.")
    (entry,) = held(world, index)
    mails = [one.sequence for one in mailings.mailings(world.case, world.case.moeder["1"])]

    assert entry.status == "CANCELLED"
    assert entry.sequence == max(mails) > 0


def test_what_is_moved_and_has_no_day_stands_nowhere(world, index):
    notices.send(ready(world.case), world.act(), knowledge={}, rooms=())
    meetings.move(world.case.moeder["1"], world.drafts, world.act(), reason="Ferie.")

    assert held(world, index) == []


@pytest.mark.parametrize("rooms", [(), ("Et andet sted",)])
def test_a_place_that_is_no_room_of_the_municipality_is_not_told(world, index, rooms):
    ready(world.case)
    (entry,) = held(world, index, rooms=rooms)

    assert entry.location == ""


@pytest.mark.parametrize(("days", "there"), [(-61, 0), (-60, 1), (0, 1), (400, 1), (401, 0)])
def test_it_holds_what_was_lately_and_what_comes_within_a_year(world, index, days, there):
    day = (factories.NOW + timedelta(days=days)).date().isoformat()
    making.meeting(world.case, "clarification", day, start="09:00", end="10:00")

    assert len(held(world, index)) == there


def test_a_time_that_is_not_told_is_the_day(world, index):
    making.meeting(world.case, "clarification", "2026-12-08")
    making.meeting(world.case, "clarification", "2026-12-09", start="09:00")
    whole, begun = held(world, index)

    assert (whole.all_day, begun.all_day) == (True, False)
    assert begun.start == begun.end == datetime(2026, 12, 9, 9, tzinfo=COPENHAGEN)


def test_who_has_no_part_has_nothing(world, index):
    ready(world.case)

    assert held(world, index, "mikkel") == []


def test_the_tree_is_asked_again(world, index):
    """The read model may be behind: then it still names somebody whose part has ended, or what is no more."""
    ready(world.case)
    rows = held(world, index)
    world.case.involvements = ()
    person, at = world.root.medarbejdere["jonas"], factories.NOW

    assert len(rows) == 1
    assert subscriptions.entries(world.root, index, person, at, rooms=(), base_url=BASE) == []


def test_a_case_or_meeting_that_is_gone_is_left_out(world, index):
    ready(world.case)
    held(world, index)
    diary = index.diary("jonas", factories.NOW.date(), factories.NOW.date(), factories.NOW.date() + timedelta(days=90))
    world.case.moeder.children.clear()

    assert list(subscriptions.meetings(world.root, world.who("jonas"), factories.NOW, diary.meetings)) == []
    world.root.sager.children.clear()
    assert list(subscriptions.meetings(world.root, world.who("jonas"), factories.NOW, diary.meetings)) == []


def test_who_cares_for_the_system_has_no_meetings(world, index):
    making.meeting(world.case, "clarification", "2026-12-08")
    row = {"user_id": "tobias", "relation": "primary", "since": "2026-10-01", "until": "", "why": ""}
    world.case.involvements = (*world.case.involvements, row)
    made = snapshot(world.case)

    assert InvolvementRow(world.case.case_no, "tobias", "primary", date(2026, 10, 1)) in made.involvements
    assert held(world, index, "tobias") == []
