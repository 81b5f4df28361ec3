"""The table of permissions says what DOMAIN 5 says, and nothing that is not in it is permitted."""

import pytest

from kuidocs.domain.identity import Identity
from kuidocs.resources.attachments import Attachment
from kuidocs.resources.version import Stamp
from kuidocs.security.permissions import Permission, every_permission
from kuidocs.security.questions import READERS, WRITERS, Question
from kuidocs.security.rules import TABLE, ended, knows_of, permits
from kuidocs.usecases import people
from kuidocs.usecases.involvement import RELATIONS
from kuidocs.usecases.reviewing import add_version
from tests.security.conftest import TODAY, fact

IN_CASES = {
    permission for group in (Permission.Case, Permission.Document, Permission.Attachment) for permission in group
}
PLAN, MINUTES = "kui.education_plan", "kui.minutes.coordination"


def held(question: Question) -> set[str]:
    """List what somebody is permitted."""
    return {permission for permission in every_permission() if permits(permission, question)}


def test_every_permission_has_a_line_and_every_line_a_permission():
    assert set(TABLE) == every_permission()


def test_every_line_says_what_it_asks_for():
    predicates = {holds for lines in TABLE.values() for line in lines for holds in line}

    assert all(holds.__doc__ for holds in predicates)


def test_every_relation_to_a_case_is_judged():
    assert set(RELATIONS) == READERS


def test_a_permission_that_is_not_in_the_table_is_nobodys(place):
    assert not permits("closed", place.ask("jonas"))
    assert not permits("case.view ", place.ask("jonas"))


@pytest.mark.parametrize("user_id", ["birgitte", "kirsten", "inge", "tobias", "jens", "fatma"])
def test_a_role_alone_opens_no_case(place, user_id):
    document = place.document()

    assert not (held(place.ask(user_id)) & IN_CASES) - {Permission.Case.STEER}
    assert not (held(place.ask(user_id, document)) & IN_CASES) - {Permission.Case.STEER}


@pytest.mark.parametrize(("user_id", "may"), [("kirsten", True), ("jonas", True), ("birgitte", False), ("jens", False)])
def test_a_case_is_steered_by_those_who_write_in_it_and_by_the_coordinators_leader(place, user_id, may):
    assert permits(Permission.Case.STEER, place.ask(user_id)) is may


def test_membership_of_the_department_alone_opens_no_case(place):
    assert place.root.medarbejdere["birgitte"].department == place.root.medarbejdere["jonas"].department

    assert not permits(Permission.Case.VIEW, place.ask("birgitte"))


@pytest.mark.parametrize("relation", sorted(WRITERS))
def test_a_task_in_the_case_lets_one_read_and_write(place, relation):
    place.involve("mette", relation)

    assert held(place.ask("mette", place.document("kui.contact_note"))) >= IN_CASES - {Permission.Case.PACKAGE}


def test_a_relation_that_nobody_knows_gives_nothing(place):
    place.involve("mette", "neighbour")

    assert not held(place.ask("mette")) & IN_CASES


@pytest.mark.parametrize(
    ("since", "until", "may"),
    [
        ("2026-11-21", "2026-11-21", True),
        ("2026-11-22", "", False),
        ("2026-10-01", "2026-11-20", False),
        ("2026-10-01", "", True),
    ],
)
def test_a_task_counts_from_its_first_to_its_last_day(place, since, until, may):
    place.involve("mette", "primary", since, until)

    assert permits(Permission.Case.VIEW, place.ask("mette")) is may


def test_the_administrator_sees_no_content_even_with_a_task(place):
    place.involve("tobias", "plan_coordinator")
    document = place.document(PLAN, fact("submitted", "jonas", waiting_for=["tobias"]))

    assert not held(place.ask("tobias", document)) & IN_CASES
    assert Permission.Admin.JOBS in held(place.ask("tobias"))


def test_only_the_administrator_sees_jobs(place):
    others = [user for user in place.root.medarbejdere if user != "tobias"]

    assert not any(permits(Permission.Admin.JOBS, place.ask(user)) for user in others)


