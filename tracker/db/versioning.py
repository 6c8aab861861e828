"""The tables of history: revisions, editions, and what the anchors and versions of all nouns have in common.

A correction ends one version and begins the next; nothing is updated in place. `ended_in` is a far maximum while a
version lives, and a partial unique index keeps one live version per anchor.
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem

from tracker.db.column_types import Base, strict
from tracker.db.conventions import LIVE


def _made_in() -> ForeignKey:
    # Deferred: a revision's row is written last, when the digest of what it made is known.
    return ForeignKey("revision.number", deferrable=True, initially="DEFERRED")


def of_those_held(name: str, column: str) -> Index:
    """An index on a column that is mostly empty, of the rows where it is not."""
    held = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=held, postgresql_where=held)


class Revision(Base):
    """One act of writing: who, when, why; its digest chains to the one before."""

    __tablename__ = "revision"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recorded_at: Mapped[str]
    author: Mapped[str]
    why: Mapped[str]
    previous: Mapped[str] = mapped_column(unique=True)
    content: Mapped[str]
    undoes: Mapped[int | None]
    digest: Mapped[str] = mapped_column(unique=True)
    __table_args__ = strict(
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("author <> '' AND why <> ''", name="accountable"),
        of_those_held("ix_revision_undoes", "undoes"),
    )


class RevisionHead(Base):
    """The one row every writer locks: the number and digest of the newest revision."""

    __tablename__ = "revision_head"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    digest: Mapped[str]
    __table_args__ = strict(CheckConstraint("id = 1", name="one_row"))


class Edition(Base):
    """A set of shipped readings that was loaded, and in which revision."""

    __tablename__ = "edition"
    name: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    loaded_in: Mapped[int] = mapped_column(_made_in())
    __table_args__ = strict()


class Anchor(Base):
    """What others point to: a number for the database, a key for people, frozen once given."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(unique=True)


class Version(Base):
    """A state of a thing: true in the record from revision `made_in` until revision `ended_in`."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ended_in: Mapped[int] = mapped_column(default=LIVE)

    @declared_attr
    def made_in(self) -> Mapped[int]:
        """The revision that began it."""
        return mapped_column(_made_in(), index=True)

    @declared_attr
    def edition(self) -> Mapped[str | None]:
        """The edition of the shipped readings that wrote it, or nothing for a person."""
        return mapped_column(ForeignKey("edition.name"))


_LIVE_ONLY = text(f"ended_in = {LIVE}")
_ENDED = text(f"ended_in < {LIVE}")


def version_of(noun: str, *items: SchemaItem) -> tuple[SchemaItem | dict[str, bool], ...]:
    """What the table of a noun's versions holds to: one live version each, and the indexes that find it."""
    return strict(
        CheckConstraint("ended_in > made_in", name="span"),
        Index(
            f"uq_{noun}_version_live", f"{noun}_id", unique=True, sqlite_where=_LIVE_ONLY, postgresql_where=_LIVE_ONLY
        ),
        Index(f"ix_{noun}_version_{noun}", f"{noun}_id", "made_in"),
        Index(f"ix_{noun}_version_ended_in", "ended_in", sqlite_where=_ENDED, postgresql_where=_ENDED),
        *items,
    )
