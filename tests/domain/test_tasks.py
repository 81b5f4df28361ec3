"""Tasks from minutes to minutes."""

from datetime import date

import pytest

from kuidocs.domain.tasks import LABELS, Minutes, Task, follow, follow_ups, overlap

TODAY = date(2026, 11, 21)


def row(rid="t1aaaa", text="Ringer til FGU om et værksted", who="Jonas", deadline="2026-10-13", **more):
    return {"rid": rid, "task_text": text, "responsible": {"text": who}, "deadline": deadline} | more


def minutes(label, agreed=(), progress=(), kind="followup_with_young", held=date(2026, 9, 29)):
    return Minutes(label, held, kind, agreed, progress)


def statuses(*all_minutes):
    return {task.rid: task.status for task in follow(all_minutes)}


def test_a_task_is_open_until_somebody_says_otherwise():
    (task,) = follow([minutes("D1", [row()])])

    assert (task.status, task.label, task.deadline) == ("open", "D1", date(2026, 10, 13))
    assert task.is_late(TODAY)
    assert not task.is_late(date(2026, 10, 13))
    assert LABELS[task.status] == "Aftalt"


@pytest.mark.parametrize(
    "reported",
    [
        {"rid": "t1aaaa", "status": "done"},
        {"rid": "p1aaaa", "task_text": "Ringer til FGU om et værksted", "status": "done"},
        {"rid": "p1aaaa", "task_text": "ringer til fgu", "responsible": {"text": "Jonas"}, "status": "done"},
        {"rid": "p1aaaa", "task_text": "ringer til fgu", "responsible": "Jonas", "status": "done"},
    ],
)
def test_progress_finds_its_task(reported):
    assert statuses(minutes("D1", [row()]), minutes("D2", progress=[reported])) == {"t1aaaa": "done"}


@pytest.mark.parametrize(
    "reported",
    [
        {"rid": "p1aaaa", "task_text": "Noget helt andet", "responsible": {"text": "Jonas"}, "status": "done"},
        {"rid": "p1aaaa", "task_text": "ringer til fgu", "responsible": {"text": "Mette"}, "status": "done"},
        {"rid": "p1aaaa", "status": "done"},
        {"rid": "t1aaaa"},
    ],
)
def test_progress_on_something_else_changes_nothing(reported):
    assert statuses(minutes("D1", [row()]), minutes("D2", progress=[reported])) == {"t1aaaa": "open"}


def test_a_closed_task_is_not_reported_on_by_its_words():
    done = {"rid": "t1aaaa", "status": "done"}
    again = {"rid": "p2aaaa", "task_text": "Ringer til FGU om et værksted", "status": "in_progress"}

    assert statuses(minutes("D1", [row()]), minutes("D2", progress=[done]), minutes("D3", progress=[again])) == {
        "t1aaaa": "done"
    }


def test_a_task_that_is_handed_on_has_a_new_owner_and_keeps_its_status():
    handed = {"rid": "t1aaaa", "handed_to": {"text": "Mette", "actor_id": "a7"}}

    (task,) = follow([minutes("D1", [row(informs={"text": "Freja"})]), minutes("D1", progress=[handed])])

    assert (task.responsible, task.actor_id, task.status, task.informs) == ("Mette", "a7", "open", "Freja")


def test_tasks_of_clarification_close_with_their_series():
    first = minutes("D1", [row()], kind="clarification")
    other = minutes("D2", [row("t2aaaa", deadline=None)], kind="coordination")

    assert statuses(first, other) == {"t1aaaa": "done", "t2aaaa": "open"}


def test_a_task_without_responsible_or_day_is_no_one_s_and_never_late():
    (task,) = follow([minutes("D1", [{"rid": "t1aaaa"}])])

    assert (task.responsible, task.deadline) == ("", None)
    assert not task.is_late(TODAY)


def test_a_finished_task_is_never_late():
    task = Task("t", "x", "Jonas", "", date(2020, 1, 1), "cancelled", "D1", None)

    assert not task.is_open
    assert not task.is_late(TODAY)


def test_overlap_of_words():
    assert overlap("a b", "b c") == 0.5
    assert overlap("", "b") == 0.0


def closed(*all_minutes):
    return {task.rid: task.closed_at for task in follow(all_minutes)}


def test_a_task_keeps_the_day_on_which_it_was_told_to_be_done():
    first = minutes("D1", [row()])
    done = minutes("D2", progress=[{"rid": "t1aaaa", "status": "done"}], held=date(2026, 10, 20))
    again = minutes("D3", progress=[{"rid": "t1aaaa", "status": "done"}], held=date(2026, 11, 20))

    assert closed(first) == {"t1aaaa": None}
    assert closed(first, done, again) == {"t1aaaa": date(2026, 10, 20)}


def test_a_task_that_is_opened_again_has_no_such_day():
    done = minutes("D1", [row()]), minutes("D2", progress=[{"rid": "t1aaaa", "status": "done"}])
    opened = minutes("D3", progress=[{"rid": "t1aaaa", "status": "in_progress"}])

    assert closed(*done, opened) == {"t1aaaa": None}


def test_what_closes_with_its_series_has_no_day():
    first = minutes("D1", [row()], kind="clarification")

    assert closed(first, minutes("D2", kind="coordination")) == {"t1aaaa": None}


class TestFollowUps:
    """Professionals whom a meeting missed and grants to be clarified become tasks (R18, R19)."""

    MISSED = {"rid": "m1aaaa", "profession": "Psykolog", "why": "Natten.", "responsible": {"text": "Jonas"}}
    GRANT = {"rid": "g1aaaa", "grant": "Mentor", "responsible": {"text": "Mette"}, "deadline": "2026-10-01"}

    def test_each_has_its_words_and_its_day(self):
        told = {
            "next_meeting_date": "2026-10-20",
            "missing_professionals": [self.MISSED],
            "grants_to_clarify": [self.GRANT],
        }

        assert list(follow_ups(told)) == [
            {
                "rid": "m1aaaa",
                "task_text": "Tager kontakt til Psykolog",
                "responsible": {"text": "Jonas"},
                "deadline": "2026-10-20",
                "purpose": "Natten.",
            },
            {
                "rid": "g1aaaa",
                "task_text": "Får afklaret: Mentor",
                "responsible": {"text": "Mette"},
                "deadline": "2026-10-01",
            },
        ]

    @pytest.mark.parametrize(
        ("agreed", "made"), [("Ringer til psykolog Karen", 0), ("Undersøger, om mentor kan bevilges", 0), ("Andet", 1)]
    )
    def test_what_is_agreed_already_is_not_made_twice(self, agreed, made):
        told = {"who_does_what": [row(text=agreed)], "missing_professionals": [self.MISSED]}
        granted = {"who_does_what": [row(text=agreed)], "grants_to_clarify": [self.GRANT]}

        assert min(len(list(follow_ups(told))), len(list(follow_ups(granted)))) == made

    def test_rows_that_say_nothing_are_no_tasks(self):
        assert not list(follow_ups({"missing_professionals": [{"rid": "x"}], "grants_to_clarify": [{"rid": "y"}]}))
        (bare,) = follow_ups({"grants_to_clarify": [{"rid": "y", "grant": "Mentor"}]})
        assert bare == {"rid": "y", "task_text": "Får afklaret: Mentor"}
