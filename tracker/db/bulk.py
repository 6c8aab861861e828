"""Rows in number into a table, column by column and by the shortest way a database has."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

from tracker.db.conventions import Row

# The values of each column; a number alone is what all rows have there.
Columns = Mapping[str, Sequence[Any] | int]


def insert_rows(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows, an absent field as nothing."""
    held = list(rows)
    names = [column.name for column in table.c]
    insert_columns(connection, table, {name: [row.get(name) for row in held] for name in names})


def insert_columns(connection: Connection, table: Table, columns: Columns) -> None:
    """Insert as many rows as the columns have values; None and an empty text are nothing, which no field holds.

    Columns that are empty in all of them are left out, and so are those that the mapping does not name.
    """
    same = {name: held for name, held in columns.items() if isinstance(held, int)}
    filled = {name: held for name, held in columns.items() if not isinstance(held, int) and _says_something(held)}
    if not filled:
        return
    if connection.dialect.name == "postgresql":
        filled |= {name: [value] * len(next(iter(filled.values()))) for name, value in same.items()}
        _copy(connection, f"COPY {table.name} ({', '.join(filled)}) FROM STDIN WITH (NULL '')", filled.values())
        return
    # The driver takes twice as long for a None as for an empty text.
    texts = [["" if value is None else value for value in held] if None in held else held for held in filled.values()]
    marks = ["NULLIF(?, '')" if table.c[name].nullable else "?" for name in filled] + [*map(str, same.values())]
    statement = f"INSERT INTO {table.name} ({', '.join([*filled, *same])}) VALUES ({', '.join(marks)})"  # noqa: S608 (our own names)
    connection.exec_driver_sql(statement, list(zip(*texts, strict=True)))


def _says_something(values: Sequence[object]) -> bool:
    """Whether any of the values is more than nothing; 0 is."""
    return any(values) or not {*values} <= {None, ""}


def _copy(connection: Connection, statement: str, columns: Iterable[Sequence[object]]) -> None:
    driver: Any = connection.connection.dbapi_connection
    errors: Any = connection.dialect.dbapi
    lines = map("\t".join, zip(*map(_copied, columns), strict=True))
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write("\n".join([*lines, ""]))
    except errors.Error as error:
        is_lost = bool(driver.closed)
        raise DBAPIError.instance(statement, None, error, errors.Error, connection_invalidated=is_lost) from error


def _copied(values: Sequence[object]) -> list[str]:
    """The values of a column as COPY reads them."""
    texts = ["" if value is None else str(value) for value in values]
    whole = "".join(texts)
    return [text.translate(_ESCAPED) for text in texts] if any(mark in whole for mark in _MARKS) else texts


_MARKS = "\\\t\n\r"
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
