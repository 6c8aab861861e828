"""Integrity: damage that SQLite can see is found, in the search index too, and a full disk is told of."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.running import run
from tracker.db import integrity
from tracker.errors.database import DatabaseUnreachable


def test_a_whole_file_has_no_damage(shipped_file: Path) -> None:
    """Nothing is found in a record that is whole."""
    assert integrity.damage(shipped_file) == []


def _emptied(path: Path, name: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [name]).fetchone()
    content = bytearray(path.read_bytes())
    # A leaf page of an index that holds nothing.
    content[(page - 1) * 4096 : page * 4096] = bytes([10, 0, 0, 0, 0, 0x10, 0, 0]) + bytes(4088)
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["ix_mention_version_deciding", "uq_mention_version_live"])
def test_an_emptied_index_is_found(shipped_file: Path, name: str) -> None:
    """An index that lost its entries makes reports wrong in silence; the check finds it, and says what to do."""
    _emptied(shipped_file, name)
    assert integrity.damage(shipped_file)
    checked = run("check", db=shipped_file)
    assert (checked.returncode, "tracker db restore" in checked.stderr) == (1, True)


def test_a_damaged_search_index_is_found(shipped_file: Path) -> None:
    """The search index keeps its words in tables of its own, which SQLite looks at only when asked."""
    with closing(sqlite3.connect(shipped_file)) as connection:
        connection.execute("DELETE FROM search_data WHERE id = (SELECT MAX(id) FROM search_data)")
        connection.commit()
    assert integrity.damage(shipped_file) == ["the search index is damaged"]
    assert run("check", db=shipped_file).returncode == 1


def test_a_row_that_points_nowhere_is_found(shipped_file: Path) -> None:
    """A reference that another program left dangling is found, whatever table it stands in."""
    with closing(sqlite3.connect(shipped_file)) as connection:
        connection.execute("INSERT INTO reading_answer VALUES ('nothing', 0, 'x')")
        connection.commit()
    (found,) = integrity.damage(shipped_file)
    assert "reading_answer" in found


def test_what_cannot_be_put_into_the_file_is_told(shipped_file: Path) -> None:
    """Where a log cannot be put into its file, nobody is told that it was."""
    with closing(sqlite3.connect(shipped_file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM revision").fetchall()
        with closing(sqlite3.connect(shipped_file)) as writer:
            writer.execute("CREATE TABLE more (a)")
            writer.commit()
        with pytest.MonkeyPatch.context() as patch, pytest.raises(DatabaseUnreachable):
            patch.setattr(integrity, "BUSY_SECONDS", 0.1)
            integrity.settle(shipped_file)


def test_the_schema_is_known_by_its_digest(empty_file: Path) -> None:
    """The digest that spares a check the migrations is that of what they make, and of nothing that differs."""
    with sqlite3.connect(empty_file) as connection:
        assert integrity.schema_digest(connection) == integrity.MADE, "the migrations make another schema now"
        assert integrity.is_as_made(empty_file)
        connection.execute("CREATE INDEX another ON mention (key)")
    connection.close()
    assert not integrity.is_as_made(empty_file)