def test_a_reviewer_reads_what_waits_for_him_and_nothing_else(place):
    waiting = place.document(MINUTES, fact("submitted", "jonas", waiting_for=["mette"]))

    found = held(place.ask("mette", waiting)) & IN_CASES

    reads = {Permission.Document.READ, Permission.Attachment.READ}
    assert found == reads | {Permission.Document.REVIEW, Permission.Document.COMMENT}
    assert not held(place.ask("mette")) & IN_CASES
    assert not held(place.ask("peter", waiting)) & IN_CASES


def attachment(place, **about):
    """Put an attachment into the case, of which permissions ask nothing but what it belongs to."""
    found = Attachment.__new__(Attachment)
    found.id, found.about, found.by = "a" * 16, about, {"user_id": "jonas"}
    place.case.attach(found)
    return found


def test_what_belongs_to_a_document_is_opened_by_its_reviewer_and_what_does_not_is_not(place):
    waiting = place.document(MINUTES, fact("submitted", "jonas", waiting_for=["mette"]))
    tied = attachment(place, document=waiting.label, number=1)

    assert held(place.ask("mette", tied)) & IN_CASES >= {Permission.Attachment.READ}
    assert Permission.Attachment.WRITE not in held(place.ask("mette", tied))
    for about in ({}, {"meeting": 1}, {"document": "D-2", "number": 1}):
        assert not held(place.ask("mette", attachment(place, **about))) & IN_CASES


def test_what_belongs_to_a_plan_is_opened_by_the_coordinators_leader(place):
    tied = attachment(place, document=place.document(PLAN).label, number=1)

    assert permits(Permission.Attachment.READ, place.ask("kirsten", tied))
    assert not permits(Permission.Attachment.READ, place.ask("kirsten", attachment(place)))
    assert not permits(Permission.Attachment.LIST, place.ask("kirsten"))


def test_an_attachment_without_a_case_is_nobodys(place):
    lost = Attachment.__new__(Attachment)
    lost.about = {"document": "D-1", "number": 1}

    assert not held(place.ask("jonas", lost)) & IN_CASES


@pytest.mark.parametrize("done", ["approved", "returned"])
def test_a_reviewer_still_reads_what_he_reviewed_but_decides_no_more(place, done):
    asked = fact("submitted", "jonas", waiting_for=["mette"])
    document = place.document(MINUTES, asked, fact(done, "mette"))

    found = held(place.ask("mette", document)) & IN_CASES

    assert found == {Permission.Document.READ, Permission.Document.SIGN, Permission.Attachment.READ}


def test_the_leader_of_the_plan_coordinator_reads_and_reviews_plans_only(place):
    plan = place.document(PLAN)
    minutes = place.document(MINUTES)

    found = held(place.ask("kirsten", plan)) & IN_CASES

    reads = {Permission.Document.READ, Permission.Attachment.READ}
    assert found == reads | {Permission.Document.REVIEW, Permission.Document.COMMENT, Permission.Case.STEER}
    assert held(place.ask("kirsten", minutes)) & IN_CASES == {Permission.Case.STEER}


def test_the_leader_of_another_department_reads_no_plan(place):
    place.root.medarbejdere["kirsten"].department = "PPR"

    assert not held(place.ask("kirsten", place.document(PLAN))) & IN_CASES


@pytest.mark.parametrize("coordinator", [{}, {"text": "Ukendt Person"}, {"text": "x", "actor_id": "nobody"}])
def test_a_case_whose_coordinator_has_no_department_has_no_leader(place, coordinator):
    place.case.plan_coordinator = coordinator
    place.root.medarbejdere["kirsten"].department = ""

    assert not permits(Permission.Document.READ, place.ask("kirsten", place.document(PLAN)))


def minutes_naming(place, person):
    """Approved minutes that name who writes their decisions into the plan."""
    document = place.document(MINUTES, fact("approved", "kirsten"))
    content = {"plan_updated_by": person} if person else {}
    add_version(document, content, Stamp(1, 1, 1, "e", {"user_id": "jonas"}, "2026-11-01T10:00+01:00"))
    return document


@pytest.mark.parametrize("relation", ["plan_coordinator", "deputy"])
def test_the_plan_is_kept_by_its_coordinator_or_the_deputy(place, relation):
    place.involve("mette", relation)

    assert permits(Permission.Plan.WRITE, place.ask("mette", place.document(MINUTES)))


