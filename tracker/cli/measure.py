"""`tracker measure`: list, show, explain."""

from itertools import islice
from typing import Annotated

import typer

from tracker.cli import presentation
from tracker.cli.context import Clocks, Layout, Request, reading, require_known, show, writing
from tracker.cli.entry import Edit, changed, collect, reader, refuse_alike, suggested, write
from tracker.cli.options import Anyway, Base, Entered, Why
from tracker.domain import fields
from tracker.domain.caveats import caveat
from tracker.domain.columns import MEASURES, MENTIONS, names
from tracker.domain.dates import show_date
from tracker.domain.fields import Values
from tracker.domain.filters import Filters, passes
from tracker.domain.keys import as_mention_key
from tracker.domain.status import mention_rows
from tracker.domain.vocabulary import KINDS, RELATIONS, RULES, status_label
from tracker.output.tables import Cell, Column, Sheet
from tracker.reports import wording
from tracker.reports.reading_order import by_kind, in_reading_order
from tracker.reports.snapshot import Snapshot, following
from tracker.reports.wording import place

HELP = "Measures: what the UK does, may do or refuses."

Key = Annotated[str, typer.Argument(metavar="KEY", help="The measure's key, as `tracker measure list` shows it.")]


def list_(
    request: Request,
    clocks: Clocks,
    filters: Filters,
    layout: Layout,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, max=10**9, help="A page: so many, by key.")
    ] = None,
    after: Annotated[str, typer.Option("--after", metavar="KEY", help="The page after this key.")] = "",
) -> None:
    """List measures with their keys; a page of a long list with --limit, and the next with --after.

    \b
    Examples:
      tracker measure list --kind sanctions
      tracker measure list --limit 50 --after icc-referral
    """
    with reading(request, clocks) as snapshot:
        filters = require_known(snapshot, filters)
        first = following(after)
        if layout.wants_data and not limit:
            fields = layout.fields_of(names(MEASURES))
            told = ((row, row) for row in snapshot.measure_rows(filters, layout.fields, first))
            show(layout, Sheet(in_reading_order(told, fields), names(MEASURES), (), ()))
            return
        found = (one for one in snapshot.measures(first) if passes(one, filters))
        measured = list(islice(found, limit)) if limit else by_kind(found)
    columns = [Column("title", grows=True), Column("status"), Column("measure", folds="")]
    cells: list[list[Cell | str]]
    cells = [[one.row["title"], presentation.status_cell(one), one.row["measure"]] for one in measured]
    groups = [] if limit else [KINDS.label(one.row["kind"]) for one in measured]
    rows, notes = [one.row for one in measured], presentation.legend({caveat(one) for one in measured})
    show(layout, Sheet(rows, names(MEASURES), columns, cells, groups=groups, notes=notes))


def show_(
    request: Request,
    clocks: Clocks,
    layout: Layout,
    key: Key,
) -> None:
    """Show one measure: its status and why, its particulars, its links, and every mention in deciding order.

    \b
    Example:
      tracker measure show royal-marines-poland
    """
    with reading(request, clocks) as snapshot:
        one = snapshot.measure(key, or_established=True)
        row = next(snapshot.listed(one.row["measure"], one.row["measure"])).row
        links = [link for link in snapshot.links() if one.row["measure"] in (link["measure"], link["other"])]
    facts = [*wording.facts(one)]
    facts += [wording.link_fact(link, one.row["measure"]) for link in links]
    above = Sheet(
        [], [], [Column(""), Column("", grows=True)], [[name, text] for name, text in facts], one.row["title"]
    )
    mentions = mention_rows(one.mentions)
    below = presentation.mention_sheet(mentions, "", {one.row["measure"]: one.row["kind"]}, "source")
    show(layout, below._replace(data=[row], fields=names(MEASURES)), [above])


def explain(
    request: Request,
    clocks: Clocks,
    layout: Layout,
    key: Key,
) -> None:
    """Explain a status: the answer in a sentence, the mentions in order, what disagrees, what would change it.

    \b
    Example:
      tracker measure explain royal-marines-poland
    """
    with reading(request, clocks) as snapshot:
        one = snapshot.measure(key, or_established=True)
        how = "documents have it" if one.decision is one.established else "last reported"
        title = f"{one.row['title']}, as {how} up to {show_date(one.row['as_of'])}{wording.known(snapshot)}"
    answer, *notes = wording.explained(one)
    kind = one.row["kind"]
    columns = [Column("", right=True), Column("stage"), Column("said", folds="")]
    columns += [Column("article", folds=""), Column("why here", folds=""), Column("words", grows=True)]
    cells = []
    for mention in one.decision.ranked:
        said = mention.row
        stage = status_label(kind, said["status"])
        why = RULES.label(mention.reason)
        if mention.rank > 1 and mention.reason != "deprecated":
            why = f"the one above is {why}"
        stage += f" ≠ {', '.join(mention.disagrees)}" if mention.disagrees else ""
        day = f"{show_date(said['spoken_on'])}{' ~' if said['spoken_earliest'] != said['spoken_latest'] else ''}"
        where = place(said["source"], said["paragraph"])
        cells.append([str(mention.rank), stage, day, where, why, wording.quoted(said["quote"])])
    if one.row["inferred_date"]:
        notes.append("~ The answer rests on an inferred date: within the possible days of an article it would change.")
    if one.row["disputed"]:
        notes.append("≠ Disagrees with the answer; a later and further stage would be progress, and is not marked.")
    rows = mention_rows(one.decision.ranked)
    show(layout, Sheet(rows, names(MENTIONS), columns, cells, f"{title}\n{answer}", notes=notes))


