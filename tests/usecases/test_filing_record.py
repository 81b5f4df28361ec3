"""The record: what a journal is told of a paper, and what it is not."""

import pytest
from lxml import etree
from ZODB.blob import Blob

from kuidocs.assets import asset_root
from kuidocs.resources.signing import Artefact
from kuidocs.services.archive import ArchiveError
from kuidocs.usecases import filing_record
from tests.usecases.test_filing import KLE, finished
from tests.views import making

SPACE = {"j": "urn:kuidocs:journal:1"}
SCHEMA = etree.XMLSchema(etree.parse(asset_root("templates") / "journal/record.xsd"))


@pytest.fixture
def filed(world):
    """A note in a case with a subject."""
    world.case.kle = KLE
    return finished(world.case)


HOSTILE = "<b>Ond</b> &amp; \u202e \x0b ]]> 140309-1234 \U0001f600"


class TestTheRecord:
    def read(self, document, number=1):
        root = etree.fromstring(filing_record.delivery(document, number).record)
        SCHEMA.assertValid(root)
        return lambda path: root.xpath(path, namespaces=SPACE)

    def test_says_what_a_journal_asks_for(self, world, filed):
        find = self.read(filed)

        assert find("string(//j:caseNumber)") == "FLK-2026-0001"
        assert find("string(//j:kle)") == KLE
        assert find("string(//j:title)") == "Kontaktnotat"
        assert find("string(//j:direction)") == "internal"
        assert find("string(//j:approved)") == "2026-10-01T10:30:00+02:00"
        assert find("string(//j:access/@level)") == "confidential"
        assert [(one.get("role"), one[0].text) for one in find("//j:party")] == [
            ("young_person", "Freja Lundsgaard Holm"),
            ("custody_holder", "Ida Holm"),
            ("author", "Jonas Ravnsborg"),
            ("approver", "Jonas Ravnsborg"),
        ]

    def test_the_sum_and_the_length_are_those_of_the_file(self, filed):
        find, file = self.read(filed), filed.files[0]

        assert find("string(//j:file/@sha256)") == file.sha256
        assert find("number(//j:file/@length)") == file.length == len(file.bytes())
        assert find("string(//j:file)") == f"{filed.label}-v1.pdf"

    def test_the_same_paper_makes_the_same_delivery(self, filed):
        assert filing_record.delivery(filed, 1) == filing_record.delivery(filed, 1)

    def test_a_paper_of_a_meeting_is_named_by_it(self, world):
        meeting = making.meeting(world.case, "followup_with_young", "2026-11-10", "held")
        notice = finished(world.case, "kui.notice", meeting=meeting)
        making.fact(
            notice, "sent", "2026-11-01T10:00:00+01:00", recipients=[{"name": "Ida Holm"}, {"name": "Ida Holm"}]
        )
        world.case.kle = KLE
        find = self.read(notice)

        assert find("string(//j:title)") == "Indkaldelse, Opfølgningsmøde med den unge, 10. november 2026"
        assert find("string(//j:meeting)") == "2026-11-10"
        assert find("string(//j:direction)") == "outgoing"
        assert find("//j:party[@role='receiver']/j:name/text()") == ["Ida Holm"]
        meeting.date = ""
        assert self.read(notice)("string(//j:title)") == "Indkaldelse, Opfølgningsmøde med den unge"

    def test_signatures_are_told_with_method_and_outcome(self, world):
        plan = finished(world.case, "kui.education_plan")
        world.case.kle = KLE
        making.fact(
            plan, "signature", "2026-11-20T10:00:00+01:00",
            signer={"text": "Freja Lundsgaard Holm"}, method="mitid", outcome="signed", words="Fortroligt ord",
        )  # fmt: skip
        making.fact(plan, "signature", "2026-11-20T10:00:00+01:00", making.JONAS)
        making.fact(plan, "signing_complete", "2026-11-20T10:00:00+01:00")
        find = self.read(plan)

        assert [dict(one.attrib) for one in find("//j:party[@role='signer']")] == [
            {"role": "signer", "outcome": "signed", "method": "mitid"},
            {"role": "signer"},
        ]
        assert find("string(//j:signed)") == "2026-11-20T10:00:00+01:00"
        assert b"Fortroligt" not in filing_record.delivery(plan, 1).record

    def test_a_second_version_says_which_it_replaces(self, world, filed):
        making.version(filed, {}, number=2)
        filed.files = (*filed.files, making.sealed(b"%PDF-1.7 to", 2))

        assert self.read(filed, 2)("number(//j:replacesVersion)") == 1
        assert self.read(filed, 2)("string(//j:title)") == "Kontaktnotat, version 2"

    def test_who_is_of_age_has_nobody_with_custody(self, world):
        world.case.person.birth_date = "2008-10-01"
        paper = finished(world.case)
        world.case.kle = KLE

        assert self.read(paper)("//j:party[@role='custody_holder']") == []

    @pytest.mark.parametrize("number", ["140309-1234", "1403091234", "140309 1234"])
    def test_no_personal_number_leaves(self, world, number):
        person = world.case.person
        person.id_number, person.id_number_type, person.full_name = number, "cpr", f"Freja {number}"
        person.custody = ({"name": f"Ida {number}", "custody": True}, {"name": "Far", "custody": False})
        paper = finished(world.case)
        del world.case.dokumenter.children[paper.label]
        paper.label = number
        world.case.dokumenter[number] = paper
        paper.versions[0].external_id = f"Plan-{number}"
        world.case.kle = KLE

        made = filing_record.delivery(paper, 1)

        assert number.encode() not in made.record
        assert not any(number in file.name for file in made.files)
        assert "Far" not in made.record.decode()
        self.read(paper)

    def test_a_protected_address_is_marked_and_not_told(self, world, filed):
        person = world.case.person
        person.address, person.name_address_protection = "Skovvej 2", True

        assert self.read(filed)("string(//j:access/@nameAndAddressProtection)") == "true"
        assert b"Skovvej" not in filing_record.delivery(filed, 1).record

    def test_what_people_wrote_is_no_markup(self, world, filed):
        world.case.person.full_name = world.root.organisation.municipality = HOSTILE
        world.case.plan_coordinator = {"text": HOSTILE}
        filed.created_by = filed.versions[0].author = {"user_id": "x", "name": HOSTILE}
        find = self.read(filed)

        assert find("//j:b") == []
        assert find("string(//j:party[1]/j:name)") == "<b>Ond</b> &amp; \u202e \ufffd ]]> ••••••-•••• \U0001f600"

    def test_a_name_of_nothing_but_room_fits_all_the_same(self, world, filed):
        world.case.person.full_name = " \n "
        filed.versions[0].author = {"user_id": "x"}

        self.read(filed)

    def test_a_moment_without_a_zone_is_danish(self, filed):
        filed.files[0].sealed_at = "2026-11-21T09:00:00"

        assert self.read(filed)("string(//j:sealed)") == "2026-11-21T09:00:00+01:00"

    def test_attachments_of_the_version_go_along_under_names_of_our_own(self, world, filed):
        class Paper:
            kind, received, media_type, withdrawn = "signed_paper", "2026-11-20", "image/png", None
            data = b"\x89PNG"

            def bytes(self):
                return self.data

        class Folder:
            def about(self, label, number):
                return [Paper()] if (label, number) == (filed.label, 1) else []

        made = self.delivered_with(filed, Folder())

        assert [file.media_type for file in made.files] == ["application/pdf", "image/png"]
        assert made.files[1].name.startswith(f"{filed.label}-v1-1-")
        assert made.files[1].name.endswith("2026-11-20.png")
        SCHEMA.assertValid(etree.fromstring(made.record))

    def delivered_with(self, document, folder):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("kuidocs.resources.case.Case.bilag", folder)
            return filing_record.delivery(document, 1)

    def test_what_shows_signatures_goes_along(self, filed):
        scan = Artefact(Blob(b"\x89PNG"), b"\x89PNG", number=1, sid="s", media_type="image/png", at="")
        other = Artefact(Blob(b"%PDF"), b"%PDF", number=2, sid="s", media_type="application/pdf", at="")
        filed.artefacts = (scan, other)

        find, made = self.read(filed), filing_record.delivery(filed, 1)

        assert [file.name for file in made.files[1:]] == [f"{filed.label}-v1-underskrift-1.png"]
        assert find("//j:file/@role") == ["document", "signature"]
        scan.sha256 = "0" * 64
        with pytest.raises(ArchiveError):
            filing_record.delivery(filed, 1)

    def test_a_damaged_file_is_not_handed_on(self, filed):
        filed.files[0].sha256 = "0" * 64

        with pytest.raises(ArchiveError) as refused:
            filing_record.delivery(filed, 1)

        assert (refused.value.code, refused.value.permanent) == ("damaged", True)

    def test_a_damaged_attachment_is_not_handed_on_either(self, filed):
        class Paper:
            kind, received, media_type = "signed_paper", "2026-11-20", "image/png"

            def bytes(self):
                raise filing_record.Damaged("attachment x")

        class Folder:
            def about(self, label, number):
                return [Paper()]

        with pytest.raises(ArchiveError) as refused:
            self.delivered_with(filed, Folder())
        assert refused.value.code == "damaged"

    def test_without_a_file_there_is_nothing_to_deliver(self, world):
        with pytest.raises(LookupError):
            filing_record.delivery(making.paper(world.case, "kui.contact_note", {}), 1)
