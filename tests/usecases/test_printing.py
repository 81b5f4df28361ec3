"""What is printed beside the content, and that it stays."""

import pytest

from kuidocs.domain.errors import NotFound
from kuidocs.usecases import finding, printing
from kuidocs.usecases.importing import import_data
from tests import factories


@pytest.fixture
def malthe(world):
    import_data(world.root, world.drafts, factories.demo("organisation"), world.act())
    import_data(world.root, world.drafts, factories.demo("ung_1_malthe"), world.act())
    return world.root.sager["FLK-2026-0117"]


def facts(case, name):
    document = case.dokumenter[name]
    return printing.facts_of(document, printing.version_wanted(document, name, None))


def test_minutes_print_their_meeting_consent_and_approval(malthe):
    found = facts(malthe, "FLK-2026-0117-D11")

    assert (found.meeting.label, found.meeting.no, found.meeting.date) == ("Koordinationsmøde", 1, "2026-03-24")
    assert (found.approved_by, found.approved_at) == ("Jonas Ravnsborg", "2026-03-27T14:20:00+01:00")
    assert (found.consent_version, found.consent) == ("FLK-2026-0117-D01, version 1", "gælder til 2. februar 2027")
    assert [s.signer for s in found.imported_signatures] == ["Jonas Ravnsborg", "Malthe Kjærbo Vinther"]
    assert (found.state_label, found.municipality) == ("Godkendt", "Fjordlund Kommune")


def test_a_day_without_a_time_is_printed_without_one(malthe):
    assert facts(malthe, "FLK-2026-0117-D02").approved_at == "2026-02-09"


def test_a_notice_names_whom_to_answer(malthe):
    assert facts(malthe, "FLK-2026-0117-D09").sender.phone == "00 00 10 02"


def test_what_was_approved_does_not_change_with_the_case(malthe, world):
    before = facts(malthe, "FLK-2026-0117-D11")
    malthe.person.full_name = "Et andet navn"
    world.root.organisation.municipality = "En anden kommune"

    assert facts(malthe, "FLK-2026-0117-D11") == before
    assert facts(malthe, "FLK-2026-0117-D25").person.full_name == "Et andet navn"


def test_a_protected_address_is_not_printed(malthe):
    malthe.person.name_address_protection = True

    assert facts(malthe, "FLK-2026-0117-D25").person.address == ""


def test_a_version_is_found_by_number_by_its_own_id_or_as_the_newest(malthe):
    plan = malthe.dokumenter["PLAN-0117"]
    wanted = [("PLAN-0117", None), ("PLAN-0117", 1), ("PLAN-0117-v2", None)]

    assert [printing.version_wanted(plan, *asked).number for asked in wanted] == [3, 1, 2]
    with pytest.raises(NotFound):
        printing.version_wanted(plan, "PLAN-0117", 4)


def test_a_document_is_found_by_every_name_that_people_use(world, malthe):
    for name in ("PLAN-0117", "PLAN-0117-v3", "FLK-2026-0117-D22"):
        assert name in (finding.document(world.root, name).label, *_ids(finding.document(world.root, name)))
    with pytest.raises(NotFound):
        finding.document(world.root, "FLK-2026-0117-D99")


def _ids(document):
    return [version.external_id for version in document.versions]


def test_a_draft_is_printed_as_a_draft(world):
    import_data(world.root, world.drafts, factories.demo("ung_3_elias"), world.act())
    world.connection.transaction_manager.commit()
    draft = world.root.sager["FLK-2026-0163"].dokumenter["FLK-2026-0163-D24"]

    job = finding.job(draft, "FLK-2026-0163-D24", None, "arkiv")

    assert (job.facts.state, job.facts.approved_by, job.content["held_at"]) == ("draft", "", "2026-11-18")
