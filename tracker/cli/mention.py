"""`tracker mention`: list."""

import typer

from tracker.cli import words
from tracker.cli.context import Request, reading, show
from tracker.cli.options import as_of, filters, layout, takes
from tracker.reports import mention_row, select

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Mentions: the words that say so, one by one.")


@app.callback()
def group() -> None:
    """Mentions: the words that say so, one by one."""


@app.command("list")
@takes(as_of, filters, layout)
def list_(ctx: typer.Context) -> None:
    """List every mention by measure, in deciding order; the filters choose among the measures.

    \b
    Examples:
      tracker mention list --kind deployment
      tracker mention list --format csv > mentions.csv
    """
    request = Request(ctx)
    with reading(request) as record:
        measured = select(record.measured(), request.filters())
    kinds = {one.row["measure"]: one.row["kind"] for one in measured}
    rows = [mention_row(mention) for one in measured for mention in one.decision.ranked]
    sheet = words.mention_sheet(rows, f"{len(rows)} mentions of {len(measured)} measures", kinds, "measure")
    show(request, sheet)
