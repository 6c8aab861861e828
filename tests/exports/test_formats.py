"""Other forms of the record, opened by the programs people open them with."""

import io
import json
import re
from datetime import date
from typing import Any

import duckdb
import pandas
import pytest

from tests.conftest import ROOT
from tests.packages import expected, written
from tracker.domain import columns
from tracker.exports.formats import all_tables, one_table
from tracker.package import write_package
from tracker.package.descriptor import PLAIN, Content, Manner

GUIDE = (ROOT / "tracker" / "guides" / "exporting.md").read_text(encoding="utf-8")


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
    assert len(measures) == 32


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
    made = written(one_table, "csv", content, Manner(raw=True))
    cells = pandas.read_csv(io.BytesIO(made), dtype=str, keep_default_na=False)
    assert cells.to_numpy().tolist() == expected(content)
    path = ROOT / "data" / f"{name}.csv"
    guarded = pandas.read_csv(path, dtype=str, keep_default_na=False).to_numpy().tolist()
    rows = duckdb.sql(f"FROM read_csv('{path}', all_varchar = true, header = true)").fetchall()
    assert [[cell or "" for cell in row] for row in rows] == guarded


def test_for_excel_pandas_reads_the_same(contents: list[Content]) -> None:
    """The byte order mark and CRLF do not reach the cells."""
    for content in contents:
        cells = pandas.read_csv(io.BytesIO(written(one_table, "csv", content, Manner(excel=True))), dtype=str)
        assert list(cells.columns) == columns.names(content.table.columns)


def test_the_same_bytes_again(contents: list[Content]) -> None:
    """The same record gives the same workbook, Parquet and database file, on any day."""
    for form in ("xlsx", "sqlite"):
        assert written(all_tables, form, contents, "2022-03-03") == written(all_tables, form, contents, "2022-03-03")
    assert written(one_table, "parquet", contents[0], PLAIN) == written(one_table, "parquet", contents[0], PLAIN)


def test_json_lines(contents: list[Content], hostile: Content) -> None:
    """Each line is one row as a JSON object: numbers as numbers, flags as flags, null for what is not known."""
    rows = [json.loads(line) for line in written(one_table, "jsonl", contents[0], PLAIN).splitlines()]
    row = next(row for row in rows if row["measure"] == "standby-1000")
    assert (row["amount"], row["disputed"], row["condition"]) == (1000, False, None)
    assert list(row) == columns.names(columns.MEASURES)
    assert json.loads(written(one_table, "jsonl", hostile, PLAIN).splitlines()[0])["title"] == "=1+1"


def test_markdown(contents: list[Content]) -> None:
    """A table in Markdown has a line for each row."""
    lines = written(one_table, "md", contents[5], PLAIN).decode().splitlines()
    assert lines[0] == "| measure | relation | other |"
    assert len(lines) == 2 + len(contents[5].rows)
