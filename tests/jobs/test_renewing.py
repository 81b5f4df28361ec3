"""Renewing time-stamps: once for each file that is old enough, and the file as it was stays."""

import errno
from contextlib import suppress

import pytest

from kuidocs.jobs import renewing
from kuidocs.jobs.checking import check_all
from kuidocs.jobs.outbox import CLAIM, WAITS, run_due
from kuidocs.resources.outbox import DONE
from kuidocs.services.seal.lasting import B_LTA, lasting
from kuidocs.services.seal.pkcs12 import Pkcs12Seal
from kuidocs.services.seal.verdict import FINE
from kuidocs.services.seal.verify import verify
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


class Killed(BaseException):
    """The process ends here."""


BREAKS = {
    "the disk": (renewing, "write_blob", OSError(errno.ENOSPC, "No space left on device")),
    "the ledger when it is written": ("proof", "ledger_add", OSError(errno.ENOSPC, "No space left on device")),
    "the process before it is stored": ("", "change", Killed()),
    "the process before the ledger": ("proof", "ledger_add", Killed()),
}


@pytest.mark.parametrize("step", BREAKS)
def test_it_fails_at_each_step_and_ends_right(lasting_system, monkeypatch, step):
    system = lasting_system
    object.__setattr__(system.settings, "stamp_renewal_days", 0)
    (before,) = files(system)
    assert renewing.ask_for_renewals(system) == 1
    where, name, error = BREAKS[step]
    target = where if not isinstance(where, str) else getattr(system, where) if where else system
    real = getattr(target, name)

    def breaks(*given, **named):
        if name == "change" and not given[0].startswith("renew"):
            return real(*given, **named)
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(target, name, breaks)
        with suppress(Killed):
            run_due(system)
    assert files(system)[0] == before
    assert len(system.proof.ledger_rows()) == 1
    assert renewing.ask_for_renewals(system) in (0, 1)

    system.clock.advance(CLAIM + WAITS[0])
    object.__setattr__(system.settings, "stamp_renewal_days", 1000)
    run_due(system)
    with system.reading() as root:
        assert {job.state for job in root.job.values() if job.arguments.get("sha256") == before[0]} == {DONE}
    assert [file[1] for file in files(system)][:2] == ["", before[0]]
    assert check_all(system).faults == []
    assert (
        len({row.sha256 for row in system.proof.ledger_rows()}) == len(system.proof.ledger_rows()) == len(files(system))
    )
    told = verify(
        files(system)[-1][2], trusted=[system.seal.certificate(), *system.seal.trusted()], ledger=system.proof
    )
    assert told.code == FINE
