"""Packages that somebody has changed, or made to do harm: refused whole, with the path, and nothing is changed."""

import hashlib
import shutil
import zipfile

import pytest

from tests.cli.conftest import done, run
from tests.cli.test_files import files_of
from tests.packages import edit, relist, reseal, reseal_lists_only


@pytest.fixture(scope="module")
def target(empty_base, tmp_path_factory):
    """A system in which nothing of this module succeeds."""
    folder = tmp_path_factory.mktemp("target")
    shutil.copytree(empty_base, folder / "system")
    return str(folder / "system/kuidocs.ini")


@pytest.fixture
def refused(target):
    """Import a package that must be refused, and tell what was said; the system must be as it was."""

    def attempt(path, *more):
        before = files_of(target)
        said = run("import", target, path, *more)
        assert said.exit_code == 1, said.output
        assert "Pakken kan ikke læses ind. Intet er ændret." in said.stderr
        assert "Traceback" not in said.output
        assert files_of(target) == before
        return said.stderr

    return attempt


PDF = "data/documents/FLK-2026-0163-D05/versions/1.pdf"


def changed_byte(copy):
    data = bytearray((copy / PDF).read_bytes())
    data[1000] ^= 1
    (copy / PDF).write_bytes(data)
    return PDF, "ikke den, der blev lagt i pakken"


def missing_file(copy):
    (copy / PDF).unlink()
    return PDF, "Filen mangler i pakken."


def extra_file(copy):
    (copy / "data/mere.txt").write_text("x")
    return "data/mere.txt", "står ikke på pakkens liste"


def extra_beside(copy):
    (copy / "fetch.txt").write_text("http://127.0.0.1/x 1 data/x\n")
    return "fetch.txt", "står ikke på pakkens liste"


def listed_anew(copy):
    (copy / "data/index.html").write_text("<title>Noget andet</title>")
    relist(copy)
    return "signature.p7s", "Nogen har ændret pakken"


def list_edited(copy):
    (copy / "manifest-sha256.txt").write_text("")
    return "manifest-sha256.txt", "ikke den, der blev lagt i pakken"


def path_out(copy):
    with (copy / "manifest-sha256.txt").open("a") as file:
        file.write(f"{'0' * 64}  data/../../ud.txt\n")
    reseal_lists_only(copy)
    return "manifest-sha256.txt", "kan ikke læses"


def a_link(copy):
    (copy / PDF).unlink()
    (copy / PDF).symlink_to("/etc/passwd")
    return PDF, "en genvej"


def a_link_to_a_folder(copy):
    (copy / "data/mere").symlink_to("/etc")
    return "data/mere", "en genvej"


def no_seal(copy):
    (copy / "signature.p7s").unlink()
    return "signature.p7s", "Filen mangler"


def a_seal_of_something_else(copy):
    (copy / "signature.p7s").write_bytes(b"0\x82")
    return "signature.p7s", "kan ikke læses"


def other_letters(copy):
    (copy / "data/documents").rename(copy / "data/Documents")
    return "data/Documents/FLK-2026-0163-D01/versions/1.json", "andre store og små bogstaver end på pakkens liste"


def a_twin_in_other_letters(copy):
    (copy / "data/INDEX.html").write_text("x")
    reseal(copy)
    return "data/index.html", "kun er forskellige i store og små bogstaver"


def a_name_of_two_lines(copy):
    (copy / "data/a\nb\u202e.txt").write_text("x")
    return "data/a?b?.txt", "tegn, som kuidocs ikke skriver"


PLAIN = [
    other_letters,
    a_twin_in_other_letters,
    a_name_of_two_lines,
    changed_byte,
    missing_file,
    extra_file,
    extra_beside,
    listed_anew,
    list_edited,
    path_out,
    a_link,
    a_link_to_a_folder,
    no_seal,
    a_seal_of_something_else,
]


@pytest.mark.parametrize("harm", PLAIN, ids=lambda harm: harm.__name__)
def test_a_package_that_was_changed_is_refused_with_the_exact_path(copy, refused, harm):
    path, text = harm(copy)

    said = refused(copy)

    assert any(line.startswith(f"{path}: ") and text in line for line in said.splitlines()), said


PLAN = "documents/PLAN-0163/versions/2.json"
STATE, PLAN_STATE = "data/state/case.json", "data/state/documents/PLAN-0163.json"


def words_of_a_version(copy):
    edit(copy / "data" / PLAN, lambda told: told["data"].update(wishes="Noget andet"))
    return f"data/{PLAN}", "kontrolsummen passer ikke"


