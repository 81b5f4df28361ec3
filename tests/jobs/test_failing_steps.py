"""Each step on the way to a sealed file may fail: nothing is half, the page says so, and the job comes back."""

import errno

import pytest

from kuidocs.jobs import sealing
from kuidocs.jobs.checking import check_all
from kuidocs.jobs.outbox import CLAIM, WAITS, run_due
from kuidocs.resources.outbox import DONE, FAILED, RUNNING, WAITING
from kuidocs.services.pdf.api import RenderTimeout
from kuidocs.services.pdf.inline import InlinePdfService
from kuidocs.services.seal.api import SealError
from kuidocs.usecases import sealing_state
from tests.jobs.conftest import CASE, LABEL
from tests.jobs.test_signed import asked, refuse  # noqa: F401 - a fixture

FULL = OSError(errno.ENOSPC, "No space left on device")


def fails(error, times=1):
    """Something that fails so many times."""
    left = [times]

    def made(real):
        def act(*args, **named):
            if left[0]:
                left[0] -= 1
                raise error
            return real(*args, **named)

        return act

    return made


STEPS = {
    "the renderer hangs": ("pdf", "render", RenderTimeout("timeout")),
    "the time-stamp authority": ("seal", "seal", SealError("seal_not_lasting", "TSA svarer ikke.")),
    "the disk when the file is stored": (sealing, "write_blob", FULL),
    "the database when it commits": ("", "change", FULL),
    "the ledger when it is read": ("proof", "ledger_find", FULL),
    "the ledger when it is written": ("proof", "ledger_add", FULL),
}


def break_it(system, monkeypatch, step, times=1):
    where, name, error = STEPS[step]
    target = where if not isinstance(where, str) else getattr(system, where) if where else system
    real = getattr(target, name)
    breaking = fails(error, times)(real)
    if name == "change":
        # Only what the job itself writes; that it failed must be written down.
        def only_seal(note, act):
            return (breaking if note.startswith("seal") else real)(note, act)

        monkeypatch.setattr(target, name, only_seal)
    else:
        monkeypatch.setattr(target, name, breaking)


def look(system, kind="seal"):
    with system.reading() as root:
        document = root.sager[CASE].dokumenter[LABEL]
        (job,) = [one for one in root.job.values() if one.kind == kind]
        files = [one.sha256 for one in document.files]
        rows = [row.sha256 for row in system.proof.ledger_rows(LABEL)]
        said = sealing_state.waiting(document, document.versions[0])
        return job.state, files, rows, said


@pytest.mark.parametrize("step", STEPS)
def test_the_body_is_sealed_when_what_failed_works_again(waiting, monkeypatch, step):
    waiting.pdf.close()
    waiting.pdf = InlinePdfService()
    with monkeypatch.context() as broken:
        break_it(waiting, broken, step)
        run_due(waiting)
    state, files, rows, said = look(waiting)
    assert state == WAITING
    assert (len(files), len(rows)) in ((0, 0), (1, 0))
    assert said == sealing_state.AGAIN

    waiting.clock.advance(WAITS[0])
    run_due(waiting)
    state, files, rows, said = look(waiting)
    assert (state, len(files), files) == (DONE, 1, rows)
    assert check_all(waiting).faults == []


@pytest.mark.parametrize("step", STEPS)
def test_so_is_the_signed_file(asked, monkeypatch, step):  # noqa: F811
    refuse(asked)
    with monkeypatch.context() as broken:
        break_it(asked, broken, step)
        run_due(asked)
    state, files, rows, said = look(asked, "seal_signed")
    assert state == WAITING
    assert (len(files), len(rows)) in ((1, 1), (2, 1))
    assert said == sealing_state.AGAIN

    asked.clock.advance(WAITS[0])
    run_due(asked)
    state, files, rows, _ = look(asked, "seal_signed")
    assert (state, len(files), set(files)) == (DONE, 2, set(rows))
    assert check_all(asked).faults == []


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", ["the database when it commits", "the ledger when it is written"])
def test_a_process_that_is_killed_leaves_what_another_can_finish(waiting, monkeypatch, step):
    waiting.pdf.close()
    waiting.pdf = InlinePdfService()
    with monkeypatch.context() as broken:
        broken.setitem(STEPS, step, (*STEPS[step][:2], Killed()))
        break_it(waiting, broken, step)
        with pytest.raises(Killed):
            run_due(waiting)
    assert look(waiting)[0] == RUNNING
    run_due(waiting)
    assert look(waiting)[0] == RUNNING

    waiting.clock.advance(CLAIM)
    run_due(waiting)
    state, files, rows, _ = look(waiting)
    assert (state, len(files), files) == (DONE, 1, rows)


def test_what_goes_on_failing_is_listed_and_said(waiting, monkeypatch):
    waiting.pdf.close()
    waiting.pdf = InlinePdfService()
    with monkeypatch.context() as broken:
        break_it(waiting, broken, "the time-stamp authority", times=10)
        for wait in (*WAITS, WAITS[0]):
            run_due(waiting)
            waiting.clock.advance(wait)

    state, files, rows, said = look(waiting)
    assert (state, files, rows, said) == (FAILED, [], [], sealing_state.STOPPED)


def test_nothing_is_said_of_what_has_not_failed(waiting):
    with waiting.reading() as root:
        document = root.sager[CASE].dokumenter[LABEL]
        assert sealing_state.waiting(document, document.versions[0]) == sealing_state.NOW
        assert sealing_state.troubled(document, document.versions[0]) == ""
