"""Options that many commands share, each defined once.

A group of them is a function: its parameters are the options, and what it gives is the one typed object that a command
has in its signature. A single option is an annotated type. Global options may stand before or after the subcommand.
"""

from collections.abc import Callable, Iterable, Sequence
from inspect import Parameter, Signature
from typing import Annotated, NamedTuple

import typer

from tracker.cli.context import FEED, Clocks, Layout, Request, typed
from tracker.domain import vocabulary
from tracker.domain.dates import moment, read_day
from tracker.domain.fields import Field, Values
from tracker.domain.filters import Filters
from tracker.errors.base import UsageError
from tracker.errors.usage import UnknownCode
from tracker.output import tables

SHEET_FORMS = (*tables.OUTPUT_FORMS, "xlsx")
# More digits than any number of days or revisions has.
_DIGITS = 9

Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why, in a sentence: the change log keeps it.")]
Anyway = Annotated[bool, typer.Option("--anyway", help="Add it even where the record holds something like it.")]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that is no earlier export of ours.")]
TextsFolder = Annotated[
    str,
    typer.Option(
        "--texts", metavar="DIR", help="The folder with your copies of the articles. [env: TRACKER_SEED_TEXTS]"
    ),
]

Measures = Annotated[list[str] | None, typer.Argument(metavar="[MEASURE]…", help="Only these measures, by key.")]


def _revision(text: str) -> int:
    if not text.isdecimal() or len(text) > _DIGITS:
        raise UsageError(f"--base wants the number of a revision, not {text!r}", "tracker log shows them")
    return int(text)


# What a change is thought out on.
Base = Annotated[
    int | None,
    typer.Option(
        "--base",
        metavar="REVISION",
        parser=_revision,
        help="The newest revision you have seen; refused where somebody changed it since.",
    ),
]


def request(
    db: Annotated[
        str, typer.Option("--db", metavar="URL", help="The database: a file, or a URL. [env: TRACKER_DB]")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who writes. [env: TRACKER_BY]")] = "",
    format: Annotated[  # noqa: A002 (the option's name)
        str, typer.Option("--format", metavar="FORM", help=f"How to show it: {', '.join(SHEET_FORMS)}.")
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing on standard error but faults.")] = False,
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="Show what is longer than the screen without $PAGER or less.")
    ] = False,
) -> Request:
    """The options of every command."""
    return Request(db, by, format.lower(), quiet, no_pager)


def require_form(form: str) -> None:
    """Raise UnknownCode where rows cannot be shown in a form."""
    if form and form.lower() not in SHEET_FORMS:
        raise UnknownCode("format", form, SHEET_FORMS)


def _moment(text: str) -> str:
    return moment(text) if text else ""


KnownAt = Annotated[
    str,
    typer.Option(
        "--known-at",
        metavar="TIMESTAMP",
        parser=_moment,
        help="Only what this record held then (2026-11-22, or with T14:30Z).",
    ),
]


def clocks(
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of", metavar="DATE", help="Only what sources had said by this day (2022-02-10, 10 Feb 2022)."
        ),
    ] = "",
    known_at: KnownAt = "",
) -> Clocks:
    """The two clocks of every reading command. Raises BadDate."""
    return Clocks(read_day(as_of) if as_of else "", known_at)


