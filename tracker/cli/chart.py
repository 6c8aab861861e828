"""`tracker chart`: the record as a picture."""

import sys
from typing import Annotated

import typer

from tracker.cli.context import Clocks, Request, deliver, reading, require_known
from tracker.cli.options import Force, Measures
from tracker.domain.filters import Filters, select
from tracker.errors.base import UsageError
from tracker.errors.usage import UnknownCode
from tracker.output.destination import form_for

# A picture of more lines is one that nobody can look at.
MOST_LINES = 300


def chart(
    request: Request,
    clocks: Clocks,
    filters: Filters,
    name: Annotated[str, typer.Argument(metavar="NAME", help="timeline, status, kinds or lag.")],
    measures: Measures = None,
    output: Annotated[
        str,
        typer.Option("-o", "--output", metavar="FILE", help="The file: .svg or .png; - for standard output."),
    ] = "",
    format: Annotated[  # noqa: A002 (the option's name)
        str, typer.Option("--format", metavar="FORM", help="svg or png; else as FILE ends.")
    ] = "",
    narrow: Annotated[bool, typer.Option("--narrow", help="As wide as a telephone.")] = False,
    force: Force = False,
) -> None:
    """Draw the record: lives of measures, how far they were day by day, how many of each kind, how long they took.

    Prints what the picture shows in words, for those who cannot see it. The same record gives the same bytes.

    \b
    Examples:
      tracker chart timeline -o timeline.svg
      tracker chart timeline royal-marines-poland -o marines.png
      tracker chart status --kind sanctions --as-of 2022-02-11 -o status.svg
      tracker chart kinds --narrow -o kinds.png
      tracker chart lag -o lag.svg
    """
    from tracker.exports.charts import CHART_FORMS, drawn
    from tracker.exports.count_charts import kinds_chart, status_chart
    from tracker.exports.lag_chart import lag_chart
    from tracker.exports.timeline_chart import timeline_chart

    charts = {"timeline": timeline_chart, "status": status_chart, "kinds": kinds_chart, "lag": lag_chart}
    if name not in charts:
        raise UnknownCode("chart", name, charts)
    if not output:
        raise UsageError("say where to: a file with -o FILE", f"for example: tracker chart {name} -o {name}.svg")
    if format and format not in CHART_FORMS:
        raise UnknownCode("format", format, CHART_FORMS)
    form = form_for(output, format, CHART_FORMS)
    if output == "-" and form == "png" and sys.stdout.isatty():
        raise UsageError(f"{form} is not for a terminal", "name a file with -o FILE, or send it down a pipe")
    with reading(request, clocks) as snapshot:
        filters = require_known(snapshot, filters)
        measured = select(snapshot.select_measures(measures or ()), filters)
        if name in ("timeline", "lag") and len(measured) > MOST_LINES:
            raise UsageError(
                f"{len(measured):,} measures are more than a picture has lines for: at most {MOST_LINES}",
                "choose some, by key or with --kind, --source, --since",
            )
        made = charts[name](snapshot, measured, narrow)
    deliver(request, output, drawn(made, form), force)
    if output != "-":
        typer.echo(made.alternative)
