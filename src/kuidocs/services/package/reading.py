"""Reading a package that anybody may have made or changed: all of it is checked before any of it is used."""

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import bagit

from kuidocs.domain.packages import (
    DECLARATION,
    INFO,
    MANIFEST,
    MOST_FILES,
    MOST_OF_ONE,
    SIGNATURE,
    TAGMANIFEST,
    TAGS,
    PackageRefused,
    refused,
    shown,
    twins,
    wrong_path,
)
from kuidocs.services.package.api import OpenBag, Signed
from kuidocs.services.package.signing import check_signature
from kuidocs.services.package.unzipping import unzip
from kuidocs.services.package.writing import BAGIT

LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
CHUNK = 1 << 20
MISSING = "Filen mangler i pakken."
UNLISTED = "Filen står ikke på pakkens liste. Nogen har lagt den til bagefter."
LINK = "Det er en genvej og ikke en fil. Sådan en pakke har kuidocs ikke skrevet."
TWICE = "Pakken har to filer, hvis navne kun er forskellige i store og små bogstaver."
LETTERS = (
    "Filernes navne har andre store og små bogstaver end på pakkens liste. Det gør nogle programmer, når de pakker ud. "
    "Læs zip-filen ind, som den er."
)
NO_PACKAGE = "Filen mangler. Derfor er det ikke en pakke fra kuidocs."
CHANGED = "Filen er ikke den, der blev lagt i pakken. Nogen eller noget har ændret den."


@contextmanager
def open_bag(path: Path, *, trusted: Sequence[bytes] = ()) -> Iterator[OpenBag]:
    """Open a package, a folder or a zip file, after everything in it has been checked.

    ``trusted`` are certificates (DER or PEM) of those whose packages we know. Raises PackageRefused.
    """
    if path.is_dir():
        yield _checked(path, trusted)
        return
    with tempfile.TemporaryDirectory(prefix="kuidocs-package-") as folder:
        yield _checked(unzip(path, Path(folder)), trusted)


class _Bag(OpenBag):
    """A package in a folder."""

    def __init__(self, folder: Path, lines: Mapping[str, str], signed: Signed, info: Mapping[str, str]) -> None:
        self._folder, self._lines = folder, lines
        self.signed, self.info = signed, info

    def read(self, path: str) -> bytes:
        if f"data/{path}" not in self._lines:
            raise refused(f"data/{path}", MISSING)
        data = (self._folder / "data" / path).read_bytes()
        if hashlib.sha256(data).hexdigest() != self._lines[f"data/{path}"]:
            raise refused(f"data/{path}", CHANGED)
        return data

    def paths(self) -> frozenset[str]:
        return frozenset(path.removeprefix("data/") for path in self._lines)


def _checked(folder: Path, trusted: Sequence[bytes]) -> _Bag:
    there = _files(folder)
    _check_tags(folder, there)
    signed = check_signature((folder / TAGMANIFEST).read_bytes(), (folder / SIGNATURE).read_bytes(), trusted)
    lines = _lines(folder / MANIFEST)
    payload = {path for path in there if path.startswith("data/")}
    missing, more = sorted(lines.keys() - payload), sorted(payload - lines.keys())
    if missing and {path.casefold() for path in missing} == {path.casefold() for path in more}:
        raise refused(more[0], LETTERS)
    faults = [(path, MISSING) for path in missing]
    faults += [(path, UNLISTED) for path in more]
    faults += [(path, CHANGED) for path in sorted(payload & lines.keys()) if _hash(folder / path) != lines[path]]
    if faults:
        raise PackageRefused(faults)
    _ask_the_library(folder)
    return _Bag(folder, lines, signed, _info(folder / INFO))


def _files(folder: Path) -> frozenset[str]:
    """List the files of a folder; links and whatever else is no file are refused and never followed."""
    found: list[str] = []
    faults: list[tuple[str, str]] = []
    waiting = [folder]
    while waiting and len(found) <= MOST_FILES:
        for entry in os.scandir(waiting.pop()):
            path = Path(entry.path).relative_to(folder).as_posix()
            told = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(told.st_mode):
                waiting.append(Path(entry.path))
            elif not stat.S_ISREG(told.st_mode):
                faults.append((shown(path), LINK))
            else:
                text = wrong_path(path) or ("Filen er for stor." if told.st_size > MOST_OF_ONE else "")
                faults += [(shown(path), text)] if text else []
                found.append(path)
    faults += [(shown(path), TWICE) for path in twins(found)]
    if len(found) > MOST_FILES:
        faults = [("", f"Pakken har for mange filer. En pakke har højst {MOST_FILES}.")]
    if faults:
        raise PackageRefused(faults)
    return frozenset(found)


def _check_tags(folder: Path, there: frozenset[str]) -> None:
    """Check what makes a folder a package: exactly these files beside the payload, each as the list of them says."""
    if DECLARATION not in there:
        raise refused(DECLARATION, NO_PACKAGE)
    beside = {path for path in there if not path.startswith("data/")}
    wanted = {*TAGS, TAGMANIFEST, SIGNATURE}
    faults = [(path, MISSING) for path in sorted(wanted - beside)] + [
        (path, UNLISTED) for path in sorted(beside - wanted)
    ]
    if faults:
        raise PackageRefused(faults)
    if (folder / DECLARATION).read_bytes() != BAGIT:
        raise refused(DECLARATION, "Filen siger ikke, at det er en BagIt-pakke, som kuidocs skriver den.")
    lines = _lines(folder / TAGMANIFEST)
    faults = [(path, UNLISTED) for path in sorted(set(TAGS) ^ lines.keys())]
    faults += [(path, CHANGED) for path in TAGS if path in lines and _hash(folder / path) != lines[path]]
    if faults:
        raise PackageRefused(faults)


def _lines(file: Path) -> dict[str, str]:
    """Read a list of files with their hashes, strictly."""
    found: dict[str, str] = {}
    try:
        text = file.read_bytes().decode("ascii")
    except UnicodeDecodeError:
        raise refused(file.name, "Listen har tegn, som kuidocs ikke skriver i pakker.") from None
    for number, line in enumerate(text.splitlines(), 1):
        match = LINE.fullmatch(line)
        if match is None or match[2] in found or wrong_path(match[2]):
            raise refused(
                file.name, f"Linje {number} på listen kan ikke læses. Sådan en liste har kuidocs ikke skrevet."
            )
        found[match[2]] = match[1]
    return found


def _info(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise refused(file.name, "Filen er ikke skrevet i UTF-8.") from None
    return {name: text for name, colon, text in (line.partition(": ") for line in lines) if colon}


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _ask_the_library(folder: Path) -> None:
    """Have the usual library say the same: others will open our packages with it."""
    try:
        bagit.Bag(str(folder)).validate(completeness_only=True)
    except (bagit.BagError, ValueError, OSError) as error:
        raise refused(
            INFO, "Pakken er ikke en gyldig BagIt-pakke. Antal eller størrelse af filer passer ikke."
        ) from error
