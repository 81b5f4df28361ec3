"""The log of everything, for the auditor: what, who, when and in which case, without a word of any (DOMAIN 5)."""

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..domain import danish
from ..domain.clusters import USER_MARK
from ..domain.seen_words import NO_CASE, ROWS, row
from ..resources.root import Root
from ..services.clock import COPENHAGEN
from ..services.proof import AuditEvent, ChainedEvent, ProofService
from .statistics_file import harmless

AT_ONCE, SHOWN = 5000, 200
OF_CLUSTERS = "cluster."
HEADINGS = ("Nr.", "Tid", "Bruger", "Navn", "Afdeling", "Hændelse", "Sag", "Grund", "Kontrolsum")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the log is narrowed to; "" is everything."""

    since: date
    until: date
    case_no: str = ""
    user_id: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    number: int
    when: str
    user_id: str
    name: str
    department: str
    kind: str
    words: str
    case_no: str
    reason: str
    hash: str


def kinds() -> list[tuple[str, str]]:
    """List every kind of event, with its words where it has some."""
    with_words = (
        (kind, f"{ROWS[kind].words.replace('{what}', 'et papir')} ({kind})") for kind in ROWS if "/" not in kind
    )
    others = ((kind, kind) for kind in sorted(NO_CASE) if not kind.startswith(OF_CLUSTERS))
    return [*sorted(with_words, key=lambda one: one[1]), *others]


def is_of_clusters(event: AuditEvent) -> bool:
    """Tell whether an event belongs to the clusters: another controller's, and not for this auditor (R80)."""
    return event.kind.startswith(OF_CLUSTERS) or USER_MARK in event.by


def found(proof: ProofService, root: Root, asked: Asked) -> Iterator[Entry]:
    """Go through the lines that are asked for, the oldest first."""
    after, narrowed = 0, (asked.kind,) if asked.kind else ()
    while some := proof.events(
        case_no=asked.case_no or None, by=asked.user_id or None, kinds=narrowed, after=after, limit=AT_ONCE
    ):
        for one in some:
            if is_of_clusters(one.event):
                continue
            if asked.since <= one.event.at.astimezone(COPENHAGEN).date() <= asked.until:
                yield _entry(root, one)
        after = some[-1].number


def newest(lines: Iterable[Entry]) -> tuple[list[Entry], int]:
    """Return the newest lines, the last first, and how many there are in all."""
    kept: deque[Entry] = deque(maxlen=SHOWN)
    count = 0
    for count, line in enumerate(lines, start=1):  # noqa: B007 - the last number is the count
        kept.append(line)
    return list(kept)[::-1], count


def _entry(root: Root, one: ChainedEvent) -> Entry:
    event, person = one.event, root.medarbejdere.get(one.event.by)
    words = row(event.kind, str(event.about.get("part", ""))).words if event.kind in ROWS else event.kind
    return Entry(
        one.number,
        danish.moment(event.at.astimezone(COPENHAGEN)),
        event.by,
        person.name if person is not None else "",
        person.department if person is not None else "",
        event.kind,
        words.format(what="et papir"),
        event.case_no or "",
        str(event.data.get("reason", "")),
        one.hash[:16],
    )


def csv_file(lines: Iterable[Entry]) -> bytes:
    """Write the lines as a file: UTF-8 that says so, semicolons, lines as spreadsheets want them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for one in lines:
        cells = (one.when, one.user_id, one.name, one.department, one.kind, one.case_no, one.reason, one.hash)
        writer.writerow([str(one.number), *(harmless(cell) for cell in cells)])
    return text.getvalue().encode("utf-8-sig")
