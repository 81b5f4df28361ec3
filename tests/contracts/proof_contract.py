"""What every proof store promises. A test class for a store inherits this one and gives the fixtures."""

import threading
from datetime import timedelta

import pytest

from kuidocs.services.proof import GENESIS, AuditEvent, LedgerRow, ProofService
from kuidocs.services.proof.api import linked
from tests.factories import NOW


def event(number: int | str = 1, **changed) -> AuditEvent:
    """Make an event; its number makes the id."""
    facts = {"kind": "document_read", "by": "birgitte", "case_no": "FLK-2026-0117", "about": {"person_id": "malthe"}}
    return AuditEvent(id=f"event-{number}", at=NOW, **(facts | changed))


def ledger_row(mark: str = "a", **changed) -> LedgerRow:
    """Make a row of the ledger; its mark makes the hashes."""
    facts = {
        "sha256": mark * 64,
        "length": 20_648,
        "unsigned_sha256": "0" + mark * 63,
        "unsigned_length": 13_104,
        "document_id": "dok-1",
        "version": 1,
        "round": 1,
        "profile": "arkiv",
        "fingerprint": "weasyprint 70.0",
        "signers": ("Fjordlund Kommune",),
        "sealed_at": NOW,
        "case_no": "FLK-2026-0117",
    }
    return LedgerRow(**(facts | changed))


