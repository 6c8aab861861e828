"""`tracker search`: full text over titles, summaries, quotes and notes."""

from typing import Annotated

import typer

from tracker.cli.context import Clocks, Layout, Request, reading, require_known, show
from tracker.db import search_words
from tracker.domain.dates import show_date
from tracker.domain.filters import Filters
from tracker.output.tables import Cell, Column, Sheet
from tracker.reports import wording
from tracker.reports.search import search as matches


def search(
    request: Request,
    clocks: Clocks,
    filters: Filters,
    layout: Layout,
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="All of these; a phrase in quotation marks.")],
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, max=10**9, help="The newest N at most.")
    ] = search_words.MOST,
) -> None:
    """Search titles, summaries, quotes and notes; "marine" finds "Marines". Newest first, matches between « and ».

    Every word must occur, and a phrase as it stands; nothing in them is an operator. Filters keep what belongs to
    measures that pass them, and --source what stands in that article. Put -- before a word that begins with a hyphen.

    \b
    Examples:
      tracker search marine poland
      tracker search '"sanctions regime"' --kind legislation
    """
    with reading(request, clocks) as snapshot:
        filters = require_known(snapshot, filters)
        rows = matches(snapshot, search_words.query(words), filters, limit)
        title = f"{len(rows)} found, up to {show_date(snapshot.as_of)}{wording.known(snapshot)}"
    columns = [Column("what"), Column("of", folds="of "), Column("where", folds=""), Column("words", grows=True)]
    cells: list[list[Cell | str]] = []
    for row in rows:
        where = wording.place(row["source"], row["paragraph"]) if row["paragraph"] else ""
        of = row["measure"] if row["measure"] else row["key"]
        cells.append([row["noun"], of, where, search_words.snippet(row["words"])])
    if len(rows) == limit:
        request.say(f"These are the newest {limit:,}: --limit N shows more.")
    show(layout, Sheet(rows, search_words.FIELDS, columns, cells, title))
