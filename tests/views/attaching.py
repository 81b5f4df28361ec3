"""Attachments as tests of pages put them in and look at them."""

from webtest import Upload

from kuidocs.services.inspection import InlineInspection
from kuidocs.usecases import attaching
from kuidocs.usecases.acting import Act
from tests import factories
from tests.hostile_files import picture
from tests.views import making
from tests.web import CASE

PAGE = f"{CASE}/bilag"
DRAWING = {"slags": "young_work", "fra": "young", "modtaget": "2026-11-20"}


def text(page):
    return " ".join(page.html.get_text(" ", strip=True).split()).replace("\u00a0", " ")


def fill(browser, *files, query="", **fields):
    """Fill in the form as a browser without scripts does."""
    form = browser.get(f"{PAGE}{query}").forms["laeg-ind"]
    for name, value in (DRAWING | fields).items():
        form[name] = value
    if files:
        form["fil"] = [Upload(name, data) for name, data in files]
    return form


def put(site, data=b"", name="Hesten.jpg", user_id="jonas", **given):
    """Put one in without the page."""
    told = attaching.Given(**({"kind": "scan", "given_by": "staff", "received": "2026-11-20"} | given))
    act, data = Act(factories.identity(user_id), site.system.clock), data or picture()
    found = []

    def attach(case):
        one = attaching.attach(case, act, told, data, name, inspection=InlineInspection(), most=10**8)
        found.append((one.id, one.sha256))

    making.change(site, attach)
    return found[0][0]


def kept(site):
    with site.system.reading() as root:
        return [
            (one.title, one.media_type, one.about, bool(one.withdrawn))
            for one in root.sager[making.CASE_NO].bilag.in_order()
        ]


def act(site):
    """Jonas acts."""
    return Act(factories.identity("jonas"), site.system.clock)
