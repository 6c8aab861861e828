"""The data package: the record as CSV files with their description, in the form of Frictionless Data Package v2.

The same record gives the same bytes on any machine and day: rows sorted by key, one line end,
no clock, no name.
"""

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from tracker import columns
from tracker.errors import CannotWrite
from tracker.fields import Field
from tracker.readings import render
from tracker.reports import Record
from tracker.tables import cell_text
from tracker.vocabulary import codes

PROFILE = "https://datapackage.org/profiles/2.0"
DESCRIPTOR = "datapackage.json"

_TYPES = {"number": "number", "whole": "integer", "count": "integer", "flag": "boolean", "day": "date"}


class Table(NamedTuple):
    """One CSV file: its columns, its key, and what its columns point to in other files."""

    name: str
    title: str
    columns: tuple[Field, ...]
    key: tuple[str, ...]
    points_to: Mapping[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}


TABLES = (
    Table(
        "measures",
        "Measures: one row each, with the derived status",
        columns.MEASURES,
        ("measure",),
        {("status_mention",): ("mentions", ("mention",)), ("status_source",): ("sources", ("source",))},
    ),
    Table(
        "mentions",
        "Mentions: one source speaking of one measure in one paragraph",
        columns.MENTIONS,
        ("mention",),
        {
            ("measure",): ("measures", ("measure",)),
            ("source",): ("sources", ("source",)),
            ("source", "paragraph"): ("paragraphs", ("source", "paragraph")),
            ("event",): ("events", ("event",)),
        },
    ),
    Table("sources", "Sources: the articles", columns.SOURCES, ("source",)),
    Table(
        "paragraphs",
        "Paragraphs: every non-empty line of every article, with a fingerprint and a verdict",
        columns.PARAGRAPHS,
        ("source", "paragraph"),
        {("source",): ("sources", ("source",))},
    ),
    Table("events", "Events that measures wait for", columns.EVENTS, ("event",)),
    Table(
        "links",
        "Links: how measures stand to each other",
        columns.LINKS,
        ("measure", "relation", "other"),
        {("measure",): ("measures", ("measure",)), ("other",): ("measures", ("measure",))},
    ),
    Table("codes", "Codes: every closed list, with labels and definitions", columns.CODES, ("list", "code")),
)


def export(record: Record, folder: Path) -> dict[str, int]:
    """Write the package of a record into a folder; returns the files with their numbers of rows.

    Each file appears whole or stays as it was. Raises CannotWrite.
    """
    contents = {table.name: (rows, _csv(table, rows)) for table, rows in _tables(record)}
    files = {f"{name}.csv": content for name, (_, content) in contents.items()}
    rows_of = {name: len(rows) for name, (rows, _) in contents.items()}
    descriptor = json.dumps(_descriptor(record, files, rows_of), ensure_ascii=False, indent=2) + "\n"
    files[DESCRIPTOR] = descriptor.encode()
    _write(folder, files, DESCRIPTOR)
    return {f"{name}.csv": count for name, count in rows_of.items()} | {DESCRIPTOR: len(contents)}


def write_readings(record: Record, folder: Path) -> dict[str, int]:
    """Write a record as readings; returns the files with their numbers of mentions. Raises CannotWrite."""
    files = {name: text.encode() for name, text in render(record).items()}
    _write(folder, files, "measures.toml")
    return {name: content.count(b"[[mention]]") for name, content in files.items()}


def _write(folder: Path, files: Mapping[str, bytes], ours: str) -> None:
    """Put files in a folder, each whole; files of a stranger, which stand there without `ours`, are left alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / ours).exists():
            strangers = sorted(name for name in files if (folder / name).exists())
            if strangers:
                raise CannotWrite(folder / strangers[0], "a file that is not of ours is in the way")
        for name, content in files.items():
            _replace(folder / name, content)
    except OSError as error:
        raise CannotWrite(folder, error.strerror or str(error)) from error


def _tables(record: Record) -> Iterable[tuple[Table, list[Mapping[str, Any]]]]:
    measured = record.measured()
    known = {one.row["measure"] for one in measured}
    links = [link for link in record.links() if {link["measure"], link["other"]} <= known]
    rows: dict[str, Sequence[Mapping[str, Any]]] = {
        "measures": [one.row for one in measured],
        "mentions": record.mentions(),
        "sources": record.sources(),
        "paragraphs": record.paragraphs(),
        "events": record.events(),
        "links": links,
        "codes": [dict(zip(columns.names(columns.CODES), row, strict=True)) for row in codes()],
    }
    for table in TABLES:
        yield table, sorted(rows[table.name], key=itemgetter(*table.key))


def _csv(table: Table, rows: Iterable[Mapping[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = columns.names(table.columns)
    writer.writerow(names)
    writer.writerows([[cell_text(row[name]) for name in names] for row in rows])
    return text.getvalue().encode()


def _descriptor(record: Record, files: Mapping[str, bytes], rows_of: Mapping[str, int]) -> dict[str, Any]:
    return {
        "$schema": f"{PROFILE}/datapackage.json",
        "name": "uk-measures-russia-ukraine",
        "title": "UK measures over Russia's war on Ukraine, as reported",
        "description": "Every UK measure in the sources, with its derived status and the exact words that say so.",
        "version": record.edition or "0",
        "as_of": record.as_of,
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0, for our coding; the quotations belong to their publishers",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "resources": [_resource(table, files[f"{table.name}.csv"], rows_of[table.name]) for table in TABLES],
    }


def _resource(table: Table, content: bytes, rows: int) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "path": f"{table.name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rows": rows,
        "schema": {
            "$schema": f"{PROFILE}/tableschema.json",
            "fields": [_field(field) for field in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": list(own), "reference": {"resource": resource, "fields": list(other)}}
                for own, (resource, other) in table.points_to.items()
            ],
        },
    }


def _field(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": field.name,
        "type": _TYPES.get(field.type, "string"),
        "description": field.meaning,
    }
    if field.type == "flag":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {"required": True} if field.required else {}
    if field.vocabulary is not None:
        terms = list(field.vocabulary)
        if field.type == "code":
            constraints["enum"] = terms
        else:
            choice = "|".join(terms)
            constraints["pattern"] = f"^({choice})(;({choice}))*$"
    if constraints:
        described["constraints"] = constraints
    return described


def _replace(path: Path, content: bytes) -> None:
    """Put a file in place whole: written beside it, flushed to the disk, then renamed over it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
