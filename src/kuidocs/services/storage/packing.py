"""Packing a database, and what packing leaves behind."""

import shutil
from pathlib import Path

from ZODB.DB import DB
from ZODB.FileStorage.FileStorage import FileStorage


def pack(db: DB, days: int, *, keep_old: bool = True) -> tuple[int, int]:
    """Throw away what was written over more than so many days ago; how many bytes there were, and are.

    The file as it was before is kept beside the new one unless it may not be: it holds what was thrown away.
    """
    before = db.getSize()
    db.pack(days=days)
    if isinstance(db.storage, FileStorage):
        if not keep_old:
            Path(f"{db.storage._file_name}.old").unlink(missing_ok=True)
            _drop_old_blobs(db.storage)
        _forget_scratch(db.storage)
    return before, db.getSize()


def _drop_old_blobs(storage: FileStorage) -> None:
    """Take away the folder in which packing keeps the blobs that nothing names any more."""
    # A storage without blobs has a helper too, but no folder.
    folder = getattr(storage.fshelper, "base_dir", "")
    if folder:
        shutil.rmtree(f"{folder.rstrip('/')}.old", ignore_errors=True)


def _forget_scratch(storage: FileStorage) -> None:
    """Empty the file in which ZODB gathers a transaction: it writes over the last one, but never shortens the file."""
    with storage._commit_lock, storage._lock:
        storage._tfile.seek(0)
        storage._tfile.truncate()
