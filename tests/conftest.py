"""What every test can ask for: databases of both dialects, files, texts; and how a run is spread over workers."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import databases as every
from tests import effort
from tests.running import ROOT
from tracker.db.address import Address
from tracker.reports.snapshot import Snapshot

DIALECTS = ("sqlite", "postgresql")


FIRST = (
    "test_wheel.py",
    "test_lint.py",
)  # what takes long and cannot be divided: no worker is to wait for it at the end


os.environ.pop("TRACKER_DB", None)


os.environ["TRACKER_BY"] = "the tests"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One worker a processor for the whole suite, or for folders; files that are named run at once, in this process."""
    whole = not any(".py" in argument for argument in config.args)
    return (os.cpu_count() or 1) if whole else 0


def pytest_configure(config: pytest.Config) -> None:
    """Before any worker begins: random tests are short, but for `-m long`, which runs them alone and at length."""
    settings.load_profile(effort.LONG if config.option.markexpr == "long" else effort.SHORT)
    if not hasattr(config, "workerinput"):
        every.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    """After the last worker has ended."""
    every.forget()
    if not hasattr(config, "workerinput"):
        every.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; every property has a long form."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("long")
    items.sort(key=lambda item: item.path.name not in FIRST)


@pytest.fixture(params=DIALECTS)
def databases(request: pytest.FixtureRequest) -> every.Databases:
    """Databases of each dialect in turn."""
    return every.of(request.param)


@pytest.fixture
def bare(databases: every.Databases) -> Address:
    """A database without a schema."""
    return databases.empty()


@pytest.fixture
def empty(databases: every.Databases) -> Address:
    """A migrated database that holds nothing."""
    return databases.copy("empty")


@pytest.fixture
def shipped(databases: every.Databases) -> Address:
    """A database with the shipped readings."""
    return databases.copy("record")


@pytest.fixture
def shipped_file(tmp_path: Path) -> Path:
    """An SQLite file with the shipped readings, for commands."""
    return Path(shutil.copy(every.of("sqlite").template("record"), tmp_path / "record.db"))


@pytest.fixture
def empty_file(tmp_path: Path) -> Path:
    """An SQLite file with an empty record, for commands."""
    return Path(shutil.copy(every.of("sqlite").template("empty"), tmp_path / "empty.db"))


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
    return Path(shutil.copytree(ROOT / "data", tmp_path / "package", ignore=shutil.ignore_patterns("codings")))


@pytest.fixture
def record(shipped_file: Path) -> Snapshot:
    """The shipped record."""
    return opened(Address.of(shipped_file))


def opened(address: Address, as_of: str = "", known_at: str = "") -> Snapshot:
    """The record in a database; each query is asked once."""
    held: dict[tuple[Any, ...], Any] = {}

    def rows(query: str, **parameters: object) -> Any:
        asked = (query, *sorted(parameters.items()))
        if asked not in held:
            held[asked] = every.rows(address, query, **parameters)
        return held[asked]

    return Snapshot(rows, as_of, known_at)


__all__ = ["ROOT", "opened"]
