"""Rows by column: what is not meant just as it stands is looked at cell by cell."""

from pathlib import Path

from tracker.package.csv_rows import pages_of
from tracker.package.open_package import opened
from tracker.package.row_columns import row_columns


def test_doubtful_rows(tmp_path: Path) -> None:
    """Guarded, overlong and oddly written cells, and numbers that are none, make a row doubtful; nothing else does."""
    rows = ["a,One,1", "b,'=1,1", "c," + "x" * 2_001 + ",1", "d,Four,one", "e,Five,", "f,it's,2"]
    file = tmp_path / "events.csv"
    file.write_text("\n".join(["event,title,paragraph", *rows, ""]), encoding="utf-8")
    page = pages_of(opened([file]), may_lack=True)["events"]
    (batch,) = page.batches()
    found = row_columns(page, batch)
    assert found.doubtful == {1, 2, 3}
    assert list(found.values["paragraph"]) == [1, 1, 1, "", "", 2]
    assert list(found.cell("event")) == ["a", "b", "c", "d", "e", "f"]
    assert list(found.cell("quote")) == [""] * 6
