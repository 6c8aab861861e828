"""`tracker changes`: what moved between two days, or what differs between two copies of the record."""

from collections.abc import Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.context import FEED, Clocks, Layout, Request, deliver, reading, require_known, show
from tracker.cli.options import SHEET_FORMS, KnownAt
from tracker.db import queries
from tracker.domain.dates import read_day, show_date
from tracker.domain.filters import Filters, passes
from tracker.errors.base import UsageError
from tracker.errors.usage import BadDate, UnknownCode
from tracker.output.tables import Cell, Column, Sheet, cell_text
from tracker.package.compare import CHANGED_FIELDS, ChangedRow, Copy, differences, of_package, of_record
from tracker.reports import wording
from tracker.reports.changes import MOVED_FIELDS, MOVES, QUIET_AFTER, MovedRow, day_by_day, moved
from tracker.reports.snapshot import Snapshot

NOW = "now"


def changes(
    request: Request,
    filters: Filters,
    layout: Layout,
    begin: Annotated[str, typer.Argument(metavar="FROM", help="A day, a data package (folder or zip), or `now`.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="The same, or left out for `now`.")] = NOW,
    format: Annotated[  # noqa: A002 (the option's name)
        str,
        typer.Option("--format", metavar="FORM", help=f"How to show it: {', '.join(SHEET_FORMS)}, or {FEED}: a feed."),
    ] = "",
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Leave with 1 where anything changed.")] = False,
    known_at: KnownAt = "",
) -> None:
    """Show what changed from one point to another; each is a day, a data package, or the record now.

    Between days: the measures that are new, advanced, fell back, are newly disputed, whose trigger was met, or that
    nobody has spoken of since, with the words before and after. Between packages, or a package and the record: every
    measure and mention added, changed, withdrawn or merged, with the reason in the change log. Filters are for days.

    \b
    Examples:
      tracker changes 2022-01-31 2022-02-10
      tracker changes 2022-02-10 now --kind deployment
      tracker changes ./package-of-march.zip now --exit-code
      tracker changes 2022-01-01 -o changes.atom
    """
    ends = [_end(begin), _end(end)]
    forms = (*SHEET_FORMS, FEED)
    if format and format.lower() not in forms:
        raise UnknownCode("format", format, forms)
    if layout.form == FEED:
        changed = _feed(request, filters, layout, known_at, *ends)
    else:
        changed = _shown(request, filters, layout, known_at, *ends)
    if exit_code and changed:
        raise typer.Exit(1)


def _shown(
    request: Request, filters: Filters, layout: Layout, known_at: str, begin: str | Path, end: str | Path
) -> bool:
    """Show what changed; returns whether anything did."""
    if isinstance(begin, Path) or isinstance(end, Path):
        return _between_copies(request, layout, known_at, begin, end)
    with reading(request, Clocks(known_at=known_at)) as snapshot:
        filters = require_known(snapshot, filters)
        before, after = snapshot.on(_day(begin)), _up_to(snapshot, begin, end)
        kept = (one.row for one in after.measures() if passes(one, filters))
        earlier = (one.row for one in before.measures())
        if not layout.wants_only_rows:
            measured = [*kept]
            rows = [*moved(earlier, measured)]
            title = f"What moved from {show_date(before.as_of)} to {show_date(after.as_of)}{wording.known(snapshot)}: "
            show(layout, _sheet(rows, f"{title}{len(rows)} of {len(measured)} measures"))
            return bool(rows)
        found = moved(earlier, kept)
        first = [*islice(found, 1)]
        show(layout, Sheet(chain(first, found), MOVED_FIELDS, (), ()))
        return bool(first)


def _feed(
    request: Request, filters: Filters, layout: Layout, known_at: str, begin: str | Path, end: str | Path
) -> bool:
    """Write what moved between two days as a feed; returns whether anything did."""
    if isinstance(begin, Path) or isinstance(end, Path):
        raise UsageError("a feed tells what moved between days", "give two days, or one and `now`")
    from tracker.exports.atom import feed  # only a feed pays for XML

    with reading(request, Clocks(known_at=known_at)) as snapshot:
        filters = require_known(snapshot, filters)
        after = _up_to(snapshot, begin, end)
        moves = list(day_by_day(snapshot, snapshot.on(_day(begin)).as_of, after.as_of, filters))
        content = feed(after, moves, filters)
    deliver(request, layout.output or "-", content, layout.force)
    return bool(moves)


def _day(end: str) -> str:
    return "" if end == NOW else end


def _up_to(snapshot: Snapshot, begin: str, end: str) -> Snapshot:
    """The record as of the second of two days; raises UsageError where it is before the first."""
    after = snapshot.on(_day(end))
    if snapshot.on(_day(begin)).as_of > after.as_of:
        raise UsageError(f"{begin} is after {end}", "give the earlier one first")
    return after


def _end(text: str) -> str | Path:
    """A day, `now`, or the path of a package."""
    if text == NOW:
        return NOW
    if Path(text).exists():
        return Path(text)
    try:
        return read_day(text)
    except BadDate:
        raise UsageError(
            f"{text!r} is neither a day, nor a package, nor `now`", "for example: tracker changes YYYY-MM-DD now"
        ) from None


def _sheet(rows: Sequence[MovedRow], title: str) -> Sheet:
    columns = [
        Column("measure", grows=True),
        Column("stage"),
        Column("words", folds=""),
        Column("before", folds="was "),
    ]
    cells: list[list[Cell | str]] = []
    for row in rows:
        _, *more = row["moved"].split(";")
        stage = row["status_label_after"]
        if row["status_label_before"] not in (None, stage):
            stage = f"{row['status_label_before']} → {stage}"
        also = f" ({', '.join(move.replace('_', ' ') for move in more)})" if more else ""
        was = _words(row["quote_before"], row["source_before"], row["paragraph_before"])
        now = _words(row["quote_after"], row["source_after"], row["paragraph_after"])
        same = row["quote_before"] == row["quote_after"]
        cells.append([row["title"] + also, stage, now, "" if same else was])
    groups = [MOVES[row["moved"].split(";")[0]] for row in rows]
    notes = [f"Gone quiet: not reported for more than {QUIET_AFTER} days; a shorter silence is no movement."]
    return Sheet(rows, MOVED_FIELDS, columns, cells, title, groups, named_by_group=True, notes=notes)


def _words(quote: str | None, source: str | None, paragraph: int | None) -> str:
    return f"“{quote}” {wording.place(source, paragraph)}" if quote else ""


def _between_copies(request: Request, layout: Layout, known_at: str, begin: str | Path, end: str | Path) -> bool:
    """Show what differs; returns whether anything does."""
    with reading(request, Clocks(known_at=known_at)) as snapshot:
        before, after = (_copy(snapshot, end) for end in (begin, end))
        # Of two packages the record cannot say which of its revisions lie between them.
        are_packages = isinstance(begin, Path) and isinstance(end, Path)
        found = differences(before, after, tuple if are_packages else lambda: snapshot.rows(queries.REASONS))
        if not layout.wants_only_rows:
            rows = [*found]
            show(layout, _differences_sheet(rows, begin, end))
            return bool(rows)
        first = [*islice(found, 1)]
        show(layout, Sheet(chain(first, found), CHANGED_FIELDS, (), ()))
        return bool(first)


def _differences_sheet(rows: Sequence[ChangedRow], begin: str | Path, end: str | Path) -> Sheet:
    columns = [Column("what"), Column("change"), Column("field"), Column("before", folds="before: ")]
    columns += [Column("after", grows=True), Column("why", folds="why: ")]
    cells: list[list[Cell | str]] = [
        [row["key"], row["change"], row["field"] or "", row["before"] or "", row["after"] or "", _why(row)]
        for row in rows
    ]
    groups = [row["table"].capitalize() for row in rows]
    things = len({(row["table"], row["key"]) for row in rows})
    title = f"From {begin} to {end}: {things} of the measures and mentions differ" if rows else "No difference"
    return Sheet(rows, CHANGED_FIELDS, columns, cells, title, groups, named_by_group=True)


def _why(row: ChangedRow) -> str:
    return f"{row['why']} (revision {cell_text(row['revision'])}, {row['author']})" if row["why"] else ""


def _copy(snapshot: Snapshot, end: str | Path) -> Copy:
    if isinstance(end, Path):
        return of_package(end)
    return of_record(snapshot.on(_day(end)))