@pytest.mark.parametrize("relation", sorted(READERS - {"plan_coordinator", "deputy"}))
def test_others_write_nothing_into_it(place, relation):
    place.involve("mette", relation)

    assert not permits(Permission.Plan.WRITE, place.ask("mette", minutes_naming(place, None)))
    assert not permits(Permission.Plan.WRITE, place.ask("mette", place.document(MINUTES)))
    assert not permits(Permission.Plan.WRITE, place.ask("mette"))
    assert permits(Permission.Task.REPORT, place.ask("mette"))


def test_whom_the_minutes_name_may_while_he_has_a_part_in_the_case(place):
    actor_id = people.add_staff(place.case, place.root.medarbejdere["mette"])
    document = minutes_naming(place, {"text": "Mette", "actor_id": actor_id})

    assert not permits(Permission.Plan.WRITE, place.ask("mette", document))
    place.involve("mette", "primary")
    place.involve("peter", "primary")
    assert permits(Permission.Plan.WRITE, place.ask("mette", document))
    assert not permits(Permission.Plan.WRITE, place.ask("peter", document))


@pytest.mark.parametrize("relation", ["plan_coordinator", "deputy"])
def test_extracts_are_given_of_plans_by_those_who_keep_them(place, relation):
    place.involve("mette", relation)

    assert permits(Permission.Plan.EXTRACT, place.ask("mette", place.document(PLAN)))
    assert not permits(Permission.Plan.EXTRACT, place.ask("mette", place.document(MINUTES)))


@pytest.mark.parametrize("relation", sorted(READERS - {"plan_coordinator", "deputy"}))
def test_others_give_no_extracts(place, relation):
    place.involve("mette", relation)

    assert not permits(Permission.Plan.EXTRACT, place.ask("mette", place.document(PLAN)))
    assert not permits(Permission.Plan.EXTRACT, place.ask("kirsten", place.document(PLAN)))


@pytest.mark.parametrize("relation", sorted(READERS))
def test_the_overview_is_handed_out_by_those_who_write_in_the_case(place, relation):
    place.involve("mette", relation)

    assert permits(Permission.Case.OVERVIEW, place.ask("mette")) is (relation in WRITERS)


def test_nobody_is_not_logged_in():
    assert not held(Question(Identity("", ""), None, TODAY))


def test_outside_cases_everybody_has_the_common_pages_only(place):
    common = {Permission.Page.SEE, Permission.Page.CHECK, Permission.Template.VIEW}
    assert held(place.ask("mette", place.root)) == {*common, Permission.Page.OPEN_CASE}
    assert held(place.ask("peter", place.root)) - {Permission.Page.OPEN_CASE} == common


def test_who_has_or_had_a_part_knows_of_the_case(place):
    place.involve("mette", "ad_hoc", until="2026-10-02")

    assert knows_of(place.ask("jonas"))
    assert knows_of(place.ask("mette"))
    assert not knows_of(place.ask("peter"))


def test_a_reviewer_and_the_leader_know_of_the_case(place):
    document = place.document(MINUTES, fact("submitted", "jonas", waiting_for=["mette"]))

    assert knows_of(place.ask("mette"))
    assert knows_of(place.ask("mette", document))
    assert knows_of(place.ask("kirsten"))
    assert not knows_of(place.ask("fatma"))


def test_everybody_knows_of_what_lies_in_no_case(place):
    assert knows_of(place.ask("peter", place.root.job))


def test_the_last_part_that_ended_is_told(place):
    place.involve("mette", "primary", until="2026-10-20")
    place.involve("mette", "ad_hoc", until="2026-10-02")

    assert ended(place.ask("mette"))["until"] == "2026-10-20"


def test_who_has_a_part_today_or_never_had_one_is_told_of_no_end(place):
    place.involve("jonas", "ad_hoc", until="2026-10-02")

    assert ended(place.ask("jonas")) is None
    assert ended(place.ask("peter")) is None
    assert ended(place.ask("peter", place.root)) is None


@pytest.mark.parametrize(("user_id", "may"), [("kirsten", True), ("jens", True), ("jonas", False), ("inge", False)])
def test_statistics_are_for_leaders_and_auditors(place, user_id, may):
    assert permits(Permission.Page.STATISTICS, place.ask(user_id, place.root)) is may


