"""A small municipality in memory: real databases, the demonstration's staff, one case of one's own."""

from dataclasses import dataclass

import pytest
import transaction
from BTrees.OOBTree import OOBTree
from ZODB import DB
from ZODB.DemoStorage import DemoStorage

from kuidocs.domain.identity import Identity
from kuidocs.forms.registry import shipped_editions
from kuidocs.resources.case import Case, YoungPerson
from kuidocs.resources.drafts import DraftFolder
from kuidocs.resources.root import Root
from kuidocs.resources.staff import Staff
from kuidocs.security.reading import Sight
from kuidocs.services.clock import FixedClock
from kuidocs.usecases import involvement, people
from kuidocs.usecases.acting import Act
from kuidocs.usecases.setup import publish_cluster_editions
from tests import factories


@dataclass
class World:
    """What a test of a use case needs."""

    root: Root
    drafts: DraftFolder
    clock: FixedClock
    connection: object

    @property
    def case(self) -> Case:
        return self.root.sager["FLK-2026-0001"]

    def who(self, user_id: str) -> Identity:
        return self.root.medarbejdere[user_id].identity()

    def sight(self, user_id: str = "jonas") -> Sight:
        return Sight(self.who(user_id), self.case, self.clock.today())

    def act(self, user_id: str = "jonas", token: str = "") -> Act:
        return Act(self.who(user_id), self.clock, token)


def fill(root: Root) -> None:
    """Publish the shipped editions and take in the demonstration's staff."""
    for edition in shipped_editions().values():
        root.skabeloner.publish(edition, factories.NOW)
    publish_cluster_editions(root, factories.NOW)
    for told in factories.demo("organisation")["staff"]:
        person = Staff(told["user_id"], told["name"])
        person.title, person.department = told["title"], told["department"]
        person.roles, person.email = tuple(told["roles"]), told["email"]
        root.medarbejdere[person.user_id] = person


def add_case(root: Root) -> Case:
    """Open a case for Freja, 17 years, with Jonas as plankoordinator."""
    freja = YoungPerson("Freja Lundsgaard Holm", "2009-03-14")
    freja.custody = ({"name": "Ida Holm", "relation": "Mor", "custody": True},)
    case = Case("FLK-2026-0001", freja)
    root.sager[case.case_no] = case
    case.opened_at = "2026-10-01"
    people.add_young_person(case)
    case.opened_by = case.plan_coordinator = people.reference(case, root.medarbejdere, "Jonas Ravnsborg")
    involvement.refresh(case)
    return case


@pytest.fixture
def world():
    family = {}
    databases = [DB(DemoStorage(), databases=family, database_name=name) for name in ("main", "drafts")]
    manager = transaction.TransactionManager()
    connection = databases[0].open(manager)
    root, drafts = Root(), DraftFolder()
    connection.root()["kuidocs"], connection.root()["labels"] = root, OOBTree()
    connection.get_connection("drafts").root()["drafts"] = drafts
    fill(root)
    add_case(root)
    manager.commit()
    yield World(root, drafts, factories.clock(), connection)
    manager.abort()
    connection.close()
    for database in databases:
        database.close()
