"""Filing: the subject, what is asked for, what is delivered, and what is noted."""

from datetime import timedelta

import pytest
import transaction

from kuidocs.domain.access_acts import BLOCKED
from kuidocs.domain.errors import Conflict, NotAllowed, Refused
from kuidocs.resources.outbox import FAILED, WAITING
from kuidocs.services.archive import Receipt
from kuidocs.usecases import filing, filing_record
from tests import factories
from tests.views import making

KLE = "27.69.40"
RECEIPT = Receipt("ESDH-7", factories.NOW)


def finished(case, form_key="kui.contact_note", pdf=b"%PDF-1.7 et notat", **given):
    """A paper with its sealed file."""
    document = making.paper(case, form_key, {}, **given)
    document.files = (making.sealed(pdf),)
    document.files[0].__parent__ = document
    return document


def jobs(world):
    return [(job.kind, job.arguments["label"], job.arguments["number"]) for job in world.root.job.open_jobs()]


def keep_out(case, user_id):
    told = {"user_id": user_id, "reason": "Søster."}
    case.facts = (*case.facts, {"id": "b", "kind": BLOCKED, "by": dict(making.JONAS), "at": "", "data": told})


@pytest.fixture
def filed(world):
    """A note in a case with a subject, whose delivery is asked for."""
    document = finished(world.case)
    filing.set_kle(world.case, world.act(), KLE)
    return document


class TestTheSubject:
    @pytest.mark.parametrize("user", ["jonas", "inge"])
    def test_is_set_by_the_coordinator_or_the_clerk_with_an_event(self, world, user):
        filing.set_kle(world.case, world.act(user), f" {KLE} ")

        assert world.case.kle == KLE
        assert world.case.facts[-1]["data"] == {"kle": KLE, "before": ""}
        assert [event.kind for event in world.case.log][-1] == "case.kle_set"

    @pytest.mark.parametrize("user", ["mikkel", "kirsten", "tobias", "jens"])
    def test_and_by_nobody_else(self, world, user):
        with pytest.raises(NotAllowed):
            filing.set_kle(world.case, world.act(user), KLE)

        assert world.case.kle == ""

    def test_nor_by_a_clerk_who_is_kept_out(self, world):
        keep_out(world.case, "inge")

        with pytest.raises(NotAllowed):
            filing.set_kle(world.case, world.act("inge"), KLE)

    def test_in_another_form_it_is_refused(self, world):
        with pytest.raises(Refused, match="seks cifre"):
            filing.set_kle(world.case, world.act(), "27.69")

    def test_the_same_page_and_the_same_subject_set_it_once(self, world):
        for token in ("a", "a", "b"):
            filing.set_kle(world.case, world.act(token=token), KLE)

        assert len(world.case.facts) == 1

    def test_of_an_archived_case_stays(self, world):
        world.case.state = "archived"

        with pytest.raises(Conflict, match="arkiveret"):
            filing.set_kle(world.case, world.act("inge"), KLE)


class TestAsking:
    def test_what_is_finished_waits_for_the_subject_and_is_then_asked_for(self, world):
        document = finished(world.case)
        assert filing.ask_for(document, world.act()) == 0
        assert filing.without_kle(world.root) == [world.case]
        assert jobs(world) == []

        filing.set_kle(world.case, world.act(), KLE)

        assert filing.without_kle(world.root) == []
        assert jobs(world) == [("journal", document.label, 1)]

    def test_a_paper_is_asked_for_once(self, world, filed):
        assert filing.ask(world.case, world.act()) == filing.ask_for(filed, world.act()) == 0
        assert len(jobs(world)) == 1

    def test_what_is_not_finished_is_not_asked_for(self, world):
        world.case.kle = KLE
        making.paper(world.case, "kui.contact_note", {}, approved=False)
        making.paper(world.case, "kui.contact_note", {})
        waits = finished(world.case, "kui.education_plan")

        assert filing.ask(world.case, world.act()) == 0
        assert not filing.is_due(world.case)
        making.fact(waits, "signing_complete", "2026-11-20T10:00:00+01:00")
        assert filing.is_due(world.case)
        assert filing.ask(world.case, world.act()) == 1

    def test_a_paper_that_was_signed_here_waits_for_the_file_that_shows_it(self, world):
        plan = finished(world.case, "kui.education_plan")
        world.case.kle = KLE
        for kind in ("signing_asked", "signing_complete"):
            making.fact(plan, kind, "2026-11-20T10:00:00+01:00")
        assert filing.ask(world.case, world.act()) == 0

        plan.files = (*plan.files, making.sealed(b"%PDF-1.7 med underskrifter"))
        plan.files[-1].profile = "underskrevet"

        assert filing.ask(world.case, world.act()) == 1
        assert filing_record.delivery(plan, 1).paper.data == b"%PDF-1.7 med underskrifter"

    def test_looking_writes_nothing(self, world):
        document = finished(world.case)
        transaction.commit()

        assert filing.is_due(world.case)
        assert world.root.admin.filing is None
        filing.ask_for(document, world.act())
        assert not filing.is_due(world.case)
        world.case.kle = KLE
        assert filing.is_due(world.case)

    def test_what_came_in_as_filed_is_not_filed_again(self, world):
        document = finished(world.case)
        making.fact(document, "filed", "2026-10-01T10:00:00+02:00", source="import")

        filing.set_kle(world.case, world.act(), KLE)

        assert jobs(world) == []


