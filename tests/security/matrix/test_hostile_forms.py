"""Every form of every page, sent by those who may with what no browser sends: each answer is ours and below 500."""

import pytest
from lxml import html

from kuidocs.security.sessions import CSRF
from tests import web
from tests.forms.browser import posted
from tests.security.matrix import town
from tests.security.matrix.cast import BY_WORD
from tests.security.matrix.test_views import READS, TOKEN, address, words  # noqa: F401 - pytest finds the fixture here
from tests.views.asking import calm

WHO = ("plan-coordinator", "records-clerk", "administrator", "leader-of-coordinator", "cluster-coordinator")
HOSTILE = {
    "nothing": "",
    "a zero byte and bidi": "a\x00b\u202ec\ufffe",
    "markup": "<script>alert(1)</script>\"'&amp;{{7*7}}${7*7}",
    "a number": "-99999999999999999999999999",
    "digits of others": "\u0661\u0662\u00b2",
    "no day": "2026-02-31",
    "the last day": "9999-12-31",
    "a way out": "../../../../etc/passwd\r\nSet-Cookie: x=y",
    "a long text": "æ" * 50_000,
}
FEW = 15
"""Forms with more questions than this are those of papers; tests/forms asks them one by one."""


@pytest.fixture(scope="session")
def system(tmp_path_factory):
    """A town of its own, for a form that is taken changes it."""
    made = web.make_system(tmp_path_factory.mktemp("hostile"))
    town.build(made)
    yield made
    made.close()


def enter(system, word):
    browser = web.serve(system)
    browser.reset()
    browser.set_cookie("kuidocs", system.state.sessions.create(BY_WORD[word].user_id, {CSRF: TOKEN}))
    return browser


def forms_of(browser, words):  # noqa: F811
    """Give each form that posts once for each kind of its buttons: where it goes, and what a browser would send."""
    seen = set()
    for row in READS:
        here = address(row, words)
        if here.endswith((".pdf", ".zip", ".csv", "/fil")):
            continue
        answer = browser.get(here, row.sent, expect_errors=True)
        if answer.status_int != 200 or answer.content_type != "text/html":
            continue
        for form in html.fromstring(answer.text).iter("form"):
            action = form.get("action") or here
            for button in _buttons(form):
                key = (action, *((name, value.split(":")[0]) for name, value in button))
                if form.get("method", "").lower() == "post" and key not in seen:
                    seen.add(key)
                    yield action, [*_controls(form), *button]


def _buttons(form):
    named = [((b.get("name"), b.get("value", "")),) for b in form.iter("button") if b.get("name")]
    return list(dict.fromkeys(named)) or [()]


def _controls(form):
    return [pair for element in form.iter("input", "textarea", "select") for pair in posted(element)]


def hostile(controls, value, only=None):
    """Put one value for all that is asked, or for one of them; the token of the session stays, for a thief has none."""
    for number, (name, said) in enumerate(controls):
        meant = name != "csrf_token" and only in (None, number)
        yield name, value if meant else said


def wrong(browser, action, told, said):
    """Return a line for the list of failures when the answer is not calm."""
    try:
        calm(browser.post(action, list(told), expect_errors=True))
    except Exception as error:
        return [f"{action} {said}: {error!r:.300}"]
    return []


@pytest.mark.parametrize("word", WHO)
def test_a_form_in_which_everything_is_hostile(system, words, word):  # noqa: F811
    browser = enter(system, word)
    forms = list(forms_of(browser, words))

    bad = [
        line
        for name, value in HOSTILE.items()
        for action, controls in forms
        for line in wrong(browser, action, hostile(controls, value), name)
    ]

    assert len(forms) > FEW - 3
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize("word", WHO)
def test_a_form_in_which_one_answer_is_hostile(system, words, word):  # noqa: F811
    browser = enter(system, word)
    few = [(action, controls) for action, controls in forms_of(browser, words) if len(controls) <= FEW]

    bad = [
        line
        for action, controls in few
        for only, (field, _) in enumerate(controls)
        for name, value in HOSTILE.items()
        if field != "csrf_token"
        for line in wrong(browser, action, hostile(controls, value, only), f"{field} {name}")
    ]

    assert few
    assert not bad, "\n".join(bad)
