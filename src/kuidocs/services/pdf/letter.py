"""The letter to the young person that goes before a notice of a meeting that he or she is invited to."""

from collections.abc import Iterator
from dataclasses import dataclass

from kuidocs.domain.meetings import MEETING_TYPES
from kuidocs.services.pdf.api import RenderFacts
from kuidocs.services.pdf.items import Item, ItemGroup
from kuidocs.services.pdf.pieces import Fact
from kuidocs.services.pdf.text import NB, Block, blocks, capital, clock, line, long_day, weekday

GREETINGS = ("hej", "kære", "goddag", "halløj")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter for an envelope with a window."""

    address: tuple[str, ...]
    heading: str
    greeting: str
    message: tuple[Block, ...]
    facts: tuple[Fact, ...]
    reply_by: str
    answer_to: str
    sender: str
    sender_title: str
    closing: bool
    """Whether the message has no greeting of its own at its end."""


def letter_of(groups: tuple[ItemGroup, ...], facts: RenderFacts) -> Letter | None:
    """Make the letter of a notice; none when the young person is not invited."""
    answers = {item.id: item for group in groups for item in group.items if item.filled}
    kind = MEETING_TYPES.get(_value(answers, "meeting_type"))
    if kind is None or not kind.with_young:
        return None
    message = answers["message_to_young"].text if "message_to_young" in answers else ""
    person, sender = facts.person, facts.sender
    return Letter(
        address=_address(person.full_name, person.address),
        heading=_heading(_value(answers, "meeting_date")),
        greeting="" if message.lower().startswith(GREETINGS) else f"Hej {person.preferred_name or person.full_name}",
        message=blocks(message),
        facts=tuple(_facts(answers)),
        reply_by=long_day(_value(answers, "reply_by")),
        answer_to=line(sender.phone or sender.email) if sender else "",
        sender=line(sender.name) if sender else _said(answers, "convener"),
        sender_title=line(sender.title) if sender else "",
        closing="hilsen" not in message[-60:].lower(),
    )


def hours(start: str, end: str) -> str:
    """Write » kl. 16.00–17.30«, or nothing."""
    if not start:
        return ""
    return f" kl.{NB}{clock(start)}" + (f"–{clock(end)}" if end else "")


def _address(name: str, address: str) -> tuple[str, ...]:
    if not address:
        return ()
    return tuple(line(part.strip()) for part in (name, *address.split(",")) if part.strip())


def _heading(day: str) -> str:
    if not day:
        return "Vil du mødes med os?"
    without_year = long_day(day).rpartition(NB)[0]
    return f"Vil du mødes med os den {without_year}?"


def _facts(answers: dict[str, Item]) -> Iterator[Fact]:
    day = _value(answers, "meeting_date")
    if day:
        when = weekday(day) + hours(_value(answers, "start_time"), _value(answers, "end_time"))
        yield Fact("Hvornår", (capital(when),))
    for label, name in (("Hvor", "place"), ("Online", "online_link"), ("Derfor mødes vi", "purpose")):
        if name in answers:
            yield Fact(label, (_said(answers, name),))
    if "participants" in answers:
        yield Fact("Hvem kommer", tuple(_people(answers["participants"].rows)))
    for label, name in (
        ("Dit ønske", "youth_wishes"),
        ("Du har nogen med", "support_person"),
        ("Andre behov", "practical_needs"),
        ("Tænk over", "preparation"),
    ):
        if name in answers:
            yield Fact(label, (_said(answers, name),))


def _people(rows: tuple[ItemGroup, ...]) -> Iterator[str]:
    for row in rows:
        if row.value("relation") != "young_person":
            profession = row.said("profession")
            words = (row.said("name"), profession[:1].lower() + profession[1:], row.said("department"))
            yield ", ".join(filter(None, words))


def _value(answers: dict[str, Item], name: str) -> str:
    return answers[name].value if name in answers else ""


def _said(answers: dict[str, Item], name: str) -> str:
    return answers[name].line if name in answers else ""
