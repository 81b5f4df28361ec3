"""Who files, and who sees only that it is done."""

import pytest

from kuidocs.domain.access_acts import BLOCKED
from kuidocs.security.permissions import Permission
from kuidocs.security.rules import permits
from tests.security.test_rules import held


@pytest.mark.parametrize(("user_id", "may"), [("inge", True), ("jonas", True), ("kirsten", False), ("tobias", False)])
def test_the_subject_is_set_by_the_coordinator_and_by_records_clerks(place, user_id, may):
    assert permits(Permission.Journal.FILE, place.ask(user_id)) is may


def test_a_clerk_who_is_kept_out_files_nothing_of_the_case(place):
    told = {"user_id": "inge", "reason": "Søster til den unge."}
    place.case.facts = ({"id": "b", "kind": BLOCKED, "by": {"name": "Jonas"}, "at": "", "data": told},)

    assert not permits(Permission.Journal.FILE, place.ask("inge"))


def test_the_administrator_sees_numbers_and_never_the_journal(place):
    assert Permission.Admin.JOURNAL in held(place.ask("tobias", place.root))
    assert Permission.Journal.KEEP not in held(place.ask("tobias", place.root))
    assert Permission.Admin.JOURNAL not in held(place.ask("inge", place.root))
