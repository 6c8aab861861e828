"""`tracker event`: list."""

import typer

from tracker.cli.context import Request, reading, show
from tracker.cli.options import as_of, layout, takes
from tracker.columns import EVENTS, names
from tracker.dates import display
from tracker.tables import Column, Sheet

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Events that measures wait for.")


@app.callback()
def group() -> None:
    """Events that measures wait for."""


@app.command("list")
@takes(as_of, layout)
def list_(ctx: typer.Context) -> None:
    """List the events that measures wait for, and whether a source says they have happened.

    \b
    Example:
      tracker event list
    """
    request = Request(ctx)
    with reading(request) as record:
        events = record.events()
    columns = [
        Column("event"),
        Column("title", grows=True),
        Column("met"),
        Column("words", folds=""),
        Column("article", folds=""),
    ]
    rows = [
        [
            row["event"],
            row["title"],
            display(row["met_on"] or "") or "not reported",
            f"“{row['quote']}”" if row["quote"] else "",
            f"{row['source']} ¶{row['paragraph']}" if row["source"] else "",
        ]
        for row in events
    ]
    show(request, Sheet(events, names(EVENTS), columns, rows))
