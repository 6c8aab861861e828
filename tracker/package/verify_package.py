"""Whether a package says what the record says: every cell of it, once its rows are in, typed and derived alike.

Derived cells are worked out from the package's own mentions, whatever else the record holds, so that a package may be
loaded beside others.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.db import queries
from tracker.db.queries import Query, Rows
from tracker.domain.columns import DERIVED, WORKED_OUT, names
from tracker.domain.panel import panel
from tracker.domain.spells import spells
from tracker.domain.status import Days, mention_rows
from tracker.domain.vocabulary import codes
from tracker.errors.base import Fault
from tracker.output.csv_text import column_texts
from tracker.output.tables import cell_text, texts_of
from tracker.package.csv_rows import Key, Line, Page, shown
from tracker.package.descriptor import TABLES, Manner
from tracker.package.refusals import Unchecked
from tracker.package.write_package import Columns, each_part, paragraph_row
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.domain.spoken import Spoken

Row = Mapping[str, object]

NEVER_OVERWRITES = "a load adds and never overwrites: edit the record, or take the row out"


# What a part of a record says that rests on what was left out of it, too.
_RESTS_ON_THE_WHOLE = {("paragraphs", "verdict"), ("paragraphs", "typed_verdict")}
_RESTS_ON_THE_WHOLE |= {("measures", name) for name in ("inferred_date", "parent", "counts_with")}


class Terms(NamedTuple):
    """How strictly a package is compared: derived cells even where they are empty, those of a part, of an old format.

    How a code read when an older format was written is no fault of the package.
    """

    strict: bool
    is_part: bool
    is_old: bool


class Read:
    """A file that was read into the record: its page, the keys held before, and the sum of its rows' fingerprints.

    In a sum no row has a place, so that the record's rows may come in another order.
    """

    def __init__(self, page: Page, held: Container[Key]) -> None:
        self.page = page
        self.held = held
        self.total = 0

    def note(self, line: Line) -> None:
        """Count in the fingerprint of a row."""
        self.total += _fingerprint(line)

    def add(self, rows: Iterable[Sequence[str]]) -> None:
        """Count in the fingerprints of rows whose cells are meant as they stand."""
        self.total += sum(map(hash, map(tuple, rows)))


def _fingerprint(line: Line) -> int:
    return hash(tuple(line.cells.values()))


_ROWS = 1_000  # so many at a time
_DECIDED = {"measures", "mentions", *WORKED_OUT}


class Expected:
    """What each file should say: the record as of a day, as though it held no mentions but a package's own.

    `foreign` are the mentions that it holds besides. Rows are made when they are asked for, so that few are held.
    """

    def __init__(self, rows: Rows, stream: Rows, days: Days, foreign: Container[str]) -> None:
        self.stream = stream
        self.foreign = foreign
        self.days = days

        def ours(query: Query[Any], **parameters: object) -> Any:
            return self._own(**parameters) if query == queries.MENTIONS else rows(query, **parameters)

        self.snapshot = Snapshot(ours, days.as_of, established_as_of=days.established_as_of)

    def _own(self, **parameters: object) -> Iterator[Spoken]:
        for one in self.stream(queries.MENTIONS, **parameters):
            if one.mention not in self.foreign:
                yield one

    def rows(self, *tables: str) -> Iterator[tuple[str, Row]]:
        """The rows of some tables, each with the name of its table, in no order."""
        if not _DECIDED.isdisjoint(tables):
            yield from self._decided("panel" in tables)
        at = {"revision": self.snapshot.revision, **self.days._asdict()}
        if "paragraphs" in tables:
            spoken = {(one.source, one.paragraph) for one in self._own(**at)} if self.foreign else None
            for row in self.stream(queries.PARAGRAPHS, **at):
                is_spoken = spoken is None or (row["source"], row["paragraph"]) in spoken
                yield "paragraphs", paragraph_row(row if is_spoken else {**row, "verdict": row["typed_verdict"]})
        for table in ("sources", "events", "links"):
            if table in tables:
                yield from ((table, row) for row in getattr(self.snapshot, table)())

    def parts(self, tables: Collection[str]) -> Iterator[tuple[str, Columns]]:
        """The same of a record that holds nothing but the package's, column by column as an export has it."""
        if not _DECIDED.isdisjoint(tables):
            every = each_part(self.snapshot, Manner(panel="panel" in tables))
            yield from takewhile(lambda part: part[0] in _DECIDED, every)
        for table, fields in ((table.name, names(table.columns)) for table in TABLES if table.name in tables):
            if table not in _DECIDED:
                found = (row for _, row in self.rows(table))
                while rows := [*islice(found, _ROWS)]:
                    yield table, [*zip(*map(itemgetter(*fields), rows), strict=True)]

    def _decided(self, with_panel: bool) -> Iterator[tuple[str, Row]]:
        """Measures, mentions and what is worked out of both, in one go: the decisions are the long work."""
        for one in self.snapshot.listed():
            yield "measures", one.row
            yield from (("mentions", row) for row in mention_rows(one.mentions))
            if one.status:
                yield from (("spells", row) for row in spells(one.status))
                if with_panel:
                    yield from (("panel", row) for row in panel([one.status], self.snapshot.as_of))


