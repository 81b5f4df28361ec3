"""A site for each test of a page."""

import pytest

from tests import web


@pytest.fixture
def site(tmp_path):
    """A development system with the demonstration's staff and one case, and a browser that nobody is logged in to."""
    system = web.make_system(tmp_path)
    yield web.Site(system, web.serve(system))
    system.close()


@pytest.fixture
def production_site(tmp_path):
    """The same in production mode."""
    system = web.make_system(tmp_path, mode="production", base_url="https://kuidocs.example")
    yield web.Site(system, web.serve(system))
    system.close()


@pytest.fixture
def browser(site):
    """A browser that nobody is logged in to."""
    return site.browser
