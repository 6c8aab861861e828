"""`tracker lag`: how long from announced to done, and how far the press ran ahead of the documents or behind them."""

from tracker.cli.context import Clocks, Layout, Request, reading, require_known, show
from tracker.cli.presentation import short_date
from tracker.domain.dates import show_date
from tracker.domain.filters import Filters, passes
from tracker.domain.vocabulary import KINDS
from tracker.output.tables import Cell, Column, Sheet
from tracker.reports.established import ALONE, WITNESS
from tracker.reports.lag import FIELDS, LagRow, by_kind, lags
from tracker.reports.wording import counted, known


def lag(
    request: Request,
    clocks: Clocks,
    filters: Filters,
    layout: Layout,
) -> None:
    """Show the days from announced to done, by kind, and whether the press told of it as done before it was.

    Announced and in print are the first days on which an article told of a measure as to come, and as done; done is
    the day of the act that a document dates. Days are counted where that is one day.

    \b
    Examples:
      tracker lag
      tracker lag --kind sanctions
    """
    with reading(request, clocks) as snapshot:
        filters = require_known(snapshot, filters)
        found = lags(one for one in snapshot.measures() if passes(one, filters))
        if layout.wants_only_rows:
            show(layout, Sheet(found, FIELDS, (), ()))
            return
        rows = [*found]
        up_to = f"articles up to {show_date(snapshot.as_of)}, documents up to {show_date(snapshot.established_as_of)}"
        title = f"From announced to done: {up_to}{known(snapshot)}"
        day = snapshot.as_of
    columns = [Column("measure", grows=True), Column("announced"), Column("in print as done", folds="in print ")]
    columns += [Column("done"), Column("days", right=True), Column("the press", folds="")]
    cells: list[list[Cell | str]] = [
        [
            row["title"],
            *(short_date(row[name] or "", day) for name in ("announced", "in_print")),
            _done(row, day),
            "" if row["days"] is None else str(row["days"]),
            _press(row),
        ]
        for row in rows
    ]
    notes = [
        f"{KINDS.label(kind)}: a median of {middle:g} days over {counted(number, 'measure')}"
        for kind, number, middle in by_kind(rows)
    ]
    if any(row["type"] == "press" for row in rows):
        notes.append(f"{WITNESS} press witness: a press report, cited, and no official document")
    if any(row["unsure"] for row in rows):
        notes.append(f"{ALONE} it stands on one source alone")
    groups = [KINDS.label(row["kind"]) for row in rows]
    show(layout, Sheet(rows, FIELDS, columns, cells, title, groups, notes))


def _done(row: LagRow, day: str) -> str:
    marks = [WITNESS] * (row["type"] == "press") + [ALONE] * row["unsure"]
    if not row["done"]:
        return f"not yet {short_date(row['not_yet'], day)}" if row["not_yet"] else ""
    return " ".join(["by"] * row["done_by"] + [short_date(row["done"], day), *marks])


def _press(row: LagRow) -> str:
    """How far the press ran ahead of the document or behind it."""
    ahead = row["press_ahead"]
    if ahead is None:
        told_too_soon = row["in_print"] and row["not_yet"] and row["in_print"] <= row["not_yet"]
        return "ahead: in print as done" if told_too_soon else ""
    if not ahead:
        return "on the day"
    return f"{counted(abs(ahead), 'day')} {'ahead' if ahead > 0 else 'behind'}"
