"""One case in memory, and the staff of the demonstration."""

from dataclasses import dataclass
from datetime import date

import pytest

from kuidocs.resources.document import Document
from kuidocs.resources.root import Root
from kuidocs.resources.staff import Staff
from kuidocs.security.questions import Question
from tests import factories
from tests.usecases.conftest import add_case
from tests.views.conftest import browser, demo_system, production_site, site  # noqa: F401 - pytest finds fixtures by name here

TODAY = factories.NOW.date()


@dataclass
class Place:
    """The tree, with Freja's case in it; Jonas of Den Kommunale Ungeindsats is its plan coordinator."""

    root: Root

    @property
    def case(self):
        return self.root.sager["FLK-2026-0001"]

    def ask(self, user_id: str, context: object = None, today: date = TODAY) -> Question:
        """Make a member of staff ask about the case, or something in it."""
        asked = self.case if context is None else context
        return Question(self.root.medarbejdere[user_id].identity(), asked, today)

    def involve(
        self, user_id: str, relation: str, since: str = "2026-10-01", until: str = "", meetings: tuple[int, ...] = ()
    ) -> None:
        """Give somebody a part in the case."""
        row = {"user_id": user_id, "relation": relation, "since": since, "until": until, "why": ""}
        self.case.involvements = (*self.case.involvements, row | {"meetings": meetings})

    def document(self, form_key: str = "kui.minutes.coordination", *facts: dict) -> Document:
        """Put a document into the case."""
        found = Document("D-1", form_key, {"user_id": "jonas", "name": "Jonas Ravnsborg"}, "2026-11-01T10:00+01:00")
        found.facts = facts
        self.case.dokumenter[found.label] = found
        return found


def fact(kind: str, by: str, **data: object) -> dict:
    """Make a fact about the first version of a document."""
    return {"kind": kind, "about": {"number": 1, "round": 1}, "by": {"user_id": by}, "at": "", "data": data}


@pytest.fixture
def place():
    root = Root()
    for told in factories.demo("organisation")["staff"]:
        person = Staff(told["user_id"], told["name"])
        person.department, person.roles = told["department"], tuple(told["roles"])
        root.medarbejdere[person.user_id] = person
    add_case(root)
    return Place(root)
