"""However two or more people write in one draft, nothing that somebody typed and did not delete is missing.

Each page is played as its script plays it: a text of its own, the revision that the text rests on, turns that are lost,
come twice or come late, and what others wrote taken in when nothing of its own is unsent.
"""

from dataclasses import dataclass, field
from itertools import count

import pytest
import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ZODB import DB
from ZODB.DemoStorage import DemoStorage

from kuidocs.domain.fields import order
from kuidocs.domain.identity import Identity
from kuidocs.resources.drafts import Draft, mark
from kuidocs.services.clock import FixedClock
from kuidocs.usecases import drafting
from kuidocs.usecases.acting import Act
from kuidocs.usecases.writing import Change, Hand
from tests import factories

GROUP = "goals"
TEXTS = ("reason", "place")


def kind(path: str) -> str:
    return "rows" if path == GROUP else "words"


@dataclass
class Page:
    """One open page, as its script sees it."""

    name: str
    draft: Draft
    values: dict = field(default_factory=dict)
    revs: dict = field(default_factory=dict)
    synced: dict = field(default_factory=dict)
    unacked: set = field(default_factory=set)
    turn: int = 0
    flying: list = field(default_factory=list)
    choices: list = field(default_factory=list)
    shown: dict = field(default_factory=dict)
    """By path: the revision and the text that the server told last, and the proposals beside them."""
    kept: set = field(default_factory=set)
    """Rows that another has taken out and that stay on the page, for what was written in them is not sent yet."""

    def text(self, path):
        return self.values.get(path) or ""

    def rows(self):
        return order(self.values.get(GROUP))

    def changes(self):
        paths = [p for p in self.values if self.values[p] != self.synced.get(p) or p in self.unacked]
        return [self.change(path) for path in paths if self.is_there(path)]

    def is_there(self, path):
        return "/" not in path or path.split("/")[1] in {*self.rows(), *self.kept}

    def is_unsent_in(self, rid):
        inside = [path for path in self.values if path.startswith(f"{GROUP}/{rid}/")]
        return any(self.values[path] != self.synced.get(path) or path in self.unacked for path in inside)

    def change(self, path):
        value = self.values[path] or None
        gone = set(order(self.synced.get(path))) - set(order(value)) if path == GROUP else set()
        seen = {p: rev for p, rev in self.revs.items() if any(p.startswith(f"{GROUP}/{rid}/") for rid in gone)}
        return Change(path, value, self.revs.get(path, 0), None, seen)

    def send(self):
        """Begin a turn; whether and how often it arrives is another matter."""
        self.turn += 1
        changes = self.changes()
        self.unacked |= {change.path for change in changes}
        self.flying.append((self.turn, changes, list(self.choices)))

    def arrive(self, number, *, heard):
        """Let a turn that is under way arrive; with ``heard`` the page gets the answer."""
        turn, changes, choices = self.flying[number]
        act = Act(Identity(self.name, self.name.title(), "KUI", frozenset()), FixedClock(factories.NOW))
        if drafting.is_new_turn(self.draft, self.name, turn):
            hand = Hand(self.draft, act, kind, self.name)
            for change, keys in choices:
                hand.choose(change, keys)
            for change in sorted(changes, key=lambda one: one.path != GROUP):
                hand.write(change)
        if heard and turn == self.turn:
            self.choices = [one for one in self.choices if one not in choices]
            for change in changes:
                self.unacked.discard(change.path)
                self.synced[change.path] = change.value
            self.take()

    def choose(self, path, number):
        """Choose among what stands beside a field; return the words that were seen."""
        rev, value, proposals = self.shown.get(path, (0, None, ()))
        if not proposals:
            return ""
        own = any(one["key"] == self.name for one in proposals)
        others = [value] * own + [one["value"] for one in proposals if one["key"] != self.name]
        local = self.text(path)
        options = [local, *others, *(f"{local} {other or ''}" for other in others)]
        chosen = options[number % len(options)] or None
        rev = rev if own else self.revs.get(path, 0)
        self.choices.append((Change(path, chosen, rev), [mark(one) for one in proposals]))
        self.values[path] = self.synced[path] = chosen
        self.revs[path] = rev
        self.unacked.discard(path)
        return " ".join(text for text in (local, *others) if text)

    def take(self):
        """Take in what is there where nothing of one's own is unsent."""
        for path, there in self.draft.all():
            if not self.is_there(path):
                # Of a row that is not on the page nothing has been seen.
                continue
            if any(change.path == path for change, _ in self.choices):
                continue
            mine = self.values.get(path) or None
            self.shown[path] = (there.rev, there.value, there.proposals)
            if any(one["key"] == self.name for one in there.proposals):
                continue
            if mine == (self.synced.get(path) or None) and path not in self.unacked:
                own = there.now.client == self.name and not there.now.sent
                self.revs[path] = there.rev
                before = set(order(mine)) if path == GROUP else set()
                self.values[path] = self.synced[path] = mine if own else there.value
                self.kept |= {rid for rid in before - set(self.rows()) if self.is_unsent_in(rid)}
                self.kept -= set(self.rows())


def everything(draft):
    """All the words that can still be read: in the text, in proposals, and in rows that are there."""
    found = []
    for path, there in draft.all():
        if draft.is_there(path):
            found += [there.value, *(one["value"] for one in there.proposals)]
    return " ".join(text for text in found if isinstance(text, str)).split()


