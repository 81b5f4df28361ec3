"""Logging in, by keyboard and without JavaScript."""

from tests.browser.tools import log_in


def test_a_user_logs_in_and_sees_min_dag(page, demo_password):
    log_in(page, "birgitte", demo_password)

    assert page.url.endswith("/min-dag")


def test_a_user_logs_in_without_javascript(page_without_script, demo_password):
    log_in(page_without_script, "birgitte", demo_password)

    assert page_without_script.url.endswith("/min-dag")


def test_a_wrong_password_is_refused_with_a_sentence(page):
    page.goto("/log-ind")
    page.get_by_label("Brugernavn").fill("birgitte")
    page.get_by_label("Adgangskode").fill("forkert")
    page.locator("main form button[type=submit]").first.click()

    assert "/log-ind" in page.url
    assert page.get_by_role("alert").or_(page.locator(".alert, .error-summary")).count() > 0
