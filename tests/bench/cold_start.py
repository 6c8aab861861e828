"""How long a cold start of `tracker` takes, beside a bare Typer program and beside sqlite-utils.

    python tests/bench/cold_start.py [--runs N]

Builds the wheel of this checkout, installs it and the peer (the `bench` extra) into environments of their own in a
temporary folder, and runs every job in turn, round after round, so that a machine that slows down slows all of them.
A time is the child's own processor time, user and system; its unit is the "hello", a Typer program of one command.
Reports stand beside sqlite-utils; a check and writes beside the hello, and beside the floor of every write: a program
that imports Typer and SQLAlchemy's Core, and adds one row.
A missed target is printed and no more, for machines differ; a job that does not run as it should ends this with an
error. For systems with pseudo-terminals (not Windows).
"""

import argparse
import csv
import os
import platform
import pty
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import termios
import tomllib
import venv
from pathlib import Path
from statistics import median
from threading import Timer
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
WIDTH, HEIGHT = 120, 40
PATIENCE = 60  # seconds that a job may take
HELLO = "import typer\n\ndef hello() -> None:\n    typer.echo('hello')\n\ntyper.run(hello)\n"
FLOOR = """
import typer

def add(path: str) -> None:
    from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, insert
    row = Table("row", MetaData(), Column("id", Integer, primary_key=True), Column("words", String))
    with create_engine("sqlite:///" + path).begin() as connection:
        row.create(connection, checkfirst=True)
        connection.execute(insert(row), [{"words": "one"}])
    typer.echo("added")

typer.run(add)
"""


class Job(NamedTuple):
    """A command line, what its output must show, and for ours the peer and the share of its time that is the target."""

    name: str
    command: tuple[str, ...]
    shows: str
    peer: str = ""
    target: float = 0.0
    terminal: bool = False
    exit_code: int = 0


class CannotRun(Exception):
    """Something that had to run did not, or not as it should."""


def environment(folder: Path, requirement: str) -> Path:
    """Make a virtual environment with one requirement in it, by this Python's pip, and give its folder of programs."""
    venv.create(folder, with_pip=False)
    programs = folder / "bin"
    must(*pip(programs), "install", "--quiet", requirement)
    return programs


def pip(programs: Path) -> tuple[str, ...]:
    """The pip of this Python, for an environment: one of its own takes longer to install than all the rest."""
    return sys.executable, "-m", "pip", "--python", str(programs / "python")


def must(*command: str, **settings: str) -> str:
    """Run a step of the preparation, and give what it prints."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=surroundings() | settings)
    if done.returncode:
        raise CannotRun(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def surroundings() -> dict[str, str]:
    """The environment of every child: this one's, less what would change how Python starts or a terminal is drawn."""
    dropped = ("PYTHON", "TRACKER_", "FORCE_COLOR", "NO_COLOR", "CLICOLOR", "COLUMNS", "LINES", "TYPER_", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return kept | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}