class ProofContract:
    """The promises. ``proof`` is an empty store, ``again`` opens the same store anew, ``by_hand`` runs raw SQL."""

    def test_an_empty_store_is_whole(self, proof):
        report = proof.verify()
        assert (report.ok, report.count, report.head) == (True, 0, GENESIS)
        assert (proof.count(), proof.head(), proof.last_tid()) == (0, GENESIS, None)

    def test_events_come_back_as_they_were_in_their_order(self, proof):
        told = [event(n, data={"blå": [1, None, "ær\u2028lig \u0000"]}) for n in (2, 1, 3)]
        assert proof.append(told) == 3
        assert [chained.event for chained in proof.events()] == told
        assert [chained.number for chained in proof.events()] == [1, 2, 3]
        assert proof.events()[-1].hash == proof.head() != GENESIS
        assert proof.verify().ok

    def test_a_known_id_changes_nothing(self, proof):
        proof.append([event(1), event(2)])
        head = proof.head()
        assert proof.append([event(2, kind="something_else"), event(1)]) == 0
        assert (proof.head(), proof.count()) == (head, 2)

    def test_an_id_twice_in_a_batch_is_one_event(self, proof):
        assert proof.append([event(1), event(1), event(2)]) == 2

    def test_a_batch_larger_than_a_query_takes_values_is_added_once(self, proof):
        told = [event(n) for n in range(1201)]
        assert (proof.append(told), proof.append(told)) == (1201, 0)
        assert proof.known(["event-1200", "event-1201"]) == {"event-1200"}

    def test_a_batch_with_an_event_that_cannot_be_written_is_refused_whole(self, proof):
        with pytest.raises(TypeError):
            proof.append([event(1), event(2, data={"when": object()})], tid=b"\0" * 7 + b"\1")
        assert (proof.count(), proof.last_tid()) == (0, None)

    def test_the_tailer_is_remembered_with_its_events(self, proof, again):
        proof.append([event(1)], tid=b"\x03\xee" + b"\0" * 6)
        proof.append([], tid=b"\x03\xef" + b"\0" * 6)
        assert again().last_tid() == b"\x03\xef" + b"\0" * 6

    def test_the_tailer_never_goes_back(self, proof):
        proof.append([], tid=b"\0" * 7 + b"\x09")
        proof.append([event(1)], tid=b"\0" * 7 + b"\x02")
        proof.append_now(event(2))
        assert proof.last_tid() == b"\0" * 7 + b"\x09"

    def test_the_store_keeps_what_it_answered(self, proof, again):
        proof.append([event(1), event(2)])
        proof.ledger_add(ledger_row())
        other: ProofService = again()
        assert other.events() == proof.events()
        assert other.head() == proof.head()

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"case_no": "FLK-2026-0117"}, ["event-1", "event-3"]),
            ({"person_id": "signe"}, ["event-2"]),
            ({"by": "jonas"}, ["event-3"]),
            ({"by": "jonas", "case_no": "FLK-2026-0218"}, []),
            ({"kinds": ["log_in", "document_read"]}, ["event-1", "event-2", "event-3"]),
            ({"kinds": ["log_in"]}, []),
            ({"after": 1, "limit": 1}, ["event-2"]),
        ],
    )
    def test_events_are_found(self, proof, asked, found):
        proof.append(
            [event(1), event(2, case_no="FLK-2026-0218", about={"person_id": "signe"}), event(3, by="jonas", about={})]
        )
        assert [chained.event.id for chained in proof.events(**asked)] == found

    def test_eight_threads_make_one_chain(self, proof):
        start = threading.Barrier(8)

        def write(thread: int) -> None:
            start.wait()
            for n in range(25):
                # Every thread also tells of what the others tell, as two tailers might.
                proof.append([event(f"{thread}-{n}"), event(f"shared-{n}")])

        threads = [threading.Thread(target=write, args=(thread,)) for thread in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (proof.count(), proof.verify().ok) == (8 * 25 + 25, True)

    def test_the_ledger_finds_a_file(self, proof):
        first, second = ledger_row("a"), ledger_row("b", version=2, sealed_at=NOW + timedelta(days=1), case_no=None)
        proof.ledger_add(first)
        proof.ledger_add(second)
        assert proof.ledger_find("a" * 64) == first
        assert proof.ledger_find("c" * 64) is None
        assert proof.ledger_find_unsigned("0" + "b" * 63) == [second]
        assert proof.ledger_find_unsigned("b" * 64) == []
        assert proof.ledger_rows() == proof.ledger_rows("dok-1") == [first, second]
        assert proof.ledger_rows("dok-2") == []
        assert proof.verify().ok

    def test_a_row_of_the_ledger_is_an_event_of_its_case(self, proof):
        proof.ledger_add(ledger_row())
        (chained,) = proof.events(case_no="FLK-2026-0117")
        assert chained.event.data["sha256"] == "a" * 64
        assert chained.event.about == {"document_id": "dok-1", "version": 1}

    def test_a_known_file_changes_nothing(self, proof):
        proof.ledger_add(ledger_row())
        proof.ledger_add(ledger_row(version=9))
        assert [row.version for row in proof.ledger_rows()] == [1]
        assert proof.count() == 1

    @pytest.mark.parametrize("table", ["events", "ledger"])
    @pytest.mark.parametrize("act", ["UPDATE {} SET body = ''", "DELETE FROM {}"])
    def test_the_database_itself_refuses_to_change_a_row(self, proof, by_hand, act, table):
        proof.ledger_add(ledger_row())
        with pytest.raises(by_hand.error, match="append-only"):
            by_hand.guarded(act.format(table))
        assert proof.verify().ok

    # What somebody with the file and without scruples could do, and what is found. Events 1 to 5 and row 6 are there.
    @pytest.mark.parametrize(
        ("acts", "kind", "number"),
        [
            (["UPDATE events SET body = replace(body, 'birgitte', 'jonas') WHERE number = 3"], "changed", 3),
            (["UPDATE events SET who = 'jonas' WHERE number = 3"], "changed", 3),
            (["UPDATE events SET body = 'not JSON' WHERE number = 6"], "changed", 6),
            (["UPDATE events SET person_id = NULL WHERE number = 2"], "changed", 2),
            (["DELETE FROM events WHERE number = 3"], "removed", 3),
            (["DELETE FROM events WHERE number IN (1, 2)"], "removed", 1),
            (["DELETE FROM ledger", "DELETE FROM events WHERE number >= 5"], "removed", 5),
            (["DELETE FROM events WHERE number = 3", "UPDATE events SET number = 3 WHERE number = 4"], "removed", 3),
            (
                [
                    "UPDATE events SET number = -3 WHERE number = 3",
                    "UPDATE events SET number = 3 WHERE number = 4",
                    "UPDATE events SET number = 4 WHERE number = -3",
                ],
                "reordered",
                3,
            ),
            (["UPDATE reached SET number = 5, hash = (SELECT previous FROM events WHERE number = 6)"], "inserted", 6),
            (["UPDATE ledger SET body = replace(body, 'dok-1', 'dok-2')"], "ledger", 6),
            (["UPDATE ledger SET document_id = 'dok-2'"], "ledger", 6),
            (["UPDATE ledger SET number = 2"], "ledger", 2),
            (["DELETE FROM ledger"], "ledger", 6),
        ],
    )
    def test_tampering_is_found_and_placed(self, proof, by_hand, acts, kind, number):
        proof.append([event(n) for n in range(1, 6)])
        proof.ledger_add(ledger_row())
        by_hand.unguarded(*acts)
        report = proof.verify()
        assert not report.ok
        assert (report.faults[0].kind, report.faults[0].number) == (kind, number)
        assert str(number) in str(report.faults[0])

    def test_an_event_put_in_between_is_found(self, proof, by_hand):
        proof.append([event(n) for n in range(1, 6)])
        by_hand.unguarded(
            "UPDATE events SET number = -number WHERE number >= 3",
            "UPDATE events SET number = 1 - number WHERE number < 0",
            *forged(proof, after=2),
            "UPDATE reached SET number = 6",
        )
        report = proof.verify()
        assert [(fault.kind, fault.number) for fault in report.faults] == [("inserted", 3)]

    def test_an_event_rewritten_with_a_fitting_hash_breaks_the_link_after_it(self, proof, by_hand):
        proof.append([event(n) for n in range(1, 6)])
        by_hand.unguarded("DELETE FROM events WHERE number = 3", *forged(proof, after=2))
        report = proof.verify()
        assert [(fault.kind, fault.number) for fault in report.faults] == [("removed", 4)]

    def test_an_event_that_is_no_event_is_found(self, proof, by_hand):
        proof.append([event(n) for n in range(1, 3)])
        by_hand.unguarded("DELETE FROM events WHERE number = 2", *forged(proof, after=1, body="[]"))
        assert [(fault.kind, fault.number) for fault in proof.verify().faults] == [("changed", 2), ("inserted", 2)]


def forged(proof: ProofService, after: int, body: str | None = None) -> list[str]:
    """The SQL of an event that fits onto the one before it."""
    previous = proof.events(after=after - 1, limit=1)[0].hash
    false = event("forged", by="jonas")
    body = body or false.canonical()
    values = [false.id, false.kind, false.by, false.case_no, false.person_id, body, previous, linked(previous, body)]
    columns = "number, id, kind, who, case_no, person_id, body, previous, hash"
    quoted = ", ".join(f"'{value}'" for value in values)
    return [f"INSERT INTO events ({columns}) VALUES ({after + 1}, {quoted})"]
