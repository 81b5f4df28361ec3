"""A system on disk with one consent that waits for its PDF."""

import pytest

from kuidocs.cli.opening import opened, settings_of
from kuidocs.domain.identity import SYSTEM
from kuidocs.resources.drafts import drafts_of
from kuidocs.usecases import importing
from kuidocs.usecases.acting import Act
from tests import factories
from tests.cli.conftest import empty, empty_base  # noqa: F401 - fixtures

CASE, LABEL = "FLK-2026-0117", "FLK-2026-0117-D01"


def load(system):
    """Load Malthe's consent without running the job that it makes."""
    data = factories.demo("ung_1_malthe")
    data |= {"meetings": [], "documents": data["documents"][:1]}
    act = Act(SYSTEM, system.clock)
    system.change("load", lambda root: importing.import_data(root, drafts_of(root), data, act))


@pytest.fixture
def waiting(empty):  # noqa: F811
    with opened(settings_of(empty)) as system:
        load(system)
        yield system
