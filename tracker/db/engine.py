"""SQLAlchemy engines with the manners SQLite needs: our own BEGIN, write-ahead logging, foreign keys, full syncs."""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, ExceptionContext, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import NullPool

from tracker.db.address import Address
from tracker.db.queries import EVERY_KEY, PAGE, Ask, Page, Query, Rows, RowType, query_text, typed_rows
from tracker.db.retries import came_of_it
from tracker.errors.database import (
    BrokenOff,
    DatabaseNotReady,
    DatabaseUnreachable,
    DriverMissing,
    KeptOut,
    NotADatabase,
    NotOurs,
    NotPermitted,
    OutcomeUnknown,
    SQLiteTooOld,
)

OLDEST_SQLITE = (3, 37, 0)  # STRICT tables
BUSY_MILLISECONDS = 30_000
SYNCHRONOUS = "FULL"  # with less, a power cut loses what was told
# Seconds between two tries to begin: at first, and after a long wait.
_SELDOMEST, _OFTENEST = 0.02, 0.002
_NOT_PERMITTED = "42501"  # as PostgreSQL says it
# Serialization failures and deadlocks, by the beginning of their code, and the one of them whose end nobody knows.
_ROLLED_BACK, _NOBODY_KNOWS = "40", "40003"
_LOST = ("08", "57P", "25P03", "25P04")  # by the network, by an administrator, for having waited too long
_RESTARTS = ("the database system is starting up", "the database system is shutting down")
_TRIGGERS = {
    "sqlite": "SELECT type || ' ' || name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name",
    "postgresql": """
        SELECT kind || ' ' || name || ' on ' || relname
        FROM (
            SELECT 'trigger' AS kind, tgname AS name, tgrelid AS place FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT 'rule', rulename, ev_class FROM pg_rewrite WHERE rulename != '_RETURN'
        ) AS found
        JOIN pg_class ON pg_class.oid = place JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE nspname = current_schema() ORDER BY name
    """,
}
CACHE_KIBIBYTES = 32_768  # of SQLite's pages, as far as a change needs them: with 2,000 a load writes many twice


def engine(address: Address, mode: str = "rw", enforcing: bool = True) -> Engine:
    """An engine for a database; raises what keeps it from being used, in the program's own words.

    `mode` is SQLite's: `ro` reads, `rw` writes what exists, `rwc` may create it. `enforcing` False leaves SQLite's
    foreign keys unchecked, for migrations, which rebuild tables by dropping them.
    """
    if address.path is not None:
        return _sqlite(address, mode, enforcing)
    try:
        url = make_url(address.url)
        if url.get_backend_name() != "postgresql":
            raise DriverMissing(address, "")
        if "@" in (url.host or ""):
            raise NotADatabase(address, "write an @ in a user's name or password as %40")
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        made = create_engine(url, poolclass=NullPool)
    except (NoSuchModuleError, ArgumentError, ValueError):  # a port that is no number, say
        raise DriverMissing(address, "") from None
    except ImportError:
        raise DriverMissing(address, "postgresql") from None
    event.listen(made, "handle_error", _close_lost)
    return made


def _close_lost(context: ExceptionContext) -> None:
    # Of a connection that is lost SQLAlchemy leaves the cursor open, and its driver complains when that goes.
    statement: Any = context.execution_context
    if context.is_disconnect and statement is not None:
        statement.cursor.close()


def _sqlite(address: Address, mode: str, enforcing: bool) -> Engine:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise SQLiteTooOld(sqlite3.sqlite_version, ".".join(map(str, OLDEST_SQLITE)))
    if mode != "rwc":
        address.require_file()
    if mode == "rw":
        address.require_writable()
    made = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(address.sqlite_uri(mode), uri=True), poolclass=NullPool
    )
    pragmas = [f"busy_timeout={BUSY_MILLISECONDS}"]
    if mode == "rwc":
        pragmas.append("journal_mode=WAL")  # kept in the file, so only its maker asks
    pragmas += [f"synchronous={SYNCHRONOUS}", f"foreign_keys={'ON' if enforcing else 'OFF'}", "trusted_schema=OFF"]
    pragmas.append(f"cache_size=-{CACHE_KIBIBYTES}")

    def prepare(connection: Any, _record: object) -> None:
        # The driver's own transactions let CREATE TABLE survive a ROLLBACK; `begin` below opens ours instead.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(made, "connect", prepare)
    event.listen(made, "begin", _begin_reading if mode == "ro" else _begin_writing)
    return made


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN DEFERRED")


def _begin_writing(connection: Connection) -> None:
    """Begin to write, as soon as nobody else does.

    IMMEDIATE: a transaction that reads and then writes would otherwise fail at once when another writes. SQLite itself
    would ask more and more seldom the longer it waits, so that whoever comes last is served first; here whoever has
    waited longest asks most often.
    """
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA busy_timeout=0")
    begun = time.monotonic()
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            waited = time.monotonic() - begun
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or waited > BUSY_MILLISECONDS / 1_000:
                raise DBAPIError.instance("BEGIN IMMEDIATE", None, error, sqlite3.Error) from error
            time.sleep(max(_OFTENEST, _SELDOMEST / (1 + 10 * waited)))
        else:
            driver.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
            return


