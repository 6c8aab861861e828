"""`tracker log` and `tracker undo`: the change log, and taking a change back."""

from typing import Annotated

import typer

from tracker.cli.context import Request, reading, show, writing
from tracker.cli.options import layout, takes
from tracker.db import change_log
from tracker.domain.dates import day
from tracker.output.tables import Column, Sheet, cell_text

app = typer.Typer(add_completion=False, rich_markup_mode=None)

# A change that touched more things than this is summed up, not listed.
LISTED = 12


@app.command()
@takes(layout)
def log(
    ctx: typer.Context,
    key: Annotated[
        str,
        typer.Argument(metavar="[KEY]", help="Only changes of this measure, mention, source or event, and of its own."),
    ] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="Only changes of this day (UTC) or later.")
    ] = "",
    head: Annotated[bool, typer.Option("--head", help="Print only the head, to keep elsewhere.")] = False,
) -> None:
    """Show who changed what, when and why, newest first; with --by, what one person changed.

    `--head` prints the newest revision and its digest: kept elsewhere, it lets `tracker check --expect` find even a
    tail that was cut off.

    \b
    Examples:
      tracker log
      tracker log royal-marines-poland
      tracker log step-back --by "A. Curator"
      tracker log --head
    """
    request = Request(ctx)
    with reading(request) as snapshot:
        if head:
            typer.echo(f"{snapshot.revision}:{snapshot.digest}")
            return
        entries = change_log.log(snapshot.rows, key, request.get("by"), day(since) if since else "")
    columns = [Column("revision", right=True), Column("when", folds=""), Column("who", folds="by ")]
    columns += [Column("why and what", grows=True)]
    rows = []
    for entry in entries:
        row = entry.row
        when = str(row["recorded_at"])[:16].replace("T", " ")
        undone = f" (undoes revision {row['undoes']})" if row["undoes"] else ""
        rows.append([str(row["revision"]), when, row["author"], f"{row['why']}{undone}"])
        rows += [["", "", "", f"  {line}"] for line in _lines(entry)]
    data = [dict(entry.row) | {"touched": "; ".join(_lines(entry))} for entry in entries]
    fields = ["revision", "recorded_at", "author", "why", "undoes", "touched", "previous", "content", "digest"]
    show(request, Sheet(data, fields, columns, rows))


def _lines(entry: change_log.Entry) -> list[str]:
    """What a change touched, a line each; a bulk load only in numbers."""
    if len(entry.touched) > LISTED:
        counts: dict[str, int] = {}
        for thing in entry.touched:
            counts[f"{thing.noun}s {thing.action}"] = counts.get(f"{thing.noun}s {thing.action}", 0) + 1
        return [f"{count} {what}" for what, count in counts.items()]
    lines = []
    for thing in entry.touched:
        told = [f"{one.field}: {_value(one.before)} → {_value(one.after)}" for one in thing.differences]
        detail = f": {'; '.join(told)}" if thing.action == "changed" else ""
        lines.append(f"{thing.noun} {thing.key} {thing.action}{detail}")
    return lines


def _value(value: object) -> str:
    return cell_text(value) or "nothing"


@app.command()
def undo(
    ctx: typer.Context,
    revision: Annotated[
        int,
        typer.Argument(metavar="[REVISION]", min=0, max=10**9, help="The revision; your own last one unless given."),
    ] = 0,
) -> None:
    """Take back a change, by a new entry in the change log; refused where something was built on it since.

    \b
    Examples:
      tracker undo
      tracker undo 7 --by "A. Curator"
    """
    from tracker.record.undo import last_of
    from tracker.record.undo import undo as take_back

    request = Request(ctx)
    if not request.get("why"):
        request.give_why(f"undo of revision {revision}" if revision else "undo of my last change")
    with writing(request) as change:
        number = revision or last_of(change, change.author)
        count = take_back(change, number)
    request.say(f"Revision {number} is undone: {count} thing{'s' if count != 1 else ''} as before.")
