"""A case out of one system and into another: nothing is lost, and nothing that was changed gets in."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import bagit
from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent
from ZODB.blob import Blob

from kuidocs.cli.opening import opened, settings_of
from kuidocs.jobs.outbox import run_due
from kuidocs.resources.drafts import drafts_of
from kuidocs.resources.version import Version
from kuidocs.services.inspection import InlineInspection
from kuidocs.usecases import attaching, filing
from kuidocs.usecases.acting import Act
from kuidocs.usecases.attaching import Given
from tests import factories
from tests.cli.conftest import done, run
from tests.hostile_files import picture
from tests.packages import payload

CASE = "FLK-2026-0163"
DIFFERS = {
    # The seal and the chain are those of the system that made the package; the others tell of them.
    "certificate.pem",
    "index.html",
    "manifest.json",
    "metadata.xml",
    "proof/events.jsonl",
    "state/case.json",
}


def with_staff(ini, folder):
    """Load the demonstration's staff into a system."""
    organisation = folder / "organisation.json"
    organisation.write_text(factories.demo_text("organisation"), encoding="utf-8")
    done("import", ini, organisation)
    return ini


def jsonl(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_package_is_a_valid_bag_of_the_usual_library(package):
    bag = bagit.Bag(str(package))

    assert bag.validate()
    assert bag.info["External-Identifier"] == CASE


def test_names_in_a_package_are_plain_and_hold_no_personal_number(package):
    for path in payload(package):
        assert path.isascii()
        assert "621011" not in path


def test_out_and_in_and_out_again_is_the_same(package, empty, tmp_path):
    with_staff(empty, tmp_path)

    said = done("import", empty, package)
    done("export", empty, CASE, "--drafts", "--out", tmp_path / "again")

    assert "FLK-2026-0163 er genskabt med 22 dokumenter og 23 versioner." in said.stdout
    assert "signature.p7s: Pakken er forseglet af »kuidocs, lokalt segl«, som ikke kendes her" in said.stderr
    first, second = package / "data", tmp_path / "again/data"
    names = {p.relative_to(first).as_posix() for p in first.rglob("*") if p.is_file()}
    assert names == {p.relative_to(second).as_posix() for p in second.rglob("*") if p.is_file()}
    assert {name for name in names if (first / name).read_bytes() != (second / name).read_bytes()} == DIFFERS
    before, after = (jsonl(folder / "proof/events.jsonl") for folder in (first, second))
    assert [one["event"] for one in after][: len(before)] == [one["event"] for one in before]
    assert [one["event"]["kind"] for one in after[len(before) :]] == ["case.restored", "case.exported"]
    states = [json.loads((folder / "state/case.json").read_text()) for folder in (first, second)]
    events = states[1]["case"]["log"]["events"]["$tree"]
    events[:] = [one for one in events if one[1]["kind"] != "case.restored"]
    assert states[0] == states[1]


def everything(value, place=""):
    """Walk whatever hangs below an object and yield every plain value with its type and its place."""
    if isinstance(value, Blob):
        with value.open("r") as file:
            yield place, file.read()
    elif isinstance(value, Version):
        yield f"{place}.content", value.raw()
        plain = {k: v for k, v in vars(value).items() if k not in ("data", "keyframe", "__parent__")}
        yield from everything(plain, place)
    elif isinstance(value, OOBTree | IOBTree | dict):
        for key, one in value.items():
            yield from everything(one, f"{place}.{key}")
    elif isinstance(value, Persistent):
        value._p_activate()
        yield f"{place}.class", type(value)
        yield from everything({k: v for k, v in vars(value).items() if k != "__parent__"}, place)
    elif isinstance(value, list | tuple):
        yield f"{place}.is", type(value)
        for number, one in enumerate(value):
            yield from everything(one, f"{place}.{number}")
    else:
        yield place, (type(value), value)


def whole(ini):
    with opened(settings_of(ini), read_only=True) as system, system.reading() as root:
        case = root.sager[CASE]
        drafts = {label: drafts_of(root).get(document.id) for label, document in case.dokumenter.children.items()}
        found = dict(everything({"case": case, "drafts": {k: v for k, v in drafts.items() if v is not None}}))
        counter = root._p_jar.root()["labels"][CASE]
        rows = {row.sha256: row for row in system.proof.ledger_rows() if row.case_no == CASE}
    restored = [place.removesuffix(".kind") for place, value in found.items() if value == (str, "case.restored")]
    gone = (".case.origin", *restored)
    return {place: value for place, value in found.items() if not place.startswith(gone)}, counter, rows


def test_every_attribute_of_every_object_comes_back_with_its_type(demo, package, empty, tmp_path):
    with_staff(empty, tmp_path)
    done("import", empty, package)

    before, after = whole(demo), whole(empty)

    assert len(before[0]) > 5_000
    assert after[1:] == before[1:]
    assert {p: v for p, v in before[0].items() if after[0].get(p) != v} == {}
    assert set(after[0]) - set(before[0]) == set()


def test_a_restored_case_is_sound_and_shows_in_the_lists(package, empty, tmp_path):
    with_staff(empty, tmp_path)
    done("import", empty, package)

    assert done("check", empty).stdout.endswith("Alt er i orden.\n")
    assert done("log", "verify", empty).stdout.endswith("Loggen er ubrudt.\n")
    assert done("render", empty, "PLAN-0163", "--out", tmp_path / "plan.pdf")
    with opened(settings_of(empty)) as system:
        assert system.tailer.lag() is False
        assert not [job for job in _jobs(system) if job.error]


def _jobs(system):
    with system.reading() as root:
        return [*root.job.open_jobs()]


def test_attachments_of_a_case_a_meeting_and_a_version_come_back_with_their_receipts(demo, empty, tmp_path):
    shutil.copytree(Path(demo).parent, tmp_path / "own")
    own_demo = str(tmp_path / "own/kuidocs.ini")
    with opened(settings_of(own_demo)) as system:
        before = filed_attachments(system)
    with_staff(empty, tmp_path)

    done("export", own_demo, CASE, "--out", tmp_path / "ud")
    done("import", empty, tmp_path / "ud")

    paths = [path for path in payload(tmp_path / "ud") if path.startswith("data/attachments/")]
    sums = sorted(hashlib.sha256((tmp_path / "ud" / path).read_bytes()).hexdigest() for path in paths)
    assert sums == sorted(sha256 for sha256, _, _ in before.values())
    assert "Brev fra far" not in "".join(paths)
    with opened(settings_of(empty)) as system:
        assert attachments(system) == before
        with system.reading() as root:
            assert not filing.is_due(root.sager[CASE])


def attachments(system):
    with system.reading() as root:
        return {
            one.id: (hashlib.sha256(one.bytes()).hexdigest(), one.about, one.facts)
            for one in root.sager[CASE].bilag.values()
        }


def filed_attachments(system):
    """Put in an attachment of each kind, take one out, file them all; id -> sum, place, facts."""
    act, looks = Act(factories.identity("jonas"), system.clock), InlineInspection()

    def put(root):
        case = root.sager[CASE]
        case.kle = "27.69.40"
        document = next(iter(case.dokumenter.values()))
        places = ({}, {}, {"meeting": 1}, {"document": document.label, "number": 1})
        for count, about in enumerate(places):
            given, data = Given("scan", "parent", "2026-11-20", about=about), picture(size=(50 + count, 20))
            attaching.attach(case, act, given, data, "Brev fra far.jpg", inspection=looks, most=10**7)

    system.change("put", put)
    run_due(system)
    system.change("out", lambda root: attaching.withdraw(root.sager[CASE].bilag.in_order()[0], act, "Forkert."))
    run_due(system)
    found = attachments(system)
    assert [sum(fact["kind"] == "filed" for fact in facts) for _, _, facts in found.values()].count(0) == 0
    return found


def test_a_zip_file_does_as_well_and_without_drafts_it_says_so(demo, empty, tmp_path):
    done("export", demo, CASE, "--out", tmp_path / "p.zip")
    done("export", demo, CASE, "--out", tmp_path / "q.zip")

    said = done("import", empty, tmp_path / "p.zip")

    assert "Pakken er lavet uden udkast" in said.stderr
    with opened(settings_of(empty)) as system, system.reading() as root:
        case = root.sager[CASE]
        assert "FLK-2026-0163-D24" not in case.dokumenter
        assert all(document.draft is None for document in case.dokumenter.values())


def test_the_log_is_whole_after_a_package_that_leaves_drafts_out(demo, empty, tmp_path):
    """It tells of the drafts, which have no document here; one event more of them would be somebody's addition."""
    with_staff(empty, tmp_path)
    done("export", demo, CASE, "--out", tmp_path / "without.zip")
    done("import", empty, tmp_path / "without.zip")

    assert "Loggen er ubrudt." in done("log", "verify", empty).output

    with opened(settings_of(empty)) as system:
        system.proof.append([replace(one.event, id="x" * 16) for one in system.proof.events(case_no=CASE, limit=1)])
    assert "Den er lagt ind bagefter" in run("log", "verify", empty).output


def test_a_known_seal_is_not_remarked_on(package, empty):
    said = done("import", empty, package, "--trust", package / "data/certificate.pem")

    assert "signature.p7s" not in said.stderr


def test_a_package_of_the_own_system_is_known(own_demo, package):
    said = run("import", own_demo, package)

    assert (said.exit_code, "findes allerede" in said.stderr) == (1, True)


def test_a_case_cannot_be_exported_before_its_pdfs_are_made(empty, tmp_path):
    from tests.jobs.conftest import CASE as MALTHE
    from tests.jobs.conftest import load

    with opened(settings_of(empty)) as system:
        load(system)

    said = run("export", empty, MALTHE, "--out", tmp_path / "p")

    assert (said.exit_code, "er ikke lavet endnu" in said.stderr) == (1, True)
    assert list(tmp_path.glob("*p*")) == []
