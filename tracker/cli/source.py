"""`tracker source`: list, show."""

from typing import Annotated

import typer

from tracker.cli.context import Request, reading, show
from tracker.cli.options import as_of, layout, takes
from tracker.cli.words import STYLES
from tracker.columns import PARAGRAPHS, SOURCES, names
from tracker.dates import display
from tracker.tables import Cell, Column, Sheet
from tracker.vocabulary import VERDICTS, status_label

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Sources: the articles the record rests on.")


def _published(row: dict[str, str]) -> str:
    spoken = display(row["updated"] or row["published"])
    inferred = not row["updated"] and row["published_earliest"] != row["published_latest"]
    return f"{spoken} ~" if inferred else spoken


@app.command("list")
@takes(as_of, layout)
def list_(ctx: typer.Context) -> None:
    """List the articles, oldest first: when each speaks, how that is known, and the text file it was read from.

    \b
    Example:
      tracker source list
    """
    request = Request(ctx)
    with reading(request) as record:
        sources = sorted(record.sources(), key=lambda row: (row["updated"] or row["published"], row["source"]))
    columns = [Column("source"), Column("speaks on"), Column("known"), Column("title", grows=True)]
    columns += [Column("author", folds="by "), Column("seed", folds="")]
    rows = [
        [row["source"], _published(row), row["published_basis"], row["title"], row["author"] or "", row["seed"] or ""]
        for row in sources
    ]
    notes = ["~ inferred within a range of days: tracker source show KEY"]
    show(request, Sheet(sources, names(SOURCES), columns, rows, notes=notes))


@app.command("show")
@takes(as_of)
def show_(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="The source's key, or its seed.")],
) -> None:
    """Show one article: its particulars, and paragraph by paragraph what it mentions or what it is.

    \b
    Example:
      tracker source show step-back
    """
    request = Request(ctx)
    with reading(request) as record:
        source = record.source(key)
        paragraphs = [row for row in record.paragraphs() if row["source"] == source["source"]]
        mentions = [row for row in record.mentions() if row["source"] == source["source"]]
        kinds = {one.row["measure"]: one.row["kind"] for one in record.measured()}
    if request.form in ("csv", "json"):
        show(request, Sheet(paragraphs, names(PARAGRAPHS), [], []))
        return
    facts = [[name.replace("_", " "), str(source[name])] for name in names(SOURCES) if source[name] not in (None, "")]
    show(request, Sheet([], [], [Column(""), Column("", grows=True)], facts, source["title"]))
    typer.echo()
    columns = [
        Column("¶", right=True),
        Column("verdict"),
        Column("measure", folds=""),
        Column("stage", folds=""),
        Column("words", grows=True),
    ]
    rows: list[list[Cell | str]] = []
    for paragraph in paragraphs:
        number = str(paragraph["paragraph"])
        found = [row for row in mentions if row["paragraph"] == paragraph["paragraph"]]
        for row in found:
            stage = status_label(kinds[row["measure"]], row["status"])
            rows.append([number, "", row["measure"], Cell(stage, STYLES[row["status"]]), f"“{row['quote']}”"])
        if not found:
            verdict = VERDICTS.label(paragraph["verdict"]) if paragraph["verdict"] else "unread"
            rows.append([number, Cell(verdict, "dim"), "", "", Cell(paragraph["note"] or "", "dim")])
    show(request, Sheet(paragraphs, names(PARAGRAPHS), columns, rows))
