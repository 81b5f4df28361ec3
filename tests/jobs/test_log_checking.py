"""The log altered in its file by somebody who can write SQL and compute hashes: what tells, and where it says it is."""

import json
import sqlite3

import pytest

from kuidocs.jobs.log_checking import disagreements
from kuidocs.services.proof import GENESIS, AuditEvent
from kuidocs.services.proof.api import canonical, linked
from kuidocs.usecases.acting import Act, event
from tests import factories, web
from tests.views import making

CASE, LABEL = making.CASE_NO, f"{making.CASE_NO}-D01"


class Attacker:
    """Somebody with the file proof.sqlite, the source code of kuidocs and time."""

    def __init__(self, system):
        self.system = system
        self.file = sqlite3.connect(system.settings.proof)
        for (name,) in self.file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            self.file.execute(f'DROP TRIGGER "{name}"')

    def sql(self, text, *values):
        found = self.file.execute(text, values).fetchall()
        self.file.commit()
        return found

    def rows(self):
        return self.sql("SELECT number, body FROM events ORDER BY number")

    def change(self, number, **changed):
        [(body,)] = self.sql("SELECT body FROM events WHERE number = ?", number)
        self.sql("UPDATE events SET body = ? WHERE number = ?", canonical(json.loads(body) | changed), number)

    def rebuild(self, bodies):
        """Write a whole new chain that fits in itself, and the note of its end."""
        tid = self.sql("SELECT tid FROM reached")[0][0]
        self.sql("DELETE FROM events")
        self.sql("DELETE FROM ledger")
        head = GENESIS
        for number, body in enumerate(bodies, 1):
            one, previous, head = AuditEvent.read(body), head, linked(head, body)
            self.sql(
                "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(number, one.id, one.kind, one.by, one.case_no, one.person_id, body, previous, head),
            )
        self.sql("UPDATE reached SET tid = ?, number = ?, hash = ?", tid, len(bodies), head)

    def told(self):
        """What ``kuidocs log verify`` says."""
        return [*map(str, self.system.proof.verify().faults), *disagreements(self.system)]


def read(system, number):
    """Somebody read a page: an event that only the chain knows."""
    at = system.clock.now()
    about = {"case_no": CASE, "part": f"page{number}"}
    system.proof.append_now(AuditEvent(f"req{number}:case.viewed", at, "case.viewed", "peter", CASE, about))


def act_on(system, kind="case.paused"):
    """Somebody did something: an event that the database and the chain know."""

    def act(root):
        event(root.sager[CASE], kind, Act(factories.identity("jonas"), system.clock), {"why": "Indlagt"})

    system.change("act", act)
    system.catch_up()


@pytest.fixture
def system(tmp_path):
    """A system with one paper that is not approved yet."""
    made = web.make_system(tmp_path)
    made.change("paper", lambda root: making.paper(root.sager[CASE], "kui.contact_note", {}, approved=False))
    yield made
    made.close()


@pytest.fixture
def attacker(system):
    """A log of reads and acts, with an approval in the middle that has noted the end of the chain."""
    act_on(system, "case.opened")
    for number in range(3):
        read(system, number)
    act_on(system)
    head = system.proof.head()

    def approve(root):
        at = system.clock.now().isoformat()
        making.fact(root.sager[CASE].dokumenter[LABEL], "approved", at, audit_head=head)

    system.change("approve", approve)
    system.catch_up()
    for number in range(3, 6):
        read(system, number)
    act_on(system, "case.resumed")
    return Attacker(system)


def number_of(attacker, *, kind="case.viewed", place=0):
    return [number for number, body in attacker.rows() if json.loads(body)["kind"] == kind][place]


def bodies(attacker):
    return [body for _, body in attacker.rows()]


def test_nobody_has_touched_it(attacker):
    assert attacker.told() == []
    assert attacker.system.proof.count() >= 8