class TestNoting:
    def test_a_receipt_makes_it_filed_with_fact_event_and_a_line(self, world, filed):
        assert filing.note(filed, world.act("inge"), 1, 1, KLE, RECEIPT)

        (fact,) = filed.facts_of("filed", 1)
        assert fact["data"] == {
            "receipt": "ESDH-7", "receipt_at": factories.NOW.isoformat(), "kle": KLE, "issue": 1, "attachments": [],
        }  # fmt: skip
        assert filed.shown_state(1) == "archived"
        assert [event.kind for event in filed.log][-1] == "document.filed"
        assert [(one.label, one.receipt) for one in filing.lately(world.root, world.act())] == [(filed.label, "ESDH-7")]

    def test_the_same_receipt_is_noted_once(self, world, filed):
        filing.note(filed, world.act("inge"), 1, 1, KLE, RECEIPT)

        assert not filing.note(filed, world.act("inge"), 1, 1, KLE, RECEIPT)
        assert len(filed.facts_of("filed")) == 1

    def test_a_new_subject_delivers_once_more_as_a_correction(self, world, filed):
        filing.note(filed, world.act("inge"), 1, 1, KLE, RECEIPT)
        first = filing_record.delivery(filed, 1).key

        filing.set_kle(world.case, world.act("inge"), "27.69.41")

        assert len(jobs(world)) == 2
        assert filing_record.issue_of(filed, 1) == 2
        assert first.endswith("-1-2")
        assert b"27.69.41" in filing_record.delivery(filed, 1).record

    def test_a_subject_that_changed_on_the_way_is_noticed(self, world, filed):
        world.case.kle = "27.69.41"

        filing.note(filed, world.act("inge"), 1, 1, KLE, RECEIPT)

        assert len(jobs(world)) == 2

    def test_lines_go_after_a_fortnight(self, world, filed):
        assert filing.lately(world.root, world.act()) == []
        filing.note(filed, world.act("inge"), 1, 1, KLE, RECEIPT)

        world.clock.advance(timedelta(days=15))

        assert filing.lately(world.root, world.act()) == []


class TestAgain:
    def failed(self, world):
        (job,) = world.root.job.open_jobs()
        job.state, job.attempts = FAILED, 5
        return job

    @pytest.mark.parametrize("user", ["inge", "tobias", "jonas"])
    def test_who_keeps_the_journal_or_the_system_lets_it_be_tried(self, world, filed, user):
        job = self.failed(world)

        filing.again(world.root, world.act(user), job.id)

        assert (job.state, job.attempts) == (WAITING, 0)
        assert [event.kind for event in filed.log][-1] == "document.filing_retried"

    @pytest.mark.parametrize("user", ["mikkel", "kirsten"])
    def test_others_do_not(self, world, filed, user):
        job = self.failed(world)

        with pytest.raises(Conflict):
            filing.again(world.root, world.act(user), job.id)

        assert (job.state, filing.all_again(world.root, world.act(user))) == (FAILED, 0)

    def test_a_clerk_who_is_kept_out_does_not(self, world, filed):
        job = self.failed(world)
        keep_out(world.case, "inge")

        assert filing.all_again(world.root, world.act("inge")) == 0
        assert filing.all_again(world.root, world.act("tobias")) == 1
        assert job.state == WAITING

    def test_what_did_not_fail_and_what_is_another_job_is_not_touched(self, world, filed):
        (job,) = world.root.job.open_jobs()
        for wrong in (job.id, "", "seal:x"):
            with pytest.raises(Conflict):
                filing.again(world.root, world.act("inge"), wrong)

    def test_a_job_whose_case_is_gone_can_be_woken(self, world, filed):
        job = self.failed(world)
        job.arguments = job.arguments | {"case_no": "FLK-2026-9999"}

        filing.again(world.root, world.act("tobias"), job.id)

        assert job.state == WAITING


def test_a_case_that_is_disposed_of_is_forgotten_and_others_are_not(world, filed):
    filing.note(filed, world.act("inge"), 1, 1, KLE, RECEIPT)
    filing.journal_of(world.root).without_kle.update(["FLK-2026-0001", "FLK-2026-0002"])
    filing.forget(world.root, "FLK-2026-0002")
    assert len(filing.lately(world.root, world.act())) == 1

    filing.forget(world.root, "FLK-2026-0001")

    assert filing.lately(world.root, world.act()) == []
    assert list(world.root.admin.filing.without_kle) == []


def test_forgetting_where_nothing_was_filed(world):
    filing.forget(world.root, "FLK-2026-0001")

    assert world.root.admin.filing is None
