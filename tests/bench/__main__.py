"""What every job costs on synthetic records of several sizes, beside the peers that do as much of it as they can.

    python -m tests.bench [--sizes 10000 100000 1000000] [--runs 3] [--gate] [-o FILE]

Installs this checkout as a wheel, and each peer, into environments of their own in a temporary folder. Every job runs
in a process of its own, round after round, so that a machine that slows down slows all of them. Costs are medians of
processor time and the most memory (of no job less is told than this program takes itself), and the measure is the
ratio to the peer that stands beside a job, or of a record of this size to the smallest. Prints a table in Markdown, and
with -o writes it. With --gate the end is an error where a ratio is beyond its limit: that of a target with slack for
small records, in which a start weighs most; or where what goes through the whole record takes more memory than it may.
"""

import argparse
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench.children import apart, spent
from tests.bench.cold_start import HELLO, environment, peer_requirement, wheel
from tests.bench.export import peer as joined_mentions
from tests.bench.loading import importing, make
from tests.bench.synthetic import AS_OF

SMALLEST = 1_000
# What goes through the whole record, and the most mebibytes that any of it may take, however large that is.
AS_DATA = (
    *("report", "measure list", "mention list", "source list", "timeline", "disagreements", "matrix"),
    *("changes 2022-01-01 2022-06-01", "review", "coverage", "log"),
)
MOST_HELD = 150.0
FORMS = ("jsonl", "parquet", "xlsx", "sqlite")
DUCKDB = "import duckdb, sys; duckdb.sql(sys.argv[1])"


class Job(NamedTuple):
    """A command, and for ours the peer beside it and what --gate allows: a ratio, mebibytes; none where nothing is."""

    name: str
    command: list[str]
    peer: str = ""
    limit: float = 0.0
    most: float = 0.0


class Programs(NamedTuple):
    """Where the programs are: ours, sqlite-utils, a Python with DuckDB."""

    tracker: str
    python: str
    sqlite_utils: str
    duckdb: str


def installed(folder: Path) -> Programs:
    """Install what is measured, each in an environment of its own."""
    ours = environment(folder / "ours", f"{wheel(folder)}[xlsx,parquet]")
    utils = environment(folder / "sqlite-utils", peer_requirement())
    duck = environment(folder / "duckdb", "duckdb")
    return Programs(str(ours / "tracker"), str(ours / "python"), str(utils / "sqlite-utils"), str(duck / "python"))


