"""A site for each test of a page."""

import pytest

from kuidocs.domain.identity import command_line
from kuidocs.resources.drafts import drafts_of
from kuidocs.usecases import importing
from kuidocs.usecases.acting import Act
from tests import factories, web
from tests.views.rooms import professionals, room  # noqa: F401 - pytest finds fixtures by name here


@pytest.fixture
def site(tmp_path):
    """A development system with the demonstration's staff and one case, and a browser that nobody is logged in to."""
    system = web.make_system(tmp_path)
    yield web.Site(system, web.serve(system))
    system.close()


@pytest.fixture
def production_site(tmp_path):
    """The same in production mode."""
    system = web.make_system(tmp_path, **web.PRODUCTION)
    yield web.Site(system, web.serve(system))
    system.close()


@pytest.fixture
def browser(site):
    """A browser that nobody is logged in to."""
    return site.browser


@pytest.fixture
def jonas(browser):
    """The browser of Jonas, who coordinates and writes."""
    browser.log_in("jonas")
    return browser


@pytest.fixture(scope="session")
def demo_system(tmp_path_factory):
    """The demonstration's two cases, for tests that only read."""
    system = web.make_system(tmp_path_factory.mktemp("demo"))

    def load(root):
        for name in ("ung_1_malthe", "ung_3_elias"):
            act = Act(command_line("test"), system.clock)
            importing.import_data(root, drafts_of(root), factories.demo(name), act)

    system.change("demo", load)
    system.catch_up()
    yield system
    system.close()


@pytest.fixture
def demo(demo_system):
    """A browser before the demonstration's cases. Do not write in them."""
    return web.Site(demo_system, web.serve(demo_system))
