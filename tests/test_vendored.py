"""What was taken from others is unchanged, and is named in NOTICE.md with its licence beside it."""

import hashlib
import re
from pathlib import Path

import pytest

from tests.source import ROOT

FOLDERS = [p.parent for place in ("static/vendor", "tests/browser/vendor") for p in (ROOT / place).glob("*/VENDOR")]
FONTS = sorted((ROOT / "templates/pdf/fonts").glob("*.ttf"))


def listed(folder: Path) -> dict[str, str]:
    """Read the checksums in VENDOR, by file."""
    text = (folder / "VENDOR").read_text("utf-8")
    return {name: checksum for checksum, name in re.findall(r"^([0-9a-f]{128})  (\S+)$", text, re.M)}


def actual(folder: Path) -> dict[str, str]:
    """Compute the checksums of the files."""
    files = [p for p in folder.rglob("*") if p.is_file() and p.name != "VENDOR"]
    return {p.relative_to(folder).as_posix(): hashlib.sha512(p.read_bytes()).hexdigest() for p in files}


def test_every_vendored_folder_says_where_it_is_from():
    places = [p for place in ("static/vendor", "tests/browser/vendor") for p in (ROOT / place).iterdir()]

    assert sorted(places) == sorted(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_vendored_files_are_unchanged(folder):
    assert actual(folder) == listed(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_vendored_folders_are_in_the_notices(folder):
    assert folder.relative_to(ROOT).as_posix() in (ROOT / "NOTICE.md").read_text("utf-8")
    assert list(folder.glob("LICENSE*"))


@pytest.mark.parametrize("font", FONTS, ids=lambda p: p.name)
def test_a_font_has_its_licence_beside_it(font):
    licence = font.with_name(f"OFL-{font.stem.partition('-')[0]}.txt")

    assert "SIL Open Font License" in licence.read_text("utf-8").replace(
        "SIL OPEN FONT LICENSE", "SIL Open Font License"
    )
