"""A process that saves until it is killed: ``python -m tests.storage.writer DATA.FS``.

It prints a number only after the commit that holds it was acknowledged.
"""

import hashlib
import random
import sys

from kuidocs.resources.events import Event
from kuidocs.services.storage import open_database, working, write_blob
from tests.contracts.storage_contract import AT


def main(path: str) -> None:
    database = open_database(path)
    with working(database) as connection:
        number = connection.root().get("number", 0)
    while True:
        number += 1
        data = random.Random(number).randbytes(200 + number * 7919 % 60000)
        with working(database, "save") as connection:
            root = connection.root()
            root["number"] = number
            root[f"file {number}"] = write_blob(data)
            digest = hashlib.sha256(data).hexdigest()
            root[f"event {number}"] = Event("saved", {}, AT, {"n": number}, {"sha256": digest})
        print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
