"""Every view, by the address that views.txt gives it, asked for by everybody through HTTP: who may gets it, who may not
but knows of the case gets a sentence (403), and to everybody else it is not there (404); a forged form changes nothing.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.traversal import traverse

from kuidocs.resources.base import lineage
from kuidocs.resources.root import Root
from kuidocs.resources.version import Version
from kuidocs.security.sessions import CSRF
from kuidocs.services.storage import working
from kuidocs.system import System
from tests import web
from tests.security.matrix import town
from tests.security.matrix.cast import CAST, KNOW, Actor, expand
from tests.security.matrix.tables import lines
from tests.security.matrix.test_permissions import expected, things
from tests.views.test_public_views import STATIC, name, permission, views

TOKEN = "x"
KNOWS = {
    "SAG": KNOW,
    "CLOSED": frozenset(("plan-coordinator", "leader-of-coordinator")),
    "OTHER": frozenset(("coordinator-elsewhere",)),
}
OUT = expand("@out")
CLUSTER_PEOPLE, IN_THE_CLUSTER = expand("@cluster-people"), expand("@in-the-cluster")
LOG_IN = "/log-ind"


@dataclass(frozen=True)
class Row:
    """One line of views.txt."""

    method: str
    asked: str
    permission: str
    answers: tuple[int, ...]

    @property
    def address(self) -> str:
        """Without what is sent."""
        return self.asked.partition("?")[0]

    @property
    def sent(self) -> dict[str, str]:
        """What is sent with the address, or in a POST beside the token."""
        name, _, value = self.asked.partition("?")[2].partition("=")
        return {name: value or "x"} if name else {}

    @property
    def case(self) -> str:
        """The word of the case, "" outside."""
        parts = self.address.split("/")
        return parts[2] if parts[1] == "sager" and parts[2] in KNOWS else ""

    def known_to(self, word: str) -> bool:
        """Tell whether somebody who is refused may know that it is there."""
        of_clusters = self.address.startswith("/klynger")
        if of_clusters != (word in CLUSTER_PEOPLE):
            return False
        if of_clusters:
            return word in IN_THE_CLUSTER
        return not self.case or word in KNOWS[self.case]

    def __str__(self) -> str:
        return f"{self.method} {self.asked}"


ROWS = [Row(method, asked, needs, tuple(map(int, answers.split()))) for method, asked, needs, answers in lines("views")]
READS = [row for row in ROWS if row.method == "GET"]
POSTS = [row for row in ROWS if row.method == "POST"]


@pytest.fixture(scope="session")
def words(system: System) -> dict[str, str]:
    """What the words in capitals stand for, the longest first."""
    with system.reading() as root:
        found = things(root)
        named = {
            "OTHER": town.OTHER,
            "CLOSED": town.CLOSED,
            "SAG": town.CASE,
            "CLUSTER": found["cluster"].__name__,
            "MEETING": "1",
            "FILE-OF-WAITING": "c" * 16,
            "FILE-OF-PLAN": "b" * 16,
            "FILE": "a" * 16,
        }
        papers = {
            word.upper(): found[word].label for word in ("plan", "minutes", "notice", "waiting", "request", "draft")
        }
    return dict(sorted((named | papers).items(), key=lambda pair: -len(pair[0])))


def address(row: Row, words: dict[str, str]) -> str:
    """Put in what the words stand for."""
    found = row.address
    for word, meant in words.items():
        found = found.replace(f"/{word}/", f"/{meant}/").replace(f"/{word}-D", f"/{meant}-D")
        if found.endswith(f"/{word}"):
            found = found.removesuffix(word) + meant
    return found


def thing(context: Any, root: Root) -> str:
    """Name what the permission is asked of, in the words of permissions.txt."""
    known = things(root)
    for one in lineage(context):
        for word, found in known.items():
            if one is found:
                return word
    case = next((word for word, found in known.items() if word.endswith("case") and found in lineage(context)), "")
    return case or "system"


def who_may(row: Row, system: System, words: dict[str, str]) -> frozenset[str]:
    """Read both tables."""
    if row.permission == "-":
        return expand("@everybody")
    with working(system.db) as connection:
        root = connection.root()["kuidocs"]
        context = traverse(root, address(row, words))["context"]
        return expected(row.permission, thing(context, root))


def enter(system: System, actor: Actor) -> web.Browser:
    """Begin a session; nobody has one too, before the log-in."""
    browser = web.serve(system)
    browser.set_cookie("kuidocs", system.state.sessions.create(actor.user_id, {CSRF: TOKEN}))
    return browser


def right(row: Row, actor: Actor, may: frozenset[str], answer: Any) -> bool:
    """Tell whether an answer is what the tables say."""
    if row.permission != "-" and actor.word in OUT:
        return answer.status_int == 303 and LOG_IN in answer.location
    if actor.word in may:
        return answer.status_int in row.answers
    return answer.status_int == (403 if row.known_to(actor.word) else 404)


def test_every_page_answers_everybody_as_the_tables_say(system, words, actor):
    browser, wrong = enter(system, actor), []
    for row in READS:
        answer = browser.get(address(row, words), row.sent, expect_errors=True)
        if not right(row, actor, who_may(row, system, words), answer):
            wrong.append(f"{row} answers {actor.word} with {answer.status_int}")

    assert not wrong, "\n".join(wrong)


def test_no_refused_page_says_a_word_of_the_case(system, words, actor):
    """Neither the papers nor the name of the young person; of a case that one may not know of not even its number."""
    browser = enter(system, actor)
    secrets = (*town.SECRETS, "Freja", "Otto Vang", "Clara Lind")
    shown = [
        f"{row} shows {actor.word} »{word}«"
        for row in READS
        if row.case and actor.word not in who_may(row, system, words)
        for answer in [browser.get(address(row, words), row.sent, expect_errors=True)]
        for word in (secrets if row.known_to(actor.word) else (*secrets, "FLK-"))
        if word in answer.text.replace(f"videre={address(row, words).replace('/', '%2F')}", "")
    ]

    assert not shown, "\n".join(shown)


def test_a_forged_form_of_who_may_not_is_refused_and_changes_nothing(system, words, actor):
    browser, wrong = enter(system, actor), []
    for row in POSTS:
        may = who_may(row, system, words)
        if (actor.word in may and actor.word not in OUT) or row.permission == "-":
            continue
        before = system.db.lastTransaction(), system.drafts_db.lastTransaction()
        answer = browser.post(address(row, words), {"csrf_token": TOKEN} | row.sent, expect_errors=True)
        if (system.db.lastTransaction(), system.drafts_db.lastTransaction()) != before:
            wrong.append(f"{row} changed something for {actor.word}")
        if actor.word in OUT:
            fine = (answer.status_int == 303 and LOG_IN in answer.location) or answer.status_int == 403
        else:
            fine = answer.status_int == (403 if row.known_to(actor.word) else 404)
        if not fine:
            wrong.append(f"{row} answers {actor.word} with {answer.status_int}")

    assert not wrong, "\n".join(wrong)


# The tables and the configuration


def registered(system: System) -> list[dict]:
    """Every view that Pyramid has, but static files and the answers to errors."""
    site = web.Site(system, web.serve(system))
    return [view for view in views(site) if name(view)[0] != STATIC]


def key(view: dict) -> tuple[str, str, str, str]:
    """Return context, name, method and what must be sent."""
    methods, sent = view["request_methods"] or "GET", view["request_param"] or ""
    method = methods if isinstance(methods, str) else next(one for one in methods if one in ("GET", "POST"))
    return (*name(view), method, sent if isinstance(sent, str) else ",".join(sent))


@pytest.fixture
def led_to(system, words) -> dict[tuple[str, str, str, str], list[Row]]:
    """The lines of views.txt, by the view that each leads to."""
    known = {key(view) for view in registered(system)}
    found: dict[tuple[str, str, str, str], list[Row]] = {}
    with working(system.db) as connection:
        for row in ROWS:
            way = traverse(connection.root()["kuidocs"], address(row, words))
            query = row.asked.partition("?")[2]
            one = (type(way["context"]).__name__, way["view_name"], row.method, query)
            assert one in known, f"views.txt leads to no view: {row}, which is {one}"
            found.setdefault(one, []).append(row)
    return found


def test_every_view_has_a_line(system, led_to):
    missing = [key(view) for view in registered(system) if key(view) not in led_to]

    said = [
        f"tests/security/matrix/views.txt needs a line: {method} | an address of the view »{word}« of {context}"
        f"{f', with ?{sent}' if sent else ''} | its permission | its answer"
        for context, word, method, sent in missing
    ]
    assert not said, "\n".join(said)


def test_every_view_asks_for_the_permission_that_its_line_says(system, led_to):
    site = web.Site(system, web.serve(system))
    has = {key(view): permission(site, view) for view in registered(system)}
    wrong = [
        f"{row} asks for {has[one]}, and views.txt says {row.permission}"
        for one, rows in led_to.items()
        for row in rows
        if row.permission != ("-" if has[one] in (None, NO_PERMISSION_REQUIRED) else has[one])
    ]

    assert not wrong, "\n".join(wrong)


def test_the_lines_are_sorted_by_address():
    addresses = [row.asked.partition("?")[0] for row in ROWS]

    assert addresses == sorted(addresses)


def test_the_tables_know_everybody_and_versions_lie_in_papers(system):
    assert len({actor.user_id for actor in CAST}) == len(CAST)
    with system.reading() as root:
        version = root.sager[town.CASE].dokumenter.of_form("kui.education_plan")[0].latest
        assert isinstance(version, Version)
        assert thing(version, root) == "plan"
        assert thing(root.sager[town.CASE].moeder, root) == "case"
        assert thing(root.admin, root) == "system"
