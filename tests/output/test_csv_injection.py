"""Cells that a spreadsheet would run: guarded, and given back exactly."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.output.csv_injection import guarded, unguarded

BEGINNINGS = "=+-@\t\r\n＝＋－＠'"
CELLS = st.text() | st.builds(lambda first, rest: first + rest, st.sampled_from(BEGINNINGS), st.text())


@given(CELLS)
@example("'")
@example("''=1")
@example("-12.5")
def test_every_cell_comes_back(text: str) -> None:
    """Guarding and taking the guard away gives every text back exactly, through a CSV file too."""
    assert unguarded(guarded(text)) == text
    out = io.StringIO()
    csv.writer(out).writerow([guarded(text), "x"])
    [row] = csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True)
    assert unguarded(row[0]) == text


@given(CELLS)
def test_no_cell_is_run(text: str) -> None:
    """What is written never begins like a formula, unless it is a plain number."""
    shown = guarded(text)
    assert not shown.startswith(tuple(BEGINNINGS[:-1])) or float(shown) is not None


@pytest.mark.parametrize("text", ["", "-5", "+44", "-0.25", "350 marines", "a=b", " =1"])
def test_what_is_left_alone(text: str) -> None:
    """Numbers, and text that does not begin like a formula, stay as they are."""
    assert guarded(text) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", "＝1", "'tis", "-5 marines"]
)
def test_what_is_guarded(text: str) -> None:
    """Formulas, and what begins with an apostrophe, get one apostrophe."""
    assert guarded(text) == "'" + text
