"""Folders, meetings, staff, editions, drafts and events."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kuidocs.forms.edition import Edition
from kuidocs.resources import drafts
from kuidocs.resources.base import new_id
from kuidocs.resources.case import Case, YoungPerson
from kuidocs.resources.drafts import Draft, DraftFolder
from kuidocs.resources.events import Event, EventLog
from kuidocs.resources.outbox import Job, Outbox
from kuidocs.resources.skabeloner import TemplateFolder
from kuidocs.resources.staff import Staff, StaffFolder

NOW = datetime(2026, 11, 21, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))
BY = {"user_id": "jonas", "name": "Jonas Ravnsborg"}


def edition(number, effective):
    return Edition.of({"form": "kui.notice", "number": number, "effective": effective})


def test_ids_are_random():
    assert len({new_id() for _ in range(100)}) == 100


def test_meetings_are_numbered_in_the_case_and_within_their_type():
    case = Case("FLK-2026-0001", YoungPerson("Freja Holm", "2009-01-02"))

    made = [case.moeder.add(kind) for kind in ("clarification", "coordination", "clarification")]

    assert [(m.number, m.meeting_no) for m in made] == [(1, 1), (2, 1), (3, 2)]
    assert case.moeder.of_type("clarification") == [made[0], made[2]]
    assert case["moeder"]["3"] is made[2]


def test_meeting_ten_comes_after_meeting_two():
    case = Case("FLK-2026-0001", YoungPerson("Freja Holm", "2009-01-02"))
    for _ in range(11):
        case.moeder.add("clarification")

    assert [m.number for m in case.moeder.in_order()] == list(range(1, 12))


def test_a_young_person_is_called_by_the_preferred_name():
    freja = YoungPerson("Freja Lund Holm", "2009-01-02")
    assert freja.called == "Freja"

    freja.preferred_name = "Fie"
    assert freja.called == "Fie"


def test_staff_are_found_by_role_and_by_an_unambiguous_name():
    folder = StaffFolder()
    for user_id, name, roles in (("a", "Ane", ("x",)), ("b", "Bo", ("x",)), ("c", "Bo", ())):
        folder[user_id] = Staff(user_id, name)
        folder[user_id].roles = roles
    folder["b"].active = False

    assert [p.user_id for p in folder.with_role("x")] == ["a"]
    assert list(folder.with_role("x", "PPR")) == []
    assert folder.named("Bo").user_id == "c"
    folder["b"].active = True
    assert folder.named("Bo") is None
    assert folder["a"].identity().roles == {"x"}


def test_an_edition_is_stored_once_and_read_by_number():
    folder = TemplateFolder()
    folder.publish(edition(1, "2026-01-01"), NOW)
    folder.publish(edition(2, "2026-12-01"), NOW)

    assert folder.edition("kui.notice", 2).sha256 == edition(2, "2026-12-01").sha256
    assert folder.edition("kui.notice", 3) is None
    assert folder.edition("kui.findesikke", 1) is None
    with pytest.raises(ValueError, match="already"):
        folder.publish(edition(2, "2027-01-01"), NOW)


@pytest.mark.parametrize(("day", "number"), [("2025-01-01", 1), ("2026-11-21", 1), ("2026-12-01", 2)])
def test_the_newest_edition_is_the_newest_in_effect(day, number):
    folder = TemplateFolder()
    for made in (edition(1, "2026-01-01"), edition(2, "2026-12-01")):
        folder.publish(made, NOW)

    assert folder["kui.notice"].newest(day).data["number"] == number


def test_a_draft_remembers_what_a_field_said_before():
    draft = Draft("d1", "kui.notice", 1, None)
    for text in ("a", "b", None):
        draft.put("reason", text, BY, "2026-11-21")

    assert draft.revisions() == {"reason": 3}
    assert [draft.value_at("reason", rev) for rev in (1, 2, 3, 9)] == ["a", "b", None, None]
    assert draft.value_at("purpose", 1) is None
    assert draft.content() == {}


def test_a_draft_forgets_only_what_is_very_old(monkeypatch):
    monkeypatch.setattr(drafts, "KEPT", 20)
    draft = Draft("d1", "kui.notice", 1, {"number": 1})
    for n in range(1, 26):
        draft.put("reason", f"tekst {n}", BY, "2026-11-21")

    assert draft.value_at("reason", 25) == "tekst 25"
    assert draft.value_at("reason", 5) == "tekst 5"
    assert draft.value_at("reason", 4) is None
    assert draft.base == {"number": 1}


def test_a_field_of_an_older_release_is_read_and_written_on():
    draft = Draft("d1", "kui.notice", 1, None)
    first = {"value": "a", "rev": 1, "by": BY, "at": "2026-11-20"}
    draft.fields["reason"] = {"value": "b", "rev": 2, "by": BY, "at": "2026-11-21", "earlier": (first,)}

    assert draft.content() == {"reason": "b"}
    draft.put("reason", "c", BY, "2026-11-22")

    assert [draft.value_at("reason", rev) for rev in (1, 2, 3)] == ["a", "b", "c"]
    assert draft.revisions() == {"reason": 3}


def test_a_row_that_was_taken_out_is_known_with_its_words():
    draft = Draft("d1", "kui.notice", 1, None)
    draft.put("goals", {"rows": ["g1aaaa", "g2aaaa"]}, BY, "2026-11-21")
    draft.put("goals/g1aaaa/goal_text", "Fod", BY, "2026-11-21")
    draft.put("goals/g1aaaa/sub_goals", {"rows": ["s1aaaa"]}, BY, "2026-11-21")
    draft.put("goals/g1aaaa/sub_goals/s1aaaa/deadline", "2026-12-01", BY, "2026-11-21")

    draft.put("goals", {"rows": ["g2aaaa"]}, BY, "2026-11-21")

    field = draft.field("goals")
    assert dict(field.removed) == {"g1aaaa": {"by": BY, "at": "2026-11-21"}}
    assert not draft.is_there("goals/g1aaaa/sub_goals/s1aaaa/deadline")
    assert draft.is_there("goals/g2aaaa/goal_text")
    assert draft.row("goals", "g1aaaa") == {
        "rid": "g1aaaa",
        "goal_text": "Fod",
        "sub_goals": [{"rid": "s1aaaa", "deadline": "2026-12-01"}],
    }
    assert draft.restored("goals", "g1aaaa") == {"rows": ["g1aaaa", "g2aaaa"]}

    draft.put("goals", draft.restored("goals", "g1aaaa"), BY, "2026-11-21")
    assert dict(field.removed) == {}


def test_drafts_are_kept_by_document():
    folder = DraftFolder()
    made = folder.add(Draft("d1", "kui.notice", 1, None))

    assert folder.get("d1") is made
    folder.remove("d1")
    folder.remove("d1")
    assert folder.get("d1") is None


def test_events_lie_in_the_order_of_time():
    log = EventLog()
    later = Event("document.approved", BY, NOW.replace(hour=11), {}, {})
    first = Event("document.submitted", BY, NOW, {"case_no": "x"}, {"a": 1}, id="fast")
    log.add(later)
    log.add(first)

    assert list(log) == [first, later]
    assert (first.id, first.at) == ("fast", "2026-11-21T10:00:00+01:00")


def test_a_folder_tells_what_it_holds():
    outbox = Outbox()
    job = outbox.add(Job("seal", "k", {"n": 1}, NOW))

    assert job.id in outbox
    assert list(outbox) == [job.id]
    assert len(outbox) == 1
    assert outbox.get("x", 7) == 7
