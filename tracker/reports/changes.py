"""What changed: what moved in the world between two days, or what differs between two copies of the record.

Between days it is the measures that moved: new, advanced, fell back, newly disputed, their trigger met, gone quiet.
Between copies (data packages, or one and the record) it is measures and mentions, field by field.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from tracker.domain import columns
from tracker.domain.dates import days_between
from tracker.domain.status import mention_row
from tracker.domain.vocabulary import ADVANCE
from tracker.errors.base import Fault, FaultsFound
from tracker.errors.files import CannotRead
from tracker.output.tables import cell_text
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.domain.fields import Field
    from tracker.domain.rows import MeasureRow, ReasonRow

# How a measure moved, and the heading each stands under.
MOVES = {
    "new": "New",
    "advanced": "Advanced",
    "fell_back": "Fell back",
    "disputed": "Now disputed",
    "trigger_met": "What it waits for has happened, and nobody says whether it was done",
    "quiet": "Gone quiet",
}


class MovedRow(TypedDict):
    """How a measure moved, and the words that decided before and after."""

    measure: str
    title: str
    kind: str
    moved: str
    status_before: str | None
    source_before: str | None
    paragraph_before: int | None
    quote_before: str | None
    status_after: str
    source_after: str
    paragraph_after: int
    quote_after: str
    last_reported: str


class ChangedRow(TypedDict):
    """A field of a measure or mention that differs, with the last revision that touched it and why."""

    table: str
    key: str
    change: str  # added · changed · withdrawn · merged
    field: str | None
    before: str | None
    after: str | None
    revision: int | None
    author: str | None
    why: str | None


MOVED_FIELDS, CHANGED_FIELDS = tuple(MovedRow.__annotations__), tuple(ChangedRow.__annotations__)
CONCLUDED = ("ruled_out", "completed", "ended")

Tables = dict[str, dict[str, dict[str, str]]]

# Not compared: what follows from the day asked about, or from other rows that are compared themselves.
_PASSED_OVER = {
    "measures": {"as_of", "days_silent"},
    "mentions": {"rank", "rank_reason", "decides", "disagrees", "status_order"},
}
_COMPARED = {"measures": columns.MEASURES, "mentions": columns.MENTIONS}
_LARGEST = 200 * 1024 * 1024


def moved(before: Iterable[MeasureRow], after: Iterable[MeasureRow]) -> list[MovedRow]:
    """What moved of measures between two days, one row a measure, by how it moved and then by key."""
    then = {row["measure"]: row for row in before}
    rows: list[MovedRow] = []
    for row in after:
        old = then.get(row["measure"])
        if moves := list(_moves(old, row)):
            rows.append(
                {
                    "measure": row["measure"],
                    "title": row["title"],
                    "kind": row["kind"],
                    "moved": ";".join(moves),
                    "status_before": old["status_label"] if old else None,
                    "source_before": old["status_source"] if old else None,
                    "paragraph_before": old["status_paragraph"] if old else None,
                    "quote_before": old["status_quote"] if old else None,
                    "status_after": row["status_label"],
                    "source_after": row["status_source"],
                    "paragraph_after": row["status_paragraph"],
                    "quote_after": row["status_quote"],
                    "last_reported": row["last_reported"],
                }
            )
    order = list(MOVES)
    return sorted(rows, key=lambda row: (order.index(row["moved"].split(";")[0]), row["measure"]))


def _moves(old: MeasureRow | None, row: MeasureRow) -> Iterator[str]:
    if old is None:
        yield "new"
        return
    days = old["as_of"], row["as_of"]
    if ADVANCE[row["status"]] > ADVANCE[old["status"]]:
        yield "advanced"
    if ADVANCE[row["status"]] < ADVANCE[old["status"]]:
        yield "fell_back"
    if row["disputed"] and not old["disputed"]:
        yield "disputed"
    if row["trigger_met"] and not old["trigger_met"]:
        yield "trigger_met"
    # Spoken of in a span as long as this one before it, and not in it; what is concluded has no more to say.
    silent = row["last_reported"] == old["last_reported"] and old["days_silent"] < days_between(*days)
    if silent and row["status"] not in CONCLUDED:
        yield "quiet"


def of_record(snapshot: Snapshot) -> Tables:
    """A record's measures and mentions as a package would hold them."""
    listed = [one for one in snapshot.listed() if one.status or snapshot.is_newest]
    mentions = [mention_row(mention) for one in listed for mention in one.ranked]
    return {"measures": _texts("measure", [one.row for one in listed]), "mentions": _texts("mention", mentions)}


