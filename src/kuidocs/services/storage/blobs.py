"""Files in the database."""

import os

from ZODB.blob import Blob


def write_blob(data: bytes) -> Blob:
    """Make a blob whose bytes are on the disk before the transaction that holds it commits.

    ZODB itself never syncs blob files: after a power cut a committed one could be empty.
    """
    blob = Blob()
    with blob.open("w") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return blob
