"""A table of the record as Parquet: typed columns, for those who load it with pandas, DuckDB, Polars or R."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import IO, Any

from tracker.domain.fields import Field
from tracker.errors.files import ExtraMissing
from tracker.output.tables import cell_text
from tracker.package.descriptor import Content

_EPOCH = date(1970, 1, 1)
# So many rows are held at once, and written together.
_GROUP = 5_000


def parquet(content: Content, out: IO[bytes]) -> None:
    """Write one table as a Parquet file, group by group; an empty cell is null. Raises ExtraMissing without arro3."""
    try:
        from arro3.core import Array, DataType, RecordBatch, RecordBatchReader, Schema
        from arro3.core import Field as ArrowField
        from arro3.io import write_parquet
    except ImportError:
        raise ExtraMissing("Parquet files", "parquet") from None
    types = {
        "number": DataType.float64(),
        "whole": DataType.int64(),
        "count": DataType.int64(),
        "flag": DataType.bool(),
        "day": DataType.date32(),
    }
    fields = content.table.columns
    schema = Schema(
        [
            ArrowField(
                field.name,
                types.get(field.type, DataType.string()),
                nullable=not field.required,
                metadata={"description": field.meaning},
            )
            for field in fields
        ]
    )

    def array(field: Field, rows: Sequence[Mapping[str, object]]) -> Any:
        values = [_value(field.type, row[field.name]) for row in rows]
        if field.type == "day":
            # Days are counted from 1970, then told that they are days.
            return Array(values, type=DataType.int32()).cast(DataType.date32())
        return Array(values, type=types.get(field.type, DataType.string()))

    groups = _groups(content)
    batches = (RecordBatch.from_arrays([array(field, rows) for field in fields], schema=schema) for rows in groups)
    write_parquet(RecordBatchReader.from_batches(schema, batches), out, max_row_group_size=_GROUP)


def _groups(content: Content) -> Iterator[list[Mapping[str, object]]]:
    rows = iter(content.rows)
    while group := list(islice(rows, _GROUP)):
        yield group


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
