"""The health page tells a watchman whether all is well, and only the administrator what is not."""

import pytest

STORES = {"data", "drafts", "proof", "index", "state"}


def test_a_watchman_is_told_of_each_store_and_nothing_else(browser):
    answer = browser.get("/sundhed")

    assert answer.json == {"ok": True, "stores": dict.fromkeys(STORES, True)}


@pytest.mark.parametrize("user", ["jonas", "jens"])
def test_who_is_not_the_administrator_gets_no_details(browser, user):
    browser.log_in(user)

    assert "details" not in browser.get("/sundhed").json


def test_the_administrator_gets_details(browser):
    browser.log_in("tobias")

    assert set(browser.get("/sundhed").json["details"]) == STORES


@pytest.mark.parametrize("store", ["proof", "state", "index"])
def test_a_store_that_does_not_answer_is_not_well(site, store):
    site.browser.get("/sundhed")
    getattr(site.system, store).close()
    file = getattr(site.system.settings, store)
    with open(file, "wb") as damaged:
        damaged.write(b"no database" * 1000)

    answer = site.browser.get("/sundhed", status=503)

    assert answer.json["ok"] is False
    assert answer.json["stores"][store] is False
    assert "details" not in answer.json


def test_a_browser_gets_a_page(browser):
    answer = browser.get("/sundhed", headers={"Accept": "text/html"})

    assert answer.html.h1.string == "Sundhed"
    assert "Alt svarer" in answer
    assert "Enkeltheder" not in answer


def test_the_page_of_the_administrator_has_the_details(browser):
    browser.log_in("tobias")

    assert "hændelser" in browser.get("/sundhed", headers={"Accept": "text/html"})


def test_a_page_about_a_store_that_does_not_answer_says_so(site):
    site.system.index.close()
    with open(site.system.settings.index, "wb") as damaged:
        damaged.write(b"no database" * 1000)

    answer = site.browser.get("/sundhed", headers={"Accept": "text/html"}, status=503)

    assert "Svarer ikke" in answer
