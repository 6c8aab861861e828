"""`tracker db`: init, migrate, info."""

from typing import Annotated

import typer

from tracker.cli.context import Clocks, Layout, Request, reading, show, what_came
from tracker.db import queries
from tracker.output.tables import Column, Sheet

HELP = "The database that keeps the record."


def init(
    request: Request,
    empty: Annotated[bool, typer.Option("--empty", help="Make it without the shipped readings.")] = False,
) -> None:
    """Make a new record, with the shipped readings unless asked for an empty one.

    \b
    Examples:
      tracker db init
      tracker --db ./mine.db db init --empty
    """
    from tracker.readings import new_record

    address, _ = request.address
    came = new_record.create(address, request.author, [] if empty else None)
    request.say(f"Made a new record at {address}: {what_came(came)}.")


def migrate(
    request: Request,
) -> None:
    """Bring an older database up to date with this program.

    \b
    Example:
      tracker db migrate
    """
    from tracker.db import schema

    address, _ = request.address
    before, after = schema.migrate(address)
    request.say(f"{address} is up to date." if before == after else f"{address}: schema {before} → {after}.")


def info(
    request: Request,
    clocks: Clocks,
    layout: Layout,
) -> None:
    """Show where the record is and what it holds.

    \b
    Example:
      tracker db info
    """
    address, _ = request.address
    with reading(request, clocks) as snapshot:
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
    show(layout, Sheet([facts], list(facts), [Column(""), Column("", grows=True)], rows))


VERBS = {one.__name__.strip("_"): one for one in (init, migrate, info)}
