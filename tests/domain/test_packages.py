"""The case-file package: names that may stand in it, and paths from outside that may not."""

import pytest

from kuidocs.domain import packages
from kuidocs.domain.packages import LONGEST_PATH, fits, safe, wrong_path

STRANGE = ["", ".", "..", ".skjult", "a b", "æ.pdf", "a/b", "a\\b", "a\x00", "A" * 121, "plan.", "-rf"]
RESERVED = ["con", "CON.pdf", "nul.tar.gz", "lpt1"]


@pytest.mark.parametrize("name", ["D01.pdf", "plan_2.json", "a", "A" * 120, "console", "com10"])
def test_a_plain_name_stands(name):
    assert fits(name)
    assert safe(name, "f1") == name
    assert wrong_path(f"documents/{name}") == ""


@pytest.mark.parametrize("name", [*STRANGE, *RESERVED, "0110101234.pdf", "010110-1234"])
def test_any_other_is_exchanged_for_one_of_ours(name):
    assert not fits(name)
    assert safe(name, "f1") == "f1"


@pytest.mark.parametrize("path", ["/etc/passwd", "../a", "a/../../b", "C:/a", "a\\..\\b", "a:b"])
def test_a_path_that_leads_out_is_named_as_that(path):
    assert wrong_path(path).startswith("Stien fører ud af pakken.")


@pytest.mark.parametrize("path", ["a//b", "a/", "a/./b", "æ/b", "a/b c", "a/.b", ""])
def test_a_path_that_we_do_not_write_is_refused(path):
    assert wrong_path(path) == "Navnet har tegn, som kuidocs ikke skriver i pakker."


def test_a_path_may_have_its_length_and_not_one_more():
    longest = "/".join(["a" * 119, "b" * 119, ""])[: LONGEST_PATH - 1] + "c"

    assert len(longest) == LONGEST_PATH
    assert wrong_path(longest) == ""
    assert wrong_path(f"{longest}c") == "Stien er for lang."


def test_a_refusal_names_the_path_and_changes_nothing():
    refusal = packages.refused("state/case.json", "Filen mangler.")

    assert refusal.faults == [("state/case.json", "Filen mangler.")]
    assert refusal.text == "Pakken kan ikke læses ind. Intet er ændret."


def test_a_package_can_be_fetched_for_some_days():
    assert packages.expires("2026-11-21T10:00:00+01:00", 7).isoformat() == "2026-11-28T10:00:00+01:00"
