"""The web application over databases of one's own: real commits, thrown away with the test."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from BTrees.OOBTree import OOBTree
from webtest import TestApp
from ZODB import DB
from ZODB.DemoStorage import DemoStorage

from kuidocs.application import configure
from kuidocs.config import Settings, read_settings
from kuidocs.jobs.tailing import ChainFollower, IndexFollower
from kuidocs.resources.drafts import DraftFolder
from kuidocs.resources.root import Root
from kuidocs.security.passwords import hash_password
from kuidocs.services.calendar import IcalendarFiles
from kuidocs.services.factors import open_factors
from kuidocs.services.index import open_index
from kuidocs.services.inspection import InlineInspection
from kuidocs.services.labels.zodb import ZodbLabels
from kuidocs.services.mail import open_mail
from kuidocs.services.pdf.inline import InlinePdfService
from kuidocs.services.proof import open_proof
from kuidocs.services.state import open_state
from kuidocs.services.storage import Tailer, working
from kuidocs.system import System, make_archive, open_sso
from tests import factories
from tests.usecases.conftest import add_case, fill

PASSWORD = "en god lang adgangskode"
PRODUCTION = {
    "mode": "production",
    "base_url": "https://kuidocs.example",
    "mail": "smtp://127.0.0.1:25",
    "mail_from": "kuidocs@fjordlund.example",
    "second_factor_roles": "system_administrator",
}
"""The least that production asks for."""
MEMORY_KIB = 32
"""As little as argon2id takes: tests log in often."""
CASE = "/sager/FLK-2026-0001"


class Browser(TestApp):
    """What a person does with the pages."""

    def log_in(self, user_id: str, password: str = PASSWORD, **more: Any) -> Any:
        """Log in by the form."""
        form = self.get("/log-ind", **more).forms[0]
        form["bruger"], form["adgangskode"] = user_id, password
        return form.submit(expect_errors=True, **more)

    def become(self, user_id: str) -> Any:
        """Log in as somebody else, or again after a time."""
        self.reset()
        return self.log_in(user_id)

    def token(self) -> str:
        """The CSRF token of the session, as it stands in the header of every page."""
        return self.get("/hjaelp").forms["log-ud"]["csrf_token"].value


@dataclass
class Site:
    """A system with its web application."""

    system: System
    browser: Browser

    def events(self, *kinds: str) -> list[Any]:
        """The events of these kinds that reached the audit chain."""
        return [found.event for found in self.system.proof.events(kinds=kinds)]


def settings(data: Path, **given: str) -> Settings:
    """Settings as a test wants them."""
    told = {"data": str(data), "mode": "development", "password_memory_kib": str(MEMORY_KIB)} | given
    return read_settings({f"kuidocs.{name}": value for name, value in told.items()}, {})


@lru_cache(maxsize=1)
def _base() -> tuple[DemoStorage, DemoStorage]:
    """The prepared databases on which every test lays its own."""
    family: dict[str, DB] = {}
    storages = DemoStorage(), DemoStorage()
    databases = [DB(s, databases=family, database_name=n) for s, n in zip(storages, ("main", "drafts"), strict=True)]
    with working(databases[0], "base") as connection:
        root = Root()
        connection.root()["kuidocs"], connection.root()["labels"] = root, OOBTree()
        connection.get_connection("drafts").root()["drafts"] = DraftFolder()
        root.organisation.municipality = factories.demo("organisation")["municipality"]
        fill(root)
        for person in root.medarbejdere.values():
            person.password_hash = hash_password(PASSWORD, MEMORY_KIB)
        add_case(root)
    return storages


def make_system(data: Path, **given: str) -> System:
    """Make a system whose data nobody else sees. Nothing renders and nothing seals in it."""
    told, clock, family = settings(data, **given), factories.clock(), {}
    # Closed bases could not be laid under the databases of the next test.
    overlays = [DemoStorage(base=base, close_base_on_close=False) for base in _base()]
    main, drafts = (DB(s, databases=family, database_name=n) for s, n in zip(overlays, ("main", "drafts"), strict=True))
    proof, index = open_proof(told.proof), open_index(told.index)
    idle, absolute = timedelta(minutes=told.session_idle_minutes), timedelta(hours=told.session_absolute_hours)
    return System(
        settings=told,
        clock=clock,
        db=main,
        drafts_db=drafts,
        proof=proof,
        index=index,
        state=open_state(told.state, clock, idle=idle, absolute=absolute),
        labels=ZodbLabels(main),
        pdf=InlinePdfService(),
        seal=None,
        mail=open_mail(told.mail, told.mail_from),
        archive=make_archive(told, clock),
        calendar=IcalendarFiles(),
        factors=open_factors(told.base_url, told.factor_key),
        sso=open_sso(told, clock),
        tailer=Tailer(main, [ChainFollower(proof), IndexFollower(main, index)]),
        inspection=InlineInspection(),
    )


_applications: dict[str, Any] = {}


def serve(system: System) -> Browser:
    """Serve a system. The application of a mode is made once; which system it serves is said anew for each test."""
    mode = system.settings.mode
    if mode not in _applications:
        _applications[mode] = configure(system)
    _applications[mode].registry.system = system
    return Browser(_applications[mode])
