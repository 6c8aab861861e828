"""`tracker matrix`: measures by articles, the status each one reports."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tracker.cli import presentation
from tracker.cli.context import Clocks, Layout, Request, reading, require_known, show
from tracker.cli.options import Measures
from tracker.domain.dates import show_date
from tracker.domain.filters import Filters, passes
from tracker.domain.vocabulary import KINDS
from tracker.output.external_sort import in_order
from tracker.output.tables import Cell, Column, Sheet, Sparse
from tracker.output.terminal import terminal_width
from tracker.reports import timelines, wording
from tracker.reports.reading_order import by_kind, reading_order

if TYPE_CHECKING:
    from tracker.domain.rows import SourceRow

LEADING = ("measure", "title", "status")


def matrix(
    request: Request,
    clocks: Clocks,
    filters: Filters,
    layout: Layout,
    measures: Measures = None,
) -> None:
    """Show measures down and articles across, oldest first: the status each reports, with its paragraph.

    The deciding mention is marked. A letter stands for a stage; csv, json and md name the articles in full. Where the
    articles are too many to stand side by side, below each measure is a line for each that speaks of it.

    \b
    Examples:
      tracker matrix
      tracker matrix --kind deployment --format csv
    """
    with reading(request, clocks) as snapshot:
        filters = require_known(snapshot, filters)
        chosen = (one for one in snapshot.select_measures(measures or ()) if passes(one, filters))
        if layout.wants_only_rows:
            keys = [key for _, key in sorted((row["spoken_on"], row["source"]) for row in snapshot.each_article())]
            every = frozenset(keys)
            told = in_order((reading_order(one.row), timelines.matrix_row(one, every)) for one in chosen)
            show(layout, Sheet(map(Sparse, told), [*LEADING, *keys], (), ()))
            return
        measured = by_kind(chosen)
        sources = sorted(snapshot.articles(), key=lambda row: (row["spoken_on"], row["source"]))
        title = wording.counted(len(measured), "measure")
        title += f" by {wording.counted(len(sources), 'article')}, up to {show_date(snapshot.as_of)}"
        title += wording.known(snapshot)
    keys = [source["source"] for source in sources]
    rows = [Sparse(timelines.matrix_row(one, frozenset(keys))) for one in measured]
    notes = [f"{timelines.used_letters(measured)}; the number is the paragraph; ◄ decides"] if rows else []
    plain = layout.form == "table" and not layout.columns and not layout.sort
    if plain and _width(rows, sources) > (terminal_width() or PIPED):
        show(layout, _below(rows, sources, title, [line for note in notes for line in textwrap.wrap(note, PIPED)]))
        return
    full = layout.form == "md"
    columns = [Column("measure", grows=True)]
    columns += [Column(source["source"] if full else str(place)) for place, source in enumerate(sources, 1)]
    cells: list[list[Cell | str]] = [
        [row["title"] or "", *(Cell(row[source["source"]] or "", _style(row)) for source in sources)] for row in rows
    ]
    groups = [KINDS.label(one.row["kind"]) for one in measured]
    numbered = [f"{place} {source['source']}, {_spoken(source)}" for place, source in enumerate(sources, 1)]
    show(layout, Sheet(rows, [*LEADING, *keys], columns, cells, title, groups, [*numbered, *notes] if rows else []))


def _below(rows: Sequence[Sparse], sources: "Sequence[SourceRow]", title: str, notes: Sequence[str]) -> Sheet:
    """Below each measure a line for each article that speaks of it."""
    told = [(row, source, said) for row in rows for source in sources if (said := row[source["source"]])]
    cells: list[list[Cell | str]] = [
        [source["source"], _spoken(source), Cell(said, _style(row))] for row, source, said in told
    ]
    columns = [Column("article", grows=True), Column("said"), Column("stages")]
    return Sheet((), (), columns, cells, title, [row["title"] or "" for row, _, _ in told], notes)


def _style(row: Sparse) -> str:
    return presentation.STYLES[row["status"] or ""]


def _spoken(source: "SourceRow") -> str:
    return show_date(source["spoken_on"])


# How wide lines in a pipe may be before whoever looks at them sees them broken; and how narrow titles may be folded.
PIPED, TITLE = 80, 20


def _width(rows: Sequence[Sparse], sources: "Sequence[SourceRow]") -> int:
    """How wide the measures and articles are side by side; at a terminal titles are folded, in a pipe nothing is."""
    longest = max((len(row["title"] or "") for row in rows), default=0)
    cells = [max((len(row[source["source"]] or "") for row in rows), default=0) for source in sources]
    return (TITLE if terminal_width() else longest) + 2 + sum(max(cell, 2) + 2 for cell in cells)
