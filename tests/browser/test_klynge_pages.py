"""Every page of the clusters, also those behind personal links and those whose addresses are made at random."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kuidocs.config import read_settings
from kuidocs.jobs.runner import drain
from kuidocs.resources.base import new_id
from kuidocs.services.pdf.inline import InlinePdfService
from kuidocs.system import open_system
from kuidocs.usecases import (
    cluster_cases,
    cluster_guests,
    cluster_meetings,
    cluster_papers,
    cluster_people,
    cluster_slides,
    cluster_survey,
)
from tests import factories
from tests.browser.checks import faults
from tests.browser.conftest import CONTEXT, started
from tests.browser.tools import log_in, shot, watched
from tests.conftest import FROZEN
from tests.source import ROOT
from tests.views import klynger
from tests.views.klynger import DORTE, SIGNE

DAY = factories.NOW.date() + timedelta(days=90)
NOBODY = ""
# {c}: the demonstration's meeting, which is over; {n}: a new one; {guest}, {svar}, {adgang}: personal links.
PAGES = [
    ("{k}/", SIGNE), ("{k}/", DORTE), ("{k}/nyt", SIGNE), ("{k}/medlemmer", SIGNE),
    ("{c}/", SIGNE), ("{c}/", DORTE), ("{n}/", SIGNE),
    *((f"{{c}}/trin?nr={number}", SIGNE) for number in (1, 4, 9)), ("{n}/trin?nr=2", SIGNE),
    ("{c}/links", SIGNE), ("{c}/links", DORTE), ("{c}/gaester", SIGNE), ("{n}/gaester", SIGNE),
    ("{c}/cases", SIGNE), ("{n}/cases", SIGNE), ("{n}/cases", DORTE), ("{c}/case-1/", SIGNE), ("{n}/case-1/", SIGNE),
    ("{n}/case-2/rediger", SIGNE), ("{c}/skema/", SIGNE), ("{n}/skema/", SIGNE), ("{c}/skema/opgoerelse", SIGNE),
    ("{c}/skema/opgoerelse", DORTE), ("{c}/skema/opgoerelse?som=gaester", SIGNE), ("{c}/program/", DORTE),
    ("{n}/program/rediger", SIGNE), ("{c}/referat/", DORTE), ("{n}/referat/rediger", SIGNE), ("{c}/aftaler", SIGNE),
    ("{c}/aftaler", DORTE), *((f"{{n}}/drejebog/rediger?del={part}", SIGNE)
                              for part in ("frame", "guests", "arena", "inspiration", "data", "closing")),
    ("{c}/praesentation", SIGNE), ("{c}/praesentation", DORTE), ("{n}/praesentation", SIGNE),
    *((f"{{c}}/vis?side={side}", SIGNE) for side in (1, 4, 9, 10, 20, 25, 40, 99)), ("{n}/vis", DORTE),
    ("{guest}", NOBODY), ("{guest}?vis=resultater", NOBODY), ("{guest}?vis=cases", NOBODY), ("{guest}?gemt=1", NOBODY),
    ("{new_guest}", NOBODY), ("{n}/facilitering", SIGNE), ("{n}/foreslaa", DORTE),
    ("{svar}", NOBODY), ("{adgang}", NOBODY), ("/klynger/adgang/ukendt", NOBODY),
    ("/min-dag", SIGNE), ("{k}/medlemmer", DORTE),
]  # fmt: skip


def prepare(system) -> dict[str, str]:
    """Plan a second meeting, invite guests and send a questionnaire; the addresses that come of it."""
    found: dict[str, str] = {}

    def act(token: str = ""):
        return klynger.act(system, SIGNE, token or new_id())

    def invite(root, number: str) -> str:
        meeting = klynger.meeting(root, number)
        rows = [dict(row) for row in meeting.plan.content().get("guests") or []]
        rows = rows or [{"rid": "g" * 16, "organisation": "Byen", "sector": "municipality", "level": "leader"}]
        rows[0]["email"] = "gæst@by.example"
        cluster_papers.add_version(meeting.plan, meeting.plan.content() | {"guests": rows}, act())
        cluster_guests.invite(meeting, rows[0]["rid"], act())
        return cluster_guests.address(meeting, rows[0]["rid"], "")

    def change(root):
        cluster = klynger.cluster_of(root)
        users = root.klynger.users
        for number, user in enumerate(cluster.members):
            users[user].email = users[user].email or f"m{number}@k.example"
        told = {"topic": "Unge og søvn", "meeting_date": DAY.isoformat(), "venue": "Salen"}
        new = cluster_meetings.plan_meeting(cluster, told, act())
        cluster_cases.choose(new.cases[0], "mave", act())
        cluster_survey.begin(new.survey, act())
        cluster_survey.open_(new.survey, act())
        old = cluster["1"]
        for what in ("results", "cases"):
            cluster_meetings.share(old, what, DAY.isoformat(), act())
        cluster_slides.make(old, system.slides, act())
        home = f"/klynger/{cluster.id}"
        secret = cluster_people.new_access(users[DORTE], act())
        found.update(k=home, c=f"{home}/1", n=f"{home}/2", guest=invite(root, "1"), new_guest=invite(root, "2"))
        found.update(svar=cluster_survey.address(new.survey, DORTE, ""))
        found.update(adgang=cluster_people.address_of(secret, ""))

    system.change("pages", change)
    drain(system)
    system.catch_up()
    return found


@pytest.fixture(scope="module")
def places(demo_home, tmp_path_factory) -> tuple[str, dict[str, str]]:
    """A system with two meetings: its folder, and its addresses."""
    home = shutil.copytree(demo_home, tmp_path_factory.mktemp("klynger") / "home")
    system = open_system(read_settings({"kuidocs.data": str(home / "var")}, FROZEN), pdf=InlinePdfService())
    try:
        return str(home), prepare(system)
    finally:
        system.close()


@pytest.fixture(scope="module")
def base(places, tmp_path_factory) -> Iterator[str]:
    """The address of a server over that folder."""
    folder = places[0]
    command = [sys.executable, str(ROOT / "tests/browser/serve.py"), f"{folder}/development.ini"]
    with started(
        command, tmp_path_factory.mktemp("log"), os.environ | FROZEN | {"KUIDOCS_DATA": f"{folder}/var"}
    ) as on:
        yield f"http://127.0.0.1:{on.stdout.readline().strip()}"


@pytest.fixture(scope="module")
def rooms(browser, base, demo_password) -> Iterator[dict[str, BrowserContext]]:
    """A context for each user of the server."""
    contexts: dict[str, BrowserContext] = {}
    for user in (NOBODY, SIGNE, DORTE):
        contexts[user] = browser.new_context(**CONTEXT, base_url=base)
        if user:
            log_in(contexts[user].new_page(), user, demo_password)
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture
def tab(rooms, request) -> Iterator[Page]:
    """A tab of the user whom the test is about. The test fails when the browser complained."""
    complaints: list[str] = []
    page = watched(rooms[request.getfixturevalue("user")].new_page(), complaints)
    yield page
    page.close()
    assert complaints == []


@pytest.mark.parametrize(("address", "user"), PAGES)
def test_a_page(address, user, tab, vnu, places):
    where = address.format(**places[1])
    answer = tab.goto(where)

    assert answer.status < 500
    if "KUIDOCS_SHOTS" in os.environ:
        name = address.strip("{}/").translate({ord(c): "-" for c in "{}/?=&"})
        for width in (1280, 390):
            shot(tab, f"klynge-{name}-{user.partition('.')[0] or 'link'}", width)
    assert faults(tab, answer.text(), vnu) == []


@pytest.mark.parametrize("user", [SIGNE])
def test_the_screen_goes_by_keys_and_its_clock_begins_anew(user, tab, places):
    tab.goto(f"{places[1]['c']}/vis")
    tab.keyboard.press("ArrowRight")
    tab.wait_for_url("**/vis?side=2")
    tab.keyboard.press("End")
    tab.wait_for_url(lambda url: "side=2" not in url)
    tab.get_by_text("Alle billeder").click()
    tab.get_by_role("link", name="Case 1, nedslag 1").click()
    tab.wait_for_url("**fra=*")
    expect(tab.locator("[data-words]").last).to_have_text(re.compile("brugt$"))
    tab.keyboard.press("ArrowLeft")
    tab.wait_for_url(lambda url: "fra=" not in url)


def test_the_questionnaire_goes_page_by_page_and_back_without_loss_or_script(browser, base, places):
    with browser.new_context(**CONTEXT | {"java_script_enabled": False}, base_url=base) as context:
        page = context.new_page()
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(places[1]["svar"])
        expect(page.locator("h2:visible").first).to_have_text(re.compile("^Side 1 af 3"))
        page.get_by_label("Flere gange om ugen").check()
        page.get_by_role("link", name="Fortsæt til side 2").click()
        expect(page.locator("fieldset:visible")).to_have_count(4)
        page.get_by_label("Næsten altid").check()
        page.get_by_role("link", name="Fortsæt til side 3").click()
        page.go_back()
        page.go_back()
        expect(page.get_by_label("Flere gange om ugen")).to_be_checked()
        page.go_forward()
        expect(page.get_by_label("Næsten altid")).to_be_checked()
        page.get_by_role("link", name="Fortsæt til side 3").click()
        page.get_by_label("Ja, altid").check()
        page.get_by_role("button", name="Send mit svar").click()
        expect(page.locator(".summary li")).to_have_count(7)
        expect(page.locator("h2:visible").nth(1)).to_have_text(re.compile("^Side 1 af 3"))
        expect(page.get_by_label("Flere gange om ugen")).to_be_checked()
        page.locator(".summary a").last.click()
        expect(page.get_by_label("Ja, altid")).to_be_checked()
        assert not context.cookies()
