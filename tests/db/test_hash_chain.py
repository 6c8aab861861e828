"""The hash chain: whatever is done to the record behind its back is found."""

from typing import Any

import pytest
from sqlalchemy import select, text

from tests.making import add
from tracker.db.address import Address
from tracker.db.engine import ask_of, transaction
from tracker.db.hash_chain import broken_chain
from tracker.db.versioning import REVISION

TAMPERING = {
    "a value changed": "UPDATE measure_version SET title = 'Nothing to see' WHERE measure_id = 1",
    "a quote changed": "UPDATE mention_version SET quote = 'something else' WHERE id = 1",
    "a row removed": "DELETE FROM link_version WHERE id = 1",
    "a row slipped in": "INSERT INTO link_version (id, link_id, made_in, ended_in, measure_id, relation, other_id)"
    " SELECT 999, link_id, 1, 2, measure_id, relation, other_id FROM link_version WHERE id = 1",
    "a row ended": "UPDATE measure_version SET ended_in = 2 WHERE measure_id = 1",
    "the reason changed": "UPDATE revision SET why = 'no reason' WHERE number = 2",
    "the author changed": "UPDATE revision SET author = 'somebody' WHERE number = 1",
    "the time changed": "UPDATE revision SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE number = 2",
    "the head set back": "UPDATE revision_head SET number = 1",
    "an edition renamed": "UPDATE edition SET digest = 'another'",
    "paragraphs renumbered": "UPDATE paragraph SET number = 999 WHERE id = 3",
    "a paragraph given to another article": "UPDATE paragraph SET number = 888, source_id = 2 WHERE id = 3",
    "a key changed": "UPDATE measure SET key = 'something-else' WHERE id = 3",
    "a key slipped in": "INSERT INTO measure (id, key) VALUES (9999, 'nobody-made-it')",
    "the tail cut": "DELETE FROM revision WHERE number = 3",
}


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_is_found(shipped: Address, statement: str) -> None:
    """A row or an entry changed, added, removed or ended behind the log's back is found."""
    add(shipped, "second")
    add(shipped, "third")
    with transaction(shipped) as connection:
        assert broken_chain(ask_of(connection)) == []
    with transaction(shipped, enforcing=False) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(statement))
    with transaction(shipped) as connection:
        assert broken_chain(ask_of(connection))


def test_the_digest_is_the_same_on_every_database(databases: Any) -> None:
    """What the first revision made digests alike wherever it is kept: numbers and dialects do not count."""
    with transaction(databases.copy("record")) as connection:
        [content] = connection.execute(select(REVISION.c.content)).scalars()
    _contents.setdefault("content", content)
    assert _contents["content"] == content


_contents: dict[str, str] = {}
