"""Ids without digits: ten of them in a row would look like a personal number, in an address, a log or a mail."""

LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopabcdef")


def in_letters(hexadecimal: str) -> str:
    """Write hexadecimal digits as the letters a to p."""
    return hexadecimal.translate(LETTERS)
