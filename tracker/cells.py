"""CSV files → rows with typed values, each with the line it stands on; all faults collected, none thrown."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from tracker.descriptor import Table
from tracker.errors import Fault, suggestion
from tracker.fields import TEXT_LENGTH, Field
from tracker.guarding import unguarded

# Longer numbers than this are out of any field's range; and Python takes long over very long ones.
_DIGITS = 30
_SHOWN = 60


class Line(NamedTuple):
    """A row of a file: its line, its cells as text by column (unguarded), and their values."""

    number: int
    cells: Mapping[str, str]
    values: dict[str, Any]


class Page(NamedTuple):
    """A file as it was read: its name, table and rows, what is wrong with it, and the lines whose cells are wrong."""

    file: str
    table: Table
    lines: list[Line]
    faults: list[Fault]
    unreadable: set[int]


def shown(text: str) -> str:
    """A value as a message shows it."""
    return repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}… ({len(text):,} characters)"


def read(file: str, table: Table, content: bytes, guarded: bool, derived: frozenset[str]) -> Page:
    """The rows of a file. `derived` columns are made by the program and may be missing."""
    page = Page(file, table, [], [], set())
    text = _decoded(page, content)
    if text is None:
        return page
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, None)
        if header is None:
            page.faults.append(Fault(file, 1, "", "the file is empty", "give it at least its header line"))
            return page
        if not _header(page, header, derived):
            return page
        fields = {field.name: field for field in table.columns}
        at = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                page.lines.append(_line(page, at, dict(zip(header, cells, strict=True)), fields, guarded))
            elif cells:
                message = f"{len(cells)} cells under {len(header)} columns"
                page.faults.append(Fault(file, at, "", message, "quote a cell that holds a comma or a line end"))
            at = reader.line_num + 1
    except csv.Error as error:
        remedy = "close the quotation mark; inside quotes, double each mark"
        if "field limit" in str(error):
            remedy = f"keep cells to {TEXT_LENGTH:,} characters"
        page.faults.append(Fault(file, reader.line_num, "", f"not CSV from here on: {error}", remedy))
    return page


def _decoded(page: Page, content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        page.faults.append(Fault(page.file, 1, "", "it is UTF-16", "save it as UTF-8"))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"not UTF-8 (byte {error.start}, 0x{content[error.start]:02x})"
        page.faults.append(Fault(page.file, line, "", message, "save it as UTF-8"))
        return None


def _header(page: Page, header: list[str], derived: frozenset[str]) -> bool:
    """Whether the header is one that rows can be read under; every name wrong with it is a fault."""
    known = [field.name for field in page.table.columns]
    before = len(page.faults)
    for name in dict.fromkeys(name for name in header if header.count(name) > 1):
        page.faults.append(Fault(page.file, 1, name[:_SHOWN], "the column stands twice", "keep one of them"))
    for name in dict.fromkeys(header):
        if name not in known:
            remedy = suggestion(name[:_SHOWN], known)
            page.faults.append(Fault(page.file, 1, name[:_SHOWN], f"unknown column {shown(name)}", remedy))
    for name in known:
        if name not in header and name not in derived:
            remedy = "add the column; its cells may be empty" if not _needed(page.table, name) else "add the column"
            page.faults.append(Fault(page.file, 1, name, "the column is missing", remedy))
    return len(page.faults) == before


def _needed(table: Table, name: str) -> bool:
    return any(field.required for field in table.columns if field.name == name)


def _line(page: Page, at: int, cells: dict[str, str], fields: Mapping[str, Field], guarded: bool) -> Line:
    texts = {}
    values: dict[str, Any] = {}
    for name, cell in cells.items():
        field = fields[name]
        texts[name] = unguarded(cell) if guarded and field.type == "text" else cell
        if texts[name] == "":
            continue
        try:
            values[name] = _READ.get(field.type, _text)(texts[name])
        except ValueError:
            message, remedy = f"{len(cell):,} characters are too many", f"keep to {TEXT_LENGTH:,}"
            if len(cell) <= TEXT_LENGTH and field.type in _WANTED:
                message, remedy = f"{shown(cell)} is not {_WANTED[field.type][0]}", _WANTED[field.type][1]
            page.faults.append(Fault(page.file, at, name, message, remedy))
            page.unreadable.add(at)
    return Line(at, texts, values)


def _text(text: str) -> str:
    if len(text) > TEXT_LENGTH:
        raise ValueError(len(text))
    return text


_WHOLE = re.compile(r"-?[0-9]+")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")


def _whole(text: str) -> int:
    if len(text) > _DIGITS or not _WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    if len(text) > _DIGITS or not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(text) if _WHOLE.fullmatch(text) else float(text)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


_READ: dict[str, Callable[[str], Any]] = {"whole": _whole, "count": _whole, "number": _number, "flag": _flag}
_WANTED = {
    "whole": ("a whole number", "digits only"),
    "count": ("a whole number", "digits only"),
    "number": ("a number", "digits and a decimal point only, no separators"),
    "flag": ("true or false", "write true or false in small letters"),
}


def keyed(page: Page) -> Iterator[tuple[tuple[str, ...], Line]]:
    """The rows by their key; a key that stands twice is a fault and its second row is left out."""
    seen: dict[tuple[str, ...], int] = {}
    for line in page.lines:
        key = tuple(line.cells.get(name, "") for name in page.table.key)
        if all(key) and key in seen:
            told = " ".join(shown(part) for part in key)
            message = f"{told} stands on line {seen[key]} already"
            page.faults.append(Fault(page.file, line.number, page.table.key[-1], message, "keep one of the two rows"))
            continue
        seen[key] = line.number
        yield key, line