def wheel(folder: Path) -> Path:
    """Build the wheel of this checkout."""
    must(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


def peer_requirement() -> str:
    """The peer as the project's `bench` extra asks for it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return next(one for one in project["optional-dependencies"]["bench"] if one.startswith("sqlite-utils"))


def make_peer_database(path: Path) -> None:
    """Make the database the peer shows: 50 rows of 7 text columns."""
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE t ({', '.join(f'c{column} TEXT' for column in range(7))})")
        rows = [[f"row {row} column {column}" for column in range(7)] for row in range(50)]
        database.executemany(f"INSERT INTO t VALUES ({', '.join('?' * 7)})", rows)
    database.close()


def jobs(ours: Path, theirs: Path, folder: Path) -> list[Job]:
    """Everything that is timed, each of ours next to its peer; `{turn}` in a command is the number of the round."""
    tracker, peer, rows = str(ours / "tracker"), str(theirs / "sqlite-utils"), (str(folder / "peer.db"), "t")
    table, listed, helped = "sqlite-utils rows --table", "sqlite-utils rows --csv", "sqlite-utils --help"
    return [
        Job("hello", (str(ours / "python"), str(folder / "hello.py")), "hello"),
        Job("tracker report, terminal", (tracker, "--no-pager", "report"), "\x1b[", table, 0.7, terminal=True),
        Job(table, (peer, "rows", *rows, "--table"), "row 49", terminal=True),
        Job("tracker report, piped", (tracker, "report"), "UK measures", listed, 0.5),
        Job("tracker report --format csv", (tracker, "report", "--format", "csv"), "measure,title", listed, 0.5),
        Job(listed, (peer, "rows", *rows, "--csv"), "row 49"),
        Job("tracker --help", (tracker, "--help"), "Know your way", helped, 0.6),
        Job("tracker --version", (tracker, "--version"), "tracker ", helped, 0.6),
        Job("tracker reprot", (tracker, "reprot"), "report", helped, 0.6, exit_code=2),
        Job(helped, (peer, "--help"), "Commands"),
        Job("floor of a write", (str(ours / "python"), str(folder / "floor.py"), str(folder / "floor.db")), "added"),
        *writes(tracker, folder / "written.db"),
    ]


def writes(tracker: str, record: Path) -> list[Job]:
    """A check, and the writes, which change something else each round, in a record of their own."""
    with (ROOT / "data" / "mentions.csv").open(encoding="utf-8") as file:
        row = next(csv.DictReader(file))
    place = ("--source", row["source"], "--paragraph", row["paragraph"], "--measure", row["measure"])
    said = (*place, "--quote", "word {turn}", "--status", "announced", "--anyway")
    new = ("--title", "Lorries, lot {turn}", "--kind", "materiel", "--anyway")
    edited = ("mention", "edit", row["mention"], "--note", "round {turn}")
    every = {"mention add": ("mention", "add", *said), "measure add": ("measure", "add", *new), "mention edit": edited}
    every["undo"] = ("undo",)
    found = [Job("tracker check", (tracker, "check"), "sound", "hello", 3.0)]
    for name, command in every.items():
        written = (tracker, "--db", str(record), *command, "--why", "to time")
        found.append(Job(f"tracker {name}", written, "Recorded", "hello", 5.0))
    return found


def drained(descriptor: int) -> str:
    """Everything a child writes, until it closes its end."""
    found = b""
    try:
        while chunk := os.read(descriptor, 65_536):
            found += chunk
    except OSError:
        pass  # Linux's way to say that the far end of a pseudo-terminal is closed
    os.close(descriptor)
    return found.decode("utf-8", "replace")


def timed(job: Job, settings: dict[str, str], turn: int) -> float:
    """Run a job once, at a pseudo-terminal or in a pipe, and give its processor time in seconds."""
    near, far = pty.openpty() if job.terminal else os.pipe()
    if job.terminal:
        termios.tcsetwinsize(far, (HEIGHT, WIDTH))
    stdin = far if job.terminal else subprocess.DEVNULL
    command = [part.replace("{turn}", str(turn)) for part in job.command]
    child = subprocess.Popen(
        command, stdin=stdin, stdout=far, stderr=far, env=surroundings() | settings, start_new_session=True
    )
    os.close(far)
    waiting = Timer(PATIENCE, child.kill)  # for what asks, or turns pages, nobody is there
    waiting.start()
    printed = drained(near)
    waiting.cancel()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != job.exit_code or job.shows not in printed:
        raise CannotRun(f"{job.name}: exit code {child.returncode}, expected {job.exit_code}\n{printed}")
    return usage.ru_utime + usage.ru_stime


def medians(every: list[Job], settings: dict[str, str], runs: int) -> dict[str, float]:
    """The median time of every job by name, after a round that only compiles and warms up."""
    times: dict[str, list[float]] = {job.name: [] for job in every}
    for turn in range(runs + 1):
        for job in every:
            seconds = timed(job, settings, turn)
            if turn:
                times[job.name].append(seconds)
    return {name: median(taken) for name, taken in times.items()}


def report(every: list[Job], middle: dict[str, float]) -> str:
    """The table: each job in hellos, beside its peer and its target."""
    lines = [f"{'job':<28} {'ms':>5} {'hellos':>7} {'of peer':>8} {'target':>7}  met"]
    for job in every:
        line = f"{job.name:<28} {middle[job.name] * 1000:5.0f} {middle[job.name] / middle['hello']:7.2f}"
        if job.peer:
            ratio = middle[job.name] / middle[job.peer]
            line += f" {ratio:8.2f} {'≤ ' + str(job.target):>7}  {'yes' if ratio <= job.target else 'NO'}"
        lines.append(line)
    return "\n".join(lines)


def versions(ours: Path, theirs: Path) -> str:
    """What was measured, in a line."""
    peers = must(*pip(theirs), "freeze")
    if "pandas" in peers:
        raise CannotRun("sqlite-utils imports pandas where it finds it, which would flatter us")
    frozen = must(*pip(ours), "freeze") + peers
    named = re.findall(r"(?i)^(?:typer|rich|sqlalchemy|sqlite-utils)==.*$", frozen, re.MULTILINE)
    return ", ".join([f"Python {platform.python_version()}", *named])


def main() -> int:
    """Prepare, measure and print; 1 where something could not be run."""
    parser = argparse.ArgumentParser(description="Cold starts of tracker beside a bare Typer program and sqlite-utils.")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="how many rounds count (5)")
    runs = max(1, parser.parse_args().runs)
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as name:
        folder = Path(name)
        try:
            ours = environment(folder / "tracker", str(wheel(folder)))
            theirs = environment(folder / "peer", peer_requirement())
            settings = {"TRACKER_DB": str(folder / "record.db"), "TRACKER_BY": "the benchmark"}
            must(str(ours / "tracker"), "db", "init", **settings)
            shutil.copy(folder / "record.db", folder / "written.db")
            (folder / "hello.py").write_text(HELLO, encoding="utf-8")
            (folder / "floor.py").write_text(FLOOR, encoding="utf-8")
            make_peer_database(folder / "peer.db")
            every = jobs(ours, theirs, folder)
            middle = medians(every, settings, runs)
            print(f"{versions(ours, theirs)}; medians of {runs} rounds of processor time\n\n{report(every, middle)}")
        except (CannotRun, OSError, StopIteration, subprocess.SubprocessError) as error:
            print(f"could not be run: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
