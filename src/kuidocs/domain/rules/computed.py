"""What the system writes in a document by itself. An import compares it with what a file says (D10)."""

from .base import Content, Facts, rows
from .people import came


def computed(content: Content, facts: Facts) -> dict[str, object]:
    """Compute the system fields that follow from the rest: youth_present and meeting_no, where they are known."""
    found: dict[str, object] = {}
    if any(person.get("attendance") for _, person in rows(content, "participants")):
        found["youth_present"] = came(content, {"young_person"})
    if facts.meeting_no is not None:
        found["meeting_no"] = facts.meeting_no
    return found
