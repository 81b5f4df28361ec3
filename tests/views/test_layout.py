"""The frame around every page."""

import re

import pytest

from kuidocs.assets import asset_root
from tests import web

VENDORED = "vendor/dkfds-11.2.0/css/dkfds.min.css"

PAGES = ["/log-ind", "/hjaelp", "/tilgaengelighed", "/oplysninger", "/findes-ikke", "/sundhed"]
AS_BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def page(browser, address):
    return browser.get(address, headers=AS_BROWSER, expect_errors=True).maybe_follow()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("user", ["", "jonas", "tobias"])
def test_a_page_has_one_heading_a_title_and_a_way_past_the_navigation(browser, address, user):
    if user:
        browser.log_in(user)

    html = page(browser, address if user == "" or address != "/log-ind" else "/hjaelp").html

    assert len(html.find_all("h1")) == 1
    assert html.title.string.endswith(" – kuidocs")
    assert html.find("a", class_="skip")["href"] == "#indhold"
    assert html.find("main", id="indhold")
    assert html.html["lang"] == "da"


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_script_or_style_of_its_own(browser, address):
    text = page(browser, address).text

    assert "<style" not in text
    assert " style=" not in text
    assert not re.search(r"\son[a-z]+=", text)
    assert "<script>" not in text


def test_nobody_sees_no_navigation_and_no_search(browser):
    html = browser.get("/hjaelp").html

    assert html.find("nav") is None
    assert html.find(role="search") is None
    assert not html.find(id="log-ud")


def test_the_shell_says_who_is_logged_in(browser):
    browser.log_in("jonas")

    html = browser.get("/hjaelp").html

    assert html.find(class_="me").a.string == "Jonas Ravnsborg"
    words = [a.get_text(strip=True) for a in html.nav.find_all("a")]
    assert words == ["Min dag", "Mine forløb", "Kalender", "Arbejdsliste", "Søg"]


def test_only_the_administrator_is_shown_the_way_to_the_jobs(browser):
    browser.log_in("tobias")

    assert "Drift" in browser.get("/hjaelp").html.nav.get_text()


def test_the_place_in_the_navigation_is_marked(browser):
    browser.log_in("tobias")

    marked = browser.get("/admin/job/").html.nav.find_all("a", attrs={"aria-current": True})

    assert [a["aria-current"] for a in marked] == ["page"]
    assert marked[0].get_text() == "Drift"


@pytest.mark.parametrize("address", PAGES)
def test_every_static_file_that_a_page_names_is_there(browser, address):
    html = page(browser, address).html
    named = [tag.get(key) for key in ("href", "src") for tag in html.find_all(True) if tag.get(key)]

    for link in {name for name in named if name.startswith("/static/")}:
        assert browser.get(link.partition("#")[0]).status_int == 200


def test_every_icon_that_a_template_names_is_in_the_sprite(browser):
    sprite = browser.get("/static/icons.svg").text
    html = browser.log_in("jonas", "forkert").html

    for use in html.find_all("use"):
        assert f'id="{use["href"].partition("#")[2]}"' in sprite


def test_the_municipality_is_named(site):
    assert "Fjordlund Kommune" in site.browser.get("/log-ind").html.find(class_="brand").get_text()


def test_a_name_with_markup_is_text(site):
    site.system.change("name", lambda root: setattr(root.medarbejdere["jonas"], "name", "<b>Jonas</b> & co"))
    site.browser.log_in("jonas")

    assert "&lt;b&gt;Jonas&lt;/b&gt; &amp; co" in site.browser.get("/hjaelp")


def test_a_system_without_a_name_still_has_a_log_in_page(site):
    site.system.change("name", lambda root: setattr(root.organisation, "municipality", ""))

    assert web.serve(site.system).get("/log-ind").status_int == 200


@pytest.mark.parametrize("sheet", ["css/kuidocs.css", "css/form.css"])
def test_every_file_that_a_style_sheet_names_is_there(sheet):
    path = asset_root("static") / sheet

    named = re.findall(r"url\(([^)]+)\)", path.read_text("utf-8"))

    assert [name for name in named if not (path.parent / name).is_file()] == []


def test_every_font_face_of_the_design_system_is_named_again():
    """Its own addresses are not vendored, so a face that is left would be asked for in vain."""
    faces = [set(_faces(asset_root("static") / sheet)) for sheet in (VENDORED, "css/kuidocs.css")]

    assert faces[0] <= faces[1]


def _faces(path):
    for face in re.findall(r"@font-face\{([^}]+)\}", path.read_text("utf-8")):
        if "IBM Plex" in face:
            weight = re.search(r"font-weight:(\d+)", face)[1]
            yield weight, "italic" in face.partition("src")[0]
