"""The tables: what the database itself refuses, whoever writes."""

import pytest
from sqlalchemy import CheckConstraint, Engine, text
from sqlalchemy.exc import IntegrityError

from tracker.db import models
from tracker.db.address import Address
from tracker.db.conventions import NOUNS, OF_ANCHOR, REFERENCES
from tracker.db.engine import engine, transaction
from tracker.db.models import METADATA

V, W, X = "measure_version", "mention_version", "source_version"

# What breaks each rule of the tables, by the name of the rule.
BROKEN = {
    "ck_revision_number": "UPDATE revision SET number = 0",
    "ck_revision_accountable": "UPDATE revision SET why = ''",
    "ck_revision_head_one_row": "INSERT INTO revision_head (id, number, digest) VALUES (2, 0, 'x')",
    "ck_paragraph_number": "UPDATE paragraph SET number = 0 WHERE id = 1",
    "ck_source_version_span": f"UPDATE {X} SET ended_in = made_in",
    "ck_source_version_published": f"UPDATE {X} SET published = 'soon', published_latest = 'sooner'",
    "ck_source_version_published_earliest": f"UPDATE {X} SET published_earliest = '1'",
    "ck_source_version_published_latest": f"UPDATE {X} SET published_latest = '9999'",
    "ck_source_version_published_range": f"UPDATE {X} SET published_latest = '2000-01-01'",
    "ck_source_version_published_basis": f"UPDATE {X} SET published_basis = 'rumour'",
    "ck_source_version_type": f"UPDATE {X} SET type = 'gossip'",
    "ck_source_version_instrument": f"UPDATE {X} SET instrument = 'flute'",
    "ck_source_version_updated": f"UPDATE {X} SET updated = 'later'",
    "ck_source_version_retrieved": f"UPDATE {X} SET retrieved = 'today'",
    "ck_paragraph_version_span": "UPDATE paragraph_version SET ended_in = made_in",
    "ck_paragraph_version_verdict": "UPDATE paragraph_version SET verdict = 'records'",
    "ck_paragraph_version_also": "UPDATE paragraph_version SET also = 'context;gossip'",
    "ck_paragraph_version_sha256": "UPDATE paragraph_version SET sha256 = 'abc'",
    "ck_paragraph_version_words": "UPDATE paragraph_version SET words = 0",
    "ck_measure_version_span": f"UPDATE {V} SET ended_in = made_in",
    "ck_measure_version_kind": f"UPDATE {V} SET kind = 'gossip'",
    "ck_measure_version_form": f"UPDATE {V} SET form = 'free'",
    "ck_measure_version_target": f"UPDATE {V} SET target = 'russia;the_moon'",
    "ck_measure_version_merged_into_another": f"UPDATE {V} SET merged_into_id = measure_id",
    "ck_event_version_span": "UPDATE event_version SET ended_in = made_in",
    "ck_event_version_evidence": "UPDATE event_version SET quote = NULL, met_on = NULL WHERE paragraph_id IS NOT NULL",
    "ck_event_version_happened": "UPDATE event_version SET happened_on = '2022', document_id = NULL",
    "ck_event_version_met_with_evidence": "UPDATE event_version SET met_on = '2022', paragraph_id = NULL, quote = NULL",
    "ck_link_version_span": "UPDATE link_version SET ended_in = made_in",
    "ck_link_version_relation": "UPDATE link_version SET relation = 'likes'",
    "ck_link_version_to_another": "UPDATE link_version SET other_id = measure_id",
    "ck_mention_version_span": f"UPDATE {W} SET ended_in = made_in",
    "ck_mention_version_status": f"UPDATE {W} SET status = 'done'",
    "ck_mention_version_strength": f"UPDATE {W} SET strength = 'firm'",
    "ck_mention_version_attribution": f"UPDATE {W} SET attribution = 'nobody'",
    "ck_mention_version_date_basis": f"UPDATE {W} SET date_basis = 'rumour'",
    "ck_mention_version_unit": f"UPDATE {W} SET unit = 'lorries'",
    "ck_mention_version_qualifier": f"UPDATE {W} SET qualifier = 'roughly'",
    "ck_mention_version_basis": f"UPDATE {W} SET basis = 'net'",
    "ck_mention_version_evidence": f"UPDATE {W} SET evidence = 'hearsay'",
    "ck_mention_version_target": f"UPDATE {W} SET target = 'the_moon'",
    "ck_mention_version_place": f"UPDATE {W} SET place = 'poland;poland'",
    "ck_mention_version_date_earliest": f"UPDATE {W} SET date_earliest = 'early'",
    "ck_mention_version_date_latest": f"UPDATE {W} SET date_latest = 'late'",
    "ck_mention_version_preferred_on": f"UPDATE {W} SET preferred_on = 'today'",
    "ck_mention_version_spoken_on": f"UPDATE {W} SET spoken_on = 'today'",
    "ck_mention_version_counts_on": f"UPDATE {W} SET counts_on = 'today'",
    "ck_mention_version_quote": f"UPDATE {W} SET quote = ''",
    "ck_mention_version_cited": f"UPDATE {W} SET source_id = 1",
    "ck_mention_version_established": f"UPDATE {W} SET established = 0",
    "ck_mention_version_context": f"UPDATE {W} SET context_quote = 'x', context_paragraph_id = NULL",
    "ck_mention_version_amount": f"UPDATE {W} SET amount = -1, amount_low = NULL, amount_high = NULL",
    "ck_mention_version_amount_range": f"UPDATE {W} SET amount_low = 2, amount_high = 1",
    "ck_mention_version_unsure": f"UPDATE {W} SET unsure = 2",
    "ck_mention_version_standing": f"UPDATE {W} SET standing = 3",
}

