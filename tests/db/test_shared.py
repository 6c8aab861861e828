"""A database that several accounts of one machine use: a reader keeps nobody from writing."""

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.running import run
from tests.users import NOBODY, only_root, run_as
from tracker.db.address import Address
from tracker.db.reader import reading
from tracker.errors.database import DatabaseUnreachable

OWNER = 54_321
EDIT = ("measure", "edit", "hms-trent", "--summary", "Seen.", "--why", "a look")


@pytest.fixture
def shared(shipped_file: Path) -> Iterator[Path]:
    """A record in a folder that everybody may write, of an owner who alone may write the file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        path = folder / "shared.db"
        shutil.copy(shipped_file, path)
        os.chown(path, OWNER, OWNER)
        path.chmod(0o644)
        yield path


@only_root
@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o755], ids=["open", "sticky", "closed"])
def test_the_owner_writes_after_a_colleague_read(shared: Path, shipped_file: Path, mode: int) -> None:
    """A colleague's reading leaves nothing behind, whatever the folder allows, and the owner goes on writing."""
    os.chown(shared.parent, OWNER, OWNER)
    shared.parent.chmod(mode)
    read = run_as(NOBODY, "report", "--db", str(shared), warm=shipped_file)
    assert read.returncode == 0, read.stderr
    assert read.stdout.startswith("UK measures")
    assert [file.name for file in shared.parent.iterdir()] == [shared.name]
    wrote = run_as(OWNER, *EDIT, "--db", str(shared), warm=shipped_file)
    assert wrote.returncode == 0, wrote.stderr


@only_root
def test_a_colleague_reads_while_the_owner_writes(shared: Path, shipped_file: Path) -> None:
    """Where the owner has the record open, a colleague sees what was written last."""
    with closing(sqlite3.connect(shared)) as held:
        held.execute("UPDATE measure_version SET title = 'Changed a moment ago' WHERE id = 1")
        held.commit()
        for end in ("-wal", "-shm"):
            os.chown(f"{shared}{end}", OWNER, OWNER)
        read = run_as(NOBODY, "measure", "list", "--db", str(shared), warm=shipped_file)
        assert "Changed a moment ago" in read.stdout, read.stderr


@only_root
def test_what_another_program_left_is_named(shared: Path, shipped_file: Path) -> None:
    """What another user's program left there keeps the owner out: the message names it, and its remedy works."""
    for end in ("-wal", "-shm"):
        left = Path(f"{shared}{end}")
        left.touch(mode=0o644)
        os.chown(left, NOBODY, NOBODY)
    os.chown(shared.parent, OWNER, OWNER)
    refused = run_as(OWNER, *EDIT, "--db", str(shared), warm=shipped_file)
    assert refused.returncode == 3, refused.stderr
    assert f"{shared}-wal" in refused.stderr
    assert f"remove them: rm {shared}-wal {shared}-shm" in refused.stderr
    for end in ("-wal", "-shm"):
        Path(f"{shared}{end}").unlink()
    assert run_as(OWNER, *EDIT, "--db", str(shared), warm=shipped_file).returncode == 0


@only_root
@pytest.mark.parametrize(("file", "folder"), [(0o644, 0o777), (0o666, 0o755), (0o644, 0o755)])
def test_who_may_only_read_is_told_so(shared: Path, shipped_file: Path, file: int, folder: int) -> None:
    """A colleague who may not write is told what stands in the way, leaves nothing behind, and the owner goes on."""
    os.chown(shared.parent, OWNER, OWNER)
    shared.chmod(file)
    shared.parent.chmod(folder)
    refused = run_as(NOBODY, *EDIT, "--db", str(shared), warm=shipped_file)
    assert refused.returncode == 3, refused.stderr
    closed = [str(path) for path, mode in ((shared, file), (shared.parent, folder)) if not mode & 0o002]
    assert f"you may only read {' '.join(closed)}\n" in refused.stderr
    assert "chmod g+w" in refused.stderr
    assert [path.name for path in shared.parent.iterdir()] == [shared.name]
    assert run_as(OWNER, *EDIT, "--db", str(shared), warm=shipped_file).returncode == 0


def test_a_change_under_a_reader_is_said(shipped_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads without shared memory is told where somebody wrote meanwhile: the answer may be half of each."""
    monkeypatch.setattr(Address, "leaves_nothing", True)
    address = Address.of(shipped_file)
    with reading(address):
        pass
    with pytest.raises(DatabaseUnreachable, match="while it was read"), reading(address):
        assert run(*EDIT, db=shipped_file).returncode == 0


def test_ones_own_record_is_read_as_ever(shipped_file: Path) -> None:
    """Who owns the file reads it through the log, as every writer expects."""
    assert not Address.of(shipped_file).leaves_nothing
    assert stat.S_ISREG(shipped_file.stat().st_mode)
