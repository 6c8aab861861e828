"""`tracker timeline` and `tracker matrix`: who said what of each measure, and when."""

import textwrap
from collections.abc import Sequence
from itertools import groupby
from typing import Annotated

import typer

from tracker import timelines
from tracker.cli import words
from tracker.cli.context import Request, reading, show
from tracker.cli.options import as_of, filters, takes
from tracker.columns import MENTIONS, names
from tracker.dates import display
from tracker.reports import Measured, Record, Row, by_kind, mention_row, select
from tracker.tables import Cell, Column, Sheet, show_lines, terminal_width
from tracker.vocabulary import KINDS

app = typer.Typer(rich_markup_mode=None)

Keys = Annotated[list[str] | None, typer.Argument(metavar="[MEASURE]…", help="Only these measures, by key.")]


def _chosen(record: Record, request: Request, keys: Sequence[str] | None) -> list[Measured]:
    return by_kind(select(record.chosen(keys or ()), request.filters()))


@app.command()
@takes(as_of, filters)
def timeline(ctx: typer.Context, measures: Keys = None) -> None:
    """Show the life of each measure: a letter for each stage reported, time across; in a pipe, a plain list.

    \b
    Examples:
      tracker timeline
      tracker timeline royal-marines-poland sanctions-law
      tracker timeline --kind deployment --as-of 2022-02-10
    """
    request = Request(ctx)
    with reading(request) as record:
        measured = _chosen(record, request, measures)
        until, known = record.as_of, words.known(record)
    first, last = timelines.span(measured, until)
    title = f"What was said of {len(measured)} measure{'s' if len(measured) != 1 else ''}, "
    title += f"{display(first)} to {display(last)}{known}"
    width = terminal_width()
    if request.form == "table" and width and measured:
        show_lines(_picture(measured, title, first, last, width))
    else:
        show(request, _list(measured, title))


def _list(measured: Sequence[Measured], title: str) -> Sheet:
    columns = [Column("said"), Column("stage"), Column("article", folds=""), Column("words", grows=True)]
    rows: list[Row] = []
    cells: list[list[Cell | str]] = []
    groups: list[str] = []
    for one in measured:
        ranked = {mention.row["mention"]: mention_row(mention) for mention in one.decision.ranked}
        for said in timelines.told(one):
            row = ranked[said["mention"]]
            rows.append(row)
            groups.append(one.row["title"])
            cells.append([display(row["published"]), words.stage_cell(one, row), words.where(row), f"“{row['quote']}”"])
    notes = [words.MENTION_MARKS] if cells else []
    return Sheet(rows, names(MENTIONS), columns, cells, title, groups, notes)


def _picture(measured: Sequence[Measured], title: str, first: str, last: str, width: int) -> list[list[Cell]]:
    """The lines of the picture, none wider than the terminal."""
    longest = max(len(one.row["title"]) for one in measured)
    status = max(len(words.status_cell(one).text) for one in measured)
    named = min(longest, max(16, (width - status) * 45 // 100))
    along = max(8, width - named - status - 6)
    lines = [[Cell(title, "bold")], [], [Cell(" " * (named + 4) + timelines.axis(first, last, along), "dim")]]
    for kind, ones in groupby(measured, lambda one: str(one.row["kind"])):
        lines.append([Cell(KINDS.label(kind), "bold")])
        for one in ones:
            head, *rest = textwrap.wrap(one.row["title"], named) or [""]
            marks = [
                Cell("".join(mark.text for mark in run), f"bold {words.STYLES[status]}".strip() if status else "dim")
                for status, run in groupby(timelines.line(one, first, last, along), lambda mark: mark.status)
            ]
            lines.append([Cell(f"  {head:<{named}}  "), *marks, Cell("  "), words.status_cell(one)])
            lines += [[Cell(f"  {more}")] for more in rest]
    notes = ["", f"{timelines.used_letters(measured)} · dots: nobody has spoken since", *words.legend(measured)]
    return lines + [[Cell(part, "dim")] for note in notes for part in textwrap.wrap(note, width) or [""]]


@app.command()
@takes(as_of, filters)
def matrix(ctx: typer.Context, measures: Keys = None) -> None:
    """Show measures down and articles across, oldest first: the status each reports, with its paragraph.

    The deciding mention is marked. A letter stands for a stage; csv, json and md name the articles in full.

    \b
    Examples:
      tracker matrix
      tracker matrix --kind deployment --format csv
    """
    request = Request(ctx)
    with reading(request) as record:
        measured = _chosen(record, request, measures)
        sources = sorted(record.articles(), key=lambda row: (row["updated"] or row["published"], row["source"]))
        title = f"{len(measured)} measures by {len(sources)} articles, up to {display(record.as_of)}"
        title += words.known(record)
    rows = timelines.matrix(measured, sources)
    fields = ["measure", "title", "status", *(source["source"] for source in sources)]
    columns = [Column("measure", grows=True)]
    columns += [
        Column(source["source"] if request.form == "md" else str(place)) for place, source in _numbered(sources)
    ]
    cells: list[list[Cell | str]] = [
        [row["title"], *(Cell(row[source["source"]] or "", words.STYLES[row["status"]]) for source in sources)]
        for row in rows
    ]
    notes = [f"{place} {source['source']}, {display(source['updated'] or source['published'])}"
             for place, source in _numbered(sources)]  # fmt: skip
    notes.append(f"{timelines.used_letters(measured)}; the number is the paragraph; ◄ decides")
    groups = [KINDS.label(one.row["kind"]) for one in measured]
    show(request, Sheet(rows, fields, columns, cells, title, groups, notes if rows else []))


def _numbered(sources: Sequence[Row]) -> list[tuple[int, Row]]:
    return list(enumerate(sources, 1))
