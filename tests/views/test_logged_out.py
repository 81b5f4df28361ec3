"""A session that ends while somebody writes costs nothing of what was written."""

from datetime import timedelta

from tests import web
from tests.views.test_udkast import begin, fill, value

NAME = "contact_person-name"


def test_what_was_typed_when_the_session_ended_is_sent_again_and_saved(site):
    browser = site.browser
    browser.log_in("jonas")
    form = fill(begin(browser), {NAME: "Øjvind Ærø <b>"})
    site.system.clock.advance(timedelta(hours=2))

    kept = form.submit("gem", status=403)
    browser.log_in("jonas")
    shown_again = kept.forms[0].submit(status=400)

    assert value(shown_again, NAME) == "Øjvind Ærø <b>"
    shown_again.forms["dokument"].submit("gem").follow()
    assert value(browser.get(shown_again.request.path), NAME) == "Øjvind Ærø <b>"


def test_somebody_else_who_logs_in_on_the_page_saves_nothing(site):
    browser = site.browser
    browser.log_in("jonas")
    form = fill(begin(browser), {NAME: "Øjvind"})
    site.system.clock.advance(timedelta(hours=2))
    kept = form.submit("gem", status=403)

    browser.log_in("mette", web.PASSWORD)

    kept.forms[0].submit(status=404)
