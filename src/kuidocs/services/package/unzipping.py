"""Taking a zip file apart that anybody may have made: nothing leaves its folder, and nothing swells without end."""

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from kuidocs.domain.packages import MOST_BYTES, MOST_FILES, MOST_OF_ONE, MOST_SQUEEZED, PackageRefused, refused, shown
from kuidocs.domain.packages import wrong_path as wrong

CHUNK = 1 << 20
LEAST_SUSPECT = 10_000_000
"""Below this many bytes nothing swells enough to hurt."""
ENCRYPTED = 0x1


def unzip(file: Path, into: Path) -> Path:
    """Take a zip file apart into an empty folder; the one folder in it, which is the package.

    Raises PackageRefused.
    """
    try:
        with zipfile.ZipFile(file) as opened:
            members = opened.infolist()
            faults = list(_faults(members, file.stat().st_size))
            if faults:
                raise PackageRefused(faults)
            for member in members:
                if not member.is_dir():
                    _extract(opened, member, into)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise refused(file.name, "Filen er ikke en zip-fil, der kan læses. Er den hentet helt?") from error
    return into / members[0].filename.split("/")[0]


def _faults(members: list[zipfile.ZipInfo], size: int) -> Iterator[tuple[str, str]]:
    """Judge a zip file by its table, before a byte of it is unpacked."""
    if not members:
        yield "", "Zip-filen er tom."
    if len(members) > MOST_FILES:
        yield "", f"Zip-filen har {len(members)} filer. En pakke har højst {MOST_FILES}."
        return
    tops = {member.filename.split("/")[0] for member in members}
    if len(tops) > 1:
        yield "", "Zip-filen skal indeholde én mappe, som er pakken."
    whole = sum(member.file_size for member in members)
    if whole > MOST_BYTES or (whole > LEAST_SUSPECT and whole > size * MOST_SQUEEZED):
        yield "", "Zip-filen fylder alt for meget, når den pakkes ud. Sådan en pakke har kuidocs ikke skrevet."
    seen: set[str] = set()
    for member in members:
        folded = member.filename.casefold()
        text = "Zip-filen har to filer med det navn." if folded in seen else _fault(member)
        seen.add(folded)
        if text:
            yield shown(member.filename), text
    yield from ((shown(name), "Zip-filen har både en fil og en mappe med det navn.") for name in _both(members))


def _both(members: list[zipfile.ZipInfo]) -> list[str]:
    """List the names that are those of a file and of a folder."""
    files = {member.filename for member in members if not member.is_dir()}
    steps = [name.rstrip("/").split("/")[:-1] for name in (member.filename for member in members)]
    folders = {"/".join(parts[:count]) for parts in steps for count in range(1, len(parts) + 1)}
    folders |= {member.filename.rstrip("/") for member in members if member.is_dir()}
    return sorted(files & folders)


def _fault(member: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR and not member.is_dir()):
        return "Det er en genvej og ikke en fil. Sådan en pakke har kuidocs ikke skrevet."
    if member.flag_bits & ENCRYPTED:
        return "Filen er låst med en adgangskode."
    if member.file_size > MOST_OF_ONE:
        return "Filen er for stor."
    if "\0" in member.orig_filename:
        return "Navnet har tegn, som kuidocs ikke skriver i pakker."
    return wrong(member.filename.rstrip("/"))


def _extract(opened: zipfile.ZipFile, member: zipfile.ZipInfo, into: Path) -> None:
    """Unpack one file, and not a byte more than its table says."""
    path = into / member.filename
    path.parent.mkdir(parents=True, exist_ok=True)
    left = member.file_size
    with opened.open(member) as source, path.open("xb") as target:
        while chunk := source.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise refused(shown(member.filename), "Filen er større, end zip-filen siger.")
            target.write(chunk)
