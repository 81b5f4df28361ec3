"""What all tests share: the frozen clock, and the demonstration municipality made once for the whole run."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import factories
from tests.source import ROOT

FROZEN = {
    "KUIDOCS_CLOCK": factories.NOW.strftime("%Y-%m-%dT%H:%M"),
    "KUIDOCS_ADMIN_PASSWORD": "en god lang adgangskode",
}

# How long an example takes says how busy the machine is, and nothing of kuidocs.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture
def clock():
    """The clock of every test: a Saturday morning in November 2026."""
    return factories.clock()


def kuidocs(*arguments: object, home: Path) -> subprocess.CompletedProcess[str]:
    """Give a command as a user would, in the folder of a system."""
    command = [str(Path(sys.executable).with_name("kuidocs")), *map(str, arguments)]
    return subprocess.run(command, cwd=home, env=os.environ | FROZEN, capture_output=True, text=True, check=False)


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _of_the_run(factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of this run share."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _make_home(home: Path) -> None:
    home.mkdir()
    shutil.copy(ROOT / "development.ini", home)
    for command in ("init", "demo"):
        done = kuidocs(command, "development.ini", home=home)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory) -> Path:
    """A folder with development.ini and the demonstration's data, closed. Copy it, do not change it."""
    shared = _of_the_run(tmp_path_factory)
    home = shared / "demo-home"
    with _only_one(shared / "demo-home.lock"):
        if not home.exists():
            made = shared / "demo-home.unfinished"
            shutil.rmtree(made, ignore_errors=True)
            _make_home(made)
            made.rename(home)
    return home


@pytest.fixture
def home(demo_home, tmp_path) -> Path:
    """A demonstration system of one's own, on disk, closed."""
    return shutil.copytree(demo_home, tmp_path / "home")
