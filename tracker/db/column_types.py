"""What every table shares: names of constraints, STRICT on SQLite, text in byte order, checks for closed lists.

Tables of SQLAlchemy's Core, without its ORM, whose import and mapping would be a quarter of what a cold write costs.
"""

from collections.abc import Iterable

from sqlalchemy import (
    DOUBLE_PRECISION,
    REAL,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# Byte order everywhere: the same rows sort the same on every database.
WORDS = Text().with_variant(Text(collation="C"), "postgresql")
_NUMBER: TypeEngine[float] = REAL().with_variant(DOUBLE_PRECISION(), "postgresql")


def table(name: str, *items: SchemaItem) -> Table:
    """A table that on SQLite holds nothing but the types it declares."""
    return Table(name, METADATA, *items, sqlite_strict=True)


def index_where(condition: str, name: str, column: str, unique: bool = False) -> Index:
    """An index of the rows that meet a condition."""
    return Index(name, column, unique=unique, sqlite_where=text(condition))


@event.listens_for(METADATA, "before_create")
def _on_postgresql_too(*_: object, **__: object) -> None:
    """Give PostgreSQL the same conditions: not before tables are made, as naming its options imports its dialect."""
    for index in [index for one in METADATA.tables.values() for index in one.indexes]:
        index.dialect_kwargs["postgresql_where"] = index.dialect_kwargs.get("sqlite_where")


def texts(names: str, empty: bool = False) -> list[Column[str]]:
    """Columns of text, one a name; whether they may be empty."""
    return [Column(name, WORDS, nullable=empty) for name in names.split()]


def wholes(names: str, empty: bool = False) -> list[Column[int]]:
    """Columns of whole numbers, one a name; whether they may be empty."""
    return [Column(name, Integer, nullable=empty) for name in names.split()]


def numbers(names: str) -> list[Column[float]]:
    """Columns of numbers, one a name, that may be empty."""
    return [Column(name, _NUMBER, nullable=True) for name in names.split()]


def reference(name: str, target: str, empty: bool = False, index: bool = False) -> Column[int]:
    """A column that holds the number of a row of another table."""
    return Column(name, Integer, ForeignKey(f"{target}.id"), nullable=empty, index=index)


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
