"""`tracker disagreements`: where sources differ."""

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from tracker.cli import presentation
from tracker.cli.context import Clocks, Layout, Request, reading, require_known, show
from tracker.cli.options import Measures
from tracker.domain.dates import show_date
from tracker.domain.filters import Filters, passes
from tracker.output.external_sort import rows_in_order
from tracker.output.tables import DIM, Cell, Column, Line, Sheet
from tracker.reports import wording
from tracker.reports.disagreements import FIELDS, against_documents
from tracker.reports.disagreements import disagreements as all_disagreements
from tracker.reports.reading_order import reading_order

if TYPE_CHECKING:
    from tracker.reports.disagreements import DisagreementRow


def disagreements(
    request: Request,
    clocks: Clocks,
    filters: Filters,
    layout: Layout,
    measures: Measures = None,
) -> None:
    """Show where sources differ: on status, amount, place, date or actor, one source with itself included.

    For each: what is said, what is said against it, the rule that put the first above, and what would change that.
    A later and further stage is progress, and "some 350" beside 350 is wording: neither is a disagreement. What the
    press says against a document is listed apart.

    \b
    Examples:
      tracker disagreements
      tracker disagreements royal-marines-poland
      tracker disagreements --format csv > disagreements.csv
    """
    with reading(request, clocks) as snapshot:
        filters = require_known(snapshot, filters)
        chosen = (one for one in snapshot.select_measures(measures or ()) if passes(one, filters))
        if layout.wants_only_rows:
            pairs = (
                ((place, reading_order(one.row)), row)
                for one in chosen
                for place, differing in enumerate((all_disagreements, against_documents))
                for row in differing([one])
            )
            show(layout, Sheet(rows_in_order(pairs, layout.fields_of(FIELDS)), FIELDS, (), ()))
            return
        found = sorted(((reading_order(one.row), all_disagreements([one])) for one in chosen), key=itemgetter(0))
        up_to = f"up to {show_date(snapshot.as_of)}{wording.known(snapshot)}"
        measured = [one for one in snapshot.select_measures(measures or ()) if passes(one, filters)]
        beside = against_documents(sorted(measured, key=lambda one: reading_order(one.row)))
    rows = [row for _, differing in found for row in differing]
    count = len({row["measure"] for row in rows})
    title = f"{wording.counted(len(rows), 'disagreeing pair')} over {count} of {len(found)} measures, {up_to}"
    notes = ["◄ is the record's answer; below each pair, the rule that chose, and what would put the other first"]
    if any(row["inferred_date"] for row in rows):
        notes.append("~ on some possible dates of the articles this would be progress, not a disagreement")
    papers = _sheet(rows, title, snapshot.as_of, notes)
    if not beside:
        show(layout, papers)
        return
    day = show_date(snapshot.established_as_of)
    told = f"{wording.counted(len(beside), 'pair')} of a document and the press that cannot both be so, up to {day}"
    if layout.sort:  # one list, or what is below would not be sorted in
        show(layout, _sheet([*rows, *beside], f"{title}\n{told}", snapshot.as_of, notes))
        return
    notes = ["the document stands first: tracker help established"]
    below = _sheet(beside, told, snapshot.as_of, notes)
    show(layout, below._replace(data=[*rows, *beside]), [papers])


def _sheet(rows: "Sequence[DisagreementRow]", title: str, as_of: str, notes: Sequence[str]) -> Sheet:
    """Pairs of mentions with what each says; below a pair of articles the rule that chose: three lines each."""
    columns = [Column("words", grows=True), Column("said"), Column("over", folds="over ")]
    columns += [Column("by", folds=""), Column("on", folds="")]
    cells: list[list[Cell | str] | Line] = []
    groups = []
    for row in rows:
        answer, mark = " ◄" if row["answers"] else "", " ~" if row["inferred_date"] else ""
        by = wording.place(row["source"], row["paragraph"])
        other_by = wording.place(row["other_source"], row["other_paragraph"])
        on, other_on = (presentation.short_date(row[day], as_of) for day in ("published", "other_published"))
        cells.append([wording.quoted(row["quote"]), row["says_label"] + answer, row["aspect"], by, on])
        cells.append([wording.quoted(row["other_quote"]), f"≠ {row['but_label']}{mark}", "", other_by, other_on])
        rule = f"first, as {row['reason']}; the other would be, {row['would_change']}"
        beside = "a document, and the press: neither decides the other's status"
        cells.append(Line(beside if row["with_document"] else rule, DIM))
        groups += [row["title"]] * 3
    return Sheet(rows, FIELDS, columns, cells, title, groups, [*notes] if rows else [], named_by_group=True)
