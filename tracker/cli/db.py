"""`tracker db`: init, migrate, backup, restore, info, roles."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import asking
from tracker.cli.context import Clocks, Layout, Request, at_terminal, reading, show, what_came
from tracker.db import queries
from tracker.errors.base import NotConfirmed, UsageError
from tracker.errors.files import CannotRead
from tracker.output.tables import Column, Sheet, data_sheet

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
    """Bring an older database up to date with this program. A copy of an SQLite file is made first.

    \b
    Example:
      tracker db migrate
    """
    from tracker.db import schema

    address, _ = request.address
    done = schema.migrate(address)
    if done.before == done.after:
        request.say(f"{address} is up to date.")
        return
    if done.copy:
        request.say(f"A copy of it as it was: {done.copy}")
    request.say(f"{address}: schema {done.before} → {done.after}.")


def backup(
    request: Request,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The copy; without it, one in a folder beside the record.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Copy the record into one file, while others go on reading and writing. The copy is verified before it is named.

    \b
    Examples:
      tracker db backup
      tracker db backup /mnt/stick/tracker.db
    """
    from tracker.db import copies

    copy, gone = copies.back_up(request.address[0], file, force)
    request.say(f"A copy of the record, read back and whole: {copy}")
    _tell_kept(request, gone, shows=file is None)


def restore(
    request: Request,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The copy to bring back; without it, list those there are.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
) -> None:
    """Put a copy in the place of the record. The record as it was is kept as one more copy, and named.

    \b
    Examples:
      tracker db restore
      tracker db restore tracker.db.backups/2026-03-01T101500.db --yes
    """
    from tracker.db import copies

    address, _ = request.address
    if file is None:
        found = copies.kept(address.path) if address.path else []
        remedy = "\n  ".join(["say which:", *map(str, reversed(found))]) if found else "make one: tracker db backup"
        raise UsageError("no copy is named" if found else "there are no copies of this record", remedy)
    if not file.is_file():
        raise CannotRead(file, "there is no such file")
    if not yes:
        told = f"It replaces {address} by {file}, and keeps a copy of what it was."
        if not at_terminal():
            request.say(told)
            raise NotConfirmed
        if not asking.agreed(f"Put {file} in the place of {address}?", told):
            raise NotConfirmed
    former, gone = copies.restore(address, file)
    request.say(f"{address} is {file} again." + (f" What it was before: {former}" if former else ""))
    _tell_kept(request, gone, shows=former is not None)


def _tell_kept(request: Request, gone: Sequence[Path], shows: bool) -> None:
    from tracker.db.copies import KEPT

    if shows:
        went = f"; the oldest went: {', '.join(file.name for file in gone)}" if gone else ""
        request.say(f"The newest {KEPT} such copies are kept{went}.")


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
            "readable_by": address.readers() or None,
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


def roles(
    request: Request,
    layout: Layout,
) -> None:
    """Make the roles of a PostgreSQL database, and say what each may do: reader, curator, owner.

    Whoever keeps the server gives them to people: GRANT tracker_curator TO jane. Do it anew after a migration.

    \b
    Example:
      tracker --db postgresql://db.example.org/tracker db roles
    """
    from tracker.db.roles import ROLES, grant

    address, _ = request.address
    grant(address)
    rows = [role._asdict() for role in ROLES]
    show(layout, data_sheet(rows, ["role", "may"]))


VERBS = {one.__name__.strip("_"): one for one in (init, migrate, backup, restore, info, roles)}
