"""`tracker mention`: list, show, add, edit, move, prefer, deprecate, withdraw."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import presentation
from tracker.cli.context import Request, reading, show, writing
from tracker.cli.entry import Reader, Values, changed, collect, content_of, refuse_alike
from tracker.cli.options import anyway, as_of, base, entered, filters, layout, takes, why
from tracker.domain import fields, quotes
from tracker.domain.columns import MENTIONS, names
from tracker.domain.filters import Filters, passes, select, speaks
from tracker.domain.status import MeasureStatus, mention_row
from tracker.errors.base import Problem, UsageError, suggestion
from tracker.errors.guided import BadAnswer
from tracker.errors.usage import NotUnderstood
from tracker.output.tables import Column, Sheet, cell_text
from tracker.reports.snapshot import Snapshot

if TYPE_CHECKING:
    from tracker.domain.rows import RankedMentionRow, SourceRow
    from tracker.reports.verification import Texts
    from tracker.text.typed_values import Understood

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Mentions: the words that say so, one by one.",
)

Key = Annotated[str, typer.Argument(metavar="KEY", help="The mention's key, as `tracker mention list` shows it.")]
SOURCE = fields.Field("source", "key", "the source it stands in", required=True)


def _reader(snapshot: Snapshot, held: Values | None = None, text: Path | None = None) -> Reader:
    """Reads a mention's values beside the record: dates from the day its source speaks, numbers in the usual unit.

    Where the article's text is at hand, its quotes are held against it. `held` is what the mention says already,
    where it is one of the record.
    """
    from tracker.reports.verification import Texts, texts_folder
    from tracker.text.typed_values import understood, usual_unit

    sources = {row["source"]: row for row in snapshot.sources()}
    measures = {row["measure"]: row["merged_into"] for row in snapshot.definitions()}
    mentions = snapshot.mentions()
    at_hand = Texts(snapshot, texts_folder(""))

    def read(given: Values, known: Values) -> "Understood":
        known = {**(held or {}), **known, **given}
        source = sources.get(known.get("source", ""))
        earlier = [row for row in mentions if row["measure"] == known.get("measure")]
        quoted, problems = _quotes(given, known, _paragraphs(source, at_hand, text))
        given = {**given, **quoted}
        problems += _unknown(given, source, sources, measures)
        unit = str((held or {}).get("unit") or usual_unit(earlier))
        try:
            found = understood([SOURCE, *fields.MENTION], given, source["spoken_on"] if source else "", unit, held)
        except NotUnderstood as error:
            problems += error.problems
        if problems:
            raise NotUnderstood(problems)
        return found

    return read


def _unknown(given: Values, source: "SourceRow | None", sources: Values, measures: Values) -> Iterator[Problem]:
    """What a mention's values name that is not there: codes, sources, measures, paragraphs."""
    coded = [field for field in fields.MENTION if field.vocabulary is not None and given.get(field.name)]
    yield from fields.check(coded, {field.name: given[field.name] for field in coded})
    if given.get("source") and not source:
        yield Problem("source", f"no source {given['source']!r}", suggestion(given["source"], sources))
    measure = given.get("measure")
    if measure and measure not in measures:
        yield Problem("measure", f"no measure {measure!r}", suggestion(measure, measures))
    elif measure and measures[measure]:
        yield Problem("measure", f"{measure} was merged into another measure", f"say {measures[measure]}")
    for name in ("paragraph", "context_paragraph"):
        number = given.get(name)
        if source and isinstance(number, int) and number > source["paragraphs"]:
            yield Problem(name, f"{source['source']} has no paragraph {number}", f"it has {source['paragraphs']}")


def _paragraphs(source: "SourceRow | None", at_hand: "Texts", text: Path | None) -> list[str]:
    """The paragraphs of a source's text: of the file that was given, else of the copy that is at hand, else none."""
    if not source or not (text or at_hand.name(source)):
        return []
    content = content_of(text) if text else at_hand.content(source)
    if source["text_sha256"] not in (None, quotes.text_fingerprint(content)):
        if text is None:
            return []
        message = f"{text} is not the text that {source['source']} was read from"
        raise UsageError(message, "give that text, or leave --text out")
    return quotes.paragraphs(content.decode("utf-8", errors="replace"))


