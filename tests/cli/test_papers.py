"""render, verify, check, log verify and what is said when something is wrong."""

import json
import re
import sqlite3
import subprocess
from pathlib import Path

import pytest
from BTrees.OOBTree import OOBTree

from kuidocs.cli.opening import opened, settings_of
from tests.cli.conftest import done, run, write_ini
from tests.services.seal.more_tampering import laid_over

PRINTED_HEAD = re.compile(r"Log ved (?:godkendelsen|indlæsning):? ((?:[0-9a-f]{16} ?){4})")


@pytest.fixture(scope="session")
def sealed(demo, tmp_path_factory):
    """The sealed PDF of version 2 of the plan."""
    path = tmp_path_factory.mktemp("sealed") / "plan.pdf"
    with opened(settings_of(demo), read_only=True) as system, system.reading() as root:
        path.write_bytes(root.sager["FLK-2026-0117"].dokumenter["PLAN-0117"].file(2).bytes())
    return path


@pytest.mark.parametrize("name", [("PLAN-0117-v2",), ("PLAN-0117", "--version", "2")])
def test_what_is_rendered_is_the_beginning_of_what_was_sealed(demo, sealed, tmp_path, name):
    done("render", demo, *name, "--out", tmp_path / "plan.pdf")

    unsigned = (tmp_path / "plan.pdf").read_bytes()
    assert sealed.read_bytes().startswith(unsigned)
    assert len(unsigned) > 10_000


@pytest.mark.parametrize("name", ["PLAN-0117", "FLK-2026-0117-D25", "FLK-2026-0163-D24"])
def test_every_state_can_be_rendered_in_the_other_profile(demo, tmp_path, name):
    done("render", demo, name, "--profile", "underskrift", "--out", tmp_path / "x.pdf")

    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", [("NONE-1",), ("PLAN-0117", "--version", "9")])
def test_what_is_not_there_cannot_be_rendered(demo, tmp_path, name):
    result = run("render", demo, *name, "--out", tmp_path / "x.pdf")

    assert (result.exit_code, "Traceback" in result.output) == (1, False)
    assert not (tmp_path / "x.pdf").exists()


def test_a_genuine_file_is_proved_by_rendering_it_again(demo, sealed):
    result = done("verify", sealed, "--ledger", demo)

    assert result.stdout.startswith("Dokumentet er ægte og uændret")
    assert "byte for byte" in result.stdout


