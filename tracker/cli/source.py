"""`tracker source`: list, show."""

from pathlib import Path
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


@app.command()
@takes(as_of)
def origins(
    ctx: typer.Context,
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts", metavar="DIR", help="The folder with your copies of the articles. [env: TRACKER_SEED_TEXTS]"
        ),
    ] = None,
) -> None:
    """Suggest which articles share an origin: long runs of the same words, in your copies of the texts.

    Where two texts are not at hand their quotes in the record are compared. Nothing is written: whoever agrees gives
    both articles one origin in their readings. Sources with one origin count once.

    \b
    Example:
      tracker source origins --texts ~/articles
    """
    from tracker import evidence, verification
    from tracker.origins import FIELDS, suggestions

    request = Request(ctx)
    folder = verification.texts_folder(texts)
    with reading(request) as record:
        sources, mentions = record.sources(), record.mentions()
    quotes: dict[str, dict[int, str]] = {}
    for row in mentions:
        said = quotes.setdefault(row["source"], {})
        said[row["paragraph"]] = f"{said.get(row['paragraph'], '')} {row['quote']}".strip()
    full = {}
    for source in sources:
        file = folder / f"{source['seed']}.txt" if folder and source["seed"] else None
        if file and file.is_file():
            text = file.read_bytes().decode("utf-8", errors="replace")
            full[source["source"]] = dict(enumerate(evidence.paragraphs(text), 1))
    rows = suggestions(sources, full, quotes)
    columns = [
        Column("source"),
        Column("and", folds="and "),
        Column("shared", right=True),
        Column("longest", right=True),
    ]
    columns += [Column("origin"), Column("for example", grows=True)]
    cells: list[list[Cell | str]] = []
    for row in rows:
        origin = "one" if row["same_origin"] else "one? " if row["suggested"] else ""
        shared = [str(row["shared_words"]), str(row["longest_run"])]
        cells.append([row["source"], row["other"], *shared, origin.strip(), f"“{row['words']}”"])
    notes = ["one: the record says so · one?: ask whether they reprint one story · numbers count words"] if rows else []
    pairs = "1 pair of {} articles shares" if len(rows) == 1 else f"{len(rows)} pairs of {{}} articles share"
    title = f"{pairs.format(len(sources))} wording ({len(full)} texts at hand)"
    show(request, Sheet(rows, FIELDS, columns, cells, title, notes=notes))
