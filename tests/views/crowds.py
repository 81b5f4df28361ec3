"""Many cases at once, as the read model knows them: what statistics are made of."""

import random
from datetime import date, timedelta
from typing import Any

from kuidocs.domain.meetings import MEETING_TYPES
from kuidocs.services.index import CaseRow, CaseSnapshot, CourseRow

STATES = ("clarifying", "coordinating", "following_up", "following_up", "paused", "closed")
DEPARTMENTS = ("Den Kommunale Ungeindsats", "Den Kommunale Ungeindsats", "PPR", "=Unge og Job", "Rusmiddelcentret")


def crowd(size: int = 60, seed: int = 7) -> list[CaseSnapshot]:
    """Make cases whose numbers spread as those of a municipality do."""
    rng = random.Random(seed)
    return [_case(number, rng) for number in range(1, size + 1)]


def _case(number: int, rng: random.Random) -> CaseSnapshot:
    case_no = f"FLK-2025-{number:04d}"
    started = date(rng.choice((2024, 2025, 2025, 2026, 2026, 2026)), rng.randint(1, 12), 3)
    met = started + timedelta(days=rng.randint(5, 40))
    row = CourseRow(
        case_no,
        rng.choice(STATES),
        rng.choice(DEPARTMENTS),
        started,
        rng.choice((0, 1, 2, 2, 2, 3, 5)),
        met,
        met + timedelta(days=rng.randint(15, 200)) if rng.random() < 0.8 else None,
        *(rng.randint(0, 2) for _ in range(5)),
        tuple(rng.choice(("2026-10-01", "2027-01-01")) for _ in range(2)),
        tuple(rng.choice(list(MEETING_TYPES)) for _ in range(rng.randint(1, 6))),
        rng.random() < 0.1,
    )
    return CaseSnapshot(CaseRow(case_no, f"Navn {number}", f"Navn{number}", row.state), courses=(row,))


def gather(site: Any, size: int = 60, seed: int = 7) -> None:
    """Put a crowd into the read model, and leave out whatever case was there."""
    site.system.catch_up()
    index = site.system.index
    after = (int.from_bytes(index.last_tid(), "big") + 1).to_bytes(8, "big")
    assert index.apply({"FLK-2026-0001": None} | {one.case.case_no: one for one in crowd(size, seed)}, after)
