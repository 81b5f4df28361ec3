"""Withdrawing a consent, all of it or a part, in the giver's words and without asking why (DOMAIN 4.2)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from . import information_types

WHOLE = "alt"
DEPARTMENT, OUTSIDE, TYPE = "afdeling:", "uden:", "type:"
CHANNELS = {"in_person": "Mundtligt", "phone": "Telefon", "sms": "Sms", "letter": "Brev"}
"""How somebody can say it: each is as good as the others."""
GROUPS = {DEPARTMENT: ("recipients", "department"), OUTSIDE: ("external_parties", "organisation")}
SUBJECT = "Et samtykke er ændret"
LETTER = """Hej

Et samtykke er ændret. Se kuidocs, før du deler noget eller holder et møde.
{link}

Mailen er sendt af kuidocs og kan ikke besvares.
"""
TOO_LITTLE = (
    "Der skal være mindst to afdelinger og én slags oplysninger tilbage i et samtykke. Træk hele samtykket tilbage i "
    "stedet."
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a consent that can be withdrawn alone."""

    id: str
    label: str


def parts(content: Mapping[str, Any]) -> Iterator[Part]:
    """Go through what can be withdrawn alone: departments, external parties, types of information."""
    for kind, (group, name) in GROUPS.items():
        for row in content.get(group) or ():
            yield Part(f"{kind}{row['rid']}", str(row.get(name, "")))
    for one in content.get("information_types") or ():
        yield Part(f"{TYPE}{one}", information_types.LABELS.get(one, one))


def without(content: Mapping[str, Any], gone: Collection[str]) -> dict[str, Any]:
    """Return the content with some parts left out. A group without rows is no group any more."""
    left = dict(content)
    for kind, (group, _) in GROUPS.items():
        rows = [row for row in content.get(group) or () if f"{kind}{row['rid']}" not in gone]
        left |= {group: rows} if rows else {}
        if not rows:
            left.pop(group, None)
    left["information_types"] = [one for one in content.get("information_types") or () if f"{TYPE}{one}" not in gone]
    return left
