"""The search index: the words of every version of a measure, mention, source and event, kept beside the record.

Versions are only ever added, so each change adds those it made when it closes; nothing in the index is updated. No
trigger is involved: a rebuilt table would lose it without a word. A row's place tells its noun and its version, so that
a search reads nothing of the index but which rows match: the noun's first place and the version's number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.db.queries import Ask
from tracker.db.search_words import APART, SEARCHED

if TYPE_CHECKING:
    from sqlalchemy import Connection

# So many places a noun has, one for every number a version can have.
_PLACES = 1 << 32


def place(noun: str) -> int:
    """Where the places of a noun's versions begin."""
    return sorted(SEARCHED).index(noun) * _PLACES


def _expected(where: str = "") -> str:
    """The rows the index should hold, as a query."""
    parts = []
    for noun, fields in SEARCHED.items():
        words = f" || '{APART}' || ".join(f"COALESCE({field}, '')" for field in fields)
        parts.append(f"SELECT {place(noun)} + id AS place, {words} AS words FROM {noun}_version {where}")  # noqa: S608 (our own names)
    return " UNION ALL ".join(parts)


def _columns(dialect: str) -> str:
    # SQLite's own number of a row; what an index of another database calls its own.
    return "rowid, words" if dialect == "sqlite" else "place, words"


def add(connection: Connection, revision: int) -> None:
    """Index every version a revision made."""
    query = f"INSERT INTO search ({_columns(connection.dialect.name)}) {_expected(f'WHERE made_in = {revision}')}"
    connection.exec_driver_sql(query)


def rebuild(connection: Connection) -> None:
    """Make the index anew from the record."""
    connection.exec_driver_sql("DELETE FROM search")
    connection.exec_driver_sql(f"INSERT INTO search ({_columns(connection.dialect.name)}) {_expected()}")


def drift(ask: Ask, dialect: str) -> int:
    """How many rows the index lacks or has too many, or holds with other words."""
    held = f"SELECT {_columns(dialect)} FROM search"  # noqa: S608
    wanted = f"SELECT place, words FROM ({_expected()}) AS wanted"  # noqa: S608
    count = "SELECT COUNT(*) AS counted FROM ({} EXCEPT {}) AS differing"
    both = [*ask(count.format(wanted, held)), *ask(count.format(held, wanted))]
    return max(int(row["counted"]) for row in both)
