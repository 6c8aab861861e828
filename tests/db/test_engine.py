"""Engines: the manners every connection to SQLite has."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.databases import of
from tests.making import add
from tests.running import run
from tracker.db import reader
from tracker.db.address import Address
from tracker.db.engine import BUSY_MILLISECONDS, ask_of, transaction
from tracker.db.schema import differences
from tracker.errors.database import NotOurs


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
        assert list(opened.rows("revisions"))
    assert asked == [0]


def test_what_fails_while_rows_come(shipped: Address) -> None:
    """A failure after the first rows of an answer is a database's like any other, so that it is told in words."""
    overflow = "SELECT abs(number) AS most FROM (SELECT 1 AS number UNION ALL SELECT -9223372036854775807 - number"
    overflow += " FROM (SELECT 1 AS number))"
    with transaction(shipped, "ro") as connection, pytest.raises(DBAPIError, match=r"overflow|out of range"):
        list(ask_of(connection)(overflow if shipped.path else overflow.replace("abs(number)", "-number")))


def test_a_failure_takes_everything_back(shipped_file: Path) -> None:
    """A transaction that fails half-way leaves nothing behind, a new table as little as a row."""
    address = Address.of(shipped_file)
    with pytest.raises(IntegrityError), transaction(address) as connection:
        connection.execute(text("CREATE TABLE made (id INTEGER)"))
        connection.execute(text("UPDATE measure_version SET kind = 'gossip'"))
    with transaction(address, "ro") as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM sqlite_master WHERE name = 'made'")).scalar_one() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER theirs AFTER INSERT ON revision BEGIN DELETE FROM mention_version; END",
        "CREATE VIEW theirs AS SELECT 1",
    ],
)
@pytest.mark.parametrize(
    "arguments",
    [
        ["measure", "edit", "hms-trent", "--summary", "x", "--why", "w"],
        ["undo", "--why", "w"],
        ["check", "--repair"],
        ["db", "migrate"],
        ["load", "--shipped", "--yes", "--why", "w"],
    ],
    ids=" ".join,
)
def test_nobody_elses_trigger_runs(shipped_file: Path, statement: str, arguments: list[str]) -> None:
    """A trigger or view that somebody left in a file is named, and nothing is written; nothing of theirs runs."""
    with closing(sqlite3.connect(shipped_file)) as connection:
        connection.execute(statement)
        if arguments == ["db", "migrate"]:
            connection.execute("UPDATE alembic_version SET version_num = '0007'")
        connection.commit()
        before = list(connection.iterdump())
        done = run(*arguments, db=shipped_file)
        assert (done.returncode, "theirs" in done.stderr) == (3, True), done.stderr
        assert list(connection.iterdump()) == before
    if arguments != ["db", "migrate"]:
        assert "theirs is not ours" in run("check", db=shipped_file).stderr


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER theirs BEFORE UPDATE ON link EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "CREATE RULE theirs AS ON INSERT TO link DO ALSO DELETE FROM mention_version",
    ],
)
def test_nor_on_postgresql(statement: str) -> None:
    """A trigger or rule that somebody put on a table is named at the next write, and by the check."""
    address = of("postgresql").copy("empty")
    with transaction(address) as connection:
        connection.execute(text(statement))
    with pytest.raises(NotOurs, match="theirs on"):
        add(address, "a-loan")
    assert "theirs on" in str(differences(address))
