"""Care of the data beside the running server."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from kuidocs.domain.errors import Conflict
from kuidocs.jobs import upkeep
from kuidocs.jobs.outbox import run_due
from kuidocs.resources.drafts import Draft, drafts_of
from kuidocs.resources.outbox import DONE, FAILED
from kuidocs.services.backup import Busy, alone, snapshots
from kuidocs.usecases.upkeep import BACKUP, FIXITY, PACK, PACK_DRAFTS, of_kind

WORD = "Planteskolevej"


@pytest.fixture
def cared(waiting, tmp_path):
    """A system on disk, with a folder for its copies and its one job done."""
    run_due(waiting)
    object.__setattr__(waiting.settings, "backups", str(tmp_path / "copies"))
    return waiting


def last(system, kind):
    with system.reading() as root:
        job = next(of_kind(root, kind), None)
        return (job.id, job.state, dict(job.result), job.error) if job else None


def test_what_is_due_is_scheduled_once_a_day_and_once_a_week(cared):
    assert upkeep.schedule(cared) == 3
    assert upkeep.schedule(cared) == 0
    run_due(cared)

    cared.clock.advance(timedelta(days=1))

    assert upkeep.schedule(cared) == 2
    cared.clock.advance(timedelta(days=1))
    assert upkeep.schedule(cared) == 3
    with cared.reading() as root:
        assert set(root.admin.latest) == {FIXITY, BACKUP, PACK_DRAFTS}


def test_without_a_folder_no_copy_is_taken_by_itself(cared):
    object.__setattr__(cared.settings, "backups", "")

    assert upkeep.schedule(cared) == 2
    assert "ikke valgt en mappe" in upkeep.may_copy(cared.settings)
    with pytest.raises(Conflict, match="er tom"):
        upkeep.backup(cared, {})


def test_the_nightly_copy_and_the_end_of_old_ones(cared):
    upkeep.schedule(cared)
    run_due(cared)
    folder = Path(cared.settings.backups)
    assert last(cared, BACKUP)[1:3] == (DONE, last(cared, BACKUP)[2])
    for _ in range(2):
        cared.clock.advance(timedelta(days=20))
        upkeep.schedule(cared)
        run_due(cared)

    kept = snapshots(folder)

    assert [one.made_at.date().isoformat() for one in kept] == ["2026-12-11", "2026-12-31"]
    assert [e.event.data["expired"] for e in cared.proof.events(kinds=["system.backed_up"])] == [0, 0, 1]


def test_the_weekly_walk_reports_that_all_is_well(cared):
    upkeep.schedule(cared)
    run_due(cared)

    _, state, report, _ = last(cared, FIXITY)

    assert state == DONE
    assert (report["versions"], report["files"], report["rows"], report["faults"]) == (1, 1, 1, 0)


def test_the_weekly_walk_finds_a_changed_file_and_names_it(cared):
    blob = next((Path(cared.settings.data) / "Data.blobs").rglob("*.blob"))
    blob.chmod(0o600)
    blob.write_bytes(b"noget andet")
    upkeep.schedule(cared)
    run_due(cared)

    report = last(cared, FIXITY)[2]

    assert report["faults"] == 1
    assert report["first"] == ["FLK-2026-0117-D01, version 1: PDF-filen er ikke den, der blev gemt."]


def raw(system, name):
    return b"".join(path.read_bytes() for path in Path(system.settings.data).glob(f"{name}*"))


def test_what_was_taken_back_in_a_draft_is_gone_from_the_files_the_next_morning(cared):
    def write(root, text):
        drafts_of(root).add(Draft("x", "kui.consent", 1, None)).put("note", text, {}, "2026-11-21T10:00:00+01:00")

    cared.change("write", lambda root: write(root, WORD))
    cared.change("take back", lambda root: drafts_of(root).remove("x"))
    assert WORD.encode() in raw(cared, "drafts.fs")

    upkeep.schedule(cared)
    run_due(cared)

    assert WORD.encode() not in raw(cared, "drafts.fs")


def test_packing_makes_the_database_smaller_and_keeps_what_counts(cared):
    for number in range(50):
        cared.change("x", lambda root, number=number: setattr(root.organisation, "unit", f"{number}" * 500))

    done = upkeep.pack(cared, {"days": 0, "by": "tobias"})

    assert done["after"] < done["before"] - 40_000
    [event] = cared.proof.events(kinds=["system.packed"])
    assert event.event.by == "tobias"
    assert upkeep.fixity(cared, {"id": "x"})["faults"] == 0


def test_nothing_is_packed_that_the_log_has_not_seen(cared, monkeypatch):
    monkeypatch.setattr(cared.tailer, "catch_up", lambda: None)
    cared.change("x", lambda root: setattr(root.organisation, "unit", "x"))

    with pytest.raises(Conflict, match="Loggen er ikke fulgt med"):
        upkeep.pack(cared, {})


def test_drafts_are_packed_meanwhile_for_the_log_sees_nothing_of_them(cared, monkeypatch):
    monkeypatch.setattr(cared.tailer, "catch_up", lambda: None)
    cared.change("x", lambda root: setattr(root.organisation, "unit", "x"))

    assert upkeep.pack_drafts(cared, {})["days"] == 0


def test_somebody_who_writes_just_then_does_not_put_a_pack_off(cared, monkeypatch):
    lags = [1, 1, 0]
    monkeypatch.setattr(cared.tailer, "lag", lambda: lags.pop(0))

    assert upkeep.pack(cared, {"days": 0})["after"] > 0


def test_one_at_a_time(cared):
    with alone(cared.settings.data / "care.lock"):
        for act in (upkeep.pack, upkeep.pack_drafts, upkeep.backup):
            with pytest.raises(Busy, match="er i gang"):
                act(cared, {})


def test_a_copy_says_of_itself_what_is_in_it(cared):
    made = upkeep.take_copy(cared, Path(cared.settings.backups))

    told = json.loads(made.file("snapshot", ".json").read_text())

    assert told["proof"]["ledger"] == 1
    assert told["main"]["size"] == (made.folder / "main.fs").stat().st_size
    assert told["blobs"]["files"] == 1


def test_a_job_that_fails_is_listed(cared, tmp_path):
    (tmp_path / "copies").write_text("en fil, hvor mappen skulle være")
    upkeep.schedule(cared)
    for _ in range(6):
        run_due(cared)
        cared.clock.advance(timedelta(hours=2))

    _, state, _, error = last(cared, BACKUP)

    assert (state, "Error" in error) == (FAILED, True)


def test_pack_is_known(cared):
    with cared.reading() as root:
        assert list(of_kind(root, PACK)) == []