class TestByHand:
    """Somebody changes rows and leaves the hashes as they are."""

    def test_changed(self, attacker):
        number = number_of(attacker)
        attacker.change(number, by="jonas")

        assert f"Hændelse nr. {number} er ændret." in attacker.told()

    def test_removed(self, attacker):
        number = number_of(attacker, place=1)
        attacker.sql("DELETE FROM events WHERE number = ?", number)

        assert f"Hændelse nr. {number} er fjernet." in attacker.told()

    def test_inserted(self, attacker):
        last = len(attacker.rows())
        [(body, head)] = attacker.sql("SELECT body, hash FROM events WHERE number = ?", last)
        forged = canonical(json.loads(body) | {"id": "forged:case.viewed"})
        values = (
            last + 1,
            "forged:case.viewed",
            "case.viewed",
            "peter",
            CASE,
            None,
            forged,
            head,
            linked(head, forged),
        )
        attacker.sql("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", *values)

        assert any(f"nr. {last + 1}" in told for told in attacker.told())

    def test_reordered(self, attacker):
        one, other = number_of(attacker, place=0), number_of(attacker, place=2)
        for old, new in ((one, -1), (other, one), (-1, other)):
            attacker.sql("UPDATE events SET number = ? WHERE number = ?", new, old)

        assert any(f"nr. {one}" in told for told in attacker.told())

    @pytest.mark.parametrize("many", [1, 3])
    def test_the_tail_cut_off(self, attacker, many):
        last = len(attacker.rows())
        attacker.sql("DELETE FROM events WHERE number > ?", last - many)

        assert any(f"{last}" in told and "fjernet" in told for told in attacker.told())

    def test_made_no_json(self, attacker):
        number = number_of(attacker)
        attacker.sql("UPDATE events SET body = 'x' WHERE number = ?", number)

        told = attacker.told()

        assert f"Hændelse nr. {number} er ændret." in told
        assert any("kan ikke læses efter hændelse" in one for one in told)


class TestWithFittingHashes:
    """Somebody makes the chain anew, so that it fits in itself and its end is the one that is noted."""

    def test_the_chain_itself_then_shows_nothing(self, attacker):
        attacker.rebuild([body for body in bodies(attacker) if "page1" not in body and "ledger_row" not in body])

        assert attacker.system.proof.verify().ok

    @pytest.mark.parametrize("page", ["page0", "page1", "page2"])
    def test_a_read_before_an_approval_is_missed_by_what_was_printed(self, attacker, page):
        """The files that left us say how the chain ended when they were approved."""
        attacker.rebuild([body for body in bodies(attacker) if page not in body])

        told = " ".join(attacker.told())

        assert "Loggen er lavet om" in told
        assert f"{LABEL}, version 1 blev godkendt" in told

    def test_the_place_is_after_the_last_end_that_still_fits(self, attacker):
        system, good = attacker.system, attacker.system.proof.head()
        number = system.proof.count()

        def approve(head):
            def act(root):
                at = f"2026-11-21T1{len(head) % 2 + 1}:00:00+01:00"
                making.fact(root.sager[CASE].dokumenter[LABEL], "approved", at, audit_head=head)

            system.change("approve", act)

        approve(good)
        read(system, 7)
        bad = system.proof.head()
        system.change(
            "later",
            lambda root: making.fact(
                root.sager[CASE].dokumenter[LABEL], "approved", "2026-11-21T13:00:00+01:00", audit_head=bad
            ),
        )
        attacker.rebuild([body.replace("page7", "page8") for body in bodies(attacker)])

        assert any(f"Loggen er lavet om efter hændelse nr. {number}:" in told for told in attacker.told())

    def test_an_act_that_says_something_else(self, attacker):
        number = number_of(attacker, kind="case.resumed")
        attacker.rebuild([body.replace("Indlagt", "Ferie") if "resumed" in body else body for body in bodies(attacker)])

        assert any(
            told.startswith(f"Hændelse nr. {number} (case.resumed") and "siger noget andet" in told
            for told in attacker.told()
        )

    def test_an_act_that_is_gone(self, attacker):
        attacker.rebuild([body for body in bodies(attacker) if "case.resumed" not in body])

        assert any("case.resumed" in told and "ikke i loggen" in told for told in attacker.told())

    def test_an_act_that_never_was(self, attacker):
        forged = AuditEvent("forged", attacker.system.clock.now(), "document.approved", "jonas", CASE)
        attacker.rebuild([*bodies(attacker), forged.canonical()])

        assert any("er lagt ind bagefter" in told and "document.approved" in told for told in attacker.told())

    def test_acts_in_another_order(self, attacker):
        told = bodies(attacker)
        told[1], told[2] = told[2], told[1]
        attacker.rebuild(told)

        assert any("Loggen er lavet om" in one for one in attacker.told())

    def test_the_tail_cut_off_with_its_note(self, attacker):
        attacker.rebuild(bodies(attacker)[:-1])

        assert any("case.resumed" in told and "ikke i loggen" in told for told in attacker.told())

    def test_a_whole_other_log(self, attacker):
        attacker.rebuild([])

        told = attacker.told()

        assert any("Loggen er lavet om fra begyndelsen" in one for one in told)
        assert sum("ikke i loggen" in one for one in told) > 3


def test_what_the_log_has_not_come_to_yet_is_no_fault(attacker):
    def act(root):
        event(root.sager[CASE], "case.paused", Act(factories.identity("jonas"), attacker.system.clock))

    attacker.system.change("act", act)

    assert attacker.told() == []
