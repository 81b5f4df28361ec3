"""A member proposes a case; whoever plans begins one of the three with it."""

import pytest

from kuidocs.domain.errors import Conflict, Refused
from kuidocs.resources.base import new_id
from kuidocs.usecases import cluster_meetings, cluster_people, cluster_proposals
from kuidocs.usecases.acting import Act
from tests import factories

TOLD = {
    "title": "»Ingen spørger«",
    "age_group": "14–17 år",
    "background": "En ung kommer igen og igen.",
    "gp_dilemma": "Hvem skal lægen ringe til?",
}


@pytest.fixture
def meeting(world):
    act = Act(factories.identity(), world.clock, "begin")
    cluster = cluster_people.add_cluster(world.root, "Klyngen", act)
    cluster_people.add_member(cluster, "Dorte Hvolby", "", "member", act)
    told = {"topic": "Søvn", "meeting_date": "2027-05-01", "venue": ""}
    return cluster_meetings.plan_meeting(cluster, told, act)


@pytest.fixture
def by(world):
    def found(user: str = "birgitte", token: str = ""):
        return Act(factories.identity(user), world.clock, token or new_id())

    return found


def test_a_proposal_becomes_a_case(meeting, by):
    assert cluster_proposals.propose(meeting, TOLD, by(token="t")) == []
    assert cluster_proposals.propose(meeting, TOLD, by(token="t")) == []
    (one,) = cluster_proposals.proposals(meeting)

    cluster_proposals.use(meeting.cases[1], one["id"], by(token="u"))
    cluster_proposals.use(meeting.cases[2], one["id"], by(token="u"))

    assert meeting.cases[1].content() == TOLD | {"case_no": "2", "source": "own"}
    assert meeting.cases[2].content() == {}
    assert cluster_proposals.proposals(meeting)[0]["used"] == "case-2"
    assert {"cluster.proposed", "cluster.proposal_used"} <= {one.kind for one in meeting.log}
    assert cluster_meetings.confirmed(meeting.cases[1]) is None


def test_each_sees_the_own(meeting, by):
    cluster_proposals.propose(meeting, TOLD, by("birgitte"))
    cluster_proposals.propose(meeting, TOLD | {"title": "En anden"}, by("jonas"))

    assert [one["title"] for one in cluster_proposals.proposals(meeting, "jonas")] == ["En anden"]
    assert len(cluster_proposals.proposals(meeting)) == 2


def test_what_could_give_somebody_away_is_told_and_kept(meeting, by):
    found = cluster_proposals.propose(meeting, TOLD | {"background": "Dorte så ham den 3. maj 2026."}, by())

    assert found == ["Der står en dato, der kan være en fødselsdag", "Der står et navn på et medlem eller en gæst"]
    assert cluster_proposals.proposals(meeting)[0]["found"] == ["birth", "name"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"background": ""}, "background"),
        ({"gp_dilemma": ""}, "gp_dilemma"),
        ({"age_group": "x" * 61}, "age_group"),
        ({"background": "x" * 4001}, "background"),
        ({"background": "Hun er 800908-4991."}, "background"),
    ],
)
def test_what_is_refused(meeting, by, changed, field):
    with pytest.raises(Refused) as refused:
        cluster_proposals.propose(meeting, TOLD | changed, by())
    assert refused.value.code == field
    assert cluster_proposals.proposals(meeting) == []


def test_a_place_that_is_taken_and_a_proposal_that_is_none(meeting, by):
    cluster_proposals.propose(meeting, TOLD, by())
    (one,) = cluster_proposals.proposals(meeting)
    with pytest.raises(Refused, match="Vælg et af forslagene"):
        cluster_proposals.use(meeting.cases[0], "ukendt", by())
    cluster_proposals.use(meeting.cases[0], one["id"], by())
    with pytest.raises(Conflict, match="allerede skrevet"):
        cluster_proposals.use(meeting.cases[0], one["id"], by())


def test_there_is_an_end_to_proposals(meeting, by, monkeypatch):
    monkeypatch.setattr(cluster_proposals, "MOST", 1)
    cluster_proposals.propose(meeting, TOLD, by())

    with pytest.raises(Refused, match="allerede 1 forslag"):
        cluster_proposals.propose(meeting, TOLD, by())
