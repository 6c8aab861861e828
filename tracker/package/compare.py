"""What differs between two copies of the record, packages or the record itself: measures and mentions, by field."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from tracker.domain import columns
from tracker.domain.columns import DERIVED
from tracker.domain.status import mention_rows
from tracker.errors.base import FaultsFound
from tracker.errors.files import CannotRead
from tracker.output.external_sort import in_order
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

Cells = Mapping[str, str]
# A copy of the record: the rows of `measures` or `mentions` by their keys, in that order and as often as asked for.
Copy = Callable[[str], Iterator[tuple[str, Cells]]]

# Not compared: what follows from the day asked about, or from other rows that are compared themselves.
_PASSED_OVER = {
    "measures": {"as_of", "days_silent", "established_as_of"},
    "mentions": {"rank", "rank_reason", "decides", "disagrees", "status_order"},
}
_COMPARED = {"measures": columns.MEASURES, "mentions": columns.MENTIONS}


def of_record(snapshot: Snapshot) -> Copy:
    """A record's measures and mentions as a package would hold them."""

    def rows(table: str) -> Iterator[tuple[str, Cells]]:
        listed = (one for one in snapshot.listed() if one.status or snapshot.is_newest)
        found: Iterator[Mapping[str, object]] = (
            (one.row for one in listed)
            if table == "measures"
            else (row for one in listed for row in mention_rows(one.mentions))
        )
        names = columns.names(_COMPARED[table])
        return _by_key((str(row[names[0]]), {name: cell_text(row[name]) for name in names}) for row in found)

    return rows


def of_package(path: Path) -> Copy:
    """A package's measures and mentions, from its folder or zip, opened and unguarded as for a load.

    Raises CannotRead where it is neither or lacks a file, FaultsFound where a file cannot be read as a table.
    """
    parcel = opened([path])
    for name in _COMPARED:
        if name not in parcel.contents:
            raise CannotRead(path, f"{name}.csv: the package lacks it")
    pages = pages_of(parcel, may_lack=True)
    for name in _COMPARED:
        deque(pages[name].keyed(), maxlen=0)  # what is wrong with it is known when it has been read through
    faults = [*parcel.faults, *(fault for name in _COMPARED for fault in pages[name].faults)]
    if faults:
        raise FaultsFound(faults, "nothing was compared")
    return lambda table: _by_key((key[0], line.cells) for key, line in pages[table].keyed())


def _by_key(rows: Iterable[tuple[str, Cells]]) -> Iterator[tuple[str, Cells]]:
    return in_order((row[0], row) for row in rows)


def differences(before: Copy, after: Copy, reasons: Callable[[], Iterable[ReasonRow]] = tuple) -> Iterator[ChangedRow]:
    """Measures and mentions added, changed, withdrawn or merged, a row for each field that changed, as they are found.

    `reasons` gives those of the record by key, where it is one of the two: the last revision that touched each thing.
    """
    into = {alias: key for key, row in after("measures") for alias in row.get("aliases", "").split(";") if alias}
    for table, fields in _COMPARED.items():
        why = ((row["key"], row) for row in reasons() if f"{row['noun']}s" == table)
        for key, old, new, reason in _side_by_side(before(table), after(table), why):
            for change, field, was, becomes in _differ(table, fields, old, new, into.get(key, "")):
                yield {
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


def _side_by_side(
    before: Iterable[tuple[str, Cells]], after: Iterable[tuple[str, Cells]], why: Iterable[tuple[str, ReasonRow]]
) -> Iterator[tuple[str, Any, Any, Any]]:
    """What each has under a key, nothing where it has none; every one comes by key."""
    sides = [zip(repeat(place), side) for place, side in enumerate((before, after, why))]

    def key_of(one: tuple[int, tuple[str, object]]) -> str:
        return one[1][0]

    for key, found in groupby(merge(*sides, key=key_of), key_of):
        held = {place: row for place, (_, row) in found}
        if not held.keys() <= {2}:
            yield key, held.get(0), held.get(1), held.get(2)


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
