"""Parquet files."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.bench.synthetic import synthetic
from tests.conftest import ROOT, opened
from tests.packages import expected, written
from tests.running import run
from tracker.db.address import Address
from tracker.domain.filters import Filters
from tracker.exports.formats import one_table
from tracker.output.tables import cell_text
from tracker.package.descriptor import PLAIN, Content


@pytest.mark.parametrize("which", ["shipped", "synthetic"])
def test_the_deciding_rule_as_one_query(shipped_file: Path, tmp_path: Path, which: str) -> None:
    """The rule as the guide publishes it gives the program's answers, as of every day on which a source speaks."""
    file = shipped_file if which == "shipped" else tmp_path / "synthetic.db"
    if which == "synthetic":
        synthetic(file, 1_000)
    guide = (ROOT / "tracker" / "guides" / "analysts.md").read_text(encoding="utf-8")
    [query] = [found for found in re.findall(r"```sql\n(.*?)```", guide, re.DOTALL) if "ROW_NUMBER" in found]
    done = run("export", "--format", "parquet", str(tmp_path / "files"), db=file)
    assert done.returncode == 0, done.stderr
    query = query.replace("parquet-files", str(tmp_path / "files")).rstrip().rstrip(";")
    address = Address.of(file)
    days = sorted({row["spoken_on"] for row in opened(address).sources()})
    assert len(days) > 3
    for day in ["2021-01-01", *days]:
        wanted = opened(address, as_of=day).measure_rows(Filters(), ["measure", "status", "condition"])
        answer = duckdb.sql(query.replace("2022-02-12", day)).fetchall()
        assert [(row[0], row[1], row[3]) for row in answer] == [
            (row["measure"], row["status"], row["condition"]) for row in wanted
        ]


def test_parquet(contents: list[Content], tmp_path: Path) -> None:
    """Parquet carries types: days, whole numbers, flags, and null for what is not known."""
    for content in contents:
        path = tmp_path / f"{content.table.name}.parquet"
        path.write_bytes(written(one_table, "parquet", content, PLAIN))
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
