"""Rules of the agenda (R13, R16, R28): its hidden topics say what an item is about, whatever its heading."""

from collections.abc import Iterator
from datetime import time

from ..problems import Problem, problem
from .base import Content, Facts, rows, rule

NO_DECISIONS = (
    "Dette møde træffer ikke beslutninger om den unge. Skriv punktet som en aftale, eller tag det med til et møde, "
    "hvor den unge deltager."
)
HEADINGS = {
    "perspective": ("perspektiv", "vigtigt for dig", "set fra dig", "den unges stemme"),
    "possibilities": ("mulighed",),
    "agreements": ("aftaler", "hvem gør hvad"),
    "contact": ("kontakt", "plankoordinator"),
    "knowledge": ("hvad ved vi", "det ved vi"),
    "wonderings": ("undre",),
}
"""What a heading says when an item carries no topic, as in files from elsewhere."""
DEMANDED = {
    "perspective": "den unges perspektiv",
    "possibilities": "muligheder",
    "agreements": "aftaler",
    "contact": "kontaktperson og plankoordinator",
}
PROFESSIONAL = frozenset({"knowledge", "wonderings", "possibilities"})


def topics_of(item: Content) -> frozenset[str]:
    """Tell what an item is about: its topic, or what its heading says."""
    if topic := item.get("topic"):
        return frozenset({topic})
    heading = item.get("heading", "").casefold()
    return frozenset(topic for topic, words in HEADINGS.items() if any(word in heading for word in words))


def _in_order(content: Content) -> list[Content]:
    return [
        item for number, item in sorted(rows(content, "agenda_items"), key=lambda r: (r[1].get("item_no", r[0]), r[0]))
    ]


def length(start: time | None, end: time | None) -> int | None:
    """Count the minutes of a meeting."""
    if start is None or end is None:
        return None
    return (end.hour - start.hour) * 60 + end.minute - start.minute


@rule(hard=True)
def no_item_decides(content: Content, facts: Facts) -> Iterator[Problem]:
    """Et møde uden den unge træffer ikke beslutninger (R13)."""
    for number, item in rows(content, "agenda_items"):
        if item.get("item_type") == "decision":
            yield Problem(("agenda_items", number, "item_type"), "decides", NO_DECISIONS)


@rule
def items_fit_the_meeting(content: Content, facts: Facts) -> Iterator[Problem]:
    """Punkternes minutter kan være i mødet."""
    minutes = sum(item.get("minutes") or 0 for _, item in rows(content, "agenda_items"))
    available = length(facts.meeting_start, facts.meeting_end)
    if available is not None and minutes > available:
        yield problem(("agenda_items",), "agenda_too_long", minutter=minutes, plads=available)


@rule
def agenda_holds_what_a_clarification_needs(content: Content, facts: Facts) -> Iterator[Problem]:
    """Dagsordenen rummer den unges perspektiv, muligheder, aftaler og kontaktperson (R12, R28)."""
    items = _in_order(content)
    held = {topic for item in items for topic in topics_of(item)}
    for topic, words in DEMANDED.items():
        if items and topic not in held:
            yield problem(("agenda_items",), "topic_missing", emne=words)


@rule
def perspective_comes_first(content: Content, facts: Facts) -> Iterator[Problem]:
    """Efter velkomst og orientering kommer den unges perspektiv først (R16)."""
    items = [item for item in _in_order(content) if item.get("item_type") != "information"]
    if items and "perspective" not in topics_of(items[0]):
        yield problem(("agenda_items",), "perspective_first")


@rule
def perspective_before_professional_knowledge(content: Content, facts: Facts) -> Iterator[Problem]:
    """Den unges perspektiv kommer før fagpersonernes viden (R16)."""
    topics = [topics_of(item) for item in _in_order(content)]
    own = next((n for n, about in enumerate(topics) if "perspective" in about), None)
    others = next((n for n, about in enumerate(topics) if about & PROFESSIONAL), None)
    if own is not None and others is not None and others < own:
        yield problem(("agenda_items",), "perspective_first")


@rule
def voice_note_unless_not_heard(content: Content, facts: Facts) -> Iterator[Problem]:
    """Er den unge hørt, står det, hvad mødet skal handle om for den unge (R16)."""
    source = content.get("voice_source")
    if source and "not_heard" not in source and not content.get("voice_note"):
        yield problem(("voice_note",), "required")


@rule
def previous_agreements_from_the_second_meeting(content: Content, facts: Facts) -> Iterator[Problem]:
    """Fra det andet afklarende møde står aftalerne fra sidst på dagsordenen (R28)."""
    if (facts.meeting_no or 1) > 1 and not content.get("previous_agreements"):
        yield problem(("previous_agreements",), "required")
