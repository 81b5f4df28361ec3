"""Loading files: a right one is rebuilt as it was, a wrong one changes nothing and is told of whole."""

from datetime import date

import pytest

from kuidocs.domain import workflow
from kuidocs.domain.identity import SYSTEM
from kuidocs.resources.outbox import WAITING
from kuidocs.usecases import joining
from kuidocs.usecases.acting import Act
from kuidocs.usecases.importing import ImportRefused, import_data
from tests import factories
from tests.usecases import openings

MALTHE, ELIAS = "FLK-2026-0117", "FLK-2026-0163"


def load(world, data):
    return import_data(world.root, world.drafts, data, world.act())


def refusal(world, data):
    with pytest.raises(ImportRefused) as refused:
        load(world, data)
    return [f"{problem.where}: {problem.text}" for problem in refused.value.problems]


@pytest.fixture
def malthe(world):
    load(world, factories.demo("ung_1_malthe"))
    return world.root.sager[MALTHE]


@pytest.fixture
def elias(world):
    load(world, factories.demo("ung_3_elias"))
    return world.root.sager[ELIAS]


def test_the_young_person_and_the_case_are_taken_in(malthe):
    assert (malthe.person.called, malthe.person.birth_date) == ("Malthe", "2008-09-20")
    assert (malthe.state, malthe.plan_coordinator["text"]) == ("following_up", "Jonas Ravnsborg")
    assert [m.meeting_no for m in malthe.moeder.in_order()] == [1, 2, 1, 1, 1, 2, 3]
    assert (malthe.moeder["7"].start, malthe.moeder["7"].state) == ("", "planned")
    assert malthe.moeder["1"].start == "13:00"


def test_versions_are_folded_into_one_document(malthe):
    plan = malthe.dokumenter["PLAN-0117"]

    assert [v.external_id for v in plan.versions] == ["PLAN-0117-v1", "PLAN-0117-v2", "PLAN-0117-v3"]
    assert [plan.shown_state(n) for n in (1, 2, 3)] == ["superseded", "superseded", "archived"]
    assert malthe.dokumenter["PLAN-0117-v2"] is plan
    assert len(malthe.dokumenter) == 22


def test_a_text_in_review_waits_and_a_draft_can_be_written_on(world, malthe, elias):
    notice, minutes = malthe.dokumenter["FLK-2026-0117-D25"], elias.dokumenter["FLK-2026-0163-D24"]

    assert (notice.state, minutes.state) == (workflow.IN_REVIEW, workflow.DRAFT)
    assert minutes.versions == ()
    assert world.drafts.get(minutes.id).content()["held_at"] == "2026-11-18"
    assert (minutes.draft["number"], minutes.created_by["user_id"]) == (1, "henriette")


def test_what_happened_later_becomes_facts(malthe):
    minutes = malthe.dokumenter["FLK-2026-0117-D11"]
    linked = minutes.facts_of("plan_item_ref")
    effort = malthe.dokumenter["PLAN-0117"].version(1).content()["efforts"][0]

    assert all("plan_item_ref" not in row for row in minutes.latest.content()["decisions"])
    assert linked[0]["data"]["row"] == effort["rid"]
    assert linked[0]["about"]["rid"] == minutes.latest.content()["decisions"][0]["rid"]
    assert malthe.dokumenter["PLAN-0117"].facts_of("shared_extracts", 1)[0]["data"]["source"] == "import"


def test_signatures_become_facts(malthe):
    plan = malthe.dokumenter["PLAN-0117"]

    names = [fact["data"]["signer"]["text"] for fact in plan.facts_of("signature", 1)]

    assert names == ["Malthe Kjærbo Vinther", "Anja Kjærbo", "Torben Vinther", "Jonas Ravnsborg"]
    assert plan.facts_of("approved", 1)[0]["by"]["user_id"] == "jonas"


def test_goals_and_tasks_keep_their_row_from_paper_to_paper(malthe):
    minutes = malthe.dokumenter["FLK-2026-0117-D11"].latest.content()
    plan = malthe.dokumenter["PLAN-0117"].version(3).content()
    followup = malthe.dokumenter["FLK-2026-0117-D17"].latest.content()

    assert {g["goal_no"]: g["rid"] for g in minutes["goals"]}["1"] == plan["goals"][0]["rid"]
    assert followup["task_progress"][0]["rid"] == minutes["who_does_what"][0]["rid"]


def test_the_same_file_gives_the_same_row_ids(world, malthe):
    first = malthe.dokumenter["PLAN-0117"].latest.content()["efforts"]
    del world.root.sager.children[MALTHE]
    world.root.sager.names.clear()

    load(world, factories.demo("ung_1_malthe"))

    again = world.root.sager[MALTHE].dokumenter["PLAN-0117"].latest.content()["efforts"]
    assert [row["rid"] for row in again] == [row["rid"] for row in first]


