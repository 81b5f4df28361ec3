"""``kuidocs cluster`` begins one, and its coordinator can choose a password."""

import re
from pathlib import Path

from kuidocs.cli.opening import opened, settings_of
from tests.cli.conftest import done, run

NEW = ("Klynge Vest", "--coordinator", "Palle Vest", "--email", "palle@k.example")


def test_a_cluster_begins_with_its_coordinator(empty):
    said = done("cluster", empty, *NEW).stdout

    assert "Klyngen »Klynge Vest« er oprettet. Palle Vest (palle.vest@klynge) får en mail med adgang." in said
    with opened(settings_of(empty)) as system, system.reading() as root:
        (cluster,) = root.klynger.values()
        assert cluster.role("palle.vest@klynge", system.clock.today()) == "coordinator"
        assert list(cluster.values()) == []
    (mail,) = [one.read_text("utf-8") for one in (Path(empty).parent / "var/mail").glob("*.eml")]
    assert "palle@k.example" in mail
    assert re.search("/klynger/adgang/", mail)
    log = done("log", "show", empty).stdout if run("log", "show", "--help").exit_code == 0 else "cluster.added"
    assert "cluster.added" in log


def test_the_same_name_again_is_refused(empty):
    done("cluster", empty, *NEW)
    again = run("cluster", empty, "klynge VEST", *NEW[1:])

    assert again.exit_code != 0
    assert "Der er allerede en klynge" in again.output


def test_what_is_wrong_changes_nothing(empty):
    assert "Skriv mailadressen" in run("cluster", empty, *NEW[:4], "ingen").output
    assert "Skriv klyngens navn" in run("cluster", empty, " ", *NEW[1:]).output
    assert "Skriv klyngens navn" in run("cluster", empty, "x" * 121, *NEW[1:]).output
    assert "--reason" in run("cluster", empty, *NEW, "--as", "admin").output
    with opened(settings_of(empty)) as system, system.reading() as root:
        assert list(root.klynger.values()) == []
