"""The pages of care, as each of the staff meets them."""

import pytest

from tests import web

PAGES = [
    "/admin/",
    "/admin/log",
    "/admin/medarbejdere/",
    "/admin/medarbejdere/jonas/",
    "/admin/medarbejdere/tobias/",
    "/admin/afdelinger",
    "/admin/lokaler",
    "/admin/ad-hoc",
    "/admin/indstillinger",
    "/admin/job/",
]


@pytest.fixture
def keeper(browser):
    browser.log_in("tobias")
    return browser


@pytest.mark.parametrize("address", PAGES)
def test_the_administrator_sees_every_page(keeper, address):
    page = keeper.get(address)

    assert page.status_int == 200
    assert page.html.find("nav", class_="caremenu")
