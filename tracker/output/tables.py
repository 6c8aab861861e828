"""Rows → a table, CSV, JSON or Markdown: the form is chosen once, here. The only room that knows Rich.

A table goes to a terminal through Rich, folded to its width; into a pipe it goes as plain aligned columns, whole.
"""

import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TextIO

from tracker.output.csv_injection import guarded

OUTPUT_FORMS = ("table", "csv", "json", "jsonl", "md")
# Those that show rows of data; the others show the table for people.
DATA_FORMS = ("csv", "json", "jsonl")


class Cell(NamedTuple):
    """A cell of a table for people: its text and style, details to stand below, and words that follow it unstyled."""

    text: str
    style: str = ""
    details: str = ""
    after: str = ""


class Column(NamedTuple):
    """A column of a table for people: its heading, and which side its cells keep to.

    At a terminal too narrow for the whole table, a column that `folds` moves below the one that `grows`, each cell
    behind the words that `folds` holds; a cell that says only what goes without saying, `implies`, is left out there.
    A column kept `whole` is never broken: its words are there to be copied. One that is `cropped` takes at a terminal
    what room the others leave.
    """

    heading: str
    right: bool = False
    grows: bool = False
    folds: str | None = None
    implies: str = ""
    whole: bool = False
    cropped: bool = False


class Sheet(NamedTuple):
    """One answer, in both its shapes: rows of data, and a table for people made from them.

    Where only data will be shown the table may be left empty, and the rows may come one by one.
    """

    data: Iterable[Mapping[str, Any]]
    fields: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str]]
    title: str = ""
    groups: Sequence[str] = ()
    notes: Sequence[Cell | str] = ()
    # Whether a row of the table needs its group to be understood; where not, sorting does away with the groups.
    named_by_group: bool = False
    # Whether texts in CSV are left as they are, though a spreadsheet would run them.
    raw: bool = False


def data_sheet(
    rows: Sequence[Mapping[str, Any]], fields: Sequence[str], title: str = "", notes: Sequence[str] = ()
) -> Sheet:
    """A sheet whose table shows the data as they are."""
    columns = [Column(field, right=all(type(row[field]) in (int, float) for row in rows)) for field in fields]
    cells = [[cell_text(row[field]) for field in fields] for row in rows]
    return Sheet(rows, fields, columns, cells, title, notes=notes)


def harmless(text: str) -> str:
    """The text with every character that could steer a terminal, or reorder what it shows, spelt out."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter in _SPACES else _spelt(letter) for letter in text)


# Spaces of a width of their own, and the line feed: neither steers anything.
_SPACES = "\n\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def _spelt(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")


def cell_text(value: object) -> str:
    """A value as data: empty for nothing, `true`/`false`, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def show(sheet: Sheet, form: str, out: TextIO | None = None) -> None:
    """Write a sheet to standard output in one of OUTPUT_FORMS."""
    stream = out or sys.stdout
    if form == "table" and stream.isatty():
        _rich(sheet, stream)
        return
    _WRITERS[form](sheet, stream)


def form_of(sheet: Sheet, form: str) -> str:
    """A sheet in one of OUTPUT_FORMS as text, for a pipe or a file."""
    import io

    text = io.StringIO()
    _WRITERS[form](sheet, text)
    return text.getvalue()


def terminal_width() -> int:
    """How many columns the terminal on standard output has; 0 where standard output is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def show_lines(lines: Sequence[Sequence[Cell]]) -> None:
    """Write lines made of styled pieces to the terminal on standard output, as they are."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=sys.stdout, markup=False, emoji=False, highlight=False)
    for line in lines:
        text = Text()
        for piece in line:
            text.append(harmless(piece.text), style=piece.style)
        text.rstrip()
        console.print(text, soft_wrap=True)


# Legible on white and on a dark ground alike; the terminal's own dim is not.
DIM = "color(244)"
# Lines longer than this are hard to follow from one to the next.
READABLE = 100


