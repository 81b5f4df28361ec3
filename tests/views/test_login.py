"""Coming in and going out."""

import pytest

from tests import web


def test_a_member_of_staff_logs_in_and_comes_to_min_dag(browser):
    assert browser.log_in("jonas").location == "http://localhost/min-dag"


def test_after_logging_in_one_comes_to_where_one_was_going(browser):
    asked = browser.get("/sager/FLK-2026-0001/?fane=log&q=%C3%A6", status=303).follow()
    form = asked.forms[0]
    form["bruger"], form["adgangskode"] = "jonas", web.PASSWORD

    assert form.submit().location == "http://localhost/sager/FLK-2026-0001/?fane=log&q=%C3%A6"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com",
        "\\\\example.com",
        "/sager\\..\\..",
        "javascript:alert(1)",
        "/\texample.com",
        "/\n/example.com",
        " /sager",
        "sager",
        "/søg",
    ],
)
def test_nobody_is_sent_elsewhere_after_logging_in(browser, elsewhere):
    form = browser.get("/log-ind", {"videre": elsewhere}).forms[0]
    form["bruger"], form["adgangskode"] = "jonas", web.PASSWORD

    assert form.submit().location == "http://localhost/min-dag"


def test_who_is_in_is_not_asked_again(browser):
    browser.log_in("jonas")

    assert browser.get("/log-ind").location.endswith("/min-dag")
    assert browser.get("/").location.endswith("/min-dag")


def test_a_wrong_password_is_told_in_one_sentence_and_the_name_is_kept(browser):
    answer = browser.log_in("jonas", "forkert")

    assert answer.status_int == 400
    assert "<title>Fejl: Log ind – kuidocs</title>" in answer
    assert "Brugernavn eller adgangskode er forkert. Prøv igen." in answer.html.find(role="alert").get_text()
    assert answer.forms[0]["bruger"].value == "jonas"
    assert answer.forms[0]["adgangskode"].value == ""


def test_what_was_typed_as_a_name_is_escaped(browser):
    answer = browser.log_in('"><script>x</script>', "forkert")

    assert "<script>" not in answer.text


def test_too_many_attempts_are_told_to_wait(browser):
    for _ in range(9):
        answer = browser.log_in("jonas", "forkert")

    assert "Vent 15 minutter" in answer


def test_a_log_in_page_that_stood_open_too_long_is_shown_again(browser):
    form = browser.get("/log-ind").forms[0]
    browser.reset()
    form["bruger"], form["adgangskode"] = "jonas", web.PASSWORD

    answer = form.submit(status=400)

    assert "Siden var for gammel. Prøv igen." in answer
    answer.forms[0]["adgangskode"] = web.PASSWORD
    assert answer.forms[0].submit().location.endswith("/min-dag")


def test_logging_in_and_out_are_events_and_a_wrong_name_is_not_kept(site):
    site.browser.log_in("min hemmelige adgangskode", "jonas")
    site.browser.log_in("jonas")
    site.browser.get("/hjaelp").forms["log-ud"].submit()

    events = site.events("login.refused", "login.succeeded", "login.ended")

    assert [(e.kind, e.by) for e in events] == [
        ("login.refused", "unknown"),
        ("login.succeeded", "jonas"),
        ("login.ended", "jonas"),
    ]
    assert "hemmelige" not in str(site.events())


def test_logging_out_says_so(browser):
    browser.log_in("jonas")

    answer = browser.get("/hjaelp").forms["log-ud"].submit().follow()

    assert "Du er logget ud." in answer


def test_logging_out_twice_does_no_harm(browser):
    assert browser.post("/log-ud").location.endswith("/log-ind?ud=1")


def test_another_site_cannot_log_somebody_out(browser):
    browser.log_in("jonas")

    browser.post("/log-ud", status=400)

    assert browser.get("/").location.endswith("/min-dag")


def test_logging_out_by_a_link_is_not_possible(browser):
    browser.log_in("jonas")

    browser.get("/log-ud", status=404)

    assert browser.get("/").location.endswith("/min-dag")


def test_the_demonstration_says_that_it_is_one(tmp_path):
    system = web.make_system(tmp_path, demo_password="fjordlund")

    assert "opdigtede personer" in web.serve(system).get("/log-ind")
    system.close()


def test_real_use_says_nothing_of_a_demonstration(production_site):
    assert "opdigtede personer" not in production_site.browser.get("/log-ind")
