"""CSV made column by column: what the standard library would write, cell by cell."""

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from tracker.output.csv_injection import guarded
from tracker.output.csv_text import csv_lines
from tracker.output.tables import cell_text

TEXTS = st.text(st.sampled_from("ab,\"'=-1é \n")) | st.none()
CELLS = TEXTS | st.booleans() | st.integers() | st.sampled_from([350.0, 2.5, 0.0001, 1e15])


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width))))
@example([["=1+1", None], ["plain", 'a "b", c']])
@example([[True, 7], [False, 8]])
def test_lines_are_those_of_the_standard_library(rows: list[list[object]]) -> None:
    """Every cell is written as `csv` writes its text, guarded or not, and comes back the same."""
    for guard in (True, False):
        lines = csv_lines([*zip(*rows, strict=True)], [guard] * len(rows[0]) if rows else [])
        texts = [[cell_text(value) for value in row] for row in rows]
        if guard:
            texts = [[guarded(text) if isinstance(value, str) else text for value, text in zip(*pair, strict=True)]
                     for pair in zip(rows, texts, strict=True)]  # fmt: skip
        # One empty cell alone in its row would be no row at all: no table has one column.
        wide = [[*row, "x"] for row in texts]
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(wide)
        assert "".join(f"{line},x\n" for line in lines) == out.getvalue()
        assert list(csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True)) == wide
