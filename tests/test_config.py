"""Settings from the file and the environment."""

from datetime import datetime
from pathlib import Path

import pytest

from kuidocs.config import SETTINGS, SettingsError, read_settings

GIVEN = {"kuidocs.data": "/srv/kuidocs"}
MAIL = {"mail": "smtps://mail.k.example", "mail_from": "kuidocs@k.example"}


def settings(environment=None, **more):
    return read_settings(GIVEN | {f"kuidocs.{name}": value for name, value in more.items()}, environment or {})


def test_defaults_lie_in_the_data_folder():
    found = settings()

    assert found.zodb == "/srv/kuidocs/Data.fs"
    assert found.seal_key == Path("/srv/kuidocs/seal.p12")
    assert found.mail == "/srv/kuidocs/mail"
    assert (found.mode, found.production, found.clock, found.run_jobs) == ("development", False, None, True)


def test_the_environment_wins_over_the_file():
    found = settings({"KUIDOCS_DATA": "/elsewhere", "KUIDOCS_RENDER_WORKERS": "3"}, render_workers="2")

    assert (found.data, found.render_workers) == (Path("/elsewhere"), 3)


def test_the_memory_of_pdfs_can_be_shut():
    assert (settings().pdf_cache_mb, settings(pdf_cache_mb="0").pdf_cache_mb) == (64, 0)


def test_a_command_is_parted_as_a_shell_would():
    assert settings().pdf_validator == ()
    found = settings(pdf_validator="'/opt/vera pdf/verapdf' -f {flavour} {file}")
    assert found.pdf_validator == ("/opt/vera pdf/verapdf", "-f", "{flavour}", "{file}")


def test_other_settings_in_the_file_are_not_ours():
    assert read_settings(GIVEN | {"retry.attempts": "3"}, {}).mode == "development"


def test_the_clock_can_be_set():
    assert settings(clock="2026-11-21T10:00").clock == datetime.fromisoformat("2026-11-21T10:00")


SECURE = {"mode": "production", "base_url": "https://k.example", "second_factor_roles": "system_administrator"} | MAIL


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"mode": "test"}, "kuidocs.mode er »test«; den skal være development eller production"),
        ({"render_workers": "0"}, "kuidocs.render_workers er »0«"),
        ({"render_workers": "to"}, "helt tal"),
        ({"pdf_cache_mb": "-1"}, "kuidocs.pdf_cache_mb er »-1«"),
        ({"pdf_validator": "verapdf"}, "kuidocs.pdf_validator skal have {file}"),
        ({"pdf_validator": 'verapdf "{file}'}, "kuidocs.pdf_validator kan ikke deles i ord"),
        ({"clock": "i morgen"}, "2026-11-21T10:00"),
        ({"run_jobs": "ja"}, "true eller false"),
        ({"zodbb": "x"}, "kuidocs.zodbb kendes ikke"),
        ({"mode": "production", "base_url": "https://k.example", "demo_password": "x"}, "demo_password må ikke"),
        ({"mode": "production", "base_url": "https://k.example", "clock": "2026-11-21"}, "clock må ikke"),
        ({"mode": "production"} | MAIL, "https://"),
        ({"mode": "production", "base_url": "https://k.example"}, "kuidocs.mail skal begynde med smtp"),
        ({"mode": "production", "base_url": "https://k.example", "mail": "smtp://m"}, "kuidocs.mail_from skal"),
        ({"mode": "production", "base_url": "https://k.example", **MAIL}, "second_factor_roles skal nævne"),
        ({"sso_issuer": "https://idp.example"}, "sso_client_id mangler"),
        ({"password_login": "false"}, "password_login er false"),
        ({"sso_roles": "ledere = konge"}, "en rolle, der ikke kendes"),
        ({"sso_roles": "ledere"}, "gruppe = rolle"),
        (SECURE | {"sso_issuer": "http://idp.example", "sso_client_id": "k"}, "sso_issuer skal begynde med https"),
        ({"mail": "http://m.example"}, "kuidocs.mail er ikke en adresse"),
        ({"mail": "smtp://:25"}, "kuidocs.mail er ikke en adresse"),
        ({"mail_from": "kuidocs"}, "skriv en mailadresse"),
        ({"mail_from": "a@b@c"}, "skriv en mailadresse"),
        ({"mail_from": "a b@c"}, "skriv en mailadresse"),
    ],
)
def test_what_is_wrong_is_named(given, words):
    with pytest.raises(SettingsError, match="(?s)" + words.replace("(", "\\(")):
        settings(**given)


def test_a_missing_required_setting_is_named():
    with pytest.raises(SettingsError, match=r"kuidocs\.data mangler"):
        read_settings({}, {})


def test_production_starts_with_secure_settings():
    roles = "system_administrator auditor"
    told = settings(mode="production", base_url="https://k.example", second_factor_roles=roles, **MAIL)

    assert told.production
    assert told.second_factor_roles == {"system_administrator", "auditor"}


def test_rooms_are_written_one_a_line():
    assert settings(meeting_rooms="\n  Rådhuset, lokale 2\n\n  Kajen\n").meeting_rooms == (
        "Rådhuset, lokale 2",
        "Kajen",
    )
    assert settings().meeting_rooms == ()


def test_every_setting_is_told():
    assert all(row.tells for row in SETTINGS.values())


def test_groups_are_paired_with_roles_one_a_line():
    told = settings(sso_roles="KUI = ledere = department_leader\n kui=caseworker")

    assert told.sso_roles == {"KUI = ledere": "department_leader", "kui": "caseworker"}


@pytest.mark.parametrize(("given", "found"), [("flk", "FLK"), ("KUI2", "KUI2")])
def test_case_numbers_begin_as_the_municipality_wants(given, found):
    assert settings(case_prefix=given).case_prefix == found
    assert settings().case_prefix == "KUI"


@pytest.mark.parametrize("given", ["", "K-1", "KØB", "ABCDEFGHIJK"])
def test_a_prefix_that_no_address_can_have_is_refused(given):
    with pytest.raises(SettingsError, match="case_prefix"):
        settings(case_prefix=given)
