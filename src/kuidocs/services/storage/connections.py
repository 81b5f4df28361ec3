"""Connections for web requests and for whatever else works in transactions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from transaction import TransactionManager
from transaction.interfaces import NoTransaction
from ZODB.Connection import Connection
from ZODB.DB import DB


class Finishing(Protocol):
    """The part of a Pyramid request that is needed here."""

    tm: TransactionManager

    def add_finished_callback(self, callback: Callable[[Any], None]) -> None:
        """Call back when the response has been made and the transaction is over."""


def connection_for(request: Finishing, database: DB) -> Connection:
    """Open a connection in the request's transaction; it goes back to the pool when the request is finished.

    The other databases of the same dictionary are reached by ``connection.get_connection(name)``: they commit and
    are closed together with this one.
    """
    connection = database.open(transaction_manager=request.tm)
    request.add_finished_callback(lambda _: give_back(connection))
    return connection


def give_back(connection: Connection) -> None:
    """Close a connection; what was not committed by now is dropped."""
    # An explicit manager has no transaction once pyramid_tm has finished its own.
    with suppress(NoTransaction):
        connection.transaction_manager.abort()
    connection.close()


@contextmanager
def working(database: DB, note: str = "") -> Iterator[Connection]:
    """Work in one transaction of its own: commit at the end, abort when anything is raised."""
    manager = TransactionManager(explicit=True)
    manager.begin().note(note)
    connection = database.open(transaction_manager=manager)
    try:
        yield connection
        manager.commit()
    except BaseException:
        manager.abort()
        raise
    finally:
        connection.close()
