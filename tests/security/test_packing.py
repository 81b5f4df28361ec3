"""Who may take the whole case out as one file."""

import pytest

from kuidocs.security.permissions import Permission
from kuidocs.security.questions import READERS
from kuidocs.security.rules import permits


@pytest.mark.parametrize("relation", sorted(READERS))
def test_the_whole_case_is_packed_by_who_coordinates_the_plan(place, relation):
    place.involve("mette", relation)

    assert permits(Permission.Case.PACKAGE, place.ask("mette")) is (relation in ("plan_coordinator", "deputy"))


def test_neither_leader_nor_auditor_nor_administrator_takes_a_case_with_them(place):
    for user_id in ("kirsten", "jens", "tobias", "inge", "peter"):
        assert not permits(Permission.Case.PACKAGE, place.ask(user_id))