def test_a_byte_more_or_less_is_seen(demo, sealed, tmp_path):
    content = bytearray(sealed.read_bytes())
    content[5000] ^= 1
    (tmp_path / "x.pdf").write_bytes(content)

    result = run("verify", tmp_path / "x.pdf", "--ledger", demo, "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["ok"] is False


def test_without_a_certificate_the_issuer_is_unknown(sealed):
    assert run("verify", sealed).exit_code == 2


def test_verify_tells_which_words_of_a_page_are_others(demo, sealed, tmp_path):
    (tmp_path / "x.pdf").write_bytes(laid_over(Path(sealed).read_bytes(), text="Fem samtaler om ugen", at=(70, 20)))

    said = run("verify", tmp_path / "x.pdf", "--ledger", demo)
    alone = run("verify", tmp_path / "x.pdf")

    assert (said.exit_code, alone.exit_code) == (1, 1)
    assert "Side 1 ser anderledes ud end det, der blev forseglet." in said.stdout
    assert "+ Fem samtaler om ugen" in said.stdout
    assert "Det er ændret:" not in alone.stdout


@pytest.mark.parametrize("arguments", [("none.pdf",), ("kuidocs.ini", "--ledger", "none.ini")])
def test_a_file_that_cannot_be_read_is_not_called_changed(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    write_ini(tmp_path)

    result = run("verify", *arguments)

    assert (result.exit_code, "Der er ingen" in result.stderr) == (2, True)


def test_everything_stored_is_in_order(demo):
    result = done("check", demo)

    assert "48 versioner, 47 filer, 47 linjer i hovedbogen og" in result.stdout
    assert "Loggen er ubrudt." in done("log", "verify", demo).stdout


def test_a_damaged_file_is_found(own_demo):
    blob = next((Path(own_demo).parent / "var/Data.blobs").rglob("*.blob"))
    blob.chmod(0o600)
    blob.write_bytes(blob.read_bytes()[:-1])

    result = run("check", own_demo)

    assert (result.exit_code, "ikke den, der blev gemt" in result.stdout) == (1, True)


def test_what_examining_finished_files_has_shown_is_said(empty):
    def unsound(root, **told):
        about = {"case_no": "X", "label": "X-D01", "number": 1}
        root.admin.unsound = OOBTree({"ab": about | {"own": "", "rules": ["3a 6.1.2-1"], "why": "missing"} | told})

    with opened(settings_of(empty)) as system:
        system.change("flaw", lambda root: unsound(root, standard="failed"))
    result = run("check", empty)
    assert (result.exit_code, "X-D01, version 1: PDF-filen følger ikke standarden." in result.stdout) == (1, True)
    assert result.stdout.endswith("1 fejl.\n")

    with opened(settings_of(empty)) as system:
        system.change("doubt", lambda root: unsound(root, standard="could_not"))
    told = done("check", empty).stdout
    assert "X-D01, version 1: Det er ikke undersøgt, om PDF-filen følger standarden." in told
    assert told.endswith("Alt er i orden.\n")


def test_a_changed_log_is_found(own_demo):
    with sqlite3.connect(Path(own_demo).parent / "var/proof.sqlite") as store:
        for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            store.execute(f'DROP TRIGGER "{name}"')
        table = "events"
        store.execute(f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) - 3 FROM {table})")

    result = run("log", "verify", own_demo)

    assert (result.exit_code, "fejl." in result.stdout) == (1, True)


def sealed_papers(ini):
    for blob in sorted((Path(ini).parent / "var/Data.blobs").rglob("*.blob")):
        told = subprocess.run(["pdftotext", blob, "-"], capture_output=True, text=True, check=True).stdout
        yield " ".join(told.replace("\u00a0", " ").split())


def test_every_sealed_paper_names_its_place_in_the_log(demo):
    papers = list(sealed_papers(demo))
    heads = {"".join(found.split()) for told in papers for found in PRINTED_HEAD.findall(told)}

    assert len(papers) > 20
    assert [told[:80] for told in papers if not PRINTED_HEAD.search(told)] == []
    for head in heads:
        assert len(head) == 64
        told = done("log", "verify", demo, "--head", f"{head[:16]} {head[16:]}").stdout
        assert "Kontrolsummen er hændelse nr." in told


@pytest.mark.parametrize("head", ["f" * 64, "kort", "' OR 1=1 --" * 3, "_" * 64, "%" * 16])
def test_a_hash_that_is_not_in_the_log_is_told_of(demo, head):
    assert run("log", "verify", demo, "--head", head).exit_code != 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "[app:main]"),
        ("[app:main]\nkuidocs.mode = test\nkuidocs.data = var", "kuidocs.mode"),
        ("[app:main]\nkuidocs.dta = var", "kuidocs.dta"),
        ("nonsense", "kan ikke læses"),
    ],
)
def test_wrong_settings_are_told_of(tmp_path, text, told):
    (tmp_path / "x.ini").write_text(text, encoding="utf-8")

    result = run("check", tmp_path / "x.ini")

    assert (result.exit_code, told in result.stderr, "Traceback" in result.output) == (1, True, False)


def test_a_missing_database_is_told_of(tmp_path, empty):
    (Path(empty).parent / "var/Data.fs").unlink()

    result = run("check", empty)

    assert (result.exit_code, "Der er ingen database" in result.stderr) == (1, True)


def test_an_unexpected_error_gives_a_reference_and_with_debug_its_place(demo, monkeypatch):
    def broken(system):
        raise ZeroDivisionError("800908-4991")

    monkeypatch.setattr("kuidocs.cli.proving.check_all", broken)

    quiet, loud = run("check", demo), run("check", demo, "--debug")

    assert (quiet.exit_code, "reference ZeroDivisionError-proving-" in quiet.stderr) == (1, True)
    assert "800908" not in quiet.output
    assert "Traceback" in loud.stderr
