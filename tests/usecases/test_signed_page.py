"""The page of signatures, and the job that makes the signed file."""

import pytest

from kuidocs.domain import signing
from kuidocs.services.pdf.api import RenderFacts
from kuidocs.usecases import signed_page
from kuidocs.usecases import signing as asking
from tests.usecases.test_signing import JONAS, MINUTES, MOTHER, YOUNG, a_plan, log_in_sign, say_no, scanned
from tests.views import making


def answered(world):
    document, version = a_plan(world)
    scanned(world, document, version, YOUNG)
    say_no(world, document, version, MOTHER, "Nej tak.")
    log_in_sign(world, document, version)
    return document, version


def test_the_last_answer_asks_for_the_signed_file_once(world):
    document, _ = answered(world)

    jobs = [job for job in world.root.job.values() if job.kind == "seal_signed"]
    (complete,) = document.facts_of(signing.COMPLETE)
    assert [job.arguments["answers"] for job in jobs] == [complete["data"]["answers"]]


def test_an_answer_after_the_last_asks_for_another_signed_file(world):
    document, version = answered(world)
    scanned(world, document, version, MOTHER)

    assert len({job.arguments["answers"] for job in world.root.job.values() if job.kind == "seal_signed"}) == 2


def test_the_page_tells_who_what_how_and_of_which_file(world):
    document, version = answered(world)

    signed = signed_page.job(document, version).facts.signed

    rows = [(row.name, row.how, row.words, bool(row.artefact)) for row in signed.rows]
    assert rows == [
        (YOUNG, "Underskrift på papir, scannet", "", True),
        (MOTHER, "Sagde nej tak", "Nej tak.", False),
        (JONAS, "Godkendt med personligt login", "", False),
    ]
    assert signed.body_sha256 == document.files[0].sha256
    whole = signed_page.job(document, version).facts
    assert RenderFacts.of(whole.plain()) == whole


def test_there_is_no_page_before_the_body_is_sealed(world):
    document, version = answered(world)
    document.files = ()

    with pytest.raises(signed_page.NotSealedYet):
        signed_page.job(document, version)


def test_who_is_waited_for(world):
    document, _version = a_plan(world)
    draft = making.paper(world.case, MINUTES, {}, approved=False)

    assert [one.signer.name for _, one in asking.waiting_to_sign(document)] == [YOUNG, MOTHER]
    assert asking.waiting_to_sign(draft) == ()
