"""The job that delivers to the journal: to a real server that works, and one that does not."""

import hashlib
from datetime import timedelta

import pytest
from lxml import etree
from ZODB.blob import Blob

from kuidocs.jobs.daily import daily
from kuidocs.jobs.filing import _wake, deliver, sweep
from kuidocs.jobs.outbox import WAITS, run_due
from kuidocs.resources.outbox import DONE, FAILED, WAITING
from kuidocs.services.archive import HttpArchive
from kuidocs.services.inspection import InlineInspection
from kuidocs.services.pdf.inline import InlinePdfService
from kuidocs.usecases import attaching, filing
from kuidocs.usecases.acting import Act
from kuidocs.usecases.attaching import Given
from tests import factories
from tests.hostile_files import picture
from tests.jobs.conftest import CASE, LABEL
from tests.journal_server import TOKEN, open_journal
from tests.usecases.test_filing_record import SCHEMA

KLE = "27.69.40"


@pytest.fixture
def sealed(waiting):
    """A system with one sealed consent that came in as signed, in a case without a subject."""
    waiting.pdf.close()
    waiting.pdf = InlinePdfService()

    def unfile(root):
        document = root.sager[CASE].dokumenter[LABEL]
        document.facts = tuple(fact for fact in document.facts if fact["kind"] != "filed")

    waiting.change("unfile", unfile)
    run_due(waiting)
    return waiting


@pytest.fixture
def journal(sealed):
    with open_journal() as opened:
        sealed.archive = HttpArchive(opened.address, TOKEN, quiet=0)
        yield opened


def set_kle(system, kle=KLE):
    def act(root):
        filing.set_kle(root.sager[CASE], Act(factories.identity("inge"), system.clock), kle)

    system.change("kle", act)


def filed(system):
    with system.reading() as root:
        return [fact["data"] for fact in root.sager[CASE].dokumenter[LABEL].facts_of("filed")]


def job(system):
    with system.reading() as root:
        (found,) = [one for one in root.job.values() if one.kind == "journal"]
        return found.state, found.attempts, found.code


def test_what_was_sealed_waits_for_a_subject_and_is_delivered_when_it_has_one(sealed, journal):
    with sealed.reading() as root:
        assert [case.case_no for case in filing.without_kle(root)] == [CASE]

    set_kle(sealed)
    assert run_due(sealed) == 1

    (one,) = journal.taken.values()
    (fact,) = filed(sealed)
    assert (fact["receipt"], fact["kle"]) == (f"ESDH-{one.key}", KLE)
    assert one.sha256 in one.record.decode()
    assert job(sealed) == (DONE, 1, "")
    assert "document.filed" in [event.event.kind for event in _told(sealed)]


def _told(system):
    system.tailer.catch_up()
    return system.proof.events(case_no=CASE)


def test_into_the_folder_that_is_the_default(sealed):
    set_kle(sealed)
    run_due(sealed)

    (place,) = (sealed.settings.data / "journal").iterdir()
    assert {path.name for path in place.iterdir()} == {"record.xml", "receipt.xml", f"{LABEL}-v1.pdf"}
    assert len(filed(sealed)) == 1


def test_a_case_with_a_subject_is_filed_as_soon_as_the_paper_is_sealed(waiting):
    def given(root):
        case = root.sager[CASE]
        case.kle = KLE
        document = case.dokumenter[LABEL]
        document.facts = tuple(fact for fact in document.facts if fact["kind"] != "filed")

    waiting.change("kle", given)
    waiting.pdf.close()
    waiting.pdf = InlinePdfService()

    run_due(waiting)

    assert len(filed(waiting)) == 1


def test_killed_between_delivery_and_note_it_is_delivered_once(sealed, journal, monkeypatch):
    set_kle(sealed)
    with monkeypatch.context() as broken:

        def dies(*args):
            raise RuntimeError("power")

        broken.setattr("kuidocs.usecases.filing.note", dies)
        run_due(sealed)
    assert (filed(sealed), len(journal.taken)) == ([], 1)

    sealed.clock.advance(WAITS[0])
    run_due(sealed)

    assert (len(filed(sealed)), len(journal.taken), journal.asked) == (1, 1, 2)


def test_run_again_it_asks_nobody(sealed, journal):
    set_kle(sealed)
    run_due(sealed)

    again = deliver(sealed, {"case_no": CASE, "label": LABEL, "number": 1, "issue": 1})

    assert (again, journal.asked) == ({"before": True}, 1)


