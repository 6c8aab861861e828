"""`tracker report`: the main job, what the UK has done, is doing and may do."""

from typing import Annotated

import typer

from tracker.cli import presentation
from tracker.cli.context import Clocks, Layout, Request, reading, require_sources, show
from tracker.domain.columns import MEASURES, names
from tracker.domain.filters import Filters, passes
from tracker.output.tables import Sheet
from tracker.reports.snapshot import reading_order


def report(
    request: Request,
    clocks: Clocks,
    filters: Filters,
    layout: Layout,
    quotes: Annotated[bool, typer.Option("--quotes", help="Put the deciding words beside each status.")] = False,
) -> None:
    """Show what the UK has done, is doing and may do, by kind, with status and sources.

    \b
    Examples:
      tracker report
      tracker report --quotes --kind deployment
      tracker report --as-of 2022-02-10 --disputed
      tracker report --format csv > measures.csv
    """
    with reading(request, clocks) as snapshot:
        require_sources(snapshot, filters)
        if layout.wants_data:
            rows = sorted(snapshot.measure_rows(filters, layout.fields), key=reading_order)
            title = presentation.heading(snapshot, len(rows), snapshot.count())
            sheet = Sheet(rows, names(MEASURES), (), (), title)
        else:
            # Made as they are read: of a large record not every mention need be held at once.
            lines = [presentation.line(one, quotes) for one in snapshot.measures() if passes(one, filters)]
            lines.sort(key=lambda line: reading_order(line.row))
            title = presentation.heading(snapshot, len(lines), snapshot.count())
            sheet = presentation.report_sheet(lines, title, quotes)
    show(layout, sheet)
