"""A cluster's file is read whole or not at all, and what it says of itself is counted again."""

import pytest

from kuidocs.usecases import cluster_meetings, importing
from kuidocs.usecases.acting import Act
from kuidocs.usecases.importing_text import ImportRefused
from tests import factories


@pytest.fixture
def load(world):
    def found(data):
        return importing.import_data(world.root, world.drafts, data, Act(factories.identity(), world.clock))

    return found


def demo():
    return factories.demo("klyngemoede")


def refused(load, data) -> str:
    with pytest.raises(ImportRefused) as error:
        load(data)
    return "\n".join(map(str, error.value.problems))


def test_the_demonstration(world, load):
    found = load(demo())
    (cluster,) = world.root.klynger.values()
    meeting = cluster["1"]

    assert (found.kind, found.name, found.count) == ("cluster", "Klynge Fjordlund Øst", 7)
    assert found.warnings == ()
    assert meeting.state == "following_up"
    assert cluster_meetings.statuses(meeting) == dict.fromkeys(range(1, 10), "done") | {10: "in_progress"}
    assert (meeting.survey.asked, meeting.survey.answered, len(meeting.survey.final)) == (29, 24, 24)
    assert [one["status"] for one in cluster_meetings.agreements(meeting)] == ["open", "open", "in_progress", "open"]
    assert all(cluster_meetings.confirmed(one) for one in meeting.cases)


def test_the_same_again_is_refused(load):
    load(demo())

    assert "er der allerede" in refused(load, demo())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["documents"].pop(0), "mangler drejebogen"),
        (lambda d: d["documents"][0].update(form_key="kui.notice"), "hører ikke til et klyngemøde"),
        (lambda d: d["documents"][0].update(template_version=7), "ingen udgave 7"),
        (lambda d: d["documents"][0]["data"]["steps"].pop(), "mindst 10"),
        (lambda d: d["documents"][2]["data"].update(case_no=2), "to cases med nr. 2"),
        (lambda d: d["documents"].append(d["documents"][0] | {"document_id": "X"}), "kun ét af dette papir"),
        (lambda d: d["documents"][2]["data"].update(anonymised=False), "skal være ja"),
        (lambda d: d["questionnaire_responses"][0]["answers"].update({"1": "Aldrig"}), "Vælg en af mulighederne"),
        (lambda d: d["questionnaire_responses"][0]["answers"].update({"99": "x"}), "findes ikke i spørgeskemaet"),
        (lambda d: d["questionnaire_tally"][0]["counts"].update(Dagligt=6), "noget andet end svarene"),
        (lambda d: d["cluster"].update(young_person="x"), "Nøglen kendes ikke"),
        (lambda d: d["cluster"].pop("coordinator"), "mangler"),
        (lambda d: d.update(case_no="FLK-2026-0001"), "Nøglen kendes ikke"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_loaded(world, load, change, said):
    data = demo()
    change(data)

    assert said in refused(load, data)
    assert len(world.root.klynger) == 0


def test_a_paper_of_a_cluster_cannot_come_into_a_case(world, load):
    data = factories.demo("ung_1_malthe")
    data["documents"][0]["form_key"] = "klynge.case"

    assert "hører ikke til i et forløb" in refused(load, data)
