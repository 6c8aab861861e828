"""What a command takes does not grow with the record: counted, never timed.

Where one thing is all it is about, it reads no more; where it is about everything, it holds no more at once.
"""

import io
import shlex
import shutil
import sqlite3
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.bench.synthetic import synthetic
from tests.running import run
from tracker.output import external_sort
from tracker.output.tables import DATA_FORMS
from tracker.package import csv_rows, open_package
from tracker.reports import snapshot

SMALL, LARGE = 400, 4_000
STEP = 10  # the database's own steps are counted in tens
# In a small record a page of an index holds all of it; so much more may be read in a large one, and no more.
SLACK = 1.5

ONE_THING = {
    "mention add": "mention add --source s7 --measure m7 --paragraph 3 --quote new --status proposed --why test",
    "mention edit": "mention edit {mention} --status proposed --why test",
    "mention prefer": "mention prefer {mention} --on 2022-03-01 --why test",
    "mention withdraw": "mention withdraw {mention} --why test",
    "measure add": "measure add --title Lorries --kind materiel --why test",
    "measure edit": "measure edit m7 --title Another --why test",
    "source edit": "source edit s7 --publisher Another --why test",
    "source withdraw": "source withdraw s19 --why test",
    "event add": "event add --key an-event --title Something --why test",
    "undo": "undo 3 --why test",
    "undo my last": "undo --why test",
    "log of a mention": "log {mention}",
    "log of a measure": "log m7",
    "log of a source": "log s7",
    "mention show": "mention show {mention}",
    "measure show": "measure show m7",
}


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A small record and one ten times as large, each with one change by hand after the load."""
    made = [tmp_path_factory.mktemp("growth") / f"{size}.db" for size in (SMALL, LARGE)]
    for file, size in zip(made, (SMALL, LARGE), strict=True):
        synthetic(file, size)
        assert run("measure", "edit", "m3", "--title", "By hand", "--why", "test", db=file).returncode == 0
    return made


def steps(file: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many steps of SQLite's own machine a command takes; what it reads in Python it has fetched by such steps."""
    count = 0

    def counted() -> int:
        nonlocal count
        count += 1
        return 0

    connect = sqlite3.connect

    def connecting(*arguments: object, **named: object) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(*arguments, **named)  # type: ignore[call-overload]
        made.set_progress_handler(counted, STEP)
        return made

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", connecting)
        done = run(*shlex.split(command), db=file)
    assert done.returncode == 0, done.stderr
    return count


@pytest.mark.parametrize("command", ONE_THING.values(), ids=ONE_THING.keys())
def test_one_thing_costs_the_same(
    command: str, records: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write, an undo or the log of one thing takes no more of the database where ten times as much is recorded."""
    taken = []
    for record in records:
        file = Path(shutil.copy(record, tmp_path / record.name))
        with sqlite3.connect(file) as connection:
            # Of a measure with the fewest mentions: how many are spoken of often is another matter.
            find = "SELECT a.key FROM mention AS a JOIN mention_version AS v ON v.mention_id = a.id"
            (mention,) = connection.execute(f"{find} WHERE v.measure_id = 20 ORDER BY a.key").fetchone()
        connection.close()
        taken.append(steps(file, command.replace("{mention}", mention), monkeypatch))
    small, large = taken
    assert large <= SLACK * small + 100, taken


def test_a_measure_of_common_words_costs_the_same(
    records: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So does a measure whose title's words very many others have: of them as many are read, and no more."""
    monkeypatch.setattr("tracker.reports.search.MANY", 4)
    files = [Path(shutil.copy(record, tmp_path / record.name)) for record in records]
    command = "measure add --title 'Will lot' --kind materiel --why test --anyway"
    small, large = (steps(file, command, monkeypatch) for file in files)
    assert large <= SLACK * small + 100, (small, large)


# As data these go through the whole record.
EVERYTHING = [
    *("report", "measure list", "mention list", "source list", "timeline", "disagreements", "matrix"),
    *("changes 2022-01-01 2022-06-01", "review", "coverage", "lag", "log"),
]
# A record ten times as large may need so much more memory: for keys that are known, and a block of each sorted run.
MORE_HELD = 3.0


class Nowhere(io.BytesIO):
    """What takes all and keeps nothing."""

    def write(self, taken: Any) -> int:
        return len(taken)


def held(commands: Sequence[str], files: Sequence[Path], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The most bytes held at once by a command of each record, where none of it is larger than a small record's."""
    return [_held(*each, monkeypatch) for each in zip(commands, files, strict=True)]


def _held(command: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    # No page, no piece of a file, and nothing that is sorted.
    for module, name, most in (
        *((snapshot, name, 16) for name in ("SMALLEST_PAGE", "LARGEST_PAGE")),
        (external_sort, "_RUN", 100),
        (external_sort, "_BLOCK", 2),
        (csv_rows, "_PIECE", 1 << 12),
        (open_package, "_PIECE", 1 << 14),
    ):
        monkeypatch.setattr(module, name, most)
    # What is imported, or kept for later, is there after a first time.
    return min(_traced(command, file) for _ in range(3))


def _traced(command: str, file: Path) -> int:
    tracemalloc.start()
    try:
        assert run(*command.split(), db=file, out_to=Nowhere()).returncode == 0
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("command", EVERYTHING)
def test_everything_is_never_held(command: str, records: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """As data a command that is about everything holds hardly more at once where ten times as much is recorded.

    The forms write row by row whatever the command: one command is tried in all of them, the others in one.
    """
    for form in DATA_FORMS if command == "report" else ("csv",):
        small, large = held([f"{command} --format {form}"] * 2, records, monkeypatch)
        assert large <= MORE_HELD * small, (form, small, large)


def test_copies_are_never_held(records: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor are the copies that are compared: a package before the change by hand, and the record after it."""
    packages = [tmp_path / str(place) for place in range(2)]
    for package, file in zip(packages, records, strict=True):
        assert run("export", str(package), "--known-at", "2000-01-01", db=file).returncode == 0
    small, large = held([f"changes {package} now --format csv" for package in packages], records, monkeypatch)
    assert large <= MORE_HELD * small, (small, large)


def test_what_is_held_can_be_seen(records: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above would notice: a table for people is laid out whole."""
    small, large = held(["timeline"] * 2, records, monkeypatch)
    assert large > MORE_HELD * small, (small, large)