def _quotes(given: Values, known: Values, texts: Sequence[str]) -> tuple[dict[str, str], list[Problem]]:
    """A mention's quotes as they stand in their paragraphs, and what is wrong with them."""
    from tracker.guided.questions import quote_from

    found, problems = {}, []
    for name, place in (("quote", "paragraph"), ("context_quote", "context_paragraph")):
        number, quote = known.get(place), given.get(name)
        if quote and isinstance(number, int) and 0 < number <= len(texts):
            try:
                found[name] = quote_from(texts[number - 1])(quote)
            except BadAnswer as error:
                elsewhere = [place for place, one in enumerate(texts, 1) if quotes.occurrences(quote, one)]
                remedy = f"it stands in paragraph {elsewhere[0]}" if elsewhere else error.hint
                problems.append(Problem(name, error.message, remedy))
        elif quote and (complaint := quotes.complaint(quote)):
            problems.append(Problem(name, *complaint))
    return found, problems


@app.command("list")
@takes(as_of, filters, layout)
def list_(ctx: typer.Context) -> None:
    """List every mention by measure, in deciding order.

    --source, --speaker, --actor and --status choose among the mentions, the other filters among their measures.

    \b
    Examples:
      tracker mention list --kind deployment
      tracker mention list --format csv > mentions.csv
    """
    request = Request(ctx)
    with reading(request) as snapshot:
        filters = request.filters()
        request.require_sources(snapshot, filters)
        if request.wants_data:
            show(request, Sheet(_rows(snapshot.measures(), filters), names(MENTIONS), (), ()))
            return
        measured = select(snapshot.measures(), filters)
    kinds = {one.row["measure"]: one.row["kind"] for one in measured}
    rows = list(_rows(measured, filters))
    sheet = presentation.mention_sheet(rows, f"{len(rows)} mentions of {len(measured)} measures", kinds, "measure")
    show(request, sheet)


def _rows(measured: Iterable[MeasureStatus], filters: Filters) -> "Iterator[RankedMentionRow]":
    """The mentions that pass the filters, with their measures, as they come."""
    for one in measured:
        if passes(one, filters):
            yield from (row for row in map(mention_row, one.decision.ranked) if speaks(row, filters))


@app.command("show")
@takes(as_of)
def show_(ctx: typer.Context, key: Key) -> None:
    """Show everything recorded of one mention.

    \b
    Example:
      tracker mention show 02110b002a
    """
    request = Request(ctx)
    with reading(request) as snapshot:
        row = snapshot.mention(key)
    told = {name: cell_text(value) for name, value in row.items()}
    facts = [[name.replace("_", " "), told[name]] for name in names(MENTIONS) if told[name]]
    show(request, Sheet([row], names(MENTIONS), [Column(""), Column("", grows=True)], facts))


