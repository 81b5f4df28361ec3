"""Taking a copy back: into a place where nothing is, after every byte of it was found to be as it was copied."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from kuidocs.domain.errors import Conflict, NotFound, Refused
from kuidocs.services.backup.files import Files, alone, sha256_of
from kuidocs.services.backup.snapshots import FORMAT, Snapshot, blob_lines, snapshots

CHANGED = "{path} er ikke, som den blev kopieret. Kopien er beskadiget; brug en anden."


class Restoring:
    """One copy that is taken back."""

    def __init__(self, files: Files, source: Path, name: str = "") -> None:
        """Choose a copy: the newest, or the one with a name.

        Raises NotFound.
        """
        found = [one for one in snapshots(source) if name in ("", one.name)]
        if not found:
            raise NotFound("snapshot", f"Der er ingen sikkerhedskopi {name} i {source}.".replace("  ", " "))
        self.files, self.snapshot = files, found[-1]

    def run(self) -> Snapshot:
        """Take it back. The database itself comes last: without it there is no system.

        Raises Conflict when something is there already, Refused when the copy is damaged.
        """
        with alone(self.files.lock):
            self._refuse_filled()
            self._refuse_damaged()
            self._blobs("blobs", self.files.main_blobs)
            self._blobs("draft-blobs", self.files.drafts_blobs)
            for path in self.files.disposable:
                # They tell of another database.
                for one in (path, *path.parent.glob(f"{path.name}-*")):
                    one.unlink(missing_ok=True)
            _put(self.snapshot.file("proof", ".sqlite"), self.files.proof)
            _put(self.snapshot.file("drafts", ".fs"), self.files.drafts)
            _put(self.snapshot.folder / "main.fs", self.files.main, self.snapshot.told["main"]["size"])
        return self.snapshot

    def _refuse_filled(self) -> None:
        files = self.files
        there = [p for p in (files.main, files.drafts, files.proof) if p.exists()]
        there += [p for p in (files.main_blobs, files.drafts_blobs) if any(p.rglob("*.blob"))]
        if there:
            raise Conflict(
                "filled",
                f"{there[0]} er der allerede. Der gendannes kun, hvor der intet er: flyt de gamle filer væk først.",
            )

    def _refuse_damaged(self) -> None:
        told = self.snapshot.told
        if told.get("format") != FORMAT:
            raise Refused("format", "Kopien er lavet af en anden udgave af kuidocs. Gendan den med den udgave.")
        for path, size, digest in self._parts():
            if not path.exists() or sha256_of(path, size) != digest:
                raise Refused("damaged", CHANGED.format(path=path))

    def _parts(self) -> Iterator[tuple[Path, int | None, str]]:
        one, told = self.snapshot, self.snapshot.told
        yield one.folder / "main.fs", told["main"]["size"], told["main"]["sha256"]
        yield one.file("drafts", ".fs"), None, told["drafts"]["sha256"]
        yield one.file("proof", ".sqlite"), None, told["proof"]["sha256"]
        for kind, name in (("blobs", "blobs"), ("draft-blobs", "draft_blobs")):
            listed = one.file(kind, ".txt")
            yield listed, None, told[name]["sha256"]
            for place, digest in blob_lines(listed).items():
                yield one.folder / kind / place, None, digest

    def _blobs(self, kind: str, into: Path) -> None:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (into / ".layout").exists():
            (into / ".layout").write_text("bushy", encoding="ascii")
        for place in blob_lines(self.snapshot.file(kind, ".txt")):
            _put(self.snapshot.folder / kind / place, into / place)


def _put(source: Path, target: Path, size: int | None = None) -> None:
    """Copy a file, or its first bytes, under another name first."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.part")
    with source.open("rb") as read, open(aside, "wb", opener=_private) as write:
        shutil.copyfileobj(read, write)
        if size is not None:
            write.truncate(size)
        write.flush()
        os.fsync(write.fileno())
    aside.rename(target)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
