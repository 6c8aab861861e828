"""The record as Parquet: typed columns, for those who load it with pandas, DuckDB, Polars, R or Spark.

A table is one file. In a folder the tables that grow with what is reported are split by year and kind of measure, in
folders named as Hive names them, so that who asks for a year or a kind opens no other file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Any

from tracker.domain import columns
from tracker.domain.fields import Field
from tracker.errors.files import ExtraMissing
from tracker.output.grouped import Grouped
from tracker.output.tables import cell_text
from tracker.package.descriptor import PANEL, Content

# The tables that are split, with the day whose year it is: that on which the source spoke, and the day of the panel.
SPLIT = {"mentions": "published", PANEL.name: "date"}
# What the folders' names say stands in no file.
_IN_NAMES = ("year", "kind")
RULE = Path(__file__).parent / "deciding.sql"

_EPOCH = date(1970, 1, 1)
# So many rows are held as they come, and so many are written together.
_ROWS, _GROUP = 1_000, 20_000


def parquet(fields: Sequence[Field], rows: Iterable[Mapping[str, object]], out: IO[bytes]) -> None:
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

    groups = _groups(rows)
    batches = (RecordBatch.from_arrays([array(field, group) for field in fields], schema=schema) for group in groups)
    write_parquet(RecordBatchReader.from_batches(schema, batches), out, max_row_group_size=_GROUP)


def _groups(rows: Iterable[Mapping[str, object]]) -> Iterator[list[Mapping[str, object]]]:
    remaining = iter(rows)
    while group := list(islice(remaining, _ROWS)):
        yield group


File = tuple[str, Sequence[Field], Iterable[Mapping[str, object]]]


def parquet_files(contents: Sequence[Content]) -> Iterator[File]:
    """The files of a folder: each with its name, fields and rows, which are to be taken before the next is."""
    kinds = {str(row["measure"]): str(row["kind"]) for row in contents[0].rows}
    for content in contents:
        if content.table.name in SPLIT and content.rows:
            yield from _parts(content, kinds)
        else:
            split = "/part-0" if content.table.name in SPLIT else ""
            yield f"{content.table.name}{split}.parquet", content.table.columns, content.rows


def _parts(content: Content, kinds: Mapping[str, str]) -> Iterator[File]:
    """The files of a table that is split; in each the rows stand by key."""
    day, names = SPLIT[content.table.name], columns.names(content.table.columns)
    parts = Grouped()
    for row in content.rows:
        folder = f"{content.table.name}/year={str(row[day])[:4]}/kind={kinds[str(row['measure'])]}"
        parts.add(folder, [row[name] for name in names])
    fields = [field for field in content.table.columns if field.name not in _IN_NAMES]
    for folder in parts.groups():
        yield f"{folder}/part-0.parquet", fields, (dict(zip(names, row, strict=True)) for row in parts.rows(folder))


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
