"""Opening the object database by its address."""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote, unquote, urlencode

from persistent.TimeStamp import TimeStamp
from psycopg2 import OperationalError, ProgrammingError
from psycopg2.extensions import make_dsn, parse_dsn
from zc.lockfile import LockError
from ZEO.Exceptions import ClientDisconnected
from ZODB.DB import DB
from ZODB.FileStorage.FileStorage import FileStorage, FileStorageError, packed_version
from ZODB.POSException import ReadOnlyError, StorageError
from ZODB.utils import u64, z64
from zodburi import resolve_uri

from .closing import close_at_exit
from .current import current
from .errors import bad_address, damaged, in_use, missing, unreachable
from .loading import class_factory

COUNTS = {"connection_pool_size", "connection_cache_size"}
OURS = {"blob_dir"} | COUNTS
"""Parameters of a postgresql:// address that are ours and not libpq's."""
BLOB_CACHE_BYTES = 1 << 30
WRONG_DSN = "PostgreSQL forstår den ikke. Tjek parametrene, og skriv @ og % i adgangskoden som %40 og %25."


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is."""

    uri: str
    read_only: bool
    blob_cache: Path | None
    """Folder for blobs of a database on a server, when the address names none."""

    @property
    def shown(self) -> str:
        """The address without password and parameters, for messages."""
        scheme, _, rest = self.uri.partition("://")
        return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"

    @property
    def parameters(self) -> dict[str, str]:
        """What stands after the question mark. A plus is a plus, as for libpq."""
        parts = (part.partition("=") for part in self.uri.partition("?")[2].split("&") if part)
        return {unquote(key): unquote(value) for key, _, value in parts}

    def with_parameters(self, parameters: Mapping[str, str]) -> str:
        """Return the address with these parameters instead of its own."""
        return f"{self.uri.partition('?')[0]}?{urlencode(parameters, quote_via=quote)}"

    def blob_folder(self) -> str:
        """Return the folder for blobs of a database on a server."""
        if "blob_dir" in self.parameters:
            return self.parameters["blob_dir"]
        if self.blob_cache is None:
            raise bad_address(self.shown, "tilføj blob_dir=MAPPE, hvor filer kan ligge.")
        return str(self.blob_cache)


def open_database(
    uri: str,
    *,
    name: str = "",
    databases: MutableMapping[str, DB] | None = None,
    read_only: bool = False,
    blob_cache: Path | None = None,
) -> DB:
    """Open a database and see that it is closed when the process ends.

    ``uri`` is a path, file://, zeo://, zconfig:// or postgresql://. Databases in one dictionary commit together.
    Raises DatabaseInUse, DatabaseMissing, BadAddress.
    """
    address = Address(uri if "://" in uri else f"file://{uri}", read_only, blob_cache)
    scheme = address.uri.partition("://")[0]
    if scheme not in OPENERS:
        raise bad_address(address.shown, "den skal begynde med file://, zeo://, zconfig:// eller postgresql://.")
    storage, options = OPENERS[scheme](address)
    options["database_name"] = name
    try:
        database = DB(storage, databases=databases, class_factory=class_factory, **options)
    except BaseException as error:
        storage.close()
        if isinstance(error, ReadOnlyError):
            # It is empty: DB would have to write the first object.
            raise missing(address.shown) from error
        raise
    close_at_exit(database)
    return database


def last_change(database: DB) -> datetime | None:
    """Tell when the newest transaction was committed: a command that reads beside a running server says as of when."""
    with current(database.storage) as storage:
        tid = storage.lastTransaction()
    return None if tid == z64 else datetime.fromtimestamp(TimeStamp(tid).timeTime(), UTC)


def _resolved(uri: str, address: Address) -> tuple[Callable[[], Any], dict[str, Any]]:
    try:
        return resolve_uri(uri)
    except (KeyError, ValueError) as error:
        raise bad_address(address.shown, f"{error}") from error


def _file(address: Address) -> tuple[Any, dict[str, Any]]:
    """Open a FileStorage with blobs beside it: Data.fs has Data.blobs."""
    path = Path(address.uri.removeprefix("file://").partition("?")[0])
    _, options = _resolved(address.uri, address)
    blobs = address.parameters.get("blobstorage_dir", str(path.with_suffix(".blobs")))
    if not address.read_only:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _with_right_last_transaction(path, blobs, address.read_only), options


def _with_right_last_transaction(path: Path, blobs: str, read_only: bool) -> FileStorage:
    """Open a file that may end in half a transaction or in zeros, as a crash can leave it.

    ZODB 6.4 passes over such an end rightly, but takes what it read there for the last transaction: everything then
    looks deleted, or new transactions get a time in the far future. When it is opened again all is right.
    """
    storage = _open_file(path, blobs, read_only)
    last = _last_transaction(storage._file, storage.getSize())
    if storage.lastTransaction() == last:
        return storage
    if read_only:
        # It cannot be cut off here; or it is what a running server is writing at this moment.
        storage._ltid = last
        return storage
    storage.close()
    return _open_file(path, blobs, read_only)


def _last_transaction(file: BinaryIO, end: int) -> bytes:
    """Read the id of the transaction that ends there: each is followed by its length."""
    if end == len(packed_version):
        return z64
    file.seek(end - 8)
    file.seek(end - 8 - u64(file.read(8)))
    return file.read(8)


def _open_file(path: Path, blobs: str, read_only: bool) -> FileStorage:
    if path.exists() and not _begins_as_database(path):
        raise bad_address(str(path), "filen er ikke en ZODB-database.")
    try:
        return FileStorage(str(path), blob_dir=blobs, read_only=read_only)
    except LockError as error:
        raise in_use(str(path)) from error
    except FileNotFoundError as error:
        raise missing(str(path)) from error
    except FileStorageError as error:
        raise damaged(str(path)) from error


def _begins_as_database(path: Path) -> bool:
    """Tell by its first bytes; FileStorage would lock a file that it then refuses."""
    with path.open("rb") as file:
        return file.read(len(packed_version)) in (b"", packed_version)


def _zeo(address: Address) -> tuple[Any, dict[str, Any]]:
    more = {"blob_dir": address.blob_folder()} | ({"read_only": "1"} if address.read_only else {})
    factory, options = _resolved(address.with_parameters(address.parameters | more), address)
    try:
        return factory(), options
    except ClientDisconnected as error:
        raise unreachable(address.shown) from error


def _zconfig(address: Address) -> tuple[Any, dict[str, Any]]:
    """Open what the file says; whether it is read-only is said there too."""
    factory, options = _resolved(address.uri, address)
    try:
        return factory(), options
    except LockError as error:
        raise in_use(address.shown) from error


def _postgresql(address: Address) -> tuple[Any, dict[str, Any]]:
    # Imported here: a system on FileStorage need not load the driver and its compiled cache at every command.
    from relstorage.adapters.postgresql import PostgreSQLAdapter
    from relstorage.options import Options
    from relstorage.storage import RelStorage

    counts = _counts(address)
    options = Options(
        keep_history=False,
        blob_dir=address.blob_folder(),
        blob_cache_size=BLOB_CACHE_BYTES,
        read_only=address.read_only,
        create_schema=not address.read_only,
    )
    try:
        storage = RelStorage(PostgreSQLAdapter(dsn=postgresql_dsn(address), options=options), options=options)
    except OperationalError as error:
        raise unreachable(address.shown) from error
    except StorageError as error:
        # Opened for reading only, it does not make its tables.
        raise missing(address.shown) from error
    return storage, counts


def _counts(address: Address) -> dict[str, Any]:
    given = {key: value for key, value in address.parameters.items() if key in COUNTS}
    try:
        return {key.removeprefix("connection_"): int(value) for key, value in given.items()}
    except ValueError as error:
        raise bad_address(address.shown, f"{', '.join(sorted(given))} skal være tal.") from error


def postgresql_dsn(address: Address) -> str:
    """Return the connection string that libpq itself makes of an address.

    RelStorage appends to it, so it must not stay a URI; and only libpq decodes %40 and knows every parameter.
    """
    theirs = {key: value for key, value in address.parameters.items() if key not in OURS}
    try:
        return make_dsn(**parse_dsn(address.with_parameters(theirs)))
    except ProgrammingError as error:
        # The words of libpq may repeat the password.
        raise bad_address(address.shown, WRONG_DSN) from error


OPENERS: dict[str, Callable[[Address], tuple[Any, dict[str, Any]]]] = {
    "file": _file,
    "zeo": _zeo,
    "zconfig": _zconfig,
    "postgresql": _postgresql,
    "postgres": _postgresql,
}
