"""The forms an export may take beside the data package: which there are, what each can hold, and how it is made."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent
from typing import IO, NamedTuple

from tracker.domain import columns
from tracker.exports.datasette import described
from tracker.exports.parquet import RULE, parquet, parquet_files
from tracker.exports.sqlite import sqlite_copy
from tracker.exports.xlsx import workbook
from tracker.output.tables import cell_text, data_sheet, form_of
from tracker.package.descriptor import Content, Manner
from tracker.package.write_package import csv_text


class Form(NamedTuple):
    """A form: what it is, and whether it is binary, holds every table in one file, and fills a folder."""

    meaning: str
    binary: bool = False
    whole: bool = False
    folder: bool = False


EXPORT_FORMATS = {
    "csv": Form("one table as CSV"),
    "json": Form("one table, a list of JSON objects"),
    "jsonl": Form("one table, a JSON object on each line"),
    "md": Form("one table in Markdown"),
    "parquet": Form("one table, typed", binary=True),
    "xlsx": Form("every table, a sheet each", binary=True, whole=True),
    "sqlite": Form("every table in a plain database file", binary=True, whole=True),
    "brief": Form("the measures as prose, each status with its evidence, in Markdown or .docx", whole=True),
    "html": Form("a site: pages to open, send and publish, with the package in it", whole=True, folder=True),
}


def one_table(form: str, content: Content, manner: Manner, out: IO[bytes]) -> None:
    """Write one table in a form that holds one: csv, json, jsonl, md or parquet.

    It is written row by row, but for Markdown, whose columns are as wide as the widest cell.
    """
    if form == "parquet":
        parquet(content.table.columns, content.rows, out)
    else:
        made = {"csv": csv_text(content, manner), "json": _array(content), "jsonl": _lines(content)}
        out.writelines(made.get(form) or [_markdown(content)])


Write = Callable[[IO[bytes]], object]


def files(form: str, contents: Sequence[Content], manner: Manner) -> Iterator[tuple[str, Write]]:
    """The files of a folder in a form that holds one table: each with its path, and what writes it, before the next."""
    if form != "parquet":
        yield from ((f"{content.table.name}.{form}", partial(one_table, form, content, manner)) for content in contents)
        return
    for name, fields, rows in parquet_files(contents):
        yield name, partial(parquet, fields, rows)
    yield RULE.name, lambda out: out.write(RULE.read_bytes())


def all_tables(form: str, contents: Sequence[Content], as_of: str, out: IO[bytes]) -> None:
    """Write every table in a form that holds them all: xlsx or sqlite."""
    if form == "xlsx":
        workbook(contents, as_of, out)
        return
    about = {"as_of": as_of, "datasette": json.dumps(described([*contents]), ensure_ascii=False)}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "record.db"
        sqlite_copy(contents, about, file)
        with file.open("rb") as made:
            shutil.copyfileobj(made, out)


def _objects(content: Content) -> Iterator[dict[str, object]]:
    names = columns.names(content.table.columns)
    return ({name: _value(row[name]) for name in names} for row in content.rows)


def _array(content: Content) -> Iterator[bytes]:
    """A list of objects, set in by two spaces each."""
    before = "[\n"
    for one in _objects(content):
        yield f"{before}{indent(json.dumps(one, ensure_ascii=False, indent=2), '  ')}".encode()
        before = ",\n"
    yield b"\n]\n" if len(content.rows) else b"[]\n"


def _lines(content: Content) -> Iterator[bytes]:
    return (f"{json.dumps(one, ensure_ascii=False)}\n".encode() for one in _objects(content))


def _value(value: object) -> object:
    if value == "":
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _markdown(content: Content) -> bytes:
    names = columns.names(content.table.columns)
    sheet = data_sheet([{name: cell_text(row[name]) for name in names} for row in content.rows], names)
    return form_of(sheet, "md").encode()
