"""kuidocs check: attachments are read too."""

import hashlib

import pytest

from kuidocs.domain.identity import SYSTEM
from kuidocs.jobs.checking import check_all
from kuidocs.resources.files import Extract, Presentation
from kuidocs.resources.insight import BundleFile, InsightRequest
from kuidocs.resources.klynger import Cluster, ClusterMeeting
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


def test_one_of_which_bytes_and_sum_were_changed_together_is_named(stored):
    other = b"en anden fil"
    change(stored, blob=write_blob(other), sha256=hashlib.sha256(other).hexdigest())

    assert "Filen er en anden end den, loggen siger blev lagt ind." in " ".join(check_all(stored).faults)


def test_extracts_files_of_requests_and_slides_are_read_too(stored):
    def keep(root):
        case = root.sager[CASE]
        document = next(iter(case.dokumenter.values()))
        document.extracts = (Extract(write_blob(b"1"), b"1", number=1, version=1, at="", told={}),)
        asked = InsightRequest(1)
        case.ask(asked)
        asked.files = (BundleFile(write_blob(b"2"), b"2", name="liste.pdf", media_type="", at=""),)
        asked.copies = (BundleFile(write_blob(b"3"), b"3", name="kopi.pdf", media_type="", at=""),)
        cluster = Cluster("Klynge Nord")
        root.klynger[cluster.id] = cluster
        cluster["1"] = meeting = ClusterMeeting(1)
        meeting.slides = (Presentation(write_blob(b"4"), b"4", number=2, at="", by={}, told={}),)

    def harm(root):
        case = root.sager[CASE]
        next(iter(case.dokumenter.values())).extracts[0].blob = write_blob(b"x")
        case.aktindsigt["1"].files[0].blob = write_blob(b"x")
        case.aktindsigt["1"].copies[0].blob = None
        next(iter(root.klynger.values()))["1"].slides[0].blob = write_blob(b"x")

    stored.change("keep", keep)
    assert (check_all(stored).files, check_all(stored).faults) == (5, [])
    stored.change("harm", harm)

    assert [fault.partition(", ")[2] for fault in check_all(stored).faults] == [
        "uddrag nr. 1: Filen er ikke den, der blev gemt.",
        "aktindsigt nr. 1: En fil, der blev lavet til den, er ikke den, der blev gemt.",
        "aktindsigt nr. 1: En fil, der blev lavet til den, kan ikke læses.",
        "møde 1: Præsentation nr. 2 er ikke den, der blev gemt.",
    ]


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
    [({"sha256": "0" * 64}, "er ikke den, der blev gemt"), ({"blob": None}, "kan ikke læses")],
)
def test_a_proof_that_was_changed_or_lost_is_named(proved, given, says):
    damage(proved, **given)

    assert says in " ".join(check_all(proved).faults)
