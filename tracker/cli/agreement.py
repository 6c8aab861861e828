"""`tracker agreement`: two readers' codings of one article beside each other."""

from collections.abc import Sequence
from typing import Annotated

import typer

from tracker.cli.context import Clocks, Layout, Request, reading, show
from tracker.cli.options import KnownAt
from tracker.db import queries
from tracker.errors.coding import NotOneText, ReadOnce
from tracker.output.tables import DIM, Cell, Column, Sheet
from tracker.reports import wording
from tracker.reports.agreement import FIELDS, Coding, Comparison, DifferenceRow, Share, codings_of, compare
from tracker.reports.snapshot import LAST_DAY, Snapshot


def agreement(
    request: Request,
    layout: Layout,
    key: Annotated[str, typer.Argument(metavar="SOURCE", help="The article, by the key of its source.")],
    other: Annotated[
        str, typer.Option("--with", metavar="KEY", help="Only this other coding of it, by the key of its source.")
    ] = "",
    known_at: KnownAt = "",
) -> None:
    """Compare two readers' codings of one article: how far they agree, and every difference to talk over.

    An article is compared with each second reading of it (tracker read --blind) and with any source of the same text.
    Raw agreement is the share coded alike; Cohen's κ takes from it what chance would give. csv, json and md list the
    differences alone.

    \b
    Examples:
      tracker agreement step-back
      tracker agreement step-back --with step-back-read-by-jane --format csv > reconcile.csv
    """
    with reading(request, Clocks(known_at=known_at)) as now:
        # Whether two readers agree does not depend on a day: a second reader may have dated the article otherwise.
        snapshot = now.on(LAST_DAY)
        first = snapshot.source(key)
        others = codings_of(first, snapshot.sources())
        if other and snapshot.source(other)["source"] not in others:
            raise NotOneText(first["source"], other, others)
        if not others:
            raise ReadOnce(first["source"])
        chosen = [snapshot.source(other)["source"]] if other else others
        codings = _codings(snapshot, [first["source"], *chosen])
        measures = {row["measure"]: row for row in snapshot.definitions()}
    compared = [(name, compare(codings[first["source"]], codings[name], measures)) for name in chosen]
    tables = [
        table
        for name, comparison in compared
        for table in (_shares(first["source"], name, comparison), _differences(comparison.rows))
    ]
    everything = [row for _, comparison in compared for row in comparison.rows]
    show(layout, tables.pop()._replace(data=everything), tables)


def _codings(snapshot: Snapshot, sources: Sequence[str]) -> dict[str, Coding]:
    paragraphs, mentions = snapshot.paragraphs(), [spoken.row for spoken in snapshot.rows(queries.MENTIONS)]
    return {
        source: Coding(
            source,
            [row for row in paragraphs if row["source"] == source],
            [row for row in mentions if row["source"] == source and row["quote"]],
        )
        for source in sources
    }


def _shares(first: str, second: str, comparison: Comparison) -> Sheet:
    """How far two readers agree, judgement by judgement, and which measures each found."""
    columns = [Column("judgement", grows=True), Column("compared", right=True), Column("alike", right=True)]
    columns += [Column("raw", right=True), Column("Cohen's κ")]
    cells = [
        [share.name, str(share.compared), str(share.agreed), _percent(share), _kappa(share)]
        for share in comparison.shares
    ]
    found = {"both": comparison.both, first: comparison.only_first, second: comparison.only_second}
    notes = [
        f"{'found by' if who == 'both' else 'only in'} {who}: {', '.join(measures) or 'none'}"
        for who, measures in found.items()
    ]
    if comparison.left_out:
        notes.append(f"left out: {comparison.left_out} paragraphs that one of the two has not read")
    return Sheet([], [], columns, cells, f"{first} beside {second}", notes=notes)


def _percent(share: Share) -> str:
    return f"{100 * share.agreed / share.compared:.0f} %" if share.compared else ""


def _kappa(share: Share) -> str:
    if not share.corrected:
        return ""
    if not share.compared:
        return "nothing to compare"
    return "undefined: one category throughout" if share.kappa is None else f"{share.kappa:.2f}"


def _differences(rows: Sequence[DifferenceRow]) -> Sheet:
    """What is left to reconcile: both codings of each difference, one below the other, with the words of each."""
    columns = [Column("words", grows=True), Column("coded"), Column("over", folds="over "), Column("by", folds="by ")]
    cells: list[list[Cell | str]] = []
    groups = []
    for row in rows:
        lines: list[list[Cell | str]] = [
            [_words(row["quote"]), row["coded"], row["aspect"], row["source"]],
            [_words(row["other_quote"]), f"≠ {row['other_coded']}", "", row["other"]],
        ]
        if row["may_be_same_as"]:
            lines.append([Cell(f"may be the same as {row['may_be_same_as']}", DIM), "", "", ""])
        cells += lines
        heading = f"¶{row['paragraph']}" + (f" {row['title']} ({row['measure']})" if row["measure"] else "")
        groups += [heading] * len(lines)
    count = f"{wording.counted(len(rows), 'difference')} to reconcile"
    return Sheet(rows, FIELDS, columns, cells, count, groups)


def _words(quote: str | None) -> Cell | str:
    return f"“{quote}”" if quote else Cell("no words quoted", DIM)
