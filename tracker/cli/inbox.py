"""`tracker inbox`: the saved articles that wait to be read."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.context import Layout, Request, reading, show
from tracker.domain.dates import show_date
from tracker.output.tables import DIM, Cell, Column, Sheet
from tracker.reports.wording import counted


def inbox(
    request: Request,
    layout: Layout,
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="Where the pages and texts were saved; this folder, if not said.")
    ] = Path(),
) -> None:
    """List the saved articles that nobody has read yet, those likely to mention UK measures first.

    A file that holds the text of another one is marked, and so is one that reprints much of an article of the record.
    `tracker read FOLDER` goes through them one after the other.

    \b
    Examples:
      tracker inbox ~/articles
      tracker inbox ~/articles --format csv
    """
    from tracker.guided.inbox import FIELDS, STATES
    from tracker.guided.inbox import inbox as listed

    with reading(request) as snapshot:
        rows = listed(folder, snapshot)
    waiting = [row for row in rows if row["state"] != "read"]
    columns = [Column("file"), Column("day", folds=""), Column("likely", right=True), Column("what it is", folds="")]
    columns.append(Column("title", grows=True))
    cells: list[list[Cell | str]] = []
    for row in waiting:
        state = row["state"].replace("_", " ")
        likely = f"{row['likely']} of {row['paragraphs']}" if row["paragraphs"] else ""
        told = Cell(f"{state}: {row['of']}" if row["of"] else state, "" if row["state"] == "new" else DIM)
        cells.append([row["file"], show_date(row["published"]), likely, told, row["title"]])
    done = len(rows) - len(waiting)
    notes = [
        f"{state.replace('_', ' ')}: {STATES[state]}" for state in STATES if state in {r["state"] for r in waiting}
    ]
    title = f"{counted(len(waiting), 'article')} in {folder} to read" + (f"; {done} read" if done else "")
    show(layout, Sheet(waiting, FIELDS, columns, cells, title, notes=notes))
