"""Workbooks: every cell comes back, and nothing in one runs."""

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from tests.packages import expected, written
from tracker.domain import columns
from tracker.exports import xlsx
from tracker.exports.formats import all_tables
from tracker.output.tables import cell_text
from tracker.package.descriptor import Content


def test_the_workbook(contents: list[Content]) -> None:
    """A sheet for each table with its cells, dates as dates, a frozen and filtered header, and no formula."""
    book = openpyxl.load_workbook(io.BytesIO(written(all_tables, "xlsx", contents, "2022-03-03")))
    assert book.sheetnames == [content.table.name for content in contents]
    for content in contents:
        sheet = book[content.table.name]
        assert sheet.freeze_panes.endswith("2")
        assert sheet.auto_filter.ref
        header, *rows = sheet.iter_rows()
        assert [cell.value for cell in header] == columns.names(content.table.columns)
        assert all(cell.data_type != "f" for row in rows for cell in row)
        assert len(rows) == len(content.rows)
        shown = [[_text(cell.value) for cell in row] for row in rows]
        assert shown == expected(content)
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (
            "landscape",
            0,
            "$1:$1",
        )
    measures = book["measures"]
    assert measures.print_area.endswith(f"$L${len(measures['A'])}"), "printed up to the deciding words"
    assert measures["AD2"].value == datetime(2022, 2, 11)
    assert measures["J2"].hyperlink.location == "sources!A26"


def _text(value: Any) -> str:
    return value.strftime("%Y-%m-%d") if isinstance(value, datetime) else cell_text(value)


def test_links_have_an_end(contents: list[Content], monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet has so many links and no more; what stands in further cells is the text alone."""
    monkeypatch.setattr(xlsx, "MOST_LINKS", 3)
    out = io.BytesIO()
    xlsx.workbook(contents, "2022-03-03", out)
    sheet = openpyxl.load_workbook(out)["mentions"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value]
    assert sum(cell.hyperlink is not None for cell in cells) == 3
    place = columns.names(columns.MENTIONS).index("source") + 1
    assert all(sheet.cell(row, place).value for row in range(2, sheet.max_row + 1))


def test_the_workbook_runs_nothing(hostile: Content) -> None:
    """Text that begins like a formula is text in a workbook, with no apostrophe of ours; digits in text stay text."""
    sheet = openpyxl.load_workbook(io.BytesIO(written(all_tables, "xlsx", [hostile], "2022-03-03")))["events"]
    assert [(cell.value, cell.data_type) for cell in sheet["B"][1:]] == [(row["title"], "s") for row in hostile.rows]
