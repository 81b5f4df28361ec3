"""worker, and what commands say of the jobs that they leave behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from kuidocs.cli.opening import opened, settings_of
from kuidocs.services.pdf.api import RenderFailed
from tests.cli.conftest import done, run
from tests.cli.test_files import small


def test_once_does_what_is_there_and_the_work_of_the_day_once(empty):
    assert done("worker", empty, "--once").stdout == "1 job er kørt.\n"
    assert done("worker", empty, "--once").stdout == "0 job er kørt.\n"


def test_a_worker_ends_when_it_is_told_to(empty):
    command = [Path(sys.executable).with_name("kuidocs"), "worker", empty]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout.readline().startswith("Arbejder.")
        process.send_signal(signal.SIGTERM)

        assert process.stdout.read() == "Stopper.\n"
    assert process.returncode == 0
    with opened(settings_of(empty)):
        pass  # The lock is free again.


def test_a_pdf_that_cannot_be_made_is_told_of(empty, tmp_path, monkeypatch):
    def fails(self, job):
        raise RenderFailed("test")

    monkeypatch.setattr("kuidocs.services.pdf.pool.PoolPdfService.render", fails)

    result = run("import", empty, small(tmp_path))

    assert (result.exit_code, "1 af PDF-filerne kunne ikke laves nu." in result.stderr) == (0, True)


def test_a_file_that_may_not_be_written_is_told_of_in_danish(demo, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")

    result = run("render", demo, "PLAN-0117", "--out", tmp_path / "file/x.pdf")

    assert (result.exit_code, "Traceback" in result.output) == (1, False)
    assert "kan ikke bruges" in result.stderr
