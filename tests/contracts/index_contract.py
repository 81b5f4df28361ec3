"""What the read model does, in whichever database."""

from dataclasses import replace
from datetime import date

import pytest

from kuidocs.services.index import (
    CaseRow,
    CaseSnapshot,
    ConsentRow,
    DocumentRow,
    IndexService,
    InvolvementRow,
    MeetingRow,
    PlanRow,
    RequestRow,
    TaskRow,
)
from tests.contracts.index_rows import DAY, JONAS, MALTHE, NO, SNAPSHOT, TODAY, WITHOUT_PART

__all__ = ["NO", "SNAPSHOT", "TODAY", "IndexContract", "put"]


def tid(number: int) -> bytes:
    return number.to_bytes(8, "big")


def case(number: int, name: str, **values: object) -> CaseSnapshot:
    """A case in which Jonas has a part."""
    row = CaseRow(f"C-{number}", name, name.split()[0], str(values.pop("state", "clarifying")))
    since = values.pop("since", TODAY)
    return CaseSnapshot(row, (InvolvementRow(row.case_no, "jonas", "primary", since),), **values)


def put(index: IndexService, *snapshots: CaseSnapshot) -> None:
    after = int.from_bytes(index.last_tid(), "big") + 1
    assert index.apply({snapshot.case.case_no: snapshot for snapshot in snapshots}, tid(after))