def another_hash(copy):
    edit(copy / PLAN_STATE, lambda told: told["versions"][1].update(sha256="0" * 64))
    return f"data/{PLAN}", "kontrolsummen passer ikke"


def broken_chain(copy):
    edit(copy / PLAN_STATE, lambda told: told["versions"][1].update(previous_sha256="0" * 64))
    return PLAN_STATE, "peger ikke på den, der kom før"


def version_out(copy):
    edit(copy / PLAN_STATE, lambda told: told["versions"].pop(0))
    return PLAN_STATE, "peger ikke på den, der kom før"


def another_edition(copy):
    path = next((copy / "data/editions").glob("kui.education_plan-*.json"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("mål", "mal", 1), encoding="utf-8")
    return f"data/editions/{path.name}", "udgave"


def edition_of_nothing(copy):
    (copy / "data/editions/x.json").write_text('{"form": "kui.consent"}')
    return "data/editions/x.json", "kan ikke læses"


def forged_pdf(copy):
    """Another sealed PDF of the case in the place of one, with all hashes right."""
    other = copy / "data/documents/FLK-2026-0163-D06/versions/1.pdf"
    shutil.copy(other, copy / PDF)
    told = {"sha256": hashlib.sha256(other.read_bytes()).hexdigest(), "length": other.stat().st_size}
    state = copy / "data/state/documents/FLK-2026-0163-D05.json"
    edit(state, lambda data: data["files"]["$tuple"][0].update(told))
    return "data/proof/ledger.jsonl", "men er ikke i pakken"


def row_out(copy):
    path = copy / "data/proof/ledger.jsonl"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[1:]))
    return "data/documents/", "står ikke i pakkens udskrift af hovedbogen"


def row_changed(copy):
    path = copy / "data/proof/ledger.jsonl"
    path.write_text(path.read_text().replace('"version":1', '"version":9', 1))
    return "data/proof/ledger.jsonl", "ikke sådan i loggen"


def event_changed(copy):
    path = copy / "data/proof/events.jsonl"
    path.write_text(path.read_text().replace("document.imported", "document.annulled", 1))
    return "data/proof/events.jsonl", "passer ikke til loggens kæde"


def event_of_another_case(copy):
    path = copy / "data/proof/events.jsonl"
    path.write_text(path.read_text() + path.read_text().splitlines()[0] + "\n")
    return "data/proof/events.jsonl", "passer ikke til loggens kæde"


def not_json(copy):
    (copy / STATE).write_text("{")
    return STATE, "ikke gyldig JSON"


def another_number(copy):
    edit(copy / STATE, lambda told: told["case"].update(case_no="FLK-2026-0999"))
    return STATE, "ikke enige om sagsnummeret"


def a_class_of_python(copy):
    edit(copy / STATE, lambda told: told["case"].update(kle={"$class": "Staff", "$name": "x"}))
    return STATE, "som et forløb ikke består af"


def an_attribute_of_python(copy):
    edit(copy / STATE, lambda told: told["case"].update(__class__="x"))
    return STATE, "kendes ikke"


def a_wrong_type(copy):
    edit(copy / STATE, lambda told: told["case"].update(state=["opened"]))
    return STATE, "forkert slags"


def a_missing_attribute(copy):
    edit(copy / STATE, lambda told: told["case"].pop("register"))
    return STATE, "mangler"


def an_unknown_phase(copy):
    edit(copy / STATE, lambda told: told["case"].update(state="færdig"))
    return STATE, "fase, som ikke findes"


def a_birthday_that_is_none(copy):
    edit(copy / STATE, lambda told: told["case"]["person"].update(birth_date="i går"))
    return "state/case.json", "hænger ikke sammen"


def a_fact_without_a_kind(copy):
    edit(copy / PLAN_STATE, lambda told: told["facts"]["$tuple"][0].pop("kind"))
    return PLAN_STATE, "ikke, som kuidocs skriver den"


def document_twice(copy):
    shutil.copy(copy / PLAN_STATE, copy / "data/state/documents/PLAN-0164.json")
    return "data/state/documents/PLAN-0164.json", "to gange"


def newer_format(copy):
    edit(copy / "data/manifest.json", lambda told: told.update(format=99))
    return "data/manifest.json", "en anden udgave af kuidocs"


def draft_out(copy):
    (copy / "data/state/drafts/FLK-2026-0163-D24.json").unlink()
    return "data/state/drafts/FLK-2026-0163-D24.json", "dets tekst er ikke i pakken"


