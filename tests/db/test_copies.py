"""Backing up and restoring: the copy is whole, and nothing that was acknowledged is lost on the way."""

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import opened
from tests.making import add, live_keys, sound
from tests.running import run
from tracker.db import copies, integrity
from tracker.db.address import Address
from tracker.errors.base import TrackerError
from tracker.errors.database import DatabaseUnreachable, LeftOver, NotADatabase
from tracker.errors.files import InTheWay


def state(path: Path) -> tuple[int, str]:
    """The head of a record."""
    record = opened(Address.of(path))
    return record.revision, record.digest


def test_a_copy_is_the_record_of_one_moment(shipped_file: Path, tmp_path: Path) -> None:
    """A copy taken while the record is open holds all that was written, in one file, with the record's permissions."""
    shipped_file.chmod(0o640)
    with closing(sqlite3.connect(shipped_file)) as held:
        held.execute("SELECT 1 FROM revision").fetchall()
        add(Address.of(shipped_file), "written-last")
        done = run("db", "backup", str(tmp_path / "copy.db"), db=shipped_file)
    assert done.returncode == 0, done.stderr
    assert state(tmp_path / "copy.db") == state(shipped_file)
    assert "written-last" in live_keys(Address.of(tmp_path / "copy.db"))
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o640
    assert run("db", "backup", str(tmp_path / "copy.db"), db=shipped_file).returncode == 1
    with pytest.raises(InTheWay):
        copies.back_up(Address.of(shipped_file), tmp_path / "copy.db")


