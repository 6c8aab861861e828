"""How long `tracker load` takes on PostgreSQL, beside COPY of the same rows as bytes that are there already.

    python -m tests.bench.on_postgresql [--sizes 10000 100000] [--runs N]

Starts a server of its own. Round after round, loads a synthetic package whole into an empty record, noting what the
writing of its rows takes; copies what the tables hold then, as COPY gives it, into those of another empty record; and
copies the package's files as they are into tables of text without a rule or an index. Processor time of program and
server together; prints medians, and what the rows and the load take of the same rows' COPY.
"""

import argparse
import csv
import os
import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from tests import databases
from tests.bench.children import apart
from tests.bench.loading import make
from tracker.db import change
from tracker.db.address import Address
from tracker.db.change import writing
from tracker.db.models import NOUNS
from tracker.db.versioning import EDITION, REVISION
from tracker.package import load_package, open_package


def spent(server: int) -> float:
    """Processor seconds of this program and of a server process so far."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    user, system = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[11:13]
    return own.ru_utime + own.ru_stime + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def files_copied(files: Path, address: Address) -> float:
    """Seconds for COPY of files into bare tables."""
    with _connected(address) as (connection, cursor):
        before = spent(connection.info.backend_pid)
        for file in sorted(files.glob("*.csv")):
            with file.open(encoding="utf-8", newline="") as text:
                names = ", ".join(f'"{name}" text' for name in next(csv.reader(text)))
            cursor.execute(f"CREATE TABLE {file.stem} ({names})".encode())
            with cursor.copy(f"COPY {file.stem} FROM STDIN (FORMAT csv, HEADER)".encode()) as copy:
                copy.write(file.read_bytes())
        connection.commit()
        return spent(connection.info.backend_pid) - before


def rows_copied(loaded: Address, empty: Address) -> float:
    """Seconds for COPY of the rows of one record into another, as they are."""
    tables = [table.name for table in (EDITION, REVISION, *chain(*NOUNS.values()))]
    held = {}
    with _connected(loaded) as (_, cursor):
        for name in tables:
            with cursor.copy(f"COPY {name} TO STDOUT".encode()) as copy:
                held[name] = b"".join(copy)
    with _connected(empty) as (connection, cursor):
        before = spent(connection.info.backend_pid)
        for name, content in held.items():
            with cursor.copy(f"COPY {name} FROM STDIN".encode()) as copy:
                copy.write(content)
        connection.commit()
        return spent(connection.info.backend_pid) - before


@contextmanager
def _connected(address: Address) -> Iterator[tuple[psycopg.Connection, psycopg.Cursor]]:
    with psycopg.connect(address.url.replace("+psycopg", "")) as connection, connection.cursor() as cursor:
        yield connection, cursor


def loaded(files: Path, address: Address) -> tuple[float, float]:
    """Seconds for a load, and for the writing of its rows alone."""
    rows = [0.0]
    with writing(address, "the bench", "for timing") as open_change:
        backend: int = open_change.connection.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]
        with _noted(rows, backend):
            before = spent(backend)
            load_package.load(open_change, open_package.opened([files]))
        seconds = spent(backend) - before
    return seconds, rows[0]


@contextmanager
def _noted(rows: list[float], backend: int) -> Iterator[None]:
    """Note what the writing of rows takes."""
    whole: Callable[..., None] = change.insert_columns

    def insert(*given: Any) -> None:
        before = spent(backend)
        whole(*given)
        rows[0] += spent(backend) - before

    change.insert_columns = insert  # type: ignore[assignment]
    try:
        yield
    finally:
        change.insert_columns = whole  # type: ignore[assignment]


def main() -> None:
    """Print a line for every size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    headings = ("mentions", "files", "same rows", "our rows", "ratio", "load", "ratio")
    print("  ".join(f"{heading:>10}" for heading in headings))
    databases.begin()
    try:
        for size in given.sizes:
            with tempfile.TemporaryDirectory() as name:
                apart(make, Path(name), size)
                every, taken, files = databases.of("postgresql"), [], Path(name) / "package"
                for _ in range(given.runs):
                    record = every.copy("empty")
                    load, rows = loaded(files, record)
                    same = rows_copied(record, every.copy("empty"))
                    taken.append((files_copied(files, every.empty()), same, rows, load))
            bare, same, rows, load = (median(each) for each in zip(*taken, strict=True))
            figures = f"{bare:>9.2f}s  {same:>9.2f}s  {rows:>9.2f}s  {rows / same:>10.1f}"
            print(f"{size:>10,}  {figures}  {load:>9.2f}s  {load / same:>10.1f}")
    finally:
        databases.end()


if __name__ == "__main__":
    main()
