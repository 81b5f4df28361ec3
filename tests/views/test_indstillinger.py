"""Choosing which reminders one gets, on the page."""

import pytest

from kuidocs.domain.deadlines import KINDS

PAGE = "/mine-indstillinger"


@pytest.fixture
def jonas(site):
    site.browser.log_in("jonas")
    return site


def off(site, user="jonas"):
    with site.system.reading() as root:
        return root.medarbejdere[user].reminders_off


def form_of(page):
    return next(form for form in page.forms.values() if "paamind" in form.fields)


def test_the_top_bar_leads_here(jonas):
    page = jonas.browser.get("/min-dag").click("Indstillinger")

    assert page.html.h1.get_text() == "Mine indstillinger"
    assert page.html.select_one(".me-more a")["aria-current"] == "page"
    assert "jonas@fjordlund.example" in page.html.main.get_text()


def test_everything_is_on_until_one_says_otherwise(jonas):
    boxes = jonas.browser.get(PAGE).html.select("input[name=paamind]")

    assert [box["value"] for box in boxes] == list(KINDS)
    assert all(box.has_attr("checked") for box in boxes)


def test_what_is_not_ticked_is_off_and_stays_so(jonas):
    form = form_of(jonas.browser.get(PAGE))
    next(box for box in form.fields["paamind"] if box._value == "task").checked = False

    page = form.submit().follow()

    assert "Dine indstillinger er gemt." in page.html.get_text()
    assert off(jonas) == ("task",)
    assert not page.html.find(id="p-task").has_attr("checked")
    assert page.html.find(id="p-age").has_attr("checked")
    assert [event.about for event in jonas.events("reminder.chosen")] == [{"user_id": "jonas"}]


def test_all_can_be_off(jonas):
    jonas.browser.post(PAGE, {"csrf_token": jonas.browser.token()}, status=303)

    assert off(jonas) == tuple(KINDS)


def test_they_are_ones_own(jonas):
    jonas.browser.post(PAGE, {"csrf_token": jonas.browser.token(), "user_id": "mette"}, status=303)

    assert off(jonas, "mette") == ()


@pytest.mark.parametrize(("fields", "answer"), [({"paamind": "alt"}, 422), ({"csrf_token": "nope"}, 400)])
def test_what_no_page_sends_changes_nothing(jonas, fields, answer):
    page = jonas.browser.post(PAGE, {"csrf_token": jonas.browser.token()} | fields, status=answer)

    assert off(jonas) == ()
    if answer == 422:
        assert "Vælg fra listen" in page.html.select_one(".summary").get_text()


def test_who_has_no_address_is_told_so(jonas):
    jonas.system.change("test", lambda root: setattr(root.medarbejdere["jonas"], "email", ""))

    assert "Du har ingen mailadresse i kuidocs" in jonas.browser.get(PAGE).html.main.get_text()


def test_nobody_else_gets_in(browser):
    assert browser.get(PAGE).location.endswith("/log-ind?videre=%2Fmine-indstillinger")
