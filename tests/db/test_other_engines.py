"""What the record asks of an engine that speaks PostgreSQL's protocol, point by point, as the guide lists it."""

import sqlite3
import threading
from contextlib import closing

import pytest

from tests import databases as every
from tests.breaking import at_statement, beside
from tests.conftest import opened
from tests.making import add, live_keys, sound
from tests.running import run
from tracker.db import change
from tracker.db.address import Address
from tracker.db.engine import transaction
from tracker.db.retries import again

OURS = "current_schema()"


@pytest.fixture(scope="module")
def home() -> Address:
    """A PostgreSQL database with the shipped readings."""
    return every.of("postgresql").copy("record")


@pytest.mark.parametrize(
    ("what", "query"),
    [
        ("sequences", f"SELECT sequence_name FROM information_schema.sequences WHERE sequence_schema = {OURS}"),
        (
            "defaults",
            f"SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = {OURS}"
            " AND (column_default IS NOT NULL OR is_identity = 'YES')",
        ),
        (
            "functions",
            f"SELECT proname FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace WHERE nspname = {OURS}",
        ),
        ("extensions", "SELECT extname FROM pg_extension WHERE extname != 'plpgsql'"),
        ("views", f"SELECT table_name FROM information_schema.views WHERE table_schema = {OURS}"),
        ("triggers", "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"),
        (
            "enumerations",
            "SELECT typname FROM pg_type WHERE typtype IN ('e', 'd') AND typnamespace = 'public'::regnamespace",
        ),
    ],
)
def test_what_it_does_not_need(home: Address, what: str, query: str) -> None:
    """No sequence, default, function, extension, view, trigger or type of its own is in the database."""
    assert beside(home, query) == [], what


def test_one_generated_column(home: Address) -> None:
    """The one column that the server works out is the search index's; the record itself has none."""
    query = "SELECT table_name, column_name FROM information_schema.columns WHERE is_generated = 'ALWAYS'"
    assert beside(home, query) == [("search", "vector")]


def test_text_keys_in_byte_order(home: Address) -> None:
    """Every text column of the record compares byte by byte, whatever the database's own order is."""
    query = (
        f"SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = {OURS}"
        " AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C' AND table_name NOT IN ('search')"
    )
    assert beside(home, query) == []


def test_numbers_are_given_under_one_lock(home: Address) -> None:
    """Writers take turns at one row, so that the next number is the largest and one, in the order of the change log."""
    seen: list[str] = []
    with at_statement("FOR UPDATE", lambda _: seen.append("locked")):
        add(home, "one-more")
    assert seen == ["locked"]
    for table in ("measure", "measure_version"):
        [[largest, held]] = beside(home, f"SELECT max(id), count(*) FROM {table}")
        assert largest == held, f"{table}: no number is left out"


def test_serializable_will_do() -> None:
    """Where every transaction is serializable, writers at once are refused, do it again, and nothing is lost."""
    address = every.of("postgresql").copy("empty")
    [[name]] = beside(address, "SELECT current_database()")
    beside(address, f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'")
    codes: list[int] = []

    def write(writer: int) -> None:
        for number in range(3):
            again(lambda number=number: add(address, f"w{writer}-{number}"))  # type: ignore[misc]
        codes.append(0)

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(codes) == 3
    assert len(live_keys(address)) == 9
    assert sound(address)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_a_reader_does_not_wait_for_a_writer(dialect: str) -> None:
    """While somebody's change is open a reader has its answer, of the record as it was before."""
    address = every.of(dialect).copy("record")
    before = opened(address).revision
    with transaction(address) as connection:
        open_change = change.Change(connection, "somebody", "to be long about it")
        open_change.make("measure", "half-done", {"title": "Half done", "kind": "materiel"})
        open_change.write_out("measure")
        for arguments in (("report", "--format", "csv"), ("log",), ("search", "marines"), ("check",)):
            done = run(*arguments, db=str(address.path or address.url))
            assert done.returncode == 0, done.stderr
            assert "half-done" not in done.stdout
        assert opened(address).revision == before
        if address.path:  # it is open indeed: a second writer would wait
            with closing(sqlite3.connect(address.path, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
                other.execute("BEGIN IMMEDIATE")
        else:
            assert beside(address, "SELECT count(*) FROM pg_locks WHERE mode = 'RowExclusiveLock'")[0][0]
        connection.rollback()
