"""What a document looks like when it is rendered again, and how it stands to the file that was handed out (D17)."""

from dataclasses import dataclass
from io import BytesIO

import pikepdf

from kuidocs.services.seal.page_text import lines

DATA = "kuidocs.json"
NEWER = "Værktøjerne er nyere end filen, så den kan ikke dannes byte for byte igen."


@dataclass(frozen=True, slots=True)
class Again:
    """The unsigned bytes, rendered today."""

    pdf: bytes
    same_tools: bool = True
    """Whether today's tools are those that the file was made with; only then must the bytes be equal."""


def in_words(handed_out: bytes, again: bytes) -> tuple[bool | None, str]:
    """Compare data and text of two files that were made with other tools.

    Data that differ are another document; text that differs may be the tools' doing, and is said.
    """
    (data, text), (data_again, text_again) = _told(handed_out), _told(again)
    if data != data_again:
        return False, f"{NEWER} Dens data er ikke dem, der er i sagen."
    if text != text_again:
        return None, f"{NEWER} Dens data er de samme som i sagen, men siderne ville se anderledes ud i dag."
    return True, f"{NEWER} Dens data og al tekst på siderne er de samme som i sagen."


def _told(pdf: bytes) -> tuple[bytes, str]:
    """Return the data inside a file, and its text without regard to where lines end."""
    with pikepdf.open(BytesIO(pdf)) as file:
        held = file.attachments.get(DATA)
        data = held.get_file().read_bytes() if held is not None else b""
        text = "".join(line.text for page in file.pages for line in lines(page))
    return data, "".join(text.split())
