"""Rows in number into a table, by the shortest way a database has."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

from tracker.db.conventions import Row


def insert_rows(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows, an absent field as nothing. Columns that are empty in all of them are left out."""
    held = list(rows)
    if not held:
        return
    columns = [column for column in table.c if any(row.get(column.name) is not None for row in held)]
    listed = ", ".join(column.name for column in columns)
    empty = dict.fromkeys(column.name for column in columns)
    take = itemgetter(*empty)  # several: each table has a number and more
    values = (take({**empty, **row}) for row in held)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table.name} ({listed}) FROM STDIN", values)
        return
    marks = ", ".join("NULLIF(?, '')" if column.nullable else "?" for column in columns)
    # The driver takes twice as long for a None as for an empty text, which no field holds.
    texts = [tuple(["" if value is None else value for value in row]) for row in values]
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({listed}) VALUES ({marks})", texts)  # noqa: S608 (our own names)


def _copy(connection: Connection, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
    driver: Any = connection.connection.dbapi_connection
    errors: Any = connection.dialect.dbapi
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except errors.Error as error:
        is_lost = bool(driver.closed)
        raise DBAPIError.instance(statement, None, error, errors.Error, connection_invalidated=is_lost) from error
