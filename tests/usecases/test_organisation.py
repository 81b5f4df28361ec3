"""Departments, rooms and the ad hoc list."""

import pytest

from kuidocs.domain.errors import Conflict, Refused
from kuidocs.domain.staffing import AD_HOC
from kuidocs.security.permissions import Permission
from kuidocs.security.questions import Question
from kuidocs.security.rules import permits
from kuidocs.usecases import keeping_log, organisation

KUI = "Den Kommunale Ungeindsats"


@pytest.fixture
def world(world):
    world.root.organisation.departments = (KUI, "PPR")
    return world


def base(world):
    return organisation.stamp(world.root.organisation.departments)


def kinds(world):
    return [event.kind for event in world.root.organisation.log]


def test_departments_are_listed_with_their_staff(world):
    world.root.medarbejdere["birgitte"].active = False

    assert [(one.name, one.staff) for one in organisation.departments(world.root)] == [(KUI, 3), ("PPR", 2)]


def test_a_department_is_added_once(world):
    seen = base(world)
    for _ in range(2):
        organisation.add_department(world.root, world.act("tobias", "t"), " Unge  og Job ", seen)

    assert world.root.organisation.departments == (KUI, "PPR", "Unge og Job")
    assert kinds(world) == ["organisation.department_added"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "ppr", "PPR"])
def test_a_name_is_there_and_nobody_elses(world, name):
    with pytest.raises(Refused) as refused:
        organisation.add_department(world.root, world.act("tobias"), name, base(world))
    assert refused.value.code == "navn"


def test_a_list_that_was_changed_meanwhile_is_not_overwritten(world):
    seen = base(world)
    organisation.add_department(world.root, world.act("tobias"), "SSP", seen)

    with pytest.raises(Conflict):
        organisation.close_department(world.root, world.act("tobias"), "PPR", seen)


def test_a_new_name_takes_staff_along_and_leaves_access_as_it_was(world):
    kirsten = world.root.medarbejdere["kirsten"]
    ask = lambda: Question(kirsten.identity(), world.case, world.clock.today())  # noqa: E731
    assert permits(Permission.Case.STEER, ask())

    seen = base(world)
    for _ in range(2):
        moved = organisation.rename_department(world.root, world.act("tobias", "t"), KUI, "Ungeenheden", seen)

    assert moved == 4
    assert world.root.organisation.departments == ("PPR", "Ungeenheden")
    assert kirsten.department == "Ungeenheden"
    assert permits(Permission.Case.STEER, ask())
    assert kinds(world) == ["organisation.department_renamed"]


def test_a_department_that_is_gone_is_not_renamed(world):
    with pytest.raises(Conflict):
        organisation.rename_department(world.root, world.act("tobias"), "SSP", "X", base(world))
    with pytest.raises(Refused):
        organisation.rename_department(world.root, world.act("tobias"), "PPR", "PPR", base(world))
    with pytest.raises(Refused):
        organisation.rename_department(world.root, world.act("tobias"), "PPR", KUI, base(world))


def test_a_department_is_closed_when_nobody_works_there_and_opened_again(world):
    with pytest.raises(Refused, match="2 medarbejdere"):
        organisation.close_department(world.root, world.act("tobias"), "PPR", base(world))
    world.root.medarbejdere["louise"].active = False
    with pytest.raises(Refused, match="én medarbejder"):
        organisation.close_department(world.root, world.act("tobias"), "PPR", base(world))
    world.root.medarbejdere["henriette"].active = False

    seen = base(world)
    for _ in range(2):
        organisation.close_department(world.root, world.act("tobias", "t"), "PPR", seen)
    assert (world.root.organisation.departments, world.root.organisation.closed_departments) == ((KUI,), ("PPR",))
    organisation.add_department(world.root, world.act("tobias"), "PPR", base(world))

    assert world.root.organisation.closed_departments == ()


def test_the_rooms_are_those_of_the_file_until_they_are_written(world):
    kept = world.root.organisation
    assert kept.known_rooms(("Kajen",)) == ("Kajen",)

    now = kept.known_rooms(("Kajen",))
    organisation.write_list(kept, world.act("tobias"), organisation.ROOMS, "Salen", organisation.stamp(now), now)

    assert kept.known_rooms(("Kajen",)) == ("Salen",)
    assert list(kept.log)[-1].data == {"added": ["Salen"], "removed": ["Kajen"]}


def test_an_empty_list_of_rooms_is_a_list(world):
    kept, now = world.root.organisation, ("Kajen",)
    organisation.write_list(kept, world.act("tobias"), organisation.ROOMS, "", organisation.stamp(now), now)

    assert kept.known_rooms(("Kajen",)) == ()


def test_the_ad_hoc_list_is_written_once_and_not_over_anothers(world):
    kept = world.root.organisation
    assert kept.ad_hoc == AD_HOC
    seen = organisation.stamp(AD_HOC)
    for _ in range(2):
        act = world.act("tobias", "t")
        organisation.write_list(kept, act, organisation.AD_HOC, "Psykolog\nJordemoder", seen, kept.ad_hoc)

    assert kept.ad_hoc == ("Psykolog", "Jordemoder")
    with pytest.raises(Conflict):
        organisation.write_list(kept, world.act("tobias"), organisation.AD_HOC, "x", seen, kept.ad_hoc)
    now = organisation.stamp(kept.ad_hoc)
    with pytest.raises(Refused):
        organisation.write_list(kept, world.act("tobias"), organisation.AD_HOC, "x" * 101, now, kept.ad_hoc)
    organisation.write_list(kept, world.act("tobias"), organisation.AD_HOC, "Psykolog\nJordemoder", now, kept.ad_hoc)
    assert kinds(world) == ["organisation.ad_hoc"]


def test_the_log_of_changes_has_the_newest_first_and_nothing_else(world):
    organisation.add_department(world.root, world.act("tobias"), "A", base(world))
    organisation.add_department(world.root, world.act("tobias"), "B", base(world))

    assert [event.about["department"] for event in keeping_log.changes(world.root)] == ["B", "A"]
    assert list(keeping_log.of_person(world.root, "jonas")) == []
