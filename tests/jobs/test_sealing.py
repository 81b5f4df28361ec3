"""The job that seals: once, whatever happens in between."""

import threading

import pytest

from kuidocs.jobs.outbox import run_due
from kuidocs.jobs.runner import Runner, drain
from kuidocs.jobs.sealing import seal
from kuidocs.resources.outbox import DONE, WAITING
from kuidocs.services.pdf.api import RenderFailed
from kuidocs.services.pdf.cached import CachedPdfService
from kuidocs.services.pdf.inline import InlinePdfService
from kuidocs.usecases import rerendering
from tests.jobs.conftest import CASE, LABEL

ARGUMENTS = {"case_no": CASE, "label": LABEL, "number": 1, "round": 1}


def sealed(system):
    with system.reading() as root:
        document = root.sager[CASE].dokumenter[LABEL]
        return [(file.sha256, file.number, file.bytes()) for file in document.files]


def jobs(system):
    with system.reading() as root:
        return [(job.state, job.result, job.error) for job in root.job.values()]


def test_the_job_makes_the_file_and_the_row_of_the_ledger(waiting):
    waiting.pdf.close()
    waiting.pdf = InlinePdfService()

    assert run_due(waiting) == 1

    ((digest, number, pdf),) = sealed(waiting)
    row = waiting.proof.ledger_find(digest)
    assert (number, row.version, row.length, row.document_id) == (1, 1, len(pdf), LABEL)
    assert (DONE, {"sha256": digest, "length": len(pdf)}, "") in jobs(waiting)


def test_run_again_it_makes_no_second_file(waiting):
    first, second = seal(waiting, ARGUMENTS), seal(waiting, ARGUMENTS)

    assert first == second
    assert len(sealed(waiting)) == len(waiting.proof.ledger_rows()) == 1


def test_a_row_that_was_never_written_is_written_the_next_time(waiting, monkeypatch):
    def dies(row):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(waiting.proof, "ledger_add", dies)
        with pytest.raises(KeyboardInterrupt):
            seal(waiting, ARGUMENTS)
    assert waiting.proof.ledger_rows() == []

    seal(waiting, ARGUMENTS)

    assert [row.sha256 for row in waiting.proof.ledger_rows()] == [sealed(waiting)[0][0]]


def test_what_cannot_be_printed_waits_with_its_reason(waiting, monkeypatch):
    def fails(job):
        raise RenderFailed("test")

    monkeypatch.setattr(waiting.pdf, "made_anew", fails)

    drain(waiting)

    ((state, _, error),) = jobs(waiting)
    assert (state, "RenderFailed" in error) == (WAITING, True)
    assert sealed(waiting) == []


class Lying(CachedPdfService):
    """A memory that gives something else than what was made."""

    def render(self, job):
        return b"%PDF-1.7 noget andet"


def test_nothing_that_is_sealed_or_proved_comes_out_of_the_memory(waiting):
    waiting.pdf.close()
    waiting.pdf = Lying(InlinePdfService(), 1_000_000)

    seal(waiting, ARGUMENTS)

    ((digest, _, pdf),) = sealed(waiting)
    row = waiting.proof.ledger_find(digest)
    with waiting.reading() as root:
        again = rerendering.again(waiting.pdf, root, row)
    assert pdf.startswith(again.pdf)
    assert len(again.pdf) == row.unsigned_length
    assert waiting.pdf.render(None) != again.pdf


def test_a_version_that_is_not_there_is_an_error(waiting):
    with pytest.raises(LookupError):
        seal(waiting, ARGUMENTS | {"number": 7})


def test_the_runner_works_when_woken_and_ends_when_told(waiting, monkeypatch):
    drained = threading.Event()
    monkeypatch.setattr("kuidocs.jobs.runner.drain", _told(drained))
    runner = Runner(waiting, poll=60).start()

    assert drained.wait(60)
    runner.stop()

    assert not runner.thread.is_alive()
    assert len(sealed(waiting)) == 1


def _told(event):
    """Drain as ever, and say so."""

    def draining(system, stopping=None):
        try:
            return drain(system, stopping)
        finally:
            event.set()

    return draining


def test_a_runner_survives_a_failing_outbox(waiting, monkeypatch):
    calls = []

    def fails(system, stopping):
        calls.append(1)
        if len(calls) == 2:
            stopping.set()
        raise OSError("disk")

    monkeypatch.setattr("kuidocs.jobs.runner.drain", fails)

    Runner(waiting, poll=0).run()

    assert len(calls) == 2
