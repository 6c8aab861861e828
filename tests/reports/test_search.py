"""Search: stemmed words and phrases on both databases, safe for any input, its index right after every write."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, text

from tests.bench.synthetic import synthetic
from tests.conftest import opened
from tests.effort import times
from tests.histories import add_article, correct_mention, end
from tests.running import run
from tests.terminal import at_terminal
from tracker.db import schema, search_index, search_words
from tracker.db.address import Address
from tracker.db.change import Change
from tracker.db.engine import transaction
from tracker.db.queries import query_text
from tracker.db.reader import reading
from tracker.db.search_words import CLOSES, OPENS
from tracker.domain.filters import Filters, select
from tracker.errors.base import UsageError
from tracker.reports import checks
from tracker.reports.search import FoundRow, search
from tracker.reports.snapshot import Snapshot

NO_FILTERS = Filters()


def rows_found(
    address: Address, *words: str, as_of: str = "", known_at: str = "", filters: Filters = NO_FILTERS, most: int = 1_000
) -> list[FoundRow]:
    """What is found, in order."""
    with reading(address) as reader:
        return search(Snapshot(reader.rows, as_of, known_at), search_words.asked(words).query, filters, most)


def found(address: Address, *words: str, as_of: str = "", known_at: str = "") -> list[str]:
    """The keys of what is found, in order."""
    return [row["key"] for row in rows_found(address, *words, as_of=as_of, known_at=known_at)]


MARINES = {"royal-marines-poland", "mdb7ce99826", "m9fe57e313e", "mb32fb646df"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["marine", "poland"], MARINES),
        (["MARINES", "Poland"], MARINES),
        (['"sanctions regime"'], {"sanctions-law", "m1254dfd24b"}),
        (['"regime sanctions"'], set()),
        (["anti-tank", "provided"], {"anti-tank-missiles", "m8455188cf3"}),
        (["“marines” poland"], MARINES),
        (["marine", "OR", "sanction"], set()),
        (["marine", "-poland"], MARINES),
    ],
)
def test_what_is_found(shipped: Address, words: list[str], expected: set[str]) -> None:
    """All words, stemmed and in any case, and phrases as they stand are found; operators are only words."""
    assert set(found(shipped, *words)) == expected


@pytest.mark.parametrize(
    ("word", "key", "label"),
    [
        ("1000", "standby-1000", "on standby"),
        ("1,000", "standby-1000", "on standby"),
        ("2000 missiles", "anti-tank-missiles", "delivered"),
        ("UWO", "unexplained-wealth-orders", "before Parliament"),
        ("UWOs", "unexplained-wealth-orders", "before Parliament"),
        ("Wealth Order", "unexplained-wealth-orders", "before Parliament"),
        ("wealth orders", "unexplained-wealth-orders", "before Parliament"),
        ("NLAW", "anti-tank-missiles", "delivered"),
        ("sanctions legislation", "sanctions-law", "in force"),
        ("sanctions law", "sanctions-law", "in force"),
        ("troops on standby", "standby-1000", "on standby"),
    ],
)
def test_the_answer_comes_first(shipped: Address, word: str, key: str, label: str) -> None:
    """The first row is the measure that is meant, with its status now, however the thing was called."""
    first = rows_found(shipped, word)[0]
    assert (first["noun"], first["key"], first["status_label"]) == ("measure", key, label)
    assert first["source"]


def test_who_said_it_is_found(shipped: Address) -> None:
    """A speaker's name finds what they said, with the quote as it is, and the measures it is about."""
    rows = rows_found(shipped, "Hinds")
    said = [row for row in rows if row["noun"] == "mention"]
    assert {row["matched"] for row in said} == {"speaker"}
    assert all(row["words"] == "Damian «Hinds»" and row["quote"] for row in said)
    assert {row["key"] for row in rows if row["noun"] == "measure"} == {row["measure"] for row in said}


