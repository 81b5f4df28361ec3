"""The journal as a folder."""

import os

import pytest

from kuidocs.services.archive import ArchiveError, FolderArchive, open_archive
from kuidocs.services.archive.api import RECEIPT
from tests import factories
from tests.contracts.archive_contract import ArchiveContract, delivery


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "journal"


@pytest.fixture
def archive(folder):
    return open_archive(str(folder), "", factories.clock())


def lying(folder):
    return {place.name: {file.name: file.read_bytes() for file in place.iterdir()} for place in folder.iterdir()}


class TestFolder(ArchiveContract):
    @pytest.fixture
    def archive(self, archive):
        return archive

    @pytest.fixture
    def arrived(self, folder):
        return lambda: lying(folder)


def test_others_on_the_machine_do_not_read_it(archive, folder):
    archive.deliver(delivery())

    found = [folder, *folder.rglob("*")]
    assert len(found) == 6
    assert all(path.stat().st_mode & 0o077 == 0 for path in found)


def refusal(archive, one=None):
    with pytest.raises(ArchiveError) as refused:
        archive.deliver(one or delivery())
    return refused.value.code, refused.value.permanent


@pytest.mark.parametrize("point", ["_write", "os.fsync", "os.rename"])
def test_a_disk_that_fails_leaves_nothing_behind_and_may_be_tried_again(archive, folder, monkeypatch, point):
    def fails(*args, **named):
        raise OSError(28, "No space left on device")

    archive.deliver(delivery("andet-1-1"))
    with monkeypatch.context() as broken:
        broken.setattr(f"kuidocs.services.archive.folder.{point}", fails)
        assert refusal(archive) == ("folder", False)
    assert [place.name for place in folder.iterdir()] == ["andet-1-1"]

    archive.deliver(delivery())
    assert set(lying(folder)) == {"andet-1-1", "abcd-1-1"}


def test_a_delivery_that_was_broken_off_is_no_delivery_and_is_cleared_away(archive, folder, monkeypatch):
    left = folder / ".abcd-1-1.0000.unfinished"
    left.mkdir(parents=True)
    (left / "record.xml").write_text("halv")

    archive.deliver(delivery())

    assert set(lying(folder)) == {"abcd-1-1"}


def test_two_at_once_leave_one_whole_delivery(archive, folder, monkeypatch):
    other, real = FolderArchive(folder, factories.clock()), os.rename

    def second(old, new):
        monkeypatch.setattr("kuidocs.services.archive.folder.os.rename", real)
        real(old, new)
        raise OSError(39, "Directory not empty")

    monkeypatch.setattr("kuidocs.services.archive.folder.os.rename", second)
    assert refusal(archive) == ("folder", False)

    assert archive.deliver(delivery()) == other.deliver(delivery())
    assert set(lying(folder)) == {"abcd-1-1"}


@pytest.mark.parametrize(
    "harm",
    [
        lambda place: (place / RECEIPT).unlink(),
        lambda place: (place / RECEIPT).write_bytes(b"<receipt/>"),
        lambda place: (place / "FLK-2026-0001-D01-v1.pdf").write_bytes(b"andet"),
        lambda place: (place / "FLK-2026-0001-D01-v1.pdf").unlink(),
    ],
)
def test_what_was_changed_there_is_told_and_not_written_over(archive, folder, harm):
    archive.deliver(delivery())
    harm(folder / "abcd-1-1")
    before = lying(folder)

    assert refusal(archive) == ("occupied", True)
    assert lying(folder) == before


def test_a_file_in_the_place_of_the_folder(archive, folder):
    folder.write_text("en fil")

    assert refusal(archive) == ("folder", False)


def test_a_link_on_the_place_of_a_delivery_leads_nowhere(archive, folder, tmp_path):
    folder.mkdir()
    (folder / "abcd-1-1").symlink_to(tmp_path / "andetsteds")

    assert refusal(archive) == ("occupied", True)
    assert not (tmp_path / "andetsteds").exists()
