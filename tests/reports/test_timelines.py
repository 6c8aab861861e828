"""Timelines and the matrix: nothing said is lost from the picture, and it reads without colour at any width."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import opened
from tests.mention_rows import decided, feb, said
from tests.running import run
from tests.terminal import at_terminal
from tracker.db.address import Address
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import STATUS_LETTERS
from tracker.reports import timelines

STAGES = st.sampled_from(list(STATUS_LETTERS))


def boats(*rows: dict[str, Any]) -> MeasureStatus:
    """A measure with these mentions."""
    decision = decided(*rows)
    row = {"measure": "boats", "title": "Boats", "first_reported": min(row["spoken_on"] for row in rows)}
    return MeasureStatus(row | {"status_mention": decision.row["mention"], "status": decision.row["status"]}, decision)


def picture(*rows: dict[str, Any], first: int = 1, last: int = 21, width: int = 21) -> str:
    """The line of a measure with these mentions, without its colours."""
    return "".join(mark.text for mark in timelines.line(boats(*rows), feb(first), feb(last), width))


def test_a_life_as_a_line() -> None:
    """Before anyone spoke there is nothing; rules join the letters, dots run on where nobody has spoken since."""
    assert picture(said("a", 3, "announced"), said("b", 9, "in_effect"), last=12, width=12) == "  A─────I···"


def test_letters_of_one_place_stand_side_by_side() -> None:
    """Two stages on one day, or on days that fall together, are both shown, the one that stands higher first."""
    assert picture(said("a", 3, "announced"), said("b", 3, "in_effect")).startswith("  AI·")
    assert picture(said("a", 20, "announced"), said("b", 21, "in_effect"), said("c", 21, "ended")).endswith("AIE")
    assert picture(said("a", 3, "announced"), said("b", 3, "announced")).startswith("  A··")


@given(st.lists(st.tuples(st.integers(1, 21), STAGES), min_size=1, max_size=8), st.integers(8, 120))
def test_no_letter_is_lost(mentions: list[tuple[int, str]], width: int) -> None:
    """Every stage of every day has its letter, in order of days, whatever the width, while there is room for all."""
    rows = [said(f"k{place}", day, status) for place, (day, status) in enumerate(mentions)]
    shown = picture(*rows, width=width)
    assert len(shown) == width
    letters = re.sub("[ ─·]", "", shown)
    expected = {(day, STATUS_LETTERS[status]) for day, status in mentions}
    if len(expected) <= width:
        assert len(letters) == len(expected)
        by_day = [sorted(letter for day, letter in expected if day == wanted) for wanted in range(1, 22)]
        found = iter(letters)
        assert [sorted(next(found) for _ in day) for day in by_day] == by_day


def test_a_record_of_one_day() -> None:
    """Where everything was said on one day, the picture stands all the same."""
    assert picture(said("a", 5, "announced"), first=5, last=5, width=8).strip("·") == "A"


@given(st.integers(0, 4000), st.integers(8, 190))
def test_the_axis_keeps_to_its_width(days: int, width: int) -> None:
    """The axis is never wider than the lines below it, and no two days on it run together."""
    from tracker.domain.dates import add_days

    made = timelines.axis("2022-01-27", add_days("2022-01-27", days), width)
    assert len(made) <= width
    assert re.fullmatch(r" *(\d{1,2} [A-Z][a-z]{2}( \d{4})?( +|$))*", made)


def test_the_matrix_marks_what_decides(shipped: Address) -> None:
    """Each cell has the letters and paragraphs of what one article says; of each measure one mention decides."""
    record = opened(shipped)
    rows = {row["measure"]: row for row in timelines.matrix([*record.measures()], record.sources())}
    assert rows["royal-marines-poland"]["trip-to-moscow"] == "U9◄"
    assert rows["royal-marines-poland"]["cold-war-rhetoric"] == "I17"
    assert rows["royal-marines-poland"]["almost-impossible"] is None
    assert rows["further-sanctions"]["almost-impossible"] == "A21◄,23 C24"
    for row in rows.values():
        assert sum(str(value).count("◄") for value in row.values()) == 1


def test_every_mention_is_in_the_matrix(shipped: Address) -> None:
    """The matrix leaves no mention out: its paragraphs are those of the mentions."""
    record = opened(shipped)
    for row in timelines.matrix([*record.measures()], record.sources()):
        for source in record.sources():
            cell = row[source["source"]] or ""
            mentions = [
                m for m in record.mentions() if (m["measure"], m["source"]) == (row["measure"], source["source"])
            ]
            assert sorted(map(int, re.findall(r"\d+", cell))) == sorted(m["paragraph"] for m in mentions)


@pytest.mark.parametrize("width", [80, 120, 200])
@pytest.mark.parametrize("command", ["timeline", "matrix"])
def test_at_a_terminal(shipped_file: Path, command: str, width: int) -> None:
    """At a terminal both keep to its width and cut nothing; letters say without colour what colours say."""
    shown = at_terminal(command, db=shipped_file, width=width, NO_COLOR="1")
    plain = re.sub("\x1b\\[[0-9;]*m", "", shown)
    assert max(map(len, plain.splitlines())) <= width
    assert "…" not in plain
    assert "R ruled out" in plain
    for title in ("350 Royal Marines", "intervention", "Training of Ukrainian"):
        assert title in plain


def test_the_picture_has_colours(shipped_file: Path) -> None:
    """Stages are coloured where colours are wanted, and only there."""
    assert "\x1b[1;38;5;130mU" in at_terminal("timeline", db=shipped_file, width=120)
    assert "\x1b[1;33m" not in at_terminal("timeline", db=shipped_file, width=120, NO_COLOR="1")


def test_in_a_pipe_a_plain_list(shipped_file: Path) -> None:
    """In a pipe the timeline is a list of mentions by day, and as CSV it has the columns of mentions.csv."""
    shown = run("timeline", "sanctions-law", "royal-marines-poland", db=shipped_file).stdout
    assert shown.index("promised") < shown.index("in force ◄") < shown.index("pledged") < shown.index("arriving ◄")
    rows = list(csv.DictReader(io.StringIO(run("timeline", "--format", "csv", db=shipped_file).stdout)))
    assert len(rows) == 57
    matrix = list(csv.DictReader(io.StringIO(run("matrix", "--format", "csv", db=shipped_file).stdout)))
    assert list(matrix[0])[3:] == [
        *("not-optimistic", "cold-war-rhetoric", "step-back", "trip-to-moscow", "almost-impossible"),
    ]


@pytest.mark.parametrize("command", ["timeline", "matrix"])
def test_with_nothing_to_show(shipped_file: Path, command: str) -> None:
    """Before anyone spoke there is no picture and no fault; an unknown measure is refused with the nearest key."""
    done = run(command, "--as-of", "2021-12-31", db=shipped_file)
    assert (done.returncode, done.stderr) == (0, "")
    at_terminal(command, "--as-of", "2021-12-31", db=shipped_file, width=80)
    bad = run(command, "sanction-law", db=shipped_file)
    assert (bad.returncode, "sanctions-law" in bad.stderr) == (2, True)


def test_a_wide_matrix_becomes_a_list(shipped_file: Path) -> None:
    """Where the articles do not stand side by side, in a pipe or at a terminal, each has a line below the measure."""
    piped = run("matrix", db=shipped_file).stdout
    narrow = re.sub("\x1b\\[[0-9;]*m", "", at_terminal("matrix", db=shipped_file, width=60, NO_COLOR="1"))
    for shown, width in ((piped, 80), (narrow, 60)):
        assert max(map(len, shown.splitlines())) <= width
        cells = re.findall(r"^  (\S+) +\d+ \w+ \d{4} +(.+?) *$", shown, flags=re.MULTILINE)
        assert ("almost-impossible", "A21◄,23 C24") in cells
    rows = list(csv.DictReader(io.StringIO(run("matrix", "--format", "csv", db=shipped_file).stdout)))
    assert len(cells) == sum(bool(value) for row in rows for value in list(row.values())[3:])


@pytest.mark.parametrize("command", [["timeline"], ["matrix"], ["disagreements"], ["changes", "2022-02-01", "now"]])
def test_lists_are_laid_out_like_others(shipped_file: Path, tmp_path: Path, command: list[str]) -> None:
    """Lists take --sort, --columns and --output; a sorted list still says which measure each line is of."""
    file = tmp_path / "list.csv"
    done = run(*command, "--sort", "-measure", "--format", "csv", "--output", str(file), db=shipped_file)
    assert (done.returncode, done.stdout) == (0, "")
    keys = [row["measure"] for row in csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))]
    assert keys == sorted(keys, reverse=True)
    assert len(set(keys)) > 5
    only = run(*command, "--columns", "measure", "--format", "csv", db=shipped_file).stdout.split()
    assert (only[0], sorted(only[1:])) == ("measure", sorted(keys))
    shown = run(*command, "--sort", "-measure", db=shipped_file).stdout
    titles = run("measure", "list", "--format", "csv", "--columns", "title", db=shipped_file).stdout.splitlines()[1:]
    assert sum(title.strip('"') in shown for title in titles) == len(set(keys))


def test_a_picture_is_no_file(shipped_file: Path, tmp_path: Path) -> None:
    """At a terminal, what is sorted or written to a file is the list and not the picture."""
    at_terminal("timeline", "--output", str(tmp_path / "list.txt"), db=shipped_file, width=120)
    assert "350 Royal Marines arriving" in (tmp_path / "list.txt").read_text(encoding="utf-8")
