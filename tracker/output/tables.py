"""Rows → a table, CSV, JSON or Markdown: the form is chosen once, here.

Into a pipe a table goes as plain aligned columns, whole; `terminal` lays it out for people who look at it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, islice
from operator import itemgetter
from typing import Any, NamedTuple, TextIO

from tracker.output import colours
from tracker.output.csv_injection import guarded
from tracker.output.escapes import harmless, in_markdown

OUTPUT_FORMS = ("table", "csv", "json", "jsonl", "md")
# Those that show rows of data; the others show the table for people.
DATA_FORMS = ("csv", "json", "jsonl")


class Cell(NamedTuple):
    """A cell of a table for people: its text and style, and words that follow it unstyled."""

    text: str
    style: str = ""
    after: str = ""


class Line(NamedTuple):
    """A row of a table for people that is one text across all columns.

    Kept `whole` it is never broken: its words are there to be copied.
    """

    text: str
    style: str = ""
    whole: bool = False


class Column(NamedTuple):
    """A column of a table for people: its heading, and which side its cells keep to.

    At a terminal too narrow for the whole table, a column that `folds` moves below the one that `grows`, each cell
    behind the words that `folds` holds; a cell that says only what goes without saying, `implies`, is left out there.
    One that is `cropped` takes at a terminal what room the others leave.
    """

    heading: str
    right: bool = False
    grows: bool = False
    folds: str | None = None
    implies: str = ""
    cropped: bool = False


class Sparse(dict[str, Any]):
    """A row of data that holds only those of very many fields that are not empty."""

    def __missing__(self, field: str) -> None:
        """Nothing."""


class Sheet(NamedTuple):
    """One answer, in both its shapes: rows of data, and a table for people made from them.

    Where only data will be shown the table may be left empty, and the rows may come one by one.
    """

    data: Iterable[Mapping[str, Any]]
    fields: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str] | Line]
    title: str = ""
    groups: Sequence[str] = ()
    notes: Sequence[Cell | str] = ()
    # Whether a row of the table needs its group to be understood; where not, sorting does away with the groups.
    named_by_group: bool = False
    # Whether texts in CSV are left as they are, though a spreadsheet would run them.
    raw: bool = False

    @property
    def has_headings(self) -> bool:
        """Whether any column has one."""
        return any(column.heading for column in self.columns)


def data_sheet(
    rows: Sequence[Mapping[str, Any]], fields: Sequence[str], title: str = "", notes: Sequence[str] = ()
) -> Sheet:
    """A sheet whose table shows the data as they are."""
    columns = [Column(field, right=all(type(row[field]) in (int, float) for row in rows)) for field in fields]
    cells = [[cell_text(row[field]) for field in fields] for row in rows]
    return Sheet(rows, fields, columns, cells, title, notes=notes)


def cell_text(value: object) -> str:
    """A value as data: empty for nothing, `true`/`false`, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def texts_of(fields: Sequence[str]) -> Callable[[Mapping[str, Any]], list[str]]:
    """What gives the fields of a row as texts, as `cell_text` gives each."""
    take = itemgetter(*fields)

    def texts(row: Mapping[str, Any]) -> list[str]:
        return [
            value if type(value) is str else "" if value is None else cell_text(value)
            for value in (take(row) if len(fields) > 1 else (take(row),))
        ]

    return texts


def write(sheet: Sheet, form: str, out: TextIO) -> None:
    """Write a sheet in one of OUTPUT_FORMS, for a pipe or a file."""
    _WRITERS[form](sheet, out)


def form_of(sheet: Sheet, form: str) -> str:
    """A sheet in one of OUTPUT_FORMS as text, for a pipe or a file."""
    import io

    text = io.StringIO()
    write(sheet, form, text)
    return text.getvalue()


DIM = colours.style(colours.GREY)

# Each form imports what it alone needs: a start pays for one.


def begun(sheet: Sheet) -> Sheet:
    """The sheet with its first row at hand, where its rows come one by one."""
    if isinstance(sheet.data, Sequence):
        return sheet
    rows = iter(sheet.data)
    return sheet._replace(data=chain(list(islice(rows, 1)), rows))


def _csv(sheet: Sheet, out: TextIO) -> None:
    import csv

    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(sheet.fields)
    sparse = _SparseText(sheet.fields, lambda _, value: f"{_quoted(_csv_cell(value, sheet.raw))},")
    for row in sheet.data:
        if isinstance(row, Sparse) and len(sheet.fields) > 1:
            out.write(f"{sparse.of(row)[:-1]}\n")
        else:
            writer.writerow([_csv_cell(row[field], sheet.raw) for field in sheet.fields])


def _csv_cell(value: object, raw: bool) -> str:
    if not isinstance(value, str):
        return cell_text(value)
    # As in the data package: a spreadsheet shall not run a text, and one apostrophe less gives it back.
    return harmless(value) if raw else guarded(harmless(value))


