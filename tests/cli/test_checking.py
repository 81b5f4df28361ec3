"""``kuidocs check`` as a person gives it, on a system that somebody or something has damaged: each harm is named."""

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import done, run


def proof(ini, *statements):
    """Change the chain and the ledger behind the triggers that keep them append-only."""
    connection = sqlite3.connect(Path(ini).parent / "var/proof.sqlite")
    triggers = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for statement in (*(f'DROP TRIGGER "{name}"' for name in triggers), *statements):
        connection.execute(statement)
    connection.commit()
    connection.close()


def a_pdf(ini):
    blobs = sorted((Path(ini).parent / "var/Data.blobs").rglob("*.blob"))
    return next(path for path in blobs if path.read_bytes().startswith(b"%PDF"))


def a_byte(ini):
    path = a_pdf(ini)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def a_lost_file(ini):
    a_pdf(ini).unlink()


def a_row_out(ini):
    proof(ini, "DELETE FROM ledger WHERE number = (SELECT min(number) FROM ledger)")


def a_row_changed(ini):
    body = "replace(body, '\"version\":1', '\"version\":9')"
    proof(ini, f"UPDATE ledger SET body = {body} WHERE number = (SELECT min(number) FROM ledger)")


def an_event_changed(ini):
    proof(ini, "UPDATE events SET body = replace(body, 'imported', 'annulled') WHERE number = 4")


def a_hole(ini):
    proof(ini, "DELETE FROM events WHERE number = 20")


def the_end_cut(ini):
    proof(ini, "DELETE FROM events WHERE number > (SELECT max(number) - 3 FROM events)")


HARMS = {
    a_byte: "PDF-filen er ikke den, der blev gemt.",
    a_lost_file: "PDF-filen kan ikke læses.",
    a_row_out: "PDF-filen står ikke i hovedbogen.",
    a_row_changed: "Rækken i PDF-protokollen",
    an_event_changed: "Hændelse nr. 4 er ændret.",
    a_hole: "Hændelse nr. 20 er fjernet.",
    the_end_cut: "er fjernet.",
}


def test_a_whole_system_is_in_order(demo):
    assert "Alt er i orden." in done("check", demo).stdout


@pytest.mark.parametrize(("harm", "says"), HARMS.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_each_harm_is_named(own_demo, harm, says):
    harm(own_demo)

    said = run("check", own_demo)

    assert said.exit_code == 1
    assert says in said.stdout
    assert "fejl." in said.stdout
    assert "Traceback" not in said.output
