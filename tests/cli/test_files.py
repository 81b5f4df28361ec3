"""import and export."""

import hashlib
import json
from pathlib import Path

import bagit
import pytest

from kuidocs.cli.opening import opened, settings_of
from kuidocs.services.proof.api import canonical
from tests import factories
from tests.cli.conftest import done, run


def small(tmp_path, **changed):
    """A file with a young person and one consent."""
    data = factories.demo("ung_1_malthe")
    data |= {"meetings": [], "documents": data["documents"][:1]}
    path = tmp_path / "ung.json"
    path.write_text(json.dumps(data | changed), encoding="utf-8")
    return path


def files_of(ini):
    """The databases as they lie on the disk."""
    var = Path(ini).parent / "var"
    return {p.name: p.read_bytes() for p in var.iterdir() if p.suffix == ".fs"}


def test_a_file_is_loaded_and_sealed(empty, tmp_path):
    result = done("import", empty, small(tmp_path))

    assert result.stdout.endswith("FLK-2026-0117 er læst ind med 1 dokumentversioner.\n")
    with opened(settings_of(empty)) as system, system.reading() as root:
        consent = root.sager["FLK-2026-0117"].dokumenter["FLK-2026-0117-D01"]
        assert system.proof.ledger_find(consent.file(1).sha256).signers == (system.seal.name,)


def test_who_did_it_and_why_is_an_event(empty, tmp_path):
    done("import", empty, small(tmp_path), "--as", "admin", "--reason", "Overført fra arkivet")

    with opened(settings_of(empty)) as system:
        event = next(e.event for e in system.proof.events(kinds=["case.imported"]))
    assert (event.by, event.data["reason"]) == ("admin", "Overført fra arkivet")


def test_nobody_is_acted_for_without_a_reason(empty, tmp_path):
    result = run("import", empty, small(tmp_path), "--as", "admin")

    assert (result.exit_code, "--reason" in result.stderr) == (2, True)


def test_an_unknown_user_cannot_act(empty, tmp_path):
    result = run("import", empty, small(tmp_path), "--as", "nobody", "--reason", "x")

    assert (result.exit_code, "ingen bruger »nobody«" in result.stderr) == (1, True)


def test_a_wrong_file_changes_nothing(empty, tmp_path):
    before = files_of(empty)

    result = run("import", empty, small(tmp_path, farve="blå", case={}))

    assert result.exit_code == 1
    assert "farve: Nøglen kendes ikke. Er den stavet rigtigt?\n" in result.stderr
    assert "case.case_no: »Sagsnummer« mangler.\n" in result.stderr
    assert result.stderr.endswith("Intet er ændret.\n")
    assert files_of(empty) == before


@pytest.mark.parametrize(
    ("content", "told"), [(b'{"case"', "ikke gyldig JSON"), (b"\xff\xfe", "UTF-8"), (None, "Der er ingen fil")]
)
def test_a_file_that_cannot_be_read(empty, tmp_path, content, told):
    path = tmp_path / "x.json"
    if content is not None:
        path.write_bytes(content)

    result = run("import", empty, path)

    assert (result.exit_code, told in result.stderr) == (1, True)
    assert "Traceback" not in result.output


def test_a_folder_is_no_file(empty, tmp_path):
    assert "er en mappe" in run("import", empty, tmp_path).stderr


def test_a_wrong_file_does_not_stop_the_right_one(empty, tmp_path):
    organisation = tmp_path / "organisation.json"
    organisation.write_text(factories.demo_text("organisation"), encoding="utf-8")

    result = run("import", empty, tmp_path / "none.json", organisation)

    assert result.exit_code == 1
    assert "Fjordlund Kommune er læst ind med 21 medarbejdere." in result.stdout


def checked(package: Path) -> dict:
    """The manifest, after every file has been found to be as it says."""
    assert bagit.Bag(str(package)).validate()
    package = package / "data"
    manifest = json.loads((package / "manifest.json").read_text(encoding="utf-8"))
    for told in manifest["files"]:
        content = (package / told["path"]).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (told["sha256"], told["length"])
    there = {str(p.relative_to(package)) for p in package.rglob("*") if p.is_file()}
    assert there == {told["path"] for told in manifest["files"]} | {"manifest.json"}
    return manifest


@pytest.mark.parametrize(("case_no", "versions"), [("FLK-2026-0117", 24), ("FLK-2026-0163", 23)])
def test_a_package_holds_every_approved_version_and_each_pdf_is_genuine(demo, tmp_path, case_no, versions):
    done("export", demo, case_no, "--out", tmp_path / "p")

    manifest = checked(tmp_path / "p")
    pdfs = [tmp_path / "p/data" / told["path"] for told in manifest["files"] if told["path"].endswith(".pdf")]
    assert len(pdfs) == versions
    for pdf in pdfs:
        done("verify", pdf, "--trust", tmp_path / "p/data/certificate.pem")


def test_the_json_of_a_version_has_the_hash_that_was_approved(demo, tmp_path):
    done("export", demo, "FLK-2026-0117", "--out", tmp_path / "p")

    told = json.loads((tmp_path / "p/data/documents/PLAN-0117/versions/2.json").read_text(encoding="utf-8"))

    assert hashlib.sha256(canonical(told["data"]).encode()).hexdigest() == told["sha256"]
    assert (told["external_id"], told["status"]) == ("PLAN-0117-v2", "superseded")


def test_drafts_come_only_when_they_are_asked_for(demo, tmp_path):
    done("export", demo, "FLK-2026-0163", "--out", tmp_path / "without")
    done("export", demo, "FLK-2026-0163", "--out", tmp_path / "with", "--drafts")

    assert not list((tmp_path / "without").rglob("FLK-2026-0163-D24"))
    assert (tmp_path / "with/data/documents/FLK-2026-0163-D24/draft.pdf").read_bytes().startswith(b"%PDF")
    checked(tmp_path / "with")


def test_a_text_in_review_comes_with_the_drafts(demo, tmp_path):
    done("export", demo, "FLK-2026-0117", "--out", tmp_path / "with", "--drafts")

    told = json.loads((tmp_path / "with/data/documents/FLK-2026-0117-D25/versions/1.json").read_text(encoding="utf-8"))
    assert told["status"] == "in_review"


def test_a_filled_folder_is_refused(demo, tmp_path):
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")

    result = run("export", demo, "FLK-2026-0117", "--out", tmp_path)

    assert (result.exit_code, "ikke en tom mappe" in result.stderr) == (1, True)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_an_unknown_case_is_told_of(demo, tmp_path):
    result = run("export", demo, "FLK-1", "--out", tmp_path / "p")

    assert (result.exit_code, "noget forløb med nummeret FLK-1" in result.stderr) == (1, True)
    assert not (tmp_path / "p").exists()


def test_an_export_is_an_event(own_demo, tmp_path):
    done("export", own_demo, "FLK-2026-0117", "--out", tmp_path / "p", "--as", "jens", "--reason", "Tilsyn")

    with opened(settings_of(own_demo)) as system:
        event = system.proof.events(kinds=["case.exported"])[-1].event
    assert (event.by, event.case_no, event.data["reason"]) == ("jens", "FLK-2026-0117", "Tilsyn")