def _quoted(cell: str) -> str:
    """A cell as `csv` would write it in a row of several."""
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in '",\r\n') else cell


class _SparseText:
    """Writes rows of very many fields, few of them filled: their text when all are empty is made once, and cut."""

    def __init__(self, fields: Sequence[str], text: Callable[[str, object], str]) -> None:
        self._text = text
        self._places = {field: place for place, field in enumerate(fields)}
        empty = [text(field, None) for field in fields]
        self._empty, self._ends = "".join(empty), [0, *accumulate(map(len, empty))]

    def of(self, row: Sparse) -> str:
        """The texts of all fields of a row."""
        told, written = [], 0
        for place, field in sorted((self._places[field], field) for field in row if field in self._places):
            told += [self._empty[written : self._ends[place]], self._text(field, row[field])]
            written = self._ends[place + 1]
        return "".join([*told, self._empty[written:]])


def _json(sheet: Sheet, out: TextIO) -> None:
    mark = "[\n  {\n    "
    for text in _json_texts(sheet, ",\n    "):
        out.write(f"{mark}{text}\n  }}")
        mark = ",\n  {\n    "
    out.write("[]\n" if mark.startswith("[") else "\n]\n")


def _json_lines(sheet: Sheet, out: TextIO) -> None:
    out.writelines(f"{{{text}}}\n" for text in _json_texts(sheet, ", "))


def _json_texts(sheet: Sheet, apart: str) -> Iterator[str]:
    """The fields of each row as members of an object, with something between them."""
    import json

    encode = json.JSONEncoder(ensure_ascii=False).encode

    def member(field: str, value: object) -> str:
        return f"{names[field]}{encode(_json_value(value))}{apart}"

    names = {field: f"{encode(field)}: " for field in sheet.fields}
    sparse = _SparseText(sheet.fields, member)
    for row in sheet.data:
        every = sparse.of(row) if isinstance(row, Sparse) else "".join([member(f, row[f]) for f in sheet.fields])
        yield every.removesuffix(apart)


def _json_value(value: object) -> object:
    if isinstance(value, str):
        return harmless(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def text_of(cell: Cell | str) -> str:
    """A cell as harmless text without its style."""
    return harmless(f"{cell.text}{cell.after}" if isinstance(cell, Cell) else cell)


def _cells(row: Sequence[Cell | str] | Line, count: int) -> list[str]:
    """The texts of a row; a line has only a first one."""
    return [harmless(row.text), *[""] * (count - 1)] if isinstance(row, Line) else [text_of(cell) for cell in row]


def _markdown(sheet: Sheet, out: TextIO) -> None:
    def line(cells: Sequence[str]) -> str:
        return f"| {' | '.join(map(in_markdown, cells))} |"

    lines = [*map(in_markdown, sheet.title.split("\n")), ""] if sheet.title else []
    headings = [column.heading for column in sheet.columns]
    grouped = bool(sheet.groups)
    lines.append(line(["", *headings] if grouped else headings))
    rule = ["---:" if column.right else "---" for column in sheet.columns]
    lines.append("| " + " | ".join(["---", *rule] if grouped else rule) + " |")
    for position, row in enumerate(sheet.rows):
        cells = _cells(row, len(headings))
        lines.append(line([sheet.groups[position], *cells] if grouped else cells))
    lines += ["", *(f"{in_markdown(text_of(note))}  " for note in sheet.notes)] if sheet.notes else []
    out.write("\n".join(lines) + "\n")


def _plain(sheet: Sheet, out: TextIO) -> None:
    headings = [harmless(column.heading) for column in sheet.columns]
    cells = [[text.replace("\n", " ") for text in _cells(row, len(headings))] for row in sheet.rows]
    aligned = [told for row, told in zip(sheet.rows, cells, strict=True) if not isinstance(row, Line)]
    widths = [max(map(len, told)) for told in zip(headings, *aligned, strict=True)]

    def line(cells: Sequence[str], indent: str) -> str:
        padded = [
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(cells, widths, sheet.columns, strict=True)
        ]
        return (indent + "  ".join(padded)).rstrip()

    indent = "  " if sheet.groups else ""
    lines = [harmless(sheet.title), *([""] if sheet.columns else [])] if sheet.title else []
    if sheet.has_headings:
        lines.append(line(headings, indent))
    for position, row in enumerate(sheet.rows):
        if sheet.groups and (position == 0 or sheet.groups[position] != sheet.groups[position - 1]):
            lines.append(harmless(sheet.groups[position]))
        told = cells[position]
        lines.append(f"{indent}{told[0]}" if isinstance(row, Line) else line(told, indent))
    lines += ["", *map(text_of, sheet.notes)] if sheet.notes else []
    out.write("\n".join(lines) + "\n")


_WRITERS = {"table": _plain, "csv": _csv, "json": _json, "jsonl": _json_lines, "md": _markdown}
