"""What PostgreSQL breaks off is done again where that is safe, and told in one message where it is not."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection

from tests import databases as every
from tests.breaking import HANGS, SECRET, at_commit, at_statement, beside, terminate, with_password
from tests.conftest import opened
from tests.making import add, live_keys, sound
from tests.running import Done, run
from tests.spring_article import ANSWERS, begun, contents, uninterrupted
from tracker.cli import commands
from tracker.db import engine, retries
from tracker.db.address import Address
from tracker.errors.database import BrokenOff, DatabaseUnreachable
from tracker.guided import sessions
from tracker.readings import new_record

ADDS = ("measure", "add", "--key", "lorries", "--title", "Forty lorries", "--kind", "materiel", "--why", "test")
OTHERS = ("measure", "add", "--key", "ferries", "--title", "A ferry", "--kind", "materiel", "--why", "test")
READS = ("report", "--format", "csv")
# A connection that is gone takes its cursors with it; SQLAlchemy leaves them to the collector.
pytestmark = pytest.mark.filterwarnings("ignore:<psycopg.ServerCursor:ResourceWarning")
UNGUARDED: Callable[..., Any] = lambda act, _tell=None: act()  # noqa: E731


@pytest.fixture
def home() -> Address:
    """A PostgreSQL database with the shipped readings."""
    return every.of("postgresql").copy("record")


def done(address: Address, *arguments: str) -> Done:
    """A command on a database whose address names a password, which is in nothing that it writes."""
    came = run(*arguments, db=with_password(address), TRACKER_DEBUG="1")
    assert SECRET not in came.stdout + came.stderr
    assert "Traceback" not in came.stderr
    return came


def killing(address: Address) -> Callable[[Connection], None]:
    """What ends the server's side of the connection."""
    return lambda connection: terminate(connection, address)


def cutting(_: Address) -> Callable[[Connection], None]:
    """What cuts the network between the connection and the server."""

    def act(connection: Connection) -> None:
        driver: Any = connection.connection.dbapi_connection
        with socket.socket(fileno=os.dup(driver.fileno())) as same:
            same.shutdown(socket.SHUT_RDWR)

    return act


def dying(address: Address) -> Callable[[Connection], str]:
    """What puts a statement that lasts in place of another, and ends it while it runs."""

    def act(connection: Connection) -> str:
        threading.Timer(0.2, terminate, (connection, address)).start()
        return HANGS

    return act


