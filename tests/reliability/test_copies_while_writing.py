"""Copies are taken, and brought back, while others write: each copy is a whole record, and nothing told is lost."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import opened
from tests.effort import times
from tests.making import sound
from tests.running import ROOT, surroundings
from tracker.db import copies
from tracker.db.address import Address
from tracker.db.integrity import damage

# Adds measures for as long as its standard input is open, and says each one once it is told of.
_WRITER = """
import sys, threading
from tracker.db.address import Address
from tracker.db.change import writing
from tracker.record import measures
name, address = sys.argv[1], Address.parse(sys.argv[2])
done = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), done.set()), daemon=True).start()
number = 0
while not done.wait(0.01):
    number += 1
    key = f"{name}-{number}"
    with writing(address, name, "to try") as change:
        measures.add(change, {"key": key, "title": f"What {key} is", "kind": "humanitarian"})
    print(key, flush=True)
"""


@pytest.fixture
def writers(empty_file: Path) -> list["subprocess.Popen[str]"]:
    """Four programs that write."""
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, f"writer-{number}", str(empty_file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=surroundings(empty_file, {}),
            cwd=ROOT,
            text=True,
        )
        for number in range(4)
    ]
    for writer in begun:
        heard(writer)  # it is at work
    return begun


def heard(writer: "subprocess.Popen[str]") -> str:
    """Wait until a writer was told of one more measure; returns that."""
    assert writer.stdout
    return writer.stdout.readline().strip()


def told(writers: list["subprocess.Popen[str]"]) -> set[str]:
    """Let the writers end; what they were told was written."""
    found = set()
    for writer in writers:
        out, _ = writer.communicate()
        assert writer.returncode == 0
        found |= set(out.split())
    return found


def held(path: Path) -> set[str]:
    """The measures of a record, which must be whole and sound."""
    assert damage(path) == []
    assert sound(Address.of(path))
    return {row["measure"] for row in opened(Address.of(path)).definitions()}


@pytest.mark.long
def test_backups_while_four_write(empty_file: Path, tmp_path: Path, writers: list["subprocess.Popen[str]"]) -> None:
    """A backup taken while four write is the record of one moment: it is sound, and holds what the one before held."""
    made, written = [], set[str]()
    for number in range(times(5, 25)):
        made.append(copies.back_up(Address.of(empty_file), tmp_path / f"{number}.db")[0])
        written |= {heard(writer) for writer in writers}
    written |= told(writers)
    found = [held(path) for path in made]
    assert all(earlier <= later for earlier, later in pairwise(found))
    assert len(found[-1]) > len(found[0])
    assert written <= held(empty_file)
    assert found[-1] <= held(empty_file)


@pytest.mark.long
def test_restores_while_four_write(empty_file: Path, tmp_path: Path, writers: list["subprocess.Popen[str]"]) -> None:
    """Whatever a writer was told is in the record, or in the copy of it that a restore has kept."""
    start = copies.back_up(Address.of(empty_file), tmp_path / "start.db")[0]
    kept, written = set[str](), set[str]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copies, "KEPT", 1_000)
        for _ in range(times(5, 25)):
            former, _ = copies.restore(Address.of(empty_file), start)
            assert former is not None
            kept |= held(former)
            written |= {heard(writer) for writer in writers}
        written |= told(writers)
    assert written <= kept | held(empty_file)