def add(
    request: Request,
    given: Annotated[Values, Entered(fields.MEASURE)],
    anyway: Anyway = False,
    why: Why = "",
) -> None:
    """Add a measure; it has a status once something mentions it. Prints its key.

    Measures that look like it are shown first, as a new article may speak of one that is recorded already.

    \b
    Examples:
      tracker measure add
      tracker measure add --title "Field hospital to Lviv" --kind humanitarian --why "new in today's article"
    """
    from tracker.record import measures
    from tracker.reports.search import recorded_alike

    def prepare(snapshot: Snapshot) -> Values:
        values = collect(request, given, fields.MEASURE, suggested, reader(fields.MEASURE), why)
        near = recorded_alike(snapshot, values)
        instead = (
            f"to add what an article says of it: tracker mention add --measure {near[0]['measure']}" if near else ""
        )
        refuse_alike("measure", [f"{row['measure']}  {row['title']}" for row in near], instead, anyway)
        return values

    typer.echo(write(request, why, prepare, measures.add))


def edit(
    request: Request,
    given: Annotated[Values, Entered(fields.MEASURE, without=["key"])],
    key: Key,
    base: Base = None,
    why: Why = "",
) -> None:
    """Change a measure's fields; what is not given stays, and an empty value takes a field away.

    \b
    Example:
      tracker measure edit hms-trent --title "HMS Trent to the eastern Mediterranean" --why "plainer title"
    """
    from tracker.record import measures

    def prepare(snapshot: Snapshot) -> Edit:
        now = snapshot.definition(key)
        values = changed(request, given, fields.MEASURE[1:], now, reader(fields.MEASURE))
        return Edit(now["measure"], values, snapshot.revision if base is None else base)

    write(request, why, prepare, lambda change, edit: measures.edit(change, *edit))


def withdraw(
    request: Request,
    key: Key,
    why: Why = "",
) -> None:
    """Withdraw a measure with its mentions and links; the change log keeps them, and `tracker undo` brings them back.

    \b
    Example:
      tracker measure withdraw offers-not-taken-up --why "too vague to be a measure"
    """
    from tracker.record import measures

    with writing(request, why) as change:
        count = measures.withdraw(change, key)
    request.say(f"{wording.counted(count, 'mention')} went with it.")


def merge(
    request: Request,
    key: Annotated[str, typer.Argument(metavar="FROM", help="The measure that is to end.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="The measure that answers for both.")],
    why: Why = "",
) -> None:
    """Let one measure answer for another: mentions and links move, and the old key goes on answering.

    \b
    Example:
      tracker measure merge oligarch-sanctions further-sanctions --why "the same list of names"
    """
    from tracker.record import measures

    with writing(request, why) as change:
        count = measures.merge(change, key, into)
    request.say(f"{wording.counted(count, 'mention')} moved from {key} to {into}.")
    request.say(f"tracker measure unmerge {key} takes it back.")


def unmerge(
    request: Request,
    key: Annotated[str, typer.Argument(metavar="KEY", help="The measure that was merged into another.")],
    why: Why = "",
) -> None:
    """Let a merged measure answer for itself again: its mentions and links come back; what was changed since stays so.

    \b
    Example:
      tracker measure unmerge oligarch-sanctions --why "the lists turned out to be two"
    """
    from tracker.record import measures

    with writing(request, why) as change:
        count = measures.unmerge(change, key)
    request.say(f"{wording.counted(count, 'mention')} came back to {key}.")


def split(
    request: Request,
    given: Annotated[Values, Entered(fields.MEASURE, without=["key"])],
    key: Key,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The key of the measure to split off.")],
    mention: Annotated[list[str], typer.Option("--mention", help="A mention that goes with it; repeat for more.")],
    why: Why = "",
) -> None:
    """Split a measure: make a new one like it, but for the fields given, and move mentions to it.

    \b
    Example:
      tracker measure split standby-1000 standby-medics --mention m0a1b2c3d4e --title "Medics on standby" --why "apart"
    """
    from tracker.record import measures, mentions

    with writing(request, why) as change:
        now = measures.required(change, key)
        measures.add(change, {**now, **given, "key": new})
        for one in mention:
            mentions.move(change, as_mention_key(one), new)
    typer.echo(new)


def link(
    request: Request,
    key: Key,
    relation: Annotated[str, typer.Argument(metavar="RELATION", help=f"One of: {', '.join(RELATIONS)}.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other measure's key.")],
    off: Annotated[bool, typer.Option("--off", help="Take the link away instead.")] = False,
    why: Why = "",
) -> None:
    """Say how a measure stands to another one.

    \b
    Example:
      tracker measure link hms-trent part_of nato-defence-offer --off --why "no article says so"
    """
    from tracker.domain.keys import link_key
    from tracker.record import links

    with writing(request, why) as change:
        if off:
            links.withdraw(change, link_key(key, relation, other))
        else:
            links.add(change, {"measure": key, "relation": relation, "other": other})


VERBS = {
    one.__name__.strip("_"): one for one in (list_, show_, explain, add, edit, withdraw, merge, unmerge, split, link)
}
