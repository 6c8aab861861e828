"""The tables of history: revisions, editions, and what the anchors and versions of all nouns have in common.

A correction ends one version and begins the next; nothing is updated in place. `ended_in` is a far maximum while a
version lives, and a partial unique index keeps one live version per anchor.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table
from sqlalchemy.schema import SchemaItem

from tracker.db.column_types import WORDS, index_where, table, texts, wholes
from tracker.db.conventions import LIVE


def of_those_held(name: str, column: str) -> Index:
    """An index on a column that is mostly empty, of the rows where it is not."""
    return index_where(f"{column} IS NOT NULL", name, column)


def number_of_its_own(name: str) -> Column[int]:
    """A primary key that whoever writes gives out."""
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _revision(name: str, index: bool = False) -> Column[int]:
    # Deferred: a revision's row is written last, when the digest of what it made is known.
    number = ForeignKey("revision.number", deferrable=True, initially="DEFERRED")
    return Column(name, Integer, number, nullable=False, index=index)


# One act of writing: who, when, why; its digest chains to the one before.
REVISION = table(
    "revision",
    number_of_its_own("number"),
    *texts("recorded_at author why"),
    Column("previous", WORDS, nullable=False, unique=True),
    *texts("content"),
    *wholes("undoes", empty=True),
    Column("digest", WORDS, nullable=False, unique=True),
    CheckConstraint("number > 0", name="number"),
    CheckConstraint("author <> '' AND why <> ''", name="accountable"),
    of_those_held("ix_revision_undoes", "undoes"),
)

# The one row every writer locks: the number and digest of the newest revision.
REVISION_HEAD = table(
    "revision_head",
    number_of_its_own("id"),
    *wholes("number"),
    *texts("digest"),
    CheckConstraint("id = 1", name="one_row"),
)

# A set of shipped readings that was loaded, and in which revision.
EDITION = table("edition", Column("name", WORDS, primary_key=True), *texts("digest"), _revision("loaded_in"))


def anchor_of(noun: str, *items: SchemaItem) -> Table:
    """What others point to: a number for the database, a key for people, frozen once given."""
    return table(noun, number_of_its_own("id"), Column("key", WORDS, nullable=False, unique=True), *items)


def version_of(noun: str, *items: SchemaItem) -> Table:
    """A noun's states: each true in the record from revision `made_in` until revision `ended_in`.

    `edition` is that of the shipped readings that wrote it, or nothing for a person. There is one live version each.
    """
    return table(
        f"{noun}_version",
        number_of_its_own("id"),
        Column(f"{noun}_id", Integer, ForeignKey(f"{noun}.id"), nullable=False),
        _revision("made_in", index=True),
        *wholes("ended_in"),
        Column("edition", WORDS, ForeignKey("edition.name")),
        *items,
        CheckConstraint("ended_in > made_in", name="span"),
        index_where(f"ended_in = {LIVE}", f"uq_{noun}_version_live", f"{noun}_id", unique=True),
        Index(f"ix_{noun}_version_{noun}", f"{noun}_id", "made_in"),
        index_where(f"ended_in < {LIVE}", f"ix_{noun}_version_ended_in", "ended_in"),
    )
