"""The queries behind every report."""

from sqlalchemy import text

from tests import databases
from tests.conftest import opened
from tracker.db import queries
from tracker.db.address import Address
from tracker.db.engine import transaction
from tracker.db.queries import EVERY_KEY, query_names, query_text
from tracker.db.reader import reading
from tracker.domain import rows

TYPES = {
    "position": rows.PositionRow,
    "measures": rows.MeasureDefinition,
    "aliases": rows.AliasRow,
    "statuses": rows.DecidedRow,
    "mentions": rows.MentionRow,
    "mention_counts": rows.MentionCount,
    "mention_keys": rows.MentionKeyRow,
    "measures_of_source": rows.MeasureKey,
    "sources": rows.SourceRow,
    "paragraphs": rows.ParagraphRow,
    "events": rows.EventRow,
    "links": rows.LinkRow,
    "about": rows.ThingRow,
    "revisions": rows.RevisionRow,
    "reasons": rows.ReasonRow,
    "search": rows.SearchRow,
    "worded": rows.MeasureDefinition,
    "word_counts": rows.CountedWords,
    "attached": rows.AttachedText,
    "text": rows.TextRow,
    "readings": rows.UnfinishedReading,
}


def test_every_query_has_its_constant() -> None:
    """Each query has a constant named after its file, which says what its rows hold."""
    constants = {name.lower(): value for name, value in vars(queries).items() if isinstance(value, queries.Query)}
    assert all(name == str(value) for name, value in constants.items())
    assert constants.keys() == TYPES.keys()
    others = {name for name in query_names() if name.startswith("versions_") or "." in name}
    assert constants.keys() | others == set(query_names())
    for name in constants:
        held = "Spoken" if name == "mentions" else f"rows.{TYPES[name].__name__}"
        assert queries.__annotations__[name.upper()] == f"Query[{held}]"


def test_rows_hold_what_their_type_says(shipped_file: str) -> None:
    """The columns that each query gives are the keys of the type of its rows, no more and no fewer."""
    with reading(Address.of(shipped_file)) as reader:
        everything = {"revision": 1, "as_of": "9999", "known_at": "9999", "words": '"the"', "skip": 0}
        everything |= {"established_as_of": "9999", "established": 0}
        for name, kind in TYPES.items():
            found = reader.connection.execute(
                queries.query_text(name), {**queries.EVERY_KEY, **everything, "source": "", "mention": "", "key": ""}
            )
            assert {column[0] for column in found.description} == set(kind.__annotations__), name


def test_mention_rows_are_typed_as_read(shipped: Address) -> None:
    """What a driver gives for a field is of the field's type, but for truth, which SQLite keeps as 0 or 1."""
    for row in opened(shipped).definitions():
        assert all(value is None or isinstance(value, str) for value in row.values())
    for row in opened(shipped).mentions():
        assert isinstance(row["paragraph"], int) is (row["evidence"] != "cited")
        assert isinstance(row["unsure"], bool)
        assert isinstance(row["standing"], int)
        assert row["amount"] is None or isinstance(row["amount"], int | float)


def test_sources_never_meet_all_paragraphs() -> None:
    """Without statistics, too, a source's paragraphs are counted by their index: joined to all, a load grew squared."""
    address = databases.of("postgresql").copy("empty")
    given = {**EVERY_KEY, "revision": 1, "as_of": "2030-01-01", "established_as_of": "2030-01-01"}
    lines = (line for line in query_text("sources").splitlines() if not line.startswith("--"))
    with transaction(address) as connection:
        plan = "\n".join(connection.scalars(text("EXPLAIN " + "\n".join(lines)), given))
    assert "ix_paragraph_version_paragraph" in plan
    assert "ix_paragraph_version_made_in" not in plan
    assert "on paragraph_version" not in plan.replace("ix_paragraph_version_paragraph on paragraph_version", "")
