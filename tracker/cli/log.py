"""`tracker log`: who changed what, when and why."""

from typing import Annotated

import typer

from tracker.cli.context import Layout, Request, reading, show
from tracker.db import change_log
from tracker.domain.dates import read_day
from tracker.output.tables import Column, Sheet, cell_text

FIELDS = ("revision", "recorded_at", "author", "why", "undoes", "touched", "previous", "content", "digest")


def log(
    request: Request,
    layout: Layout,
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
    with reading(request) as snapshot:
        if head:
            typer.echo(f"{snapshot.revision}:{snapshot.digest}")
            return
        found = change_log.log(snapshot.rows, key, request.by, read_day(since) if since else "")
        if layout.wants_only_rows:
            show(layout, Sheet(map(_row, found), FIELDS, (), ()))
            return
        entries = [*found]
    columns = [Column("revision", right=True), Column("when", folds=""), Column("who", folds="by ")]
    columns += [Column("why and what", grows=True)]
    rows = []
    for entry in entries:
        row = entry.row
        when = str(row["recorded_at"])[:16].replace("T", " ")
        undone = f" (undoes revision {row['undoes']})" if row["undoes"] else ""
        rows.append([str(row["revision"]), when, row["author"], f"{row['why']}{undone}"])
        rows += [["", "", "", f"  {line}"] for line in _lines(entry)]
    show(layout, Sheet([*map(_row, entries)], FIELDS, columns, rows))


def _row(entry: change_log.Entry) -> dict[str, object]:
    return {**entry.row, "touched": ";".join(_lines(entry))}


def _lines(entry: change_log.Entry) -> list[str]:
    """What a change touched, a line each; a bulk load only in numbers."""
    if not entry.touched:
        return [f"{count} {noun}s {action}" for (noun, action), count in entry.counts.items()]
    lines = []
    for thing in entry.touched:
        told = [f"{one.field}: {_value(one.before)} → {_value(one.after)}" for one in thing.differences]
        detail = f": {'; '.join(told)}" if thing.action == "changed" else ""
        lines.append(f"{thing.noun} {thing.key} {thing.action}{detail}")
    return lines


def _value(value: object) -> str:
    return cell_text(value) or "nothing"
