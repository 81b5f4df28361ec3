"""The national signing service takes only PDFs whose every name is on its list.

``signing_names.txt`` has those of that list which our profile for signing needs. A name that is not there was either
brought by a new release of what renders, or by a change of a template: hold it against the service's list first.
"""

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from kuidocs.services.pdf.api import ARCHIVE, SIGNING
from tests.services.pdf import demo
from tests.services.pdf.filled import OF_EACH_FORM, everywhere

NAMES = frozenset((Path(__file__).parent / "signing_names.txt").read_text(encoding="utf-8").split())
NOT_READ = frozenset({"/Dests", "/Dest", "/Info"})
"""The service passes over these with all that they hold."""
BELOW = "FontDescriptor Font Metadata Encoding ExtGState ColorSpace Pattern Shading XObject ProcSet Properties BaseFont"
NOT_BELOW = frozenset({f"/{name}" for name in (*BELOW.split(), "Name", "Differences", "FontName", "CharProcs")})
"""And over the values of these, where they stand in the dictionary itself."""
TEXTS = ("En sætning. ", '<a href="http://x.example">x</a> <img src="file:///etc/passwd">', "🙂 Ελ Ж ", "- a\n- b\n")


def names(pdf: bytes) -> set[str]:
    found: set[str] = set()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for each in file.objects:
            walk(each, found)
    return found


def walk(value, found: set[str]) -> None:
    if isinstance(value, pikepdf.Name):
        found.add(str(value))
    elif isinstance(value, pikepdf.Array):
        for each in value:
            inside(each, found)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key in set(value.keys()) - NOT_READ:
            found.add(key)
            if key not in NOT_BELOW:
                inside(value[key], found)


def inside(value, found: set[str]) -> None:
    # What is referred to is an object of its own, and looked at as such.
    if not getattr(value, "is_indirect", False):
        walk(value, found)


@pytest.mark.parametrize("document_id", OF_EACH_FORM.values(), ids=OF_EACH_FORM.keys())
def test_a_file_for_signing_has_no_name_but_those_of_the_list(service, document_id):
    for text in TEXTS:
        pdf = service.render(everywhere(document_id, text, SIGNING))

        assert names(pdf) - NAMES == set()


@pytest.mark.parametrize("state", ["draft", "in_review", "annulled"])
def test_whatever_state_it_is_in(service, state):
    job = demo.job(OF_EACH_FORM["kui.education_plan"], SIGNING)

    assert names(service.render(replace(job, facts=replace(job.facts, state=state)))) - NAMES == set()


def test_the_list_holds_nothing_that_carries_scripts_files_fields_or_ways_out():
    for name in ("JavaScript", "JS", "AA", "OpenAction", "URI", "Launch", "EmbeddedFile", "AcroForm", "Annots", "AF"):
        assert f"/{name}" not in NAMES


def test_a_file_for_the_archive_would_be_refused(printed):
    assert {"/AF", "/EmbeddedFile"} <= names(printed(OF_EACH_FORM["kui.education_plan"], ARCHIVE)) - NAMES