def pdf_of_a_version_out(copy):
    state = copy / "data/state/documents/FLK-2026-0163-D05.json"
    edit(state, lambda told: told["files"].update({"$tuple": []}))
    return "data/state/documents/FLK-2026-0163-D05.json", "mangler sin tekst eller PDF"


def file_of_nothing(copy):
    (copy / "data/mere.txt").write_text("x")
    return "data/mere.txt", "hører ikke til forløbet"


def manifest_of_nothing(copy):
    edit(copy / "data/manifest.json", lambda told: told.update(files=3))
    return "data/case.json", "hører ikke til forløbet"


RESEALED = [
    file_of_nothing,
    manifest_of_nothing,
    words_of_a_version,
    another_hash,
    broken_chain,
    version_out,
    another_edition,
    edition_of_nothing,
    forged_pdf,
    row_out,
    row_changed,
    event_changed,
    event_of_another_case,
    not_json,
    another_number,
    a_class_of_python,
    an_attribute_of_python,
    a_wrong_type,
    a_missing_attribute,
    an_unknown_phase,
    a_birthday_that_is_none,
    a_fact_without_a_kind,
    document_twice,
    newer_format,
    draft_out,
    pdf_of_a_version_out,
]


@pytest.mark.parametrize("harm", RESEALED, ids=lambda harm: harm.__name__)
def test_who_seals_a_changed_package_anew_is_found_out_by_what_is_inside(copy, refused, harm):
    path, text = harm(copy)
    reseal(copy)

    said = refused(copy)

    assert any(line.startswith(path) and text in line for line in said.splitlines()), said


def zipped(copy, tmp_path, change=lambda told: None, more=()):
    """Make a zip file of a package, entry by entry."""
    out = tmp_path / "harmed.zip"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(p for p in copy.rglob("*") if p.is_file()):
            told = zipfile.ZipInfo(f"elias/{path.relative_to(copy).as_posix()}")
            change(told)
            file.writestr(told, path.read_bytes())
        for name, data, mode in more:
            told = zipfile.ZipInfo(name)
            told.external_attr = mode << 16
            told.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(told, data)
    return out


@pytest.mark.parametrize(
    ("more", "path", "text"),
    [
        (("elias/../../ud.txt", b"x", 0o100600), "elias/../../ud.txt", "fører ud af pakken"),
        (("/etc/ud.txt", b"x", 0o100600), "", "én mappe"),
        (("elias/data\\..\\ud.txt", b"x", 0o100600), "elias/data", "fører ud af pakken"),
        (("elias/c:/ud.txt", b"x", 0o100600), "elias/c:/ud.txt", "fører ud af pakken"),
        (("elias/data/passwd", b"/etc/passwd", 0o120777), "elias/data/passwd", "en genvej"),
        (("elias/DATA/index.html", b"x", 0o100600), "elias/DATA/index.html", "to filer"),
        (("elias/data/ø.txt", b"x", 0o100600), "elias/data/ø.txt", "tegn, som kuidocs ikke skriver"),
        (("elias/data/stor", bytes(400_000_000), 0o100600), "", "fylder alt for meget"),
        (("anden/data/x", b"x", 0o100600), "", "én mappe"),
        (("elias/data/index.html/x", b"x", 0o100600), "elias/data/index.html", "både en fil og en mappe"),
    ],
)
def test_a_zip_file_that_means_harm(copy, tmp_path, refused, more, path, text):
    out = zipped(copy, tmp_path, more=[more])

    said = refused(out)

    assert any(line.startswith(path or "pakken") and text in line for line in said.splitlines()), said
    assert not list(tmp_path.rglob("ud.txt"))


def test_a_zip_file_that_is_none(tmp_path, refused):
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 og ikke mere")

    assert "ikke en zip-fil, der kan læses" in refused(tmp_path / "x.zip")


def test_a_zip_file_of_something_else(tmp_path, refused):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        file.writestr("mappe/brev.txt", "x")

    said = refused(tmp_path / "x.zip")

    assert [line for line in said.splitlines() if ": " in line][-1].startswith("bagit.txt: Filen mangler. Derfor er")


def test_an_empty_zip_file(tmp_path, refused):
    with zipfile.ZipFile(tmp_path / "x.zip", "w"):
        pass

    assert "Zip-filen er tom." in refused(tmp_path / "x.zip")


def test_a_zip_file_of_the_package_is_taken(copy, empty, tmp_path):
    done("import", empty, zipped(copy, tmp_path))
