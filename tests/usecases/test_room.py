"""Who does what, written in the room while the meeting goes on: in the draft of the minutes (R31)."""

import pytest

from kuidocs.domain.errors import Conflict, NotFound, Refused
from kuidocs.domain.tasks import OPEN
from kuidocs.usecases import case_reading, documents, drafting, room
from kuidocs.usecases.read_model import snapshot
from tests.usecases.convening import ready, row
from tests.views import making

LABEL = "FLK-2026-0001-D99"
CALLS = {"task_text": "Ringer til FGU", "responsible": "Louise", "deadline": "2026-12-15"}
GOALS = [
    {"rid": "goal-one", "goal_no": "1", "goal_text": "Et værksted", "youth_words": "Mit bord.", "status": "on_track"},
    {"rid": "goal-two", "goal_no": "2", "goal_text": "Sove", "status": "achieved"},
]


@pytest.fixture
def meeting(world):
    """A meeting of professionals to which two are convened."""
    ready(world.case)
    return world.case.moeder["1"]


def add(world, meeting, user="jonas", token="", label=LABEL, **fields):
    return room.add(meeting, world.drafts, world.act(user, token), CALLS | fields, label=label)


def board(world, meeting):
    return room.board(world.case, world.drafts, meeting, world.sight())


def tasks(world, meeting):
    return [dict(task) for task in board(world, meeting).tasks]


def texts(world, meeting):
    return [task["task_text"] for task in board(world, meeting).tasks]


def change(world, meeting, rid, base=None, user="jonas", token="", **fields):
    shown = board(world, meeting).base(rid) if base is None else base
    return room.change(meeting, world.drafts, world.act(user, token), rid, CALLS | fields, shown)


def remove(world, meeting, rid, base=None, user="jonas"):
    shown = board(world, meeting).base(rid) if base is None else base
    room.remove(meeting, world.drafts, world.act(user), rid, shown)


# What the screen shows


def test_before_the_minutes_are_begun_those_who_are_convened_are_there(world, meeting):
    found = board(world, meeting)

    assert (found.state, found.document, found.tasks) == (room.NONE, None, ())
    assert found.people == {"Jonas Ravnsborg": "Jonas", "Louise Grønvang": "Louise"}
    assert found.base("x") == {}


def test_the_young_person_is_called_what_she_is_called(world):
    ready(world.case, row(world.case, world.case.person.full_name, "young_person"), kind="followup_with_young")
    world.case.person.preferred_name = "Fjeren"

    assert board(world, world.case.moeder["1"]).people[world.case.person.full_name] == "Fjeren"


def test_goals_that_are_worked_on_stand_there_with_the_young_persons_words(world, meeting):
    making.paper(world.case, "kui.education_plan", {"goals": GOALS})

    (goal,) = board(world, meeting).goals

    assert (goal["goal_text"], goal["youth_words"]) == ("Et værksted", "Mit bord.")


def test_a_goal_that_the_minutes_change_stands_as_they_say(world):
    making.paper(world.case, "kui.education_plan", {"goals": GOALS})
    meeting = making.meeting(world.case, "followup_with_young", "2026-11-21", "convened")
    document, _ = add(world, meeting)
    draft = world.drafts.get(document.id)
    new = {"rid": "goal-new", "goal_no": "1", "goal_text": "Et værksted om tirsdagen", "status": "changed"}
    content = draft.content() | {"new_or_changed_goals": [new]}
    drafting.save(document, world.drafts, content, draft.revisions(), world.act())

    assert [goal["goal_text"] for goal in board(world, meeting).goals] == ["Et værksted om tirsdagen"]


# Adding


def test_the_first_task_begins_the_minutes_as_they_always_begin(world, meeting):
    document, rid = add(world, meeting)

    assert (document.form_key, document.label, document.meeting_number) == ("kui.minutes.clarification", LABEL, 1)
    content = world.drafts.get(document.id).content()
    assert [one["name"]["text"] for one in content["participants"]] == ["Jonas Ravnsborg", "Louise Grønvang"]
    assert not any("attendance" in one for one in content["participants"])
    assert content["held_at"] == "2026-12-08"
    (task,) = content["who_does_what"]
    assert (task["rid"], task["task_text"], task["deadline"]) == (rid, "Ringer til FGU", "2026-12-15")
    assert task["responsible"]["text"] == "Louise Grønvang"


def test_the_next_one_goes_into_the_same_minutes_under_an_id_of_its_own(world, meeting):
    first, one = add(world, meeting)
    second, two = add(world, meeting, user="louise", task_text="Skriver til banken", label="")

    assert first is second
    assert one != two
    assert texts(world, meeting) == ["Ringer til FGU", "Skriver til banken"]


def test_minutes_that_somebody_writes_in_keep_their_words(world, meeting):
    created = documents.create(
        world.case, world.root, world.drafts, world.act("louise"),
        form_key="kui.minutes.clarification", label=LABEL, meeting=meeting,
    )  # fmt: skip
    draft = world.drafts.get(created.id)
    content = draft.content() | {"wonderings": "Hvad sker der om natten?"}
    drafting.save(created, world.drafts, content, draft.revisions(), world.act("louise"))

    document, _ = add(world, meeting)

    assert document is created
    assert draft.content()["wonderings"] == "Hvad sker der om natten?"