BROKEN_REFERENCES = {
    "a mention of no measure": f"UPDATE {W} SET measure_id = 99999",
    "an unknown edition": f"UPDATE {V} SET edition = 'nobody'",
    "two live versions of one measure": f"INSERT INTO {V} (id, measure_id, made_in, ended_in, title, kind)"
    f" SELECT 9999, measure_id, made_in, ended_in, title, kind FROM {V} WHERE id = 1",
}


def test_every_rule_is_tried() -> None:
    """Every rule that the tables have is among those broken below."""
    rules = [rule for table in METADATA.sorted_tables for rule in table.constraints]
    assert {str(rule.name) for rule in rules if isinstance(rule, CheckConstraint)} == BROKEN.keys()


@pytest.mark.parametrize(("rule", "statement"), [*BROKEN.items(), *(("", text) for text in BROKEN_REFERENCES.values())])
def test_the_database_itself_refuses(shipped: Address, rule: str, statement: str) -> None:
    """Closed lists, ranges, references and one live version per key are held by the database, not only by code."""
    made: Engine = engine(shipped)
    with made.connect() as connection, connection.begin() as begun:
        with pytest.raises(IntegrityError, match=rule or "."):
            connection.execute(text(statement))
            connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        begun.rollback()
    made.dispose()


@pytest.mark.parametrize("place", ["poland", "poland;estonia", "estonia;poland;united_kingdom"])
def test_several_codes_in_one_cell(shipped: Address, place: str) -> None:
    """Any of a closed list's words, in any order, may stand together in a cell."""
    with transaction(shipped) as connection:
        connection.execute(text("UPDATE mention_version SET place = :place"), {"place": place})


def test_every_noun_has_an_anchor_and_versions() -> None:
    """Each noun is a pair of tables: a key-only anchor, and versions that say when they began and ended."""
    tables = METADATA.tables
    for noun in ("source", "paragraph", "measure", "mention", "event", "link"):
        assert {"id", "key"} <= set(tables[noun].columns.keys())
        assert {"made_in", "ended_in", "edition", f"{noun}_id"} <= set(tables[f"{noun}_version"].columns.keys())


def test_what_points_where_is_known_without_them() -> None:
    """What readers know of references and of anchors' own fields, without the models, is what the models say."""
    for noun, (anchor, version) in models.NOUNS.items():
        pointing = {
            column.name: key.column.table.name
            for column in version.c
            for key in column.foreign_keys
            if key.column.name == "id" and column.name != f"{noun}_id"
        }
        assert pointing == REFERENCES[noun]
        own = {column.name: "" for column in anchor.c if column.name not in ("id", "key")}
        own |= {column.name: key.column.table.name for column in anchor.c for key in column.foreign_keys}
        assert own == OF_ANCHOR.get(noun, {})
    assert tuple(models.NOUNS) == NOUNS
