"""What every command shares: forms, columns, order, and the record that a first run makes."""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from tests.running import run
from tests.terminal import at_terminal


def test_raw_csv(shipped_file: Path) -> None:
    """A headline that begins with an apostrophe has one more in CSV, and none with --raw."""
    options = ["source", "list", "--columns", "title", "--format", "csv"]
    assert "\n''Step back" in run(*options, db=shipped_file).stdout
    assert "\n'Step back" in run(*options, "--raw", db=shipped_file).stdout


def test_sort_and_columns(shipped_file: Path) -> None:
    """Any column can be sorted by, either way, empty cells last; any columns can be chosen, in any order."""
    options = ["--sort", "-amount", "--columns", "amount,measure", "--format", "csv"]
    lines = run("report", *options, db=shipped_file).stdout.splitlines()
    assert lines[:3] == ["amount,measure", "2000,anti-tank-missiles", "1000,standby-1000"] or lines[1].startswith(
        "2000"
    )
    assert lines[-1].startswith(",")


def test_first_run_makes_the_record(tmp_path: Path) -> None:
    """The first reading on a new machine makes the record, says so once, and asks nothing."""
    first = run("report", XDG_DATA_HOME=str(tmp_path), HOME=str(tmp_path))
    again = run("report", XDG_DATA_HOME=str(tmp_path), HOME=str(tmp_path))
    assert first.returncode == 0
    assert first.stderr.startswith("Made a new record at ")
    assert (again.stdout, again.stderr) == (first.stdout, "")


def test_nowhere_to_keep_the_record(tmp_path: Path) -> None:
    """Where the user's data folder cannot be written, the message says so and what to set."""
    (tmp_path / "file").touch()
    done = run("report", XDG_DATA_HOME=str(tmp_path / "file"), HOME=str(tmp_path / "file"))
    assert done.returncode == 3
    assert "TRACKER_DB" in done.stderr


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
@pytest.mark.parametrize("command", [["report"], ["measure", "list"], ["mention", "list"]])
def test_data_is_what_the_table_is_of(shipped_file: Path, command: list[str], form: str) -> None:
    """As data a command gives the same rows whether or not columns are chosen, some of which need less reading."""

    def rows(*options: str) -> list[dict[str, object]]:
        shown = run(*command, "--format", form, *options, db=shipped_file).stdout
        if form == "csv":
            return list(csv.DictReader(io.StringIO(shown)))
        return json.loads(shown) if form == "json" else [json.loads(line) for line in shown.splitlines()]

    whole = rows()
    assert rows("--columns", "measure,status") == [{name: row[name] for name in ("measure", "status")} for row in whole]
    by_measure = sorted(whole, key=lambda row: str(row["measure"]), reverse=True)
    assert rows("--sort", "-measure") == by_measure
    assert rows("--sort", "-measure", "--columns", "status") == [{"status": row["status"]} for row in by_measure]


def test_hostile_text_is_shown_harmless(shipped_file: Path) -> None:
    """Terminal escapes, reordering marks and markup in a title are spelt out or shown as they are."""
    hostile = "Lorries \x1b]8;;http://example.org\x07click\x1b[31m [red]\u202egnp[/foo] :smile: \u200b"
    with sqlite3.connect(shipped_file) as connection:
        connection.execute("UPDATE measure_version SET title = ? WHERE id = 1", [hostile])
    connection.close()
    for form in ("table", "csv", "json", "md"):
        shown = run("measure", "list", "--format", form, db=shipped_file).stdout
        assert "[red]" in shown.replace("\\", "")
        assert not {"\x1b", "\x07", "\u202e", "\u200b"} & set(shown)
    shown = at_terminal("measure", "list", db=shipped_file, width=200, NO_COLOR="1")
    assert "\\x1b]8;;" in shown
    assert "[/foo] :smile:" in shown
