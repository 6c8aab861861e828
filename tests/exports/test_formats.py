"""Other forms of the record, opened by the programs people open them with."""

import io
import json
import re
import sqlite3
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas
import pytest

from tests.conftest import ROOT, opened
from tracker.db.address import Address
from tracker.domain import columns
from tracker.exports.formats import all_tables, one_table
from tracker.output.tables import cell_text
from tracker.package import write_package
from tracker.package.descriptor import PLAIN, Content, Manner

GUIDE = (ROOT / "tracker" / "guides" / "exporting.md").read_text(encoding="utf-8")


@pytest.fixture
def contents(shipped_file: Path) -> list[Content]:
    """The tables of the shipped record, the panel among them."""
    return write_package.contents(opened(Address.of(shipped_file)), Manner(panel=True))


@pytest.fixture
def hostile() -> Content:
    """A table with a text in it that a spreadsheet would run."""
    events = next(table for table in write_package.TABLES if table.name == "events")
    texts = ["=1+1", "@SUM(A1)", "http://example.org/", "'quoted'", "007"]
    empty = dict.fromkeys(("met_on", "source", "paragraph", "quote"))
    return Content(events, [{"event": f"event-{number}", "title": text, **empty} for number, text in enumerate(texts)])


def expected(content: Content) -> list[list[str]]:
    """The cells of a table as text."""
    names = columns.names(content.table.columns)
    return [[cell_text(row[name]) for name in names] for row in content.rows]


def test_the_lines_of_pandas_in_the_guide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guide's lines of pandas run as they stand and count the conditional measures of each kind."""
    [lines] = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    monkeypatch.chdir(ROOT)
    *statements, last = lines.strip().splitlines()
    held: dict[str, Any] = {}
    exec("\n".join(statements), held)
    counted = eval(last, held)
    measures = held["measures"]
    assert counted["sanctions"] == 2
    assert measures["disputed"].dtype == bool
    assert measures["amount"].dtype == float
    assert measures["last_reported"].max() == pandas.Timestamp("2022-03-03")
    assert len(measures) == 31


def test_the_lines_of_duckdb_in_the_guide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guide's lines of DuckDB run as they stand; days, numbers and flags come as such."""
    [query] = re.findall(r"```sql\n(.*?)```", GUIDE, re.DOTALL)
    monkeypatch.chdir(ROOT)
    rows = duckdb.sql(query).fetchall()
    assert rows[0][0] == "350 Royal Marines to Poland"
    assert isinstance(rows[0][1], date)
    types = dict(duckdb.sql("SELECT column_name, column_type FROM (DESCRIBE FROM 'data/measures.csv')").fetchall())
    assert (types["disputed"], types["last_reported"], types["days_silent"]) == ("BOOLEAN", "DATE", "BIGINT")


@pytest.mark.parametrize("name", [table.name for table in write_package.TABLES])
def test_every_file_opens_unchanged(contents: list[Content], name: str) -> None:
    """Both pandas and DuckDB read every cell of every file as it was written."""
    content = next(content for content in contents if content.table.name == name)
    written = one_table("csv", content, Manner(raw=True))
    cells = pandas.read_csv(io.BytesIO(written), dtype=str, keep_default_na=False)
    assert cells.to_numpy().tolist() == expected(content)
    path = ROOT / "data" / f"{name}.csv"
    guarded = pandas.read_csv(path, dtype=str, keep_default_na=False).to_numpy().tolist()
    rows = duckdb.sql(f"FROM read_csv('{path}', all_varchar = true, header = true)").fetchall()
    assert [[cell or "" for cell in row] for row in rows] == guarded


def test_for_excel_pandas_reads_the_same(contents: list[Content]) -> None:
    """The byte order mark and CRLF do not reach the cells."""
    for content in contents:
        cells = pandas.read_csv(io.BytesIO(one_table("csv", content, Manner(excel=True))), dtype=str)
        assert list(cells.columns) == columns.names(content.table.columns)


