"""The data package: the record as CSV files with their description, in the form of Frictionless Data Package v2.

The same record gives the same bytes on any machine and day: rows sorted by key, one line end,
no clock, no name.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tracker.db import queries
from tracker.domain import columns
from tracker.domain.filters import select
from tracker.domain.panel import panel
from tracker.domain.spells import spells
from tracker.domain.status import MENTION_VALUES, mention_values
from tracker.domain.vocabulary import codes
from tracker.output import atomic_write
from tracker.output.csv_text import csv_lines
from tracker.output.external_sort import InOrder
from tracker.output.spool import Spool
from tracker.package.codebook import CODEBOOK, codebook
from tracker.package.descriptor import (
    DESCRIPTOR,
    EVERY_TABLE,
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
Item = TypeVar("Item")


def each_row(snapshot: Snapshot, manner: Manner = PLAIN) -> Iterator[tuple[str, Values]]:
    """The rows of every table as they come, each with the name of its table; all but mentions by key.

    Their values stand in the order of VALUES. Of the measures, mentions and links they are those that the filters keep.
    A measure without a status is in no part of a record: there it may only lack it as yet.
    """
    takes = {table.name: itemgetter(*VALUES[table.name]) for table in EVERY_TABLE}
    known = set()
    whole = is_whole(snapshot, manner)
    for one in snapshot.listed():
        decided = select([one.status] if one.status else [], manner.filters)
        if decided or (whole and not one.status):
            known.add(one.row["measure"])
            yield "measures", takes["measures"](one.row)
            yield from (("mentions", mention_values(mention)) for mention in one.mentions)
            yield from (("spells", takes["spells"](row)) for status in decided for row in spells(status))
            if manner.panel:
                yield from (("panel", takes["panel"](row)) for row in panel(decided, snapshot.as_of))
    yield from (("sources", takes["sources"](row)) for row in _each_source(snapshot))
    yield from (("paragraphs", takes["paragraphs"](paragraph_row(row))) for row in _each_paragraph(snapshot))
    yield from (("events", takes["events"](row)) for row in snapshot.events())
    links = (link for link in snapshot.links() if {link["measure"], link["other"]} <= known)
    yield from (("links", takes["links"](link)) for link in links)
    yield from (("codes", row) for row in sorted(codes()))


Values = Sequence[object]
# What the values of each table's rows are: its columns, and of mentions more, in an order of their own.
VALUES = {table.name: columns.names(table.columns) for table in EVERY_TABLE} | {"mentions": MENTION_VALUES}


def _places(table: Table) -> list[int]:
    """Where among the values of a table's rows those of its columns stand."""
    return [VALUES[table.name].index(name) for name in columns.names(table.columns)]


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
    kept = [table for table in tables(manner) if only in ("", table.name)]
    rows = {table.name: Spool(columns.names(table.columns), _sorted_by(table)) for table in kept}
    takes = {table.name: itemgetter(*_places(table)) for table in kept}
    for name, values in each_row(snapshot, manner):
        if name in rows:
            rows[name].add(takes[name](values))
    return [Content(table, rows[table.name]) for table in kept]


def _sorted_by(table: Table) -> str:
    """The key by which the rows of a table have still to be put in order."""
    return "mention" if table.name == "mentions" else ""


def export(
    snapshot: Snapshot, folder: Path, manner: Manner = PLAIN, tell: Tell | None = None, force: bool = False
) -> dict[str, int]:
    """Write the package of a record into a folder; returns the files with their numbers of rows.

    All files are written before the first is put in place, and rows as they come. `tell` hears how many measures are
    done of how many. Raises CannotWrite.
    """
    total = sum(not row["merged_into"] for row in snapshot.definitions()) if tell else 0
    with atomic_write.drafts_in(folder, DESCRIPTOR, force) as drafts, InOrder[str]() as in_order:
        writers = {table.name: _Writer(table, drafts.open(f"{table.name}.csv"), manner) for table in tables(manner)}
        for name, values in each_row(snapshot, manner):
            writers[name].add(values, in_order)
            if tell and name == "measures":
                tell(writers[name].rows, total)
        written = [writer.written(in_order) for writer in writers.values()]
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
    """Writes a table as CSV, many lines at a time, and counts them."""

    def __init__(self, table: Table, draft: atomic_write.Draft, manner: Manner) -> None:
        self.table = table
        self.draft = draft
        self.rows = 0
        self._text = CsvText(table, manner)
        self._places = _places(table)
        self._waiting: list[Values] = []
        draft.write(self._text.heading)

    def add(self, values: Values, in_order: InOrder[str]) -> None:
        """Take the values of a row."""
        self._waiting.append(values)
        self.rows += 1
        if len(self._waiting) == _BATCH:
            self._flush(in_order)

    def _flush(self, in_order: InOrder[str]) -> None:
        lines = self._text.lines(self._waiting, self._places)
        if _sorted_by(self.table):
            in_order.extend(zip(map(itemgetter(0), self._waiting), lines, strict=True))
        else:
            self.draft.write(self._text.of(lines))
        self._waiting = []

    def written(self, in_order: InOrder[str]) -> Written:
        """What the description says of the file."""
        self._flush(in_order)
        if _sorted_by(self.table):
            for lines in _batches(in_order):
                self.draft.write(self._text.of(lines))
        return Written(self.table, self.rows, self.draft.size, self.draft.digest.hexdigest())


class CsvText:
    """A table as the text of a CSV file."""

    def __init__(self, table: Table, manner: Manner) -> None:
        self._guards = [field.type == "text" and not manner.raw for field in table.columns]
        self._end = "\r\n" if manner.excel else "\n"
        mark = codecs.BOM_UTF8 if manner.excel else b""
        self.heading = mark + self.of([",".join(columns.names(table.columns))])

    def lines(self, rows: Sequence[Values], places: Sequence[int]) -> list[str]:
        """Rows as lines without their ends; `places` are those of the columns in the rows."""
        return csv_lines(rows, zip(places, self._guards, strict=True))

    def of(self, lines: Iterable[str]) -> bytes:
        """Lines as they stand in the file."""
        return self._end.join([*lines, ""]).encode()


def csv_text(content: Content, manner: Manner) -> Iterator[bytes]:
    """A table as the text of a CSV file, many lines at a time."""
    text, names = CsvText(content.table, manner), columns.names(content.table.columns)
    yield text.heading
    for rows in _batches(map(itemgetter(*names), content.rows)):
        yield text.of(text.lines(rows, range(len(names))))


# So many rows are made into text at once.
_BATCH = 1_000


def _batches(rows: Iterable[Item]) -> Iterator[list[Item]]:
    every = iter(rows)
    while batch := list(islice(every, _BATCH)):
        yield batch


def _provenance(snapshot: Snapshot) -> dict[str, object]:
    """Which state of which record this is: the head of its change log."""
    return {"revision": snapshot.revision, "recorded_at": snapshot.recorded_at, "digest": snapshot.digest}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
