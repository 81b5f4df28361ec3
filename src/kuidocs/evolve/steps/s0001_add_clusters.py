"""Clusters and their meetings."""

from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

from ...resources.base import place
from ...resources.klynger import FOLDER, ClusterFolder
from ...usecases.setup import publish_cluster_editions


def s0001_add_clusters(root: MutableMapping[str, Any]) -> None:
    """Make the place of clusters, with the forms of their meetings."""
    tree = root["kuidocs"]
    if tree.klynger is None:
        tree.klynger = place(ClusterFolder(), tree, FOLDER)
        publish_cluster_editions(tree, datetime.now(UTC))
