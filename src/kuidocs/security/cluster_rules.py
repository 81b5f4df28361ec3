"""What the table of permissions asks about clusters, and which world somebody is in (R80)."""

from collections.abc import Callable
from typing import Any

from ..domain.clusters import COORDINATOR, FACILITATOR, KEEPERS, KLYNGE, KUI
from ..resources.klynger import Cluster, ClusterMeeting, above, in_klynge


def cluster_role(question: Any) -> str:
    """Return the role that a person has in the cluster that is asked about, "" for none."""
    cluster = above(question.context, Cluster)
    return cluster.role(question.identity.user_id, question.today) if cluster is not None else ""


def is_in_the_cluster(question: Any) -> bool:
    """Has a role in the cluster."""
    return bool(cluster_role(question))


def keeps_the_cluster(question: Any) -> bool:
    """Is the coordinator of the cluster, or of its board."""
    return cluster_role(question) in KEEPERS


def coordinates_the_cluster(question: Any) -> bool:
    """Is the coordinator of the cluster."""
    return cluster_role(question) == COORDINATOR


def is_a_member(question: Any) -> bool:
    """Is a member of the cluster, and no facilitator from outside."""
    return cluster_role(question) not in ("", FACILITATOR)


def the_questionnaire_is_closed(question: Any) -> bool:
    """The questionnaire of the meeting is closed."""
    meeting = above(question.context, ClusterMeeting)
    return meeting is not None and bool(meeting.survey.closed_at)


def the_results_are_shared(question: Any) -> bool:
    """The results are shared with the guests of the meeting."""
    meeting = above(question.context, ClusterMeeting)
    return meeting is not None and any(one["what"] == "results" and not one["closed_at"] for one in meeting.shares)


def is_of_the_municipality(question: Any) -> bool:
    """Is of the staff of the municipality, and not of a cluster (R80)."""
    return question.identity.world == KUI


def is_of_the_clusters(question: Any) -> bool:
    """Is of a cluster, and not of the staff of the municipality (R80)."""
    return question.identity.world == KLYNGE


WORLDS: tuple[Callable[[Any], bool], Callable[[Any], bool]] = (is_of_the_municipality, is_of_the_clusters)


def world_of(context: Any) -> str:
    """Return the world that a place of the tree belongs to."""
    return KLYNGE if in_klynge(context) else KUI
