"""The pool of workers: killed, slow, worn out, closed, asked from many threads."""

import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kuidocs.services.pdf import pool as pool_module
from kuidocs.services.pdf.api import GlyphsMissing, RenderFailed, RenderTimeout
from kuidocs.services.pdf.pool import PoolPdfService
from tests.services.pdf import demo

JOB = demo.job("FLK-2026-0117-D14")


@pytest.fixture(scope="module")
def shared():
    pool = PoolPdfService(2)
    yield pool
    pool.close()


@pytest.fixture
def pool():
    """A pool of one, to be ill-treated."""
    pool = PoolPdfService(1)
    yield pool
    pool.close()


def test_the_pool_makes_the_same_bytes_as_the_process_itself(shared, service):
    assert shared.render(JOB) == service.render(JOB)
    assert shared.fingerprint() == service.fingerprint()


def test_the_process_that_asks_never_loads_the_renderer():
    program = """
        import sys
        from kuidocs.services.pdf.pool import PoolPdfService
        from tests.services.pdf.test_pool import JOB
        pool = PoolPdfService(1)
        pool.render(JOB)
        pool.missing_glyphs("æ")
        print([name for name in ("weasyprint", "pydyf", "pyramid") if name in sys.modules])
        pool.close()
    """

    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_many_threads_at_once(shared, service):
    expected = service.render(JOB)

    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(shared.render, [JOB] * 12))

    assert found == [expected] * 12
    assert len(shared.pids()) <= 2


def test_a_worker_killed_while_it_waits_is_replaced(pool):
    first = pool.render(JOB)
    (pid,) = pool.pids()
    os.kill(pid, signal.SIGKILL)

    assert pool.render(JOB) == first
    assert pool.pids() != [pid]


def test_a_job_that_kills_every_worker_is_given_up(pool, monkeypatch):
    from kuidocs.services.pdf import pool as module

    class Doomed(module.Worker):
        def ask(self, request, seconds):
            self.process.kill()
            self.process.join()
            return super().ask(request, seconds)

    monkeypatch.setattr(module, "Worker", Doomed)

    with pytest.raises(RenderFailed) as failure:
        pool.render(JOB)
    assert failure.value.facts["reason"] == "worker killed twice"


def test_a_slow_job_is_killed_and_the_next_one_done():
    pool = PoolPdfService(1, seconds=0.0)
    try:
        with pytest.raises(RenderTimeout):
            pool.render(JOB)
        assert pool.pids() == []
        pool._seconds = 30.0
        assert pool.render(JOB).startswith(b"%PDF")
    finally:
        pool.close()


def test_a_worn_worker_is_replaced():
    pool = PoolPdfService(1, jobs_per_worker=2)
    try:
        pool.render(JOB)
        (first,) = pool.pids()
        pool.render(JOB)
        assert pool.pids() == []
        pool.render(JOB)
        assert pool.pids() != [first]
    finally:
        pool.close()


def test_a_worker_that_has_grown_is_replaced_and_another_stays():
    with closing(PoolPdfService(1, memory_per_worker=1_000_000)) as pool:
        first = pool.render(JOB)
        assert pool.pids() == []
        assert pool.render(JOB) == first
    with closing(PoolPdfService(1)) as pool:
        pool.render(JOB)
        (pid,) = pool.pids()
        pool.render(JOB)
        assert pool.pids() == [pid]
        worker = pool._places.queue[0]
        assert 20_000_000 < worker.memory() < pool_module.MEMORY_PER_WORKER


def test_where_the_system_does_not_say_a_worker_is_renewed_by_its_jobs_only(monkeypatch):
    with closing(PoolPdfService(1, memory_per_worker=1)) as pool:
        monkeypatch.setattr(pool_module, "Path", lambda name: Path("/findes/ikke"))
        pool.render(JOB)
        assert len(pool.pids()) == 1


def test_a_refusal_crosses_the_line(shared):
    with pytest.raises(GlyphsMissing, match="»漢«"):
        shared.render(replace(JOB, content=JOB.content | {"reason": "漢"}))


def test_a_broken_job_tells_its_kind_only(shared):
    with pytest.raises(RenderFailed) as failure:
        shared.render(replace(JOB, edition="{}"))

    assert failure.value.facts["reason"] == "KeyError"
    assert shared.render(JOB).startswith(b"%PDF")


def test_a_closed_pool_refuses_and_leaves_no_process():
    pool = PoolPdfService(1)
    pool.render(JOB)
    (pid,) = pool.pids()

    pool.close()

    with pytest.raises(RenderFailed):
        pool.render(JOB)
    assert not alive(pid)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_the_process_that_asked(end):
    program = """
        import sys, signal
        from kuidocs.services.pdf.pool import PoolPdfService
        from tests.services.pdf.test_pool import JOB
        # A process in the background of a shell inherits that SIGINT is ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        pool = PoolPdfService(1)
        pool.render(JOB)
        print(*pool.pids(), flush=True)
        signal.pause()
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as asking:
        worker = os.pidfd_open(int(asking.stdout.readline()))
        asking.send_signal(end)
        try:
            asking.wait(30)
        finally:
            asking.kill()

    # The pidfd becomes readable when the worker is gone.
    import select

    assert select.select([worker], [], [], 30)[0]
    os.close(worker)


def test_a_long_document_is_given_more_time_and_a_question_none():
    short = demo.job("FLK-2026-0117-D14")
    long = replace(short, content={"note": "a" * 50_000})

    assert pool_module._length("tools") == 0
    assert pool_module._length(long) / pool_module.CHARACTERS_PER_SECOND > 10 > pool_module._length(short) / 5_000
