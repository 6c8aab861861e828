"""The data package: the record as CSV files with their description, in the form of Frictionless Data Package v2.

The same record gives the same bytes on any machine and day: rows sorted by key, one line end,
no clock, no name.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from tracker.db import queries
from tracker.domain import columns
from tracker.domain.fields import Field
from tracker.domain.filters import passes
from tracker.domain.panel import panel
from tracker.domain.spells import spells
from tracker.domain.status import MENTION_COLUMNS, mention_columns
from tracker.domain.vocabulary import codes
from tracker.output import atomic_write
from tracker.output.csv_text import csv_lines
from tracker.output.external_sort import InOrder
from tracker.output.spool import Spool
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
from tracker.reports.snapshot import LARGEST_PAGE, LAST_KEY, SMALLEST_PAGE, Snapshot, following

if TYPE_CHECKING:
    from tracker.domain.rows import ParagraphRow

PROVENANCE = "provenance.json"

Tell = Callable[[int, int], None]
Item = TypeVar("Item")


Columns = Sequence[Sequence[object]]
# So many measures or lines are made into text at once.
_MEASURES, _LINES = 100, 1_000


def each_part(snapshot: Snapshot, manner: Manner = PLAIN) -> Iterator[tuple[str, Columns]]:
    """The rows of every table, many at a time and column by column, each with the name of its table.

    All but mentions come by key. Of the measures, mentions and links they are those that the filters keep. A measure
    without a status is in no part of a record: there it may only lack it as yet.
    """
    known = set[str]()
    whole = is_whole(snapshot, manner)
    for listed in _batches(snapshot.listed(), _MEASURES):
        some = [one for one in listed if (passes(one.status, manner.filters) if one.status else whole)]
        decided = [one.status for one in some if one.status]
        known.update(str(one.row["measure"]) for one in some)
        yield "measures", _columns(columns.MEASURES, [one.row for one in some])
        said = mention_columns([mention for one in some for mention in one.mentions])
        yield "mentions", [said[place] for place in _MENTIONS]
        yield "spells", _columns(columns.SPELLS, [row for status in decided for row in spells(status)])
        for status in decided if manner.panel else ():
            yield "panel", _columns(columns.PANEL, [*panel([status], snapshot.as_of)])
    yield from _sources(snapshot)
    yield "events", _columns(columns.EVENTS, snapshot.events())
    links = [link for link in snapshot.links() if {link["measure"], link["other"]} <= known]
    yield "links", _columns(columns.LINKS, links)
    yield "codes", [*zip(*sorted(codes()), strict=True)]


_MENTIONS = [MENTION_COLUMNS.index(name) for name in columns.names(columns.MENTIONS)]


def _columns(fields: tuple[Field, ...], rows: Sequence[Mapping[str, object]]) -> Columns:
    return [*zip(*map(itemgetter(*columns.names(fields)), rows), strict=True)]


def _sources(snapshot: Snapshot) -> Iterator[tuple[str, Columns]]:
    """Every source that had spoken by the day, and then their paragraphs in reading order, of so many at once."""
    first, ends = "", [""]
    while page := list(snapshot.rows(queries.SOURCES, first=first, most=LARGEST_PAGE)):
        yield "sources", _columns(columns.SOURCES, page)
        first = following(page[-1]["source"])
        ends += [following(row["source"]) for row in page[SMALLEST_PAGE - 1 :: SMALLEST_PAGE]]
    for first, last in pairwise([*ends, LAST_KEY]):
        found = [paragraph_row(row) for row in snapshot.rows(queries.PARAGRAPHS, first=first, last=last)]
        yield "paragraphs", _columns(columns.PARAGRAPHS, found)


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
    for name, found in each_part(snapshot, manner):
        if name in rows:
            rows[name].extend(zip(*found, strict=True))
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
        for name, found in each_part(snapshot, manner):
            writers[name].add(found, in_order)
            if tell and name == "measures":
                tell(writers[name].rows, total)
        writers["mentions"].write_sorted(in_order)
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
    """Writes a table as CSV, many lines at a time, and counts them."""

    def __init__(self, table: Table, draft: atomic_write.Draft, manner: Manner) -> None:
        self.table = table
        self.draft = draft
        self.rows = 0
        self._text = CsvText(table, manner)
        draft.write(self._text.heading)

    def add(self, found: Columns, in_order: InOrder[str]) -> None:
        """Take rows."""
        lines = self._text.lines(found)
        self.rows += len(lines)
        if _sorted_by(self.table):
            in_order.extend(zip(map(str, found[0] if found else ()), lines, strict=True))
        else:
            self.draft.write(self._text.of(lines))

    def write_sorted(self, in_order: InOrder[str]) -> None:
        """Write the lines that had still to be put in order."""
        for lines in _batches(in_order, _LINES):
            self.draft.write(self._text.of(lines))

    def written(self) -> Written:
        """What the description says of the file."""
        return Written(self.table, self.rows, self.draft.size, self.draft.digest.hexdigest())


class CsvText:
    """A table as the text of a CSV file."""

    def __init__(self, table: Table, manner: Manner) -> None:
        self._guards = [field.type == "text" and not manner.raw for field in table.columns]
        self._end = "\r\n" if manner.excel else "\n"
        mark = codecs.BOM_UTF8 if manner.excel else b""
        self.heading = mark + self.of([",".join(columns.names(table.columns))])

    def lines(self, found: Columns) -> list[str]:
        """Rows as lines without their ends."""
        return csv_lines(found, self._guards)

    def of(self, lines: Sequence[str]) -> bytes:
        """Lines as they stand in the file."""
        return self._end.join([*lines, ""]).encode()


def csv_text(content: Content, manner: Manner) -> Iterator[bytes]:
    """A table as the text of a CSV file, many lines at a time."""
    text = CsvText(content.table, manner)
    yield text.heading
    for rows in _batches(content.rows, _LINES):
        yield text.of(text.lines(_columns(content.table.columns, rows)))


def _batches(items: Iterable[Item], most: int) -> Iterator[list[Item]]:
    every = iter(items)
    while batch := list(islice(every, most)):
        yield batch


def _provenance(snapshot: Snapshot) -> dict[str, object]:
    """Which state of which record this is: the head of its change log."""
    return {"revision": snapshot.revision, "recorded_at": snapshot.recorded_at, "digest": snapshot.digest}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
