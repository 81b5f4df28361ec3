"""Attachments as tables: what a paper can be, who gave it, which types of file are taken, and why others are not."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from . import danish
from .errors import Conflict, Refused

SIGNED_PAPER, YOUNG_WORK, SCAN, OTHER = "signed_paper", "young_work", "scan", "other"
YOUNG, PARENT, STAFF = "young", "parent", "staff"
GIVERS = {YOUNG: "Den unge", PARENT: "Forælder eller værge", STAFF: "En medarbejder"}
MOST_LETTERS = 120
"""Of a title, and of a file's name as it is shown."""
MOST_WORDS = 1000
"""Letters of a reason."""
MOST_IN_CASE = 200
UNNAMED = "Fil uden navn"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of attachment."""

    id: str
    label: str
    slug: str
    """What a file of it is called when it leaves the system: it says nothing of the person."""


KINDS = {
    kind.id: kind
    for kind in (
        Kind(SIGNED_PAPER, "Underskrevet papir", "underskrevet-papir"),
        Kind(YOUNG_WORK, "Tegning eller brev fra den unge", "tegning-eller-brev"),
        Kind(SCAN, "Indscannet papir", "papir"),
        Kind(OTHER, "Andet", "bilag"),
    )
}


@dataclass(frozen=True, slots=True)
class FileType:
    """One type of file that is taken: what can be read in many years and cannot do anything by itself."""

    media_type: str
    label: str
    extension: str
    extensions: frozenset[str]
    shown: bool = False
    """Whether a browser may show it on a page."""


PDF, JPEG, PNG, WEBP, TIFF, TEXT = (
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/tiff",
    "text/plain",
)
TYPES = {
    kind.media_type: kind
    for kind in (
        FileType(PDF, "PDF", "pdf", frozenset({"pdf"})),
        FileType(JPEG, "JPEG-billede", "jpg", frozenset({"jpg", "jpeg", "jpe", "jfif"}), shown=True),
        FileType(PNG, "PNG-billede", "png", frozenset({"png"}), shown=True),
        FileType(WEBP, "WebP-billede", "webp", frozenset({"webp"}), shown=True),
        FileType(TIFF, "TIFF-billede", "tif", frozenset({"tif", "tiff"})),
        FileType(TEXT, "Tekst", "txt", frozenset({"txt"})),
    )
}
ACCEPT = ",".join([*TYPES, *(f".{extension}" for kind in TYPES.values() for extension in sorted(kind.extensions))])
"""What a browser's window for choosing files offers. A phone then offers its camera too, and gives JPEG."""
TAKEN = "PDF, billeder (JPEG, PNG, WebP, TIFF) og ren tekst"

OFFICE = "En fil fra et skriveprogram kan ændre sig og gemme små programmer. Gem den som PDF, og læg PDF-filen ind."
PHONE = "iPhones eget billedformat kan ikke læses alle steder. Gem billedet som JPEG, og læg det ind igen."
PACKED = "En pakket fil kan gemme alt muligt. Pak den ud, og læg filerne ind hver for sig."
WEB = "En webside eller tegnefil kan gemme små programmer. Gem den som PDF eller som billede."
PROGRAM = "Filen er et program og ikke et papir."
WHY_NOT: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"doc", "docx", "docm", "odt", "rtf", "pages", "xls", "xlsx", "xlsm", "ods", "ppt", "pptx"}), OFFICE),
    (frozenset({"heic", "heif", "avif"}), PHONE),
    (frozenset({"zip", "rar", "7z", "gz", "tar", "bz2", "xz", "cab"}), PACKED),
    (frozenset({"svg", "htm", "html", "xhtml", "mht", "xml", "js", "css"}), WEB),
    (frozenset({"exe", "com", "bat", "cmd", "scr", "msi", "jar", "dll", "ps1", "vbs", "sh", "elf"}), PROGRAM),
)
"""Extensions and the reason why they are not taken, for what people try."""

SENTENCES: Mapping[str, str] = {
    "empty": "Filen er tom. Scan den igen, eller vælg en anden fil.",
    "broken": "Filen kan ikke læses. Den er måske gået i stykker undervejs. Scan den igen, eller gem den på ny.",
    "encrypted": "PDF-filen er låst med en adgangskode eller spærret. Gem en kopi uden lås, og læg den ind.",
    "active": "PDF-filen indeholder små programmer eller handlinger. Udskriv den til en ny PDF, og læg den ind.",
    "carries": "PDF-filen har andre filer gemt inde i sig. Læg dem ind hver for sig, og udskriv PDF-filen til en ny.",
    "hidden": "Filen har mere gemt efter sin slutning. Udskriv den til en ny PDF, og læg den ind.",
    "huge": "Billedet har flere punkter, end vi kan åbne. Gem det mindre, og læg det ind igen.",
    "moving": "Billedet bevæger sig. Gem et billede, der står stille, eller en PDF.",
    "pages": "Filen har for mange sider til at være et billede. Gem den som PDF.",
    "slow": "Filen tager for lang tid at undersøge. Udskriv eller scan den til en ny PDF, og læg den ind.",
    "no_text": "Filen er ikke ren tekst i UTF-8. Gem den som PDF, og læg PDF-filen ind.",
    "page": f"Filen hedder noget med .txt, men er en webside eller et program. {WEB}",
}
"""What is wrong with a file, by code."""


