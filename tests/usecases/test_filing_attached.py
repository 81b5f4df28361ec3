"""Attachments that are filed by themselves: which, when, with what record, and what is not handed on."""

import pytest
from lxml import etree
from ZODB.blob import Blob

from kuidocs.domain.errors import Refused
from kuidocs.resources.outbox import FAILED, WAITING
from kuidocs.services.archive import ArchiveError
from kuidocs.services.inspection import InlineInspection
from kuidocs.usecases import attaching, cases, documents, filing, filing_attached, reviewing
from kuidocs.usecases.attaching import Given
from tests.hostile_files import picture
from tests.usecases.test_filing import KLE, RECEIPT, finished
from tests.usecases.test_filing_record import HOSTILE, SCHEMA, SPACE
from tests.views import making

COUNT = iter(range(1000))


def put(world, given="staff", kind="scan", about=None, user="jonas", **more):
    """Put in a picture of its own colour."""
    told = Given(kind, given, "2026-11-20", about=about or {}, **more)
    data = picture(size=(30 + next(COUNT), 20))
    return attaching.attach(
        world.case, world.act(user), told, data, "Brev fra Ida Holm.jpg", inspection=InlineInspection(), most=10**7
    )


def take(world, one, issue=1, kle=KLE, withdrawn=False):
    return filing.note_file(one, world.act("inge"), issue, kle, RECEIPT, withdrawn=withdrawn)


def jobs(world):
    return [(job.arguments["attachment"], job.arguments["issue"]) for job in filing.open_jobs(world.root)]


def finish(world):
    """Take all jobs out, as when they are done."""
    for job in filing.open_jobs(world.root):
        job.state = "done"
        world.root.job.unfinished.discard(job.id)


@pytest.fixture
def meeting(world):
    return making.meeting(world.case, "followup_with_young", "2026-11-10", "held")


class TestWhichAreAskedFor:
    def test_those_of_a_case_and_of_a_meeting_as_soon_as_they_are_put_in(self, world, meeting):
        world.case.kle = KLE

        found = [put(world), put(world, about={"meeting": meeting.number})]

        assert sorted(jobs(world)) == sorted((one.id, 1) for one in found)
        assert filing.ask(world.case, world.act()) == 0

    def test_without_a_subject_the_case_is_listed_until_it_has_one(self, world):
        one = put(world)
        assert (filing.without_kle(world.root), jobs(world)) == ([world.case], [])
        assert not filing.is_due(world.case)

        filing.set_kle(world.case, world.act(), KLE)

        assert (filing.without_kle(world.root), jobs(world)) == ([], [(one.id, 1)])

    def test_nor_is_it_listed_any_longer_when_the_only_one_is_taken_out(self, world):
        one, other = put(world), put(world)

        attaching.withdraw(one, world.act(), "Forkert.")
        assert filing.without_kle(world.root) == [world.case]
        attaching.withdraw(other, world.act(), "Forkert.")

        assert filing.without_kle(world.root) == []

    def test_those_of_a_version_wait_for_it_and_go_along(self, world):
        world.case.kle = KLE
        paper = finished(world.case)
        one = put(world, about={"document": paper.label, "number": 1})
        assert jobs(world) == []

        filing.note(paper, world.act("inge"), 1, 1, KLE, RECEIPT, [one.id])

        assert jobs(world) == []
        assert not filing_attached.lacks_file(world.case, one, "27.69.41")

    def test_what_came_to_a_version_while_it_was_delivered_is_filed_by_itself(self, world):
        world.case.kle = KLE
        paper = finished(world.case)
        one = put(world, about={"document": paper.label, "number": 1})

        filing.note(paper, world.act("inge"), 1, 1, KLE, RECEIPT, [])

        assert jobs(world) == [(one.id, 1)]
        late = put(world, about={"document": paper.label, "number": 1})
        assert (late.id, 1) in jobs(world)

    def test_those_of_a_text_that_was_given_up_are_filed_by_themselves(self, world):
        """What a mother handed in has come in, whatever became of our own text (decision 015)."""
        world.case.kle = KLE
        told = {"form_key": "kui.contact_card", "label": "K"}
        paper = documents.create(world.case, world.root, world.drafts, world.act(), **told)
        one = put(world, given="parent", about={"document": paper.label, "number": 1})
        out = put(world, about={"document": paper.label, "number": 1})
        attaching.withdraw(out, world.act(), "Forkert.")
        assert jobs(world) == []

        reviewing.annul(paper, world.drafts, world.act(), note="Skrevet ved en fejl.")

        assert jobs(world) == [(one.id, 1)]
        assert b"documentLabel" not in filing_attached.delivery(one).record
        assert cases.case_facts(world.case, world.clock.today()).unfiled_files == 1

    def test_those_of_a_correction_that_was_dropped_too(self, world):
        world.case.kle = KLE
        paper = finished(world.case)
        documents.new_version(paper, world.drafts, world.act(), note="Dato rettet.")
        one = put(world, about={"document": paper.label, "number": 2})
        assert not filing_attached.lacks_file(world.case, one)

        reviewing.annul(paper, world.drafts, world.act(), note="Den var rigtig.")

        assert one.id in [job.arguments.get("attachment") for job in filing.open_jobs(world.root)]

    @pytest.mark.parametrize(
        ("at", "data", "withdrawn", "lacks"),
        [
            ("2026-11-21T10:00:00+01:00", {"receipt": "R", "kle": KLE}, False, False),
            ("2026-11-20T10:00:00+01:00", {"receipt": "R", "kle": KLE}, False, True),
            ("2026-11-21T10:00:00+01:00", {"source": "import"}, False, True),
            ("2026-11-21", {"receipt": "R", "kle": KLE}, False, True),
            ("2026-11-22T10:00:00+01:00", {"receipt": "R", "kle": KLE}, True, False),
            ("2026-11-21T10:00:00+01:00", {"receipt": "R", "kle": KLE}, True, False),
        ],
    )
    def test_an_older_delivery_had_what_lay_there_then(self, world, at, data, withdrawn, lacks):
        paper = finished(world.case)
        one = put(world, about={"document": paper.label, "number": 1})
        if withdrawn:
            attaching.withdraw(one, world.act(), "Forkert.")
        making.fact(paper, "filed", at, **data)

        assert filing_attached.lacks_file(world.case, one, KLE) is lacks

    def test_another_subject_corrects_what_the_journal_has(self, world):
        world.case.kle = KLE
        one = put(world)
        take(world, one)
        finish(world)

        filing.set_kle(world.case, world.act("inge"), "27.69.41")

        assert jobs(world) == [(one.id, 2)]
        made = filing_attached.delivery(one)
        assert made.key == f"{one.id}-0-2"
        assert b"27.69.41" in made.record

    def test_a_case_is_not_archived_before_they_are_filed(self, world):
        one = put(world)
        facts = cases.case_facts(world.case, world.clock.today())
        assert (facts.unfiled, facts.unfiled_files, facts.unfiled_words) == (0, 1, "ét bilag")
        world.case.state = "closed"
        said = {"kle": KLE, "fate": "preserve"}
        with pytest.raises(Refused, match="ét bilag, som ikke er journaliseret"):
            cases.move(world.case, world.act("inge"), "arkiver", **said)

        take(world, one)
        cases.move(world.case, world.act("inge"), "arkiver", **said)

        assert world.case.state == "archived"

    def test_both_are_counted_in_words(self, world):
        finished(world.case)
        put(world)
        put(world)

        assert cases.case_facts(world.case, world.clock.today()).unfiled_words == "ét dokument og to bilag"


