"""kuidocs check: attachments are read too."""

import pytest

from kuidocs.domain.identity import SYSTEM
from kuidocs.jobs.checking import check_all
from kuidocs.resources.signing import Artefact
from kuidocs.services.inspection import InlineInspection
from kuidocs.services.storage import write_blob
from kuidocs.usecases import attaching
from kuidocs.usecases.acting import Act
from tests.hostile_files import pdf
from tests.jobs.conftest import CASE


@pytest.fixture
def stored(waiting):
    """A system on disk with one attachment and no sealed file."""
    given = attaching.Given("scan", "staff", "2026-11-20")

    def attach(root):
        act = Act(SYSTEM, waiting.clock)
        attaching.attach(root.sager[CASE], act, given, pdf(), "a.pdf", inspection=InlineInspection(), most=10**6)

    waiting.change("attach", attach)
    return waiting


def only(root):
    return next(root.sager[CASE].bilag.values())


def change(system, **given):
    system.change("damage", lambda root: [setattr(only(root), name, value) for name, value in given.items()])


def test_a_whole_one_is_counted(stored):
    report = check_all(stored)

    assert (report.files, report.faults) == (1, [])


def test_it_survives_on_the_disk(stored):
    with stored.reading() as root:
        assert only(root).bytes() == pdf()


def test_one_that_was_changed_is_named(stored):
    change(stored, sha256="0" * 64)

    assert "Filen er ikke den, der blev gemt." in " ".join(check_all(stored).faults)


def test_one_that_is_gone_is_named(stored):
    change(stored, blob=None)

    assert f"{CASE}, bilag" in " ".join(check_all(stored).faults)
    assert "Filen kan ikke læses." in " ".join(check_all(stored).faults)


@pytest.fixture
def proved(waiting):
    """A system on disk with the scan of a paper that somebody signed."""

    def keep(root):
        document = next(iter(root.sager[CASE].dokumenter.values()))
        scan = Artefact(write_blob(pdf()), pdf(), number=1, sid="s1", media_type="application/pdf", at="2026-11-20")
        document.artefacts = (scan,)

    waiting.change("sign", keep)
    return waiting


def damage(system, **given):
    def change_it(root):
        (one,) = next(iter(root.sager[CASE].dokumenter.values())).artefacts
        for name, value in given.items():
            setattr(one, name, value)

    system.change("damage", change_it)


def test_proofs_of_signatures_are_read_too(proved):
    assert (check_all(proved).files, check_all(proved).faults) == (1, [])


@pytest.mark.parametrize(
    ("given", "says"),
    [({"sha256": "0" * 64}, "er ikke det, der blev gemt"), ({"blob": None}, "kan ikke læses")],
)
def test_a_proof_that_was_changed_or_lost_is_named(proved, given, says):
    damage(proved, **given)

    assert says in " ".join(check_all(proved).faults)