def test_the_same_page_sent_twice_adds_once(world, meeting):
    add(world, meeting, token="side-1")
    _, again = add(world, meeting, token="side-1")

    assert again == ""
    assert texts(world, meeting) == ["Ringer til FGU"]


def test_somebody_who_is_not_there_is_written_as_typed(world, meeting):
    add(world, meeting, responsible="Frejas  mormor")

    assert tasks(world, meeting)[0]["responsible"] == {"text": "Frejas mormor"}


def test_what_is_not_known_yet_is_left_open(world, meeting):
    add(world, meeting, responsible="", deadline=" ", together_with="")

    (task,) = tasks(world, meeting)
    assert set(task) == {"rid", "task_text"}


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"task_text": "  "}, "task_text"), ({"deadline": "i morgen"}, "deadline"), ({"goal_no": "første"}, "goal_no")],
)
def test_what_cannot_be_read_is_refused_and_begins_no_minutes_row(world, meeting, fields, name):
    with pytest.raises(room.NotRead) as refused:
        add(world, meeting, **fields)

    assert name in [one.path[2] for one in refused.value.problems]
    assert all(one.text.endswith(".") for one in refused.value.problems)
    assert tasks(world, meeting) == []


def test_only_tasks_can_be_written_here(world, meeting):
    document, _ = add(world, meeting, decisions="Freja flytter", decision_text="Freja flytter", status="done", rid="x")

    content = world.drafts.get(document.id).content()
    assert "Freja flytter" not in str(content)
    assert set(content["who_does_what"][0]) == {"rid", "task_text", "responsible", "deadline"}
    assert content["who_does_what"][0]["rid"] != "x"


def test_nothing_is_written_to_a_meeting_that_was_cancelled(world, meeting):
    meeting.state = "cancelled"

    with pytest.raises(Refused, match="aflyst"):
        add(world, meeting)


def test_minutes_that_were_sent_on_are_locked(world, meeting):
    making.paper(world.case, "kui.minutes.clarification", {"who_does_what": [{"rid": "t1", **CALLS}]}, meeting=meeting)

    assert board(world, meeting).state == room.LOCKED
    for act in (
        lambda: add(world, meeting),
        lambda: change(world, meeting, "t1", {}),
        lambda: remove(world, meeting, "t1", {}),
        lambda: room.restore(meeting, world.drafts, world.act(), "t1"),
    ):
        with pytest.raises(Conflict, match="ligger fast"):
            act()


def test_before_there_are_minutes_there_is_nothing_to_change(world, meeting):
    with pytest.raises(NotFound):
        change(world, meeting, "t1", {})


# Changing


def test_a_task_is_changed_under_its_id_and_keeps_what_the_screen_does_not_show(world, meeting):
    document, rid = add(world, meeting)
    draft = world.drafts.get(document.id)
    content = draft.content()
    content["who_does_what"][0] |= {"purpose": "At Freja har et sted"}
    drafting.save(document, world.drafts, content, draft.revisions(), world.act())

    assert change(world, meeting, rid, responsible="Jonas", deadline="", goal_no="") == []

    (task,) = tasks(world, meeting)
    assert (task["rid"], task["purpose"]) == (rid, "At Freja har et sted")
    assert task["responsible"]["text"] == "Jonas Ravnsborg"
    assert "deadline" not in task


def test_the_id_behind_a_name_stays_with_the_name(world, meeting):
    document, rid = add(world, meeting)
    draft = world.drafts.get(document.id)
    who = {"text": "Louise Grønvang", "actor_id": "abc"}
    draft.put(f"who_does_what/{rid}/responsible", who, world.act().by, world.act().at)

    change(world, meeting, rid, task_text="Ringer til FGU i dag")

    assert tasks(world, meeting)[0]["responsible"] == who


def test_two_who_write_different_fields_of_one_task_both_keep_their_words(world, meeting):
    _, rid = add(world, meeting)
    shown = board(world, meeting).base(rid)

    assert change(world, meeting, rid, shown, user="louise", deadline="2026-12-20") == []
    assert change(world, meeting, rid, shown, task_text="Ringer til FGU om torsdagen") == []

    (task,) = tasks(world, meeting)
    assert (task["task_text"], task["deadline"]) == ("Ringer til FGU om torsdagen", "2026-12-20")


def test_two_who_write_one_field_is_a_collision_and_nothing_is_overwritten(world, meeting):
    _, rid = add(world, meeting)
    shown = board(world, meeting).base(rid)
    change(world, meeting, rid, shown, user="louise", task_text="Skriver til FGU")

    (found,) = change(world, meeting, rid, shown, task_text="Besøger FGU")

    assert (found.mine, found.theirs, found.by) == ("Besøger FGU", "Skriver til FGU", "Louise Grønvang")
    assert texts(world, meeting) == ["Skriver til FGU"]


