"""Who asks is looked up anew for every request, and what nobody permits is refused."""

import pytest
from pyramid.csrf import get_csrf_token, new_csrf_token
from pyramid.interfaces import IDefaultPermission
from pyramid.request import Request, apply_request_extensions

from kuidocs.security.policy import SecurityPolicy
from kuidocs.services.storage import working

POLICY = SecurityPolicy()


@pytest.fixture
def ask(site):
    """Make a request outside the router, with the cookie of a session."""
    with working(site.system.db) as connection:

        def asked(secret: str = "") -> Request:
            request = Request.blank("/", cookies={"kuidocs": secret})
            request.registry = site.browser.app.registry
            apply_request_extensions(request)
            request.root_resource = connection.root()["kuidocs"]
            return request

        yield asked


def test_nobody_has_no_user_id_and_is_permitted_nothing(ask):
    assert POLICY.authenticated_userid(ask()) is None
    assert not POLICY.permits(ask(), None, "page.see")


def test_who_is_logged_in_is_permitted_what_the_table_says(site, ask):
    site.browser.log_in("jonas")
    request = ask(site.browser.cookies["kuidocs"])

    assert POLICY.authenticated_userid(request) == "jonas"
    assert POLICY.permits(request, None, "page.see")
    assert not POLICY.permits(request, None, "admin.jobs")


def test_a_session_of_a_user_who_does_not_exist_is_nobody(site, ask):
    secret = site.system.state.sessions.create("slettet", {"csrf": "x"})

    assert POLICY.identity(ask(secret)) is None


def test_pyramids_own_log_in_and_out_use_the_same_sessions(site, ask):
    request = ask()

    assert POLICY.remember(request, "jonas") == []
    [session] = site.system.state.sessions.of_user("jonas")
    assert session.user_id == "jonas"
    assert POLICY.forget(request) == []


@pytest.mark.parametrize("address", ["/admin/job/", "/skabeloner/"])
def test_a_page_asks_who_is_there(browser, address):
    assert browser.get(address).location.endswith(f"/log-ind?videre={address.replace('/', '%2F')}")


def test_a_view_that_names_no_permission_is_nobodys(browser):
    assert browser.app.registry.queryUtility(IDefaultPermission) == "closed"


def test_the_token_lives_as_long_as_the_session(site, ask):
    site.browser.log_in("jonas")
    request = ask(site.browser.cookies["kuidocs"])

    assert new_csrf_token(request) == get_csrf_token(request)
