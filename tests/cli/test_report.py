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
    assert lines[0] == "UK measures on Russia and Ukraine, as last reported up to 3 Mar 2022"
    assert lines[1].endswith(" measures; 5 articles, listed below; since then: documents up to 31 Dec 2025")
    marines = next(line for line in lines if "350 Royal Marines" in line)
    named = ["350 Royal Marines to Poland", "arriving · disputed", "10 Feb 2022", "still so 16 Feb *", "[4] ¶9 +2"]
    assert re.split(" {2,}", marines.strip()) == named
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_the_report_at_a_terminal(shipped_file: Path, width: int) -> None:
    """At a terminal no line is wider than it, every measure has one line, and that line names its article."""
    shown = at_terminal("report", db=shipped_file, width=width, NO_COLOR="1")
    lines = [re.sub("\x1b\\[[0-9;]*m", "", line).rstrip() for line in shown.splitlines()]
    assert max(map(len, lines)) <= width
    table = lines[: lines.index("Articles")]
    rows = json.loads(run("report", "--format", "json", db=shipped_file).stdout)
    assert sum("¶" in line for line in table) == len(rows)
    for row in rows:
        own = [line for line in table if re.match(rf" +{re.escape(row['title'])} ", line)]
        assert len(own) == 1, row["title"]
        assert row["status_label"] in own[0]


def test_each_terminal_gets_what_it_has_room_for(shipped_file: Path) -> None:
    """Day and surname come at 100 columns, what became of it beside it at 120, years and names at 140, words at 160."""
    widths = (80, 100, 120, 140, 160)
    told = {width: at_terminal("report", db=shipped_file, width=width, NO_COLOR="1") for width in widths}
    mark = {width: next(line for line in text.splitlines() if "Training of" in line) for width, text in told.items()}
    assert "Johnson" not in mark[80]
    assert "done → in effect ?" in mark[80]
    assert "on standby · said 11 Feb" in told[80], "what documents say the same of keeps the day it was said"
    assert "delivered → delivered" not in told[80]
    for text in told.values():
        lines = [re.sub("\x1b\\[[0-9;]*m", "", line) for line in text.splitlines()]
        table = lines[lines.index("Sanctions") : lines.index("Articles")]
        assert sum(line.startswith("  ") for line in table) == 32, "a measure, one line"
    assert "Johnson" in mark[100]
    assert "Boris" not in mark[100]
    assert "2022" not in mark[100]
    assert "done → in effect ?" in mark[100]
    assert "in effect Jun" in mark[120]
    assert "11 Feb 2022" in mark[140]
    assert "Boris Johnson" in mark[140]
    assert "trained" not in mark[140]
    assert "we trained Ukrainian" in mark[160]


def test_a_measure_stands_under_what_it_follows(shipped_file: Path) -> None:
    """What is part of a measure, or follows it, is set in below it, even where it is of another kind."""
    lines = run("report", db=shipped_file).stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if "1,000 troops on standby" in line)
    assert lines[at].startswith("  1,000")
    assert lines[at + 1].startswith("    Standby troops")
    alone = run("report", "--kind", "deployment", "--status", "announced", db=shipped_file).stdout
    assert any(line.startswith("  Standby troops") for line in alone.splitlines())


def test_every_word_beside_a_status_is_explained(shipped_file: Path) -> None:
    """A caveat that stands beside a status is explained below the table; one that does not is left out."""
    shown = run("report", "--disputed", db=shipped_file).stdout
    assert "articles differ, or one differs with itself" in shown
    assert "coder unsure" not in shown
    empty = run("report", "--kind", "refuge", db=shipped_file).stdout
    assert "0 of " in empty
    assert "Articles" not in empty


def test_colours_can_be_turned_off(shipped_file: Path) -> None:
    """Colours are for terminals, and NO_COLOR is honoured."""
    assert "\x1b[3" in at_terminal("report", db=shipped_file, width=120)
    assert "\x1b[3" not in at_terminal("report", db=shipped_file, width=120, NO_COLOR="1")


def test_quotes_beside_each_status(shipped_file: Path) -> None:
    """With --quotes each status stands beside the words that decide it, their article and paragraph."""
    shown = run("report", "--quotes", db=shipped_file).stdout
    line = next(line for line in shown.splitlines() if "350 Royal Marines to Poland" in line)
    assert "“350 Royal Marines arriving in Poland" in line
    assert "[4] ¶9" in line


def test_data_forms_carry_the_contract(shipped_file: Path) -> None:
    """CSV and JSON rows carry the column names of measures.csv; Markdown is a table."""
    rows = list(csv.DictReader(io.StringIO(run("report", "--format", "csv", db=shipped_file).stdout)))
    assert list(rows[0]) == columns.names(columns.MEASURES)
    listed = json.loads(run("report", "--format", "json", db=shipped_file).stdout)
    assert list(listed[0]) == columns.names(columns.MEASURES)
    assert next(row["amount"] for row in listed if row["measure"] == "standby-1000") == 1000
    assert next(row["disputed"] for row in listed if row["measure"] == "standby-1000") is False
    assert run("report", "--format", "md", db=shipped_file).stdout.splitlines()[3].startswith("|  | measure |")


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
