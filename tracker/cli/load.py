"""`tracker load`: readings into the record, shown before they change anything that is there."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import settings
from tracker.cli.context import Request, at_terminal, show, writing
from tracker.cli.options import takes, why
from tracker.errors import Missing, NotConfirmed, UnknownCode, UsageError
from tracker.tables import Cell, Column, Sheet, cell_text

if TYPE_CHECKING:
    from tracker.editions import Step

app = typer.Typer(add_completion=False, rich_markup_mode=None)

WHOSE = ("mine", "theirs")
# More additions than this are counted, not listed.
LISTED = 20


@app.command()
@takes(why)
def load(
    ctx: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH…", help="Readings, or folders of them.")] = None,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Load the readings this program was shipped with.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Carry out changes and withdrawals without asking.")] = False,
    take: Annotated[
        list[str] | None,
        typer.Option("--take", metavar="WHOSE:KEY", help="Settle a conflict: mine:KEY or theirs:KEY. Repeat for more."),
    ] = None,
) -> None:
    """Bring readings into the record: new rows are added, rows nobody touched follow the file, gone ones are withdrawn.

    Loading twice changes nothing. A row that a person changed and the file changes too is kept and listed as a
    conflict until --take settles it. Changes are shown first, and carried out when confirmed or with --yes.

    \b
    Examples:
      tracker load article.toml --why "today's article"
      tracker load --shipped --yes --why "new edition"
      tracker load --shipped --take mine:hms-trent --why "our title is right"
    """
    from tracker import readings
    from tracker.editions import Loading, restore

    request = Request(ctx)
    taken = _taken(take or [])
    if shipped:
        files = readings.files_in(settings.resource("seeds"))
    elif paths:
        files = [file for path in paths for file in (readings.files_in(path) if path.is_dir() else [path])]
    else:
        raise Missing([("shipped", "the readings this program was shipped with, or name the files to load")])
    with writing(request) as change:
        loading = Loading(change, files, shipped)
        steps = [] if loading.faults else loading.plan()
        _show(request, steps)
        if any(step.action in ("change", "withdraw") for step in steps) and not yes:
            _confirm()
        mine = loading.apply(steps, taken)
    if mine:
        with writing(request) as change:
            restore(change, mine)


def _taken(given: Sequence[str]) -> dict[str, str]:
    """Whose version to take, by key."""
    taken = {}
    for word in given:
        whose, colon, key = word.partition(":")
        if not colon or not key:
            raise UsageError(f"--take wants whose version of what, not {word!r}", "for example --take mine:hms-trent")
        if whose not in WHOSE:
            raise UnknownCode("side", whose, WHOSE)
        taken[key] = whose
    return taken


def _confirm() -> None:
    if not at_terminal() or not typer.confirm("Carry this out?", err=True):
        raise NotConfirmed


def _show(request: Request, steps: Sequence["Step"]) -> None:
    """What loading does to each thing, field by field."""
    fields = ["action", "noun", "key", "field", "before", "after"]
    added = [step for step in steps if step.action == "add"]
    data = []
    for step in steps:
        if step.action == "add" and len(added) > LISTED:
            continue
        before, after = dict(step.before or {}), dict(step.after or {})
        names = [name for name in (*after, *(before.keys() - after.keys())) if before.get(name) != after.get(name)]
        told = names if step.action in ("change", "conflict") and before and after else [""]
        for name in told:
            old, new = cell_text(before.get(name)), cell_text(after.get(name))
            row = {
                "action": step.action,
                "noun": step.noun,
                "key": step.key,
                "field": name,
                "before": old,
                "after": new,
            }
            data.append(row)
    if len(added) > LISTED:
        request.say(f"{len(added)} things are new.")
    if not data:
        return
    styles = {"conflict": "red", "change": "yellow", "withdraw": "yellow", "add": "green"}
    columns = [Column("action"), Column("noun", folds=""), Column("key", whole=True), Column("field", folds="")]
    columns += [Column("before", folds="was "), Column("after", grows=True)]
    rows: list[list[Cell | str]] = [
        [Cell(row["action"], styles[row["action"]]), *(row[name] for name in fields[1:])] for row in data
    ]
    conflicts = [step for step in steps if step.action == "conflict"]
    notes = ["conflict: you changed it, and so does the file; yours is kept until --take mine:KEY or --take theirs:KEY"]
    show(request, Sheet(data, fields, columns, rows, notes=notes if conflicts else ()))