def test_a_quote_stands_alone(shipped: Address) -> None:
    """What is shown as a quote is the quote and nothing of a note; what matched in a note is named one."""
    quotes = {row["mention"]: row["quote"] for row in opened(shipped).mentions()}
    notes = 0
    for row in rows_found(shipped, "the"):
        if row["noun"] == "mention":
            assert row["quote"] == quotes[row["key"]]
            fields = row["matched"].split(";")
            shown = row["words"].replace(OPENS, "").replace(CLOSES, "")
            assert (shown == row["quote"]) == (fields[0] == "quote")
            notes += fields[0] == "note"
    assert notes


_answers: dict[str, list[FoundRow]] = {}
ALIKE = ["sanctions", "ukraine", "defence secretary", "UK's", "the", "on standby", "to be", "UWO", "1,000", "Johnson"]
ALIKE += ["as elite", "possibly", "possible", "seizing assets", "troops' Nato's", "£ 1 (a) [b]"]


@pytest.mark.parametrize("words", [*ALIKE, "anti-tank", '"the UK"', "assembly", "legislating", "wallace estonia"])
def test_both_databases_find_alike(shipped: Address, words: str) -> None:
    """Every field of every row is the same on SQLite and PostgreSQL, common words and possessives included."""
    rows = rows_found(shipped, words)
    assert _answers.setdefault(words, rows) == rows


def days(rows: list[FoundRow]) -> list[str]:
    """The days of what matches, newest first; what speaks of no day comes before them."""
    of_no_day = ("measure", "event")
    return sorted(
        ((row["published"] or "~") if row["noun"] not in of_no_day else "~" for row in rows if row["matched"]),
        reverse=True,
    )


FILTERED = [
    Filters(kind=["sanctions"]),
    Filters(status=["ruled_out"]),
    Filters(disputed=True),
    Filters(source=["not-optimistic"]),
    Filters(place=["poland"], conditional=True),
]


@pytest.mark.parametrize("filters", [NO_FILTERS, *FILTERED], ids=repr)
@pytest.mark.parametrize("words", ["russia", "ukraine", "uk OR troops", "sanctions"])
def test_a_filter_misses_nothing(shipped: Address, filters: Filters, words: str) -> None:
    """The newest so many of what passes the filters come, however much that does not pass is newer."""
    kept = {one.row["measure"] for one in select(opened(shipped).measures(), filters)}
    everything = rows_found(shipped, words)
    passing = [
        row
        for row in everything
        if filters == NO_FILTERS
        or (
            row["measure"] in kept
            and (not filters.source or row["noun"] == "measure" or row["source"] in filters.source)
        )
    ]
    for most in (1, 2, 3, 50):
        rows = rows_found(shipped, words, filters=filters, most=most)
        assert days(rows) == days(passing)[:most]
        assert {row["key"] for row in rows} <= {row["key"] for row in passing}


def test_of_very_many_the_newest_come(tmp_path: Path) -> None:
    """Where so many mentions match that the newest days are tried first, the answer is that of trying them all."""
    file, base = tmp_path / "record.db", search_index.place("mention")
    synthetic(file, 8_000)
    with sqlite3.connect(file) as connection:
        connection.execute("DELETE FROM search WHERE rowid < ? OR rowid >= ?", [base, search_index.place("source")])
        # Little of the last months matches what matches most of the rest.
        late = "SELECT id + ? FROM mention_version WHERE spoken_on > '2023-01-01' AND id % 50"
        connection.execute(f"DELETE FROM search WHERE rowid IN ({late})", [base])
        for words in ('"will"', '"will" "troops"', '"sanctions"'):
            matching = connection.execute("SELECT rowid FROM search WHERE search MATCH ?", [words])
            places = {place for (place,) in matching}
            for as_of in ("2023-12-31", "2022-12-01", "2021-06-10"):
                live = "FROM mention_version AS v JOIN mention AS a ON a.id = v.mention_id"
                live = f"SELECT v.id, a.key {live} WHERE v.ended_in > 2 AND v.spoken_on <= ?"
                rows = connection.execute(f"{live} ORDER BY v.spoken_on DESC, v.id", [as_of]).fetchall()
                newest = [key for one, key in rows if one + base in places]
                asked = {"revision": 2, "as_of": as_of, "words": words, "most": 40, "skip": 10}
                answer = connection.execute(query_text("search"), asked).fetchall()
                assert [row[1] for row in answer] == newest[10:50]
    connection.close()


