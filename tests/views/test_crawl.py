"""Every address of the demonstration, asked for by everybody: nothing fails, and nobody sees a case of others."""

import re
import shutil
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import pytest
from lxml import html

from kuidocs.config import Settings, read_settings
from kuidocs.resources.case import Case
from kuidocs.resources.document import Document
from kuidocs.resources.root import Root
from kuidocs.resources.version import Version
from kuidocs.security import reading
from kuidocs.security.permissions import Permission
from kuidocs.security.questions import Question
from kuidocs.security.rules import knows_of, permits
from kuidocs.security.sessions import CSRF
from kuidocs.services.pdf.inline import InlinePdfService
from kuidocs.system import System, open_system
from kuidocs.usecases.acting import case_named
from tests import factories, web
from tests.conftest import FROZEN

# One process crawls, once: every test looks at what the same crawl found.
pytestmark = [pytest.mark.outside, pytest.mark.xdist_group("crawl")]
NOBODY = ""
CLUSTER = ("signe.lykke@klynge", "dorte.hvolby@klynge")
"""A coordinator and a member of the other world (R80)."""
TODAY = factories.NOW.date()
EVERYWHERE = [
    "/",
    "/log-ind",
    "/min-dag",
    "/sager/",
    "/sager/?q=a",
    "/soeg",
    "/soeg?q=a",
    "/admin/job/",
    "/skabeloner/",
    "/sundhed",
]
EVERYWHERE += ["/kalender", "/kalender?maaned=2026-12", "/kalender/x.ics", "/statistik", "/statistik.csv"]
EVERYWHERE += ["/hjaelp", "/tilgaengelighed", "/oplysninger", "/ukendt", "/medarbejdere/", "/sager/FLK-2026-9999/"]
EVERYWHERE += ["/admin/", "/admin/medarbejdere/", "/admin/medarbejdere/jonas/", "/admin/indstillinger", "/admin/log"]
OTHER_WEEKS = re.compile("[?&](uge|maaned)=")
"""The calendar leads from week to week; those that are asked for are named above."""
PRINTS_FOR = ("jonas", "mikkel")
"""Making a print takes long, so of those who may have one only the plankoordinators ask."""
COMPARED = re.compile(r"/sammenlign/[^/?]+\.pdf$")
"""Prints of comparisons; who may not open the comparison is led to none."""


