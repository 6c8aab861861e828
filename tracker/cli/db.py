"""`tracker db`: init, migrate, info."""

from typing import Annotated

import typer

from tracker.cli.context import Request, counted, reading, show
from tracker.cli.options import as_of, takes
from tracker.db import queries
from tracker.output.tables import Column, Sheet

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="The database that keeps the record."
)


@app.command()
def init(
    ctx: typer.Context,
    empty: Annotated[bool, typer.Option("--empty", help="Make it without the shipped readings.")] = False,
) -> None:
    """Make a new record, with the shipped readings unless asked for an empty one.

    \b
    Examples:
      tracker db init
      tracker --db ./mine.db db init --empty
    """
    from tracker.readings import new_record

    request = Request(ctx)
    address, _ = request.address
    came = new_record.create(address, request.author, [] if empty else None)
    request.say(f"Made a new record at {address}: {counted(came)}.")


@app.command()
def migrate(ctx: typer.Context) -> None:
    """Bring an older database up to date with this program.

    \b
    Example:
      tracker db migrate
    """
    from tracker.db import schema

    request = Request(ctx)
    address, _ = request.address
    before, after = schema.migrate(address)
    request.say(f"{address} is up to date." if before == after else f"{address}: schema {before} → {after}.")


@app.command()
@takes(as_of)
def info(ctx: typer.Context) -> None:
    """Show where the record is and what it holds.

    \b
    Example:
      tracker db info
    """
    request = Request(ctx)
    address, _ = request.address
    with reading(request) as snapshot:
        facts: dict[str, object] = {
            "database": str(address),
            "edition": snapshot.edition or None,
            "revision": snapshot.revision,
            "recorded_at": snapshot.recorded_at or None,
            "head": snapshot.digest,
            "newest": snapshot.newest or None,
            "sources": len(snapshot.articles()),
            "measures": snapshot.count(),
            "mentions": sum(row["mentions"] for row in snapshot.rows(queries.MENTION_COUNTS)),
        }
    rows = [[name.replace("_", " "), "" if value is None else str(value)] for name, value in facts.items()]
    show(request, Sheet([facts], list(facts), [Column(""), Column("", grows=True)], rows))
