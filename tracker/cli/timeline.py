"""`tracker timeline`: the life of each measure as a picture."""

import textwrap
from collections.abc import Container, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Annotated, NamedTuple

import typer

from tracker.cli import presentation
from tracker.cli.context import Clocks, Layout, Request, reading, require_known, show
from tracker.cli.options import Measures
from tracker.domain.columns import MENTIONS, names
from tracker.domain.dates import days_between, read_day, show_date
from tracker.domain.filters import Filters, passes
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import KINDS
from tracker.output.tables import DIM, Cell, Column, Sheet
from tracker.reports import established, overview, timelines, wording
from tracker.reports.reading_order import by_kind, in_reading_order
from tracker.reports.snapshot import LAST_DAY

# The numbers of the articles that spoke on each day.
Articles = dict[str, set[int]]
Picture = list[list[Cell]]
# How wide the column of a day is at the least: two stages and a gap.
NARROWEST = 5
# From how many columns a caveat finds room beside a status.
CAVEATS_FROM = 120


def timeline(
    request: Request,
    clocks: Clocks,
    filters: Filters,
    layout: Layout,
    measures: Measures = None,
    begin: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day to show.")] = "",
    end: Annotated[str, typer.Option("--to", metavar="DATE", help="The last day to show.")] = "",
) -> None:
    """Show the life of each measure: a column a day on which an article spoke, a letter a stage; in a pipe, a list.

    \b
    Examples:
      tracker timeline
      tracker timeline royal-marines-poland sanctions-law
      tracker timeline --kind deployment --as-of 2022-02-10
    """
    earliest, latest = read_day(begin) if begin else "", read_day(end) if end else LAST_DAY
    with reading(request, clocks) as snapshot:
        filters = require_known(snapshot, filters)
        chosen = (one for one in snapshot.select_measures(measures or ()) if passes(one, filters))
        if layout.wants_only_rows:
            said = ((one.row, row) for one in chosen for row in timelines.spoken_mentions(one))
            shown = ((measure, row) for measure, row in said if earliest <= row["spoken_on"] <= latest)
            show(layout, Sheet(in_reading_order(shown, layout.fields_of(names(MENTIONS))), names(MENTIONS), (), ()))
            return
        measured = by_kind(chosen)
        until, known = snapshot.as_of, wording.known(snapshot)
        spoke = {row["source"] for one in measured for row in timelines.spoken_mentions(one)}
        number = overview.numbered(overview.articles(snapshot, spoke))
    articles: Articles = {}
    for one in measured:
        for row in timelines.spoken_mentions(one):
            if earliest <= row["spoken_on"] <= latest:
                articles.setdefault(row["spoken_on"], set()).add(number[row["source"]])
    days = sorted(articles)
    first, last = (days[0], min(until, latest)) if days else (until, until)
    title = f"What was said of {wording.counted(len(measured), 'measure')}, "
    title += f"{show_date(first)} to {show_date(last)}{known}"
    head: Picture = [[Cell(title, "bold")]]
    explained: Picture = [[Cell("A column is a day on which an article spoke; days between are left out.")], []]
    show(
        layout,
        _list(measured, title, articles),
        picture=lambda width: [*head, *explained, *_picture(measured, days, articles, width)] if days else head,
    )


def _list(measured: Sequence[MeasureStatus], title: str, days: Container[str]) -> Sheet:
    columns = [Column("said"), Column("stage"), Column("article", folds=""), Column("words", grows=True)]
    mentions = ((one.row, row) for one in measured for row in timelines.spoken_mentions(one))
    said = [(measure, row) for measure, row in mentions if row["spoken_on"] in days]
    cells: list[list[Cell | str]] = [
        [
            show_date(row["published"]),
            presentation.stage_cell(measure["kind"], row),
            wording.place(row["source"], row["paragraph"]),
            wording.quoted(row["quote"]),
        ]
        for measure, row in said
    ]
    rows, groups = [row for _, row in said], [measure["title"] for measure, _ in said]
    notes = [presentation.MENTION_MARKS] if cells else []
    return Sheet(rows, names(MENTIONS), columns, cells, title, groups, notes, named_by_group=True)


class Columns(NamedTuple):
    """The days that stand across, how many earlier ones found no room, and how wide each column is."""

    days: Sequence[str]
    hidden: int
    width: int