def test_both_clocks(shipped: Address) -> None:
    """What had not been said by a day, or was not known at a moment, is not found; what was corrected since is."""
    assert "mdb7ce99826" not in found(shipped, "marine", as_of="2022-02-10")
    assert found(shipped, "marine", known_at="2001-01-01T00:00:00.000000Z") == []
    then = opened(shipped).recorded_at
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "to test")
        end(change, "mention", "mdb7ce99826")
        add_article(change, 1, "2022-03-01", "announced")
        change.close()
    assert "mdb7ce99826" not in found(shipped, "marine")
    assert "mdb7ce99826" in found(shipped, "marine", known_at=then)


def drift(address: Address) -> int:
    """How far the index is from the record."""
    with reading(address) as reader:
        return search_index.drift(reader.ask, "sqlite" if address.path else "postgresql")


def test_every_change_keeps_the_index(shipped: Address) -> None:
    """Adding, correcting and withdrawing leave the index as the record says; what was added is found."""
    for number in range(3):
        with transaction(shipped) as connection:
            change = Change(connection, "the tests", "to test")
            add_article(change, number, "2022-03-01", "announced")
            correct_mention(change, "mdb7ce99826", "considered")
            change.close()
        assert drift(shipped) == 0
    assert "loan-2" in found(shipped, "loan")
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "to test")
        add_article(change, 7, "2022-03-01", "announced")
        # Never closed: nothing of it stays, in the record or in the index.
    assert drift(shipped) == 0


THIRD = search_index.place("mention") + 3
BREAKING = {
    "a row lost": f"DELETE FROM search WHERE place = {THIRD}",
    "a row too many": f"INSERT INTO search (place, words) VALUES ({THIRD + 9999}, 'x')",
    "all lost": "DELETE FROM search",
    "other words": f"UPDATE search SET words = 'nothing' WHERE place = {THIRD}",
}


@pytest.mark.parametrize("statement", BREAKING.values(), ids=BREAKING.keys())
def test_a_wrong_index_is_found_and_repaired(shipped: Address, statement: str) -> None:
    """An index that lacks a row, has one too many or other words is a fault that --repair mends."""
    with transaction(shipped) as connection:
        own = "rowid" if connection.dialect.name == "sqlite" else "place"
        connection.execute(text(statement.replace("place", own)))
    assert [fault.field for fault in checks.check(opened(shipped), shipped)] == ["search index"]
    checks.repair(shipped)
    assert checks.check(opened(shipped), shipped) == []
    assert set(found(shipped, "marine", "poland")) == MARINES


def test_a_rebuilt_table_does_no_harm(shipped: Address) -> None:
    """After a table was rebuilt in batch mode, which drops its triggers, the index holds and goes on being kept."""
    with transaction(shipped, enforcing=False) as connection:
        operations = Operations(MigrationContext.configure(connection))
        # Only SQLite rebuilds tables; PostgreSQL alters them in place.
        recreate = "always" if connection.dialect.name == "sqlite" else "auto"
        with operations.batch_alter_table("mention_version", recreate=recreate) as batch:
            batch.alter_column("note", existing_nullable=True)
    assert drift(shipped) == 0
    with transaction(shipped) as connection:
        change = Change(connection, "the tests", "to test")
        add_article(change, 1, "2022-03-01", "announced")
        change.close()
    assert drift(shipped) == 0
    assert "loan-1" in found(shipped, "loan")


