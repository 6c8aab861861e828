"""The jobs that are measured: commands of the program, each beside the peers that do as much of it as they can."""

import shutil
import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

from tests.bench.children import spent
from tests.bench.cold_start import HELLO, ROOT, environment, make_peer_database, peer_requirement, wheel
from tests.bench.export import peer as joined_mentions
from tests.bench.loading import importing

SMALLEST = 1_000
FORMS = ("jsonl", "parquet", "xlsx", "sqlite")
# What grows with measures times days or times sources is left out beyond this.
MOST_DAYS = 100_000
LORRIES = ["--title", "Lorries for Ukraine", "--kind", "materiel"]
# What goes through the whole record, and the most mebibytes that any of it may take, however large that is.
AS_DATA = (
    *("report", "measure list", "mention list", "source list", "timeline", "disagreements", "matrix"),
    *("changes 2022-01-01 2022-06-01", "review", "coverage", "log"),
)
MOST_HELD = 150.0
START = "a start: alike at any size"

DUCKDB_LOAD = """
import sys, duckdb
from pathlib import Path
with duckdb.connect(sys.argv[2]) as connection:
    for file in sorted(Path(sys.argv[1]).glob("*.csv")):
        connection.execute(f"CREATE OR REPLACE TABLE {file.stem} AS FROM read_csv('{file}', all_varchar = true)")
"""
DUCKDB_EXPORT = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    query = "SELECT * FROM mentions JOIN measures USING (measure) JOIN sources USING (source) ORDER BY mention"
    connection.execute(f"COPY ({query}) TO '{sys.argv[2]}' (FORMAT csv)")
"""
SQLITE_UTILS_LOAD = """
import csv, sys, sqlite_utils
from pathlib import Path
database = sqlite_utils.Database(sys.argv[2], recreate=True)
for path in sorted(Path(sys.argv[1]).glob("*.csv")):
    with path.open(newline="", encoding="utf-8") as file:
        database[path.stem].insert_all(csv.DictReader(file))
"""


class Job(NamedTuple):
    """A command, the peer whose time is its unit, and what --gate allows; nought where nothing is asked.

    `limit` is the most of the peer's time, `growth` the most times what it takes in the smallest record, `memory` the
    most mebibytes. What is `left_out` of a size has the reason there, and no command; what is `long` is no part of the
    gate.
    """

    name: str
    command: list[str]
    peer: str = ""
    limit: float = 0.0
    growth: float = 0.0
    memory: float = 0.0
    left_out: str = ""
    long: bool = False


class Programs(NamedTuple):
    """Where the programs are, each in an environment of its own, and a record as it is shipped."""

    tracker: str
    typer: str
    sqlite_utils: str
    duckdb: str
    folder: Path


def installed(folder: Path) -> Programs:
    """Install this checkout's wheel and the peers; nothing but what each asks for is beside it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    [typer] = [one for one in project["dependencies"] if Requirement(one).name == "typer"]
    ours = environment(folder / "ours", f"{wheel(folder)}[xlsx,parquet]")
    bare, utils, duck = (
        environment(folder / name, wanted)
        for name, wanted in (("typer", typer), ("sqlite-utils", peer_requirement()), ("duckdb", "duckdb"))
    )
    (folder / "hello.py").write_text(HELLO, encoding="utf-8")
    make_peer_database(folder / "peer.db")
    spent([str(ours / "tracker"), "--quiet", "--db", str(folder / "shipped.db"), "--by", "the bench", "db", "init"])
    return Programs(str(ours / "tracker"), str(bare / "python"), str(utils / "sqlite-utils"), str(duck), folder)


def starts(programs: Programs, size: int, turn: int) -> Iterator[Job]:
    """What a cold start costs, on the record as it is shipped: once, beside the smallest of the records."""
    where = programs.folder / "shipped.db"
    copy = programs.folder / f"cold-{turn}.db"
    shutil.copy(where, copy)
    rows = [programs.sqlite_utils, "rows", str(programs.folder / "peer.db"), "t", "--csv"]
    add = ["measure", "add", *LORRIES, "--why", "for timing"]
    ours = [programs.tracker, "--quiet", "--db"]
    jobs = [
        Job("sqlite-utils rows --csv", rows, "hello"),
        Job(
            "cold report --format csv", [*ours, str(where), "report", "--format", "csv"], "sqlite-utils rows --csv", 0.9
        ),
        Job("cold report", [*ours, str(where), "report"], "sqlite-utils rows --csv", 1.2),
        Job("cold check", [*ours, str(where), "check"], "hello", 3.0),
        Job("cold measure add", [*ours, str(copy), "--by", "the bench", *add], "hello", 7.0),
    ]
    yield Job("hello", [programs.typer, str(programs.folder / "hello.py")])
    for job in jobs:
        yield job if size == SMALLEST else Job(job.name, [], left_out=START)


