"""The JSON files are what the classes say; a difference must be announced by writing them."""

import json
import runpy
import sys
from datetime import date

import pytest

from kuidocs.forms.edition import Edition, build
from kuidocs.forms.shipped import golden
from kuidocs.forms.shipped.__main__ import main


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Let the files stand somewhere else."""
    monkeypatch.setattr(golden, "FOLDER", tmp_path)
    return tmp_path


def test_no_form_differs_from_its_file():
    assert golden.differing() == [], "run python -m kuidocs.forms.shipped --write, and say so in the change"


@pytest.mark.parametrize("key", golden.EVERY)
def test_the_file_is_canonical_and_builds_what_it_says(key):
    text = golden.golden_path(key).read_text(encoding="utf-8")
    edition = Edition.of(json.loads(text))

    assert edition.text == text
    described = build(edition.data).describe()
    assert {name: edition.data[name] for name in described} == described


@pytest.mark.parametrize("key", golden.EVERY)
def test_the_head_of_edition_1(key):
    head = json.loads(golden.golden_path(key).read_text(encoding="utf-8"))

    assert (head["number"], head["effective"], head["published_by"]) == (1, date(2026, 1, 1).isoformat(), "kuidocs")
    assert head["provisional"] is (key == "kui.agenda.coordination")


def test_writing_makes_every_file(folder, capsys):
    assert main([]) == 1
    assert capsys.readouterr().out.count("differ") == len(golden.EVERY)

    assert main(["--write"]) == 0

    assert {path.stem for path in folder.glob("*.json")} == set(golden.EVERY)
    assert main([]) == 0


def test_an_unannounced_change_is_named(folder, capsys):
    golden.write()
    changed = folder / "kui.notice.json"
    changed.write_text(changed.read_text("utf-8").replace("Indkaldelse", "Invitation"), "utf-8")

    assert main([]) == 1
    assert capsys.readouterr().out == "kui.notice: the class and the file differ\n"


def test_the_command_ends_with_its_answer(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["shipped"])
    monkeypatch.delitem(sys.modules, "kuidocs.forms.shipped.__main__")

    with pytest.raises(SystemExit) as ended:
        runpy.run_module("kuidocs.forms.shipped", run_name="__main__")

    assert ended.value.code == 0
