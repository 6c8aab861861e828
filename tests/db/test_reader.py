"""Reading a database: what is no record of ours, or of another schema, is named and left as it was."""

import sqlite3
from pathlib import Path

import pytest

from tests.running import run


def test_a_missing_database_is_never_made(tmp_path: Path) -> None:
    """A typo in a path makes no database: the message names the path and how to make one."""
    done = run("report", "--db", str(tmp_path / "typo.db"))
    assert done.returncode == 3
    assert f"no database at {tmp_path / 'typo.db'}" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00" * 4096, b"SQLite format 3\x00" + b"\x01" * 200])
@pytest.mark.parametrize("command", [["report"], ["db", "migrate"], ["check"]], ids=" ".join)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes, command: list[str]) -> None:
    """A file of another kind is named as such, and left as it was."""
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    done = run(*command, db=path)
    assert done.returncode == 3, done.stderr
    assert "is not a tracker database" in done.stderr
    assert "Traceback" not in done.stderr
    assert path.read_bytes() == content


def test_another_programs_database(tmp_path: Path) -> None:
    """An SQLite database of another program is not taken for ours."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    done = run("report", db=path)
    assert (done.returncode, "has no schema version" in done.stderr) == (3, True)


@pytest.mark.parametrize(("version", "remedy"), [("0000", "update the program"), ("9999", "update the program")])
def test_a_schema_nobody_knows(shipped_file: Path, version: str, remedy: str) -> None:
    """A schema this program does not know gets an instruction, not a stack trace."""
    with sqlite3.connect(shipped_file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [version])
    connection.close()
    for command in (["report"], ["db", "migrate"]):
        done = run(*command, db=shipped_file)
        assert (done.returncode, remedy in done.stderr) == (3, True)


def test_an_older_schema_is_told_to_migrate(shipped_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A schema that a newer one has replaced is told how to come up to date."""
    from tracker.db import reader
    from tracker.db.address import Address
    from tracker.errors.database import SchemaTooOld

    monkeypatch.setattr(reader, "SCHEMA_VERSIONS", (*reader.SCHEMA_VERSIONS, "9999"))
    with pytest.raises(SchemaTooOld) as found, reader.reading(Address.of(shipped_file)):
        pass
    assert "tracker db migrate" in found.value.hint