def loads(programs: Programs, folder: Path, turn: int) -> Iterator[Job]:
    """A package into a new record, and its files into the tables of peers, which check nothing."""
    package, loaded, duck = (folder / name for name in ("package", f"loaded-{turn}.db", "duck.db"))
    loaded.unlink(missing_ok=True)
    tracker = [programs.tracker, "--quiet", "--db", str(loaded)]
    spent([*tracker, "db", "init", "--empty"])
    utils = [str(Path(programs.sqlite_utils).with_name("python")), "-c", SQLITE_UTILS_LOAD]
    unit = "sqlite3 .import"
    yield Job(unit, importing(package, folder / f"imported-{turn}.db"))
    yield Job("sqlite-utils, loads", [*utils, str(package), str(folder / "utils.db")], unit)
    yield Job("duckdb, loads", [f"{programs.duckdb}/python", "-c", DUCKDB_LOAD, str(package), str(duck)], unit)
    yield Job("load", [*tracker, "load", str(package), "--yes", "--why", "for timing"], unit, 40.0, memory=180.0)


def exports(programs: Programs, folder: Path, size: int) -> Iterator[Job]:
    """The record as a package and in other forms; peers write the joined mentions as they are kept."""
    record, tracker = folder / "synthetic.db", [programs.tracker, "--quiet", "--db", str(folder / "synthetic.db")]
    joined, unit = joined_mentions(record), "sqlite3 -csv"
    duck = [str(folder / "duck.db"), str(folder / "duck.csv")]
    yield Job(unit, joined)
    yield Job("sqlite-utils query --csv", [programs.sqlite_utils, "query", str(record), joined[-1], "--csv"], unit)
    yield Job("duckdb, writes CSV", [f"{programs.duckdb}/python", "-c", DUCKDB_EXPORT, *duck], unit)
    yield Job("export", [*tracker, "export", str(folder / "again")], unit, 30.0, memory=120.0)
    for form in FORMS:
        named = [] if form in ("xlsx", "sqlite") else ["--table", "mentions"]
        target = folder / f"out.{'db' if form == 'sqlite' else form}"
        target.unlink(missing_ok=True)
        yield Job(f"export {form}", [*tracker, "export", "-o", str(target), *named], memory=120.0)
    parted = ["export", "--format", "parquet", str(folder / "parted"), "--force"]
    yield Job("export parquet, by year and kind", [*tracker, *parted], memory=140.0)
    panel, reason = ["export", "--panel", "-o", str(folder / "panel.csv"), "--force"], "a row a measure and day"
    if size > MOST_DAYS:
        yield Job("export panel", [], left_out=reason)
    else:
        yield Job("export panel", [*tracker, *panel], long=True)


def writes(programs: Programs, folder: Path, turn: int) -> Iterator[Job]:
    """One change of a record: it costs what it costs in a small one."""
    record, copy = folder / "synthetic.db", folder / f"copy-{turn}.db"
    shutil.copy(record, copy)
    with sqlite3.connect(copy) as connection:
        (mention,) = connection.execute("SELECT key FROM mention ORDER BY id DESC LIMIT 1").fetchone()
    connection.close()
    write, why = [programs.tracker, "--quiet", "--db", str(copy), "--by", "the bench"], ["--why", "for timing"]
    said = ["--source", "s7", "--measure", "m7", "--paragraph", "3", "--quote", "six to go", "--status", "announced"]
    yield Job("mention add", [*write, "mention", "add", *said, *why], "hello", 9.0, 2.0)
    yield Job("mention edit", [*write, "mention", "edit", mention, "--status", "proposed", *why], "hello", 9.0, 2.0)
    yield Job("undo", [*write, "undo", *why], "hello", 9.0, 2.0)
    yield Job("measure add", [*write, "measure", "add", *LORRIES, *why], "hello", 12.0, 2.5)
    yield Job("log KEY", [programs.tracker, "--quiet", "--db", str(record), "log", mention], "hello", 2.5, 2.0)


def reports(programs: Programs, folder: Path) -> Iterator[Job]:
    """What is asked of a whole record, as data."""
    tracker = [programs.tracker, "--quiet", "--db", str(folder / "synthetic.db")]
    for asked in AS_DATA:
        yield Job(f"{asked}, csv", [*tracker, *asked.split(), "--format", "csv"], memory=MOST_HELD)
    yield Job("check", [*tracker, "check"], memory=MOST_HELD)
    yield Job("search", [*tracker, "search", "will"], "hello", 20.0)
    for asked in ("measure show", "measure explain"):
        yield Job(asked, [*tracker, *asked.split(), "m7"], "hello", 4.0, 2.0)


def jobs(programs: Programs, folder: Path, size: int, turn: int) -> Iterator[Job]:
    """Every job on a record and its package in a folder."""
    yield from starts(programs, size, turn)
    yield from loads(programs, folder, turn)
    yield from exports(programs, folder, size)
    yield from writes(programs, folder, turn)
    yield from reports(programs, folder)
