"""Reading: a connection that runs the `.sql` files in `queries/` and gives plain rows.

On SQLite it is the standard library's driver: importing SQLAlchemy would be three quarters of a cold start. It never
creates and never writes. On any other database it goes through SQLAlchemy.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from tracker.db.address import Address
from tracker.db.queries import EVERY_KEY, PAGE, Ask, Page, Query, RowType, query_text, typed_rows
from tracker.errors.database import DatabaseUnreachable, NotADatabase, SchemaTooNew, SchemaTooOld

# Every schema this program knows, oldest first; a test holds it to the migrations.
SCHEMA_VERSIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
)
BUSY_SECONDS = 30.0


class Reader(Protocol):
    """A connection to read from."""

    def rows(self, query: Query[RowType], **parameters: object) -> Iterable[RowType]:
        """The rows of `queries/<query>.sql` with these parameters."""
        ...

    @property
    def ask(self) -> Ask:
        """What runs SQL of the program's own checks."""
        ...


class _SqliteReader:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def rows(self, query: Query[RowType], **parameters: object) -> Iterator[RowType]:
        found = self.connection.execute(query_text(query), {**EVERY_KEY, **parameters})
        return typed_rows(query, (column[0] for column in found.description), found)

    @property
    def ask(self) -> Ask:
        """What runs SQL of the program's own checks."""
        return _Asking(self.connection)


class _Asking:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __call__(self, sql: str, /, **parameters: object) -> Iterator[dict[str, Any]]:
        found = self._connection.execute(sql, parameters)
        return typed_rows("", (column[0] for column in found.description), found)

    def pages(self, sql: str, /, **parameters: object) -> Iterator[Page]:
        found = self._connection.execute(sql, parameters)
        names = tuple(column[0] for column in found.description)
        while rows := found.fetchmany(PAGE):
            yield Page(names, rows)


@contextmanager
def reading(address: Address) -> Iterator[Reader]:
    """A reader over one unchanging view of a database.

    Raises DatabaseMissing, NotADatabase, SchemaTooOld, SchemaTooNew or DatabaseUnreachable.
    """
    if address.path is None:
        from tracker.db.engine import reading as reading_elsewhere  # SQLAlchemy, for databases other than SQLite

        with reading_elsewhere(address) as reader:
            require_schema(address, reader.schema_version())
            yield reader
        return
    address.require_file()
    unchanged = address.state() if address.leaves_nothing else None
    connection = _open(address)
    try:
        require_schema(address, _schema_version(connection, address))
        yield _SqliteReader(connection)
        if unchanged and address.state() != unchanged:
            raise DatabaseUnreachable(address, "somebody wrote to it while it was read")
    except sqlite3.OperationalError as error:
        raise DatabaseUnreachable(address, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise NotADatabase(address, str(error)) from error
    finally:
        connection.close()


def _open(address: Address) -> sqlite3.Connection:
    try:
        return _begin(address.sqlite_uri("ro"))
    except sqlite3.OperationalError as error:
        raise DatabaseUnreachable(address, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise NotADatabase(address, str(error)) from error


def _begin(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _schema_version(connection: sqlite3.Connection, address: Address) -> str:
    try:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            raise NotADatabase(address, "it has no schema version") from error
        raise
    return str(found[0]) if found else ""


def require_schema(address: Address, found: str) -> None:
    """Raise NotADatabase, SchemaTooOld or SchemaTooNew where a schema version is not the one of this program."""
    if not found:
        raise NotADatabase(address, "it has no schema version")
    if found not in SCHEMA_VERSIONS:
        raise SchemaTooNew(address, found)
    if found != SCHEMA_VERSIONS[-1]:
        raise SchemaTooOld(address, found)