class IndexContract:
    @pytest.fixture
    def index(self) -> IndexService:
        raise NotImplementedError

    def test_a_new_index_has_nothing(self, index: IndexService):
        assert index.last_tid() == bytes(8)
        assert index.my_cases("jonas", TODAY) == []

    def test_every_row_comes_back_as_it_was(self, index: IndexService):
        put(index, SNAPSHOT)

        assert index.case("jonas", TODAY, NO) == SNAPSHOT

    def test_a_case_is_replaced_whole(self, index: IndexService):
        put(index, SNAPSHOT, case(1, "Elias"))
        put(index, CaseSnapshot(MALTHE, (JONAS,)))

        assert index.case("jonas", TODAY, NO) == CaseSnapshot(MALTHE, (JONAS,))
        assert index.case("jonas", TODAY, "C-1") == case(1, "Elias")

    def test_a_case_can_be_removed(self, index: IndexService):
        put(index, SNAPSHOT)

        assert index.apply({NO: None}, tid(2))

        assert index.case("jonas", TODAY, NO) is None
        assert index.search_names("jonas", TODAY, "") == []

    def test_the_place_moves_with_the_rows(self, index: IndexService):
        index.apply({}, tid(1))
        index.apply({NO: SNAPSHOT}, tid(300))

        assert index.last_tid() == tid(300)

    @pytest.mark.parametrize("late", [4, 5])
    def test_what_comes_late_changes_nothing(self, index: IndexService, late: int):
        index.apply({NO: SNAPSHOT}, tid(5))

        assert not index.apply({NO: None}, tid(late))

        assert index.last_tid() == tid(5)
        assert index.case("jonas", TODAY, NO) == SNAPSHOT

    def test_all_or_nothing(self, index: IndexService):
        put(index, SNAPSHOT)
        twice = case(1, "Elias")

        with pytest.raises(ValueError, match="C-1"):
            index.apply({NO: None, "C-2": twice}, tid(2))

        assert index.last_tid() == tid(1)
        assert index.case("jonas", TODAY, NO) == SNAPSHOT

    def test_clearing_starts_from_the_beginning(self, index: IndexService):
        put(index, SNAPSHOT)

        index.clear()

        assert index.last_tid() == bytes(8)
        assert index.case("jonas", TODAY, NO) is None
        put(index, SNAPSHOT)
        assert index.case("jonas", TODAY, NO) == SNAPSHOT

    @pytest.mark.parametrize(
        ("user", "day", "seen"),
        [
            ("jonas", TODAY, True),
            ("jonas", date(2026, 3, 2), True),
            ("jonas", date(2026, 3, 1), False),
            ("fatma", date(2026, 6, 30), True),
            ("fatma", date(2026, 7, 1), False),
            ("mikkel", TODAY, False),
            ("", TODAY, False),
        ],
    )
    def test_only_those_with_a_part_on_the_day_see_a_case(self, index: IndexService, user, day, seen):
        put(index, SNAPSHOT)

        assert (index.case(user, day, NO) is not None) is seen
        assert bool(index.my_cases(user, day)) is seen
        assert bool(index.search_names(user, day, "malthe")) is seen

    def test_min_dag_holds_nothing_of_cases_of_others(self, index: IndexService):
        put(index, replace(SNAPSHOT, involvements=()), whole_day(2, since=TODAY + DAY))

        day = index.my_day("jonas", TODAY)

        assert [getattr(day, name) for name in type(day).__slots__ if name not in WITHOUT_PART] == [()] * 8

    def test_what_waits_for_a_reviewer_is_shown_without_any_other_part(self, index: IndexService):
        put(index, replace(SNAPSHOT, involvements=()))

        asked, other = index.my_day("kirsten", TODAY), index.my_day("mikkel", TODAY)

        assert [found.row.label for found in asked.to_review] == ["REF-1"]
        assert other.to_review == ()

    def test_min_dag_holds_each_thing_where_it_belongs(self, index: IndexService):
        put(index, whole_day(1))

        day = index.my_day("jonas", TODAY)

        found = {name: [key(item.row) for item in getattr(day, name)] for name in type(day).__slots__}
        assert found == {
            "meetings_today": [2],
            "coming_meetings": [3, 4],
            "minutes_to_write": [1],
            "drafts": ["DRAFT"],
            "to_review": ["SOON", "LATER", "UNDATED"],
            "tasks": ["late", "today"],
            "plans_to_review": [3],
            "ending_consents": ["ENDS"],
            "requests": ["SOON", "LATER"],
            "answers": ["ANSWERED"],
        }
        assert day.drafts[0].case.person_name == "Signe Vestergård"

    def test_a_draft_that_somebody_else_began_waits_for_who_has_to_write_it(self, index: IndexService):
        draft = DocumentRow(
            "C-1", "REF", "a", "kui.minutes.clarification", "R", "draft", author_id="eva", waiting_for=("jonas",)
        )
        put(index, case(1, "Signe Vestergård", documents=(draft,)))

        assert [found.row.label for found in index.my_day("jonas", TODAY).drafts] == ["REF"]
        assert index.my_day("jonas", TODAY).to_review == ()

    @pytest.mark.parametrize(
        ("user", "document_id", "expected"),
        [
            ("jonas", "a1", (NO, "REF-1")),
            ("jonas", "a", None),
            ("jonas", "", None),
            ("jonas", "' OR 1=1", None),
            ("fatma", "a1", None),
            ("mikkel", "a1", None),
        ],
    )
    def test_a_paper_is_found_by_its_id_by_who_has_a_part_on_the_day(self, index, user, document_id, expected):
        put(index, SNAPSHOT)

        assert index.paper(user, TODAY, document_id) == expected

    def test_min_dag_leaves_out_cases_that_are_finished(self, index: IndexService):
        put(index, whole_day(1, state="closed"))

        day = index.my_day("jonas", TODAY)

        assert [getattr(day, name) for name in type(day).__slots__ if name not in WITHOUT_PART] == [()] * 8

    def test_closed_cases_are_listed_by_number(self, index: IndexService):
        states = ("transferred", "closed", "archived", "closed", "opened")
        put(index, *(case(number, "Signe", state=state) for number, state in enumerate(states)))
        assert index.closed_cases() == ["C-1", "C-3"]

    def test_an_overview_has_what_a_sort_by_need_looks_at(self, index: IndexService):
        put(index, whole_day(1))

        (overview,) = index.my_cases("jonas", TODAY)

        assert overview.relations == ("primary",)
        assert overview.next_meeting.number == 2
        assert overview.plan.version == 3
        assert [consent.label for consent in overview.consents] == ["ENDS", "LASTS"]
        assert (overview.open_tasks, overview.overdue_tasks, overview.waiting_documents) == (4, 2, 3)

    def test_an_overview_of_a_bare_case(self, index: IndexService):
        put(index, case(1, "Elias Kragh"))

        (overview,) = index.my_cases("jonas", TODAY)

        assert overview.next_meeting is overview.plan is None
        assert (overview.consents, overview.open_tasks, overview.overdue_tasks) == ((), 0, 0)

    def test_several_relations_are_one_line(self, index: IndexService):
        put(index, replace(SNAPSHOT, involvements=(JONAS, replace(JONAS, relation="contact_person"), JONAS)))

        (overview,) = index.my_cases("jonas", TODAY)

        assert overview.relations == ("contact_person", "plan_coordinator")

    def test_finished_cases_are_a_list_of_their_own(self, index: IndexService):
        put(index, case(1, "Elias"), case(2, "Noah", state="archived"))

        assert [found.case.case_no for found in index.my_cases("jonas", TODAY)] == ["C-1"]
        assert [found.case.case_no for found in index.my_cases("jonas", TODAY, finished=True)] == ["C-2"]

    def test_names_are_in_danish_order(self, index: IndexService):
        names = ["Åse", "Zoe", "ørn", "Ærø", "anna", "Birthe", "Aage"]
        put(index, *(case(number, name) for number, name in enumerate(names)))

        found = [row.case.person_name for row in index.my_cases("jonas", TODAY)]

        assert found == ["anna", "Birthe", "Zoe", "Ærø", "ørn", "Aage", "Åse"]

    @pytest.mark.parametrize(
        "text",
        ["malthe", "KJÆRBO", "kjær vinth", "Vinther Malthe", "  0117 ", "flk-2026-0117", "ravnsborg", ""],
    )
    def test_a_search_finds_names_and_numbers(self, index: IndexService, text: str):
        put(index, SNAPSHOT)

        assert index.search_names("jonas", TODAY, text) == [MALTHE]

    @pytest.mark.parametrize("text", ["kjarbo", "kjaerbo", "elias", "malthe elias", "%", "_", "!", "' OR 1=1 --"])
    def test_a_search_finds_nothing_else(self, index: IndexService, text: str):
        put(index, SNAPSHOT)

        assert index.search_names("jonas", TODAY, text) == []

    @pytest.mark.parametrize(
        ("name", "text"),
        [("Kirsten Aalund", "ålund"), ("Kirsten Ålund", "aalund"), ("André Öberg", "andre øberg"), ("A%b_c!", "%B_C!")],
    )
    def test_a_search_knows_other_spellings(self, index: IndexService, name: str, text: str):
        put(index, case(1, name), case(2, "Ebbe Lund"))

        assert [row.person_name for row in index.search_names("jonas", TODAY, text)] == [name]

    def test_a_search_finds_finished_cases_too(self, index: IndexService):
        put(index, case(1, "Elias", state="closed"))

        assert [row.case_no for row in index.search_names("jonas", TODAY, "elias")] == ["C-1"]


