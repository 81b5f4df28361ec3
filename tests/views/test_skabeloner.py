"""The list of forms and editions."""


def test_all_forms_are_listed_and_the_provisional_one_is_marked(browser):
    browser.log_in("jonas")

    page = browser.get("/skabeloner")

    rows = [row.text for row in page.html.select("tbody tr")]
    assert len(rows) == 14
    assert next(row for row in rows if "Foreløbig" in row).startswith("Dagsorden, Koordinationsmøde")


def test_who_is_not_logged_in_is_asked_to(browser):
    assert "/log-ind" in browser.get("/skabeloner", status=303).location
