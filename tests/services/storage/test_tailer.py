"""Following the database: who has had what, records that are damaged, and databases that lie over others."""

import pickle
import threading

import pytest
from BTrees.OOBTree import OOBTree
from persistent.mapping import PersistentMapping
from ZODB.Connection import TransactionMetaData
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.MappingStorage import MappingStorage

from kuidocs.resources.events import Event
from kuidocs.services.storage import DamagedEvent, Tailer, open_database, tail
from tests.contracts.storage_contract import AT, Follower, event, put


class Failing(Follower):
    def take(self, transaction) -> None:
        if transaction.events:
            raise ZeroDivisionError
        super().take(transaction)


@pytest.fixture
def database():
    opened = DB(MappingStorage())
    yield opened
    opened.close()


def test_each_consumer_gets_what_it_has_not_had(database):
    put(database, first=event(1))
    early = Follower()
    Tailer(database, [early]).catch_up()
    put(database, second=event(2))
    late = Follower()
    tailer = Tailer(database, [early, late])

    assert tailer.lag()
    tailer.catch_up()

    assert (early.taken, late.taken) == ([1, 2], [1, 2])
    assert not tailer.lag()


def test_catching_up_twice_takes_nothing_twice(database):
    consumer, seen = Follower(), []
    tailer = Tailer(database, [consumer])
    put(database, first=event(1))

    tailer.catch_up(seen.append)
    tailer.catch_up(seen.append)

    assert consumer.taken == [1]
    assert [transaction.tid for transaction in seen] == [transaction.tid for transaction in tail(database)]


def test_without_consumers_nothing_is_read(database):
    tailer = Tailer(database, [])

    tailer.catch_up()

    assert not tailer.lag()


def test_a_consumer_that_fails_gets_it_again(database):
    put(database, first=event(1))
    failing = Failing()

    with pytest.raises(ZeroDivisionError):
        Tailer(database, [failing]).catch_up()

    assert Tailer(database, [failing]).lag()


def test_two_threads_that_catch_up_together_take_everything_once(database):
    for number in range(20):
        put(database, **{f"event {number}": event(number)})
    consumer = Follower()
    tailer = Tailer(database, [consumer])

    threads = [threading.Thread(target=tailer.catch_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert consumer.taken == list(range(20))


def test_an_overlay_gives_what_lies_under_it_and_over_it(tmp_path):
    base = open_database(f"{tmp_path}/Data.fs")
    put(base, first=event(1))
    overlay = DB(DemoStorage(base=base.storage, close_base_on_close=False))
    place = list(tail(overlay))[-1].tid

    put(overlay, second=event(2))

    assert [found.data["n"] for transaction in tail(overlay) for found in transaction.events] == [1, 2]
    assert [found.data["n"] for transaction in tail(overlay, place) for found in transaction.events] == [2]
    assert [found.data["n"] for transaction in tail(base) for found in transaction.events] == [1]
    overlay.close()
    base.close()


def test_trees_are_named_by_their_class(database):
    put(database, tree=OOBTree(), child=PersistentMapping())

    names = {touched.class_name for transaction in tail(database) for touched in transaction.touched}

    assert names == {"persistent.mapping.PersistentMapping", "BTrees.OOBTree.OOBTree"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda broken: broken.__dict__.pop("about"),
        lambda broken: broken.__dict__.update(kind=7),
        lambda broken: broken.__dict__.update(data={"other": event(2)}),
        lambda broken: broken.__dict__.update(data={"code": pickle.loads}),
    ],
)
def test_an_event_that_is_not_as_events_are_stops_the_tail(database, spoil):
    broken = event(1)
    spoil(broken)
    put(database, broken=broken)

    with pytest.raises(DamagedEvent):
        list(tail(database))


def test_an_event_without_fields_stops_the_tail(database):
    put(database, broken=Event.__new__(Event))

    with pytest.raises(DamagedEvent):
        list(tail(database))


def test_an_event_may_have_gained_fields(database):
    later = Event("case.opened", {}, AT, {}, {}, id="x")
    later.new = "field"
    put(database, later=later)

    assert [found.id for transaction in tail(database) for found in transaction.events] == ["x"]


def test_a_record_that_cannot_be_read_has_no_name(database):
    storage = database.storage
    oid = storage.new_oid()
    put(database, word="x")
    for data in (b"\x80\x03}.", b"not a pickle", b"\x80\x03X\x01\x00\x00\x00a."):
        store(database, oid, data)

    names = [touched.class_name for transaction in tail(database) for touched in transaction.touched]

    assert names[-3:] == ["", "", ""]


def test_a_class_named_by_two_words_is_told(database):
    oid = database.storage.new_oid()
    store(database, oid, pickle.dumps((("kuidocs.resources.case", "Case"), None), 3) + pickle.dumps({}, 3))

    assert list(tail(database))[-1].touched[0].class_name == "kuidocs.resources.case.Case"


def store(database, oid, data):
    """Store a record as it is."""
    storage, transaction = database.storage, TransactionMetaData()
    try:
        before = storage.load(oid)[1]
    except KeyError:
        before = bytes(8)
    storage.tpc_begin(transaction)
    storage.store(oid, before, data, "", transaction)
    storage.tpc_vote(transaction)
    storage.tpc_finish(transaction)
