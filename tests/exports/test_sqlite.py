"""Plain database files."""

import json
import sqlite3
from pathlib import Path

from tests.packages import written
from tracker.exports.formats import all_tables
from tracker.package.descriptor import Content


def test_the_database_file(contents: list[Content], tmp_path: Path) -> None:
    """The plain SQLite file has the tables with keys that hold, and nothing about who wrote the record."""
    path = tmp_path / "record.sqlite"
    path.write_bytes(written(all_tables, "sqlite", contents, "2022-03-03"))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert {name for name in tables if "_fts" not in name} == {content.table.name for content in contents} | {
            "about"
        }
        found = connection.execute("SELECT rowid FROM measures_fts WHERE measures_fts MATCH 'marines'").fetchall()
        assert len(found) == 1
        [(told,)] = connection.execute("SELECT text FROM about WHERE name = 'datasette'")
        described = json.loads(told)["databases"]["record"]["tables"]
        assert described["measures"]["columns"]["kind"] == "what kind of act it is"
        quotes = connection.execute("SELECT quote FROM mentions ORDER BY mention").fetchall()
        flags = connection.execute("SELECT DISTINCT disputed FROM measures ORDER BY 1").fetchall()
    connection.close()
    mentions = next(content for content in contents if content.table.name == "mentions")
    assert [quote for (quote,) in quotes] == [row["quote"] for row in mentions.rows]
    assert flags == [(0,), (1,)]
    assert b"the tests" not in path.read_bytes()
