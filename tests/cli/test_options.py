"""Options that every command takes."""

from pathlib import Path

from tests.running import run


def test_global_options_stand_anywhere(shipped_file: Path) -> None:
    """--db and --format may come before or after the command."""
    before = run("--db", str(shipped_file), "--format", "csv", "event", "list")
    after = run("event", "list", "--format", "csv", "--db", str(shipped_file))
    assert before.stdout == after.stdout != ""
