"""`tracker search`: full text over titles, summaries, quotes, names and notes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from tracker.cli import presentation
from tracker.cli.context import Clocks, Layout, Request, reading, require_known, show
from tracker.db import search_words
from tracker.domain.caveats import CAVEATS
from tracker.domain.dates import show_date
from tracker.domain.filters import Filters
from tracker.output.tables import Cell, Column, Sheet
from tracker.reports import wording
from tracker.reports.search import FIELDS, FoundRow, perhaps_meant
from tracker.reports.search import search as matches

# What stands above the rows of each noun.
GROUPS = {
    "measure": "Measures, and their status now",
    "mention": "What was said",
    "event": "Events",
    "source": "Articles",
}


def search(
    request: Request,
    clocks: Clocks,
    filters: Filters,
    layout: Layout,
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="All of these; a phrase in quotation marks.")],
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, max=10**9, help="The newest N matches at most.")
    ] = search_words.MOST,
) -> None:
    """Search titles, summaries, quotes, speakers and notes. The measures come first, each with its status now.

    "marine" finds "Marines", 1000 finds "1,000", and a known other name is searched for as well: UWO, NLAW. Every word
    must occur, and a phrase in quotation marks as it stands; what matched is shown between « and ». Filters keep what
    belongs to measures that pass them, and --source what stands in that article. Put -- before a word that begins with
    a hyphen.

    \b
    Examples:
      tracker search sanctions legislation
      tracker search marine poland
      tracker search '"sanctions regime"' --kind legislation
    """
    with reading(request, clocks) as snapshot:
        filters = require_known(snapshot, filters)
        asked = search_words.asked(words)
        rows = matches(snapshot, asked.query, filters, limit)
        meant = {} if rows else perhaps_meant(snapshot, " ".join(words), asked.query)
        up_to = f"up to {show_date(snapshot.as_of)}{wording.known(snapshot)}"
    counts = Counter(row["noun"] for row in rows)
    names = {"source": "article"}
    found = [wording.counted(counts[noun], names.get(noun, noun)) for noun in GROUPS if counts[noun]]
    title = f"{', '.join(found) or 'Nothing'} found, {up_to}"
    title += f"\nSearched for as well: {', '.join(asked.also)}" if asked.also else ""
    if sum(1 for row in rows if row["matched"]) == limit:
        request.say(f"These are the newest {limit:,} matches: --limit N shows more.")
    columns = [Column("words", grows=True), Column("status"), Column("source", folds="")]
    columns += [Column("said", folds="said "), Column("measure", folds=""), Column("matches in", folds="")]
    cells = [_cells(row, snapshot.as_of) for row in rows]
    show(
        layout,
        Sheet(
            rows,
            FIELDS,
            columns if rows else (),
            cells,
            title,
            [GROUPS[row["noun"]] for row in rows],
            _notes(rows, meant),
        ),
    )


def _notes(rows: Sequence[FoundRow], meant: Mapping[str, str]) -> list[str]:
    """What the caveats mean and how to go on; where nothing was found, what may have been meant."""
    notes = presentation.legend({row["caveat"] for row in rows})
    notes += [f"Why a status is what it is: tracker measure explain {row['key']}" for row in rows[:1] if row["measure"]]
    return notes + [f"Perhaps meant: {key}, {title}" for key, title in meant.items()]


def _cells(row: FoundRow, as_of: str) -> Sequence[Cell | str]:
    """A match in a line: a title or a quote, its stage, where and when it was said, and what else of it matches."""
    fields = row["matched"].split(";")
    own = "quote" if row["noun"] == "mention" else "title"
    text = row["words"] if fields[0] == own else row["quote"] if own == "quote" else row["title"]
    words = wording.quoted(text) if own == "quote" else text
    caveat = CAVEATS[row["caveat"]].label if row["caveat"] else ""
    status = Cell(
        row["status_label"], presentation.STYLES.get(row["status"] or "", ""), after=f" · {caveat}" if caveat else ""
    )
    elsewhere = "" if fields[0] in (own, "") else f"{fields[0].replace('_', ' ')}: {search_words.snippet(row['words'])}"
    where = wording.place(row["source"], row["paragraph"])
    return [
        words or "",
        status,
        where,
        presentation.short_date(row["published"] or "", as_of),
        row["measure"] or ("" if row["noun"] == "source" else row["key"]),
        elsewhere,
    ]
