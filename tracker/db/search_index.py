"""The search index: the words of every version of a measure, mention, source and event, kept beside the record.

Versions are only ever added, so each change adds those it made when it closes; nothing in the index is updated. No
trigger is involved: a rebuilt table would lose it without a word.
"""

from sqlalchemy import Connection, text

from tracker.db.search_words import APART, SEARCHED


def _expected(where: str = "") -> str:
    """The rows the index should hold, as a query."""
    parts = []
    for noun, fields in SEARCHED.items():
        words = f" || '{APART}' || ".join(f"COALESCE({field}, '')" for field in fields)
        parts.append(f"SELECT '{noun}' AS noun, id AS version_id, {words} AS words FROM {noun}_version {where}")  # noqa: S608 (our own names)
    return " UNION ALL ".join(parts)


_COLUMNS = "noun, version_id, words"


def add(connection: Connection, revision: int) -> None:
    """Index every version a revision made."""
    query = f"INSERT INTO search ({_COLUMNS}) {_expected('WHERE made_in = :revision')}"
    connection.execute(text(query), {"revision": revision})


def rebuild(connection: Connection) -> None:
    """Make the index anew from the record."""
    connection.execute(text("DELETE FROM search"))
    connection.execute(text(f"INSERT INTO search ({_COLUMNS}) {_expected()}"))


def drift(connection: Connection) -> int:
    """How many rows the index lacks or has too many, or holds with other words."""
    held = f"SELECT {_COLUMNS} FROM search"  # noqa: S608
    wanted = f"SELECT {_COLUMNS} FROM ({_expected()}) AS wanted"  # noqa: S608
    count = "SELECT COUNT(*) FROM ({} EXCEPT {}) AS differing"
    rows = "SELECT COUNT(*) FROM ({}) AS counted"
    lacking = connection.execute(text(count.format(wanted, held))).scalar_one()
    beyond = connection.execute(text(count.format(held, wanted))).scalar_one()
    twice = connection.execute(text(rows.format(held))).scalar_one()
    twice -= connection.execute(text(rows.format(wanted))).scalar_one()
    return int(max(lacking, beyond, abs(twice)))