def test_the_migration_both_ways_with_data(empty: Address) -> None:
    """Down and up again with data: the record is untouched, the index gone and then whole."""
    # The shipped record holds what the first schema has no place for.
    for number in (1, 2, 3):
        with transaction(empty) as connection:
            change = Change(connection, "the tests", "to test")
            add_article(change, number, "2022-03-01", "announced")
            change.close()
    before, answer = [one.row for one in opened(empty).measures()], found(empty, "loans", "come")
    assert len(answer) == 6
    with transaction(empty, enforcing=False) as connection:
        schema.downgrade(connection, "0001")
        assert not [name for name in inspect(connection).get_table_names() if name.startswith("search")]
        schema.upgrade(connection)
    assert drift(empty) == 0
    assert found(empty, "loans", "come") == answer
    assert [one.row for one in opened(empty).measures()] == before
    assert checks.check(opened(empty), empty) == []


@pytest.mark.long
def test_any_input_is_safe(shipped: Address) -> None:
    """Whatever is typed, the answer is rows or one refusal: no operator, no error of the database."""
    with reading(shipped) as reader:
        record = Snapshot(reader.rows)

        @settings(database=None, max_examples=times(50, 1_500))
        @given(st.lists(st.text(max_size=30), min_size=1, max_size=3))
        @example(["anti-tank", "AND"])
        @example(["(x"])
        @example(['"'])
        @example(["Zelenskyy's"])
        @example(["words:marine", "NEAR(a b)", "*", "^a", "a*"])
        @example(["the"])
        @example(["'; DROP TABLE search; --"])
        @example(["\x00marine"])
        @example(["!&|<->:*"])
        def holds(words: list[str]) -> None:
            try:
                wanted = search_words.asked(words).query
            except UsageError:
                assert not re.search(r"[^\W_]", " ".join(words))
                return
            for row in search(record, wanted, NO_FILTERS, search_words.MOST):
                assert row["key"]

        holds()


def test_on_the_command_line(shipped_file: Path) -> None:
    """The measure with its status, then what was said; where nothing is found, what may be meant."""
    shown = run("search", "marine", "poland", db=shipped_file).stdout
    assert shown.startswith("1 measure, 3 mentions found, up to 3 Mar 2022")
    first, *rest = [line for line in shown.splitlines() if "«" in line]
    assert "350 Royal «Marines» to «Poland»" in first
    assert "arriving · disputed" in first
    assert "“350 Royal «Marines» arriving in «Poland»" in rest[0]
    also = run("search", "UWO", db=shipped_file).stdout
    assert "Searched for as well: unexplained wealth order" in also
    none = run("search", "yahcts", db=shipped_file).stdout
    assert (
        none
        == "Nothing found, up to 3 Mar 2022\n\nPerhaps meant: asset-seizure, Seizing oligarchs' yachts and assets\n"
    )
    some = run("search", "asset", "helicopter", db=shipped_file).stdout
    assert "Perhaps meant: asset-seizure" in some, "what holds some of the words may be meant"
    bad = run("search", "---", db=shipped_file)
    assert bad.returncode == 2
    bad = run("search", "--", "--", db=shipped_file)
    assert (bad.returncode, "nothing to search for" in bad.stderr) == (2, True)
    narrow = at_terminal("search", "sanctions", db=shipped_file, width=80, NO_COLOR="1")
    assert max(len(re.sub("\x1b\\[[0-9;]*m", "", line)) for line in narrow.splitlines()) <= 80


def test_repair_on_the_command_line(shipped_file: Path) -> None:
    """`tracker check --repair` makes the index anew, says so, and leaves a sound record."""
    with transaction(Address.of(shipped_file)) as connection:
        connection.execute(text("DELETE FROM search"))
    faulty: Any = run("check", db=shipped_file)
    assert (faulty.returncode, "tracker check --repair" in faulty.stderr) == (1, True)
    done = run("check", "--repair", db=shipped_file)
    assert (done.returncode, done.stdout) == (0, "")
    assert "made anew" in done.stderr