@app.command()
@takes(entered([SOURCE], fields.MENTION), anyway, why)
def add(
    ctx: typer.Context,
    text: Annotated[
        Path | None,
        typer.Option(
            "--text",
            metavar="FILE",
            help="The article's text, to hold the quote against, where no copy is at hand.",
        ),
    ] = None,
) -> None:
    """Add a mention: what an article says of a measure in one paragraph. Prints its key.

    Where the text is at hand the quote is held against it, and may be given as its first … last words. Strength is
    direct unless said otherwise; the attribution follows from the speaker, own_voice where none is given.

    \b
    Example:
      tracker mention add --source step-back --measure hms-trent --paragraph 34 --quote "dispatching a" \\
        --status proposed --why "second look"
    """
    from tracker.record import mentions
    from tracker.reports.verification import Texts, texts_folder
    from tracker.text import guesses
    from tracker.text.near_duplicates import mentions_alike

    request = Request(ctx)
    with reading(request) as snapshot:
        recorded = snapshot.mentions()
        values = collect(
            request,
            [SOURCE, *fields.MENTION],
            lambda known: {"strength": "direct", "attribution": guesses.attribution(str(known.get("speaker") or ""))},
            _reader(snapshot, text=text),
        )
        if not _paragraphs(snapshot.source(values["source"]), Texts(snapshot, texts_folder("")), text):
            request.say("  the quote is held against no text: none is at hand (give it with --text FILE)")
    alike = mentions_alike(values, recorded)
    told = [f"{row['mention']}  {row['source']} ¶{row['paragraph']} “{row['quote']}”" for row in alike]
    instead = f"to correct that one: tracker mention edit {alike[0]['mention']}" if alike else ""
    refuse_alike(request, "mention", told, instead)
    with writing(request) as change:
        key = mentions.add(change, str(values.pop("source")), values)
    typer.echo(key)


@app.command()
@takes(entered(fields.MENTION, without=["measure"]), base, why)
def edit(ctx: typer.Context, key: Key) -> None:
    """Change a mention's fields; what is not given stays, an empty value takes a field away, and the key stays.

    \b
    Example:
      tracker mention edit 02110b002a --strength indirect --why "the stage comes from the paragraph before"
    """
    from tracker.record import mentions

    request = Request(ctx)
    with reading(request) as snapshot:
        now, seen = snapshot.mention(key), snapshot.revision
        held = {**now, "date": now["date_edtf"]}
        values = changed(request, fields.MENTION[1:], held, _reader(snapshot, held))
    with writing(request) as change:
        mentions.edit(change, key, values, request.get("base", seen))


@app.command()
@takes(base, why)
def move(
    ctx: typer.Context, key: Key, measure: Annotated[str, typer.Argument(metavar="MEASURE", help="The right measure.")]
) -> None:
    """Let a mention speak of another measure; it remembers the one it was recorded under.

    \b
    Example:
      tracker mention move 02110b002a nato-defence-offer --why "speaks of the offer as a whole"
    """
    from tracker.record import mentions

    request = Request(ctx)
    with writing(request) as change:
        mentions.move(change, key, measure, request.get("base", None))


@app.command()
@takes(base, why)
def prefer(
    ctx: typer.Context,
    key: Key,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it counts from; today unless given.")] = "",
    off: Annotated[bool, typer.Option("--off", help="Prefer it no longer.")] = False,
) -> None:
    """Let a mention decide as if it were said on a day; later news still overtakes it.

    \b
    Example:
      tracker mention prefer 0529222215 --why "the ministry confirmed it"
    """
    from datetime import UTC, datetime

    from tracker.domain.dates import day
    from tracker.record import mentions

    request = Request(ctx)
    counts_on = "" if off else day(on or datetime.now(UTC).date().isoformat())
    with writing(request) as change:
        mentions.prefer(change, key, counts_on, request.get("base", None))


@app.command()
@takes(base, why)
def deprecate(
    ctx: typer.Context,
    key: Key,
    off: Annotated[bool, typer.Option("--off", help="Let it count again.")] = False,
) -> None:
    """Set a mention aside, for the reason given with --why: it stays visible and never decides.

    \b
    Example:
      tracker mention deprecate 0529222215 --why "the paper corrected it the next day"
    """
    from tracker.record import mentions

    request = Request(ctx)
    with writing(request) as change:
        mentions.deprecate(change, key, "" if off else change.why, request.get("base", None))


@app.command()
@takes(base, why)
def withdraw(ctx: typer.Context, key: Key) -> None:
    """Withdraw a mention that should not have been recorded; the change log keeps it.

    \b
    Example:
      tracker mention withdraw 0529222215 --why "it speaks of another state's aircraft"
    """
    from tracker.record import mentions

    request = Request(ctx)
    with writing(request) as change:
        mentions.withdraw(change, key, request.get("base", None))
