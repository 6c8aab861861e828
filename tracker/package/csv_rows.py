"""CSV files → rows with typed values, each with the line it stands on; all faults collected, none thrown."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import takewhile
from operator import lt
from typing import IO, Any, NamedTuple

from tracker.domain import columns
from tracker.domain.columns import ADDED, DERIVED
from tracker.domain.fields import TEXT_LENGTH, Field
from tracker.errors.base import Fault, suggestion
from tracker.output.csv_injection import MARK, unguarded
from tracker.package.causes import cause, left_by_a_merge
from tracker.package.cell_values import AS_MEANT, DIGITS, READ, WANTED, Taken, as_text, taking
from tracker.package.descriptor import DESCRIPTOR, EVERY_TABLE, Table
from tracker.package.format_1 import Beside
from tracker.package.open_package import Parcel

_SHOWN = 60
_PIECE = 1 << 20
_BETWEEN = "\0"  # stands between the cells of a row that is looked at whole
# So many rows are looked at together: what they take stays in the processor's own memory.
TOGETHER = 500

Opener = Callable[[], IO[bytes]]
Key = tuple[str, ...]


class Line(NamedTuple):
    """A row of a file: its line, its cells as text by column (unguarded), and their values."""

    number: int
    cells: Mapping[str, str]
    values: dict[str, Any]


class Batch(NamedTuple):
    """Rows of a file together: the lines they stand on, their keys, and their cells as they stand."""

    numbers: Sequence[int]
    keys: Sequence[Key]
    rows: Sequence[list[str]]


class Layout(NamedTuple):
    """How a file is written: whether text cells are guarded, which columns may be missing.

    `beside` is what stands beside its rows in the description of an older format.
    """

    guarded: bool
    may_lack: frozenset[str]
    beside: Mapping[Key, Beside]


NONE = frozenset[str]()


class Page:
    """A file of a table, read row by row as often as it is asked for; what is wrong with it is noted the first time.

    `unreadable` are the lines whose cells are wrong.
    """

    def __init__(self, file: str, table: Table, opener: Opener, layout: Layout) -> None:
        self.file = file
        self.table = table
        self.open = opener
        self.layout = layout
        self.guarded = layout.guarded
        self.beside = layout.beside
        self.unmet = set(layout.beside)
        self._carried: dict[int, Key] = {}
        self.faults: list[Fault] = []
        self.unreadable: set[int] = set()
        self.header: list[str] = []
        self.fields: list[Field] = []
        self.takes: dict[str, Taken] = {}
        self._is_known = False

    def note(self, line: int, field: str, message: str, remedy: str) -> None:
        """Keep a fault, unless the file has been read through before."""
        if not self._is_known:
            self.faults.append(self.fault(line, field, message, remedy))

    def fault(self, line: int, field: str, message: str, remedy: str) -> Fault:
        """A fault of a row of the file; a line below 0 is that of a row in the description."""
        if line < 0:
            key = self._carried[line]
            told = f"{shown(' '.join(key))}: {field}: {message}"
            return Fault(DESCRIPTOR, 0, self.beside[key].name, told, remedy)
        return Fault(self.file, line, field, message, remedy)

    @property
    def is_whole(self) -> bool:
        """Whether the file has every column of its table, in order."""
        return self.header == [field.name for field in self.table.columns]

    def _rows(self) -> Iterator[tuple[list[int], list[list[str]]]]:
        """The rows that have a cell for every heading, many together, after the lines they stand on."""
        if self._isas_text():
            with self.open() as binary, io.TextIOWrapper(binary, "utf-8-sig", newline="") as text:
                yield from self._below_header(csv.reader(text, strict=True))

    def _isas_text(self) -> bool:
        """Whether the file can be decoded; it is read through once to see."""
        if self._is_known:
            return bool(self.header)
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        lines = done = 0
        with self.open() as file:
            while True:
                piece = file.read(_PIECE)
                found = left_by_a_merge(piece, lines) if done else cause(piece, columns.names(self.table.columns))
                if found:
                    self.note(found.line, "", found.message, found.remedy)
                    return False
                try:
                    held = decoder.getstate()[0]
                    decoder.decode(piece, final=not piece)
                except UnicodeDecodeError as error:
                    byte = error.object[error.start]
                    line = lines + (held + piece)[: error.start].count(b"\n") + 1
                    message = f"not UTF-8 (byte {done - len(held) + error.start}, 0x{byte:02x})"
                    self.note(line, "", message, "save it as UTF-8")
                    return False
                if not piece:
                    return True
                lines += piece.count(b"\n")
                done += len(piece)

    def _below_header(self, reader: Any) -> Iterator[tuple[list[int], list[list[str]]]]:
        lines: list[int] = []
        rows: list[list[str]] = []
        try:
            header = next(reader, None)
            if header is None:
                self.note(1, "", "the file is empty", "give it at least its header line")
                return
            if not self._has_good(header):
                return
            self.header = header
            fields = {field.name: field for field in self.table.columns}
            self.fields = [fields[name] for name in header]
            takes = {name: taking(fields[name]) for name in header}
            self.takes = {name: take for name, take in takes.items() if take is not None}
            at, width = reader.line_num + 1, len(header)
            for cells in reader:
                if len(cells) == width:
                    lines.append(at)
                    rows.append(cells)
                    if len(rows) == TOGETHER:
                        yield lines, rows
                        lines, rows = [], []
                elif cells:
                    remedy = "a comma or a line end" if len(cells) > width else "a line end; or the row was cut short"
                    message = f"{len(cells)} cells under {width} columns"
                    self.note(at, "", message, f"quote a cell that holds {remedy}")
                at = reader.line_num + 1
        except csv.Error as error:
            remedy = "close the quotation mark; inside quotes, double each mark"
            if "field limit" in str(error):
                remedy = f"keep cells to {TEXT_LENGTH:,} characters"
            self.note(reader.line_num, "", f"not CSV from here on: {error}", remedy)
        if rows:
            yield lines, rows

    def _has_good(self, header: list[str]) -> bool:
        """Whether the header is one that rows can be read under; every name wrong with it is a fault."""
        known = [field.name for field in self.table.columns]
        twice = [name for name in dict.fromkeys(header) if header.count(name) > 1]
        strange = [name for name in dict.fromkeys(header) if name not in known]
        missing = [name for name in known if name not in header and name not in self.layout.may_lack]
        for name in twice:
            self.note(1, name[:_SHOWN], "the column stands twice", "keep one of them")
        for name in strange:
            self.note(1, name[:_SHOWN], f"unknown column {shown(name)}", suggestion(name[:_SHOWN], known))
        for name in missing:
            remedy = "add the column; its cells may be empty" if not _needed(self.table, name) else "add the column"
            self.note(1, name, "the column is missing", remedy)
        return not (twice or strange or missing)

    def _line(self, at: int, cells: list[str]) -> Line:
        """A row as a line: at once where nothing is wrong with it, else cell by cell."""
        joined = _BETWEEN.join(cells)
        # A cell that begins with the mark may be guarded.
        if len(joined) <= TEXT_LENGTH and _BETWEEN + MARK not in joined and not joined.startswith(MARK):
            texts = dict(zip(self.header, cells, strict=True))
            values: dict[str, Any] = {name: cell for name, cell in texts.items() if cell}
            try:
                for name, take in self.takes.items():
                    if name in values:
                        values[name] = take[values[name]]
            except ValueError:
                pass
            else:
                return Line(at, texts, values)
        return self._line_by_cells(at, cells)

    def _line_by_cells(self, at: int, cells: list[str]) -> Line:
        values: dict[str, object] = {}
        for place, field in enumerate(self.fields):
            name, cell, read = field.name, cells[place], READ.get(field.type)
            if not cell:
                continue
            if change := AS_MEANT.get(name) or AS_MEANT.get(field.type):
                cells[place] = cell = change(cell)
            if self.guarded and field.type == "text":
                cells[place] = cell = unguarded(cell)
            try:
                if read:
                    values[name] = read(cell)
                elif cell:
                    values[name] = as_text(cell)
            except ValueError:
                self._refuse(at, name, field, cell)
        return Line(at, dict(zip(self.header, cells, strict=True)), values)

    def _refuse(self, at: int, name: str, field: Field, cell: str) -> None:
        """Note a cell that is not of its column's type."""
        message, remedy = f"{len(cell):,} characters are too many", f"keep to {TEXT_LENGTH:,}"
        if len(cell) <= TEXT_LENGTH and field.type in WANTED:
            message, remedy = f"{shown(cell)} is not {WANTED[field.type][0]}", WANTED[field.type][1]
        self.note(at, name, message, remedy)
        self.unreadable.add(at)

    def _with(self, line: Line, beside: Beside) -> Line:
        """A row with the cells that stand beside it; one that it has in other words is a fault."""
        cells, values = dict(line.cells), dict(line.values)
        fields = {field.name: field for field in self.table.columns}
        for name, cell in beside.cells.items():
            if cells.get(name, cell) not in ("", cell):
                message = f"{shown(cells[name])}, but {DESCRIPTOR} has {shown(cell)} under {beside.name}"
                self.note(line.number, name, message, "keep one of them")
                continue
            cells[name] = cell
            try:
                values[name] = READ.get(fields[name].type, as_text)(cell)
            except ValueError:
                self._refuse(line.number, name, fields[name], cell)
        return Line(line.number, cells, values)

    def keyed(self) -> Iterator[tuple[Key, Line]]:
        """The rows by their key, one by one: those of `batches`, and those that stand in the description alone."""
        for batch in self.batches():
            for place, key in enumerate(batch.keys):
                yield key, self.line(batch, place)
        yield from self.carried()

    def line(self, batch: Batch, place: int) -> Line:
        """A row of a batch, with its cells as they are meant and with what stands beside it."""
        key, line = batch.keys[place], self._line(batch.numbers[place], batch.rows[place])
        if key not in self.beside:
            return line
        self.unmet.discard(key)
        return self._with(line, self.beside[key])

    def carried(self) -> Iterator[tuple[Key, Line]]:
        """The rows that stand in the description alone, once the file has been read through."""
        # They have no line; each is told from the others all the same.
        rows = [key for key in sorted(self.unmet) if self.beside[key].is_row]
        self._carried = {-number: key for number, key in enumerate(rows, 1)}
        for number, key in self._carried.items():
            yield key, self._with(Line(number, {}, {}), self.beside[key])

    def batches(self) -> Iterator[Batch]:
        """The rows and their keys, many together; a key that stands twice is a fault and its second row is left out.

        While the rows stand in order nothing need be remembered of them.
        """
        last: Key = ()
        seen: dict[Key, int] | None = None
        for batch in self._together():
            # Numbers in order, too.
            places = [(*key[:-1], key[-1].zfill(DIGITS)) if key[-1].isdecimal() else key for key in batch.keys]
            if seen is None and not (last < places[0] and all(map(lt, places, places[1:]))):
                seen = self._above(batch.numbers[0])
            last = places[-1]
            yield batch if seen is None else self._only_once(batch, seen)
        self._is_known = True

    def _only_once(self, batch: Batch, seen: dict[Key, int]) -> Batch:
        """The rows of a batch whose key does not stand above."""
        left = []
        for place, (at, key) in enumerate(zip(batch.numbers, batch.keys, strict=True)):
            if all(key) and key in seen:
                told = " ".join(shown(part) for part in key)
                self.note(
                    at, self.table.key[-1], f"{told} stands on line {seen[key]} already", "keep one of the two rows"
                )
                continue
            seen[key] = at
            left.append(place)
        numbers, keys = [batch.numbers[place] for place in left], [batch.keys[place] for place in left]
        return Batch(numbers, keys, [batch.rows[place] for place in left])

    def _together(self) -> Iterator[Batch]:
        """The rows and their keys, many together."""
        for lines, rows in self._rows():
            keys = zip(*(self._of_the_key(name, rows) for name in self.table.key), strict=True)
            yield Batch(lines, list(keys), rows)

    def _of_the_key(self, name: str, rows: Sequence[list[str]]) -> list[str]:
        """The cells of a column of the key as they are meant."""
        if name not in self.header:
            return [""] * len(rows)
        place = self.header.index(name)
        field, cells = self.fields[place], [row[place] for row in rows]
        if change := AS_MEANT.get(name) or AS_MEANT.get(field.type):
            return [*map(change, cells)]
        return [*map(unguarded, cells)] if self.guarded and field.type == "text" else cells

    def _above(self, before: int) -> dict[Key, int]:
        """The lines of the keys above a line."""
        again = Page(self.file, self.table, self.open, self.layout)
        above = takewhile(lambda batch: batch.numbers[0] < before, again._together())
        return {key: at for batch in above for at, key in zip(batch.numbers, batch.keys, strict=True)}


def shown(text: str) -> str:
    """A value as a message shows it."""
    return repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}… ({len(text):,} characters)"


def _needed(table: Table, name: str) -> bool:
    return any(field.required for field in table.columns if field.name == name)


def pages_of(parcel: Parcel, raw: bool = False, may_lack: bool = False) -> dict[str, Page]:
    """The files of a package by their tables.

    `raw` takes the cells as they stand where no description says whether they were guarded. A package that describes
    itself is whole; a file by itself may leave out what the program works out, and with `may_lack` any file anything.
    """
    described = parcel.described or {}
    guarded = described["guarded"] is not False if "guarded" in described else not raw
    pages = {}
    for table in EVERY_TABLE:
        if table.name in parcel.contents:
            lacking = ADDED.get(table.name, NONE)
            if parcel.described is None:
                lacking |= DERIVED.get(table.name, NONE)
            if may_lack:
                lacking = frozenset(field.name for field in table.columns if field.name not in table.key)
            layout = Layout(guarded, lacking, parcel.carried.get(table.name, {}))
            pages[table.name] = Page(parcel.files[table.name], table, parcel.contents[table.name].open, layout)
    return pages
