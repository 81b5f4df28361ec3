"""Take new strings of templates and code into the English catalogue, and compile every catalogue."""

import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "src/kuidocs/locale"
FOUND = ROOT / ".make/kuidocs.pot"
NOTHING = "No translatable strings found"
EXTRACT = [sys.executable, "-m", "lingua.extract", "--no-location", "--sort-output", "--domain", "kuidocs"]


def extract(to: Path = FOUND) -> polib.POFile:
    """Find the strings of our own that are marked as translatable."""
    to.parent.mkdir(exist_ok=True)
    to.unlink(missing_ok=True)
    done = subprocess.run([*EXTRACT, "-o", str(to), *sources()], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode and NOTHING not in done.stdout + done.stderr:
        sys.exit(done.stdout + done.stderr)
    return polib.pofile(str(to)) if to.exists() else polib.POFile()


def sources() -> list[str]:
    """List the files that may hold strings of our own."""
    return sorted(str(p) for pattern in ("src/kuidocs/**/*.py", "templates/**/*.pt") for p in ROOT.glob(pattern))


def catalogues() -> list[Path]:
    """List the sources of all catalogues."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def compiled(source: Path) -> bytes:
    """Compile a catalogue as gettext wants it."""
    return polib.pofile(str(source)).to_binary()


def main() -> None:
    """Merge, compile, and say what waits for a translation."""
    english = LOCALE / "en/LC_MESSAGES/kuidocs.po"
    catalogue = polib.pofile(str(english))
    catalogue.merge(extract())
    for gone in catalogue.obsolete_entries():
        catalogue.remove(gone)
    catalogue.save()
    for source in catalogues():
        source.with_suffix(".mo").write_bytes(compiled(source))
    for entry in catalogue.untranslated_entries() + catalogue.fuzzy_entries():
        print(f"{english.relative_to(ROOT)}: {entry.msgid}")


if __name__ == "__main__":
    main()