def _columns(days: Sequence[str], room: int) -> Columns:
    """As many of the latest days as there is room for."""
    width = max(NARROWEST, min(10, room // len(days)))
    shown = days[-max(1, room // width) :]
    return Columns(shown, len(days) - len(shown), width)


def _picture(measured: Sequence[MeasureStatus], days: Sequence[str], articles: Articles, width: int) -> Picture:
    """A column a day on which an article spoke, a line a measure; no line is wider than the terminal."""
    placed = overview.arranged(overview.line(one) for one in measured)
    by_key = {one.row["measure"]: one for one in measured}
    status = max(_width(by_key[line.row["measure"]], width) for line in placed)
    longest = max(len(line.row["title"]) + 2 * line.depth for line in placed) + 2
    named = min(longest, max(18, width - status - 3 - NARROWEST * min(len(days), 8)))
    columns = _columns(days, width - status - named - 3)
    lines = [[Cell(f"{head:<{named}} ", DIM), *cells] for head, cells in _heads(columns, articles)]
    for kind, ones in groupby(placed, lambda line: line.kind):
        lines.append([Cell(KINDS.label(kind), "bold")])
        for line in ones:
            one = by_key[line.row["measure"]]
            indent = "  " * (line.depth + 1)
            head, *rest = textwrap.wrap(one.row["title"], named - len(indent)) or [""]
            marks = [piece for mark in timelines.life(one, columns.days) for piece in _mark(mark, columns.width)]
            lines.append([Cell(f"{indent}{head}".ljust(named + 1)), *marks, Cell("  "), _status(one, width)])
            lines += [[Cell(f"{indent}{more}")] for more in rest]
            lines += _documents(one, indent, width)
    letters = f"{timelines.used_letters(measured)} · A/I one day, two stages: the first decides"
    notes = [letters, "─── until it is spoken of again · ··· silence since"]
    if any(one.established for one in measured):
        notes.append("documents: what they establish, with the days of the acts: tracker help established")
    if columns.hidden:
        noun = wording.counted(columns.hidden, "earlier day")
        notes.append(f"{noun} found no room: a wider terminal, or --from and --to, shows others")
    return [*lines, [], *([Cell(part, DIM)] for note in notes for part in textwrap.wrap(note, width))]


def _documents(one: MeasureStatus, indent: str, width: int) -> Picture:
    """Below a measure's life as it was reported, the one that documents establish, which fits no article's day."""
    steps = [step.text for step in established.life(one) if step.established]
    told = f"documents: {' · '.join(steps)}" if steps else ""
    lines = textwrap.wrap(told, width, initial_indent=f"{indent}  ", subsequent_indent=f"{indent}    ")
    return [[Cell(line, DIM)] for line in lines]


def _heads(columns: Columns, articles: Articles) -> Iterator[tuple[str, list[Cell]]]:
    """The lines above: month, day, which articles spoke, and how many days lie between the columns."""
    months, before = [], ""
    for day in columns.days:
        months.append(show_date(day[:7]) if day[:7] != before[:7] else "")
        before = day
    if columns.width < len("Jan 2022 "):
        months = [month.split(" ")[0] for month in months]
    apart = [f"+{days_between(one, other)}" for one, other in pairwise(columns.days)]
    rows = {
        "": months,
        " ": [str(int(day[8:])) for day in columns.days],
        "articles": [",".join(map(str, sorted(articles[day]))) for day in columns.days],
        "days since the column before": ["", *apart],
    }
    for head, cells in rows.items():
        yield head, [Cell(f"{cell:<{columns.width}}"[: columns.width], DIM) for cell in cells]


def _mark(mark: timelines.Mark, width: int) -> list[Cell]:
    style = f"bold {presentation.STYLES[mark.status]}" if mark.status else DIM
    return [Cell(mark.letters, style), Cell(mark.after * (width - len(mark.letters)), DIM)]


def _status(one: MeasureStatus, width: int) -> Cell:
    """The status, with its caveat where there is room."""
    cell = presentation.status_cell(one)
    return cell if width >= CAVEATS_FROM else cell._replace(after="")


def _width(one: MeasureStatus, width: int) -> int:
    cell = _status(one, width)
    return len(cell.text) + len(cell.after)