def test_the_same_change_sent_twice_is_done_once(world, meeting):
    _, rid = add(world, meeting)
    shown = board(world, meeting).base(rid)
    change(world, meeting, rid, shown, token="side-2", task_text="Besøger FGU")
    change(world, meeting, rid, user="louise", task_text="Skriver til FGU")

    assert change(world, meeting, rid, shown, token="side-2", task_text="Besøger FGU") == []
    assert texts(world, meeting) == ["Skriver til FGU"]


def test_a_task_that_somebody_removed_is_not_changed(world, meeting):
    _, rid = add(world, meeting)
    shown = board(world, meeting).base(rid)
    remove(world, meeting, rid, user="louise")

    with pytest.raises(Conflict, match="fjernet opgaven imens"):
        change(world, meeting, rid, shown, task_text="Besøger FGU")


# Removing, and bringing back


def removed(world, meeting, rid, user="jonas"):
    document = board(world, meeting).document
    return room.removed(document, world.drafts.get(document.id), rid, world.sight(user))


def test_a_task_that_is_removed_can_be_brought_back_where_it_stood(world, meeting):
    rids = [add(world, meeting, task_text=text)[1] for text in ("Den første", "Den anden", "Den tredje")]
    before = tasks(world, meeting)

    remove(world, meeting, rids[1])
    assert texts(world, meeting) == ["Den første", "Den tredje"]
    assert removed(world, meeting, rids[1])["task_text"] == "Den anden"
    room.restore(meeting, world.drafts, world.act("louise"), rids[1])

    assert tasks(world, meeting) == before
    assert removed(world, meeting, rids[1]) is None


def test_the_only_one_too(world, meeting):
    _, rid = add(world, meeting)

    remove(world, meeting, rid)
    assert tasks(world, meeting) == []
    room.restore(meeting, world.drafts, world.act(), rid)

    assert texts(world, meeting) == ["Ringer til FGU"]


def test_removing_and_bringing_back_twice_is_done_once(world, meeting):
    _, rid = add(world, meeting)

    remove(world, meeting, rid)
    remove(world, meeting, rid, {})
    room.restore(meeting, world.drafts, world.act(), rid)
    room.restore(meeting, world.drafts, world.act(), rid)

    assert texts(world, meeting) == ["Ringer til FGU"]


def test_one_in_which_somebody_has_written_since_is_not_removed(world, meeting):
    _, rid = add(world, meeting)
    shown = board(world, meeting).base(rid)
    change(world, meeting, rid, user="louise", task_text="Skriver til FGU")

    with pytest.raises(Conflict, match="En anden har skrevet i opgaven imens"):
        remove(world, meeting, rid, shown)

    assert texts(world, meeting) == ["Skriver til FGU"]


def test_what_never_was_there_cannot_be_brought_back(world, meeting):
    add(world, meeting)

    with pytest.raises(NotFound):
        room.restore(meeting, world.drafts, world.act(), "unknown")


def test_words_of_a_row_that_no_order_ever_named_are_no_task(world, meeting):
    document, _ = add(world, meeting)
    draft = world.drafts.get(document.id)
    by, at = world.act().by, world.act().at
    for value in ("Fra et andet udkast", None):
        draft.put("who_does_what/loose/task_text", value, by, at)

    with pytest.raises(NotFound):
        room.restore(meeting, world.drafts, world.act(), "loose")

    assert texts(world, meeting) == ["Ringer til FGU"]


def test_one_added_since_stays_when_another_comes_back(world, meeting):
    _, first = add(world, meeting)
    remove(world, meeting, first)
    add(world, meeting, user="louise", task_text="Skriver til banken")

    room.restore(meeting, world.drafts, world.act(), first)

    assert sorted(texts(world, meeting)) == ["Ringer til FGU", "Skriver til banken"]


# What becomes of them


def test_when_the_minutes_are_approved_they_are_tasks_under_the_same_ids(world, meeting):
    document, rid = add(world, meeting)
    content = world.drafts.get(document.id).content()
    world.drafts.remove(document.id)
    document.draft = None
    assert rid not in [task.rid for task in case_reading.case_tasks(world.case)]

    making.version(document, content)

    (task,) = case_reading.case_tasks(world.case)
    assert (task.rid, task.text, task.status, task.responsible) == (rid, "Ringer til FGU", OPEN, "Louise Grønvang")


def test_minutes_that_were_begun_in_the_room_wait_for_whoever_takes_them(world, meeting):
    add(world, meeting, user="jonas")

    (document,) = [one for one in snapshot(world.case).documents if one.label == LABEL]

    assert (document.author_id, document.waiting_for) == ("jonas", ("louise",))


def test_minutes_that_are_sent_wait_for_the_reviewer_and_nobody_else(world, meeting):
    add(world, meeting, user="jonas")
    world.case.dokumenter[LABEL].draft = None

    (document,) = [one for one in snapshot(world.case).documents if one.label == LABEL]

    assert document.waiting_for == ()