@contextmanager
def transaction(address: Address, mode: str = "rw", enforcing: bool = True) -> Iterator[Connection]:
    """One transaction, to write unless the mode is `ro`: committed at the end, rolled back whole on any failure."""
    made = engine(address, mode, enforcing)
    is_sent = False
    try:
        with made.begin() as connection:
            if mode == "rw":
                _require_no_triggers(connection, address)
            yield connection
            is_sent = mode != "ro"
        if is_sent:
            came_of_it()
    except OperationalError as error:
        raise _unusable(error, address, is_sent) from error
    except DBAPIError as error:
        _require_permission(error, address)
        # SQLite says so of a file that is none, or is damaged; what breaks a rule of ours is another class.
        if type(error) is DatabaseError:
            raise NotADatabase(address, _reason(error, address)) from error
        raise
    finally:
        made.dispose()


def _unusable(error: OperationalError, address: Address, is_sent: bool = False) -> DatabaseNotReady:
    """What a failure that is no fault of the statement means; `is_sent`: the transaction's end was sent already."""
    reason, code = _reason(error, address), getattr(error.orig, "sqlstate", None) or ""
    if address.kept_out_by():
        return KeptOut(address.path, address.kept_out_by())
    is_rolled_back = code.startswith(_ROLLED_BACK) and code != _NOBODY_KNOWS
    is_lost = error.connection_invalidated or code.startswith(_LOST) or any(told in reason for told in _RESTARTS)
    if is_sent and is_lost and not is_rolled_back:
        return OutcomeUnknown(address, reason)
    return (BrokenOff if is_rolled_back or is_lost else DatabaseUnreachable)(address, reason)


def _require_permission(error: DBAPIError, address: Address) -> None:
    """Raise NotPermitted where that is what a failure is."""
    if getattr(error.orig, "sqlstate", "") == _NOT_PERMITTED:
        raise NotPermitted(address, _reason(error, address)) from error


def _require_no_triggers(connection: Connection, address: Address) -> None:
    """Raise NotOurs where somebody's triggers would run in the name of whoever writes."""
    if found := triggers(connection):
        raise NotOurs(address, found)


def triggers(connection: Connection) -> list[str]:
    """What would run, or be run instead, at a write: no database of ours has any, so it is somebody else's."""
    return [str(row[0]) for row in connection.exec_driver_sql(_TRIGGERS[connection.dialect.name])]


def _reason(error: DBAPIError, address: Address) -> str:
    """What the database says of a failure, in one line without what opens it."""
    told = str(error.orig or "").strip()
    if address.path is None:
        url = make_url(address.url)
        secret = [str(value) for name, value in url.query.items() if "pass" in name]
        for one in filter(None, [str(url.password or ""), *secret]):
            told = told.replace(one, "…")
    return told.splitlines()[0] if told else "no answer"


def schema_version(connection: Connection) -> str:
    """The schema version the database says it has, empty where it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _paged(connection: Connection, sql: str, given: Mapping[str, object]) -> Iterator[Page]:
    with connection.execute(text(sql), given, execution_options={"yield_per": PAGE}) as found:
        names = tuple(found.keys())
        for rows in _fetched(found) if connection.dialect.name == "sqlite" else found.partitions():
            yield Page(names, rows)


def _fetched(found: CursorResult[Any]) -> Iterator[Sequence[Any]]:
    """Rows as SQLite's driver gives them: SQLAlchemy's own take as long again."""
    cursor: Any = found.cursor
    try:
        while page := cursor.fetchmany(PAGE):
            yield page
    except sqlite3.Error as error:
        raise DBAPIError.instance(None, None, error, sqlite3.Error) from error


class _Asking:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __call__(self, sql: str, /, **parameters: object) -> Iterator[dict[str, Any]]:
        """The rows, by the names of their columns."""
        for names, rows in self.pages(sql, **parameters):
            yield from typed_rows("", names, rows)

    def pages(self, sql: str, /, **parameters: object) -> Iterator[Page]:
        """The rows many at a time."""
        return _paged(self._connection, sql, parameters)


def ask_of(connection: Connection) -> Ask:
    """What runs SQL inside a transaction, a page of rows at a time."""
    return _Asking(connection)


def rows_of(connection: Connection) -> Rows:
    """What runs queries inside a transaction that is open to write: it sees what the transaction has done."""
    stream = stream_of(connection)

    def rows(query: Query[RowType], **parameters: object) -> list[RowType]:
        return list(stream(query, **parameters))

    return rows


def stream_of(connection: Connection) -> Rows:
    """The same, a page of rows at a time."""

    def stream(query: Query[RowType], **parameters: object) -> Iterable[Any]:
        # A name with a colon in a comment would be taken for one more parameter, and SQLite counts them.
        lines = query_text(query, connection.dialect.name).splitlines()
        said = "\n".join(line for line in lines if not line.startswith("--"))
        for names, rows in _paged(connection, said, {**EVERY_KEY, **parameters}):
            yield from typed_rows(query, names, rows)

    return stream


class _EngineReader:
    def __init__(self, connection: Connection, address: Address) -> None:
        self.connection = connection
        self.address = address
        self.ask = ask_of(connection)

    def rows(self, query: Query[RowType], **parameters: object) -> Iterable[RowType]:
        """The rows of a query."""
        return stream_of(self.connection)(query, **parameters)

    def schema_version(self) -> str:
        """The schema version the database says it has, empty where it has none."""
        return schema_version(self.connection)


@contextmanager
def reading(address: Address) -> Iterator[_EngineReader]:
    """A reader over one unchanging view of a database other than SQLite."""
    made = engine(address)
    try:
        with made.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            yield _EngineReader(connection, address)
    except OperationalError as error:
        raise _unusable(error, address) from error
    except DBAPIError as error:
        _require_permission(error, address)
        raise
    finally:
        made.dispose()