def show_markdown(text: str) -> None:
    """Lay Markdown out on the terminal on standard output."""
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.theme import Theme

    console = Console(file=sys.stdout, theme=Theme({"markdown.code": "cyan"}))  # legible on light and dark alike
    laid_out = Markdown(text, code_theme="ansi_dark", hyperlinks=False, justify="left")
    console.print(laid_out, width=min(console.width, READABLE))


# Each form imports what it alone needs: a start pays for one.


def _csv(sheet: Sheet, out: TextIO) -> None:
    import csv

    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(sheet.fields)
    writer.writerows([_csv_cell(row[field], sheet.raw) for field in sheet.fields] for row in sheet.data)


def _csv_cell(value: object, raw: bool) -> str:
    if not isinstance(value, str):
        return cell_text(value)
    # As in the data package: a spreadsheet shall not run a text, and one apostrophe less gives it back.
    return harmless(value) if raw else guarded(harmless(value))


def _json_rows(sheet: Sheet) -> Iterator[dict[str, Any]]:
    return ({field: _json_value(row[field]) for field in sheet.fields} for row in sheet.data)


def _json(sheet: Sheet, out: TextIO) -> None:
    import json

    out.write(json.dumps(list(_json_rows(sheet)), ensure_ascii=False, indent=2) + "\n")


def _json_lines(sheet: Sheet, out: TextIO) -> None:
    import json

    out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in _json_rows(sheet))


def _json_value(value: object) -> object:
    if isinstance(value, str):
        return harmless(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(cell: Cell | str) -> str:
    return harmless(f"{cell.text}{cell.after}" if isinstance(cell, Cell) else cell)


def _markdown(sheet: Sheet, out: TextIO) -> None:
    def line(cells: Sequence[str]) -> str:
        return (
            "| "
            + " | ".join(cell.replace("\n", " ").replace("\\", "\\\\").replace("|", "\\|") for cell in cells)
            + " |"
        )

    lines = [f"{harmless(sheet.title)}\n"] if sheet.title else []
    headings = [harmless(column.heading) for column in sheet.columns]
    grouped = bool(sheet.groups)
    lines.append(line(["", *headings] if grouped else headings))
    rule = ["---:" if column.right else "---" for column in sheet.columns]
    lines.append("| " + " | ".join(["---", *rule] if grouped else rule) + " |")
    for position, row in enumerate(sheet.rows):
        cells = [_text(cell) for cell in row]
        lines.append(line([harmless(sheet.groups[position]), *cells] if grouped else cells))
    lines += ["", *(f"{_text(note)}  " for note in sheet.notes)] if sheet.notes else []
    out.write("\n".join(lines) + "\n")


def _plain(sheet: Sheet, out: TextIO) -> None:
    rows = [[_text(cell).replace("\n", " ") for cell in row] for row in sheet.rows]
    headings = [harmless(column.heading) for column in sheet.columns]
    widths = [max(map(len, cells)) for cells in zip(headings, *rows, strict=True)]

    def line(cells: Sequence[str], indent: str) -> str:
        padded = [
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(cells, widths, sheet.columns, strict=True)
        ]
        return (indent + "  ".join(padded)).rstrip()

    indent = "  " if sheet.groups else ""
    lines = [harmless(sheet.title), *([""] if sheet.columns else [])] if sheet.title else []
    if _has_headings(sheet):
        lines.append(line(headings, indent))
    for position, row in enumerate(rows):
        if sheet.groups and (position == 0 or sheet.groups[position] != sheet.groups[position - 1]):
            lines.append(harmless(sheet.groups[position]))
        lines.append(line(row, indent))
    lines += ["", *map(_text, sheet.notes)] if sheet.notes else []
    out.write("\n".join(lines) + "\n")


_WRITERS = {"table": _plain, "csv": _csv, "json": _json, "jsonl": _json_lines, "md": _markdown}


def _rich(sheet: Sheet, stream: TextIO) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console = Console(file=stream, markup=False, emoji=False, highlight=False)
    indent = 2 if sheet.groups else 0
    width = console.width - indent
    gap = 2 if _width(sheet, 2) <= width else 1
    sheet = _folded(sheet, width, gap)
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), header_style=DIM, show_header=_has_headings(sheet))
    widths = _widths(sheet, 0)
    left = width - sum(widths) - gap * (len(widths) - 1)
    crops = left > 0 and any(column.cropped for column in sheet.columns)
    for position, column in enumerate(sheet.columns):
        whole = column.whole or (console.width >= NARROW and not column.grows and _fits(sheet, position))
        table.add_column(
            Text(harmless(column.heading)),
            justify="right" if column.right else "left",
            overflow="ellipsis" if column.cropped else "fold",
            no_wrap=crops or whole,
            width=(left if column.cropped else widths[position] + indent * (position == 0)) if crops else None,
        )
    for position, row in enumerate(sheet.rows):
        if sheet.groups and (position == 0 or sheet.groups[position] != sheet.groups[position - 1]):
            table.add_row(Text(harmless(sheet.groups[position]), style="bold"))
        cells: list[Any] = [_styled(Text, cell) for cell in row]
        if indent:
            cells[0] = Padding(cells[0], (0, 0, 0, indent))
        table.add_row(*cells)
    if sheet.title:
        console.print(Text(harmless(sheet.title), style="bold"), end="\n\n" if sheet.columns else "\n")
    if sheet.columns:
        console.print(table)
    if sheet.notes:
        console.print()
        for note in sheet.notes:
            console.print(_styled(Text, note if isinstance(note, Cell) else Cell(note, DIM)))


