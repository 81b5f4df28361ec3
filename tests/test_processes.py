"""A run with several processes gives tests of one group to one of them, so that servers and browsers start once."""

import subprocess
import sys

import pytest

TESTS = """
import os
import pytest

pytestmark = [{mark}]

@pytest.mark.parametrize("number", range(20))
def test_of_many(number):
    with open("processes", "a") as file:
        print(os.getpid(), file=file)
"""


@pytest.mark.parametrize(("mark", "processes"), [("pytest.mark.xdist_group('together')", 1), ("", 2)])
def test_a_group_stays_in_one_process(mark, processes, tmp_path):
    (tmp_path / "test_many.py").write_text(TESTS.format(mark=mark))
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "--rootdir", "."]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert "20 passed" in done.stdout, done.stdout + done.stderr
    assert len(set((tmp_path / "processes").read_text().split())) == processes
