"""`tracker timeline` and `tracker matrix`: who said what of each measure, and when."""

import textwrap
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import presentation
from tracker.cli.context import Request, reading, show
from tracker.cli.options import as_of, filters, layout, takes
from tracker.domain.columns import MENTIONS, names
from tracker.domain.dates import show_date
from tracker.domain.filters import select
from tracker.domain.status import MeasureStatus, mention_row
from tracker.domain.vocabulary import KINDS
from tracker.output.tables import Cell, Column, Sheet, show_lines, terminal_width
from tracker.reports import timelines
from tracker.reports.snapshot import Snapshot, by_kind

if TYPE_CHECKING:
    from tracker.domain.rows import RankedMentionRow, SourceRow

app = typer.Typer(add_completion=False, rich_markup_mode=None)

Keys = Annotated[list[str] | None, typer.Argument(metavar="[MEASURE]…", help="Only these measures, by key.")]


def _chosen(snapshot: Snapshot, request: Request, keys: Sequence[str] | None) -> list[MeasureStatus]:
    return by_kind(select(snapshot.select_measures(keys or ()), request.filters()))


@app.command()
@takes(as_of, filters, layout)
def timeline(ctx: typer.Context, measures: Keys = None) -> None:
    """Show the life of each measure: a letter for each stage reported, time across; in a pipe, a plain list.

    \b
    Examples:
      tracker timeline
      tracker timeline royal-marines-poland sanctions-law
      tracker timeline --kind deployment --as-of 2022-02-10
    """
    request = Request(ctx)
    with reading(request) as snapshot:
        measured = _chosen(snapshot, request, measures)
        until, known = snapshot.as_of, presentation.known(snapshot)
    first, last = timelines.span(measured, until)
    title = f"What was said of {len(measured)} measure{'s' if len(measured) != 1 else ''}, "
    title += f"{show_date(first)} to {show_date(last)}{known}"
    width = terminal_width()
    laid_out = any(request.get(option) for option in ("sort", "columns", "output"))
    if request.form == "table" and width and measured and not laid_out:
        show_lines(_picture(measured, title, first, last, width))
    else:
        show(request, _list(measured, title))


def _list(measured: Sequence[MeasureStatus], title: str) -> Sheet:
    columns = [Column("said"), Column("stage"), Column("article", folds=""), Column("words", grows=True)]
    rows: list[RankedMentionRow] = []
    cells: list[list[Cell | str]] = []
    groups: list[str] = []
    for one in measured:
        ranked = {mention.row["mention"]: mention_row(mention) for mention in one.decision.ranked}
        for said in timelines.spoken_mentions(one):
            row = ranked[said["mention"]]
            rows.append(row)
            groups.append(one.row["title"])
            cells.append(
                [
                    show_date(row["published"]),
                    presentation.stage_cell(one, row),
                    presentation.where(row),
                    f"“{row['quote']}”",
                ]
            )
    notes = [presentation.MENTION_MARKS] if cells else []
    return Sheet(rows, names(MENTIONS), columns, cells, title, groups, notes, named_by_group=True)


