"""What differs between two copies of the record, packages or the record itself: measures and mentions, by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from tracker.domain import columns
from tracker.domain.columns import DERIVED
from tracker.domain.status import mention_rows
from tracker.errors.base import FaultsFound
from tracker.errors.files import CannotRead
from tracker.output.tables import cell_text
from tracker.package.csv_rows import pages_of
from tracker.package.open_package import opened

if TYPE_CHECKING:
    from tracker.domain.fields import Field
    from tracker.domain.rows import ReasonRow
    from tracker.reports.snapshot import Snapshot


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


CHANGED_FIELDS = tuple(ChangedRow.__annotations__)

Tables = dict[str, dict[str, Mapping[str, str]]]

# Not compared: what follows from the day asked about, or from other rows that are compared themselves.
_PASSED_OVER = {
    "measures": {"as_of", "days_silent", "established_as_of"},
    "mentions": {"rank", "rank_reason", "decides", "disagrees", "status_order"},
}
_COMPARED = {"measures": columns.MEASURES, "mentions": columns.MENTIONS}


def of_record(snapshot: Snapshot) -> Tables:
    """A record's measures and mentions as a package would hold them."""
    listed = [one for one in snapshot.listed() if one.status or snapshot.is_newest]
    mentions = [row for one in listed for row in mention_rows(one.mentions)]
    return {"measures": _texts("measure", [one.row for one in listed]), "mentions": _texts("mention", mentions)}


def _texts(key: str, rows: Iterable[Mapping[str, object]]) -> dict[str, Mapping[str, str]]:
    """Rows by key, each cell as a package would hold it."""
    names = columns.names(_COMPARED[f"{key}s"])
    return {cell_text(row[key]): {name: cell_text(row[name]) for name in names} for row in rows}


def of_package(path: Path) -> Tables:
    """A package's measures and mentions, from its folder or zip, opened and unguarded as for a load.

    Raises CannotRead where it is neither or lacks a file, FaultsFound where a file cannot be read as a table.
    """
    parcel = opened([path])
    for name in _COMPARED:
        if name not in parcel.contents:
            raise CannotRead(path, f"{name}.csv: the package lacks it")
    pages = pages_of(parcel, may_lack=True)
    tables: Tables = {name: {key[0]: line.cells for key, line in pages[name].keyed()} for name in _COMPARED}
    faults = [*parcel.faults, *(fault for name in _COMPARED for fault in pages[name].faults)]
    if faults:
        raise FaultsFound(faults, "nothing was compared")
    return tables


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
        return
    into = (new or {}).get("merged_into") or into
    if table == "measures" and into and not old.get("merged_into"):
        yield "merged", None, old.get(names), into
        return
    if new is None:
        yield "withdrawn", None, old.get(names), None
        return
    # Of a measure that got its first mention or lost its last, all else that mentions say follows from the status.
    follows = DERIVED[table] - {"status"} if bool(old.get("status")) != bool(new.get("status")) else frozenset()
    for field in fields:
        # A column that one side does not have yet is no difference between rows.
        if field.name in {*_PASSED_OVER[table], *follows} or field.name not in old or field.name not in new:
            continue
        if old[field.name] != new[field.name]:
            yield "changed", field.name, old[field.name], new[field.name]
