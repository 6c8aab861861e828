"""The verbs of the whole data set: report, coverage, verify, check."""

from typing import Annotated

import typer

from tracker.cli import presentation
from tracker.cli.context import Request, reading, show
from tracker.cli.options import as_of, filters, layout, takes, texts
from tracker.domain.columns import MEASURES, names
from tracker.domain.filters import passes
from tracker.domain.vocabulary import VERDICTS
from tracker.errors.base import FaultsFound
from tracker.output.tables import Cell, Column, Sheet
from tracker.reports.coverage import FIELDS
from tracker.reports.coverage import coverage as covered
from tracker.reports.snapshot import reading_order

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@takes(as_of, filters, layout)
def report(
    ctx: typer.Context,
    quotes: Annotated[bool, typer.Option("--quotes", help="Put the deciding words beside each status.")] = False,
) -> None:
    """Show what the UK has done, is doing and may do, by kind, with status and sources.

    \b
    Examples:
      tracker report
      tracker report --quotes --kind deployment
      tracker report --as-of 2022-02-10 --disputed
      tracker report --format csv > measures.csv
    """
    request = Request(ctx)
    filters = request.filters()
    with reading(request) as snapshot:
        request.require_sources(snapshot, filters)
        if request.wants_data:
            rows = sorted(snapshot.measure_rows(filters, request.fields), key=reading_order)
            title = presentation.heading(snapshot, len(rows), snapshot.count())
            sheet = Sheet(rows, names(MEASURES), (), (), title)
        else:
            # Made as they are read: of a large record not every mention need be held at once.
            lines = [presentation.line(one, quotes) for one in snapshot.measures() if passes(one, filters)]
            lines.sort(key=lambda line: reading_order(line.row))
            title = presentation.heading(snapshot, len(lines), snapshot.count())
            sheet = presentation.report_sheet(lines, title, quotes)
    show(request, sheet)


@app.command()
@takes(as_of, layout)
def coverage(ctx: typer.Context) -> None:
    """Show how much of each article was read: paragraphs that record measures, by verdict, and unread.

    \b
    Example:
      tracker coverage
    """
    request = Request(ctx)
    with reading(request) as snapshot:
        rows = covered(snapshot)
    fields = FIELDS
    total: dict[str, str | int] = {
        "source": "all",
        **{field: sum(int(row[field]) for row in rows) for field in fields[1:]},
    }
    columns = [Column("source", grows=True), Column("paragraphs", right=True), Column("mentions", right=True)]
    columns += [
        Column(VERDICTS.label(verdict), right=True, folds=f"{VERDICTS.label(verdict)} ") for verdict in VERDICTS
    ]
    columns.append(Column("unread", right=True))
    cells = [[str(row[field]) for field in FIELDS] for row in [*rows, total]]
    show(request, Sheet(rows, FIELDS, columns, cells))


@app.command()
@takes(as_of, texts)
def verify(ctx: typer.Context) -> None:
    """Hold every quote and fingerprint against your own copies of the articles.

    Without a copy at hand an article is reported as not checked. A copy is a text file named as `tracker source list`
    gives it under seed, or was attached with `tracker source attach`. Exit code 1 where anything does not hold.

    \b
    Example:
      tracker verify --texts ~/articles
    """
    from tracker.reports import verification

    request = Request(ctx)
    with reading(request) as snapshot:
        folder = verification.texts_folder(request.get("texts"))
        rows, faults = verification.verify(snapshot, verification.Texts(snapshot, folder))
    if folder and all(row["result"] == "not checked" for row in rows):
        request.say(f"{folder} holds none of the articles: a text is looked for under its seed, with the ending .txt.")
    fields = verification.FIELDS
    columns = [Column(field, right=field in fields[3:]) for field in fields]
    styles = {"holds": "green", "fails": "red"}
    cells: list[list[Cell | str]] = [
        [Cell(str(value), styles.get(str(value), "")) for value in row.values()] for row in rows
    ]
    show(request, Sheet(rows, fields, columns, cells))
    if faults:
        raise FaultsFound(faults, "the record does not hold against these texts")


@app.command()
def check(
    ctx: typer.Context,
    expect: Annotated[
        str, typer.Option("--expect", metavar="HEAD", help="A head that `tracker log --head` printed earlier.")
    ] = "",
    repair: Annotated[bool, typer.Option("--repair", help="First make the search index anew.")] = False,
) -> None:
    """Look for faults in the record: its change log, its references, measures without a status. Silent when sound.

    \b
    Examples:
      tracker check
      tracker check --expect 1:4be1…
      tracker check --repair
    """
    from tracker.reports import checks

    request = Request(ctx)
    if repair:
        with reading(request):  # refuses what is no record of ours, before anything is written
            pass
        checks.repair(request.address[0])
        request.say("The search index was made anew.")
    with reading(request) as snapshot:
        faults = checks.check(snapshot, request.address[0], expect)
    if faults:
        raise FaultsFound(faults, "the record is not sound")
    request.say("The record is sound.")