def key(row: object) -> object:
    if isinstance(row, RequestRow):
        return row.id
    for name in ("rid", "version" if isinstance(row, PlanRow) else "label", "number"):
        if hasattr(row, name):
            return getattr(row, name)
    raise AssertionError(row)


def whole_day(number: int, **values: object) -> CaseSnapshot:
    """A case with something for each group of Min dag, and something beside each that does not belong there."""
    no = f"C-{number}"

    def meeting(n: int, day: date, **more: object) -> MeetingRow:
        given = {"state": "convened", "minute_taker_id": "jonas", "attendees": ("jonas",), "start": "10:00"} | more
        return MeetingRow(no, n, "clarification", n, day=day, **given)

    def document(label: str, state: str, **more: object) -> DocumentRow:
        given = {"form_key": "kui.agenda.clarification", "author_id": "jonas"} | more
        return DocumentRow(no, label, label, title="Dagsorden", state=state, **given)

    def task(rid: str, status: str, deadline: date | None, who: str = "jonas") -> TaskRow:
        return TaskRow(no, rid, "Ring", status, "REF", who, deadline=deadline)

    def consent(label: str, until: date, **more: object) -> ConsentRow:
        return ConsentRow(no, label, 1, TODAY - 30 * DAY, until, **more)

    def asked(id: str, who: str, due: date, answered: date | None = None, *keepers: str) -> RequestRow:
        return RequestRow(no, id, "join", "", who, "Fatma Demirci", TODAY - 30 * DAY, due, answered, keepers)

    waiting = {"author_id": "fatma", "waiting_for": ("jonas",)}
    return case(
        number,
        "Signe Vestergård",
        meetings=(
            meeting(1, TODAY - DAY),
            meeting(2, TODAY),
            meeting(4, TODAY + DAY, start="13:30"),
            meeting(3, TODAY + DAY),
            meeting(5, TODAY + 22 * DAY),
            meeting(6, TODAY, state="cancelled"),
            meeting(7, TODAY - DAY, state="cancelled"),
            meeting(8, TODAY - 2 * DAY, minute_taker_id="fatma"),
            meeting(9, TODAY - 2 * DAY),
            meeting(10, TODAY + DAY, attendees=("fatma",)),
        ),
        documents=(
            document("DRAFT", "draft"),
            document("OTHERS", "draft", author_id="fatma"),
            document("MINUTES", "approved", form_key="kui.minutes.clarification", meeting_no=9),
            document("ANNULLED", "annulled", form_key="kui.minutes.clarification", meeting_no=1),
            document("UNDATED", "in_review", **waiting),
            document("LATER", "in_review", due=TODAY + 2 * DAY, **waiting),
            document("SOON", "in_review", due=TODAY, **waiting),
            document("WAITED", "approved", **waiting),
            document("FATMA", "in_review", waiting_for=("fatma",)),
        ),
        tasks=(
            task("today", "in_progress", TODAY),
            task("late", "open", TODAY - DAY),
            task("some day", "open", None),
            task("done", "done", TODAY - DAY),
            task("fatma", "open", TODAY - DAY, "fatma"),
        ),
        consents=(
            consent("LASTS", TODAY + 31 * DAY),
            consent("ENDS", TODAY + 30 * DAY),
            consent("ENDED", TODAY - DAY),
            consent("WITHDRAWN", TODAY + DAY, withdrawn=TODAY),
        ),
        requests=(
            asked("LATER", "fatma", TODAY + DAY, None, "jonas"),
            asked("SOON", "fatma", TODAY, None, "jonas", "mikkel"),
            asked("OTHERS", "jonas", TODAY, None, "mikkel"),
            asked("ANSWERED", "jonas", TODAY, TODAY - 14 * DAY, "jonas", "mikkel"),
            asked("LONG_AGO", "jonas", TODAY, TODAY - 15 * DAY, "mikkel"),
        ),
        plans=(
            PlanRow(no, "PLAN", 2, False, next_review=TODAY - DAY),
            PlanRow(no, "PLAN", 3, True, next_review=TODAY),
        ),
        **values,
    )
