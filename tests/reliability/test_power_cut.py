"""A power cut: whatever of the unwritten reached the disk, a record opens whole and holds all that was told."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.effort import times
from tests.reliability.acts import prepared
from tests.reliability.disk import Disk, failing
from tracker.db.engine import SYNCHRONOUS
from tracker.db.integrity import damage

# SQLite writes at least in sectors: one that was under way may have reached the disk in part.
SECTOR = 512


class Call(NamedTuple):
    """One call of the trace: what it did, to which file, where, with which bytes."""

    what: str
    path: str
    other: str
    offset: int
    content: bytes


def trace(log: Path) -> Iterator[Call]:
    """The calls that were recorded, in order."""
    content, place = log.read_bytes(), 0
    while place < len(content):
        end = content.index(b"\n", place)
        what, path, other, offset, size = content[place:end].decode().split("\t")
        place = end + 1 + int(size)
        yield Call(what, path, other, int(offset), content[end + 1 : place])


class Platter:
    """What is on the disk for sure, and what is on its way there: until a file is synced, any part of it may arrive."""

    def __init__(self, folder: Path) -> None:
        self.sure = {str(file): file.read_bytes() for file in folder.iterdir() if file.is_file()}
        self.waiting: dict[str, list[Call]] = {}

    def take(self, call: Call) -> None:
        """A call that the system was given."""
        if call.what in ("write", "truncate"):
            self.waiting.setdefault(call.path, []).append(call)
        elif call.what == "sync" and call.path in {*self.sure, *self.waiting}:
            content = bytearray(self.sure.get(call.path, b""))
            for one in self.waiting.pop(call.path, ()):
                _apply(content, one)
            self.sure[call.path] = bytes(content)
        elif call.what == "remove":
            self.sure.pop(call.path, None)
            self.waiting.pop(call.path, None)

    def cut(self, chance: random.Random, folder: Path) -> None:
        """The files as a cut may leave them: of what waits some calls arrive, one of them in part."""
        for path in {*self.sure, *self.waiting}:
            content = bytearray(self.sure.get(path, b""))
            for call in self.waiting.get(path, ()):
                lot = chance.random()
                if lot < 0.45:
                    _apply(content, call)
                elif lot < 0.6 and call.what == "write":
                    part = chance.randrange(0, len(call.content) + 1, SECTOR)
                    _apply(content, call._replace(content=call.content[:part]))
            if not path.endswith("-shm"):  # memory, which no cut survives
                (folder / Path(path).name).write_bytes(content)


def _apply(content: bytearray, call: Call) -> None:
    if call.what == "truncate":
        del content[call.offset :]
        content.extend(bytes(call.offset - len(content)))
        return
    content.extend(bytes(max(0, call.offset - len(content))))
    content[call.offset : call.offset + len(call.content)] = call.content


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    """A disk whose calls are recorded."""
    with failing(tmp_path_factory.mktemp("disk")) as one:
        yield one


def lost(disk: Disk, tmp_path: Path, cuts: int, synchronous: str) -> int:
    """Add measures, cut the power in between so many times: in how many cuts something that was told was lost."""
    path = prepared(tmp_path / "record", "add")
    log = tmp_path / "trace"
    platter = Platter(path.parent)
    with closing(sqlite3.connect(path)) as held:  # somebody who reads meanwhile keeps the log from being put away
        held.execute("SELECT 1 FROM measure").fetchall()
        for number in range(10):
            words = ("measure", "add", "--key", f"a-{number}", "--title", f"Tent {number}", "--kind", "humanitarian")
            done = disk.run(*words, "--why", "w", db=path, log=log, synchronous=synchronous)
            assert done.returncode == 0, done.stderr
    calls = list(trace(log))
    chance = random.Random(4)
    moments = sorted(chance.choices(range(len(calls)), k=cuts))
    told, bad = set[str](), 0
    for place, call in enumerate(calls):
        platter.take(call)
        told |= set(call.content.decode().split()) if call.what == "told" else set()
        for _ in range(moments.count(place)):
            folder = tmp_path / "cut"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            platter.cut(chance, folder)
            bad += not _holds(folder / path.name, told)
    return bad


def _holds(path: Path, told: set[str]) -> bool:
    if damage(path):
        return False
    with closing(sqlite3.connect(path)) as connection:
        return told <= {key for (key,) in connection.execute("SELECT key FROM measure")}


@pytest.mark.long
def test_nothing_told_is_lost(disk: Disk, tmp_path: Path) -> None:
    """On the settings that are shipped nothing that was told is lost, whenever the power goes."""
    assert lost(disk, tmp_path, times(100, 2_000), SYNCHRONOUS) == 0


@pytest.mark.long
def test_a_weaker_setting_loses(disk: Disk, tmp_path: Path) -> None:
    """With the log synced less often the same cuts lose what was told: they bite, and the setting is what holds."""
    assert lost(disk, tmp_path, times(40, 400), "NORMAL") > times(40, 400) / 4