def test_the_workbook(contents: list[Content]) -> None:
    """A sheet for each table with its cells, dates as dates, a frozen and filtered header, and no formula."""
    book = openpyxl.load_workbook(io.BytesIO(all_tables("xlsx", contents, "2022-03-03")))
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
    measures = book["measures"]
    assert measures["AD2"].value == datetime(2022, 2, 11)
    assert measures["J2"].hyperlink.location == "sources!A6"


def _text(value: Any) -> str:
    return value.strftime("%Y-%m-%d") if isinstance(value, datetime) else cell_text(value)


def test_the_workbook_runs_nothing(hostile: Content) -> None:
    """Text that begins like a formula is text in a workbook, with no apostrophe of ours; digits in text stay text."""
    sheet = openpyxl.load_workbook(io.BytesIO(all_tables("xlsx", [hostile], "2022-03-03")))["events"]
    assert [(cell.value, cell.data_type) for cell in sheet["B"][1:]] == [(row["title"], "s") for row in hostile.rows]


def test_the_same_bytes_again(contents: list[Content]) -> None:
    """The same record gives the same workbook, Parquet and database file, on any day."""
    for form in ("xlsx", "sqlite"):
        assert all_tables(form, contents, "2022-03-03") == all_tables(form, contents, "2022-03-03")
    assert one_table("parquet", contents[0], PLAIN) == one_table("parquet", contents[0], PLAIN)


def test_parquet(contents: list[Content], tmp_path: Path) -> None:
    """Parquet carries types: days, whole numbers, flags, and null for what is not known."""
    for content in contents:
        path = tmp_path / f"{content.table.name}.parquet"
        path.write_bytes(one_table("parquet", content, PLAIN))
        rows = duckdb.sql(f"FROM '{path}'").fetchall()
        assert [[_plain(cell) for cell in row] for row in rows] == expected(content)
    types = dict(
        duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{tmp_path}/measures.parquet')").fetchall()
    )
    assert [types[name] for name in ("disputed", "as_of", "mentions", "amount")] == [
        "BOOLEAN",
        "DATE",
        "BIGINT",
        "DOUBLE",
    ]


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else cell_text(value)


def test_the_database_file(contents: list[Content], tmp_path: Path) -> None:
    """The plain SQLite file has the tables with keys that hold, and nothing about who wrote the record."""
    path = tmp_path / "record.sqlite"
    path.write_bytes(all_tables("sqlite", contents, "2022-03-03"))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert tables == {content.table.name for content in contents}
        quotes = connection.execute("SELECT quote FROM mentions ORDER BY mention").fetchall()
        flags = connection.execute("SELECT DISTINCT disputed FROM measures ORDER BY 1").fetchall()
    connection.close()
    mentions = next(content for content in contents if content.table.name == "mentions")
    assert [quote for (quote,) in quotes] == [row["quote"] for row in mentions.rows]
    assert flags == [(0,), (1,)]
    assert b"the tests" not in path.read_bytes()


def test_json_lines(contents: list[Content], hostile: Content) -> None:
    """Each line is one row as a JSON object: numbers as numbers, flags as flags, null for what is not known."""
    rows = [json.loads(line) for line in one_table("jsonl", contents[0], PLAIN).splitlines()]
    row = next(row for row in rows if row["measure"] == "standby-1000")
    assert (row["amount"], row["disputed"], row["condition"]) == (1000, False, None)
    assert list(row) == columns.names(columns.MEASURES)
    assert json.loads(one_table("jsonl", hostile, PLAIN).splitlines()[0])["title"] == "=1+1"


def test_markdown(contents: list[Content]) -> None:
    """A table in Markdown has a line for each row."""
    lines = one_table("md", contents[5], PLAIN).decode().splitlines()
    assert lines[0] == "| measure | relation | other |"
    assert len(lines) == 2 + len(contents[5].rows)
