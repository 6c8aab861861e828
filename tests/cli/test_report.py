"""`tracker report`, `coverage` and `check`, as a person at a terminal or a script behind a pipe meets them."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.running import run
from tests.terminal import at_terminal
from tracker.domain import columns


def test_the_report_in_a_pipe(shipped_file: Path) -> None:
    """Behind a pipe the report is a plain table, whole and without colours, headed by what it covers and as of when."""
    done = run("report", db=shipped_file)
    lines = done.stdout.splitlines()
    assert lines[0] == "UK measures on Russia and Ukraine, as last reported up to 3 Mar 2022 (5 sources, 31 measures)"
    marines = next(line for line in lines if "350 Royal Marines" in line)
    assert re.split(" {2,}", marines.strip()) == [
        "350 Royal Marines to Poland",
        "350 marines",
        "Poland",
        "arriving ≠",
        "10 Feb 2022",
        "11 Feb 2022",
        "3 articles, 2 origins",
    ]
    assert "   5  under way" in lines
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("width", [80, 200])
def test_the_report_at_a_terminal(shipped_file: Path, width: int) -> None:
    """At a terminal the table keeps to its width and folds instead of cutting."""
    shown = at_terminal("report", db=shipped_file, width=width, NO_COLOR="1")
    assert max(len(re.sub("\x1b\\[[0-9;]*m", "", line)) for line in shown.splitlines()) <= width
    assert "…" not in shown
    for word in ("arriving", "Estonia", "unexplained", "Deployment"):
        assert word.lower() in shown.lower()


def test_colours_can_be_turned_off(shipped_file: Path) -> None:
    """Colours are for terminals, and NO_COLOR is honoured."""
    assert "\x1b[3" in at_terminal("report", db=shipped_file, width=120)
    assert "\x1b[3" not in at_terminal("report", db=shipped_file, width=120, NO_COLOR="1")


def test_quotes_beside_each_status(shipped_file: Path) -> None:
    """With --quotes each status stands beside the words that decide it, their article and paragraph."""
    shown = run("report", "--quotes", db=shipped_file).stdout
    line = next(line for line in shown.splitlines() if "350 Royal Marines to Poland" in line)
    assert "“350 Royal Marines arriving in Poland”" in line
    assert "trip-to-moscow ¶9" in line


def test_data_forms_carry_the_contract(shipped_file: Path) -> None:
    """CSV and JSON rows carry the column names of measures.csv; Markdown is a table."""
    rows = list(csv.DictReader(io.StringIO(run("report", "--format", "csv", db=shipped_file).stdout)))
    assert list(rows[0]) == columns.names(columns.MEASURES)
    listed = json.loads(run("report", "--format", "json", db=shipped_file).stdout)
    assert list(listed[0]) == columns.names(columns.MEASURES)
    assert next(row["amount"] for row in listed if row["measure"] == "standby-1000") == 1000
    assert next(row["disputed"] for row in listed if row["measure"] == "standby-1000") is False
    assert run("report", "--format", "md", db=shipped_file).stdout.splitlines()[2].startswith("|  | measure |")


def test_coverage_adds_up(shipped_file: Path) -> None:
    """Coverage shows every article's paragraphs by verdict, none unread."""
    rows = list(csv.DictReader(io.StringIO(run("coverage", "--format", "csv", db=shipped_file).stdout)))
    assert sum(int(row["paragraphs"]) for row in rows) == 176
    for row in rows:
        verdicts = ("records", "diplomacy", "other_actor", "rhetoric", "context", "furniture", "unread")
        assert sum(int(row[name]) for name in verdicts) == int(row["paragraphs"])


def test_check_is_silent_when_sound(shipped_file: Path) -> None:
    """A sound record has nothing on standard output and leaves with 0."""
    done = run("check", db=shipped_file)
    assert (done.returncode, done.stdout) == (0, "")
