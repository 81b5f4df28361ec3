"""Systems on disk, made by the commands themselves."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kuidocs.cli import main

INI = """[app:main]
use = egg:kuidocs
kuidocs.mode = {mode}
kuidocs.data = %(here)s/var
kuidocs.password_memory_kib = 1024
{more}
"""
STANDING = "kuidocs.clock = 2026-11-21T10:00\nkuidocs.demo_password = fjordlund"


def write_ini(folder: Path, mode: str = "development", more: str = STANDING) -> str:
    """Write the settings of a system and return the name of the file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kuidocs.ini").write_text(INI.format(mode=mode, more=more), encoding="utf-8")
    return str(folder / "kuidocs.ini")


def run(*arguments: object, env: dict[str, str] | None = None):
    """Run a command in this process."""
    return CliRunner().invoke(main, [str(a) for a in arguments], env=env)


def done(*arguments: object):
    """Run a command that must succeed."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="session")
def empty_base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    done("init", write_ini(folder))
    return folder


@pytest.fixture
def empty(empty_base, tmp_path):
    """A system without anybody but the administrator, for this test alone."""
    shutil.copytree(empty_base, tmp_path / "system")
    return str(tmp_path / "system/kuidocs.ini")


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The demonstration with every PDF sealed; nobody may change it."""
    folder = tmp_path_factory.mktemp("demo")
    ini = write_ini(folder)
    done("init", ini)
    done("demo", ini)
    return ini


@pytest.fixture
def own_demo(demo, tmp_path):
    """A copy of the demonstration, for a test that damages it."""
    shutil.copytree(Path(demo).parent, tmp_path / "system")
    return str(tmp_path / "system/kuidocs.ini")


@pytest.fixture(scope="session")
def package(demo, tmp_path_factory):
    """Elias' case as a folder, drafts and all. Copy it, do not change it."""
    out = tmp_path_factory.mktemp("package") / "elias"
    done("export", demo, "FLK-2026-0163", "--drafts", "--out", out)
    return out


@pytest.fixture
def copy(package, tmp_path):
    return Path(shutil.copytree(package, tmp_path / "elias"))