def jobs(programs: Programs, folder: Path, turn: int) -> Iterator[Job]:
    """The jobs on a record and its package in a folder, each beside its peer."""
    record, package = folder / "synthetic.db", folder / "package"
    copy, loaded, out = (folder / f"{name}-{turn}.db" for name in ("copy", "loaded", "out"))
    for file in (copy, loaded, out):
        file.unlink(missing_ok=True)
    shutil.copy(record, copy)
    tracker = [programs.tracker, "--quiet"]
    spent([*tracker, "--db", str(loaded), "db", "init", "--empty"])
    (folder / "hello.py").write_text(HELLO, encoding="utf-8")
    mentions = package / "mentions.csv"
    yield Job("hello", [programs.python, str(folder / "hello.py")])
    yield Job("sqlite3 .import", importing(package, folder / f"imported-{turn}.db"))
    yield Job("sqlite-utils insert", [programs.sqlite_utils, "insert", str(out), "mentions", str(mentions), "--csv"])
    copied = f"COPY (FROM read_csv('{mentions}', all_varchar = true)) TO '{folder / 'out.parquet'}'"
    yield Job("duckdb, mentions", [programs.duckdb, "-c", DUCKDB, copied])
    load = [*tracker, "--db", str(loaded), "load", str(package), "--yes", "--why", "for timing"]
    yield Job("load", load, "sqlite3 .import", 50.0)
    yield Job("sqlite3 -csv", joined_mentions(record))
    select = [programs.sqlite_utils, "query", str(record), "SELECT * FROM mention_version", "--csv"]
    yield Job("sqlite-utils query --csv", select)
    yield Job("export", [*tracker, "--db", str(record), "export", str(folder / "again")], "sqlite3 -csv", 40.0)
    for form in FORMS:
        target = folder / f"out.{'db' if form == 'sqlite' else form}"
        target.unlink(missing_ok=True)
        named = [] if form in ("xlsx", "sqlite") else ["--table", "mentions"]
        yield Job(f"export {form}", [*tracker, "--db", str(record), "export", "-o", str(target), "--force", *named])
    with sqlite3.connect(copy) as connection:
        (mention,) = connection.execute("SELECT key FROM mention ORDER BY id DESC LIMIT 1").fetchone()
    connection.close()
    write, why = [*tracker, "--db", str(copy), "--by", "the bench"], ["--why", "for timing"]
    said = ["--source", "s7", "--measure", "m7", "--paragraph", "3", "--quote", "six to go", "--status", "announced"]
    yield Job("mention add", [*write, "mention", "add", *said, *why], "hello", 14.0)
    yield Job("mention edit", [*write, "mention", "edit", mention, "--status", "proposed", *why], "hello", 14.0)
    yield Job("undo", [*write, "undo", *why], "hello", 14.0)
    yield Job("log KEY", [*tracker, "--db", str(record), "log", mention], "hello", 5.0)
    like = (
        f"SELECT id FROM mention_version WHERE quote LIKE '%will%' AND spoken_on <= '{AS_OF}' ORDER BY spoken_on DESC"
    )
    yield Job("sqlite3, LIKE", ["sqlite3", str(record), f"{like} LIMIT 50"])
    yield Job("search", [*tracker, "--db", str(record), "search", "will"], "hello", 25.0)
    for command in AS_DATA:
        asked = [*tracker, "--db", str(record), *command.split(), "--format", "csv"]
        yield Job(f"{command} --format csv", asked, most=MOST_HELD)
    yield Job("check", [*tracker, "--db", str(record), "check"], most=MOST_HELD)


Costs = dict[str, tuple[float, float]]


def measured(programs: Programs, size: int, runs: int) -> tuple[Costs, list[Job]]:
    """Medians of seconds and mebibytes of every job on a record of a size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        apart(make, folder, size)
        taken: dict[str, list[tuple[float, float]]] = {}
        known: list[Job] = []
        for turn in range(runs):
            known = list(jobs(programs, folder, turn))
            for job in known:
                taken.setdefault(job.name, []).append(spent(job.command))
    costs = {name: (median(s for s, _ in held), median(m for _, m in held)) for name, held in taken.items()}
    return costs, known


def table(sizes: list[int], costs: dict[int, Costs], known: list[Job]) -> list[str]:
    """A row a job: seconds, ratio and memory at each size."""
    heading = ["job", *(f"{size:,} mentions" for size in sizes)]
    lines = [f"| {' | '.join(heading)} |", f"|{'---|' * len(heading)}"]
    for job in known:
        cells = []
        for size in sizes:
            seconds, memory = costs[size][job.name]
            beside = f", {seconds / costs[size][job.peer][0]:.1f} × {job.peer}" if job.peer else ""
            cells.append(f"{seconds:.2f} s{beside}, {memory:.0f} MiB")
        lines.append(f"| {' | '.join([job.name, *cells])} |")
    return lines


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    sizes, costs, known = [SMALLEST, *given.sizes], dict[int, Costs](), list[Job]()
    with tempfile.TemporaryDirectory() as folder:
        programs = installed(Path(folder))
        for size in sizes:
            costs[size], known = measured(programs, size, given.runs)
    lines = table(sizes, costs, known)
    print("\n".join(lines))
    if given.output:
        given.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if given.gate:
        beside = [(size, job) for size in sizes for job in known if job.peer]
        ratios = {(size, job.name): costs[size][job.name][0] / costs[size][job.peer][0] for size, job in beside}
        beyond = [f"{job.name} at {size:,}" for size, job in beside if ratios[size, job.name] > job.limit]
        held = [(size, job, costs[size][job.name][1]) for size in sizes for job in known if job.most]
        beyond += [f"{job.name} at {size:,}: {taken:.0f} MiB" for size, job, taken in held if taken > job.most]
        sys.exit("\n".join(["beyond the limit:", *beyond]) if beyond else 0)


if __name__ == "__main__":
    main()