def _picture(measured: Sequence[MeasureStatus], title: str, first: str, last: str, width: int) -> list[list[Cell]]:
    """The lines of the picture, none wider than the terminal."""
    longest = max(len(one.row["title"]) for one in measured)
    status = max(len(presentation.status_cell(one).text) for one in measured)
    named = min(longest, max(16, (width - status) * 45 // 100))
    along = max(8, width - named - status - 6)
    lines = [[Cell(title, "bold")], [], [Cell(" " * (named + 4) + timelines.axis(first, last, along), "dim")]]
    for kind, ones in groupby(measured, lambda one: str(one.row["kind"])):
        lines.append([Cell(KINDS.label(kind), "bold")])
        for one in ones:
            head, *rest = textwrap.wrap(one.row["title"], named) or [""]
            marks = [
                Cell(
                    "".join(mark.text for mark in run),
                    f"bold {presentation.STYLES[status]}".strip() if status else "dim",
                )
                for status, run in groupby(timelines.line(one, first, last, along), lambda mark: mark.status)
            ]
            lines.append([Cell(f"  {head:<{named}}  "), *marks, Cell("  "), presentation.status_cell(one)])
            lines += [[Cell(f"  {more}")] for more in rest]
    notes = ["", f"{timelines.used_letters(measured)} · dots: nobody has spoken since", *presentation.legend(measured)]
    return lines + [[Cell(part, "dim")] for note in notes for part in textwrap.wrap(note, width) or [""]]


@app.command()
@takes(as_of, filters, layout)
def matrix(ctx: typer.Context, measures: Keys = None) -> None:
    """Show measures down and articles across, oldest first: the status each reports, with its paragraph.

    The deciding mention is marked. A letter stands for a stage; csv, json and md name the articles in full. Where the
    articles are too many to stand side by side, below each measure is a line for each that speaks of it.

    \b
    Examples:
      tracker matrix
      tracker matrix --kind deployment --format csv
    """
    request = Request(ctx)
    with reading(request) as snapshot:
        measured = _chosen(snapshot, request, measures)
        sources = sorted(snapshot.articles(), key=lambda row: (row["updated"] or row["published"], row["source"]))
        title = f"{len(measured)} measure{'s' if len(measured) != 1 else ''}"
        title += f" by {len(sources)} article{'s' if len(sources) != 1 else ''}, up to {show_date(snapshot.as_of)}"
        title += presentation.known(snapshot)
    rows = timelines.matrix(measured, sources)
    fields = ["measure", "title", "status", *(source["source"] for source in sources)]
    notes = [f"{timelines.used_letters(measured)}; the number is the paragraph; ◄ decides"] if rows else []
    if request.form == "table" and not request.fields and _width(rows, sources) > (terminal_width() or PIPED):
        show(request, _below(rows, sources, title, [line for note in notes for line in textwrap.wrap(note, PIPED)]))
        return
    full = request.form == "md"
    columns = [Column("measure", grows=True)]
    columns += [Column(source["source"] if full else str(place)) for place, source in enumerate(sources, 1)]
    cells: list[list[Cell | str]] = [
        [row["title"] or "", *(Cell(row[source["source"]] or "", _style(row)) for source in sources)] for row in rows
    ]
    groups = [KINDS.label(one.row["kind"]) for one in measured]
    numbered = [f"{place} {source['source']}, {_spoken(source)}" for place, source in enumerate(sources, 1)]
    show(request, Sheet(rows, fields, columns, cells, title, groups, [*numbered, *notes] if rows else []))


def _below(
    rows: Sequence[timelines.MatrixRow], sources: "Sequence[SourceRow]", title: str, notes: Sequence[str]
) -> Sheet:
    """Below each measure a line for each article that speaks of it."""
    told = [(row, source, said) for row in rows for source in sources if (said := row[source["source"]])]
    cells: list[list[Cell | str]] = [
        [source["source"], _spoken(source), Cell(said, _style(row))] for row, source, said in told
    ]
    columns = [Column("article", grows=True), Column("said"), Column("stages")]
    return Sheet((), (), columns, cells, title, [row["title"] or "" for row, _, _ in told], notes)


def _style(row: timelines.MatrixRow) -> str:
    return presentation.STYLES[row["status"] or ""]


def _spoken(source: "SourceRow") -> str:
    return show_date(source["spoken_on"])


# How wide lines in a pipe may be before whoever looks at them sees them broken; and how narrow titles may be folded.
PIPED, TITLE = 80, 20


def _width(rows: Sequence[timelines.MatrixRow], sources: "Sequence[SourceRow]") -> int:
    """How wide the measures and articles are side by side; at a terminal titles are folded, in a pipe nothing is."""
    longest = max((len(row["title"] or "") for row in rows), default=0)
    cells = [max((len(row[source["source"]] or "") for row in rows), default=0) for source in sources]
    return (TITLE if terminal_width() else longest) + 2 + sum(max(cell, 2) + 2 for cell in cells)
