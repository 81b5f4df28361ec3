"""Markup in what people write is text wherever it is shown."""

import pytest

from tests.views.asking import begun, calm
from tests.web import CASE, Browser


@pytest.fixture
def jonas(browser) -> Browser:
    browser.log_in("jonas")
    return browser


XSS = """"'><script>alert(1)</script><img src=x onerror=alert(1)>${1+1}&lt;b&gt;]]><!--</textarea></title>"""
MARKS = ("<script>alert", "<img src=x", "</title></", 'onerror="', "<!--</textarea")


def test_markup_in_every_text_comes_back_as_text(jonas):
    path = begun(jonas, "kui.contact_note", "ny:clarification")
    page = jonas.get(path)
    form = page.forms["dokument"]
    texts = [
        f for fields in form.fields.values() for f in fields if f.tag == "textarea" or f.attrs.get("type") == "text"
    ]
    for field in texts:
        field.value = XSS

    shown = [form.submit("gem", expect_errors=True), form.submit("faerdig", expect_errors=True)]
    shown += [jonas.get(address, expect_errors=True) for address in (path, "/min-dag", "/sager", CASE)]

    assert len(texts) > 3
    for answer in shown:
        calm(answer)
        assert not any(mark in answer.text for mark in MARKS)


def test_markup_in_names_and_notes_comes_back_as_text(jonas, site):
    path = begun(jonas, "kui.contact_card")
    with site.system.writing("test") as root:
        case = root.sager["FLK-2026-0001"]
        case.person.full_name = case.person.preferred_name = XSS
    for address in (path, CASE, "/min-dag", "/sager", f"/sager?q={XSS[:9]}", f"{CASE}/nyt-dokument"):
        answer = jonas.get(address, expect_errors=True)

        calm(answer)
        assert not any(mark in answer.text for mark in MARKS)


def test_what_is_searched_for_comes_back_as_text(jonas):
    answer = jonas.get("/sager", {"q": XSS}, expect_errors=True)

    calm(answer)
    assert not any(mark in answer.text for mark in MARKS)


def test_a_refused_login_repeats_the_name_as_text(browser):
    answer = browser.log_in(XSS, "x")

    calm(answer, 400)
    assert not any(mark in answer.text for mark in MARKS)


def test_a_post_after_the_session_ended_comes_back_as_text(browser):
    answer = browser.post(f"{CASE}/nyt-dokument", {"note": XSS, XSS: "x"}, expect_errors=True)

    calm(answer, 403)
    assert not any(mark in answer.text for mark in MARKS)
