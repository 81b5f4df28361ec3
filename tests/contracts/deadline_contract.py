"""What the read model does with deadlines and work lists, in whichever database."""

from dataclasses import replace
from datetime import date

import pytest

from kuidocs.services.index import (
    CaseRow,
    CaseSnapshot,
    DeadlineRow,
    DocumentRow,
    IndexService,
    InvolvementRow,
    LampRow,
    MeetingRow,
    TaskRow,
)
from tests.contracts.index_contract import DAY, TODAY, case, put


def waiting(number: int, user: str = "jonas", kind: str = "task", day: date = TODAY) -> DeadlineRow:
    return DeadlineRow(f"C-{number}", kind, user, day, "r1")


class DeadlineContract:
    """What waits for somebody, and the list of who coordinates."""

    @pytest.fixture
    def index(self) -> IndexService:
        raise NotImplementedError

    def test_what_waits_for_the_user_in_the_users_cases(self, index: IndexService):
        put(
            index,
            case(1, "Elias", deadlines=(waiting(1, day=TODAY + DAY), waiting(1, "mette"))),
            case(2, "Freja", deadlines=(waiting(2),)),
        )

        found = index.deadlines("jonas", TODAY)

        assert [(one.case.person_name, one.row.day) for one in found] == [("Freja", TODAY), ("Elias", TODAY + DAY)]
        assert index.deadlines("mette", TODAY) == ()

    def test_a_part_that_is_not_of_the_day_shows_nothing(self, index: IndexService):
        put(index, case(1, "Elias", since=TODAY + DAY, deadlines=(waiting(1),)))

        assert index.deadlines("jonas", TODAY) == ()

    def test_who_is_asked_to_review_needs_no_part(self, index: IndexService):
        put(index, case(1, "Elias", deadlines=(waiting(1, "kirsten", "review"), waiting(1, "kirsten"))))

        assert [one.row.kind for one in index.deadlines("kirsten", TODAY)] == ["review"]

    @pytest.mark.parametrize("state", ["closed", "transferred", "archived"])
    def test_nothing_waits_in_a_finished_case(self, index: IndexService, state: str):
        put(index, case(1, "Elias", state=state, deadlines=(waiting(1), waiting(1, kind="review"))))

        assert index.deadlines("jonas", TODAY) == ()
        assert index.work_list("jonas", TODAY) == []

    @pytest.mark.parametrize(("relation", "shown"), [("plan_coordinator", True), ("deputy", True), ("primary", False)])
    def test_the_work_list_is_of_those_who_coordinate(self, index: IndexService, relation: str, shown: bool):
        put(index, coordinated(relation))

        assert bool(index.work_list("jonas", TODAY)) is shown
        assert index.work_list("jonas", TODAY - DAY) == []
        assert index.work_list("mette", TODAY) == []

    def test_it_has_everything_that_waits_the_lamp_and_the_next_meeting(self, index: IndexService):
        told = coordinated("plan_coordinator")
        put(index, told)

        (found,) = index.work_list("jonas", TODAY)

        assert (found.case, found.lamp, found.deadlines) == (told.case, told.lamps[0], told.deadlines)
        assert found.next_meeting == told.meetings[1]

    def test_a_case_with_nothing_is_on_it_too(self, index: IndexService):
        put(index, replace(coordinated("deputy"), meetings=(), lamps=(), deadlines=()))

        (found,) = index.work_list("jonas", TODAY)

        assert (found.lamp, found.next_meeting, found.deadlines) == (None, None, ())

    def test_what_somebody_has_who_leaves(self, index: IndexService):
        document = DocumentRow("C-3", "D-1", "a1", "kui.notice", "", "draft", author_id="mette")
        review = DocumentRow("C-4", "D-1", "a2", "kui.notice", "", "in_review", waiting_for=("mette",))
        put(
            index,
            case(1, "Anna"),
            case(2, "Bo", tasks=(TaskRow("C-2", "r1", "x", "open", "D-1", "mette"),)),
            case(3, "Carl", documents=(document,)),
            case(4, "Dea", documents=(review,)),
            case(5, "Eva", tasks=(TaskRow("C-5", "r1", "x", "done", "D-1", "mette"),)),
            case(6, "Fie", state="closed", documents=(replace(document, case_no="C-6"),)),
        )

        assert index.held_by("mette", TODAY) == ["C-2", "C-3", "C-4"]
        assert index.held_by("jonas", TODAY) == ["C-1", "C-2", "C-3", "C-4", "C-5"]


def coordinated(relation: str) -> CaseSnapshot:
    row = CaseRow("C-1", "Elias", "Elias", "following_up")
    days = (TODAY - DAY, TODAY, TODAY + DAY)
    return CaseSnapshot(
        row,
        (InvolvementRow("C-1", "jonas", relation, TODAY),),
        meetings=tuple(MeetingRow("C-1", n, "clarification", n, "planned", day) for n, day in enumerate(days, 1)),
        lamps=(LampRow("C-1", next_review=TODAY),),
        deadlines=(waiting(1, "mette"), waiting(1, "jonas", "silent", TODAY + DAY)),
    )
