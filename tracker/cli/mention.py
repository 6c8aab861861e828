"""`tracker mention`: list, show, add, edit, move, prefer, deprecate, withdraw."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import presentation
from tracker.cli.context import Clocks, Layout, Request, reading, require_known, show
from tracker.cli.entry import Edit, changed, collect, refuse_alike, write
from tracker.cli.options import Anyway, Base, Entered, Why
from tracker.domain import fields
from tracker.domain.columns import MENTIONS, names
from tracker.domain.fields import Values
from tracker.domain.filters import Filters, passes, select, speaks
from tracker.domain.status import MeasureStatus, mention_rows
from tracker.output.tables import Column, Sheet
from tracker.reports import wording
from tracker.reports.snapshot import Snapshot
from tracker.reports.wording import place, quoted

if TYPE_CHECKING:
    from tracker.domain.rows import RankedMentionRow

    pass

HELP = "Mentions: the words that say so, one by one."

Key = Annotated[str, typer.Argument(metavar="KEY", help="The mention's key, as `tracker mention list` shows it.")]


def by(digits: str) -> Callable[[Snapshot], str]:
    """What finds the key of the mention that begins like this."""
    return lambda snapshot: snapshot.mention_key(digits)


def list_(
    request: Request,
    clocks: Clocks,
    filters: Filters,
    layout: Layout,
) -> None:
    """List every mention by measure, in deciding order.

    --source, --type, --speaker, --actor and --status choose among the mentions, the other filters among their measures.
    Those that count to what documents establish come after the measure's own.

    \b
    Examples:
      tracker mention list --kind deployment
      tracker mention list --format csv > mentions.csv
    """
    with reading(request, clocks) as snapshot:
        filters = require_known(snapshot, filters)
        if layout.wants_data:
            show(layout, Sheet(_rows(snapshot.measures(), filters), names(MENTIONS), (), ()))
            return
        measured = select(snapshot.measures(), filters)
    kinds = {one.row["measure"]: one.row["kind"] for one in measured}
    rows = list(_rows(measured, filters))
    title = f"{wording.counted(len(rows), 'mention')} of {wording.counted(len(measured), 'measure')}"
    sheet = presentation.mention_sheet(rows, title, kinds, "measure")
    show(layout, sheet)


def _rows(measured: Iterable[MeasureStatus], filters: Filters) -> "Iterator[RankedMentionRow]":
    """The mentions that pass the filters, with their measures, as they come."""
    for one in measured:
        if passes(one, filters):
            yield from (row for row in mention_rows(one.mentions) if speaks(row, filters))


def show_(
    request: Request,
    clocks: Clocks,
    layout: Layout,
    key: Key,
) -> None:
    """Show everything recorded of one mention.

    \b
    Example:
      tracker mention show mdafcd2de5c
    """
    with reading(request, clocks) as snapshot:
        row = snapshot.mention(key)
        measure, article = snapshot.definition(row["measure"]), snapshot.source(row["source"])
    facts = wording.mention_facts(row, measure["kind"], wording.quoted_title(article))
    columns = [Column(""), Column("", grows=True)]
    show(layout, Sheet([row], names(MENTIONS), columns, facts, measure["title"]))


def add(
    request: Request,
    given: Annotated[Values, Entered(fields.MENTION_IN_SOURCE)],
    text: Annotated[
        Path | None,
        typer.Option(
            "--text",
            metavar="FILE",
            help="The article's text, to hold the quote against, where no copy is at hand.",
        ),
    ] = None,
    anyway: Anyway = False,
    why: Why = "",
) -> None:
    """Add a mention: what an article says of a measure in one paragraph. Prints its key.

    Where the text is at hand the quote is held against it, and may be given as its first … last words. Strength is
    direct unless said otherwise; the attribution follows from the speaker, own_voice where none is given. What is only
    cited, with --evidence cited, has a --locator in place of paragraph and quote.

    \b
    Example:
      tracker mention add --source step-back --measure hms-trent --paragraph 34 --quote "dispatching a" \\
        --status proposed --why "second look"
    """
    from tracker.record import mentions
    from tracker.record.typed_mentions import TypedMention
    from tracker.text import guesses
    from tracker.text.near_duplicates import mentions_alike

    def suggest(known: Values) -> Values:
        return {"strength": "direct", "attribution": guesses.attribution(str(known.get("speaker") or ""))}

    def prepare(snapshot: Snapshot) -> dict[str, object]:
        read = TypedMention(snapshot, text=text)
        cited = given.get("evidence") == "cited"
        noun = fields.as_cited(fields.MENTION_IN_SOURCE) if cited else fields.MENTION_IN_SOURCE
        values = collect(request, given, noun, suggest, read, why)
        _fill_in(request, given, values, snapshot)
        if not cited and not read.paragraphs(str(values["source"])):
            request.say("  the quote is held against no text: none is at hand (give it with --text FILE)")
        alike = mentions_alike(values, snapshot.mentions_of(str(values["measure"])))
        told = [f"{row['mention']}  {place(row['source'], row['paragraph'])} {quoted(row['quote'])}" for row in alike]
        instead = f"to correct that one: tracker mention edit {alike[0]['mention']}" if alike else ""
        refuse_alike("mention", told, instead, anyway)
        return values

    typer.echo(
        write(request, why, prepare, lambda change, values: mentions.add(change, str(values.pop("source")), values))
    )


def _fill_in(request: Request, given: Values, values: dict[str, object], snapshot: Snapshot) -> None:
    """Say who acts where nobody did, as a guided reading does, and offer a speaker's name in full."""
    from tracker.text.mention_guesses import actor, last_said
    from tracker.text.speakers import full_name, is_short_for

    measure, source = str(values["measure"]), snapshot.known_source(str(values["source"]))
    spoken = source["spoken_on"] if source else ""
    if "actor" not in given and not values.get("actor"):
        last = last_said(measure, snapshot.mentions_of(measure), spoken)
        values["actor"] = actor(snapshot.definition(measure)["kind"], last)
        request.say(f"  actor: {values['actor']}")
    speaker = str(values.get("speaker") or "")
    if (full := full_name(speaker, spoken)) and is_short_for(speaker, full):
        request.say(f"  {speaker} is {full} in full: --speaker {full!r}")


