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


def picture(*rows: dict[str, Any], columns: list[int]) -> str:
    """The line of a measure with these mentions in columns of four places, without its colours."""
    marks = timelines.life(boats(*rows), [feb(day) for day in columns])
    return "".join(mark.letters + mark.after * (4 - len(mark.letters)) for mark in marks)


def test_a_life_in_columns_of_days() -> None:
    """Before anyone spoke there is nothing; a line runs on to the next word, dots where nobody has spoken since."""
    rows = said("a", 3, "announced"), said("b", 9, "in_effect")
    assert picture(*rows, columns=[1, 3, 5, 9, 12]) == "    A───────I·······"
    assert picture(*rows, columns=[5, 12]) == "────····"


def test_stages_of_one_day_share_a_cell() -> None:
    """Two stages of one day stand in one cell, the deciding one first, and never look like a sequence."""
    assert picture(said("b", 3, "in_effect"), said("a", 3, "announced"), columns=[3]) == "A/I·"
    assert picture(said("a", 3, "announced"), said("b", 3, "announced"), columns=[3]) == "A···"
    assert picture(said("a", 20, "announced"), said("b", 21, "ended"), columns=[20, 21]) == "A───E···"


@given(st.lists(st.tuples(st.integers(1, 21), STAGES), min_size=1, max_size=8))
def test_no_letter_is_lost(mentions: list[tuple[int, str]]) -> None:
    """Every stage of every day has its letter in the column of its day, and in no other."""
    one = boats(*(said(f"k{place}", day, status) for place, (day, status) in enumerate(mentions)))
    columns = timelines.days([one])
    assert columns == sorted({feb(day) for day, _ in mentions})
    found = {day: set(mark.letters.split("/")) for day, mark in zip(columns, timelines.life(one, columns), strict=True)}
    expected: dict[str, set[str]] = {}
    for day, status in mentions:
        expected.setdefault(feb(day), set()).add(STATUS_LETTERS[status])
    assert found == expected


def test_where_days_outrun_the_width(shipped_file: Path) -> None:
    """The later days come first and the number left out is said; --from and --to choose which days stand there."""
    narrow = at_terminal("timeline", db=shipped_file, width=48, NO_COLOR="1")
    assert re.search(r"\d earlier days? found no room", narrow.replace("\n", " "))
    chosen = at_terminal("timeline", "--to", "2022-02-10", db=shipped_file, width=100, NO_COLOR="1")
    assert "27 Jan 2022 to 10 Feb 2022" in chosen
    assert "found no room" not in chosen
    assert run("timeline", "--from", "tomorrowish", db=shipped_file).returncode == 2


def test_the_matrix_marks_what_decides(shipped: Address) -> None:
    """Each cell has the letters and paragraphs of what one article says; of each measure one mention decides."""
    record = opened(shipped)
    sources = [source["source"] for source in record.sources()]
    rows = {one.row["measure"]: timelines.matrix_row(one, sources) for one in record.measures()}
    assert rows["royal-marines-poland"]["trip-to-moscow"] == "U9◄"
    assert rows["royal-marines-poland"]["cold-war-rhetoric"] == "I17"
    assert "almost-impossible" not in rows["royal-marines-poland"]
    assert rows["further-sanctions"]["almost-impossible"] == "A21◄,23"
    for row in rows.values():
        assert sum(str(value).count("◄") for value in row.values()) == 1


def test_every_mention_is_in_the_matrix(shipped: Address) -> None:
    """The matrix leaves no mention out: its paragraphs are those of the mentions."""
    record = opened(shipped)
    for one in record.measures():
        row = timelines.matrix_row(one, [source["source"] for source in record.sources()])
        for source in record.sources():
            cell = row.get(source["source"], "")
            mentions = [
                m
                for m in record.mentions()
                if (m["measure"], m["source"]) == (row["measure"], source["source"]) and not m["established"]
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


def test_what_documents_establish_stands_below(shipped_file: Path) -> None:
    """Below the reported life stands the established one, with its days; as of a day, what was known by then."""
    lines = at_terminal("timeline", "sanctions-law", db=shipped_file, width=80, NO_COLOR="1").splitlines()
    place = next(number for number, line in enumerate(lines) if "Sanctions legislation" in line)
    assert lines[place + 1].strip() == "documents: in force 10 Feb 2022 17:00 (cited)"
    early = at_terminal("timeline", "sanctions-law", "--as-of", "2022-02-09", db=shipped_file, width=80, NO_COLOR="1")
    assert "documents" not in early


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
    """Before anyone spoke there is no picture and no fault; what may mean several measures lists them."""
    done = run(command, "--as-of", "2021-12-31", db=shipped_file)
    assert (done.returncode, done.stderr) == (0, "")
    at_terminal(command, "--as-of", "2021-12-31", db=shipped_file, width=80)
    bad = run(command, "royal", db=shipped_file)
    assert (bad.returncode, "royal-marines-poland" in bad.stderr) == (2, True)


def test_a_wide_matrix_becomes_a_list(shipped_file: Path) -> None:
    """Where the articles do not stand side by side, in a pipe or at a terminal, each has a line below the measure."""
    piped = run("matrix", db=shipped_file).stdout
    narrow = re.sub("\x1b\\[[0-9;]*m", "", at_terminal("matrix", db=shipped_file, width=60, NO_COLOR="1"))
    for shown, width in ((piped, 80), (narrow, 60)):
        assert max(map(len, shown.splitlines())) <= width
        cells = re.findall(r"^  (\S+) +\d+ \w+ \d{4} +(.+?) *$", shown, flags=re.MULTILINE)
        assert ("almost-impossible", "A21◄,23") in cells
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
    assert len(set(keys)) > 4
    only = run(*command, "--columns", "measure", "--format", "csv", db=shipped_file).stdout.split()
    assert (only[0], sorted(only[1:])) == ("measure", sorted(keys))
    shown = run(*command, "--sort", "-measure", db=shipped_file).stdout
    titles = run("measure", "list", "--format", "csv", "--columns", "title", db=shipped_file).stdout.splitlines()[1:]
    assert sum(title.strip('"') in shown for title in titles) == len(set(keys))


def test_a_picture_is_no_file(shipped_file: Path, tmp_path: Path) -> None:
    """At a terminal, what is sorted or written to a file is the list and not the picture."""
    at_terminal("timeline", "--output", str(tmp_path / "list.txt"), db=shipped_file, width=120)
    assert "350 Royal Marines arriving" in (tmp_path / "list.txt").read_text(encoding="utf-8")
