"""The shipped editions are read from their golden files."""

import pytest

from kuidocs.forms.edition import EditionRefused, canonical
from kuidocs.forms.registry import FOLDER, load, shipped_editions
from kuidocs.forms.shipped import SHIPPED


def test_every_form_has_its_file():
    assert set(shipped_editions()) == set(SHIPPED)
    assert {e.number for e in shipped_editions().values()} == {1}


def test_files_are_read_once():
    assert shipped_editions() is shipped_editions()


def test_a_file_under_another_name_is_refused(tmp_path):
    wrong = tmp_path / "kui.other.json"
    wrong.write_text((FOLDER / "kui.consent.json").read_text("utf-8"), encoding="utf-8")

    with pytest.raises(EditionRefused, match=r"kui\.other\.json holds the form kui\.consent"):
        load(wrong)


def test_a_file_with_a_word_too_many_is_refused(tmp_path):
    data = shipped_editions()["kui.consent"].data
    data["sections"][0]["more"] = 1
    wrong = tmp_path / "kui.consent.json"
    wrong.write_text(canonical(data), encoding="utf-8")

    with pytest.raises(EditionRefused, match="cannot be built"):
        load(wrong)
