"""`tracker timeline`: the life of each measure as a picture."""

import textwrap
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from tracker.cli import presentation
from tracker.cli.context import Clocks, Layout, Request, reading, require_known, show
from tracker.cli.options import Measures
from tracker.domain.columns import MENTIONS, names
from tracker.domain.dates import show_date
from tracker.domain.filters import Filters, select
from tracker.domain.status import MeasureStatus
from tracker.domain.vocabulary import KINDS
from tracker.output.tables import Cell, Column, Sheet
from tracker.reports import timelines
from tracker.reports.snapshot import by_kind

if TYPE_CHECKING:
    pass


def timeline(
    request: Request,
    clocks: Clocks,
    filters: Filters,
    layout: Layout,
    measures: Measures = None,
) -> None:
    """Show the life of each measure: a letter for each stage reported, time across; in a pipe, a plain list.

    \b
    Examples:
      tracker timeline
      tracker timeline royal-marines-poland sanctions-law
      tracker timeline --kind deployment --as-of 2022-02-10
    """
    with reading(request, clocks) as snapshot:
        filters = require_known(snapshot, filters)
        measured = by_kind(select(snapshot.select_measures(measures or ()), filters))
        until, known = snapshot.as_of, presentation.known(snapshot)
    first, last = timelines.span(measured, until)
    title = f"What was said of {len(measured)} measure{'s' if len(measured) != 1 else ''}, "
    title += f"{show_date(first)} to {show_date(last)}{known}"
    show(
        layout,
        _list(measured, title),
        picture=lambda width: _picture(measured, title, first, last, width) if measured else [[Cell(title, "bold")]],
    )


def _list(measured: Sequence[MeasureStatus], title: str) -> Sheet:
    columns = [Column("said"), Column("stage"), Column("article", folds=""), Column("words", grows=True)]
    said = [(one.row, row) for one in measured for row in timelines.spoken_mentions(one)]
    cells: list[list[Cell | str]] = [
        [
            show_date(row["published"]),
            presentation.stage_cell(measure["kind"], row),
            presentation.where(row),
            f"“{row['quote']}”",
        ]
        for measure, row in said
    ]
    rows, groups = [row for _, row in said], [measure["title"] for measure, _ in said]
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