class TestTakenOut:
    def test_before_it_was_filed_it_is_never_filed(self, world):
        world.case.kle = KLE
        one = put(world)

        attaching.withdraw(one, world.act(), "Forkert barn.")

        assert not filing_attached.lacks_file(world.case, one, KLE)

    def test_what_failed_with_it_is_no_longer_waited_for(self, world):
        world.case.kle = KLE
        one = put(world)
        (job,) = filing.open_jobs(world.root)
        job.state, job.attempts = FAILED, 5

        attaching.withdraw(one, world.act(), "Forkert barn.")

        assert (job.state, job.attempts) == (WAITING, 0)

    def test_after_it_was_filed_the_journal_is_told_once_and_without_the_reason(self, world):
        world.case.kle = KLE
        one = put(world)
        take(world, one)
        finish(world)

        attaching.withdraw(one, world.act(), "Forkert barn.")
        assert jobs(world) == [(one.id, 2)]
        record = filing_attached.delivery(one).record
        take(world, one, 2, withdrawn=True)
        finish(world)

        root = etree.fromstring(record)
        SCHEMA.assertValid(root)
        assert root.xpath("string(//j:withdrawn)", namespaces=SPACE) == "2026-11-21T10:00:00+01:00"
        assert b"Forkert" not in record
        assert filing.ask(world.case, world.act()) == 0

    def test_while_it_was_delivered_the_journal_is_told_too(self, world):
        world.case.kle = KLE
        one = put(world)
        attaching.withdraw(one, world.act(), "Forkert barn.")

        take(world, one, withdrawn=False)

        assert (one.id, 2) in jobs(world)

    def test_one_that_went_along_with_a_version_is_told_of_as_well(self, world):
        world.case.kle = KLE
        paper = finished(world.case)
        one = put(world, about={"document": paper.label, "number": 1})
        filing.note(paper, world.act("inge"), 1, 1, KLE, RECEIPT, [one.id])

        attaching.withdraw(one, world.act(), "Forkert barn.")

        assert jobs(world) == [(one.id, 1)]

    def test_one_whose_place_another_took_is_told_of_with_it(self, world):
        world.case.kle = KLE
        old = put(world)
        take(world, old)
        finish(world)

        new = put(world, replaces=old.id)

        assert sorted(jobs(world)) == sorted([(old.id, 2), (new.id, 1)])
        assert f">{old.id}<".encode() in filing_attached.delivery(new).record


