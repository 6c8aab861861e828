"""Options that many commands share, each defined once; they store what is given where `context` finds it.

Global options may stand before or after the subcommand: the root and every command take them, and a value given to
either counts.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperOption

from tracker.domain import vocabulary
from tracker.domain.dates import day, moment
from tracker.domain.fields import Field
from tracker.errors.base import UsageError
from tracker.errors.usage import UnknownCode
from tracker.output.tables import FORMS

Command = TypeVar("Command", bound=Callable[..., Any])
Check = Callable[[Any], Any]


def _store(check: Check | None) -> Callable[[typer.Context, Any, Any], None]:
    def store(context: typer.Context, parameter: Any, value: Any) -> None:
        if value is None or value is False or value == ():
            return
        if check:
            value = [check(one) for one in value] if isinstance(value, list | tuple) else check(value)
        context.meta[f"tracker.{parameter.name}"] = value

    return store


def _option(name: str, meaning: str, metavar: str = "", check: Check | None = None, **more: Any) -> TyperOption:
    return TyperOption(
        param_decls=[f"--{name}"],
        help=meaning,
        metavar=metavar or None,
        callback=_store(check),
        expose_value=False,
        **more,
    )


def _flag(name: str, meaning: str) -> TyperOption:
    return _option(name, meaning, is_flag=True, default=False)


def _many(name: str, meaning: str, metavar: str, check: Check | None = None) -> TyperOption:
    return _option(name, meaning, metavar, check, multiple=True)


def _known_form(form: str) -> str:
    if form.lower() not in FORMS:
        raise UnknownCode("format", form, FORMS)
    return form.lower()


# More digits than any number of days or revisions has.
_DIGITS = 9


def _days(text: str) -> int:
    if not text.isdecimal() or len(text) > _DIGITS:
        raise UsageError(f"--stale wants a number of days, not {text!r}", "for example: --stale 14")
    return int(text)


def why() -> list[TyperOption]:
    """What every writing command takes: the reason, which the change log keeps."""
    return [_option("why", "Why, in a sentence: the change log keeps it.", "TEXT")]


def anyway() -> list[TyperOption]:
    """What a command that adds something takes, to add it even where it looks like something recorded already."""
    return [_flag("anyway", "Add it even where the record holds something like it.")]


def base() -> list[TyperOption]:
    """What a command that changes something takes: the revision it was thought out on."""
    meaning = "The newest revision you have seen; refused where somebody changed it since."
    return [_option("base", meaning, "REVISION", _revision)]


def _revision(text: str) -> int:
    if not text.isdecimal() or len(text) > _DIGITS:
        raise UsageError(f"--base wants the number of a revision, not {text!r}", "tracker log shows them")
    return int(text)


def entered(*nouns: Sequence[Field], without: Iterable[str] = ()) -> Callable[[], list[TyperOption]]:
    """An option for every field of a noun that people fill in, but for those left out."""
    fields = [field for noun in nouns for field in noun if field.name not in set(without)]
    return lambda: [_entered(field) for field in fields]


def _entered(field: Field) -> TyperOption:
    meaning = field.meaning[0].upper() + field.meaning[1:]
    if field.vocabulary is not None:
        meaning += (
            f": {', '.join(field.vocabulary)}"
            if len(field.vocabulary) < 12
            else f" (tracker codes {field.vocabulary.name})"
        )
    meaning += f": {_IN_WORDS[field.name]}" if field.name in _IN_WORDS else ""
    return TyperOption(
        param_decls=[f"--{field.name.replace('_', '-')}"],
        help=f"{meaning}.",
        metavar={"edtf": "DATE", "day": "DATE"}.get(field.type, field.type.upper()),
        callback=_store_entered,
        expose_value=False,
    )


# What is taken in words, by an example; how it will be coded is echoed.
_IN_WORDS = {
    "published": "2022-03-09, 9 March 2022, today",
    "date": "Thursday, earlier this week, in December, 2022-02-09",
    "due": "on Monday, next week, 2022-03-14",
    "amount": "some 350 marines, a further 1,000, up to 30",
}


def _store_entered(context: typer.Context, parameter: Any, value: Any) -> None:
    if value is not None:
        context.meta[f"tracker.entered.{parameter.name}"] = value


def shared() -> list[TyperOption]:
    """The options every command takes."""
    return [
        _option("db", "The database: a file, or a URL. [env: TRACKER_DB]", "URL"),
        _option("by", "Who writes. [env: TRACKER_BY]", "NAME"),
        _option("format", f"How to show it: {', '.join(FORMS)}.", "FORM", _known_form),
        _flag("quiet", "Say nothing on standard error but faults."),
    ]


def as_of() -> list[TyperOption]:
    """The two clocks of every reading command: the day sources had spoken by, the moment this record had it."""
    return [
        _option("as-of", "Only what sources had said by this day (2022-02-10).", "DATE", day),
        *known_at(),
    ]


def known_at() -> list[TyperOption]:
    """The one clock of a command that is told its days otherwise."""
    return [_option("known-at", "Only what this record held then (2026-11-22, or with T14:30Z).", "TIMESTAMP", moment)]


def texts() -> list[TyperOption]:
    """Where somebody's own copies of the articles are."""
    return [_option("texts", "The folder with your copies of the articles. [env: TRACKER_SEED_TEXTS]", "DIR")]


def filters() -> list[TyperOption]:
    """What to keep of a report."""
    return [
        _many("kind", "Keep this kind; may be repeated, like those below.", "KIND", vocabulary.KINDS.require),
        _many("status", "Keep this status.", "STATUS", vocabulary.require_status),
        _many("source", "Keep what this source mentions.", "KEY"),
        _many("place", "Keep what is in this place or lies in it.", "PLACE", vocabulary.PLACES.require),
        _many("target", "Keep what has this target.", "TARGET", vocabulary.TARGETS.require),
        _many("actor", "Keep what an actor of this name does.", "NAME"),
        _many("speaker", "Keep what a speaker of this name speaks of.", "NAME"),
        _option("since", "Keep what was spoken of on this day or later.", "DATE", day),
        _flag("conditional", "Keep what a condition hangs on."),
        _flag("disputed", "Keep what sources disagree about."),
        _option("stale", "Keep what nobody has spoken of for so many days.", "DAYS", _days),
        _flag("single-origin", "Keep what rests on one origin."),
    ]


def layout() -> list[TyperOption]:
    """How to lay rows out."""
    return [
        _option("sort", "Sort by this column; -COLUMN for the reverse.", "COLUMN"),
        _option("columns", "Show these columns, separated by commas.", "COLUMNS"),
        _flag("raw", "In CSV, leave text that a spreadsheet would run as a formula as it is."),
        _option("output", "Write it to this file, whole or not at all; - for standard output.", "FILE"),
    ]


def takes(*groups: Callable[[], Iterable[TyperOption]]) -> Callable[[Command], Command]:
    """Say which groups of options a command takes, beside the shared ones."""

    def mark(command: Command) -> Command:
        command.option_groups = groups  # type: ignore[attr-defined]
        return command

    return mark


def equip(command: TyperCommand) -> None:
    """Give a command the options it takes, after its own."""
    for group in (*getattr(command.callback, "option_groups", ()), shared):
        command.params.extend(group())
