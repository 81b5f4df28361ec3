"""What the documentation says of the project can be found in the project."""

import re
import subprocess

import pytest

from kuidocs.cli import main as commands
from kuidocs.config import PREFIX, SETTINGS
from tests.source import ROOT

PAGES = [ROOT / "README.md", ROOT / "NOTICE.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "bench/README.md"]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


def _row(name: str) -> str:
    default = SETTINGS[name].default
    shown = "required" if default is None else f"`{default}`" if default else ""
    return f"| `{PREFIX}{name}` | {shown} | {SETTINGS[name].tells} |"


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_in_the_table(name):
    assert _row(name) in (ROOT / "docs/operations.md").read_text("utf-8")


def test_no_setting_is_in_the_table_that_does_not_exist():
    named = re.findall(rf"^\| `{PREFIX}(\w+)`", (ROOT / "docs/operations.md").read_text("utf-8"), re.M)

    assert named == list(SETTINGS)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    lost = [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]

    assert lost == []


def test_every_decision_is_in_the_list():
    folder = ROOT / "docs/decisions"
    listed = LINK.findall((folder / "README.md").read_text("utf-8"))

    assert sorted(listed) == sorted(p.name for p in folder.glob("[0-9]*.md"))


@pytest.mark.parametrize("command", commands.commands)
def test_a_command_is_in_the_readme(command):
    assert f"`kuidocs {command}" in (ROOT / "README.md").read_text("utf-8")


def test_make_help_lists_what_there_is():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([a-z]+):", makefile, re.M)

    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert re.findall(r"^  make (\w+)", told, re.M) == targets