def filters(
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="Keep this kind; may be repeated, like those below."),
    ] = None,
    status: Annotated[list[str] | None, typer.Option("--status", metavar="STATUS", help="Keep this status.")] = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", metavar="KEY", help="Keep what this source mentions.")
    ] = None,
    place: Annotated[
        list[str] | None, typer.Option("--place", metavar="PLACE", help="Keep what is in this place or lies in it.")
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option("--target", metavar="TARGET", help="Keep what has this target.")
    ] = None,
    actor: Annotated[
        list[str] | None, typer.Option("--actor", metavar="NAME", help="Keep what an actor of this name does.")
    ] = None,
    speaker: Annotated[
        list[str] | None,
        typer.Option("--speaker", metavar="NAME", help="Keep what a speaker of this name speaks of."),
    ] = None,
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="Keep what was spoken of on this day or later.")
    ] = "",
    conditional: Annotated[bool, typer.Option("--conditional", help="Keep what a condition hangs on.")] = False,
    disputed: Annotated[bool, typer.Option("--disputed", help="Keep what sources disagree about.")] = False,
    stale: Annotated[
        str, typer.Option("--stale", metavar="DAYS", help="Keep what nobody has spoken of for so many days.")
    ] = "",
    single_origin: Annotated[bool, typer.Option("--single-origin", help="Keep what rests on one origin.")] = False,
    type: Annotated[  # noqa: A002 (named as its option is)
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Keep what a source of this type speaks of.")
    ] = None,
) -> Filters:
    """What to keep of a report. Raises UnknownCode, BadDate, UsageError."""
    if stale and (not stale.isdecimal() or len(stale) > _DIGITS):
        raise UsageError(f"--stale wants a number of days, not {stale!r}", "for example: --stale 14")
    return Filters(
        tuple(vocabulary.KINDS.require(word) for word in kind or ()),
        tuple(vocabulary.require_status(word) for word in status or ()),
        tuple(source or ()),
        tuple(vocabulary.PLACES.require(word) for word in place or ()),
        tuple(vocabulary.TARGETS.require(word) for word in target or ()),
        tuple(actor or ()),
        tuple(speaker or ()),
        read_day(since) if since else "",
        conditional,
        disputed,
        int(stale or 0),
        single_origin,
        tuple(vocabulary.SOURCE_TYPES.require(word) for word in type or ()),
    )


def layout(
    request: Request,
    sort: Annotated[
        str, typer.Option("--sort", metavar="COLUMN", help="Sort by this column; -COLUMN for the reverse.")
    ] = "",
    columns: Annotated[
        str, typer.Option("--columns", metavar="COLUMNS", help="Show these columns, separated by commas.")
    ] = "",
    raw: Annotated[
        bool, typer.Option("--raw", help="In CSV, leave text that a spreadsheet would run as a formula as it is.")
    ] = False,
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write it to this file, whole or not at all; - for standard output."
        ),
    ] = "",
    force: Force = False,
) -> Layout:
    """How and where to show rows: in which form, the ending of the file says, unless --format does."""
    chosen = tuple(name.strip() for name in columns.split(",")) if columns else ()
    form = request.format or "table"
    if output and not request.format:
        from tracker.output.destination import form_for

        form = FEED if output.lower().endswith(f".{FEED}") else form_for(output, "", SHEET_FORMS, "table")
    return Layout(request, form, sort, chosen, raw, output, force)


class MadeBy(NamedTuple):
    """Says beside the type of a parameter which function makes it of options of its own."""

    function: Callable[..., object]


class Entered:
    """An option for every field of a noun that people fill in; called with what was given, the values as typed."""

    def __init__(self, *nouns: Sequence[Field], without: Iterable[str] = ()) -> None:
        self.fields = [field for noun in nouns for field in noun if field.name not in set(without)]

    @property
    def __signature__(self) -> Signature:
        return Signature([_entered(field) for field in self.fields])

    def __call__(self, **given: str | None) -> Values:
        """The values given, each as its type: an empty one asks for nothing to be there."""
        told = [(field, given[field.name]) for field in self.fields]
        return {field.name: typed(field, text) for field, text in told if text is not None}


def _entered(field: Field) -> Parameter:
    meaning = field.meaning[0].upper() + field.meaning[1:]
    if field.vocabulary is not None:
        listed = f": {', '.join(field.vocabulary)}"
        meaning += listed if len(field.vocabulary) < 12 else f" (tracker codes {field.vocabulary.name})"
    meaning += f": {_IN_WORDS[field.name]}" if field.name in _IN_WORDS else ""
    metavar = {"edtf": "DATE", "day": "DATE"}.get(field.type, field.type.upper())
    names = [f"--{name.replace('_', '-')}" for name in (field.name, *_ALSO_CALLED.get(field.name, ()))]
    option = typer.Option(*names, help=f"{meaning}.", metavar=metavar)
    annotation = Annotated[str | None, option]
    return Parameter(field.name, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


# Other names of fields.
_ALSO_CALLED = {"status": ("stage",)}
# What is taken in words, by an example; how it will be coded is echoed.
_IN_WORDS = {
    "published": "2022-03-09, 9 March 2022, today",
    "date": "Thursday, earlier this week, in December, 2022-02-09",
    "due": "on Monday, next week, 2022-03-14",
    "amount": "some 350 marines, a further 1,000, up to 30",
}