def _not_the_same(reads: Mapping[str, Read], expected: Expected, tables: Collection[str]) -> Mapping[str, Read]:
    """The files whose rows do not come to the sum that the record's come to, and those that have no sum."""
    if not tables or any(read.held for read in reads.values()):
        return reads  # where the record held something before, it says more than the files
    totals = dict.fromkeys(tables, 0)
    for table, found in expected.parts(tables):
        if table in totals:
            totals[table] += sum(map(hash, zip(*map(column_texts, found), strict=True)))
    return {table: read for table, read in reads.items() if totals.get(table) != read.total}


def differences(
    reads: Mapping[str, Read], expected: Expected, terms: Terms, unchecked: Unchecked
) -> Iterator[tuple[Fault, bool]]:
    """Every cell of some files that differs from the record, and whether it is a derived one.

    Files whose rows come to the same sum say the same to the letter; of the others the rows that are the same are known
    by their fingerprints, and only the rest is read again.
    """
    whole = {table: read for table, read in reads.items() if read.page.is_whole}
    texts = {table: texts_of(names(read.page.table.columns)) for table, read in whole.items()}
    has_mentions = "mentions" in reads
    reads = _not_the_same(reads, expected, whole)
    left = {table: {_fingerprint(line) for _, line in whole[table].page.keyed()} for table in reads if table in whole}
    # Of a table that is worked out a row may be missing as well.
    missing: dict[str, set[Key]] = {table: set() for table in WORKED_OUT if table in left and has_mentions}
    for table, row in expected.rows(*left) if left else ():
        if table in left:
            fingerprint = hash(tuple(texts[table](row)))
            if fingerprint in left[table]:
                left[table].discard(fingerprint)
            elif table in missing and row["measure"] not in unchecked.measures:
                missing[table].add(tuple([str(row[name]) for name in WORKED_OUT[table]]))
    again: dict[str, dict[Key, Line]] = {}
    for table, read in reads.items():
        if left.get(table, {0}):
            again[table] = {
                key: line for key, line in read.page.keyed() if table not in left or _fingerprint(line) in left[table]
            }
    held: dict[tuple[str, Key], Row] = {}
    for table, row in expected.rows(*again) if again else ():
        key = tuple([str(row[name]) for name in reads[table].page.table.key]) if table in again else ()
        if key in again.get(table, ()):
            held[table, key] = row
    for table, lines in again.items():
        for key, line in lines.items():
            yield from _differences(reads[table], (key, line), held.get((table, key)), terms, unchecked)
    for table, keys in missing.items():
        for key in sorted(keys - again.get(table, {}).keys()):
            message = f"no row for {shown(' '.join(key))}, but the mentions give one"
            yield reads[table].page.fault(0, WORKED_OUT[table][0], message, "put it back, or export it anew"), True


def _differences(
    read: Read, keyed: tuple[Key, Line], row: Row | None, terms: Terms, unchecked: Unchecked
) -> Iterator[tuple[Fault, bool]]:
    page, (key, line) = read.page, keyed
    table = page.table.name
    if (table, key) in unchecked.keys or line.number in page.unreadable or not all(key):
        return
    shaky = line.cells.get("measure") in unchecked.measures or line.cells.get("source") in unchecked.sources
    if row is None:
        if not shaky:
            remedy = "take the row out, or load what it rests on too"
            message = "nothing in the record stands for it"
            yield page.fault(line.number, page.table.key[0], message, remedy), table in WORKED_OUT
        return
    for name, cell, text in _differing(page, line, row):
        derived = name in DERIVED[table]
        if terms.is_old and name == "status_label":
            continue
        if (
            terms.is_part
            and (table, name) in _RESTS_ON_THE_WHOLE
            and (derived or line.cells.get("verdict") == "records")
        ):
            continue
        if not (derived and (shaky or (not cell and not terms.strict))):
            complaint = _complaint(cell, text, derived, key not in read.held)
            yield page.fault(line.number, name, *complaint), derived or cell == "records"


def other_codes(page: Page, is_old: bool) -> Iterator[Fault]:
    """Rows of codes.csv that are not those of the program's own lists, and those that it lacks.

    One of an older format may lack codes and call them otherwise.
    """
    found = dict(page.keyed())
    yield from page.faults
    remedy = "load it with the version of the program that wrote it, or with --edited"
    own = {row[:2]: row for row in codes()}
    for key, line in found.items():
        told = shown(" ".join(key))
        if key not in own:
            yield Fault(page.file, line.number, "code", f"{told} is on no list here", remedy)
        elif not is_old and tuple(line.cells.get(name, "") for name in names(page.table.columns)) != own[key]:
            yield Fault(page.file, line.number, "code", f"{told} has another meaning here", remedy)
    if not (page.faults or is_old):
        for key in sorted(own.keys() - found.keys()):
            yield Fault(page.file, 0, "code", f"{shown(' '.join(key))} is missing", remedy)


def _differing(page: Page, line: Line, row: Row) -> Iterator[tuple[str, str, str]]:
    """The columns in which a row differs, with what the file and what the record says."""
    for name in names(page.table.columns):
        if name in line.cells and line.cells[name] != cell_text(row[name]):
            yield name, line.cells[name], cell_text(row[name])


def _complaint(cell: str, text: str, is_derived: bool, is_new: bool) -> tuple[str, str]:
    if is_derived:
        return f"{shown(cell)}, but the mentions give {shown(text)}", "put that there: it is worked out, never typed"
    if cell == "records" and not text:
        return "'records', but no mention stands in this paragraph", "give it a verdict, or record what it mentions"
    if is_new:
        return f"{shown(cell)} is written {shown(text)} here", "write it so"
    return f"{shown(cell)}, but the record has {shown(text)}", NEVER_OVERWRITES
