"""What Datasette shows of the record: titles, meanings, labels and facets, and the queries behind the reports.

`described` goes into the database file that is exported; `prepared` makes what `tracker browse` serves.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tracker.db import queries
from tracker.db.address import Address
from tracker.db.copies import back_up
from tracker.domain.dates import NOW
from tracker.domain.vocabulary import Vocabulary
from tracker.exports.linked_data import LICENCE
from tracker.output.csv_injection import guarded
from tracker.package.descriptor import Content
from tracker.reports.citation import TITLE
from tracker.reports.snapshot import Snapshot

RECORD, HISTORY = "record", "history"
# What stands for a row where another one points to it.
_LABELS = {"measures": "title", "sources": "title", "events": "title", "mentions": "quote"}
_FACETS = {
    "measures": ["kind", "status", "place", "status_source"],
    "mentions": ["status", "source", "speaker", "place"],
    "paragraphs": ["source", "verdict"],
    "links": ["relation"],
    "codes": ["list"],
}
# What is nobody's but its owner's: private copies of articles, and readings that are not finished.
_PRIVATE = ("reading_answer", "reading_session", "source_text")


def described(contents: Sequence[Content]) -> dict[str, Any]:
    """What Datasette is to show of the exported tables: its `metadata`, for a file of any name."""
    tables = {}
    for content in contents:
        table = content.table
        held: dict[str, Any] = {
            "title": table.title,
            "columns": {field.name: field.meaning for field in table.columns},
            "facets": _FACETS.get(table.name),
            "label_column": _LABELS.get(table.name),
        }
        tables[table.name] = {name: value for name, value in held.items() if value}
    return {
        "title": TITLE,
        "license": "CC BY 4.0, for our coding; the quotations belong to their publishers",
        "license_url": LICENCE,
        "databases": {RECORD: {"tables": tables}},
    }


def guarded_contents(contents: Sequence[Content]) -> list[Content]:
    """The tables with every text as a spreadsheet may safely open it: what is browsed can be saved as CSV."""
    return [
        content._replace(
            rows=[
                {
                    field.name: guarded(text)
                    if field.type == "text" and isinstance(text := row[field.name], str)
                    else row[field.name]
                    for field in content.table.columns
                }
                for row in content.rows
            ]
        )
        for content in contents
    ]


def history(address: Address, path: Path) -> None:
    """A copy of an SQLite record with its history, for the queries behind the reports, without what is private.

    Its texts are guarded as in a CSV file. Raises what keeps the record from being read, and CannotWrite.
    """
    back_up(address, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.create_function("guarded", 1, lambda text: text and guarded(text), deterministic=True)
        connection.execute("BEGIN")
        for name in _PRIVATE:
            connection.execute(f'DROP TABLE "{name}"')
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
            if sql and "VIRTUAL" not in sql and not name.startswith("search"):
                for column in _texts(connection, name):
                    # The names are those of our own schema.
                    safe = f'"{column}" = guarded("{column}") WHERE "{column}" <> guarded("{column}")'
                    connection.execute(f'UPDATE "{name}" SET {safe}')  # noqa: S608
        connection.execute("COMMIT")
        connection.execute("VACUUM")


def _texts(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")') if row[2] == "TEXT"]


def reports(snapshot: Snapshot, path: Path) -> dict[str, Any]:
    """What Datasette is to show of the history: the queries behind the reports, as they are, and no table."""
    given = {**queries.EVERY_KEY, "revision": snapshot.revision, "as_of": snapshot.as_of}
    given |= {"known_at": snapshot.known_at or NOW}
    given |= {"established": int(snapshot.is_established), "established_as_of": snapshot.established_as_of}
    found, links = {}, []
    with closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in queries.query_names():
            text = queries.query_text(name)
            asked = list(dict.fromkeys(re.findall(r"(?<!:):([a-z_]+)", re.sub(r"--.*", "", text))))
            if not _runs(connection, text, asked):
                continue
            found[name] = {"sql": text, "title": name, "description": queries.query_purpose(name), "params": asked}
            wanted = urlencode({one: given[one] for one in asked if one in given})
            purpose = escape(queries.query_purpose(name))
            links.append(f'<li><a href="/{HISTORY}/{name}?{wanted}">{name}</a>: {purpose}</li>')
    about = "<p>The queries behind the reports, as the program runs them:</p>"
    return {
        "description_html": f"{about}<ul>{''.join(links)}</ul>",
        "tables": {name: {"hidden": True} for name in names},
        "queries": found,
    }


def _runs(connection: sqlite3.Connection, text: str, asked: Sequence[str]) -> bool:
    """Whether a query is one of what is there: those of private tables are not, nor those of another database."""
    try:
        connection.execute(f"EXPLAIN {text}", dict.fromkeys(asked, ""))
    except sqlite3.OperationalError:
        return False
    return True


class Labels:
    """How cells read in Datasette: codes by their labels, and a measure by the page that tells its story."""

    def __init__(self, contents: Sequence[Content]) -> None:
        self.vocabularies: Mapping[tuple[str, str], Vocabulary] = dict(_vocabularies(contents))

    def render(self, row: Any, value: object, column: str, table: str | None) -> str | None:
        """What to show for a value of a row, as HTML; nothing where it is to be shown as it is."""
        if not isinstance(value, str) or not table:
            return None
        if (table, column) == ("measures", "title"):
            return f'<a href="/site/measures/{escape(row["measure"])}.html">{escape(value)}</a>'
        vocabulary = self.vocabularies.get((table, column))
        return escape(vocabulary.labels(value)) if vocabulary is not None else None


def _vocabularies(contents: Sequence[Content]) -> Iterator[tuple[tuple[str, str], Vocabulary]]:
    for content in contents:
        for field in content.table.columns:
            if field.vocabulary is not None:
                yield (content.table.name, field.name), field.vocabulary
