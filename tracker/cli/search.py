"""`tracker search`: full text over titles, summaries, quotes and notes."""

from typing import Annotated

import typer

from tracker import searching
from tracker.cli import words as wording
from tracker.cli.context import Request, reading, show
from tracker.cli.options import as_of, filters, takes
from tracker.dates import display
from tracker.reports import Filters, select
from tracker.tables import Cell, Column, Sheet

app = typer.Typer(rich_markup_mode=None)


@app.command()
@takes(as_of, filters)
def search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="All of these; a phrase in quotation marks.")],
) -> None:
    """Search titles, summaries, quotes and notes; "marine" finds "Marines". Newest first, matches between « and ».

    Every word must occur, and a phrase as it stands; nothing in them is an operator. Filters keep what belongs to
    measures that pass them. Put -- before a word that begins with a hyphen.

    \b
    Examples:
      tracker search marine poland
      tracker search '"sanctions regime"' --kind legislation
    """
    request = Request(ctx)
    with reading(request) as record:
        found = record.search(searching.query(words))
        chosen = request.filters()
        kept = {one.row["measure"] for one in select(record.measured(), chosen)}
        title_of = f"up to {display(record.as_of)}{wording.known(record)}"
    everything = chosen == Filters()
    rows = [row for row in found if row["measure"] in kept or (everything and row["measure"] is None)]
    columns = [Column("what"), Column("of", folds="of "), Column("where", folds=""), Column("words", grows=True)]
    cells: list[list[Cell | str]] = []
    for row in rows:
        where = f"{row['source']} ¶{row['paragraph']}" if row["paragraph"] else ""
        of = row["measure"] if row["measure"] else row["key"]
        cells.append([row["noun"], of, where, searching.snippet(row["words"])])
    title = f"{len(rows)} found, {title_of}"
    notes = [f"the newest {searching.MOST:,} matches at most"] if len(found) == searching.MOST else []
    show(request, Sheet(rows, searching.FIELDS, columns, cells, title, notes=notes))
