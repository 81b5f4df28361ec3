"""Rows in a real browser: with the page's script, under the strict policy, and without any script."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Browser, Page, Route

from kuidocs.assets import asset_root
from kuidocs.forms import page as forms
from kuidocs.forms.completeness import completeness
from kuidocs.forms.reading import SUBMIT, keep_system, read
from kuidocs.forms.rows import row_edit
from tests.browser.tools import axe, too_wide
from tests.forms.browser import controls
from tests.forms.samples import EDITIONS, first, samples

SITE = "http://kuidocs.test"
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
MINUTES = EDITIONS["kui.minutes.coordination"]
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
BUTTONS = (forms.Button("save", "Gem kladde"), forms.Button("submit", "Send til gennemsyn", primary=True))
NATIVE = "is not supported in all browsers"  # date fields and inputmode; what is typed without them is read as well
SHELL = """<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Referat</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{styles}<script type="module" src="/static/js/rows.js"></script></head>
<body><main><h1>Referat</h1>{form}</main></body></html>"""


class Site:
    """A web site of one form page, that answers row buttons as the server does and keeps what was posted last."""

    def __init__(self, content: dict) -> None:
        self.base, self.content, self.around, self.problems, self.posts = content, content, {}, [], []

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            self._file(route, path.removeprefix("/static/"))
        elif path == "/favicon.ico":
            route.fulfill(status=204)
        else:
            if route.request.method == "POST":
                self._post(route.request.post_data or "")
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(status=200, headers=headers, body=self.html())

    def _file(self, route: Route, name: str) -> None:
        file = asset_root("static") / name.split("?")[0]
        route.fulfill(status=200, headers={"Content-Type": KINDS[file.suffix]}, body=file.read_bytes())

    def _post(self, body: str) -> None:
        post = parse_qsl(body, keep_blank_values=True)
        self.posts.append(post)
        content = keep_system(MINUTES.schema, self.base, forms.posted(MINUTES, post))
        edit = row_edit(MINUTES, content, forms.row_command(post))
        self.content, self.around = edit.content, {"focus": edit.focus, "said": edit.said}

    def html(self) -> str:
        names = [path.relative_to(asset_root("static")) for path in asset_root("static").glob("vendor/*/css/*.min.css")]
        names += ["css/kuidocs.css", "css/form.css"]
        styles = "".join(f'<link rel="stylesheet" href="/static/{name}">' for name in names)
        form = forms.form_for(
            MINUTES,
            self.content,
            self.problems,
            people=["Jonas Ravnsborg"],
            buttons=BUTTONS,
            icons="/static/icons.svg",
            **self.around,
        )
        state = completeness(MINUTES.schema, self.content)
        nav = forms.render_menu(state, label="Afsnit", icons="/static/icons.svg")
        return SHELL.format(styles=styles, form=forms.render(form, nav=nav))


@pytest.fixture
def site() -> Site:
    return Site(first("kui.minutes.coordination").content)


def opened(browser: Browser, site: Site, *, script: bool) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=script, viewport={"width": 1280, "height": 900})
    context.route("**/*", site.answer)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(SITE)
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    yield from opened(browser, site, script=True)


@pytest.fixture
def plain_page(browser: Browser, site: Site) -> Iterator[Page]:
    yield from opened(browser, site, script=False)


def posted(site: Site, page: Page) -> dict:
    """What the server reads after the form has been saved."""
    page.locator(".bar button", has_text="Gem kladde").click()
    page.wait_for_load_state()
    return read(MINUTES.schema, forms.posted(MINUTES, site.posts[-1])).content


def rows(page: Page, group: str):
    return page.locator(f"#{group} > [data-row]")


def head(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def said(page: Page) -> str:
    return page.locator("[data-row-status]").inner_text()


def test_an_untouched_page_is_posted_as_our_helper_says(site, page):
    html = site.html()

    posted(site, page)

    assert site.posts[-1] == [*controls(html), ("save", "1")]


def test_a_row_is_added_by_keyboard_with_its_number_and_focus(site, page):
    before = rows(page, "decisions").count()
    page.locator("#decisions-add").press("Enter")

    row = rows(page, "decisions").nth(before)
    assert rows(page, "decisions").count() == before + 1
    assert re.fullmatch(r"decisions-[a-p]{12}", row.get_attribute("data-row"))
    assert row.locator("[name=decision_no]").input_value() == str(before + 1)
    assert head(page).endswith("-decision_text")
    assert said(page) == f"Beslutning {before + 1} er tilføjet."
    page.keyboard.type("Vi ses")
    assert posted(site, page)["decisions"][-1]["decision_text"] == "Vi ses"


def test_a_row_that_does_not_begin_with_a_number_begins_empty(page):
    page.locator("#participants-add").click()

    assert rows(page, "participants").last.locator("[name=name]").input_value() == ""
    assert head(page).endswith("-name")


def test_a_row_in_a_new_row(site, page):
    page.locator("#goals-add").click()
    goal = rows(page, "goals").last
    goal.locator("button", has_text="Tilføj delmål").click()
    goal.locator("[name=sub_goal_text]").fill("Et skridt")

    saved = posted(site, page)["goals"][-1]
    assert [s["sub_goal_text"] for s in saved["sub_goals"]] == ["Et skridt"]
    assert "__i" not in str(saved)


def test_rows_are_moved_and_keep_their_ids(site, page):
    before = [d["rid"] for d in site.content["decisions"]]
    first_row = rows(page, "decisions").first
    first_row.locator("summary").first.press("Enter")
    assert first_row.locator("button", has_text="Flyt op").is_hidden()
    first_row.locator("button", has_text="Flyt ned").press("Enter")

    assert said(page) == "Flyttet. Det er nu Beslutning 2."
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert [d["rid"] for d in posted(site, page)["decisions"]] == [before[1], before[0], *before[2:]]


def test_a_removed_row_can_be_brought_back(site, page):
    count = rows(page, "decisions").count()
    row = rows(page, "decisions").nth(1)
    text = row.locator("[name=decision_text]").input_value()
    row.locator("summary").first.click()
    row.locator("button", has_text="Fjern").click()

    assert rows(page, "decisions").count() == count - 1
    assert said(page) == "Beslutning 2 er fjernet."
    assert page.evaluate("document.activeElement.textContent") == "Fortryd, at beslutning 2 er fjernet"
    page.keyboard.press("Enter")
    assert rows(page, "decisions").nth(1).locator("[name=decision_text]").input_value() == text
    assert said(page) == "Beslutning 2 er tilbage."


def test_enter_in_a_field_saves(site, page):
    page.locator("#chair").press("Enter")
    page.wait_for_load_state()

    assert ("save", "1") in site.posts[-1]
    assert not any(name == "__rows__" for name, _ in site.posts[-1])


def test_the_long_date_follows_the_field(page):
    page.locator("#held_at").fill("2026-12-24")

    assert page.locator("#held_at-day").inner_text() == "24. december 2026"


def test_focus_is_on_the_error_summary_and_its_links_lead_to_the_fields(site, page):
    content = dict(site.content)
    del content["chair"], content["decisions"]
    site.content = content
    site.problems = read(MINUTES.schema, content, level=SUBMIT).problems
    page.reload()

    assert page.evaluate("document.activeElement.hasAttribute('data-summary')")
    page.locator(".summary a[href='#chair']").click()
    assert head(page) == "chair"
    page.locator(".summary a[href='#decisions']").click()
    assert page.evaluate("document.activeElement.matches('#decisions :is(input, select, textarea, button)')")
    assert axe(page) == []


def test_the_page_is_accessible_and_narrow_enough(page):
    page.locator("#goals-add").click()

    assert axe(page) == []
    assert too_wide(page) == []


@pytest.mark.parametrize("form_key", EDITIONS)
def test_every_form_is_valid_html(vnu, form_key):
    edition = EDITIONS[form_key]
    content = next((s.content for s in samples() if s.edition == edition), {})
    problems = read(edition.schema, {}, level=SUBMIT).problems
    state = completeness(edition.schema, {})
    form = forms.form_for(edition, content, problems, people=["Jonas"], buttons=BUTTONS, said="Klar.")

    html = SHELL.format(styles="", form=forms.render(form, nav=forms.render_menu(state)))

    assert [said for said in vnu(html) if NATIVE not in said] == []


def test_rows_without_script(site, plain_page):
    page, before = plain_page, rows(plain_page, "decisions").count()
    page.locator("#strengths").fill("Endnu ikke gemt")
    page.locator("#decisions-add").click()
    page.wait_for_load_state()
    rows(page, "decisions").nth(before).locator("[name=decision_text]").fill("Ny")
    rows(page, "decisions").nth(before).locator("summary").first.click()
    rows(page, "decisions").nth(before).locator("button", has_text="Flyt op").click()
    page.wait_for_load_state()

    assert page.locator("#strengths").input_value() == "Endnu ikke gemt"
    assert rows(page, "decisions").nth(before - 1).locator("[name=decision_text]").input_value() == "Ny"
    assert said(page) == f"Beslutning {before + 1} er flyttet op."
    assert head(page) == site.around["focus"]
    saved = posted(site, page)
    assert saved["decisions"][before - 1]["decision_text"] == "Ny"