def test_names_are_resolved_or_told_of(world):
    found = load(world, factories.demo("ung_1_malthe"))

    case = world.root.sager[MALTHE]
    told = [str(warning) for warning in found.warnings]
    assert any("documents.8.data.participants.3.name: »Verner Kjærbo« kendes ikke" in line for line in told)
    assert [a["name"] for a in case.register.values() if a["name"] == "Verner Kjærbo"] == ["Verner Kjærbo"]
    chair = case.dokumenter["FLK-2026-0117-D11"].latest.content()["chair"]
    assert case.register[chair["actor_id"]]["user_id"] == "jonas"


def test_a_task_has_one_responsible(elias):
    task = elias.dokumenter["FLK-2026-0163-D11"].latest.content()["who_does_what"][3]

    assert (task["responsible"]["text"], task["together_with"]) == ("Elias", "Marianne, Henrik")


def test_every_approved_version_gets_its_pdf_and_the_counter_goes_on(world, malthe):
    jobs = [job for job in world.root.job.values() if job.arguments["case_no"] == MALTHE]

    assert len(jobs) == 24
    assert {job.state for job in jobs} == {WAITING}
    assert world.connection.root()["labels"][MALTHE] == 25


def test_those_who_took_part_are_involved(malthe):
    relations = {(i["user_id"], i["relation"]) for i in malthe.involvements}

    assert {("jonas", "plan_coordinator"), ("birgitte", "convener"), ("nanna", "primary")} <= relations


def test_a_person_can_be_loaded_before_any_organisation(world):
    for user in list(world.root.medarbejdere):
        del world.root.medarbejdere.children[user]

    found = import_data(world.root, world.drafts, factories.demo("ung_3_elias"), Act(SYSTEM, world.clock))

    assert any("»Mikkel Aarøe« kendes ikke" in problem.text for problem in found.warnings)


def test_a_case_is_loaded_once(world, malthe):
    told = refusal(world, factories.demo("ung_1_malthe"))

    assert told == ["case.case_no: Forløbet FLK-2026-0117 findes allerede. Et forløb kan kun læses ind én gang."]


def test_a_document_of_another_case_is_not_loaded_again(world, malthe):
    data = factories.demo("ung_1_malthe")
    data["case"]["case_no"] = "FLK-2026-0999"

    assert (
        "documents.0.document_id: Der findes allerede et dokument med id FLK-2026-0117-D01" in refusal(world, data)[0]
    )


def test_an_organisation_is_updated_and_passwords_are_kept(world):
    world.root.medarbejdere["jonas"].password_hash = "kept"
    data = factories.demo("organisation")
    next(p for p in data["staff"] if p["user_id"] == "jonas")["title"] = "Chefkonsulent"

    found = load(world, data)

    jonas = world.root.medarbejdere["jonas"]
    assert (found.kind, found.count) == ("organisation", 21)
    assert (jonas.title, jonas.password_hash) == ("Chefkonsulent", "kept")
    assert "PPR" in world.root.organisation.departments


def test_a_version_that_has_a_successor_is_superseded_whatever_it_says(world):
    data = factories.demo("ung_1_malthe")
    data["documents"][11]["status"] = "draft"

    load(world, data)

    assert world.root.sager[MALTHE].dokumenter["PLAN-0117"].shown_state(1) == "superseded"


def test_one_id_with_several_version_numbers_is_one_document(world):
    data = factories.demo("ung_1_malthe")
    for document in data["documents"]:
        if document["document_id"].startswith("PLAN-0117"):
            document["document_id"] = "PLAN-0117-v1"
            document.pop("supersedes", None)

    load(world, data)

    assert len(world.root.sager[MALTHE].dokumenter["PLAN-0117-v1"].versions) == 3


def test_an_annulled_paper_is_kept_with_its_text(world):
    data = factories.demo("ung_3_elias")
    data["documents"][-1]["status"] = "annulled"

    load(world, data)

    minutes = world.root.sager[ELIAS].dokumenter["FLK-2026-0163-D24"]
    assert (minutes.state, minutes.latest.content()["held_at"]) == ("annulled", "2026-11-18")


def test_every_problem_is_told_of_at_once(world):
    data = factories.demo("ung_1_malthe")
    del data["young_person"]["birth_date"]
    data["case"]["farve"] = "blå"
    data["documents"][2]["form_key"] = "kui.nothing"
    del data["documents"][10]["data"]["goals"][0]["goal_text"]

    told = [line.split(":")[0] for line in refusal(world, data)]

    wanted = {"young_person.birth_date", "case.farve", "documents.2.form_key", "documents.10.data.goals.0.goal_text"}
    assert wanted <= set(told)


def test_an_empty_row_does_not_shift_the_numbers(world):
    data = factories.demo("ung_1_malthe")
    goals = data["documents"][10]["data"]["goals"]
    goals.insert(0, {})
    del goals[1]["goal_text"]

    assert any(line.startswith("documents.10.data.goals.1.goal_text: ") for line in refusal(world, data))


def test_an_imported_person_is_found_when_somebody_opens_a_case(world, malthe):
    same = {"full_name": "Malthe Vinther", "id_number": "8009084991", "birth_date": date(2008, 9, 20)}

    assert openings.open_case(world, "birgitte", **same) is None
    assert joining.waiting(malthe) == []
    assert openings.open_case(world, "peter", **same) is None
    assert len(joining.waiting(malthe)) == 1
