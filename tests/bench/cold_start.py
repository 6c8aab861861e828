"""How long a cold start of `tracker` takes, beside a bare Typer program and beside sqlite-utils.

    python tests/bench/cold_start.py [--runs N]

Builds the wheel of this checkout, installs it and the peer (the `bench` extra) into environments of their own in a
temporary folder, and runs every job in turn, round after round, so that a machine that slows down slows all of them.
A time is the child's own processor time, user and system; its unit is the "hello", a Typer program of one command.
A missed target is printed and no more, for machines differ; a job that does not run as it should ends this with an
error. For systems with pseudo-terminals (not Windows).
"""

import argparse
import os
import platform
import pty
import re
import sqlite3
import subprocess
import sys
import tempfile
import termios
import tomllib
import venv
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
WIDTH, HEIGHT = 120, 40
HELLO = "import typer\n\ndef hello() -> None:\n    typer.echo('hello')\n\ntyper.run(hello)\n"


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
    """Make a virtual environment with one requirement in it, and give its folder of programs."""
    venv.create(folder, with_pip=True)
    programs = folder / "bin"
    must(str(programs / "python"), "-m", "pip", "install", "--quiet", requirement)
    return programs


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


def jobs(ours: Path, theirs: Path, hello: Path, peer_database: Path) -> list[Job]:
    """Everything that is timed, each of ours next to its peer."""
    tracker, peer, rows = str(ours / "tracker"), str(theirs / "sqlite-utils"), (str(peer_database), "t")
    table, listed, helped = "sqlite-utils rows --table", "sqlite-utils rows --csv", "sqlite-utils --help"
    return [
        Job("hello", (str(ours / "python"), str(hello)), "hello"),
        Job("tracker report, terminal", (tracker, "report"), "\x1b[", table, 1.0, terminal=True),
        Job(table, (peer, "rows", *rows, "--table"), "row 49", terminal=True),
        Job("tracker report, piped", (tracker, "report"), "UK measures", listed, 0.7),
        Job("tracker report --format csv", (tracker, "report", "--format", "csv"), "measure,title", listed, 0.7),
        Job(listed, (peer, "rows", *rows, "--csv"), "row 49"),
        Job("tracker --help", (tracker, "--help"), "Commands", helped, 1.1),
        Job("tracker --version", (tracker, "--version"), "tracker ", helped, 1.1),
        Job("tracker reprot", (tracker, "reprot"), "report", helped, 1.1, exit_code=2),
        Job(helped, (peer, "--help"), "Commands"),
    ]


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


def timed(job: Job, settings: dict[str, str]) -> float:
    """Run a job once, at a pseudo-terminal or in a pipe, and give its processor time in seconds."""
    near, far = pty.openpty() if job.terminal else os.pipe()
    if job.terminal:
        termios.tcsetwinsize(far, (HEIGHT, WIDTH))
    stdin = far if job.terminal else subprocess.DEVNULL
    child = subprocess.Popen(
        job.command, stdin=stdin, stdout=far, stderr=far, env=surroundings() | settings, start_new_session=True
    )
    os.close(far)
    printed = drained(near)
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
            seconds = timed(job, settings)
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
    frozen = must(str(ours / "python"), "-m", "pip", "freeze") + must(str(theirs / "python"), "-m", "pip", "freeze")
    named = re.findall(r"^(?:typer|rich|sqlite-utils)==.*$", frozen, re.MULTILINE)
    return ", ".join([f"Python {platform.python_version()}", *named])


def main() -> int:
    """Prepare, measure and print; 1 where something could not be run."""
    parser = argparse.ArgumentParser(description="Cold starts of tracker beside a bare Typer program and sqlite-utils.")
    parser.add_argument("--runs", type=int, default=11, metavar="N", help="how many rounds count (11)")
    runs = max(1, parser.parse_args().runs)
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as name:
        folder = Path(name)
        try:
            ours = environment(folder / "tracker", str(wheel(folder)))
            theirs = environment(folder / "peer", peer_requirement())
            settings = {"TRACKER_DB": str(folder / "record.db")}
            must(str(ours / "tracker"), "db", "init", **settings, TRACKER_BY="the benchmark")
            (folder / "hello.py").write_text(HELLO, encoding="utf-8")
            make_peer_database(folder / "peer.db")
            every = jobs(ours, theirs, folder / "hello.py", folder / "peer.db")
            middle = medians(every, settings, runs)
            print(f"{versions(ours, theirs)}; medians of {runs} rounds of processor time\n\n{report(every, middle)}")
        except (CannotRun, OSError, StopIteration, subprocess.SubprocessError) as error:
            print(f"could not be run: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