FEW = st.integers(0, 2)
"""Few places, rows and turns, so that the pages meet in them often."""
ACTS = st.one_of(
    *[st.tuples(st.just("type"), st.sampled_from(TEXTS), FEW)] * 2,
    *[st.tuples(st.just("write in row"), FEW, FEW)] * 2,
    st.tuples(st.just("delete"), st.sampled_from(TEXTS), FEW),
    st.tuples(st.just("add row"), FEW, st.just(0)),
    st.tuples(st.just("move row"), FEW, FEW),
    st.tuples(st.just("delete row"), FEW, st.just(0)),
    st.tuples(st.just("rewrite"), st.sampled_from(TEXTS), st.just(0)),
    *[st.tuples(st.just("choose"), st.sampled_from([*TEXTS, GROUP]), st.integers(0, 5))] * 2,
    st.tuples(st.just("send"), st.just(0), st.just(0)),
    st.tuples(st.just("arrive"), st.integers(-3, 1), st.booleans()),
    *[st.tuples(st.just("sync"), st.just(0), st.just(0))] * 4,
)
CHOOSING = st.one_of(
    st.tuples(st.just("type"), st.just("place"), FEW),
    st.tuples(st.just("rewrite"), st.just("place"), st.just(0)),
    st.tuples(st.just("choose"), st.just("place"), st.integers(0, 5)),
    st.tuples(st.just("send"), st.just(0), st.just(0)),
    st.tuples(st.just("arrive"), st.integers(-3, 1), st.booleans()),
    *[st.tuples(st.just("sync"), st.just(0), st.just(0))] * 2,
)
"""All in one field, so that several choose there at once."""


class Play:
    """Carries out an edit script and keeps the account of who typed and who deleted what."""

    def __init__(self, pages: int) -> None:
        self.databases = DB(DemoStorage())
        self.connection = self.databases.open(transaction.TransactionManager())
        self.draft = Draft("d1", "kui.education_plan", 1, None)
        self.connection.root()["draft"] = self.draft
        by = {"user_id": "x", "name": "X"}
        self.draft.put("reason", "en to tre fire", by, "")
        self.draft.put(GROUP, {"rows": ["first0", "other0"]}, by, "")
        for rid in ("first0", "other0"):
            self.draft.put(f"{GROUP}/{rid}/goal_text", f"om {rid}", by, "")
        self.pages = [Page(f"side{n}", self.draft) for n in range(pages)]
        for page in self.pages:
            page.take()
        self.words, self.ids = count(), count()
        self.typed: dict[str, Page] = {}
        self.deleted: set[str] = set()

    def close(self) -> None:
        self.connection.transaction_manager.abort()
        self.connection.close()
        self.databases.close()

    def do(self, who, act):
        page = self.pages[who % len(self.pages)]
        name, a, b = act
        getattr(self, name.replace(" ", "_"))(page, a, b)

    def type(self, page, path, place):
        word = f"w{next(self.words)}"
        words = page.text(path).split(" ") if page.text(path) else []
        words.insert(min(place, len(words)), word)
        page.values[path] = " ".join(words)
        self.typed[word] = page

    def delete(self, page, path, place):
        words = page.text(path).split(" ") if page.text(path) else []
        if place < len(words):
            self.deleted.add(words.pop(place))
            page.values[path] = " ".join(words)

    def rewrite(self, page, path, _):
        self.deleted |= set(page.text(path).split())
        page.values[path] = None
        self.type(page, path, 0)

    def add_row(self, page, place, _):
        rid, rows = f"row{next(self.ids):03d}", page.rows()
        rows.insert(place, rid)
        page.values[GROUP] = {"rows": rows}
        self.type(page, f"{GROUP}/{rid}/goal_text", 0)

    def write_in_row(self, page, number, place):
        if number < len(page.rows()):
            self.type(page, f"{GROUP}/{page.rows()[number]}/goal_text", place)

    def move_row(self, page, number, to):
        rows = page.rows()
        if number < len(rows):
            rows.insert(to, rows.pop(number))
            page.values[GROUP] = {"rows": rows}

    def delete_row(self, page, number, _):
        rows = page.rows()
        if number < len(rows):
            rid = rows.pop(number)
            self.deleted |= set(page.text(f"{GROUP}/{rid}/goal_text").split())
            page.values[GROUP] = {"rows": rows} if rows else None

    def send(self, page, *_):
        page.send()

    def arrive(self, page, number, heard):
        if page.flying:
            page.arrive(number % len(page.flying), heard=heard)

    def choose(self, page, path, number):
        path = path if path in TEXTS else f"{GROUP}/{(page.rows() or [''])[0]}/goal_text"
        seen = page.choose(path, number)
        self.deleted |= set(seen.split()) - set(page.text(path).split())

    def sync(self, page, *_):
        page.send()
        page.arrive(-1, heard=True)

    def settle_down(self):
        for page in (*self.pages, *self.pages):
            self.sync(page)


@pytest.mark.parametrize("pages", [2, 5])
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(script=st.one_of(*(st.lists(st.tuples(st.integers(0, 4), acts), max_size=60) for acts in (ACTS, CHOOSING))))
def test_no_word_that_was_typed_and_not_deleted_is_missing(pages, script):
    play = Play(pages)
    try:
        for who, act in script:
            play.do(who, act)
        play.settle_down()

        assert set(play.typed) - play.deleted <= set(everything(play.draft))
        assert {"en", "to", "tre", "fire"} - play.deleted <= set(everything(play.draft))
    finally:
        play.close()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(script=st.lists(ACTS, max_size=60))
def test_one_page_alone_never_collides_with_itself(script):
    play = Play(1)
    try:
        for act in script:
            play.do(0, act)
        play.settle_down()

        (page,) = play.pages
        assert [there.proposals for _, there in play.draft.all() if there.proposals] == []
        for path, there in play.draft.all():
            if page.is_there(path):
                assert (there.value or None) == (page.values.get(path) or None) or order(there.value) == page.rows()
    finally:
        play.close()
