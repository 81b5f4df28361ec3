"""Renewing time-stamps: once for each file that is old enough, and the file as it was stays."""

import pytest

from kuidocs.jobs import renewing
from kuidocs.jobs.checking import check_all
from kuidocs.jobs.outbox import run_due
from kuidocs.services.seal.lasting import B_LTA, lasting
from kuidocs.services.seal.pkcs12 import Pkcs12Seal
from tests.jobs.conftest import CASE, LABEL
from tests.services.seal.authority import Authority


@pytest.fixture
def lasting_system(waiting, tmp_path):
    """A system whose seals carry a time-stamp, with one sealed file."""
    authority = Authority(tmp_path)
    waiting.seal = Pkcs12Seal(authority.key(), lasting(B_LTA, authority.tsa, [authority.certificate("root")]))
    waiting.authority = authority
    run_due(waiting)
    yield waiting
    authority.stop()


def files(system):
    with system.reading() as root:
        return [(one.sha256, one.renews, one.bytes()) for one in root.sager[CASE].dokumenter[LABEL].files]


def test_a_file_that_is_not_old_enough_is_left_alone(lasting_system):
    assert renewing.ask_for_renewals(lasting_system) == 0


def test_the_renewed_file_stands_beside_the_old_one(lasting_system):
    system = lasting_system
    (before,) = files(system)
    arguments = {"case_no": CASE, "label": LABEL, "sha256": before[0]}

    told = renewing.renew(system, arguments)
    again = renewing.renew(system, arguments)

    assert told == again
    (old, new) = files(system)
    assert old == before
    assert (new[0], new[1]) == (told["sha256"], before[0])
    assert new[2].startswith(old[2])
    row = system.proof.ledger_find(new[0])
    assert row.fields == ("segl", "tidsstempel", "tidsstempel-2")
    assert check_all(system).faults == []


def test_an_authority_that_does_not_answer_leaves_everything_as_it_was(lasting_system):
    system = lasting_system
    before = files(system)
    system.authority.down = {"tsa"}

    with pytest.raises(Exception, match="tsa_url"):
        renewing.renew(system, {"case_no": CASE, "label": LABEL, "sha256": before[0][0]})

    assert files(system) == before


def test_old_files_are_asked_for_once(lasting_system):
    system = lasting_system
    object.__setattr__(system.settings, "stamp_renewal_days", 0)

    assert renewing.ask_for_renewals(system) == 1
    assert renewing.ask_for_renewals(system) == 0
    run_due(system)
    assert len(files(system)) == 2


def test_a_seal_without_stamps_has_none_to_renew(waiting):
    run_due(waiting)
    assert renewing.ask_for_renewals(waiting) == 0

    (file,) = files(waiting)
    told = renewing.renew(waiting, {"case_no": CASE, "label": LABEL, "sha256": file[0]})
    assert told == {"left_out": "the file carries no time-stamp"}
