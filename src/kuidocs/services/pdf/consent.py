"""The consent on paper, said to the young person: the same answers as the form has, under words that speak to a »du«.

What an edition asks beyond the known stands as it is; nothing that was answered is left out.
"""

from collections.abc import Iterator
from dataclasses import replace

from kuidocs.services.pdf.items import Item, ItemGroup
from kuidocs.services.pdf.text import NB, long_day

FORM = "kui.consent"
WHAT, WHO, TYPES, OUTSIDE = "Hvad siger du ja til?", "Hvem må tale sammen?", "Hvad må vi dele?", "Uden for kommunen"
EXPLAINED, GIVEN = "Det har vi forklaret dig", "Hvem har sagt ja?"
OWN_SECTIONS = {"recipients": WHO, "information_types": TYPES, "external_parties": OUTSIDE}
"""Questions that have a section of their own on paper, and its heading."""
LABELS = {
    "not_to_share": "Det må vi ikke dele",
    "purpose": WHAT,
    "recipients": WHO,
    "information_types": TYPES,
    "explained_how": "Sådan talte vi om det",
    "youth_words": "Det siger du selv",
    "given_by": GIVEN,
    "obtained_by": "Hvem har talt med dig om det?",
    "obtained_at": "Hvornår?",
    "custody_informed": "Dine forældre har fået det at vide",
}
SENTENCES = {
    "explained_voluntary": "Det er frivilligt at sige ja.",
    "explained_withdrawal": (
        "Du kan altid trække dit ja tilbage. Sig det til {who}, på den måde du vil. Du behøver ikke sige hvorfor."
    ),
    "explained_consequence": "Vi har talt om, hvad det betyder, hvis du siger nej.",
    "explained_access": "Du kan altid se, hvad der er skrevet om dig.",
}
NAMES = {"named_person": "Navn"}
YES = "Ja"
MAY = {"share": "Må fortælle", "receive": "Må få at vide"}


def said_to_you(groups: tuple[ItemGroup, ...]) -> tuple[ItemGroup, ...]:
    """Put the sections of a consent into the words that its reader is spoken to with."""
    return tuple(part for group in groups for part in _PARTS.get(group.id, _as_it_is)(group, groups))


def quoted(item: Item) -> Item:
    """Set somebody's own words in quotation marks, once."""
    words = item.text.strip()
    return item if not words or words.startswith("»") or "\n" in words else replace(item, text=f"»{words}«")


def _as_it_is(group: ItemGroup, _: tuple[ItemGroup, ...]) -> Iterator[ItemGroup]:
    yield group


def _relabelled(item: Item) -> Item:
    return replace(item, label=LABELS.get(item.id, item.label))


def _about(group: ItemGroup, _: tuple[ItemGroup, ...]) -> Iterator[ItemGroup]:
    first = tuple(_relabelled(item) for item in group.items if item.id not in OWN_SECTIONS)
    frame = tuple(quoted(item) if item.id == "not_to_share" else item for item in first)
    yield replace(group, title=WHAT, items=frame)
    for item in group.items:
        if item.id in OWN_SECTIONS:
            rows = tuple(map(_recipient, item.rows)) if item.id == "recipients" else item.rows
            yield ItemGroup(item.id, OWN_SECTIONS[item.id], (replace(_relabelled(item), rows=rows),))


def _recipient(row: ItemGroup) -> ItemGroup:
    """Say of each direction by itself whether it is allowed."""
    found: list[Item] = []
    for item in row.items:
        if item.id != "may" or not isinstance(item.value, list):
            found.append(replace(item, label=NAMES.get(item.id, item.label)))
            continue
        for way, label in MAY.items():
            found.append(Item(f"may_{way}", label, "line", YES if way in item.value else "Nej", way in item.value))
    return replace(row, items=tuple(found))


def _period(group: ItemGroup, _: tuple[ItemGroup, ...]) -> Iterator[ItemGroup]:
    days = [group.value(name) for name in ("valid_from", "valid_until")]
    if not all(days):
        yield group
        return
    text = f"Fra {long_day(days[0])} til {long_day(days[1])}. Du kan altid sige stop før."
    rest = tuple(item for item in group.items if item.id not in ("valid_from", "valid_until"))
    yield replace(group, items=(Item("period", group.title, "text", text, days), *rest))


def _understood(group: ItemGroup, groups: tuple[ItemGroup, ...]) -> Iterator[ItemGroup]:
    """Say what was explained first, and then how; what was not explained stands as it was answered."""
    who = next((item.line for each in groups if (item := each.get("obtained_by")) and item.filled), "os")
    yes = [item for item in group.items if item.id in SENTENCES and item.text == YES]
    lines = "\n".join(f"- {SENTENCES[item.id]}" for item in yes).replace("{who}", who.replace(" ", NB, 1))
    told = (Item("explained", EXPLAINED, "text", lines, lines),) if yes else ()
    yield replace(
        group, title=EXPLAINED, items=(*told, *(_relabelled(item) for item in group.items if item not in yes))
    )


def _givers(group: ItemGroup, _: tuple[ItemGroup, ...]) -> Iterator[ItemGroup]:
    yield replace(group, title=GIVEN, items=tuple(map(_relabelled, group.items)))


_PARTS = {"about": _about, "period": _period, "understood": _understood, "givers": _givers}