@dataclass
class Crawled:
    """What one user got: address -> (status, page)."""

    user: str
    pages: dict[str, tuple[int, str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def system(demo_home, tmp_path_factory) -> Iterator[System]:
    """A copy of the demonstration, opened in this process."""
    home = shutil.copytree(demo_home, tmp_path_factory.mktemp("crawl") / "home")
    opened = open_system(settings(home), pdf=InlinePdfService())
    yield opened
    opened.close()


def settings(home: Path) -> Settings:
    ini = ConfigParser(interpolation=None)
    ini.read(home / "development.ini", encoding="utf-8")
    told = {name: text.replace("%(here)s", str(home)) for name, text in ini["app:main"].items()}
    return read_settings(told, FROZEN)


def addresses(root: Root) -> list[str]:
    """List the address of everything in the tree, whether or not a page leads there."""
    found = [*EVERYWHERE, *(f"/skabeloner/{key}/" for key in root.skabeloner)]
    for case in root.sager.values():
        top = f"/sager/{case.case_no}"
        found += [f"{top}/", f"{top}/nyt-dokument", f"{top}/fase", f"{top}/moeder/", f"{top}/dokumenter/"]
        found += [f"{top}/moeder/{number}/" for number in case.moeder]
        for document in case.dokumenter.values():
            there = here(document)
            found += [f"{there}/", f"{there}/udkast", f"{there}/gennemse", f"{there}/annuller", f"{there}/ny-version"]
            found += [f"{there}/versioner/{number}/" for number in {v.number for v in document.versions} | {99}]
            found += [f"{there}/versioner/{v.number}.pdf" for v in document.versions]
    return found + in_the_clusters(root)


def in_the_clusters(root: Root) -> list[str]:
    """List the same of the clusters."""
    found = ["/klynger/", "/klynger/min-konto", "/klynger/gaest/x", "/klynger/svar/x", "/klynger/ukendt/1/"]
    for cluster in root.klynger.values():
        top = f"/klynger/{cluster.id}"
        found += [f"{top}/", f"{top}/medlemmer", f"{top}/nyt"]
        for meeting in cluster.values():
            parts = ("", "gaester", "links", "cases", "aftaler", "deltagere.csv", "praesentation", "vis?side=9")
            parts += ("skema/opgoerelse", "skema/opgoerelse.csv", "uddelingsark.pdf", "praesentation.pptx", "trin?nr=9")
            found += [f"{top}/{meeting.number}/{part}" for part in parts]
            found += [f"{top}/{meeting.number}/{paper.label}/{name}" for paper in meeting.papers()
                      for name in ("", "rediger")]  # fmt: skip
    return found


def enter(system: System, user: str) -> web.Browser:
    """Begin a session without the form: checking a password takes long on purpose."""
    browser = web.serve(system)
    browser.reset()
    if user:
        browser.set_cookie("kuidocs", system.state.sessions.create(user, {CSRF: "x"}))
    return browser


def crawl(system: System, user: str, known: list[str], prints: set[str]) -> Crawled:
    """Ask for everything that is known, and for everything that the answers lead to."""
    found, browser, waiting = Crawled(user), enter(system, user), list(known)
    while waiting:
        address = waiting.pop()
        if address.rstrip("/") in found.pages or left_out(user, address, prints) or not address.startswith("/"):
            continue
        answer = browser.get(address, expect_errors=True)
        is_page = answer.content_type == "text/html" and bool(answer.body)
        found.pages[address.rstrip("/")] = (answer.status_int, unescape(answer.text) if is_page else "")
        if is_page:
            links = {link.partition("#")[0] for link in html.fromstring(answer.text).xpath("//a/@href")}
            waiting += {link for link in links if not OTHER_WEEKS.search(link)}
    return found


def prints(root: Root, user: str) -> set[str]:
    """List the prints that a user could have but does not ask for."""
    if user in PRINTS_FOR:
        return set()
    documents = [d for case in root.sager.values() for d in case.dokumenter.values() if may_read(root, user, d)]
    return {f"{here(d)}/versioner/{version.number}.pdf" for d in documents for version in d.versions}


def left_out(user: str, address: str, prints: set[str]) -> bool:
    return address in prints or (user not in PRINTS_FOR and bool(COMPARED.search(address)))


def here(document: Document) -> str:
    return f"/sager/{case_named(document).case_no}/dokumenter/{document.label}"


def may_read(root: Root, user: str, document: Document) -> bool:
    who = root.medarbejdere.get(user)
    return bool(who) and permits(Permission.Document.READ, Question(who.identity(), document, TODAY))


def opens(root: Root, user: str, version: Version) -> bool:
    """Tell whether both the table of permissions and the consent let somebody read a version."""
    return may_read(root, user, version.__parent__) and may_read_words(root, user, version)


def may_read_words(root: Root, user: str, version: Version) -> bool:
    return reading.may_read(Question(root.medarbejdere[user].identity(), version, TODAY), version).allowed


@pytest.fixture(scope="module")
def everything(system) -> list[Crawled]:
    """What every user got of every address."""
    with system.reading() as root:
        users = [NOBODY, *root.medarbejdere, *CLUSTER]
        known, unasked = addresses(root), {user: prints(root, user) for user in users}
    return [crawl(system, user, known, left) for user, left in unasked.items()]


def test_no_page_fails(everything):
    failed = [(c.user, address, s) for c in everything for address, (s, _) in c.pages.items() if s >= 500]

    assert failed == []


def test_no_page_shows_a_traceback_or_an_object(everything):
    signs = ("Traceback (most", "site-packages", "<kuidocs.", "object at 0x", "None</", ">None<", "${")
    shown = [
        (c.user, a, sign) for c in everything for a, (_, text) in c.pages.items() for sign in signs if sign in text
    ]

    assert shown == []


def test_no_page_leads_nowhere(everything, system):
    """Whoever may see a page may see what it leads to."""
    with system.reading() as root:
        known = {address.rstrip("/") for address in addresses(root)}
    dead = [(c.user, a) for c in everything if c.user for a, (s, _) in c.pages.items() if s >= 400 and a not in known]

    assert dead == []


def names_of(root: Root) -> dict[str, list[str]]:
    """What nobody outside may read of each case: its number, the person's name, what only its documents say."""
    said = {case.case_no: texts(case) for case in root.sager.values()}
    everywhere = set.intersection(*said.values())
    return {
        case.case_no: [case.case_no, case.person.full_name, *sorted(said[case.case_no] - everywhere)]
        for case in root.sager.values()
    }


def texts(case: Case) -> set[str]:
    """Take the long texts of all documents; the forms begin some of them with words of their own."""
    contents = [version.content() for document in case.dokumenter.values() for version in document.versions]
    return {text for content in contents for text in content.values() if isinstance(text, str) and len(text) > 40}


def outsiders(root: Root, case_no: str) -> set[str]:
    staff, case = root.medarbejdere.values(), root.sager[case_no]
    return {NOBODY, *CLUSTER} | {one.user_id for one in staff if not knows_of(Question(one.identity(), case, TODAY))}


def in_the_log(address: str) -> bool:
    """The auditor's log says in which case something was done, and no more of it; from there a sample begins."""
    return address.startswith("/revision") or address.endswith("/stikproeve")


def test_nobody_outside_a_case_reads_a_word_of_it(everything, system):
    with system.reading() as root:
        secrets = names_of(root)
        outside = {case_no: outsiders(root, case_no) for case_no in secrets}
    leaks = [
        (c.user, address, word[:40])
        for case_no, words in secrets.items()
        for c in everything
        if c.user in outside[case_no]
        for address, (_, text) in c.pages.items()
        for word in words
        if word in text and not address.startswith("/admin/job") and not (word == case_no and in_the_log(address))
    ]

    assert all(len(users) > 5 for users in outside.values())
    assert leaks == []


def test_no_page_of_a_case_names_another(everything, system):
    with system.reading() as root:
        secrets = names_of(root)
    mixed = [
        (c.user, address, other)
        for c in everything
        for address, (_, text) in c.pages.items()
        for case_no in secrets
        if address.startswith(f"/sager/{case_no}")
        for other, words in secrets.items()
        if other != case_no and any(word in text for word in words[:2])
    ]

    assert mixed == []


def test_who_may_read_gets_every_version_and_nobody_else(everything, system):
    with system.reading() as root:
        documents = [document for case in root.sager.values() for document in case.dokumenter.values()]
        wrong = [
            (c.user, here(document), version.number)
            for c in everything
            for document in documents
            for version in document.versions
            if (c.pages[f"{here(document)}/versioner/{version.number}"][0] == 200) != opens(root, c.user, version)
        ]

    assert wrong == []


def test_the_two_worlds_do_not_meet(everything, system):
    with system.reading() as root:
        theirs = {address.rstrip("/") for address in in_the_clusters(root) if "/1" in address}
    crossed = [
        (c.user, address, status)
        for c in everything
        for address, (status, _) in c.pages.items()
        if status == 200
        and ((c.user in CLUSTER and address.startswith("/sager")) or (c.user not in CLUSTER and address in theirs))
    ]
    coordinator = next(c for c in everything if c.user == CLUSTER[0])

    assert crossed == []
    assert sum(status == 200 for address, (status, _) in coordinator.pages.items() if address in theirs) > 15


def test_the_crawl_went_everywhere(everything):
    jonas = next(c for c in everything if c.user == "jonas")
    read = [a for a, (status, _) in jonas.pages.items() if status == 200]

    assert len(read) > 40
    assert sum(a.endswith(".pdf") for a in read) > 5
