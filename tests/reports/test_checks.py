"""Checks: what is unsound in a record is named, with its remedy."""

from pathlib import Path

from tests.running import run


def test_a_source_moved_before_what_it_says(shipped_file: Path) -> None:
    """An article whose day is put before a stage it reports is named by the check, with the mention."""
    day = "2022-02-01"
    moved = ("--published", day, "--published-earliest", day, "--published-latest", day, "--why", "w")
    assert run("source", "edit", "trip-to-moscow", *moved, db=shipped_file).returncode == 0
    done = run("check", db=shipped_file)
    assert done.returncode == 1
    assert "its stage is dated 2022-02-10, after its source spoke, on 2022-02-01" in done.stderr
