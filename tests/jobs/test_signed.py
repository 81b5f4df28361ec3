"""The job that makes the signed PDF: the same pages, the page of signatures, the seal, and a row of the ledger."""

import pytest

from kuidocs.domain import signing
from kuidocs.jobs import sealing
from kuidocs.jobs.checking import check_all
from kuidocs.jobs.outbox import run_due
from kuidocs.resources.outbox import WAITING
from kuidocs.services.inspection import InlineInspection
from kuidocs.services.pdf.inline import InlinePdfService
from kuidocs.services.seal import verdict as v
from kuidocs.services.seal.verify import verify
from kuidocs.usecases import rerendering
from kuidocs.usecases import signing as asking
from kuidocs.usecases.acting import Act
from tests import factories
from tests.hostile_files import pdf
from tests.jobs.conftest import CASE, LABEL
from tests.services.pdf import paper


def document_of(root):
    document = root.sager[CASE].dokumenter[LABEL]
    return document, document.versions[0]


@pytest.fixture
def asked(waiting):
    """Malthe's consent, approved here and sealed: one signature is waited for."""
    waiting.pdf.close()
    waiting.pdf = InlinePdfService()

    def as_if_written_here(root):
        document, _ = document_of(root)
        for fact in document.facts:
            fact["data"].pop("source", None)
        document.facts = tuple(one for one in document.facts if one["kind"] not in ("signature", "signing_complete"))

    waiting.change("here", as_if_written_here)
    run_due(waiting)
    return waiting


def refuse(system, words="Nej tak, ikke nu."):
    def act(root):
        document, version = document_of(root)
        (request,) = asking.requests(document, version)
        who = Act(factories.identity("jonas"), system.clock)
        asking.refuse(document, version, who, sid=request.signer.sid, day="2026-11-20", words=words)

    system.change("refuse", act)


def scan(system):
    def act(root):
        document, version = document_of(root)
        (request,) = asking.requests(document, version)
        code = signing.paper_code(asking.sealed_body(document, version), request.signer.sid)
        who = Act(factories.identity("jonas"), system.clock)
        told = {"code": code, "day": "2026-11-21", "data": pdf(), "name": "x.pdf", "inspection": InlineInspection()}
        asking.take_scan(document, version, who, **told)

    system.change("scan", act)


def files(system):
    with system.reading() as root:
        return [(one.profile, one.sha256, one.bytes()) for one in document_of(root)[0].files]


def pages(data):
    return paper.text(data).split("\f")


@paper.needs_poppler
def test_the_signed_pdf_has_the_same_pages_and_one_more(asked):
    refuse(asked)
    run_due(asked)

    (_, body_sha, body), (profile, digest, signed) = files(asked)
    assert profile == signing.FILE
    count = len(pages(body)) - 1
    assert pages(signed)[:count] == pages(body)[:count]
    last = " ".join(pages(signed)[count].split())
    assert "Sagde nej tak" in last
    assert "»Nej tak, ikke nu.«" in last
    assert body_sha[:8] in last
    row = asked.proof.ledger_find(digest)
    assert (row.profile, row.fields, row.length) == (signing.FILE, ("segl",), len(signed))
    assert {"weasyprint", "pyhanko"} <= set(row.tools)


def test_the_signed_pdf_is_proved_down_to_its_bytes(asked):
    refuse(asked)
    run_due(asked)
    _, (_, _, signed) = files(asked)

    with asked.reading() as root:
        again = lambda row: rerendering.again(asked.pdf, root, row)  # noqa: E731
        told = verify(signed, trusted=[asked.seal.certificate()], ledger=asked.proof, rerender=again)

    assert told.code == v.FINE, told.lines()
    assert any(check.ok and "byte for byte" in check.text for check in told.checks)
    assert check_all(asked).faults == []


def test_the_job_makes_the_file_once(asked):
    refuse(asked)
    run_due(asked)
    with asked.reading() as root:
        (job,) = [one for one in root.job.values() if one.kind == "seal_signed"]
        arguments = dict(job.arguments)

    assert sealing.seal_signed(asked, arguments)["sha256"] == files(asked)[1][1]
    assert len(files(asked)) == 2


def test_another_answer_makes_another_file_and_the_older_job_is_left_out(asked):
    refuse(asked)
    with asked.reading() as root:
        (job,) = [one for one in root.job.values() if one.kind == "seal_signed"]
        arguments = dict(job.arguments)
    scan(asked)
    run_due(asked)

    assert sealing.seal_signed(asked, arguments) == {"left_out": "other answers have come since"}
    assert [profile for profile, _, _ in files(asked)] == ["arkiv", signing.FILE]


def test_a_version_that_is_approved_here_asks_and_waits_for_its_body(waiting):
    waiting.pdf.close()
    waiting.pdf = InlinePdfService()
    with waiting.reading() as root:
        document, version = document_of(root)
        arguments = {"case_no": CASE, "label": LABEL, "number": 1, "round": 1}
        answers = signing.answers_key(asking.requests(document, version))

    with pytest.raises(Exception, match=LABEL):
        sealing.seal_signed(waiting, arguments | {"answers": answers})


def test_a_seal_that_fails_leaves_nothing_and_the_job_comes_back(asked, monkeypatch):
    refuse(asked)

    def fails(*_, **__):
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(type(asked.seal), "seal", fails)
        run_due(asked)
    assert [profile for profile, _, _ in files(asked)] == ["arkiv"]
    with asked.reading() as root:
        (job,) = [one for one in root.job.values() if one.kind == "seal_signed"]
        assert (job.state, "the disk is full" in job.error) == (WAITING, True)
        arguments = dict(job.arguments)

    sealing.seal_signed(asked, arguments)
    assert [profile for profile, _, _ in files(asked)] == ["arkiv", signing.FILE]
