"""The record as a plain SQLite file: the tables of the data package with their types and keys, for who asks in SQL.

No change log, no names of curators, no earlier versions: what the CSV files hold. Beside them an index of words for
each table that has texts, as Datasette looks for it, and a table `about` with what Datasette is to show of it all.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from tracker.output.tables import cell_text
from tracker.package.descriptor import Content, Table

_TYPES = {"number": "REAL", "whole": "INTEGER", "count": "INTEGER", "flag": "INTEGER"}


# The texts of each table that are searched.
SEARCHED = {
    "measures": ("title", "summary", "components", "condition", "status_quote"),
    "mentions": ("quote", "context_quote", "condition", "note"),
    "sources": ("title", "publisher", "author", "note"),
}


def sqlite_copy(contents: Sequence[Content], about: Mapping[str, str], file: Path) -> None:
    """Make an SQLite file with these tables, and what is to be known about them by name."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=OFF")  # a file that is not finished is thrown away
        connection.execute("BEGIN")
        known = {content.table.name for content in contents}
        for content in contents:
            connection.execute(_definition(content.table, known))
            marks = ", ".join("?" for _ in content.table.columns)
            rows = ([_value(field.type, row[field.name]) for field in content.table.columns] for row in content.rows)
            # The names come from our own description of the tables.
            connection.executemany(f'INSERT INTO "{content.table.name}" VALUES ({marks})', rows)  # noqa: S608
        for name in sorted(known & SEARCHED.keys()):
            # Nothing is held twice: the index has the words, the table the texts.
            listed = _quoted(SEARCHED[name])
            connection.execute(f'CREATE VIRTUAL TABLE "{name}_fts" USING fts5({listed}, content="{name}")')
            connection.execute(f"INSERT INTO {name}_fts ({name}_fts) VALUES ('rebuild')")  # noqa: S608
        connection.execute('CREATE TABLE about (name TEXT PRIMARY KEY, "text" TEXT NOT NULL) STRICT')
        connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        connection.execute("COMMIT")


def _definition(table: Table, known: set[str]) -> str:
    lines = []
    for field in table.columns:
        needed = " NOT NULL" if field.required else ""
        lines.append(f'  "{field.name}" {_TYPES.get(field.type, "TEXT")}{needed} /* {field.meaning} */')
    lines.append(f"  PRIMARY KEY ({_quoted(table.key)})")
    for own, (other, theirs) in table.points_to.items():
        if other in known:
            lines.append(f'  FOREIGN KEY ({_quoted(own)}) REFERENCES "{other}" ({_quoted(theirs)})')
    return f'CREATE TABLE "{table.name}" (\n' + ",\n".join(lines) + "\n) STRICT"


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _value(kind: str, value: object) -> object:
    if value is None or value == "":
        return None
    if kind == "flag":
        return int(bool(value))
    return value if kind in _TYPES else cell_text(value)
