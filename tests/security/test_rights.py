"""Who answers requests for access to papers, and who deletes what is over."""

import pytest

from kuidocs.resources.insight import InsightRequest
from kuidocs.security.permissions import Permission
from kuidocs.security.rules import permits
from tests.views.making import JONAS

INSIGHT, DISPOSAL = Permission.Insight, Permission.Disposal


def request(place, kind="registered"):
    found = InsightRequest(1)
    found.facts = ({"id": "a", "kind": kind, "by": JONAS, "at": "2026-11-20T10:00:00+01:00", "data": {}},)
    place.case.ask(found)
    return found


def may(place, user, context):
    return {str(one) for group in (INSIGHT, DISPOSAL) for one in group if permits(one, place.ask(user, context))}


def test_a_clerk_prepares_everywhere_and_decides_nothing(place):
    assert may(place, "inge", place.root) == {
        INSIGHT.DESK,
        INSIGHT.SEE,
        INSIGHT.PREPARE,
        DISPOSAL.SEE,
        DISPOSAL.PROPOSE,
    }


@pytest.mark.parametrize(
    ("kind", "reads"), [("registered", True), ("made", True), ("handed_out", False), ("closed", False)]
)
def test_a_clerk_reads_papers_only_while_somebody_waits(place, kind, reads):
    assert (INSIGHT.READ in may(place, "inge", request(place, kind))) is reads


def test_the_coordinator_prepares_and_the_leader_decides(place):
    found = request(place)

    assert may(place, "jonas", found) == {INSIGHT.SEE, INSIGHT.READ, INSIGHT.PREPARE}
    assert may(place, "kirsten", found) == {INSIGHT.SEE, INSIGHT.READ, INSIGHT.DECIDE, DISPOSAL.SEE, DISPOSAL.APPROVE}


@pytest.mark.parametrize("user", ["mette", "tobias", "peter"])
def test_nobody_else_does_anything(place, user):
    assert may(place, user, request(place)) == set()


def test_an_auditor_sees_what_is_deleted(place):
    assert may(place, "jens", place.root) == {DISPOSAL.SEE, INSIGHT.SEE}
