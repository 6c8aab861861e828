"""`tracker measure`: list, show, explain."""

from typing import Annotated

import typer

from tracker.cli import words
from tracker.cli.context import Request, reading, show
from tracker.cli.options import as_of, filters, layout, takes
from tracker.columns import MEASURES, MENTIONS, names
from tracker.dates import display
from tracker.deciding import what_would_flip
from tracker.reports import by_kind, mention_row, select
from tracker.tables import Column, Sheet
from tracker.vocabulary import KINDS, RULES, status_label

app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Measures: what the UK does, may do or refuses.")

Key = Annotated[str, typer.Argument(metavar="KEY", help="The measure's key, as `tracker measure list` shows it.")]


@app.command("list")
@takes(as_of, filters, layout)
def list_(ctx: typer.Context) -> None:
    """List measures with their keys.

    \b
    Example:
      tracker measure list --kind sanctions
    """
    request = Request(ctx)
    with reading(request) as record:
        measured = by_kind(select(record.measured(), request.filters()))
    columns = [Column("measure"), Column("title", grows=True), Column("kind"), Column("status")]
    rows = [
        [one.row["measure"], one.row["title"], KINDS.label(one.row["kind"]).lower(), words.status_cell(one.row)]
        for one in measured
    ]
    show(request, Sheet([one.row for one in measured], names(MEASURES), columns, rows, notes=words.legend(measured)))


@app.command("show")
@takes(as_of)
def show_(ctx: typer.Context, key: Key) -> None:
    """Show one measure: its status and why, its particulars, its links, and every mention in deciding order.

    \b
    Example:
      tracker measure show royal-marines-poland
    """
    request = Request(ctx)
    with reading(request) as record:
        one = record.measure(key)
        links = [link for link in record.links() if one.row["measure"] in (link["measure"], link["other"])]
    if request.form in ("csv", "json"):
        show(request, Sheet([one.row], names(MEASURES), [], []))
        return
    facts = [*words.facts(one)]
    facts += [(link["relation"].replace("_", " "), f"{link['measure']} → {link['other']}") for link in links]
    columns = [Column(""), Column("", grows=True)]
    show(request, Sheet([], [], columns, [[name, text] for name, text in facts], one.row["title"]))
    typer.echo()
    mentions = [mention_row(mention) for mention in one.decision.ranked]
    show(request, words.mention_sheet(mentions, "", {one.row["measure"]: one.row["kind"]}, "source"))


@app.command()
@takes(as_of, layout)
def explain(ctx: typer.Context, key: Key) -> None:
    """Explain a status: every candidate in order, the rule that chose, what disagrees, what would flip it.

    \b
    Example:
      tracker measure explain royal-marines-poland
    """
    request = Request(ctx)
    with reading(request) as record:
        one = record.measure(key)
    row, kind = one.row, one.row["kind"]
    columns = [Column("", right=True), Column("stage"), Column("said", folds="")]
    columns += [Column("article", folds=""), Column("why here", folds=""), Column("words", grows=True)]
    cells = []
    for mention in one.decision.ranked:
        said = mention.row
        stage = status_label(kind, said["status"])
        why = RULES.label(mention.reason) if mention.rank == 1 else f"below: {RULES.label(mention.reason)}"
        stage += f" ≠ {', '.join(mention.disagrees)}" if mention.disagrees else ""
        day = f"{display(said['spoken_on'])}{' ~' if said['spoken_earliest'] != said['spoken_latest'] else ''}"
        where = f"{said['source']} ¶{said['paragraph']}"
        cells.append([str(mention.rank), stage, day, where, why, f"“{said['quote']}”"])
    rule = RULES[row["status_rule"]]
    notes = [f"{row['status_label']}: {row['status_source']} ¶{row['status_paragraph']} decides, as {rule.label}."]
    notes.append(f"The rule: {rule.definition}.")
    for mention, condition in what_would_flip(one.decision):
        label = status_label(kind, mention.row["status"])
        notes.append(f"It would be {label}, by {mention.row['source']} ¶{mention.row['paragraph']}, {condition}.")
    if row["inferred_date"]:
        notes.append("~ The answer rests on an inferred date: within the possible days of an article it would change.")
    if row["disputed"]:
        notes.append("≠ Disagrees with the answer; a later and further stage would be progress, and is not marked.")
    title = f"{row['title']}, as last reported up to {display(row['as_of'])}"
    rows = [mention_row(mention) for mention in one.decision.ranked]
    show(request, Sheet(rows, names(MENTIONS), columns, cells, title, notes=notes))
