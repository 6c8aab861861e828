"""The change log: one change is one revision, whole or not at all, and what it vouches for cannot be altered unseen."""

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from tests.conftest import opened
from tests.making import live_keys
from tracker.db.address import Address
from tracker.db.change import Change, writing
from tracker.db.conventions import GENESIS
from tracker.db.engine import transaction
from tracker.db.hash_chain import broken_chain
from tracker.db.versioning import Revision
from tracker.errors.base import Refused
from tracker.record import measures
from tracker.reports import checks

MEASURE = {"key": "a-loan", "title": "A loan", "kind": "humanitarian"}


def add(address: Address, key: str, why: str = "to test") -> int | None:
    """Add a measure in a change of its own."""
    with transaction(address) as connection:
        change = Change(connection, "the tests", why)
        measures.add(change, {**MEASURE, "key": key})
        return change.close()


def log(address: Address) -> list[Any]:
    """The revisions, oldest first."""
    with transaction(address) as connection:
        return list(connection.execute(select(Revision.__table__).order_by(Revision.number)))


def test_the_first_load_is_revision_one(shipped: Address) -> None:
    """Loading the shipped edition is revision 1, with who and why, and its rows remember the edition."""
    [first] = log(shipped)
    assert (first.number, first.author, first.previous) == (1, "the tests", GENESIS)
    assert "shipped edition" in first.why
    with transaction(shipped) as connection:
        assert connection.execute(text("SELECT DISTINCT made_in, edition FROM mention_version")).all() == [(1, "1")]


def test_a_change_is_one_revision(empty: Address) -> None:
    """Each change gets the next number and chains to the one before; times never run backwards."""
    assert [add(empty, key) for key in ("one", "two", "three")] == [1, 2, 3]
    first, second, third = log(empty)
    assert (second.previous, third.previous) == (first.digest, second.digest)
    assert first.recorded_at <= second.recorded_at <= third.recorded_at


def test_a_change_of_nothing_is_no_revision(empty: Address) -> None:
    """Closing a change that made nothing writes nothing."""
    with transaction(empty) as connection:
        assert Change(connection, "the tests", "to test").close() is None
    assert log(empty) == []


def test_all_or_nothing(empty: Address) -> None:
    """A change that fails leaves neither rows nor a revision."""
    with pytest.raises(Refused), transaction(empty) as connection:
        change = Change(connection, "the tests", "to test")
        measures.add(change, MEASURE)
        measures.add(change, {**MEASURE, "key": "B A D"})
    assert log(empty) == []
    assert live_keys(empty) == []


def test_a_hand_made_row_belongs_to_no_edition(shipped: Address) -> None:
    """What a person adds is marked as a person's."""
    add(shipped, "by-hand")
    with transaction(shipped) as connection:
        made = connection.execute(text("SELECT edition FROM measure_version WHERE made_in = 2")).scalar_one()
    assert made is None


def test_writers_take_turns(empty: Address) -> None:
    """Writers at once each get a revision of their own, and the chain holds: the head row is locked."""
    failures: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for number in range(5):
                add(empty, f"{name}-{number}")
        except BaseException as failure:  # noqa: BLE001 (a thread's failure must reach the test)
            failures.append(failure)

    writers = [threading.Thread(target=write, args=(f"writer-{name}",)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    assert [revision.number for revision in log(empty)] == list(range(1, 21))
    with transaction(empty) as connection:
        assert broken_chain(connection) == []


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
        assert broken_chain(connection) == []
    with transaction(shipped, enforcing=False) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(statement))
    with transaction(shipped) as connection:
        assert broken_chain(connection)


def test_check_finds_what_is_unsound(shipped: Address) -> None:
    """A sound record has no faults; a measure without a mention and a wrong stored order are named."""
    assert checks.check(opened(shipped), shipped) == []
    add(shipped, "nobody-speaks-of-it")
    with transaction(shipped) as connection:
        connection.execute(text("UPDATE mention_version SET standing = 1 WHERE id = 5"))
    faults = checks.check(opened(shipped), shipped)
    assert {"nobody-speaks-of-it", "change log"} < {fault.field for fault in faults}
    assert any("deciding order" in fault.message for fault in faults)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP INDEX uq_measure_version_live",
        "CREATE TRIGGER quiet AFTER INSERT ON measure BEGIN DELETE FROM measure; END",
        "CREATE TABLE stowaway (id INTEGER)",
        "DROP TABLE link_version",
    ],
)
def test_a_changed_schema_is_found(shipped_file: Path, statement: str) -> None:
    """A rule of the schema taken away, or something added to it, is a fault."""
    address = Address.of(shipped_file)
    record = opened(address)
    with transaction(address, enforcing=False) as connection:
        connection.execute(text(statement))
    assert "schema" in {fault.field for fault in checks.check(record, address)}


def test_the_digest_is_the_same_on_every_database(databases: Any) -> None:
    """What the first revision made digests alike wherever it is kept: numbers and dialects do not count."""
    with transaction(databases.copy("record")) as connection:
        [content] = connection.execute(select(Revision.content)).scalars()
    _contents.setdefault("content", content)
    assert _contents["content"] == content


_contents: dict[str, str] = {}


def test_what_points_is_what_the_models_say(shipped: Address) -> None:
    """Nothing that a live row's foreign key points to can be ended, its anchor's foreign keys among them."""
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "to test")
        first, link = change.live_keys("mention")[0], change.live("link", change.live_keys("link")[0])
        mention = change.live("mention", first)
        assert link
        assert mention
        pointed = [
            ("measure", link["measure_id"]),
            ("measure", link["other_id"]),
            ("paragraph", mention["paragraph_id"]),
        ]
        ends = [(noun, change.key_of(noun, number)) for noun, number in pointed]
        ends.append(("source", ends[-1][1].partition("/")[0]))
    for noun, key in ends:
        with pytest.raises(Refused, match="needs it"), writing(shipped, "the tests", "to test") as change:
            change.end(noun, key)
    with pytest.raises(Refused, match=r"paragraph .* needs it"), writing(shipped, "the tests", "to test") as change:
        for mention_key in change.live_keys("mention"):
            change.end("mention", mention_key)
        change.end(*ends[-1])
    assert opened(shipped).revision == 1


def test_a_context_closes_once(empty: Address) -> None:
    """A change used as a context is closed at its end, once; where something was raised nothing was written."""
    with writing(empty, "the tests", "to test") as change:
        measures.add(change, MEASURE)
        assert change.close() == 1
    assert change.recorded == 1
    with pytest.raises(Refused), writing(empty, "the tests", "again") as change:
        measures.add(change, {**MEASURE, "key": "another"})
        measures.add(change, MEASURE)
    assert change.recorded is None
    with writing(empty, "the tests", "nothing") as change:
        pass
    assert change.recorded is None
    assert opened(empty).revision == 1
