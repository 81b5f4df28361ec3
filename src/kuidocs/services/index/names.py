"""How Danish names are compared and sorted."""

import unicodedata

OWN_LETTERS = str.maketrans({"ä": "æ", "ö": "ø", "ü": "y", "ð": "d", "þ": "th", "ß": "ss", "œ": "ø"})
AFTER_Z = str.maketrans({"æ": "{", "ø": "|", "å": "}"})


def folded(text: str) -> str:
    """Return text for comparing: no case, no accents, but æ, ø and å as letters of their own and aa as å."""
    letters = unicodedata.normalize("NFC", text).casefold().translate(OWN_LETTERS)
    return "".join(map(_bare, letters)).replace("aa", "å")


def _bare(letter: str) -> str:
    if letter in "æøå":
        return letter
    return "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))


def sort_key(name: str) -> str:
    """Return text whose byte order is the order of a Danish list of names."""
    return folded(name).translate(AFTER_Z)


def pattern(word: str) -> str:
    """Return a LIKE pattern, with ``!`` as escape, for text that holds a word anywhere."""
    escaped = folded(word).replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"
