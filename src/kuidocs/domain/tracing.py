"""What can be followed through the papers of a case: the groups of rows, and what a row of each is called (D8, R18)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

FOLLOWED = {
    "agenda_items": "Punkt på dagsordenen",
    "agreements": "Aftale",
    "decisions": "Beslutning",
    "who_does_what": "Opgave",
    "goals": "Mål",
    "new_or_changed_goals": "Mål",
    "sub_goals": "Delmål",
    "efforts": "Indsats",
    "prioritised_efforts": "Indsats",
    "missing_professionals": "Fagperson, vi mangler",
    "grants_to_clarify": "Bevilling, der skal afklares",
    "clarified_questions": "Spørgsmål, der skal afklares",
    "matters_for_young": "Emne til den unge",
    "possibilities": "Mulighed",
}
"""The groups whose rows are points, and what a row of one is called."""
FOUND_AGAIN = {
    "participants": "Deltager",
    "goal_progress": "Status på mål",
    "task_progress": "Status på opgave",
}
"""Groups in which such a row may come back; nothing arises there."""
CALLED = FOLLOWED | FOUND_AGAIN


@dataclass(frozen=True, slots=True)
class Found:
    """A row of a text, and the group that it stands in."""

    group: str
    row: Mapping


def rows(content: Mapping) -> Iterator[Found]:
    """Go through every row of a content that can be followed or found again, also rows inside rows."""
    for name, value in content.items():
        for row in value if isinstance(value, list) else ():
            if isinstance(row, Mapping) and "rid" in row:
                if name in CALLED:
                    yield Found(name, row)
                yield from rows(row)


def find(content: Mapping, rid: str) -> Found | None:
    """Find a row by its permanent id."""
    return next((one for one in rows(content) if one.row["rid"] == rid), None)


def followed(content: Mapping, fixed: Collection[str] = ()) -> frozenset[str]:
    """Return the ids of the rows of a content that are points; an agenda's ``fixed`` items come back every time."""
    found = (one for one in rows(content) if one.group in FOLLOWED)
    return frozenset(one.row["rid"] for one in found if one.row.get("heading") not in fixed)
