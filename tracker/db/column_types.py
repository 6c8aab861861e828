"""What every table shares: names of constraints, STRICT on SQLite, text in byte order, checks for closed lists."""

from collections.abc import Iterable
from typing import ClassVar

from sqlalchemy import REAL, CheckConstraint, Integer, MetaData, Text
from sqlalchemy.dialects.postgresql import DOUBLE_PRECISION, TEXT
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

# Byte order everywhere: the same rows sort the same on every database.
Words = Text().with_variant(TEXT(collation="C"), "postgresql")
Number: TypeEngine[float] = REAL().with_variant(DOUBLE_PRECISION(), "postgresql")


class Base(DeclarativeBase):
    """What all tables share: constraint names, STRICT on SQLite, text in byte order."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[type, object]] = {str: Words, float: Number, int: Integer}


def _one_by_one(column: str, words: Iterable[str]) -> str:
    """Whether a column is empty or one of some words; not as a list, which SQLite would make anew for every row."""
    return " OR ".join([f"{column} IS NULL", *(f"{column} = '{word}'" for word in words)])


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """The column holds a word of a closed list, or nothing."""
    return CheckConstraint(_one_by_one(column, words), name=column)


def some_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """The column holds words of a closed list separated by semicolons, or nothing.

    Taking each word out of `;a;b;` once must leave `;`; what stands before it spares the cells of one word that work.
    """
    listed = list(words)
    rest = f"';' || {column} || ';'"
    for word in listed:
        rest = f"replace({rest}, ';{word};', ';')"
    return CheckConstraint(f"{_one_by_one(column, listed)} OR {rest} = ';'", name=column)


def is_day(column: str) -> CheckConstraint:
    """The column looks like an ISO day, or is empty."""
    return CheckConstraint(f"{column} LIKE '____-__-__'", name=column)


def strict(*items: SchemaItem) -> tuple[SchemaItem | dict[str, bool], ...]:
    """What a table is told: its constraints and indexes, and that it holds nothing but the types it declares."""
    return (*items, {"sqlite_strict": True})