def edit(
    request: Request,
    given: Annotated[Values, Entered(fields.MENTION, without=["measure"])],
    key: Key,
    base: Base = None,
    why: Why = "",
) -> None:
    """Change a mention's fields; what is not given stays, an empty value takes a field away, and the key stays.

    \b
    Example:
      tracker mention edit mdafcd2de5c --strength indirect --why "the stage comes from the paragraph before"
    """
    from tracker.record import mentions
    from tracker.record.typed_mentions import TypedMention

    def prepare(snapshot: Snapshot) -> Edit:
        now = snapshot.mention(key)
        held = {**now, "date": now["date_edtf"]}
        values = changed(request, given, fields.MENTION[1:], held, TypedMention(snapshot, held))
        return Edit(now["mention"], values, snapshot.revision if base is None else base)

    write(request, why, prepare, lambda change, edit: mentions.edit(change, *edit))


def move(
    request: Request,
    key: Key,
    measure: Annotated[str, typer.Argument(metavar="MEASURE", help="The right measure.")],
    base: Base = None,
    why: Why = "",
) -> None:
    """Let a mention speak of another measure; it remembers the one it was recorded under.

    \b
    Example:
      tracker mention move mdafcd2de5c nato-defence-offer --why "speaks of the offer as a whole"
    """
    from tracker.record import mentions

    write(request, why, by(key), lambda change, key: mentions.move(change, key, measure, base))


def prefer(
    request: Request,
    key: Key,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it counts from; today unless given.")] = "",
    off: Annotated[bool, typer.Option("--off", help="Prefer it no longer.")] = False,
    base: Base = None,
    why: Why = "",
) -> None:
    """Let a mention decide as if it were said on a day; later news still overtakes it.

    \b
    Example:
      tracker mention prefer m0529222215 --why "the ministry confirmed it"
    """
    from datetime import UTC, datetime

    from tracker.domain.dates import read_day
    from tracker.record import mentions

    counts_on = "" if off else read_day(on or datetime.now(UTC).date().isoformat())
    write(request, why, by(key), lambda change, key: mentions.prefer(change, key, counts_on, base))


def deprecate(
    request: Request,
    key: Key,
    off: Annotated[bool, typer.Option("--off", help="Let it count again.")] = False,
    base: Base = None,
    why: Why = "",
) -> None:
    """Set a mention aside, for the reason given with --why: it stays visible and never decides.

    \b
    Example:
      tracker mention deprecate m0529222215 --why "the paper corrected it the next day"
    """
    from tracker.record import mentions

    write(request, why, by(key), lambda change, key: mentions.deprecate(change, key, "" if off else change.why, base))


def withdraw(
    request: Request,
    key: Key,
    base: Base = None,
    why: Why = "",
) -> None:
    """Withdraw a mention that should not have been recorded; the change log keeps it.

    \b
    Example:
      tracker mention withdraw m0529222215 --why "it speaks of another state's aircraft"
    """
    from tracker.record import mentions

    write(request, why, by(key), lambda change, key: mentions.withdraw(change, key, base))


VERBS = {one.__name__.strip("_"): one for one in (list_, show_, add, edit, move, prefer, deprecate, withdraw)}
