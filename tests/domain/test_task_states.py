"""How a task moves, and who may move it."""

import pytest

from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.domain.task_states import check, check_mover, may_move, targets


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("open", ["in_progress", "done", "cancelled"]),
        ("in_progress", ["done", "cancelled"]),
        ("done", []),
        ("cancelled", []),
    ],
)
def test_what_a_task_can_become(source, found):
    assert targets(source) == found
    for target in found:
        check(source, target, "Fordi.")


@pytest.mark.parametrize(("source", "target"), [("done", "open"), ("cancelled", "done"), ("in_progress", "open")])
def test_other_steps_are_refused(source, target):
    with pytest.raises(Conflict, match="kan ikke blive"):
        check(source, target, "Fordi.")


@pytest.mark.parametrize("target", ["", "lost"])
def test_a_status_that_does_not_exist_is_refused(target):
    with pytest.raises(Refused, match="Vælg"):
        check("open", target, "")


@pytest.mark.parametrize("note", ["", "  "])
def test_what_is_dropped_says_why(note):
    with pytest.raises(Refused, match="hvorfor opgaven bortfalder"):
        check("open", "cancelled", note)
    check("open", "done", note)


@pytest.mark.parametrize(("user", "may"), [("owner", True), ("coordinator", True), ("mette", False), ("", False)])
def test_who_may_move_it(user, may):
    assert may_move(user, "owner", {"coordinator"}) is may


def test_a_task_of_nobody_is_the_coordinators():
    check_mover("jonas", "", {"jonas"})
    with pytest.raises(NotAllowed, match="plankoordinatoren"):
        check_mover("mette", "", {"jonas"})
    assert not may_move("", "", {"jonas"})
