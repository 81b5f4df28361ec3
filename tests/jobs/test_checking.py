"""kuidocs check: whatever is not as it was stored is named."""

from dataclasses import replace

import pytest

from kuidocs.jobs.checking import check_all
from kuidocs.jobs.runner import drain
from tests.jobs.conftest import CASE, LABEL


@pytest.fixture
def stored(waiting):
    """A system with one sealed file."""
    drain(waiting)
    return waiting


def faults(system):
    return " ".join(check_all(system).faults)


def change(system, act):
    system.change("damage", lambda root: act(root.sager[CASE].dokumenter[LABEL]))


def test_a_whole_system_has_no_faults(stored):
    report = check_all(stored)

    assert (report.versions, report.files, report.rows, report.faults) == (1, 1, 1, [])


def test_a_text_that_was_changed_is_named(stored):
    change(stored, lambda document: setattr(document.latest, "sha256", "0" * 64))

    assert f"{LABEL}, version 1: Teksten er ikke den, der blev gemt." in faults(stored)


def test_a_version_that_was_taken_out_is_named(stored):
    change(stored, lambda document: setattr(document.latest, "previous_sha256", "1" * 64))

    assert "peger ikke på den, der kom før" in faults(stored)


def test_a_file_that_is_gone_is_named(stored):
    change(stored, lambda document: setattr(document.files[0], "blob", None))

    assert "PDF-filen kan ikke læses" in faults(stored)


def test_a_file_without_its_row_and_a_row_without_its_file_are_named(stored):
    change(stored, lambda document: setattr(document, "files", ()))
    assert "Filen i hovedbogen ligger ikke i databasen" in faults(stored)

    row = stored.proof.ledger_rows()[0]
    stored.proof.ledger_find = lambda sha256: None
    stored.proof.ledger_rows = lambda: [replace(row, sha256="2" * 64)]
    assert "ligger ikke i databasen" in faults(stored)


def test_a_file_that_is_not_in_the_ledger_is_named(stored):
    stored.proof.ledger_find = lambda sha256: None

    assert "PDF-filen står ikke i hovedbogen" in faults(stored)