def test_a_server_in_trouble_is_tried_again_and_then_it_is_listed(sealed, journal):
    journal.answer = lambda one: (500, b"")
    set_kle(sealed)

    for wait in (*WAITS, timedelta()):
        run_due(sealed)
        assert filed(sealed) == []
        sealed.clock.advance(wait)

    assert job(sealed) == (FAILED, 5, "server")
    assert (journal.asked, run_due(sealed)) == (5, 0)


def test_what_failed_for_a_time_is_tried_again_the_next_day(sealed, journal):
    test_a_server_in_trouble_is_tried_again_and_then_it_is_listed(sealed, journal)
    journal.answer = None

    assert daily(sealed, {})["filed"] == 1
    run_due(sealed)

    assert len(filed(sealed)) == 1


@pytest.mark.parametrize("status", [401, 409, 302])
def test_what_somebody_must_mend_is_listed_at_once_and_waits_for_that(sealed, journal, status):
    journal.answer = lambda one: (status, b"")
    set_kle(sealed)

    run_due(sealed)

    assert job(sealed)[:2] == (FAILED, 1)
    assert sweep(sealed) == 0
    assert job(sealed)[0] == FAILED


def test_a_receipt_for_another_paper_files_nothing(sealed, journal):
    journal.answer = lambda one: (200, one.receipt(sha256="0" * 64))
    set_kle(sealed)

    run_due(sealed)

    assert (filed(sealed), job(sealed)) == ([], (FAILED, 1, "wrong_receipt"))


def test_an_answer_that_is_broken_is_asked_for_again(sealed, journal):
    journal.answer = lambda one: (200, b"<receipt")
    set_kle(sealed)
    run_due(sealed)
    assert job(sealed) == (WAITING, 1, "broken_receipt")
    journal.answer = None

    sealed.clock.advance(WAITS[0])
    run_due(sealed)

    assert (len(filed(sealed)), job(sealed)[2]) == (1, "")


def test_a_file_that_is_not_in_the_ledger_is_not_handed_on(sealed, journal, monkeypatch):
    monkeypatch.setattr(sealed.proof, "ledger_find", lambda digest: None)
    set_kle(sealed)

    run_due(sealed)

    assert (job(sealed), journal.asked) == ((WAITING, 1, "unlisted"), 0)


def test_a_new_subject_is_delivered_as_a_correction(sealed, journal):
    set_kle(sealed)
    run_due(sealed)
    set_kle(sealed, "27.69.41")
    run_due(sealed)

    assert [(fact["kle"], fact["issue"]) for fact in filed(sealed)] == [(KLE, 1), ("27.69.41", 2)]
    assert [b"27.69.41" in one.record for one in journal.taken.values()] == [False, True]


def test_the_daily_look_finds_what_nobody_has_asked_for(sealed, journal):
    def older(root):
        root.admin.filing = None
        root.sager[CASE].kle = KLE

    sealed.change("older", older)

    assert sweep(sealed) == 1
    assert sweep(sealed) == 0
    run_due(sealed)
    assert len(filed(sealed)) == 1


def test_it_wakes_only_what_still_lies_there(sealed, journal):
    journal.answer = lambda one: (401, b"")
    set_kle(sealed)
    run_due(sealed)
    with sealed.reading() as root:
        (found,) = filing.open_jobs(root)
        job_id = found.id
    act = Act(None, sealed.clock)

    sealed.change("wake", lambda root: _wake(root, job_id, act))
    sealed.change("wake", lambda root: _wake(root, job_id, act))

    assert job(sealed)[:2] == (WAITING, 0)


