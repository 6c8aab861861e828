"""`tracker event`: list, add, edit, withdraw."""

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.context import Request, reading, show, writing
from tracker.cli.entry import Reader, Values, changed, collect, suggested
from tracker.cli.options import as_of, base, entered, layout, takes, why
from tracker.domain import fields
from tracker.domain.columns import EVENTS, names
from tracker.domain.dates import show_date
from tracker.output.tables import Column, Sheet
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.text.typed_values import Understood

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="Events that measures wait for."
)

Key = Annotated[str, typer.Argument(metavar="KEY", help="The event's key, as `tracker event list` shows it.")]


def _reader(snapshot: Snapshot) -> Reader:
    """Reads an event's day as seen from the day of the source that says it was met."""
    from tracker.text.typed_values import understood

    spoken = {row["source"]: row["updated"] or row["published"] for row in snapshot.sources()}

    def read(given: Values, known: Values) -> "Understood":
        return understood(fields.EVENT, given, spoken.get(str(known.get("source")), ""))

    return read


@app.command("list")
@takes(as_of, layout)
def list_(ctx: typer.Context) -> None:
    """List the events that measures wait for, and whether a source says they have happened.

    \b
    Example:
      tracker event list
    """
    request = Request(ctx)
    with reading(request) as snapshot:
        events = snapshot.events()
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
            show_date(row["met_on"] or "") or "not reported",
            f"“{row['quote']}”" if row["quote"] else "",
            f"{row['source']} ¶{row['paragraph']}" if row["source"] else "",
        ]
        for row in events
    ]
    show(request, Sheet(events, names(EVENTS), columns, rows))


@app.command()
@takes(entered(fields.EVENT), why)
def add(ctx: typer.Context) -> None:
    """Add an event that a measure waits for. Prints its key.

    \b
    Example:
      tracker event add --title "A ceasefire is agreed" --why "a measure waits for it"
    """
    from tracker.record import events

    request = Request(ctx)
    with reading(request) as snapshot:
        read = _reader(snapshot)
    values = collect(request, fields.EVENT, suggested, read)
    with writing(request) as change:
        events.add(change, values)
    typer.echo(values["key"])


@app.command()
@takes(entered(fields.EVENT, without=["key"]), base, why)
def edit(ctx: typer.Context, key: Key) -> None:
    """Change an event; say that it was met by citing the source, paragraph and quote that say so.

    \b
    Example:
      tracker event edit humanitarian-crisis --title "A humanitarian crisis" --why "wherever it is"
    """
    from tracker.record import events

    request = Request(ctx)
    with reading(request) as snapshot:
        now, seen, read = snapshot.event(key), snapshot.revision, _reader(snapshot)
    values = changed(request, fields.EVENT[1:], now, read)
    with writing(request) as change:
        events.edit(change, key, values, request.get("base", seen))


@app.command()
@takes(base, why)
def withdraw(ctx: typer.Context, key: Key) -> None:
    """Withdraw an event that nothing waits for.

    \b
    Example:
      tracker event withdraw a-ceasefire --why "no measure waits for it"
    """
    from tracker.record import events

    request = Request(ctx)
    with writing(request) as change:
        events.withdraw(change, key, request.get("base", None))
