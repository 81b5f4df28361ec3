"""A rule against personal numbers where they do not belong (DOMAIN 6.10)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..problems import Path, Problem, problem
from .base import Content, Facts, rule

ID_NUMBER = re.compile(r"(?<![\d+])(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])(?:0[1-9]|1[0-2])\d{2}[- ]?\d{4}(?!\d)")
"""Day (a replacement number has day + 60), month, year and four digits; no modulus 11, for it no longer holds."""
NOT_TEXT = frozenset({"phone", "rid", "actor_id", "online_link", "consent_ref", "meeting_ref"})


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, inside in value.items():
            if name not in NOT_TEXT:
                yield from _texts(inside, path if name == "text" else (*path, name))
    elif isinstance(value, list):
        for number, inside in enumerate(value):
            yield from _texts(inside, (*path, number))


@rule
def no_id_numbers_in_the_text(content: Content, facts: Facts) -> Iterator[Problem]:
    """Personnumre skrives ikke i tekst; de står på sagen."""
    for path, text in _texts(content, ()):
        if ID_NUMBER.search(text):
            yield problem(path, "id_number", warning=True)
