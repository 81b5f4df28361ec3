"""Names that are nearly what was written: one letter more, less, other, or two that changed places."""

from .stems import tokens

LEAST, LEAST_NAME = 4, 3
"""So long must a word be before one of its letters may be wrong, and so long the name that is meant."""


def one_edit(one: str, other: str) -> bool:
    """Tell whether two words are the same but for one slip."""
    one, other = _after_what_is_alike(one, other)
    one, other = _after_what_is_alike(one[::-1], other[::-1])
    swapped = len(one) == 2 and one == other[::-1]
    return swapped or (len(one) <= 1 and len(other) <= 1)


def _after_what_is_alike(one: str, other: str) -> tuple[str, str]:
    alike = 0
    while one[alike : alike + 1] and one[alike : alike + 1] == other[alike : alike + 1]:
        alike += 1
    return one[alike:], other[alike:]


def holds(names: str, asked: list[str]) -> bool:
    """Tell whether every word that is asked for stands in a name, whole or in part."""
    found = " ".join(tokens(names))
    return bool(asked) and all(word in found for word in asked)


def nearly_holds(names: str, asked: list[str]) -> bool:
    """Tell the same, when each longer word may have one slip."""
    found = list(tokens(names))
    return bool(asked) and all(any(_near(word, name) for name in found) for word in asked)


def _near(word: str, name: str) -> bool:
    """A number with one wrong digit is another number."""
    may_slip = len(word) >= LEAST and len(name) >= LEAST_NAME and not word.isdigit()
    return word in name or (may_slip and one_edit(word, name))
