"""init, demo and evolve."""

import json
import stat
from pathlib import Path

from kuidocs.cli.opening import opened, settings_of
from kuidocs.security.passwords import matches
from tests.cli.conftest import done, run, write_ini

PRODUCTION = """kuidocs.base_url = https://kuidocs.example
kuidocs.mail = smtp://127.0.0.1:25
kuidocs.mail_from = kuidocs@fjordlund.example
kuidocs.second_factor_roles = system_administrator"""


def staff(ini, user):
    with opened(settings_of(ini)) as system, system.reading() as root:
        return root.medarbejdere[user].password_hash, root.medarbejdere[user].roles


def test_a_new_system_has_an_administrator_and_every_form(tmp_path):
    ini = write_ini(tmp_path)

    result = run("init", ini, env={"KUIDOCS_ADMIN_PASSWORD": "hemmelig nok"})

    assert (result.exit_code, result.stderr) == (0, "")
    password_hash, roles = staff(ini, "admin")
    assert matches(password_hash, "hemmelig nok", 1024)
    assert roles == ("system_administrator",)
    with opened(settings_of(ini)) as system, system.reading() as root:
        assert len(root.skabeloner) == 14
        assert system.proof.count() == 1


def test_without_a_terminal_a_password_is_made_and_printed(tmp_path):
    result = run("init", write_ini(tmp_path))

    assert "Log ind som »admin« med adgangskoden " in result.output


def test_in_production_no_password_is_made(tmp_path):
    more = PRODUCTION

    result = run("init", write_ini(tmp_path, "production", more))

    assert result.exit_code == 1
    assert "KUIDOCS_ADMIN_PASSWORD" in result.stderr
    assert not (tmp_path / "var").exists()


def test_the_key_of_the_seal_is_for_its_owner_alone(empty):
    for name in ("seal.p12", "seal.password"):
        assert stat.S_IMODE((Path(empty).parent / "var" / name).stat().st_mode) == 0o600


def test_a_system_that_is_there_is_not_touched(empty):
    before = (Path(empty).parent / "var/Data.fs").read_bytes()

    result = run("init", empty)

    assert (result.exit_code, "Den bliver ikke rørt" in result.stderr) == (1, True)
    assert (Path(empty).parent / "var/Data.fs").read_bytes() == before


def test_the_demonstration_is_loaded_once(demo):
    result = done("demo", demo)

    assert result.stdout == "Demonstrationen er der allerede.\n"
    assert matches(staff(demo, "birgitte")[0], "fjordlund", 1024)


def test_the_demonstration_is_refused_in_production(tmp_path):
    more = PRODUCTION

    result = run("demo", write_ini(tmp_path, "production", more))

    assert result.exit_code == 1
    assert result.stderr == "Demonstrationen må ikke lægges ind i et system i production.\n"


def test_the_demonstration_needs_a_password(tmp_path):
    result = run("demo", write_ini(tmp_path, more=""))

    assert "kuidocs.demo_password" in result.stderr


def test_a_new_database_has_nothing_to_evolve(empty):
    assert done("evolve", empty, "--dry-run").stdout == "Databasen er opdateret.\n"


def test_the_own_copy_of_the_demonstration_is_json():
    from kuidocs.cli.starting import DEMO, demo_file

    assert [type(json.loads(demo_file(name))) for name in DEMO] == [dict] * len(DEMO)
