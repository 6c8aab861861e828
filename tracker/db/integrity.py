"""Whether an SQLite file is whole: what SQLite itself finds in its pages, its indexes and its search index."""

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tracker.db.address import Address
from tracker.errors.database import Damaged, DatabaseUnreachable

BUSY_SECONDS = 30.0
# More of them say nothing new.
_SHOWN = 20
# The schema that the shipped migrations make, by its digest: a test holds it to them and says the new one.
MADE = "662325986645cda41e0d231aa5babf3d64cff8d9037da28581bb8da6003a8b6b"


@contextmanager
def opened(path: Path, mode: str = "rw") -> Iterator[sqlite3.Connection]:
    """A plain connection to an SQLite file, in SQLite's own words for how; raises DatabaseUnreachable, Damaged.

    `still` reads a file that nobody writes to, and leaves nothing beside it.
    """
    address = Address.of(path)
    if mode == "still":
        mode = "ro" if address.has_log else "ro&immutable=1"
    try:
        uri = address.sqlite_uri(mode)
        with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA synchronous=FULL")
            yield connection
    except sqlite3.OperationalError as error:
        raise DatabaseUnreachable(path, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise Damaged(path, str(error)) from error
    except UnicodeDecodeError as error:
        raise Damaged(path, "text in it is not UTF-8") from error


def copy_into(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy a database over another; SQLite itself would wait for ever for whoever keeps one of them locked."""
    until = time.monotonic() + BUSY_SECONDS

    def progress(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise sqlite3.OperationalError("database is locked")

    source.backup(target, progress=progress)


def is_as_made(path: Path) -> bool:
    """Whether tables, indexes and whatever else a file has are to the letter those of the shipped migrations.

    Where it is not, `schema.differences` tells what differs, by running the migrations: another version of the
    libraries may have made the same in other words.
    """
    with opened(path, "ro") as connection:
        return schema_digest(connection) == MADE


def schema_digest(connection: sqlite3.Connection) -> str:
    """A digest of the schema that a connection reads."""
    digest = hashlib.sha256()
    for one in sorted(described(connection).items()):
        digest.update(repr(one).encode())
    return digest.hexdigest()


def described(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """The schema that a connection reads: what is said of each thing, by kind and name."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    return {(row[0], row[1]): " ".join(str(row[2]).replace('"', "").split()) for row in rows}


def damage(path: Path) -> list[str]:
    """What SQLite finds wrong in a file, its search index included; empty where it is whole."""
    try:
        with opened(path, "ro") as connection:
            return found_in(connection)
    except Damaged as error:
        return [error.why]


def found_in(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with what a connection reads."""
    try:
        found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_SHOWN})") if row[0] != "ok"]
        dangling = {(row[0], row[2]) for row in connection.execute("PRAGMA foreign_key_check")}
        found += [f"rows of {table} point to rows of {other} that are not there" for table, other in sorted(dangling)]
        return found or _in_search(connection)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        return [str(error)]


def _in_search(connection: sqlite3.Connection) -> list[str]:
    # Only a writer may ask the search index whether it is whole: it is asked in a copy, on the disk where it is large.
    with closing(sqlite3.connect("", isolation_level=None)) as copy:
        copy_into(connection, copy)
        try:
            copy.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):  # a schema from before there was one
                raise
        except sqlite3.DatabaseError:
            return ["the search index is damaged"]
    return []


def settle(path: Path) -> None:
    """Put all that was written into the file itself and on the disk, and read it back, before anybody is told of it.

    Closing a database does the first in silence, and in silence fails where the disk is full. Raises
    DatabaseUnreachable or Damaged.
    """
    with opened(path) as connection:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise DatabaseUnreachable(path, "another program has it open")
        if found := found_in(connection):
            raise Damaged(path, found[0])