@pytest.mark.parametrize("ends", [killing, dying, cutting], ids=["ended before", "ended within", "cut"])
@pytest.mark.parametrize("words", ["FOR UPDATE", "COPY measure_version", "UPDATE revision_head"])
def test_a_change_is_made_again(home: Address, ends: Any, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change whose connection is ended by an administrator is made once, whole; unguarded it would be refused."""
    with at_statement(words, ends(home)) as broken:
        came = done(home, *ADDS)
    assert (came.returncode, came.stdout, len(broken)) == (0, "lorries\n", 1), came.stderr
    assert "doing it again" in came.stderr
    assert "lorries" in live_keys(home)
    assert opened(home).revision == 2
    monkeypatch.setattr(commands, "again", UNGUARDED)
    with at_statement(words, ends(home)):
        came = done(home, *OTHERS)
    assert came.returncode == 3
    assert "nothing was half done; do it again" in came.stderr
    assert opened(home).revision == 2
    assert sound(home)


@pytest.mark.parametrize("ends", [killing, dying, cutting], ids=["ended before", "ended within", "cut"])
@pytest.mark.parametrize("arguments", [READS, ("check",), ("search", "lorries", "--format", "csv")], ids=" ".join)
def test_a_reading_is_done_again(
    home: Address, ends: Any, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reading that is broken off gives the same answer all the same; unguarded it would be refused."""
    expected = done(home, *arguments)
    with at_statement("FROM measure", ends(home)) as broken:
        came = done(home, *arguments)
    assert (came.returncode, came.stdout, len(broken)) == (0, expected.stdout, 1), came.stderr
    monkeypatch.setattr(commands, "again", UNGUARDED)
    with at_statement("FROM measure", ends(home)):
        assert done(home, *arguments).returncode == 3


def test_what_was_shown_is_not_shown_twice(home: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """What breaks off after something was shown, asked or kept is told, and not done again."""
    tries: list[int] = []

    def act() -> None:
        tries.append(1)
        retries.came_of_it()
        raise BrokenOff(home, "the server went away")

    with pytest.raises(BrokenOff):
        retries.again(act)
    assert tries == [1]
    monkeypatch.setattr(retries, "came_of_it", lambda: None)
    monkeypatch.setattr(retries, "PATIENCE", 0.2)
    with pytest.raises(BrokenOff):
        retries.again(act)
    assert len(tries) > 2


def test_a_second_change_is_not_a_reason_to_do_the_first_again(home: Address) -> None:
    """Of a command that writes twice, what was committed before the connection broke is not done again."""

    def act() -> None:
        add(home, "a-first")
        with at_statement("INSERT INTO revision", killing(home)):
            add(home, "a-second")

    with pytest.raises(BrokenOff):
        retries.again(act)
    assert {"a-first", "a-second"} & set(live_keys(home)) == {"a-first"}


def test_a_server_that_never_answered_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody answers at all, that is told at once."""
    monkeypatch.setattr(retries.time, "sleep", lambda _: pytest.fail("it waited"))
    came = run("report", db=f"postgresql://jane:{SECRET}@localhost:1/tracker")
    assert came.returncode == 3
    assert "cannot use postgresql://jane" in came.stderr
    assert SECRET not in came.stderr


@pytest.mark.parametrize("is_kept", [False, True], ids=["lost before", "kept before"])
def test_a_commit_that_nobody_knows_of(home: Address, is_kept: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection lost in a commit is told with a code of its own and how to find out, and nothing is done twice."""

    def losing(connection: Connection) -> None:
        if is_kept:
            driver: Any = connection.connection.dbapi_connection
            driver.execute("COMMIT")
            driver.close()
        else:
            terminate(connection, home)

    with at_commit(losing) as broken:
        came = done(home, *ADDS)
    assert (came.returncode, len(broken)) == (4, 1), came.stderr
    assert "tracker log shows whether it is there" in came.stderr
    assert "Recorded" not in came.stderr
    log = done(home, "log", "--format", "csv").stdout
    assert ("lorries" in log, "lorries" in live_keys(home)) == (is_kept, is_kept)
    assert sound(home)
    # Taken for any other broken connection, what was kept would be done again, and refused for being there.
    monkeypatch.setattr(engine, "OutcomeUnknown", BrokenOff)
    with at_commit(losing):
        came = done(home, *OTHERS)
    assert came.returncode == (1 if is_kept else 0), came.stderr


def another_adds(address: Address, key: str) -> None:
    """Add a measure as another program would."""
    other = threading.Thread(target=add, args=(address, key))
    other.start()
    other.join()


def test_a_serialization_failure(home: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the server lets transactions fail for what others wrote meanwhile, the change is made again upon it."""
    [[name]] = beside(home, "SELECT current_database()")
    beside(home, f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'")
    with at_statement("FOR UPDATE", lambda _: another_adds(home, "meanwhile")) as broken:
        came = done(home, *ADDS)
    assert (came.returncode, len(broken)) == (0, 1), came.stderr
    assert "could not serialize access" in came.stderr
    assert {"meanwhile", "lorries"} <= set(live_keys(home))
    assert opened(home).revision == 3
    assert sound(home)
    monkeypatch.setattr(commands, "again", UNGUARDED)
    with at_statement("FOR UPDATE", lambda _: another_adds(home, "meanwhile-2")):
        came = done(home, *OTHERS)
    assert came.returncode == 3, came.stderr
    assert opened(home).revision == 4


def test_a_deadlock(home: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another and the change wait for each other and the server gives the change up, it is made again."""
    [[name]] = beside(home, "SELECT current_database()")
    beside(home, f"ALTER DATABASE {name} SET deadlock_timeout = '10ms'")

    def crossing(_: Connection) -> None:
        others.append(threading.Thread(target=_in_the_way, args=(home,)))
        others[-1].start()
        waits = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}' AND wait_event_type = 'Lock'"
        while not beside(home, waits)[0][0]:
            time.sleep(0.02)

    others: list[threading.Thread] = []
    with at_statement("COPY measure ", crossing) as broken:
        came = done(home, *ADDS)
    assert (came.returncode, len(broken)) == (0, 1), came.stderr
    assert "deadlock detected" in came.stderr
    monkeypatch.setattr(commands, "again", UNGUARDED)
    with at_statement("COPY measure ", crossing):
        assert done(home, *OTHERS).returncode == 3
    for other in others:
        other.join()
    assert opened(home).revision == 2


def _in_the_way(address: Address) -> None:
    with psycopg.connect(address.url.replace("+psycopg", "")) as connection:
        connection.execute("SET deadlock_timeout = '60s'")
        connection.execute("LOCK TABLE measure IN EXCLUSIVE MODE")
        connection.execute("SELECT * FROM revision_head FOR UPDATE")
        connection.rollback()


def test_an_answer_is_kept_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a guided reading the answer whose connection broke is kept once, and so is a step back."""
    home = every.of("postgresql").copy("empty")
    session = begun(home)
    for typed in ANSWERS[:3]:
        with at_statement("INSERT INTO reading_answer", killing(home)) as broken:
            session.reply(typed)
        assert len(broken) == 1
    count = len(session.answers)
    with at_statement("DELETE FROM reading_answer", killing(home)) as broken:
        assert session.take_back()
    assert (len(session.answers), len(broken)) == (count - 1, 1)
    session.reply(ANSWERS[2])
    for typed in ANSWERS[3:]:
        session.reply(typed)
    assert contents(home) == uninterrupted(every.of("postgresql"))
    monkeypatch.setattr(sessions, "again", UNGUARDED)
    other = begun(every.of("postgresql").copy("empty"))
    with at_statement("INSERT INTO reading_answer", killing(other.address)), pytest.raises(BrokenOff):
        other.reply(ANSWERS[0])
    other.reply(ANSWERS[0])  # the form stands


@contextmanager
def own_server() -> Iterator[tuple[Any, Address]]:
    """A server that only this test uses, with an empty record in it."""
    started = every.server("restarted")
    address = Address.parse(started.get_uri(driver="psycopg"))
    new_record.create(address, "the tests", [])
    try:
        yield started, address
    finally:
        every.stop(started.pgdata, signal.SIGQUIT)


def test_a_server_that_is_restarted() -> None:
    """A restart between two commands is not noticed; one within an answer is waited for, and nothing is lost."""
    with own_server() as (server, address):
        assert done(address, *ADDS).returncode == 0
        every.stop(server.pgdata, signal.SIGINT)
        assert done(address, "report").returncode == 3
        server.ensure_postgres_running()
        assert done(address, "measure", "withdraw", "lorries", "--why", "test").returncode == 0
        session = begun(address)
        session.reply(ANSWERS[0])

        def restart(_: Connection) -> None:
            every.stop(server.pgdata, signal.SIGINT)
            threading.Timer(0.5, server.ensure_postgres_running).start()

        with at_statement("INSERT INTO reading_answer", restart) as broken:
            for typed in ANSWERS[1:]:
                session.reply(typed)
        assert len(broken) == 1
        assert contents(address) == uninterrupted(every.of("postgresql"))
        assert sound(address)
        with suppress(DatabaseUnreachable):
            opened(address).revision  # noqa: B018 (the server may be stopped now)
