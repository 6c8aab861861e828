"""A sheet at a terminal: folded to its width, coloured, paged where it is long. The only room that knows Rich."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TextIO

from tracker.output import colours
from tracker.output.escapes import harmless
from tracker.output.tables import DIM, Cell, Line, Sheet, text_of, write

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

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
            console.print(_Layout(console.width, sheet), crop=False)
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
    from rich.default_styles import DEFAULT_STYLES
    from rich.markdown import CodeBlock, Markdown
    from rich.padding import Padding
    from rich.style import Style
    from rich.text import Text
    from rich.theme import Theme

    class Block(CodeBlock):
        """A block of code, in no colours: those of each theme are made for one ground."""

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            yield Padding(Text(str(self.text).rstrip()), 1)

    class Guide(Markdown):
        """Markdown with such blocks."""

        elements = Markdown.elements | {"fence": Block, "code_block": Block}

    console, kept = _console()
    ours = Style.parse(colours.style(colours.BLUE))
    own = {name: style for name, style in DEFAULT_STYLES.items() if name.startswith("markdown.")}
    console.push_theme(
        Theme({name: style.without_color + ours for name, style in own.items() if style.color or style.dim})
    )
    console.print(Guide(text, hyperlinks=False, justify="left"), width=min(console.width, READABLE))
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
    """Write what was laid out, without the spaces that fill lines: through the pager where longer than the screen."""
    text = re.sub(r"(?<! ) ++(\x1b\[0m)? *+$", r"\1", text, flags=re.MULTILINE)
    if paged and stream.isatty() and text.count("\n") >= shutil.get_terminal_size().lines:
        from tracker.output import pager  # only what is long pays for it

        if pager.page(text):
            return
    stream.write(text)
    stream.flush()


def _spaces(text: str) -> int:
    """How far a text is set in."""
    return len(text) - len(text.lstrip(" "))


class _Layout:
    """A sheet as Rich lays it out, in the columns that a terminal has room for.

    What goes across all columns stands between tables, and each alone would find widths of its own.
    """

    def __init__(self, width: int, sheet: Sheet) -> None:
        self.width, self.sheet = width, sheet
        self.indent = 2 if sheet.groups else 0
        self.rows = [row for row in sheet.rows if not isinstance(row, Line)]
        self.room = width - self.indent
        own = self._widest()
        self.gap = 2 if sum(own) + 2 * (len(own) - 1) <= self.room else 1
        self.grows = next((place for place, column in enumerate(sheet.columns) if column.grows), None)
        self.below = self._below(own)
        self.widths = self._fitted({place: wide for place, wide in enumerate(own) if place not in self.below})

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The title, the rows in their groups, and the notes."""
        sheet = self.sheet
        if sheet.title:
            yield from self._line(sheet.title, "bold")
            if sheet.columns:
                yield ""
        for _, run in groupby(self._parts(), type):
            rows = []
            for part in run:
                if isinstance(part, Line):
                    yield from self._line(*part)
                else:
                    rows.append(part)
            if rows:
                yield self._table(rows)
        if sheet.notes:
            yield ""
        for note in sheet.notes:
            yield from self._line(text_of(note), note.style if isinstance(note, Cell) else DIM)

    def _parts(self) -> Iterator[list[Cell | str] | Line]:
        """Headings, rows, and the lines that go across all columns: groups, and below a row what was folded there."""
        sheet = self.sheet
        if sheet.has_headings:
            yield [Cell(column.heading, DIM) for column in sheet.columns]
        before = self.indent + 2
        before += sum(width + self.gap for place, width in self.widths.items() if place < (self.grows or 0))
        for position, row in enumerate(sheet.rows):
            if sheet.groups and (position == 0 or sheet.groups[position] != sheet.groups[position - 1]):
                yield Line(sheet.groups[position], "bold")
            if isinstance(row, Line):
                yield row._replace(text=" " * self.indent + row.text)
                continue
            yield list(row)
            told = [(sheet.columns[place], text_of(row[place])) for place in self.below]
            folded = [f"{column.folds}{text}" for column, text in told if text not in ("", column.implies)]
            if folded:
                yield Line(" " * (before + _spaces(text_of(row[self.grows or 0]))) + " · ".join(folded), DIM)

    def _line(self, words: str, style: str, whole: bool = False) -> RenderResult:
        """A line, or several, across all columns; what follows a gap goes on below its own beginning."""
        from rich.table import Table
        from rich.text import Text

        if whole:
            yield Text(harmless(words), style, no_wrap=True, overflow="ignore")
            return
        for text in Text(harmless(words), style, overflow="fold").split("\n", allow_blank=True):
            gap = re.match(r" *\S.*? {2,}", text.plain)
            hang = gap.end() if gap and gap.end() < self.width * 2 // 3 else _spaces(text.plain)
            if not hang or text.cell_len <= self.width:
                yield text
                continue
            grid = Table.grid()
            grid.add_column(width=hang)
            grid.add_column()
            grid.add_row(text[:hang], text[hang:])
            yield grid

    def _table(self, rows: Sequence[Sequence[Cell | str]]) -> RenderableType:
        """Rows in the columns that are kept."""
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text

        columns = {place: self.sheet.columns[place] for place in self.widths}
        table = Table.grid(padding=(0, self.gap, 0, 0), expand=any(column.cropped for column in columns.values()))
        for place, column in columns.items():
            if column.cropped:
                table.add_column(ratio=1, no_wrap=True)
            else:
                table.add_column(width=self.widths[place], justify="right" if column.right else "left", overflow="fold")
        for row in rows:
            cells = (row[place] for place in columns)
            told = (cell if isinstance(cell, Cell) else Cell(cell) for cell in cells)
            texts = (Text.assemble((harmless(cell.text), cell.style), harmless(cell.after)) for cell in told)
            indents = ((text, _spaces(text.plain)) for text in texts)
            table.add_row(*(Padding(text[by:], (0, 0, 0, by)) if by else text for text, by in indents))
        return Padding(table, (0, 0, 0, self.indent))

    def _widest(self) -> list[int]:
        """How wide each column is when nothing is folded; one that is cropped, at least."""
        from rich.cells import cell_len

        texts = [[column.heading for column in self.sheet.columns], *(map(text_of, row) for row in self.rows)]
        return [
            NARROWEST_GROWING if column.cropped else max(cell_len(line) for text in told for line in text.split("\n"))
            for column, told in zip(self.sheet.columns, zip(*texts, strict=True), strict=True)
        ]

    def _below(self, widest: Sequence[int]) -> list[int]:
        """Columns that fold: the empty ones, and the last ones, as need be, below what grows."""
        if self.grows is None:
            return []
        widths = [width + self.gap for width in widest]
        widths[self.grows] = min(widest[self.grows], ENOUGH) + self.gap
        folding = [place for place, column in enumerate(self.sheet.columns) if column.folds is not None]
        below = [place for place in folding if self.rows and not any(text_of(row[place]) for row in self.rows)]
        for place in reversed(folding):
            if place not in below and sum(widths) - sum(widths[one] for one in below) - self.gap > self.room:
                below.append(place)
        return sorted(below)

    def _fitted(self, widths: dict[int, int]) -> dict[int, int]:
        """How wide each column is in the room there is: what makes the fewest lines more is broken, and no word."""
        from rich.cells import cell_len

        room = self.room - self.gap * (len(widths) - 1)
        texts = {place: [text_of(row[place]) for row in self.rows] for place in widths if not self._is_short(place)}
        lengths = {place: list(map(cell_len, told)) for place, told in texts.items()}
        least = {place: NARROWEST_GROWING if place == self.grows else NARROWEST for place in texts}
        for place, told in texts.items():
            least[place] = max([least[place], *(cell_len(word) for text in told for word in text.split())])

        def added(place: int) -> tuple[int, int]:
            now, then = widths[place], widths[place] - 1
            return sum(-(-one // then) + -one // now for one in lengths[place]), -now

        while sum(widths.values()) > room and (able := [place for place in least if widths[place] > least[place]]):
            widths[min(able, key=added)] -= 1
        while sum(widths.values()) > room and max(widths.values()) > 1:
            widths[max(widths, key=widths.__getitem__)] -= 1
        return widths

    def _is_short(self, place: int) -> bool:
        """Whether the cells of a column are not to be broken as long as there is another way."""
        column, has_room = self.sheet.columns[place], self.width >= NARROW
        return has_room and not column.grows and all(len(text_of(row[place])) < SHORT for row in self.rows)
