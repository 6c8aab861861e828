"""Parquet files."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from tests.packages import expected, written
from tracker.exports.formats import one_table
from tracker.output.tables import cell_text
from tracker.package.descriptor import PLAIN, Content


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
