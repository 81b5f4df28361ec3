"""Short words of the municipality and what they mean, for papers that a young person reads alone (R11)."""

import re
from collections.abc import Iterable

ABBREVIATIONS = {
    "AVU": "almen voksenuddannelse",
    "BUP": "psykiatrien for børn og unge",
    "CV": "en kort beskrivelse af, hvad du har lavet og kan",
    "EGU": "erhvervsgrunduddannelse",
    "EUD": "erhvervsuddannelse",
    "EUX": "erhvervsuddannelse og studentereksamen i ét",
    "FGU": "forberedende grunduddannelse",
    "FVU": "forberedende voksenundervisning",
    "HF": "højere forberedelseseksamen",
    "HHX": "handelsgymnasium",
    "HTX": "teknisk gymnasium",
    "KUI": "den kommunale ungeindsats",
    "OBU": "undervisning for ordblinde",
    "PPR": "psykologer og andre, der rådgiver skolerne",
    "SPS": "ekstra støtte til dig, mens du er under uddannelse",
    "SSP": "skole, sociale medarbejdere og politi",
    "STU": "særligt tilrettelagt ungdomsuddannelse",
    "STX": "almen studentereksamen",
    "SU": "statens uddannelsesstøtte",
    "UU": "vejledning om uddannelse",
    "VISO": "staten hjælper kommunen med viden",
    "VUC": "voksenuddannelsescenter",
}
"""What stands in papers in one form, and what it means; the page warns of those that are not here."""
_SHORT = re.compile(r"\b[A-ZÆØÅ]{2,6}\b")


def _found(texts: Iterable[str]) -> list[str]:
    return sorted({word for text in texts for word in _SHORT.findall(text)})


def explained(texts: Iterable[str]) -> list[tuple[str, str]]:
    """List the abbreviations of some texts with what they mean, each once."""
    return [(word, ABBREVIATIONS[word]) for word in _found(texts) if word in ABBREVIATIONS]


def unexplained(texts: Iterable[str]) -> list[str]:
    """List what looks like an abbreviation and is not in the table."""
    return [word for word in _found(texts) if word not in ABBREVIATIONS]
