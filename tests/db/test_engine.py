"""Engines: the manners every connection to SQLite has."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tracker.db import reader
from tracker.db.address import Address
from tracker.db.engine import BUSY_MILLISECONDS, transaction


@pytest.mark.parametrize("mode", ["ro", "rw"])
def test_what_every_connection_asks(shipped_file: Path, mode: str) -> None:
    """A schema is not trusted to call functions, references are enforced, and a busy database is waited for."""
    with transaction(Address.of(shipped_file), mode) as connection:
        for pragma, expected in (("trusted_schema", 0), ("foreign_keys", 1), ("busy_timeout", BUSY_MILLISECONDS)):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == expected, pragma
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2, "FULL: a power cut loses nothing"


def test_a_reader_trusts_no_schema(shipped_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads without SQLAlchemy does not trust the schema either: it may be somebody else's file."""
    asked: list[int] = []
    real = reader._schema_version

    def spying(connection: sqlite3.Connection, address: Address) -> str:
        asked.append(connection.execute("PRAGMA trusted_schema").fetchone()[0])
        return real(connection, address)

    monkeypatch.setattr(reader, "_schema_version", spying)
    with reader.reading(Address.of(shipped_file)) as opened:
        assert opened.rows("revisions")
    assert asked == [0]


def test_a_failure_takes_everything_back(shipped_file: Path) -> None:
    """A transaction that fails half-way leaves nothing behind, a new table as little as a row."""
    address = Address.of(shipped_file)
    with pytest.raises(IntegrityError), transaction(address) as connection:
        connection.execute(text("CREATE TABLE made (id INTEGER)"))
        connection.execute(text("UPDATE measure_version SET kind = 'gossip'"))
    with transaction(address, "ro") as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM sqlite_master WHERE name = 'made'")).scalar_one() == 0
