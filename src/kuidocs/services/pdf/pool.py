"""PDFs made by worker processes, so that a heavy or broken document never touches the web server (D35)."""

import multiprocessing
import queue
import resource
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from kuidocs.services.pdf.api import GlyphsMissing, Job, PdfService, PrintJob, RenderFailed, RenderTimeout
from kuidocs.services.pdf.fingerprint import fingerprint

SECONDS_PER_JOB = 30.0
CHARACTERS_PER_SECOND = 5_000
"""So much more patience a long document gets: eight thousand letters in every field of a form come to 300 pages."""
JOBS_PER_WORKER = 1_000
MEMORY_PER_WORKER = 400_000_000
"""Bytes in use. Native libraries give little back: after a document of hundreds of pages a process stays large, so one
that is larger than this is renewed, however few jobs it has done."""
_FORKSERVER = multiprocessing.get_context("forkserver")


class WorkerGone(Exception):
    """The worker ended before it had answered."""


class Worker:
    """One process and the line to it."""

    process: BaseProcess
    line: Connection

    def __init__(self) -> None:
        # The fork server imports the renderer once; it makes no fonts, whose thread would not survive the fork.
        _FORKSERVER.set_forkserver_preload(["kuidocs.services.pdf.worker"])
        self.line, far_end = _FORKSERVER.Pipe()
        self.process = _FORKSERVER.Process(target=_serve, args=(far_end,), name="kuidocs-pdf", daemon=True)
        self.process.start()
        # Only the worker may hold its end, or we would never read that it is gone.
        far_end.close()
        self.jobs = 0

    def ask(self, request: Job | str, seconds: float) -> tuple[str, Any]:
        """Send a job and wait for the answer."""
        self.jobs += 1
        try:
            self.line.send(request)
            if not self.line.poll(seconds):
                raise RenderTimeout("timeout")
            kind, value = self.line.recv()
        except (EOFError, OSError) as gone:
            raise WorkerGone from gone
        return kind, value

    def memory(self) -> int:
        """Return how many bytes of memory the process has, 0 where the system does not say."""
        try:
            pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        except OSError:
            return 0
        return int(pages) * resource.getpagesize()

    def end(self) -> None:
        """Kill the process, whatever it is doing, and wait until it is gone."""
        self.line.close()
        self.process.kill()
        self.process.join()
        self.process.close()


def _serve(line: Connection) -> None:
    # Imported here, so that the process that asks for PDFs never loads the renderer.
    from kuidocs.services.pdf.worker import serve

    serve(line)


class PoolPdfService(PdfService):
    """A few workers, each replaced when it dies, takes too long, has grown or done many jobs. Threads may share it."""

    def __init__(
        self,
        workers: int = 2,
        *,
        seconds: float = SECONDS_PER_JOB,
        jobs_per_worker: int = JOBS_PER_WORKER,
        memory_per_worker: int = MEMORY_PER_WORKER,
    ) -> None:
        self._seconds, self._most_jobs, self._most_memory = seconds, jobs_per_worker, memory_per_worker
        # Places, not processes: a worker is started when its place is first used. The last used place is taken first,
        # so one user at a time keeps one worker warm.
        self._places: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        self._workers = workers
        self._closed = False
        self._fingerprint = ""
        self._tools: dict[str, str] = {}
        for _ in range(workers):
            self._places.put(None)

    def render(self, job: Job) -> bytes:
        kind, value = self._ask(job)
        if kind == "glyphs":
            raise GlyphsMissing(value)
        if kind != "pdf":
            raise RenderFailed(value)
        return value

    def fingerprint(self) -> str:
        if not self._fingerprint:
            self._fingerprint = fingerprint(self.tools())
        return self._fingerprint

    def tools(self) -> dict[str, str]:
        if not self._tools:
            _, self._tools = self._ask("tools")
        return dict(self._tools)

    def close(self) -> None:
        """End all workers, after the jobs that they are doing."""
        self._closed = True
        for _ in range(self._workers):
            if (worker := self._places.get()) is not None:
                worker.end()
        for _ in range(self._workers):
            self._places.put(None)

    def pids(self) -> list[int]:
        """Tell the process ids of the workers that are waiting, for the health page."""
        return [worker.process.pid for worker in list(self._places.queue) if worker and worker.process.pid]

    def _ask(self, request: Job | str) -> tuple[str, Any]:
        """Ask a worker. One that was killed from outside is replaced, and the job is tried once more."""
        try:
            return self._ask_once(request)
        except WorkerGone:
            pass
        try:
            return self._ask_once(request)
        except WorkerGone as gone:
            raise RenderFailed("worker killed twice") from gone

    def _ask_once(self, request: Job | str) -> tuple[str, Any]:
        worker = self._places.get()
        try:
            if self._closed:
                raise RenderFailed("closed")
            worker = worker or Worker()
            answer = worker.ask(request, self._seconds + _length(request) / CHARACTERS_PER_SECOND)
        except BaseException:
            if worker is not None:
                worker.end()
            self._places.put(None)
            raise
        self._put_back(worker)
        return answer

    def _put_back(self, worker: Worker) -> None:
        if worker.jobs >= self._most_jobs or worker.memory() > self._most_memory:
            worker.end()
            self._places.put(None)
        else:
            self._places.put(worker)


def _length(request: Job | str) -> int:
    """Count the letters of a document; what else is printed is never long."""
    return len(str(request.content)) if isinstance(request, PrintJob) else 0
