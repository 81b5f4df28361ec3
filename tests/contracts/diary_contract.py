"""What the read model tells calendars and statistics, in whichever database."""

from dataclasses import replace

import pytest

from kuidocs.services.index import CourseRow, IndexService, MeetingRow
from tests.contracts.index_contract import DAY, NO, SNAPSHOT, TODAY, case, key, put, tid, whole_day


class DiaryContract:
    """The calendar of one user, and what statistics count of all."""

    @pytest.fixture
    def index(self) -> IndexService:
        raise NotImplementedError

    def diary(self, index, first=TODAY - 7 * DAY, last=TODAY + 30 * DAY, user="jonas", day=TODAY):
        return index.diary(user, day, first, last)

    def test_the_calendar_holds_what_lies_between_two_days(self, index: IndexService):
        put(index, whole_day(1))

        week = self.diary(index, TODAY, TODAY + DAY)

        assert [key(found.row) for found in week.meetings] == [2, 6, 3, 4]
        assert [key(found.row) for found in week.tasks] == ["today"]
        assert week.plans == week.without_day == ()

    def test_meetings_of_others_are_not_in_it(self, index: IndexService):
        put(index, whole_day(1))

        assert 10 not in [key(found.row) for found in self.diary(index).meetings]

    def test_a_plan_coordinator_has_all_meetings_and_plans_of_the_case(self, index: IndexService):
        snapshot = whole_day(1)
        put(index, replace(snapshot, case=replace(snapshot.case, coordinator_id="jonas")))

        diary = self.diary(index)

        assert 10 in [key(found.row) for found in diary.meetings]
        assert [key(found.row) for found in diary.plans] == [3]

    def test_meetings_without_a_day_are_told_beside(self, index: IndexService):
        rows = [
            MeetingRow("C-1", 1, "clarification", 1, "planned", attendees=("jonas",)),
            MeetingRow("C-1", 2, "clarification", 2, "cancelled", attendees=("jonas",)),
            MeetingRow("C-1", 3, "clarification", 3, "planned", attendees=("fatma",)),
        ]
        put(index, case(1, "Elias", meetings=tuple(rows)))

        assert [key(found.row) for found in self.diary(index).without_day] == [1]

    def test_what_was_held_stays_when_the_case_is_over(self, index: IndexService):
        put(index, whole_day(1, state="closed"))

        diary = self.diary(index)

        assert 1 in [key(found.row) for found in diary.meetings]
        assert diary.tasks == ()

    @pytest.mark.parametrize(("user", "day"), [("fatma", TODAY), ("jonas", TODAY - DAY), ("", TODAY)])
    def test_without_a_part_on_the_day_the_calendar_is_empty(self, index: IndexService, user, day):
        put(index, whole_day(1))

        diary = self.diary(index, user=user, day=day)

        assert [getattr(diary, name) for name in type(diary).__slots__] == [()] * 4

    def test_statistics_count_every_case_once(self, index: IndexService):
        put(index, SNAPSHOT, case(1, "Elias", courses=(CourseRow("C-1", "opened"),)), case(2, "Noah"))
        put(index, SNAPSHOT)

        assert index.courses() == [CourseRow("C-1", "opened"), *SNAPSHOT.courses]

    def test_a_case_that_is_removed_is_counted_no_more(self, index: IndexService):
        put(index, SNAPSHOT)
        index.apply({NO: None}, tid(9))

        assert index.courses() == []
