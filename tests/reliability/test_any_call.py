"""Whatever a command is doing when it is killed, when the disk fills up or when one call fails: done, or not done.

Short, a sample of the calls of every command; `pytest -m long` takes every one of them.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import opened
from tests.effort import times
from tests.making import sound
from tests.reliability.acts import ACTS, arguments, prepared, state
from tests.reliability.disk import Disk, Tried, failing
from tests.running import run
from tracker.db.address import Address
from tracker.output.unfinished import LIST

# A refusal, or a database that cannot be used now: what a failing disk may come to.
REFUSED = (1, 3)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    """A disk that fails."""
    with failing(tmp_path_factory.mktemp("disk")) as one:
        yield one


class Trial:
    """One command on a failing disk, from the same beginning every time."""

    def __init__(self, disk: Disk, folder: Path, name: str) -> None:
        self.disk, self.name, self.act = disk, name, ACTS[name]
        self.beginning = prepared(folder / "beginning", name).parent
        self.path = folder / "now" / "record.db"
        whole = self.tried()
        assert whole.returncode == 0, whole.stderr
        self.calls = whole.calls
        self.before, self.after = state(self.beginning / "record.db"), state(self.path)
        self.files = self.exported()

    def tried(self, at: int = 0, kind: str = "") -> Tried:
        """The command, with something going wrong at one call."""
        folder = self.path.parent
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.beginning, folder)
        return self.disk.run(*arguments(self.act, folder), db=self.path, at=at, kind=kind, typed=self.act.typed)

    def exported(self) -> dict[str, bytes]:
        """What an export has written."""
        return {file.name: file.read_bytes() for file in (self.path.parent / "package").glob("*")}

    def points(self, short: int) -> list[int]:
        """The calls at which it goes wrong: some of them, or in the long run all."""
        step = max(1, self.calls // times(short, self.calls))
        return list(range(1, self.calls + 1, step))

    def again(self) -> None:
        """Once more on a sound disk: then it is done, once, and nothing is left over."""
        rest, words = self.act.typed, arguments(self.act, self.path.parent)
        if self.name == "read":
            with closing(sqlite3.connect(self.path)) as connection:
                (kept,) = connection.execute("SELECT COUNT(*) FROM reading_answer").fetchone()
                (open_,) = connection.execute("SELECT COUNT(*) FROM reading_session").fetchone()
            rest, words = rest[kept:], ["read", "--resume"] if open_ else words
        done = run(*words, db=self.path, typed=rest)
        assert done.returncode in (0, 1, 2), done.stderr
        if self.name != "restore":  # the second time there is one copy more of what was there, and that is all
            assert state(self.path) == self.after, done.stderr
        assert self.exported() == self.files
        assert not list(self.path.parent.rglob(".tracker-*"))


@pytest.mark.long
@pytest.mark.parametrize("name", ACTS)
def test_killed_at_any_call(disk: Disk, tmp_path: Path, name: str) -> None:
    """Killed at any call, a command has done all of its work or none, and done again does it once."""
    trial = Trial(disk, tmp_path, name)
    for place, at in enumerate(trial.points(9)):
        done = trial.tried(at, "kill")
        assert done.returncode == -9
        found = state(trial.path)
        if name == "read":
            assert sound(Address.of(trial.path))
        else:
            assert found in (trial.before, trial.after), f"call {at}: half done"
        assert not done.stdout or name in ("export", "read") or found == trial.after, f"call {at}: told, and not done"
        if place % 4 == 0 and not (name == "undo" and found == trial.after):
            trial.again()
            assert name == "migrate" or sound(Address.of(trial.path))


@pytest.mark.long
@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("kind", ["full", "once"])
def test_a_call_that_fails(disk: Disk, tmp_path: Path, name: str, kind: str) -> None:
    """On a disk that is full from any call on, or where any one call fails: done and told, or refused and undone."""
    trial = Trial(disk, tmp_path, name)
    for at in trial.points(2):
        done = trial.tried(at, kind)
        found = state(trial.path)
        assert done.returncode in (0, *REFUSED), f"call {at}: {done.stderr}"
        assert "fault of tracker's own" not in done.stderr, f"call {at}: {done.stderr}"
        if name == "read":
            assert sound(Address.of(trial.path))
        elif done.returncode == 0:
            assert found == trial.after, f"call {at}: told, and not done"
        else:
            # Where the last call of all fails, it may be done and not told; never told and not done.
            assert found in (trial.before, trial.after), f"call {at}: half done"
        if name == "export" and done.returncode == 0:
            assert trial.exported() == trial.files
            assert not (trial.path.parent / "package" / LIST).exists()


def test_a_disk_that_fails_after_the_last_commit(disk: Disk, tmp_path: Path) -> None:
    """A new record whose disk fails while its log is put into its file is whole, or not there and not told of."""
    trial = Trial(disk, tmp_path, "init")
    for at in range(trial.calls - 120, trial.calls, 12):
        done = trial.tried(at, "once")
        assert (done.returncode, state(trial.path)) in ((0, trial.after), (3, "")), f"call {at}: {done.stderr}"


def test_the_trials_are_many(disk: Disk, tmp_path: Path) -> None:
    """A command makes calls by the dozen, and killed at the last one it is done: the trials above prove something."""
    trial = Trial(disk, tmp_path, "add")
    assert trial.calls > 20
    assert trial.before != trial.after
    trial.tried(trial.calls, "kill")
    assert state(trial.path) == trial.after
    assert [row["measure"] for row in opened(Address.of(trial.path)).definitions()] == ["a-loan", "a-tent", "hms-trent"]
