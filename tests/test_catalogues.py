"""Every message that a user can meet has a translation, and what is compiled is what was written."""

import re
import runpy
from pathlib import Path

import colander
import deform
import polib
import pytest
from pyramid.config import Configurator
from pyramid.i18n import get_localizer
from pyramid.request import Request

from tests.source import ROOT

BIN = runpy.run_path(str(ROOT / "bin/catalogues.py"))
LOCALE = BIN["LOCALE"]
LIBRARIES = {library.__name__: Path(library.__file__).parent / "locale" for library in (colander, deform)}


def holes(text: str) -> set[str]:
    return set(re.findall(r"\$\{\w+\}", text))


@pytest.mark.parametrize("source", BIN["catalogues"](), ids=lambda path: str(path.relative_to(LOCALE)))
def test_a_catalogue_is_whole_and_compiled(source):
    catalogue = polib.pofile(str(source))

    assert [e.msgid for e in catalogue if not e.translated() or holes(e.msgid) != holes(e.msgstr)] == []
    assert source.with_suffix(".mo").read_bytes() == BIN["compiled"](source), "run make catalogues"


@pytest.mark.parametrize("name", LIBRARIES)
def test_the_messages_of_a_library_are_danish(name):
    messages = {entry.msgid for entry in polib.pofile(str(LIBRARIES[name] / f"{name}.pot"))}
    danish = {entry.msgid for entry in polib.pofile(str(LOCALE / f"da/LC_MESSAGES/{name}.po"))}

    assert messages == danish


def test_our_strings_are_in_the_english_catalogue(tmp_path):
    marked = {entry.msgid for entry in BIN["extract"](tmp_path / "found.pot")}
    english = {entry.msgid for entry in polib.pofile(str(LOCALE / "en/LC_MESSAGES/kuidocs.po"))}

    assert marked == english, "run make catalogues, then translate"


def test_our_words_win_over_those_of_the_libraries():
    config = Configurator(settings={"pyramid.default_locale_name": "da"})
    config.add_translation_dirs("colander:locale/", "deform:locale/", "kuidocs:locale/")
    config.commit()

    request = Request.blank("/")
    request.registry = config.registry
    localizer = get_localizer(request)

    assert localizer.translate(colander._("Required")) == "Skal udfyldes."
    assert localizer.translate(deform.i18n._("Password did not match confirm")) == "De to adgangskoder er ikke ens."
