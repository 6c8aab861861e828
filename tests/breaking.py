"""Breaking off: a connection to PostgreSQL is taken away at a statement, or when a transaction ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, event

from tracker.db import bulk
from tracker.db.address import Address

# The tests' server lets anybody in; the address names a password, which no message may show.
SECRET = "pa55word"
HANGS = "SELECT pg_sleep(60)"


def with_password(address: Address) -> str:
    """The address with a password in it."""
    assert "//postgres@" in address.url or "//postgres:" in address.url
    user, _, rest = address.url.partition("@")
    return f"{user.removesuffix(':')}:{SECRET}@{rest}"


def beside(address: Address, statement: str) -> list[Any]:
    """What a statement gives, over a connection of its own."""
    with psycopg.connect(address.url.replace("+psycopg", ""), autocommit=True) as connection:
        done = connection.execute(statement)  # type: ignore[call-overload]
        return list(done) if done.description else []


def terminate(connection: Connection, address: Address) -> None:
    """End the server's side of a connection, as an administrator would."""
    driver: Any = connection.connection.dbapi_connection
    beside(address, f"SELECT pg_terminate_backend({driver.info.backend_pid}, 5000)")


@contextmanager
def at_statement(words: str, act: Callable[[Connection], str | None], times: int = 1) -> Iterator[list[str]]:
    """Do something before the first statements that hold these words; what it returns is run in the statement's stead.

    Gives the list of the statements that it was done at.
    """
    found: list[str] = []

    def hook(connection: Connection, _cursor: object, statement: str, given: Any, _context: object, _many: bool) -> Any:
        if words in statement and len(found) < times:
            found.append(statement)
            if instead := act(connection):
                return instead, {}
        return statement, given

    copy = bulk._copy

    def copying(connection: Connection, statement: str, rows: Any) -> None:
        copy(connection, hook(connection, None, statement, None, None, False)[0], rows)

    event.listen(Engine, "before_cursor_execute", hook, retval=True)
    bulk._copy = copying
    try:
        yield found
    finally:
        bulk._copy = copy
        event.remove(Engine, "before_cursor_execute", hook)


@contextmanager
def at_commit(act: Callable[[Connection], None]) -> Iterator[list[str]]:
    """Do something when the first transaction that has written is about to be committed; the rest as above."""
    found: list[str] = []

    def hook(connection: Connection) -> None:
        if not found:
            found.append("commit")
            act(connection)

    event.listen(Engine, "commit", hook)
    try:
        yield found
    finally:
        event.remove(Engine, "commit", hook)