def test_the_newest_copies_are_kept(empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies that nobody named are kept up to a number, which is said, with those that had to go."""
    monkeypatch.setattr(copies, "KEPT", 2)
    first = run("db", "backup", db=empty_file)
    for _ in range(2):
        last = run("db", "backup", db=empty_file)
    gone = Path(first.stderr.splitlines()[0].rpartition(": ")[2]).name
    assert f"The newest 2 such copies are kept; the oldest went: {gone}." in last.stderr
    assert len(copies.kept(empty_file)) == 2
    assert gone not in [file.name for file in copies.kept(empty_file)]


def test_a_restore_keeps_what_was_there(shipped_file: Path, tmp_path: Path) -> None:
    """What is restored is the copy; the former record is kept whole, and can be brought back in its turn."""
    before = state(shipped_file)
    run("db", "backup", str(tmp_path / "copy.db"), db=shipped_file)
    add(Address.of(shipped_file), "written-last")
    changed = state(shipped_file)
    asked = run("db", "restore", str(tmp_path / "copy.db"), db=shipped_file)
    assert (asked.returncode, state(shipped_file)) == (1, changed)
    assert f"It replaces {shipped_file} by {tmp_path / 'copy.db'}" in asked.stderr
    for more in ([], ["--yes"]):
        missing = run("db", "restore", str(tmp_path / "none.db"), *more, db=shipped_file)
        assert (missing.returncode, "there is no such file" in missing.stderr) == (1, True)
    done = run("db", "restore", str(tmp_path / "copy.db"), "--yes", db=shipped_file)
    assert done.returncode == 0, done.stderr
    assert state(shipped_file) == before
    (former,) = copies.kept(shipped_file)
    assert str(former) in done.stderr
    assert run("db", "restore", str(former), "--yes", db=shipped_file).returncode == 0
    assert state(shipped_file) == changed
    assert sound(Address.of(shipped_file))


def test_a_restore_waits_for_nobody_it_could_harm(
    shipped_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While somebody else has the record open, nothing is done to it, nor kept of it: what they write would be lost."""
    run("db", "backup", str(tmp_path / "copy.db"), db=shipped_file)
    monkeypatch.setattr(integrity, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(shipped_file, isolation_level=None)) as held:
        held.execute("BEGIN")
        held.execute("SELECT * FROM revision").fetchall()
        with pytest.raises(DatabaseUnreachable):
            copies.restore(Address.of(shipped_file), tmp_path / "copy.db")
    assert copies.kept(shipped_file) == []


def test_of_another_programs_file_no_copy_is_made(tmp_path: Path) -> None:
    """What is no record is not copied as one."""
    with closing(sqlite3.connect(tmp_path / "songs.db")) as songs:
        songs.execute("CREATE TABLE song (title TEXT)")
    with pytest.raises(NotADatabase):
        copies.back_up(Address.of(tmp_path / "songs.db"), tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_a_copy_waits_no_longer_than_anything_else(
    shipped_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another program writes into what is to be written over, the copy is given up after a while."""
    run("db", "backup", str(tmp_path / "copy.db"), db=shipped_file)
    monkeypatch.setattr(integrity, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(shipped_file, isolation_level=None)) as held:
        held.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(DatabaseUnreachable, match="locked"),
            integrity.opened(tmp_path / "copy.db") as source,
            integrity.opened(shipped_file) as target,
        ):
            integrity.copy_into(source, target)


@pytest.mark.parametrize("damage", ["zeros", "cut", "page"])
def test_a_damaged_record_is_replaced(shipped_file: Path, tmp_path: Path, damage: str) -> None:
    """What is no database any more is set aside with all that stands beside it, and the copy takes its place."""
    before = state(shipped_file)
    run("db", "backup", str(tmp_path / "copy.db"), db=shipped_file)
    content = bytearray(shipped_file.read_bytes())
    broken = {"zeros": bytes(5_000), "cut": content[:20_000], "page": content[:100] + bytes(4_000) + content[4_100:]}
    shipped_file.write_bytes(broken[damage])
    done = run("db", "restore", str(tmp_path / "copy.db"), "--yes", db=shipped_file)
    assert done.returncode == 0, done.stderr
    assert state(shipped_file) == before
    assert run("check", db=shipped_file).returncode == 0
    assert copies.kept(shipped_file)


def test_a_log_that_was_left_over_is_not_buried(shipped_file: Path, tmp_path: Path) -> None:
    """Beside a record that is gone, its log would change whatever takes its place: that is refused."""
    run("db", "backup", str(tmp_path / "copy.db"), db=shipped_file)
    with closing(sqlite3.connect(shipped_file)) as held:
        held.execute("SELECT 1 FROM revision").fetchall()
        add(Address.of(shipped_file), "written-last")
        log = Path(f"{shipped_file}-wal").read_bytes()
    gone = tmp_path / "gone.db"
    Path(f"{gone}-wal").write_bytes(log)
    with pytest.raises(LeftOver):
        copies.restore(Address.of(gone), tmp_path / "copy.db")
    for arguments in (["db", "init"], ["db", "restore", str(tmp_path / "copy.db"), "--yes"]):
        refused = run(*arguments, db=gone)
        assert (refused.returncode, "gone.db-wal" in refused.stderr) == (3, True)
    assert Path(f"{gone}-wal").read_bytes() == log
    assert not gone.exists()


@pytest.mark.parametrize("content", ["text", "other", "flipped", "trigger", "newer"])
def test_what_is_no_sound_copy_is_refused(shipped_file: Path, tmp_path: Path, content: str) -> None:
    """A copy that is damaged, or is none, takes no record's place: the record stays as it was."""
    copy = tmp_path / "copy.db"
    shutil.copy(shipped_file, copy)
    if content == "text":
        copy.write_text("no database")
    elif content == "flipped":
        spoiled = bytearray(copy.read_bytes())
        spoiled[4_096 * 3] ^= 0xFF
        copy.write_bytes(spoiled)
    else:
        said = {
            "other": "DROP TABLE alembic_version",
            "trigger": "CREATE TRIGGER t AFTER INSERT ON revision BEGIN DELETE FROM revision; END",
            "newer": "UPDATE alembic_version SET version_num = '9999'",
        }
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute(said[content])
            connection.commit()
    before = shipped_file.read_bytes()
    with pytest.raises(TrackerError) as found:
        copies.restore(Address.of(shipped_file), copy)
    assert found.value.exit_code == 3
    assert shipped_file.read_bytes() == before


def test_a_migration_is_preceded_by_a_copy(tmp_path: Path) -> None:
    """Before an older schema is brought up to date, the record is copied as it was, and the copy is named."""
    from tracker.db import schema
    from tracker.db.engine import transaction

    path = tmp_path / "older.db"
    with transaction(Address.of(path), "rwc", enforcing=False) as connection:
        schema.upgrade(connection, "0007")
    done = run("db", "migrate", db=path)
    assert done.returncode == 0, done.stderr
    (copy,) = copies.kept(path)
    assert f"A copy of it as it was: {copy}" in done.stderr
    with transaction(Address.of(copy), "ro") as connection:
        assert schema.current(connection) == "0007"


def test_a_server_has_its_own_means() -> None:
    """A database on a server is not copied here: the message says what does it."""
    refused = run("db", "backup", db="postgresql://jane:secret@db.example.org/tracker")
    assert (refused.returncode, "pg_dump" in refused.stderr, "secret" in refused.stderr) == (1, True, False)