# A column whose cells are all shorter than this is never broken: half a word helps nobody.
SHORT = 26
# What grows is broken into lines of this many columns before others move below it.
ENOUGH = 50
# Below this many columns there is no room for such manners.
NARROW = 60


def _has_headings(sheet: Sheet) -> bool:
    return any(column.heading for column in sheet.columns)


def _fits(sheet: Sheet, position: int) -> bool:
    return all(len(_text(row[position])) < SHORT for row in sheet.rows)


def _widths(sheet: Sheet, gap: int) -> list[int]:
    """How wide each column is when nothing is folded or cropped, with the gap after it."""
    headings = [harmless(column.heading) for column in sheet.columns]
    rows = [headings, *([_text(cell) for cell in row] for row in sheet.rows)]
    widest = [max(map(len, cells)) + gap for cells in zip(*rows, strict=True)]
    return [0 if column.cropped else widest for column, widest in zip(sheet.columns, widest, strict=True)]


def _width(sheet: Sheet, gap: int) -> int:
    return sum(_widths(sheet, gap)) - gap


def _folded(sheet: Sheet, width: int, gap: int) -> Sheet:
    """The sheet with cells of folding columns below the cell of the growing one: the last ones, as many as need be."""
    widths = _widths(sheet, gap)
    widths = [
        min(one, ENOUGH + gap) if column.grows else one for one, column in zip(widths, sheet.columns, strict=True)
    ]
    below: list[int] = []
    for position in reversed(range(len(sheet.columns))):
        if sum(widths) - sum(widths[folded] for folded in below) - gap <= width:
            break
        if sheet.columns[position].folds is not None:
            below.insert(0, position)
    kept = [position for position in range(len(sheet.columns)) if position not in below]
    grows = next((position for position, column in enumerate(sheet.columns) if column.grows), None)
    if grows is None or not below:
        return sheet
    rows = []
    for row in sheet.rows:
        told = [(sheet.columns[position], _text(row[position])) for position in below]
        details = " · ".join(f"{column.folds}{text}" for column, text in told if text not in ("", column.implies))
        cells = list(row)
        if details:
            own = cells[grows]
            cells[grows] = Cell(_text(own), own.style if isinstance(own, Cell) else "", details)
        rows.append([cells[position] for position in kept])
    return sheet._replace(columns=[sheet.columns[position] for position in kept], rows=rows)


def _styled(text: Any, cell: Cell | str) -> Any:
    if isinstance(cell, str):
        return text(harmless(cell))
    shown = text(harmless(cell.text), style=cell.style)
    if cell.after:
        shown = text.assemble(shown, harmless(cell.after))
    if cell.details:
        shown.append(f"\n{harmless(cell.details)}", style=DIM)
    return shown
