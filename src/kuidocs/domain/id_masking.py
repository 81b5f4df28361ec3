"""Id numbers in texts: finding whatever may be one, and hiding it (D25)."""

import re
import unicodedata

ID_NUMBER = re.compile(r"(?<!\d)\d{6}[\s.\-\u2010-\u2015\u2212/_]{0,3}\d{4}(?!\d)|(?<!\d)(?:\d[ \-]?){9}\d(?!\d)")
"""Any ten digits, however they are held together; wider than what can be a number, for this is about hiding."""
MASK = "••••••-••••"


def has_id_number(text: str) -> bool:
    """Tell whether a text holds what may be an id number."""
    return bool(ID_NUMBER.search(plain(text)))


def without_id_numbers(text: str) -> str:
    """Return a text for logs and pages, with a mask where an id number may stand."""
    return ID_NUMBER.sub(MASK, plain(text)) if has_id_number(text) else text


def plain(text: str) -> str:
    """Digits of other scripts and widths count as digits; what cannot be seen counts as nothing."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cc", "Cf"))
