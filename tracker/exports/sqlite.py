"""The record as a plain SQLite file: the tables of the data package with their types and keys, and nothing else.

No change log, no names of curators, no earlier versions: what the CSV files hold, for those who ask in SQL.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from tracker.output.tables import cell_text
from tracker.package.descriptor import Content, Table

_TYPES = {"number": "REAL", "whole": "INTEGER", "count": "INTEGER", "flag": "INTEGER"}


def sqlite_copy(contents: Sequence[Content]) -> bytes:
    """An SQLite file with these tables."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("BEGIN")
        known = {content.table.name for content in contents}
        for content in contents:
            connection.execute(_definition(content.table, known))
            marks = ", ".join("?" for _ in content.table.columns)
            rows = [[_value(field.type, row[field.name]) for field in content.table.columns] for row in content.rows]
            # The names come from our own description of the tables.
            connection.executemany(f'INSERT INTO "{content.table.name}" VALUES ({marks})', rows)  # noqa: S608
        connection.execute("COMMIT")
        return connection.serialize()


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
