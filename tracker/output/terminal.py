"""A sheet at a terminal: folded to its width, coloured, paged where it is long. The only room that knows Rich."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Literal, TextIO

from tracker.output.escapes import harmless
from tracker.output.tables import DIM, Cell, Line, Sheet, text_of, write

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Lines longer than this are hard to follow from one to the next.
READABLE = 100
# A column whose cells are all shorter than this is never broken: half a word helps nobody.
SHORT = 26
# What grows is broken into lines of this many columns before others move below it.
ENOUGH = 50
# Below this many columns there is no room for such manners.
NARROW = 60
# What grows, and then any other column, is made no narrower than this as long as another one can be.
NARROWEST_GROWING, NARROWEST = 20, 8


def show(sheets: Sequence[Sheet], form: str = "table", out: TextIO | None = None, paged: bool = False) -> None:
    """Write sheets, one below the other, to standard output in one of OUTPUT_FORMS."""
    stream = out or sys.stdout
    if form == "table" and _shows_styles(stream):
        console, laid_out = _console()
        for place, sheet in enumerate(sheets):
            if place:
                console.print()
            _Layout(console, sheet).print()
        _deliver(laid_out.getvalue(), stream, paged)
        return
    for place, sheet in enumerate(sheets):
        if place:
            stream.write("\n")
        write(sheet, form, stream)


def terminal_width() -> int:
    """How many columns the terminal on standard output has; 0 where standard output is none."""
    return shutil.get_terminal_size().columns if _shows_styles(sys.stdout) else 0


def show_lines(lines: Sequence[Sequence[Cell]], paged: bool = False) -> None:
    """Write lines made of styled pieces to the terminal on standard output, as they are."""
    from rich.text import Text

    console, laid_out = _console()
    for line in lines:
        text = Text()
        for piece in line:
            text.append(harmless(piece.text), style=piece.style)
        text.rstrip()
        console.print(text, soft_wrap=True)
    _deliver(laid_out.getvalue(), sys.stdout, paged)


def show_markdown(text: str, paged: bool = False) -> None:
    """Lay Markdown out on the terminal on standard output."""
    from rich.markdown import Markdown
    from rich.theme import Theme

    console, kept = _console()
    console.push_theme(Theme({"markdown.code": "cyan"}))  # legible on light and dark alike
    laid_out = Markdown(text, code_theme="ansi_dark", hyperlinks=False, justify="left")
    console.print(laid_out, width=min(console.width, READABLE))
    _deliver(kept.getvalue(), sys.stdout, paged)


def _shows_styles(stream: TextIO) -> bool:
    """Whether a stream is a terminal, or is to be treated as one."""
    return stream.isatty() or os.environ.get("FORCE_COLOR", "") not in ("", "0")


def _console() -> tuple[Console, StringIO]:
    """What lays text out for the terminal, and where it is kept until it is delivered."""
    from rich.console import Console

    kept, width = StringIO(), shutil.get_terminal_size().columns
    # Of eight colours none is grey, and a light one cannot be read on white: terminals that own to eight know more.
    colours: Literal["256"] | None = None if os.environ.get("TERM") in ("dumb", "unknown") else "256"
    console = Console(file=kept, force_terminal=True, width=width, color_system=colours, highlight=False)
    return console, kept


def _deliver(text: str, stream: TextIO, paged: bool) -> None:
    """Write what was laid out: through the pager where it is longer than the screen."""
    if paged and stream.isatty() and text.count("\n") >= shutil.get_terminal_size().lines:
        from tracker.output import pager  # only what is long pays for it

        if pager.page(text):
            return
    stream.write(text)
    stream.flush()


class _Layout:
    """A sheet laid out in the columns that a console has room for."""

    def __init__(self, console: Console, sheet: Sheet) -> None:
        from rich.cells import cell_len
        from rich.text import Text

        self.text, self.length = Text, cell_len
        self.console = console
        self.indent = 2 if sheet.groups else 0
        room = console.width - self.indent
        self.gap = 2 if sum(self._widest(sheet)) + 2 * (len(sheet.columns) - 1) <= room else 1
        self.sheet = self._folded(sheet, room)
        self.widths = self._fitted(room)

    def print(self) -> None:
        """Print the title, the rows in their groups, and the notes."""
        sheet = self.sheet
        if sheet.title:
            self._line(sheet.title, "bold")
        if sheet.columns:
            if sheet.title:
                self.console.print()
            if sheet.has_headings:
                self._row([Cell(column.heading, DIM) for column in sheet.columns])
            for position, row in enumerate(sheet.rows):
                if sheet.groups and (position == 0 or sheet.groups[position] != sheet.groups[position - 1]):
                    self._line(sheet.groups[position], "bold")
                if isinstance(row, Line):
                    self._line(row.text, row.style, self.indent, row.whole)
                else:
                    self._row(row)
        if sheet.notes:
            self.console.print()
        for note in sheet.notes:
            one = note if isinstance(note, Cell) else Cell(note, DIM)
            self._line(text_of(one), one.style)

    def _line(self, words: str, style: str, indent: int = 0, whole: bool = False) -> None:
        """A line, or several, across all columns; what follows a gap goes on below its own beginning."""
        text = self.text(harmless(words), style=style)
        if whole:
            self.console.print(self.text(" " * indent).append(text), soft_wrap=True)
            return
        for part in text.split("\n", allow_blank=True):
            told = part.plain
            begin = len(told) - len(told.lstrip())
            found = told.find("  ", begin)
            hang = begin if found < 0 else len(told) - len(told[found:].lstrip())
            hang = hang if hang < self.console.width // 2 else begin + 2
            for number, line in enumerate(self._wrapped(part, self.console.width - indent, hang)):
                self.console.print(self.text(" " * (indent + hang * (number > 0))).append(line), soft_wrap=True)

    def _wrapped(self, text: Text, width: int, hang: int = 0) -> Iterator[Text]:
        """The lines of a text in so many columns; those after the first have less room by what they hang."""
        first, *rest = text.wrap(self.console, width) or [text]
        first.rstrip()
        yield first
        if rest and hang:
            left = text[len(first.plain) :]
            left = left[len(left.plain) - len(left.plain.lstrip()) :]
            rest = list(left.wrap(self.console, max(width - hang, NARROWEST)))
        for line in rest:
            line.rstrip()
            yield line

    def _row(self, row: Sequence[Cell | str]) -> None:
        """A row: its cells side by side, each on as many lines as it takes, and their details below them."""
        parts = []
        for column, width, cell in zip(self.sheet.columns, self.widths, row, strict=True):
            text = self._styled(cell)
            if column.cropped and self._crops:
                text.truncate(width, overflow="ellipsis")
            parts.append([part for line in text.split("\n", allow_blank=True) for part in self._wrapped(line, width)])
        for number in range(max(map(len, parts))):
            line = self.text(" " * self.indent)
            for column, width, part in zip(self.sheet.columns, self.widths, parts, strict=True):
                piece = part[number] if number < len(part) else self.text()
                left = width - self.length(piece.plain)
                line.append(" " * left * column.right).append(piece).append(
                    " " * (left * (not column.right) + self.gap)
                )
            line.rstrip()
            self.console.print(line, soft_wrap=True)
        for place, cell in enumerate(row):
            if isinstance(cell, Cell) and cell.details:
                before = self.indent + sum(self.widths[:place]) + self.gap * place + 2
                for line in self._wrapped(self.text(harmless(cell.details), style=DIM), self.console.width - before):
                    self.console.print(self.text(" " * before).append(line), soft_wrap=True)

    def _styled(self, cell: Cell | str) -> Text:
        if isinstance(cell, str):
            return self.text(harmless(cell))
        return self.text.assemble((harmless(cell.text), cell.style), harmless(cell.after))

    def _widest(self, sheet: Sheet) -> list[int]:
        """How wide each column is when nothing is folded; what is cropped takes what is left."""
        cells = [[column.heading for column in sheet.columns]]
        cells += [[text_of(cell) for cell in row] for row in sheet.rows if not isinstance(row, Line)]
        return [
            0 if column.cropped else max(self.length(line) for cell in told for line in cell.split("\n"))
            for column, told in zip(sheet.columns, zip(*cells, strict=True), strict=True)
        ]

    def _folded(self, sheet: Sheet, room: int) -> Sheet:
        """The sheet with folding columns left out where empty, and the last ones, as need be, below what grows."""
        grows = next((place for place, column in enumerate(sheet.columns) if column.grows), None)
        if grows is None:
            return sheet
        widths = [width + self.gap for width in self._widest(sheet)]
        widths[grows] = min(widths[grows], ENOUGH + self.gap)
        folding = [place for place, column in enumerate(sheet.columns) if column.folds is not None]
        rows = [row for row in sheet.rows if not isinstance(row, Line)]
        below = [place for place in folding if rows and not any(text_of(row[place]) for row in rows)]
        for place in reversed(range(len(sheet.columns))):
            if sum(widths) - sum(widths[folded] for folded in below) - self.gap <= room:
                break
            if place in folding and place not in below:
                below.append(place)
        below.sort()
        kept = [place for place in range(len(sheet.columns)) if place not in below]

        def fold(row: Sequence[Cell | str] | Line) -> Sequence[Cell | str] | Line:
            if isinstance(row, Line) or not below:
                return row
            told = [(sheet.columns[place], text_of(row[place])) for place in below]
            details = " · ".join(f"{column.folds}{text}" for column, text in told if text not in ("", column.implies))
            cells = [Cell(cell) if isinstance(cell, str) else cell for cell in row]
            cells[grows] = cells[grows]._replace(details=details)
            return [cells[place] for place in kept]

        return sheet._replace(columns=[sheet.columns[place] for place in kept], rows=list(map(fold, sheet.rows)))

    def _fitted(self, room: int) -> list[int]:
        """How wide each column is in the room there is."""
        sheet = self.sheet
        widths = self._widest(sheet)
        room -= self.gap * (len(widths) - 1)
        cropped = [place for place, column in enumerate(sheet.columns) if column.cropped]
        self._crops = room > sum(widths)
        if cropped:
            uncropped = sheet._replace(columns=[column._replace(cropped=False) for column in sheet.columns])
            own = self._widest(uncropped)
            for place in cropped:
                widths[place] = min(own[place], room - sum(widths)) if self._crops else own[place]
        grow = [place for place, column in enumerate(sheet.columns) if column.grows]
        may_break = [place for place in range(len(widths)) if not self._whole(place)]
        for places, least in ((grow, NARROWEST_GROWING), (may_break, NARROWEST), (range(len(widths)), 1)):
            while places and sum(widths) > room and max(widths[place] for place in places) > least:
                widths[max(places, key=widths.__getitem__)] -= 1
        return widths

    def _whole(self, place: int) -> bool:
        """Whether the cells of a column are not to be broken as long as there is another way."""
        column = self.sheet.columns[place]
        cells = (row[place] for row in self.sheet.rows if not isinstance(row, Line))
        short = self.console.width >= NARROW and not column.grows and all(len(text_of(cell)) < SHORT for cell in cells)
        return column.whole or short