class TestAnAttachmentByItself:
    @pytest.fixture
    def put(self, sealed, journal):
        """A drawing in a case whose subject is known and whose paper is filed."""
        set_kle(sealed)
        run_due(sealed)
        journal.taken.clear()
        return self.add(sealed, picture())

    def add(self, system, data):
        told = Given("young_work", "young", "2026-11-20")
        found = []

        def attach(root):
            act = Act(factories.identity("jonas"), system.clock)
            looks = InlineInspection()
            one = attaching.attach(root.sager[CASE], act, told, data, "x.jpg", inspection=looks, most=10**7)
            found.append(one.id)

        system.change("put", attach)
        return found[0]

    def receipts(self, system, id):
        with system.reading() as root:
            return [fact["data"] for fact in root.sager[CASE].bilag[id].facts if fact["kind"] == "filed"]

    def job(self, system):
        with system.reading() as root:
            return [(one.state, one.attempts, one.code) for one in root.job.values() if "attachment" in one.arguments][
                -1
            ]

    def withdraw(self, system, id):
        def act(root):
            attaching.withdraw(root.sager[CASE].bilag[id], Act(factories.identity("jonas"), system.clock), "Forkert.")

        system.change("withdraw", act)

    def test_is_delivered_with_its_record_and_the_receipt_is_kept(self, sealed, journal, put):
        assert run_due(sealed) == 1

        (one,) = journal.taken.values()
        ((name, media_type, data),) = one.files
        SCHEMA.assertValid(etree.fromstring(one.record))
        with sealed.reading() as root:
            assert root.sager[CASE].bilag[put].bytes() == data
        assert (one.key, name, media_type) == (f"{put}-0-1", "tegning-eller-brev-2026-11-20.jpg", "image/jpeg")
        assert hashlib.sha256(data).hexdigest().encode() in one.record
        assert [fact["receipt"] for fact in self.receipts(sealed, put)] == [f"ESDH-{one.key}"]
        assert self.job(sealed) == (DONE, 1, "")
        assert "attachment.filed" in [event.event.kind for event in _told(sealed)]

    def test_a_refused_receipt_files_nothing_and_is_listed_until_it_is_right(self, sealed, journal, put):
        journal.answer = lambda one: (200, one.receipt(key="andet-0-1"))
        run_due(sealed)
        assert (self.receipts(sealed, put), self.job(sealed)) == ([], (FAILED, 1, "wrong_receipt"))
        assert sweep(sealed) == 0
        journal.answer = None

        with sealed.reading() as root:
            (found,) = filing.open_jobs(root)
            job_id = found.id
        again = Act(factories.identity("inge"), sealed.clock)
        sealed.change("again", lambda root: filing.again(root, again, job_id))
        run_due(sealed)

        assert (len(self.receipts(sealed, put)), self.job(sealed)[0]) == (1, DONE)

    def test_a_server_that_is_down_is_tried_again_and_never_dropped(self, sealed, journal, put):
        journal.answer = lambda one: (503, b"")
        for wait in (*WAITS, timedelta()):
            run_due(sealed)
            sealed.clock.advance(wait)
        assert self.job(sealed) == (FAILED, 5, "server")
        journal.answer = None

        assert sweep(sealed) == 1
        run_due(sealed)

        assert len(self.receipts(sealed, put)) == 1

    def test_changed_bytes_are_never_sent(self, sealed, journal, put):
        def harm(root):
            root.sager[CASE].bilag[put].blob = Blob(b"noget andet")

        sealed.change("harm", harm)
        run_due(sealed)

        assert (journal.taken, self.job(sealed)) == ({}, (FAILED, 1, "altered"))

    def test_what_was_taken_out_first_is_not_sent(self, sealed, journal, put):
        self.withdraw(sealed, put)
        run_due(sealed)

        assert (journal.taken, self.receipts(sealed, put), self.job(sealed)[0]) == ({}, [], DONE)

    def test_what_was_taken_out_afterwards_is_told(self, sealed, journal, put):
        run_due(sealed)
        self.withdraw(sealed, put)
        run_due(sealed)

        assert [b"<withdrawn>" in one.record for one in journal.taken.values()] == [False, True]
        assert [fact["withdrawn"] for fact in self.receipts(sealed, put)] == [False, True]
        assert (run_due(sealed), sweep(sealed)) == (0, 0)

    def test_killed_between_delivery_and_note_it_is_delivered_once(self, sealed, journal, put, monkeypatch):
        with monkeypatch.context() as broken:

            def dies(*args, **more):
                raise RuntimeError("power")

            broken.setattr("kuidocs.usecases.filing.note_file", dies)
            run_due(sealed)
        sealed.clock.advance(WAITS[0])
        run_due(sealed)

        assert (len(self.receipts(sealed, put)), len(journal.taken)) == (1, 1)
        assert deliver(sealed, {"case_no": CASE, "attachment": put, "issue": 1}) == {"before": True}

    def test_one_of_an_older_release_is_found_by_the_daily_look(self, sealed, journal, put):
        def older(root):
            (found,) = filing.open_jobs(root)
            root.job.unfinished.discard(found.id)
            del root.job.children[found.__name__]

        sealed.change("older", older)

        assert sweep(sealed) == 1
        run_due(sealed)
        assert len(self.receipts(sealed, put)) == 1
