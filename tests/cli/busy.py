"""A program that seals and drafts without end, as fast as it can: copies are taken beside it, until it is killed."""

import hashlib
import sys
from datetime import datetime, timedelta

from kuidocs.cli.opening import opened, settings_of
from kuidocs.resources.base import place
from kuidocs.resources.drafts import Draft, drafts_of
from kuidocs.resources.files import SealedFile
from kuidocs.resources.outbox import Job
from kuidocs.services.proof import LedgerRow
from kuidocs.services.storage import write_blob

CASE, LABEL = "FLK-2026-0117", "FLK-2026-0117-D01"
BEGUN = datetime.fromisoformat("2026-11-21T10:00:00+01:00")

BY = {"user_id": "admin", "name": "Administrator"}


def main(ini: str) -> None:
    """Seal, write the row, say that the job is done; begin a draft in both databases, end it in both."""
    with opened(settings_of(ini)) as system:
        number = 0
        while True:
            number += 1
            one_round(system, number)
            if number == 5:
                print("busy", flush=True)


def one_round(system, number):
    at = BEGUN + timedelta(seconds=number)
    pdf = b"%PDF- of nothing " + str(number).encode() * 500
    system.change("seal", lambda root: seal(root, pdf, number, at))
    system.proof.ledger_add(row(pdf, number, at))
    system.change("done", lambda root: root.job.finish(root.job[f"seal-{number}"], {}, at))
    system.tailer.catch_up()


def seal(root, pdf, number, at):
    document = root.sager[CASE].dokumenter[LABEL]
    made = SealedFile(write_blob(pdf), pdf, number=1, round=number, profile="x", at=at.isoformat(), facts={})
    document.files = (*document.files, place(made, document, f"{number}.pdf"))
    root.job.add_once(Job("seal", f"seal-{number}", {"sha256": made.sha256}, at))
    drafts = drafts_of(root)
    if number % 2:
        document.draft = {"number": 2, "round": 1, "by": BY, "at": at.isoformat()}
        drafts.add(Draft(document.id, document.form_key, 1, None)).put("x", str(number), BY, at.isoformat())
    else:
        document.draft = None
        drafts.remove(document.id)


def row(pdf, number, at):
    digest = hashlib.sha256(pdf).hexdigest()
    return LedgerRow(digest, len(pdf), digest, len(pdf), LABEL, 1, number, "x", "x", ("segl",), at, CASE)


if __name__ == "__main__":
    main(sys.argv[1])
