"""The change log: one change is one revision, whole or not at all, and what it vouches for cannot be altered unseen."""

import itertools
import multiprocessing
import sqlite3
import threading
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from tests.conftest import opened
from tests.effort import times
from tests.making import MEASURE, add, live_keys
from tracker.db import change, engine
from tracker.db.address import Address
from tracker.db.change import Change, writing
from tracker.db.conventions import GENESIS
from tracker.db.engine import ask_of, transaction
from tracker.db.hash_chain import broken_chain
from tracker.db.settings import SHIPPED_EDITION
from tracker.db.versioning import REVISION
from tracker.errors.base import Conflict, Refused
from tracker.errors.usage import UnknownKey
from tracker.record import measures
from tracker.reports import checks


def log(address: Address) -> list[Any]:
    """The revisions, oldest first."""
    with transaction(address) as connection:
        return list(connection.execute(select(REVISION).order_by(REVISION.c.number)))


def test_the_first_load_is_revision_one(shipped: Address) -> None:
    """Loading the shipped edition is revision 1, with who and why, and its rows remember the edition."""
    [first] = log(shipped)
    assert (first.number, first.author, first.previous) == (1, "the tests", GENESIS)
    assert "shipped edition" in first.why
    with transaction(shipped) as connection:
        assert connection.execute(text("SELECT DISTINCT made_in, edition FROM mention_version")).all() == [
            (1, SHIPPED_EDITION)
        ]


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
        assert broken_chain(ask_of(connection)) == []


def _write_many(address: Address, name: str, count: int) -> None:
    for number in range(count):
        add(address, f"{name}-{number}")


@pytest.mark.long
def test_many_programs_write_at_once(empty: Address) -> None:
    """Of what many programs add at once nothing is lost and nothing fails, and the chain holds."""
    programs, count = 8, times(5, 200)
    # What many programs import, one does for all of them, where the system can.
    quick = "forkserver" in multiprocessing.get_all_start_methods()
    apart: Any = multiprocessing.get_context("forkserver" if quick else "spawn")
    if quick:
        apart.set_forkserver_preload([__name__])
    writers = [apart.Process(target=_write_many, args=(empty, f"writer-{name}", count)) for name in range(programs)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * programs
    assert [revision.number for revision in log(empty)] == list(range(1, programs * count + 1))
    assert len(live_keys(empty)) == programs * count
    with transaction(empty) as connection:
        assert broken_chain(ask_of(connection)) == []


def test_whoever_has_waited_longest_asks_most_often(empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as another writes, a writer asks again and again, and the longer the oftener; then it writes."""
    slept: list[float] = []
    with sqlite3.connect(empty_file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 50:
                other.execute("ROLLBACK")

        clock = itertools.count()
        monkeypatch.setattr(engine.time, "sleep", sleep)
        monkeypatch.setattr(engine.time, "monotonic", lambda: next(clock) / 10)
        assert add(Address.of(empty_file), "one") == 1
    other.close()
    assert len(slept) == 50
    assert slept == sorted(slept, reverse=True)
    assert slept[-1] < slept[0]


def test_check_finds_what_is_unsound(shipped: Address) -> None:
    """A sound record has no faults; a measure without a mention and a wrong stored order are named."""
    assert checks.check(opened(shipped), shipped) == []
    add(shipped, "nobody-speaks-of-it")
    with transaction(shipped) as connection:
        live = "SELECT v.id, key FROM mention_version AS v JOIN mention AS a ON a.id = mention_id"
        keys = {row.id: row.key for row in connection.execute(text(live))}
        connection.execute(text("UPDATE mention_version SET standing = 1 WHERE id = 5"))
        day = "spoken_on = '2022-01-01', counts_on = '2022-01-01'"
        connection.execute(text(f"UPDATE mention_version SET {day} WHERE id = 6 AND established IS NULL"))
    faults = checks.check(opened(shipped), shipped)
    assert {"nobody-speaks-of-it", "change log"} < {fault.field for fault in faults}
    assert [fault.field for fault in faults if "deciding order" in fault.message] == [keys[5]]
    assert [fault.field for fault in faults if "another day" in fault.message] == [keys[6]]


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


def test_what_a_change_did_is_what_lives(shipped: Address) -> None:
    """Within a change what it ended is gone, and what it made is there, one by one or in number."""
    with writing(shipped, "the tests", "to test") as change:
        link = change.live_keys("link")[0]
        change.end("link", link)
        assert change.live("link", link) is None
        assert not change.lives("link", link)
        with pytest.raises(UnknownKey):
            change.revise("link", link, {"note": "again"})
        assert "source/999" not in change.keys("paragraph")
        some = {"sha256": ["a" * 64], "words": [1], "verdict": ["context"]}
        anchors = {"source_id": [1], "number": [999]}
        change.make_many("paragraph", ["source/999"], some, anchors)
        assert change.lives("paragraph", "source/999")
        assert change.live("paragraph", "source/999")


def test_what_a_change_made_is_no_longer_what_was_seen(empty: Address) -> None:
    """Whoever saw a thing before this change altered it is refused, with this change's own reason."""
    add(empty, "one")
    with (
        pytest.raises(Conflict, match=r"the tests on just now \(to test\)"),
        writing(empty, "the tests", "to test") as change,
    ):
        assert change.revise("measure", "one", {}) is False
        measures.edit(change, "one", {"title": "One more thing"})
        measures.edit(change, "one", {"title": "Another thing"}, base=1)


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


def test_a_clock_set_back(empty: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recorded time never runs backwards: a revision made by a clock that was set back is as late as the one before."""

    class SetBack(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "SetBack":
            return cls(2001, 1, 1, tzinfo=tz)

    add(empty, "first")
    monkeypatch.setattr(change, "datetime", SetBack)
    add(empty, "second")
    one, other = (revision.recorded_at for revision in log(empty))
    assert one == other > "2001-01-02"
    assert opened(empty, known_at=one).revision == 2
