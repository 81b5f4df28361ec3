"""A text as words, spaces and signs. Put together again they are the text."""

import re

TOKEN = re.compile(r"\w+(?:[-'’]\w+)*|\s+|[^\w\s]")


def tokens(text: str) -> list[str]:
    """Part a text: words with their hyphens and apostrophes, runs of blanks, and each other sign alone."""
    return TOKEN.findall(text)
