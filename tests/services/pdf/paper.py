"""Reads what is printed, with tools that did not print it."""

import io
import re
import shutil
import subprocess

import pikepdf
import pytest

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="reads PDFs with poppler-utils (apt)")
HEAD, FOOT, HEIGHT, WIDTH = 70, 772, 842, 596
"""Points from the top: where the text of a page begins and ends; heads and feet stand outside."""


def run(command: list[str], pdf: bytes) -> bytes:
    return subprocess.run(command, input=pdf, capture_output=True, check=True, timeout=60).stdout


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def raw(pdf: bytes, first: int = 1, last: int = 0, top: int = 0, height: int = HEIGHT) -> str:
    area = ["-x", "0", "-y", str(top), "-W", str(WIDTH), "-H", str(height)]
    span = ["-f", str(first), "-l", str(last or first)]
    return run(["pdftotext", "-raw", *span, *area, "-", "-"], pdf).decode()


def text(pdf: bytes) -> str:
    """The text between heads and feet, in the order in which it was drawn, all white space as single blanks."""
    found = [raw(pdf, 1, height=FOOT)]
    found += [raw(pdf, page, top=HEAD, height=FOOT - HEAD) for page in range(2, pages(pdf) + 1)]
    return flat(" ".join(found))


def flat(words: str) -> str:
    # A line may end after a slash; nowhere else does a new line stand for nothing.
    return re.sub(r"\s+", " ", words.replace("\u200b", "").replace("/\n", "/")).strip()


def structure(pdf: bytes) -> list[tuple[str, str]]:
    """The kind and scope of every element of the tag tree."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found = [
            each for each in file.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each and "/P" in each
        ]
        return [(str(each.S), str(each.get("/A", {}).get("/Scope", ""))) for each in found]
