"""Lines put in the order of their keys, on the disk: more of them than memory holds."""

import sqlite3
from collections.abc import Iterator
from types import TracebackType
from typing import Generic, TypeVar

_BATCH = 5_000
Line = TypeVar("Line", str, bytes)


class InOrder(Generic[Line]):
    """Takes lines in any order and gives them back by key; nothing is left behind."""

    def __init__(self) -> None:
        # A database without a name is a temporary file once it outgrows its cache.
        self.connection = sqlite3.connect("", isolation_level=None)
        self.connection.execute("CREATE TABLE line (key TEXT PRIMARY KEY, line) WITHOUT ROWID")
        self.waiting: list[tuple[str, Line]] = []

    def __enter__(self) -> "InOrder[Line]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()
        if isinstance(error, sqlite3.OperationalError):
            raise OSError(str(error)) from error

    def add(self, key: str, line: Line) -> None:
        """Take a line. Raises OSError, at the latest when this is closed, where there is no room for it."""
        self.waiting.append((key, line))
        if len(self.waiting) == _BATCH:
            self._put()

    def _put(self) -> None:
        self.connection.execute("BEGIN")
        self.connection.executemany("INSERT INTO line VALUES (?, ?)", self.waiting)
        self.connection.execute("COMMIT")
        self.waiting = []

    def __iter__(self) -> Iterator[Line]:
        self._put()
        for (line,) in self.connection.execute("SELECT line FROM line ORDER BY key"):
            yield line
