"""Whole numbers that somebody sent or wrote: plain digits and few of them, or no number at all."""


def whole(value: object, digits: int = 9) -> int | None:
    """Read a whole number of at most so many digits, None for anything else.

    Digits of other scripts are none, nor is »²«, which Python calls a digit and cannot read.
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
