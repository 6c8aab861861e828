"""`tracker db`: making a record where it is wanted."""

from pathlib import Path

from tests.running import run


def test_db_init(tmp_path: Path) -> None:
    """A record can be made where it is wanted, empty or full, and never over another."""
    path = tmp_path / "mine.db"
    assert run("db", "init", "--empty", db=path).returncode == 0
    assert "The record is empty" in run("report", db=path).stdout
    again = run("db", "init", db=path)
    assert (again.returncode, "already holds a record" in again.stderr) == (1, True)
