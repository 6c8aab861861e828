"""The data package: the record as CSV files with their description, in the form of Frictionless Data Package v2.

The same record gives the same bytes on any machine and day: rows sorted by key, one line end,
no clock, no name.
"""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.db import queries
from tracker.domain import columns
from tracker.domain.filters import select
from tracker.domain.panel import panel
from tracker.domain.spells import spells
from tracker.domain.status import mention_row
from tracker.domain.vocabulary import codes
from tracker.output import atomic_write
from tracker.output.csv_injection import guarded
from tracker.output.external_sort import InOrder
from tracker.output.spool import Spool
from tracker.output.tables import texts_of
from tracker.package.codebook import CODEBOOK, codebook
from tracker.package.descriptor import (
    DESCRIPTOR,
    PANEL,
    PLAIN,
    TABLES,
    Content,
    Manner,
    Table,
    Written,
    describe,
    is_whole,
)
from tracker.package.readme import LICENSE, LICENSE_TEXT, README, readme
from tracker.reports.snapshot import LARGEST_PAGE, SMALLEST_PAGE, Snapshot, following

if TYPE_CHECKING:
    from tracker.domain.rows import ParagraphRow, SourceRow

PROVENANCE = "provenance.json"

Tell = Callable[[int, int], None]


def each_row(snapshot: Snapshot, manner: Manner = PLAIN) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The rows of every table as they come, each with the name of its table; all but mentions by key.

    Of the measures, mentions and links those that the filters keep. A measure without a status is in no part of a
    record: there it may only lack it as yet.
    """
    known = set()
    whole = is_whole(snapshot, manner)
    for one in snapshot.listed():
        decided = select([one.status] if one.status else [], manner.filters)
        if decided or (whole and not one.status):
            known.add(one.row["measure"])
            yield "measures", one.row
            yield from (("mentions", mention_row(mention)) for mention in one.mentions)
            yield from (("spells", row) for status in decided for row in spells(status))
            if manner.panel:
                yield from (("panel", row) for row in panel(decided, snapshot.as_of))
    yield from (("sources", row) for row in _each_source(snapshot))
    yield from (("paragraphs", paragraph_row(row)) for row in _each_paragraph(snapshot))
    yield from (("events", row) for row in snapshot.events())
    yield from (("links", link) for link in snapshot.links() if {link["measure"], link["other"]} <= known)
    yield from (("codes", dict(zip(columns.names(columns.CODES), row, strict=True))) for row in sorted(codes()))


def _each_source(snapshot: Snapshot) -> Iterator[SourceRow]:
    """Every source that had spoken by the day, a page at a time."""
    first = ""
    while page := list(snapshot.rows(queries.SOURCES, first=first, most=LARGEST_PAGE)):
        yield from page
        first = following(page[-1]["source"])


def _each_paragraph(snapshot: Snapshot) -> Iterator[ParagraphRow]:
    """Every paragraph of these sources, in reading order, of so many sources at a time."""
    first = ""
    for place, source in enumerate(_each_source(snapshot), 1):
        if place % SMALLEST_PAGE == 0:
            yield from snapshot.rows(queries.PARAGRAPHS, first=first, last=source["source"])
            first = following(source["source"])
    yield from snapshot.rows(queries.PARAGRAPHS, first=first)


def paragraph_row(row: ParagraphRow) -> ParagraphRow:
    """A row of `paragraphs.csv`: a typed verdict stands beneath `records` and nowhere else."""
    return row if row["verdict"] == "records" else {**row, "typed_verdict": None}


def tables(manner: Manner) -> list[Table]:
    """The tables of a package."""
    return [*TABLES, PANEL] if manner.panel else [*TABLES]


def contents(snapshot: Snapshot, manner: Manner = PLAIN, only: str = "") -> list[Content]:
    """The tables of the package with their rows, or only one of them; the rows are kept on the disk."""
    rows = {
        table.name: Spool(columns.names(table.columns), "mention" if table.name == "mentions" else "")
        for table in tables(manner)
        if only in ("", table.name)
    }
    for name, row in each_row(snapshot, manner):
        if name in rows:
            rows[name].add(row)
    return [Content(table, rows[table.name]) for table in tables(manner) if table.name in rows]


def export(
    snapshot: Snapshot, folder: Path, manner: Manner = PLAIN, tell: Tell | None = None, force: bool = False
) -> dict[str, int]:
    """Write the package of a record into a folder; returns the files with their numbers of rows.

    All files are written before the first is put in place, and rows as they come. `tell` hears how many measures are
    done of how many. Raises CannotWrite.
    """
    total = sum(not row["merged_into"] for row in snapshot.definitions()) if tell else 0
    with atomic_write.drafts_in(folder, DESCRIPTOR, force) as drafts, InOrder[str]() as mentions:
        writers = {table.name: _Writer(table, drafts.open(f"{table.name}.csv"), manner) for table in tables(manner)}
        for name, row in each_row(snapshot, manner):
            if name == "mentions":
                mentions.add(str(row["mention"]), writers[name].line(row))
                continue
            writers[name].write(writers[name].line(row))
            if tell and name == "measures":
                tell(writers[name].rows, total)
        for line in mentions:
            writers["mentions"].write(line)
        written = [writer.written() for writer in writers.values()]
        described = describe(snapshot, written, manner)
        codes_and_columns = codebook(tables(manner), snapshot.version, snapshot.as_of)
        drafts.open(CODEBOOK).write(codes_and_columns.encode())
        texts = {README: readme(written, snapshot.version, snapshot.as_of), LICENSE: LICENSE_TEXT}
        for name, text in texts.items():
            drafts.open(name, text.encode()).write(text.encode())
        if manner.provenance:
            drafts.open(PROVENANCE).write(_json(_provenance(snapshot)))
        drafts.open(DESCRIPTOR).write(_json(described))
    return {f"{name}.csv": writer.rows for name, writer in writers.items()} | {DESCRIPTOR: len(writers)}


class _Writer:
    """Writes a table as CSV, a line at a time, and counts them."""

    def __init__(self, table: Table, draft: atomic_write.Draft, manner: Manner) -> None:
        self.table = table
        self.draft = draft
        self.manner = manner
        self.rows = -1  # the heading is none
        self._cells = _cells(table, manner.raw)
        self._line = _lines(manner)
        if manner.excel:
            draft.write(codecs.BOM_UTF8)
        self.write(self._line(columns.names(table.columns)))

    def line(self, row: Mapping[str, object]) -> str:
        """A row as a line of CSV."""
        return self._line(self._cells(row))

    def write(self, line: str) -> None:
        """Add a line to the file."""
        self.draft.write(line.encode())
        self.rows += 1

    def written(self) -> Written:
        """What the description says of the file."""
        return Written(self.table, self.rows, self.draft.size, self.draft.digest.hexdigest())


def csv_lines(content: Content, manner: Manner) -> Iterator[bytes]:
    """A table as the lines of a CSV file."""
    if manner.excel:
        yield codecs.BOM_UTF8
    line = _lines(manner)
    for cells in chain([columns.names(content.table.columns)], map(_cells(content.table, manner.raw), content.rows)):
        yield line(cells).encode()


class _Handing:
    """Hands back what is written to it: a CSV writer then gives it to whoever writes a row."""

    write = staticmethod(str)


def _lines(manner: Manner) -> Callable[[Sequence[str]], str]:
    """What makes a line of CSV of cells."""
    return csv.writer(_Handing, lineterminator="\r\n" if manner.excel else "\n").writerow


def _cells(table: Table, raw: bool) -> Callable[[Mapping[str, object]], list[str]]:
    """What gives the cells of a table's rows."""
    texts = texts_of(columns.names(table.columns))
    if raw:
        return texts
    places = [place for place, field in enumerate(table.columns) if field.type == "text"]

    def cells(row: Mapping[str, object]) -> list[str]:
        found = texts(row)
        for place in places:
            if found[place]:
                found[place] = guarded(found[place])
        return found

    return cells


def _provenance(snapshot: Snapshot) -> dict[str, object]:
    """Which state of which record this is: the head of its change log."""
    return {"revision": snapshot.revision, "recorded_at": snapshot.recorded_at, "digest": snapshot.digest}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