def test_the_administrator_sees_no_statistics_whatever_else_he_is(place):
    place.root.medarbejdere["tobias"].roles = ("system_administrator", "department_leader")

    assert not permits(Permission.Page.STATISTICS, place.ask("tobias", place.root))


@pytest.mark.parametrize(
    ("user", "may"),
    [("mette", True), ("jonas", True), ("kirsten", True), ("inge", False), ("tobias", False), ("jens", False)],
)
def test_a_case_is_opened_by_professionals_and_leaders(place, user, may):
    assert permits(Permission.Page.OPEN_CASE, place.ask(user, place.root.sager)) is may


def test_who_keeps_the_case_answers_and_lets_people_in(place):
    place.involve("mette", "primary")
    keeping = {Permission.People.KEEP, Permission.Followup.ANSWER}

    assert held(place.ask("jonas")) >= keeping
    assert not held(place.ask("mette")) & keeping
    place.case.involvements = tuple(one for one in place.case.involvements if one["user_id"] == "mette")
    assert held(place.ask("mette")) >= keeping
    assert not held(place.ask("louise")) & keeping


def test_who_is_there_for_one_meeting_may_ask_and_leave_but_change_nobody(place):
    place.involve("eva", "ad_hoc")

    found = held(place.ask("eva"))

    assert found >= {Permission.Followup.ASK, Permission.People.LEAVE}
    assert Permission.People.CHANGE not in found


def test_the_coordinators_leader_may_ask_for_a_meeting(place):
    assert permits(Permission.Followup.ASK, place.ask("kirsten"))
    assert not permits(Permission.Followup.ASK, place.ask("birgitte"))


@pytest.mark.parametrize(("state", "may"), [("opened", False), ("closed", True), ("archived", True)])
def test_a_records_clerk_sees_the_phase_of_what_is_over_and_no_content(place, state, may):
    place.case.state = state

    found = held(place.ask("inge")) & IN_CASES

    assert found == ({Permission.Case.STEER, Permission.Case.PACKAGE} if may else set())


def test_what_somebody_ended_counts_no_more_on_its_last_day(place):
    place.involve("mette", "primary", until="2026-11-21")
    assert permits(Permission.Case.VIEW, place.ask("mette"))
    place.case.involvements = ({**place.case.involvements[-1], "over": True},)

    assert not permits(Permission.Case.VIEW, place.ask("mette"))
    assert knows_of(place.ask("mette"))
    assert ended(place.ask("mette"))["until"] == "2026-11-21"


def test_outside_any_case_nobody_keeps_or_files_one(place):
    assert not permits(Permission.Case.STEER, place.ask("inge", place.root))
    assert not permits(Permission.People.KEEP, place.ask("jonas", place.root))


@pytest.mark.parametrize(
    ("user_id", "may"), [("kirsten", True), ("jonas", True), ("birgitte", False), ("tobias", False), ("jens", False)]
)
def test_what_somebody_has_is_shown_to_the_leader_and_the_person(place, user_id, may):
    jonas = place.root.medarbejdere["jonas"]

    assert permits(Permission.Staff.HANDOVER, place.ask(user_id, jonas)) is may


def test_a_leader_of_another_department_sees_nothing_of_it(place):
    assert not permits(Permission.Staff.HANDOVER, place.ask("kirsten", place.root.medarbejdere["fatma"]))
    assert not permits(Permission.Staff.HANDOVER, place.ask("kirsten", place.case))
    place.root.medarbejdere["kirsten"].department = place.root.medarbejdere["fatma"].department = ""
    assert not permits(Permission.Staff.HANDOVER, place.ask("kirsten", place.root.medarbejdere["fatma"]))


@pytest.mark.parametrize(("user_id", "may"), [("kirsten", True), ("jonas", False), ("tobias", False)])
def test_leaders_see_who_works_in_their_department(place, user_id, may):
    assert permits(Permission.Staff.LIST, place.ask(user_id, place.root.medarbejdere)) is may


def test_a_leader_who_cares_for_the_system_sees_nothing_of_staff(place):
    place.root.medarbejdere["kirsten"].roles += ("system_administrator",)

    assert not permits(Permission.Staff.HANDOVER, place.ask("kirsten", place.root.medarbejdere["jonas"]))
    assert not permits(Permission.Staff.LIST, place.ask("kirsten", place.root.medarbejdere))
