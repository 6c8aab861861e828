"""`tracker load`: packages into the record; each kind of path has its loader."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from tracker.cli.context import Request, counted
from tracker.cli.options import takes, why
from tracker.cli.progress import Progress
from tracker.database import reading as open_reader
from tracker.engine import transaction
from tracker.errors import CannotRead, UnknownKind, UsageError
from tracker.loading import load as load_package
from tracker.parcels import opened
from tracker.revisions import Change

app = typer.Typer(rich_markup_mode=None, add_completion=False)


def _kind(path: Path) -> str:
    """Of what kind a path is: which loader brings it in. Raises CannotRead, UnknownKind."""
    if not path.exists():
        raise CannotRead(path, "there is no such file or folder")
    if path.is_dir() or path.suffix.lower() in (".csv", ".zip"):
        return "package"
    raise UnknownKind(path)


def _bring(connection: Connection, change: Change, kinds: Mapping[str, Sequence[Path]], raw: bool) -> dict[str, int]:
    """Bring paths in by their kinds, in one revision, and close it; returns how many of each noun were new."""
    progress = Progress()
    try:
        return load_package(connection, change, opened(kinds["package"]), raw, progress)
    finally:
        progress.clear()


@app.command()
@takes(why)
def load(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="A package's folder or .zip, or one .csv.")],
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="Take the cells of a lone CSV as they stand: no apostrophe guards them.")
    ] = False,
) -> None:
    """Bring a data package, or one CSV file of one, into the record: all of it or nothing, in one revision.

    Every fault is listed with its file, line and column. What the record has already is left as it is; what it has
    otherwise is a fault: a load adds and never overwrites. Columns that are worked out are checked, not trusted; a lone
    file may leave them out or empty.

    \b
    Examples:
      tracker load ./package --why "take over the shared record"
      tracker load package.zip --yes --why "the edition of March"
      tracker load mentions.csv --why "what the Sunday papers said"
    """
    request = Request(ctx)
    reason = request.why()
    address, _ = request.address
    with open_reader(address):
        pass  # says in words what is wrong with a database that cannot be used
    kinds: dict[str, list[Path]] = {}
    for path in paths:
        kinds.setdefault(_kind(path), []).append(path)
    with transaction(address) as connection:
        change = Change(connection, request.author, reason)
        came = _bring(connection, change, kinds, raw)
        if came and not yes:
            _ask(came)
        number = change.number
    if not came:
        request.say("Nothing new: the record holds all of it already.")
        return
    request.say(f"Loaded {counted(came)} in revision {number}.")


def _ask(came: dict[str, int]) -> None:
    """Ask whether to write; raises UsageError where nobody can be asked, which rolls everything back."""
    if not sys.stdin.isatty():
        raise UsageError(f"it would bring {counted(came)}; nobody is there to ask", "say --yes to write it")
    typer.confirm(f"Load {counted(came)}?", abort=True, err=True)