class FileRefused(Refused):
    """A file that is not taken, and why."""

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__(code, text or SENTENCES[code])


def extension_of(name: str) -> str:
    """Return what stands after the last point of a file's name, in small letters, "" for a name without any."""
    stem, point, last = name.rpartition(".")
    return last.lower() if point and stem and last.isascii() and last.isalnum() and len(last) <= 5 else ""


def judge(found: str, name: str) -> FileType:
    """Return the type of a file by what its content was found to be; the name must not say anything else.

    Raises FileRefused.
    """
    extension, kind = extension_of(name), TYPES.get(found)
    if kind is None:
        raise FileRefused("type", f"Den type fil tager vi ikke imod. {_why_not(extension, found)}")
    if extension and extension not in kind.extensions:
        text = f"Navnet ender på .{extension}, men indholdet er {kind.label}. {_why_named(extension)}"
        raise FileRefused("disguised", text)
    return kind


def _why_not(extension: str, found: str) -> str:
    names = {extension, found.rpartition("/")[2]}
    for extensions, why in WHY_NOT:
        if extensions & names:
            return why
    return f"Gem den som PDF. Vi tager imod {TAKEN}."


def _why_named(extension: str) -> str:
    for extensions, why in WHY_NOT:
        if extension in extensions:
            return why
    return "Gem filen igen med det rigtige navn, så ingen bliver snydt af den."


def clean_name(given: str) -> str:
    """Return a file's own name as it may be shown: no folders, no control characters, no turned letters, not long."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if letter.isspace() else letter for letter in last if _is_shown(letter))
    name = " ".join(seen.split()).strip(". ")
    if len(name) > MOST_LETTERS:
        extension = extension_of(name)
        tail = f".{extension}" if extension else ""
        name = f"{name[: MOST_LETTERS - len(tail) - 1]}…{tail}"
    return name or UNNAMED


def _is_shown(letter: str) -> bool:
    """Leave out what nobody sees: control and format characters, parts of pairs, and private ones."""
    return letter.isspace() or not unicodedata.category(letter).startswith("C")


def stem(name: str) -> str:
    """Return a name without its extension."""
    extension = extension_of(name)
    return name[: -len(extension) - 1].strip() if extension else name


def title(given: str) -> str:
    """Return a title as it is kept: one line.

    Raises FileRefused when there is none or it is too long.
    """
    text = " ".join("".join(" " if x.isspace() else x for x in given if _is_shown(x)).split())
    if not text:
        raise FileRefused("title", "Skriv en titel, så andre kan se, hvad det er.")
    if len(text) > MOST_LETTERS:
        raise FileRefused("title", f"Titlen må højst have {MOST_LETTERS} tegn. Skriv den kortere.")
    return text


def own_name(kind: str, received: str, media_type: str) -> str:
    """Name a file that leaves the system: what it is and when it came, and nothing of the person."""
    return f"{KINDS[kind].slug}-{received}.{TYPES[media_type].extension}"


def size_words(length: int) -> str:
    """Write how much a file fills: »340 kB«, »2,4 MB«."""
    if length < MEGABYTE:
        return f"{max(1, round(length / 1000))}\u00a0kB"
    return f"{length / MEGABYTE:.1f}".replace(".", ",").removesuffix(",0") + "\u00a0MB"


def check_size(length: int, most: int) -> None:
    """Refuse a file that is too large or empty.

    Raises FileRefused.
    """
    if not length:
        raise FileRefused("empty")
    if length > most:
        raise FileRefused(
            "large",
            f"Filen fylder {size_words(length)}. En fil må højst fylde {size_words(most)}. "
            "Scan den i sort-hvid eller med færre punkter, eller del den i to.",
        )


def check_given(kind: str, given_by: str, received: str, *, today: date, born: date) -> None:
    """Refuse what nobody can have chosen, and a day on which nothing can have come.

    Raises FileRefused.
    """
    if kind not in KINDS:
        raise FileRefused("kind", "Vælg, hvad det er.")
    if given_by not in GIVERS:
        raise FileRefused("given_by", "Vælg, hvem der har givet det.")
    try:
        day = date.fromisoformat(received)
    except ValueError:
        raise FileRefused("received", "Skriv dagen, hvor I fik det, som en dato.") from None
    if len(received) != len("2026-11-21") or not born <= day <= today:
        words = danish.long_date(today)
        raise FileRefused("received", f"Dagen, hvor I fik det, kan ikke ligge efter i dag, {words}, eller før fødslen.")


def check_room(count: int, state: str) -> None:
    """Refuse one more attachment in a case that is full or put away.

    Raises Conflict.
    """
    if state == "archived":
        raise Conflict("archived", "Forløbet er arkiveret. Der kan ikke lægges mere i det.")
    if count >= MOST_IN_CASE:
        text = f"Der ligger allerede {count} bilag i forløbet, og der er ikke plads til flere. Saml papirerne i en PDF."
        raise Conflict("full", text)
