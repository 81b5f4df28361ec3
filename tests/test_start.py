"""Whatever stops the start is told in a sentence that says what to do, without a traceback."""

from configparser import RawConfigParser
from dataclasses import replace
from itertools import pairwise

import pytest
from ZODB import DB
from ZODB.DemoStorage import DemoStorage

import kuidocs
from kuidocs.application import NotReady, check_ready
from kuidocs.config import PRODUCTION, SETTINGS, SettingsError, read_settings
from kuidocs.system import make_archive, make_clock, open_sso
from tests import web
from tests.source import ROOT


@pytest.fixture
def system(tmp_path):
    made = web.make_system(tmp_path)
    yield made
    made.close()


def start(given):
    with pytest.raises(SystemExit) as stopped:
        kuidocs.main({}, **{f"kuidocs.{name}": value for name, value in given.items()})
    return str(stopped.value)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "kuidocs.data mangler"),
        ({"data": "{here}", "databse": "x"}, "kuidocs.databse kendes ikke"),
        ({"data": "{here}", "mode": "test"}, "kuidocs.mode er »test«"),
        ({"data": "{here}", "mode": "production", "demo_password": "x"}, "kuidocs.demo_password må ikke være sat"),
        ({"data": "{here}", "mode": "production"}, "kuidocs.base_url skal begynde med https://"),
        ({"data": "{here}"}, "seglets nøgle"),
    ],
)
def test_a_wrong_setting_stops_the_start(tmp_path, monkeypatch, given, sentence):
    monkeypatch.setenv("CHAMELEON_CACHE", str(tmp_path))

    told = start({name: value.replace("{here}", str(tmp_path)) for name, value in given.items()})

    assert told.startswith("kuidocs: ")
    assert sentence in told


def test_a_system_that_is_set_up_is_ready(system):
    check_ready(system)


def test_an_empty_database_is_not(system):
    empty = DB(DemoStorage())

    with pytest.raises(NotReady, match="kuidocs init"):
        check_ready(replace(system, db=empty))
    empty.close()


def test_in_production_a_database_with_undone_steps_is_not_ready(system, monkeypatch):
    monkeypatch.setattr("kuidocs.application.unfinished", lambda root: ["step_001"])
    in_use = replace(system, settings=replace(system.settings, mode=PRODUCTION))

    check_ready(system)
    with pytest.raises(NotReady, match="kuidocs evolve"):
        check_ready(in_use)


def explained(line: str, before: str) -> bool:
    """Tell whether a line with a setting has a comment above it."""
    return not line.lstrip("# ").startswith("kuidocs.") or before.startswith(("#", "kuidocs."))


@pytest.mark.parametrize("name", ["development.ini", "production.ini"])
def test_every_setting_in_a_file_is_known_and_has_a_comment(name):
    lines = (ROOT / name).read_text("utf-8").splitlines()
    named = {line.lstrip("# ").partition("=")[0].strip() for line in lines if line.lstrip("# ").startswith("kuidocs.")}

    assert named - {"kuidocs.logs.PlainLines"} <= {f"kuidocs.{setting}" for setting in SETTINGS}
    assert [line for before, line in pairwise(["", *lines]) if not explained(line, before)] == []


def test_development_holds_everything_beside_its_file():
    ini = RawConfigParser()
    ini.read(ROOT / "development.ini", encoding="utf-8")

    assert ini["app:main"]["kuidocs.data"] == "%(here)s/var"
    assert not any("/" in value for key, value in ini["app:main"].items() if key != "kuidocs.data")


def test_a_missing_file_of_the_municipalitys_log_in_stops_the_start(tmp_path):
    told = {"data": str(tmp_path), "sso_issuer": "https://idp.example", "sso_client_id": "kuidocs"}
    settings = read_settings({f"kuidocs.{name}": value for name, value in told.items()}, {})

    with pytest.raises(SettingsError, match="sso_client_secret_file"):
        open_sso(settings, make_clock(settings))


def journal_of(tmp_path, **told):
    given = {"data": str(tmp_path), "journal": "https://journal.example/modtag?fra=kuidocs"} | told
    settings = read_settings({f"kuidocs.{name}": value for name, value in given.items()}, {})
    return make_archive(settings, make_clock(settings))


def test_a_journal_that_is_a_server_wants_a_token(tmp_path):
    with pytest.raises(SettingsError, match="journal_token_file"):
        journal_of(tmp_path)

    (tmp_path / "journal.token").write_text("hemmelig\n")
    assert journal_of(tmp_path).name == "https://journal.example"
    assert journal_of(tmp_path, journal=str(tmp_path / "mappe")).name == "en mappe på serveren"


@pytest.mark.parametrize("token", [b"", b"\n", b"to ord", b"linje\nlinje", "nøgle".encode(), b"\xff\xfe"])
def test_a_token_is_one_word_that_fits_into_a_header(tmp_path, token):
    (tmp_path / "journal.token").write_bytes(token)

    with pytest.raises(SettingsError, match="journal_token_file") as refused:
        journal_of(tmp_path)
    assert "to ord" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "http://journal.example/",
        "ftp://journal.example/",
        "https://",
        "https://navn:kode@journal.example/",
        "https://journal.example/#del",
        "https://journal.example/en sti",
        "https://jørnal.example/",
        "http://127.0.0.1.journal.example/",
        "https://journal.example:x/",
    ],
)
def test_a_journal_is_an_encrypted_address_or_a_folder(tmp_path, address):
    with pytest.raises(SettingsError, match=r"kuidocs\.journal er ikke en adresse"):
        journal_of(tmp_path, journal=address)


def test_only_development_may_ask_a_journal_on_the_same_machine(tmp_path):
    (tmp_path / "journal.token").write_text("hemmelig")
    own = "http://127.0.0.1:8080/modtag"
    assert journal_of(tmp_path, journal=own).name == "http://127.0.0.1:8080"

    with pytest.raises(SettingsError, match=r"kuidocs\.journal skal være en mappe eller begynde med https"):
        journal_of(tmp_path, journal=own, **web.PRODUCTION)