class TestTheReceipt:
    def test_makes_a_fact_an_event_and_a_line(self, world):
        world.case.kle = KLE
        one = put(world)

        assert take(world, one)

        assert one.facts[-1]["kind"] == "filed"
        assert one.facts[-1]["data"] == {
            "receipt": "ESDH-7", "receipt_at": RECEIPT.at.isoformat(), "kle": KLE, "issue": 1, "withdrawn": False,
        }  # fmt: skip
        event = list(one.log)[-1]
        assert (event.kind, event.data) == ("attachment.filed", {"sha256": one.sha256})
        (line,) = filing.lately(world.root, world.act())
        assert (line.attachment, line.receipt, line.label) == (one.id, "ESDH-7", "")

    def test_is_noted_once(self, world):
        one = put(world)
        take(world, one)

        assert not take(world, one)
        assert sum(fact["kind"] == "filed" for fact in one.facts) == 1

    def test_what_failed_can_be_tried_again_with_an_event(self, world):
        world.case.kle = KLE
        one = put(world)
        (job,) = filing.open_jobs(world.root)
        job.state = FAILED

        filing.again(world.root, world.act("inge"), job.id)

        assert job.state == WAITING
        assert [event.kind for event in one.log][-1] == "attachment.filing_retried"

    def test_forgotten_with_its_case(self, world):
        take(world, put(world))

        filing.forget(world.root, world.case.case_no)

        assert filing.lately(world.root, world.act()) == []


class TestTheRecord:
    def read(self, one):
        root = etree.fromstring(filing_attached.delivery(one).record)
        SCHEMA.assertValid(root)
        return lambda path: root.xpath(path, namespaces=SPACE)

    def test_says_what_a_journal_asks_for_and_not_what_people_called_it(self, world, meeting):
        world.case.kle = KLE
        one = put(world, "young", "young_work", {"meeting": meeting.number})
        find = self.read(one)

        assert find("string(//j:caseNumber)") == world.case.case_no
        assert find("string(//j:kle)") == KLE
        assert find("string(//j:title)") == (
            "Tegning eller brev fra den unge, Opfølgningsmøde med den unge, 10. november 2026, "
            "modtaget 20. november 2026"
        )
        assert find("string(//j:direction)") == "incoming"
        assert find("string(//j:givenBy)") == "young"
        assert [find(f"string(//j:{name})") for name in ("received", "added", "meeting", "withdrawn")] == [
            "2026-11-20", "2026-11-21T10:00:00+01:00", "2026-11-10", "",
        ]  # fmt: skip
        assert [(found.get("role"), found[0].text) for found in find("//j:party")] == [
            ("young_person", "Freja Lundsgaard Holm"),
            ("custody_holder", "Ida Holm"),
            ("sender", "Freja Lundsgaard Holm"),
            ("registrar", "Jonas Ravnsborg"),
        ]
        assert "Brev fra" not in find("string(//j:title)")

    def test_the_sum_and_the_length_are_those_of_the_file(self, world):
        world.case.kle = KLE
        one = put(world)
        find, made = self.read(one), filing_attached.delivery(one)

        assert find("string(//j:file/@sha256)") == one.sha256 == made.paper.sha256
        assert find("number(//j:file/@length)") == one.length
        assert find("string(//j:file)") == "papir-2026-11-20.jpg"
        assert made == filing_attached.delivery(one)

    def test_a_late_one_names_the_version_that_it_belongs_to(self, world):
        world.case.kle = KLE
        paper = finished(world.case)
        find = self.read(put(world, kind="other", about={"document": paper.label, "number": 1}))

        assert (find("string(//j:documentLabel)"), find("number(//j:version)")) == (paper.label, 1)
        assert find("string(//j:title)") == "Bilag, modtaget 20. november 2026"
        assert find("string(//j:direction)") == "internal"

    def test_hostile_words_are_text_and_no_personal_number_leaves(self, world, meeting):
        world.case.kle, meeting.date = KLE, ""
        person = world.case.person
        person.full_name, person.birth_date = HOSTILE, "2000-01-01"
        one = put(world, "parent", about={"meeting": meeting.number})
        one.by = {"user_id": "x", "name": HOSTILE}

        assert self.read(one)("//j:b") == []
        assert self.read(one)("//j:party[@role='custody_holder']") == []
        assert self.read(one)("string(//j:direction)") == "incoming"
        assert b"140309-1234" not in filing_attached.delivery(one).record

    def test_the_schema_refuses_what_is_not_told_whole(self, world):
        world.case.kle = KLE
        root = etree.fromstring(filing_attached.delivery(put(world)).record)
        for path in ("//j:kle", "//j:file", "//j:received", "//j:title"):
            broken = etree.fromstring(etree.tostring(root))
            (one,) = broken.xpath(path, namespaces=SPACE)
            one.getparent().remove(one)
            assert not SCHEMA.validate(broken), path

    @pytest.mark.parametrize("too", [False, True], ids=["bytes", "bytes and sum"])
    def test_changed_bytes_are_not_handed_on(self, world, too):
        one = put(world)
        other = put(world)
        one.blob = Blob(other.bytes())
        if too:
            one.sha256 = other.sha256

        with pytest.raises(ArchiveError) as refused:
            filing_attached.delivery(one)

        assert (refused.value.code, refused.value.permanent) == ("altered", True)
