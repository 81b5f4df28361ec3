"""The case-file package: where things lie in it, what its names may be, and what is said of one that was changed."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from .errors import Refused
from .rules.privacy import ID_NUMBER

FORMAT = 2
"""Of what is written; a package of a newer format is refused with a sentence, not guessed at."""
SIGNATURE, TAGMANIFEST, MANIFEST = "signature.p7s", "tagmanifest-sha256.txt", "manifest-sha256.txt"
DECLARATION, INFO = "bagit.txt", "bag-info.txt"
TAGS = (DECLARATION, INFO, MANIFEST)
"""The files beside the payload that the list of such files names; the signature is made of that list."""
STATE, STATE_OF_DOCUMENTS, STATE_OF_DRAFTS = "state/case.json", "state/documents", "state/drafts"
EVENTS, LEDGER = "proof/events.jsonl", "proof/ledger.jsonl"
CERTIFICATE = "certificate.pem"

MOST_FILES = 200_000
MOST_BYTES = 50_000_000_000
MOST_OF_ONE = 500_000_000
MOST_SQUEEZED = 100
"""How many times larger than in its zip file a package may be; JSON comes to about thirty."""

STEP = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,119}")
LONGEST_PATH = 240
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{word}{n}" for word in ("com", "lpt") for n in range(1, 10))})
"""What Windows takes for a device, whatever stands after the first point."""


class PackageRefused(Refused):
    """A package that is not taken in, with every fault: the path in it, and a sentence."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        super().__init__("package", "Pakken kan ikke læses ind. Intet er ændret.")
        self.faults = list(faults)


def refused(path: str, text: str) -> PackageRefused:
    """Make the refusal for one fault."""
    return PackageRefused([(path, text)])


def fits(name: str) -> bool:
    """Tell whether a name can be that of a file or folder anywhere, and says no personal number."""
    plain = STEP.fullmatch(name) is not None and not name.endswith(".")
    return plain and name.partition(".")[0].lower() not in RESERVED and not ID_NUMBER.search(name)


def safe(name: str, instead: str) -> str:
    """Return a name as it can stand in a package; ``instead`` is one that we made ourselves."""
    return name if fits(name) else instead


def wrong_path(path: str) -> str:
    """Say what is wrong with a path that came from outside, "" when nothing is."""
    if len(path) > LONGEST_PATH:
        return "Stien er for lang."
    if path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/"):
        return "Stien fører ud af pakken. Sådan en pakke har kuidocs ikke skrevet."
    if not all(STEP.fullmatch(step) for step in path.split("/")):
        return "Navnet har tegn, som kuidocs ikke skriver i pakker."
    return ""


def shown(name: str) -> str:
    """Write a name so that no terminal is misled by it: one line, nothing that turns letters round."""
    text = name.encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:200]


def twins(paths: Iterable[str]) -> list[str]:
    """List the paths that differ from an earlier one only by capital and small letters: many disks keep one of them."""
    seen: set[str] = set()
    found = []
    for path in sorted(paths):
        if path.casefold() in seen:
            found.append(path)
        seen.add(path.casefold())
    return found


def expires(made_at: str, days: int) -> datetime:
    """Return when a package that was made at a moment (ISO text) may be fetched no longer."""
    return datetime.fromisoformat(made_at) + timedelta(days=days)
