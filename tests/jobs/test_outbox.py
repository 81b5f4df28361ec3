"""Claiming jobs: a long one stays its runner's, one whose runner dies is taken over, and not for ever."""

import threading
from datetime import timedelta

import pytest

from kuidocs.jobs import outbox
from kuidocs.jobs.outbox import CLAIM, HANDLERS, WAITS, run_due, run_one
from kuidocs.jobs.runner import drain
from kuidocs.resources.outbox import DONE, FAILED, RUNNING, WAITING, Job
from tests import web

PATIENCE = 20.0


@pytest.fixture
def system(tmp_path):
    made = web.make_system(tmp_path)
    yield made
    made.close()


@pytest.fixture
def kind(monkeypatch):
    """Register what a job of a test does."""

    def register(act):
        monkeypatch.setitem(HANDLERS, "test", act)

    return register


def put(system):
    job = Job("test", "test:1", {}, system.clock.now())
    system.change("put", lambda root: root.job.add(job))
    return job.id


def look(system, job_id):
    with system.reading() as root:
        job = root.job[job_id]
        return job.state, job.attempts, job.claimed_until, job.error


def test_a_job_that_takes_long_stays_its_runners(system, kind, monkeypatch):
    monkeypatch.setattr(outbox, "HEARD", 0.01)
    seen = []

    def long(_, arguments):
        before = look(system, job_id)[2]
        system.clock.advance(CLAIM + timedelta(minutes=1))
        waited = threading.Event()
        for _ in range(int(PATIENCE / 0.01)):
            if look(system, job_id)[2] > before:
                break
            waited.wait(0.01)
        seen.append(run_one(system, job_id))
        return {}

    kind(long)
    job_id = put(system)
    run_due(system)

    assert seen == [False]
    assert look(system, job_id)[:2] == (DONE, 1)


def test_a_sign_of_life_that_fails_does_not_end_the_job(system, kind, monkeypatch):
    monkeypatch.setattr(outbox, "HEARD", 0.01)
    change, tried = system.change, threading.Event()

    def fails(note, act):
        if note.startswith("hold"):
            tried.set()
            raise OSError("the disk is full")
        return change(note, act)

    monkeypatch.setattr(system, "change", fails)
    kind(lambda *_: {"seen": tried.wait(PATIENCE)})
    job_id = put(system)
    run_due(system)

    with system.reading() as root:
        assert (root.job[job_id].state, root.job[job_id].result) == (DONE, {"seen": True})


class Killed(BaseException):
    """What ends a runner, and not only a job."""


def test_a_job_whose_runner_dies_is_taken_over_and_listed_when_that_goes_on(system, kind):
    def dies(*_):
        raise Killed

    kind(dies)
    job_id = put(system)
    for attempt in range(1, len(WAITS) + 2):
        with pytest.raises(Killed):
            run_one(system, job_id)
        assert look(system, job_id)[:2] == (RUNNING, attempt)
        assert not run_one(system, job_id)
        system.clock.advance(CLAIM)

    assert not run_one(system, job_id)
    state, _, _, error = look(system, job_id)
    assert (state, error) == (FAILED, outbox.GONE)


def test_a_job_that_was_done_by_another_is_left_alone(system, kind):
    kind(lambda *_: {})
    job_id = put(system)

    assert run_one(system, job_id)
    assert not run_one(system, job_id)
    assert not run_one(system, "findes-ikke")
    assert look(system, job_id)[0] == DONE


def test_a_job_comes_back_after_a_wait_and_is_never_dropped(system, kind):
    def fails(*_):
        raise OSError("nobody answers")

    kind(fails)
    job_id = put(system)
    for wait in WAITS:
        assert run_due(system) == 1
        assert look(system, job_id)[0] == WAITING
        assert run_due(system) == 0
        system.clock.advance(wait)
    run_due(system)

    assert look(system, job_id)[0] == FAILED
    with system.reading() as root:
        assert [job.id for job in root.job.open_jobs()] == [job_id]


def test_what_nobody_waits_for_goes_last_and_what_is_asked_for_meanwhile_before_it(system, monkeypatch):
    done = []

    def unhurried(_, arguments):
        done.append(arguments["n"])
        if arguments["n"] == 0:
            add(system, "test", 99, system.clock.now())
        return {}

    monkeypatch.setitem(HANDLERS, "examine", unhurried)
    monkeypatch.setitem(HANDLERS, "test", lambda _, arguments: done.append(arguments["n"]) or {})
    for n in range(12):
        add(system, "examine", n, system.clock.now() - timedelta(minutes=20 - n))
    add(system, "test", 98, system.clock.now())
    object.__setattr__(system.settings, "render_workers", 1)

    assert drain(system, unhurried=False) == 1
    assert drain(system) == 13

    assert done == [98, 0, 1, 2, 3, 99, *range(4, 12)]


def add(system, kind, n, at):
    system.change("put", lambda root: root.job.add(Job(kind, f"{kind}:{n}", {"n": n}, at)))
