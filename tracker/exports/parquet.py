"""A table of the record as Parquet: typed columns, for those who load it with pandas, DuckDB, Polars or R."""

import io
from datetime import date
from typing import Any

from tracker.errors.files import ExtraMissing
from tracker.output.tables import cell_text
from tracker.package.descriptor import Content

_EPOCH = date(1970, 1, 1)


def parquet(content: Content) -> bytes:
    """One table as a Parquet file; an empty cell is null. Raises ExtraMissing without arro3."""
    try:
        from arro3.core import Array, DataType, Schema, Table
        from arro3.core import Field as ArrowField
        from arro3.io import write_parquet
    except ImportError:
        raise ExtraMissing("Parquet files", "parquet") from None
    types = {
        "number": DataType.float64(),
        "whole": DataType.int64(),
        "count": DataType.int64(),
        "flag": DataType.bool(),
    }
    arrays, described = [], []
    for field in content.table.columns:
        values = [_value(field.type, row[field.name]) for row in content.rows]
        if field.type == "day":
            # Days are counted from 1970, then told that they are days.
            array = Array(values, type=DataType.int32()).cast(DataType.date32())
        else:
            array = Array(values, type=types.get(field.type, DataType.string()))
        arrays.append(array)
        meaning = {"description": field.meaning}
        described.append(ArrowField(field.name, array.type, nullable=not field.required, metadata=meaning))
    held = io.BytesIO()
    write_parquet(Table.from_arrays(arrays, schema=Schema(described)), held)
    return held.getvalue()


def _value(kind: str, value: Any) -> object:
    if value is None or value == "":
        return None
    if kind == "day":
        return (date.fromisoformat(value) - _EPOCH).days
    if kind in ("whole", "count"):
        return int(value)
    if kind == "number":
        return float(value)
    return bool(value) if kind == "flag" else cell_text(value)