def _texts(key: str, rows: Iterable[Mapping[str, object]]) -> dict[str, dict[str, str]]:
    """Rows by key, each cell as a package would hold it."""
    names = columns.names(_COMPARED[f"{key}s"])
    return {cell_text(row[key]): {name: cell_text(row[name]) for name in names} for row in rows}


def of_package(path: Path) -> Tables:
    """A package's measures and mentions, from its folder or zip.

    Raises CannotRead where it is neither or lacks a file, FaultsFound where a file cannot be read as a table.
    """
    return {name: _table(path, f"{name}.csv", key) for name, key in (("measures", "measure"), ("mentions", "mention"))}


def _content(path: Path, name: str) -> bytes:
    if path.is_dir():
        file = path / name
        if not file.is_file():
            raise CannotRead(file, "the package lacks it")
        return file.read_bytes()
    try:
        with zipfile.ZipFile(path) as packed:
            found = [info for info in packed.infolist() if info.filename.rsplit("/", 1)[-1] == name]
            if len(found) != 1:
                raise CannotRead(path, f"it holds {len(found) or 'no'} {name}")
            if found[0].file_size > _LARGEST:
                raise CannotRead(path, f"{name} in it is larger than {_LARGEST // 2**20} MiB")
            return packed.read(found[0])
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise CannotRead(path, f"it is no data package: {error}") from error


def _table(path: Path, name: str, key: str) -> dict[str, dict[str, str]]:
    try:
        text = _content(path, name).decode("utf-8-sig")
        # A line end inside a cell is data; the reader sees to those that end rows.
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = next(lines, [])
        if key not in header or len(set(header)) < len(header):
            raise FaultsFound([Fault(name, 1, key, "the header lacks it, or names a column twice", "export it again")],
                              "nothing was compared")  # fmt: skip
        rows = {}
        for cells in lines:
            if len(cells) != len(header):
                message = f"{len(cells)} cells under {len(header)} headings"
                raise FaultsFound([Fault(name, lines.line_num, "", message, "mend the row")], "nothing was compared")
            row = dict(zip(header, map(_unguarded, cells), strict=True))
            rows[row[key]] = row
    except UnicodeDecodeError as error:
        fault = Fault(name, 0, "", f"not UTF-8 (byte {error.start})", "save it as UTF-8")
        raise FaultsFound([fault], "nothing was compared") from error
    except csv.Error as error:
        fault = Fault(name, lines.line_num, "", f"not CSV: {error}", "mend the row")
        raise FaultsFound([fault], "nothing was compared") from error
    return rows


def _unguarded(cell: str) -> str:
    """A cell without the mark that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@'\t\r\n＝＋－＠") else cell


def differences(before: Tables, after: Tables, reasons: Iterable[ReasonRow] = ()) -> list[ChangedRow]:
    """Measures and mentions added, changed, withdrawn or merged, a row for each field that changed.

    `reasons` are those of the record, where it is one of the two: the last revision that touched each thing.
    """
    why = {(row["noun"], row["key"]): row for row in reasons}
    into = {
        alias: key for key, row in after["measures"].items() for alias in row.get("aliases", "").split(";") if alias
    }
    rows: list[ChangedRow] = []
    for table, fields in _COMPARED.items():
        old, new = before[table], after[table]
        for key in sorted(old.keys() | new.keys()):
            reason = why.get((table.removesuffix("s"), key))
            for change, field, was, becomes in _differ(table, fields, old.get(key), new.get(key), into.get(key, "")):
                rows.append(
                    {
                        "table": table,
                        "key": key,
                        "change": change,
                        "field": field,
                        "before": was,
                        "after": becomes,
                        "revision": reason["revision"] if reason else None,
                        "author": reason["author"] if reason else None,
                        "why": reason["why"] if reason else None,
                    }
                )
    return rows


def _differ(
    table: str, fields: Sequence[Field], old: Mapping[str, str] | None, new: Mapping[str, str] | None, into: str
) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    names = "title" if table == "measures" else "quote"
    if old is None:
        yield "added", None, None, (new or {}).get(names)
    elif new is None:
        yield (
            ("merged", None, old.get(names), into)
            if into and table == "measures"
            else (("withdrawn", None, old.get(names), None))
        )
    else:
        for field in fields:
            # A column that one side does not have yet is no difference between rows.
            if field.name in _PASSED_OVER[table] or field.name not in old or field.name not in new:
                continue
            if old[field.name] != new[field.name]:
                yield "changed", field.name, old[field.name], new[field.name]
