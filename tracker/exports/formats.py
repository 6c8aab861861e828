"""The forms an export may take beside the data package: which there are, what each can hold, and how it is made."""

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tracker.domain import columns
from tracker.exports.datasette import described
from tracker.exports.parquet import parquet
from tracker.exports.sqlite import sqlite_copy
from tracker.exports.xlsx import workbook
from tracker.output.tables import cell_text, data_sheet, form_of
from tracker.package.descriptor import Content, Manner
from tracker.package.write_package import csv_bytes


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


def one_table(form: str, content: Content, manner: Manner) -> bytes:
    """One table in a form that holds one: csv, json, jsonl, md or parquet."""
    made: dict[str, Callable[[], bytes]] = {
        "csv": lambda: csv_bytes(content, manner),
        "json": lambda: _array(content),
        "jsonl": lambda: _lines(content),
        "md": lambda: _markdown(content),
        "parquet": lambda: parquet(content),
    }
    return made[form]()


def all_tables(form: str, contents: Sequence[Content], as_of: str) -> bytes:
    """Every table in a form that holds them all: xlsx or sqlite."""
    if form == "xlsx":
        return workbook(contents, as_of)
    return sqlite_copy(contents, {"as_of": as_of, "datasette": json.dumps(described([*contents]), ensure_ascii=False)})


def _objects(content: Content) -> list[dict[str, object]]:
    names = columns.names(content.table.columns)
    return [{name: _value(row[name]) for name in names} for row in content.rows]


def _array(content: Content) -> bytes:
    return f"{json.dumps(_objects(content), ensure_ascii=False, indent=2)}\n".encode()


def _lines(content: Content) -> bytes:
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in _objects(content)).encode()


def _value(value: object) -> object:
    if value == "":
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _markdown(content: Content) -> bytes:
    names = columns.names(content.table.columns)
    sheet = data_sheet([{name: cell_text(row[name]) for name in names} for row in content.rows], names)
    return form_of(sheet, "md").encode()
